"""The JSON Schema (2020-12) of a release file, made from the model that reads the files."""

import json
from typing import Any

import msgspec

from disctui.release.model import EXTRA, Release

_SCHEMA_KEY = {
    "title": "Schema",
    "description": "Address of this schema, for editors that look for it here; not part of the release.",
    "type": "string",
}
NAME = "release.schema.json"
"""Name of the schema beside a library."""


def schema() -> dict[str, Any]:
    """The schema as a document: every key described, keys of the owner's own allowed."""
    made = msgspec.json.schema(Release)
    definitions: dict[str, Any] = made["$defs"]
    for definition in definitions.values():
        properties = definition["properties"]
        properties.pop(EXTRA, None)
        definition["properties"] = {name: _property(name, value) for name, value in properties.items()}
    definitions["Edition"]["properties"]["date"] = _release_date(definitions["Edition"]["properties"]["date"])
    root = definitions.pop("Release")
    root["properties"] = {"$schema": _SCHEMA_KEY} | root["properties"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "disctui release",
        "description": "One release of a film on disc: one edition by one label in one country.",
        **{name: value for name, value in root.items() if name not in {"title", "description"}},
        "$defs": definitions,
        "x-tombi-toml-version": "v1.0.0",
    }


def _property(name: str, value: dict[str, Any]) -> dict[str, Any]:
    """A key's schema without null, which TOML does not have, and with one text where a list of texts may stand."""
    value = {key: item for key, item in value.items() if key not in {"default", "kind"}}
    options = [option for option in value.pop("anyOf", []) if option.get("type") != "null"]
    if len(options) == 1:
        value = options[0] | value
    elif options:
        value["anyOf"] = options
    if "enum" in value:
        value["enum"] = [item for item in value["enum"] if item is not None]
    if value.get("type") == "array" and value["items"] == {"type": "string"}:
        listed = {key: value.pop(key) for key in ("type", "items")}
        value["anyOf"] = [listed, {"type": "string"}]
    if name == "store_url":
        value["format"] = "uri"
        value["pattern"] = "^https?://"
    if name == "upc":
        value["pattern"] = r"^(\d{8}|\d{12,14})$"
    if name == "rating":
        value["multipleOf"] = 0.5
    return value


def _release_date(value: dict[str, Any]) -> dict[str, Any]:
    described = {key: value[key] for key in ("title", "description") if key in value}
    return described | {
        "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "pattern": value["pattern"]}]
    }


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
