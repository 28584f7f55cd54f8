"""The JSON Schema agrees with the program, as a validator that knows nothing of it sees it."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator

from conftest import SAMPLE
from disctui.release.model import ITEMS, item_keys, keys
from disctui.release.schema import schema

FORMATS = Draft202012Validator.FORMAT_CHECKER


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: as_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def validator() -> Draft202012Validator:
    return Draft202012Validator(schema(), format_checker=FORMATS)


def test_the_schema_is_valid_2020_12() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def described(node: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in node.get("properties", {}).items():
        yield f"{above}{name}", value
        definition = schema()["$defs"].get(value.get("$ref", "").rpartition("/")[2])
        if definition:
            yield from described(definition, f"{above}{name}.")


def test_every_key_of_the_format_is_in_the_schema_with_a_description() -> None:
    found = dict(described(schema()))
    assert set(found) >= keys().keys()
    assert [name for name, value in found.items() if len(value.get("description", "")) < 5] == []
    for items, kind in ITEMS.items():
        inside = schema()["$defs"][kind.__name__]["properties"]
        assert inside.keys() == item_keys(items).keys()
        assert all(value["description"] for value in inside.values())


@pytest.mark.parametrize("path", sorted(SAMPLE.rglob("*.toml")), ids=lambda path: path.stem)
def test_every_release_of_the_sample_library_is_valid(path: Path) -> None:
    if path.name not in {"people.toml", "searches.toml"}:
        assert [error.message for error in validator().iter_errors(as_json(tomli.loads(path.read_text("utf-8"))))] == []


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        ('title = "S"', True),
        ('title = "S"\nmine = 5', True),
        ('title = "S"\ndirectors = "A"', True),
        ('title = "S"\n[release]\ndate = "2020-03"', True),
        ('title = "S"\n[release]\ndate = "2020"', True),
        ('title = "S"\n[release]\nspine = 1000', True),
        ("year = 1972", False),
        ('title = " "', False),
        ('title = "S"\nyear = "1972"', False),
        ('title = "S"\nyear = 1066', False),
        ('title = "S"\ncast = ["a", 3]', False),
        ('title = "S"\n[release]\ndate = "next year"', False),
        ('title = "S"\n[release]\nupc = "12"', False),
        ('title = "S"\n[price]\nlist = -1', False),
        ('title = "S"\n[price]\ncurrency = "dollar"', False),
        ('title = "S"\n[price]\nstore_url = "javascript:alert(1)"', False),
        ('title = "S"\n[collection]\nrating = 4.3', False),
        ('title = "S"\n[collection]\nstatus = "lent"', False),
        ('title = "S"\n[[films]]\nyear = 1972', False),
        ('title = "S"\n[collection]\nwatched = ["2019", "2019-05", 2020-01-02]', True),
        ('title = "S"\n[collection]\nwatched = ["in May"]', False),
        ('title = "S"\n[price]\ncurrency = "EUR"\ntarget = 20', True),
        ('title = "S"\n[price]\ntarget = "-40%"', True),
        ('title = "S"\n[price]\ntarget = "cheap"', False),
        ('title = "S"\n[collection]\nloans = [{ to = "Ines", on = 2019-01-02 }]', True),
        ('title = "S"\n[collection]\nloans = [{ on = 2019-01-02 }]', False),
        ('title = "S"\n[[films]]\ntitle = "F"\nrating = 4.3', False),
    ],
)
def test_the_schema_takes_and_refuses_what_the_program_does(text: str, is_valid: bool) -> None:
    from disctui.release_file.reading import read_release

    assert validator().is_valid(as_json(tomli.loads(text))) is is_valid
    assert (not read_release(text.encode(), "x.toml").problems) is is_valid
