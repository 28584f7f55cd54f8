"""Invisible characters that reorder or hide text, or control a terminal: legal in TOML, and worth a warning."""

import re
from collections.abc import Iterator

from disctui.release.model import TOML
from disctui.release_file.diagnostics import PROBLEMS_LIMIT, Finding

_NAMES = {
    "\u061c": "a direction mark", "\u200e": "a direction mark", "\u200f": "a direction mark",
    "\u200b": "a space without width", "\u2060": "a space without width", "\ufeff": "a byte-order mark",
    "\u001b": "ESC, which drives a terminal", "\u0000": "NUL", "\u007f": "DEL",
}  # fmt: skip
_HIDDEN = "\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f"
_RAW = re.compile(f"[{_HIDDEN}]")
_IN_VALUE = re.compile(f"[\u0000-\u0008\u000b-\u001f{_HIDDEN}]")
_MAY_BE_CONTROL = re.compile(rb"\\[uUxebfr]")


def hidden_characters(data: bytes, document: dict[str, TOML]) -> list[Finding]:
    """A warning for each value or key of `document` that holds such a character; `data` is the file's bytes."""
    if not _may_hold(data):
        return []
    findings = []
    for where, text, at_key in _texts((), document):
        found = _IN_VALUE.search(text)
        if found is None or (found[0] == "\r" and text[found.end() : found.end() + 1] == "\n"):
            continue
        findings.append(
            Finding(
                where,
                "hidden-characters",
                f"U+{ord(found[0]):04X} stands in the {'key' if at_key else 'text'}: {_name(found[0])}",
                "delete it, unless it is meant",
                "warning",
                at_key,
            )
        )
        if len(findings) > PROBLEMS_LIMIT:
            break
    return findings


def _may_hold(data: bytes) -> bool:
    if b"\\" in data and _MAY_BE_CONTROL.search(data):
        return True
    return not data.isascii() and _RAW.search(data.decode("utf-8", "replace"), 1) is not None


def _name(character: str) -> str:
    if "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069":
        return "it turns the direction of text around"
    return _NAMES.get(character, "an invisible tag" if character > "\uffff" else "a control character")


def _texts(where: tuple[str | int, ...], value: TOML) -> Iterator[tuple[tuple[str | int, ...], str, bool]]:
    if isinstance(value, str):
        yield where, value, False
    elif isinstance(value, dict):
        for name, item in value.items():
            yield (*where, name), name, True
            yield from _texts((*where, name), item)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts((*where, number), item)
