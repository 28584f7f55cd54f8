"""Values out of the JSON of others, of which any may be missing or of another kind: what does not fit is not there."""

from collections.abc import Mapping
from typing import Any

import msgspec

from disctui.importers.foreign_values import lines, one_line

Table = Mapping[str, Any]
"""A JSON object."""
COUNTRIES: Mapping[str, str] = {"United States of America": "United States", "People's Republic of China": "China"}
"""Countries that files of ours call by a shorter name."""
MOST_TEXT = 100_000
"""Characters of one text; what is longer is no title and no synopsis."""


def decoded(data: bytes) -> Any:
    """A JSON document.

    Raises:
        ValueError: it is none.
    """
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def table(document: Any, name: str = "") -> Table:
    """An object, or the one of this name in it; an empty one where there is none."""
    value = document.get(name) if name and isinstance(document, Mapping) else document
    return value if isinstance(value, Mapping) else {}


def tables(document: Table, name: str) -> list[Table]:
    """The objects of a list; what else stands in it is left out."""
    value = document.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def text(document: Table, name: str) -> str:
    """A text in one line; "" where there is none."""
    value = document.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return one_line(value[:MOST_TEXT]) or "" if isinstance(value, str) else ""


def long_text(document: Table, name: str) -> str:
    """A text with its lines."""
    value = document.get(name)
    return lines(value[:MOST_TEXT]) or "" if isinstance(value, str) else ""


def texts(document: Table, name: str) -> list[str]:
    """A list of texts, or the parts of one text between commas; each once."""
    value = document.get(name)
    if isinstance(value, str):
        value = value.split(",")
    found = [one_line(item) for item in value if isinstance(item, str)] if isinstance(value, list) else []
    return list(dict.fromkeys(filter(None, found)))


def whole(document: Table, name: str, least: int = 0, most: int = 1_000_000) -> int | None:
    """A whole number within bounds, written as a number or as digits."""
    value = document.get(name)
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    return value if fits else None
