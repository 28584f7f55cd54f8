"""The text of a plain document of a new file: what `tomli_w` would write of it, written at once.

A large import makes thousands of files with a hundred names in each, and `tomli_w` looks at every letter by itself.
"""

import datetime
import re

from disctui.release.model import TOML

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_SPECIAL = re.compile(r'[\x00-\x08\x0a-\x1f\x7f"\\]')
_SHORT = {"\b": "\\b", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def new_text(document: dict[str, TOML]) -> str | None:
    """A document as TOML; None where it holds more than texts, numbers, days, and lists and tables of these.

    Args:
        document: Its tables hold no tables, and no text has a return before the end of a line.
    """
    top = {name: value for name, value in document.items() if not isinstance(value, dict)}
    written = _pairs(top)
    if written is None:
        return None
    parts = [written] if top else []
    for name, values in document.items():
        if isinstance(values, dict):
            inner = _pairs(values)
            if inner is None or not _BARE.fullmatch(name):
                return None
            parts.append(f"[{name}]\n{inner}")
    return "\n".join(parts)


def _pairs(table: dict[str, TOML]) -> str | None:
    lines = [f"{name} = {literal}\n" for name, value in table.items() if (literal := _literal(value)) is not None]
    return "".join(lines) if len(lines) == len(table) and all(map(_BARE.fullmatch, table)) else None


def _literal(value: TOML) -> str | None:
    kind = type(value)
    if kind is str:
        return _lines(value) if "\n" in value else _quoted(value)
    if kind is list:
        items = ["    " + _quoted(item) for item in value if type(item) is str and "\n" not in item]
        if len(items) < len(value):
            items = [f"    {literal}" for item in value if type(item) is not list and (literal := _literal(item))]
        if len(items) < len(value):
            return None
        return "[\n" + ",\n".join(items) + ",\n]" if items else "[]"
    if kind is bool:
        return "true" if value else "false"
    return str(value) if kind in {int, float, datetime.date} else None


def _quoted(text: str) -> str:
    return f'"{_SPECIAL.sub(_escape, text) if _SPECIAL.search(text) else text}"'


def _lines(text: str) -> str:
    return '"""\n' + "\n".join([_SPECIAL.sub(_escape, line) for line in text.split("\n")]) + '"""'


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}"
