"""The JSON Schema (2020-12) of a release file, made from the model that reads the files."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
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
ID = "urn:disctui:release"
"""Name of the schema among schemas; it is found by its file, since nobody should need a network for it."""
_EXAMPLES: Mapping[str, Sequence[object]] = MappingProxyType(
    {
        "title": ["The Cranes Are Flying"],
        "original_title": ["Летят журавли"],
        "date": ["2020-03-24", "2020-03", "2020"],
        "studio": ["Criterion Collection"],
        "edition": ["40th Anniversary SteelBook"],
        "upc": ["715515242615"],
        "regions": [["A"], ["B"], ["C"], ["1"], ["2"], ["Free"]],
        "currency": ["EUR", "GBP", "JPY", "USD"],
        "discs": [["Blu-ray Disc"], ["4K Ultra HD", "Blu-ray Disc"], ["DVD"]],
        "video": [["2160p HEVC/H.265"], ["1080p AVC/MPEG-4"], ["480i MPEG-2"]],
        "hdr": [["Dolby Vision", "HDR10"], ["HDR10+"]],
        "aspect_ratios": [["1.33:1"], ["1.37:1"], ["1.66:1"], ["1.85:1"], ["2.35:1"], ["2.39:1"]],
        "audio": [["English: Dolby Atmos"], ["English: DTS-HD Master Audio 5.1"], ["Russian: PCM Mono"]],
        "subtitles": [["English", "English SDH"]],
        "rating": [0.5, 3, 4.5],
        "tags": [["gift", "to sell"]],
        "target": [20, "-40%"],
        "slot": [14, "B3"],
    }
)
"""Values that editors offer, by the last part of the key."""


def schema() -> dict[str, Any]:
    """The schema as a document: every key described, keys of the owner's own allowed."""
    made = msgspec.json.schema(Release)
    definitions: dict[str, Any] = made["$defs"]
    for definition in definitions.values():
        properties = definition["properties"]
        properties.pop(EXTRA, None)
        definition["properties"] = {name: _property(name, value) for name, value in properties.items()}
        definition["additionalProperties"] = (
            True  # the owner's own keys; said, since strict editors take silence for no
        )
    definitions["Edition"]["properties"]["date"] = _release_date(definitions["Edition"]["properties"]["date"])
    root = definitions.pop("Release")
    root["properties"] = {"$schema": _SCHEMA_KEY} | root["properties"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
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
    if name == "watched":
        value["items"] = _day_or_part(value["items"]["pattern"])
    if name == "store_url":
        value["format"] = "uri"
        value["pattern"] = "^https?://"
    if name == "upc":
        value["pattern"] = r"^(\d{8}|\d{12,14})$"
    if name == "rating":
        value["multipleOf"] = 0.5
    if name in _EXAMPLES:
        value["examples"] = list(_EXAMPLES[name])
    return value


def _release_date(value: dict[str, Any]) -> dict[str, Any]:
    described = {key: value[key] for key in ("title", "description", "examples") if key in value}
    return described | _day_or_part(value["pattern"])


def _day_or_part(pattern: str) -> dict[str, Any]:
    """A whole date, or text of this pattern."""
    return {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "pattern": pattern}]}


def schema_line(folder: str) -> str:
    """The line at the top of a release file by which editors find the schema beside the library.

    Args:
        folder: Of the file, relative to the library with `/` between its parts; "" for the library itself.
    """
    return f"#:schema {'../' * len([part for part in folder.split('/') if part]) or './'}{NAME}\n"


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
