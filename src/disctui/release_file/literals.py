"""Values as TOML 1.0 text, in the manner of what stood there before: quotes, decimals, lines.

Characters that drive terminals or reorder text are written as escapes, so that a value never hides what it holds.
"""

import datetime
import math
import re
from typing import NamedTuple

from disctui.release.model import TOML

WIDTH = 100
"""Characters up to which a new list stays on one line."""
INDENT = "  "
"""Before each item of a new list of several lines."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HIDDEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_UNSAFE = re.compile(f'[{_HIDDEN}\t\n"\\\\]')
_UNSAFE_IN_LINES = re.compile(f'[{_HIDDEN}\\\\]|(?<="")"|"(?=\\Z)')
_NOT_LITERAL = re.compile(f"[{_HIDDEN}\n']")
_NOT_LITERAL_LINES = re.compile(f"[{_HIDDEN}]|'''|'\\Z")
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_WHOLE_LIMIT = 2**63
_NESTING_LIMIT = 24


class CannotWrite(ValueError):  # noqa: N818 - the value is at fault, and the message says so
    """A value that TOML 1.0 can't hold; the message says why."""


class Style(NamedTuple):
    """How a text is to be written where it stands."""

    eol: str = "\n"
    inline: bool = False
    """Whether it stands within braces, where a value may not begin a new line."""
    old: str = ""
    """The TOML text that it replaces."""
    indent: str = INDENT
    """Before each item of a list of several lines."""
    taken: int = 0
    """Characters of the line before the value."""


def key_text(name: str) -> str:
    """A key, in quotes only where it needs them."""
    return name if _BARE.fullmatch(name) else _basic(name)


def literal(value: TOML, manner: Style = Style(), depth: int = 0) -> str:  # noqa: B008 - it is immutable
    """`value` as TOML 1.0.

    Raises:
        CannotWrite: TOML has no such value.
    """
    if depth > _NESTING_LIMIT:
        raise CannotWrite(f"values nested more than {_NESTING_LIMIT} deep are not written")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value, manner)
    if isinstance(value, int):
        if not -_WHOLE_LIMIT <= value < _WHOLE_LIMIT:
            raise CannotWrite("a whole number must fit into 64 bits")
        return str(value)
    if isinstance(value, float):
        return _number(value, manner.old)
    if isinstance(value, datetime.datetime | datetime.time):
        return _moment(value, manner.old)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return _list(value, manner, depth)
    if isinstance(value, dict):
        within = Style(manner.eol, inline=True)
        pairs = ", ".join(f"{key_text(name)} = {literal(item, within, depth + 1)}" for name, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    raise CannotWrite(f"TOML has no value for {type(value).__name__}")


def _number(value: float, old: str) -> str:
    if math.isnan(value) or math.isinf(value):
        return str(value)
    if re.fullmatch(r"[+-]?\d+\.\d\d", old) and round(value, 2) == value and abs(value) < 1e9:
        return f"{value:.2f}"
    return repr(value)


def _moment(value: datetime.datetime | datetime.time, old: str) -> str:
    offset = value.utcoffset()
    if isinstance(value, datetime.time) and value.tzinfo is not None:
        raise CannotWrite("a time of day has no time zone in TOML")
    if offset is not None and (offset.seconds % 60 or offset.microseconds):
        raise CannotWrite("a time zone can't be off by seconds in TOML")
    text = value.isoformat()
    if isinstance(value, datetime.datetime) and re.match(r"\d{4}-\d\d-\d\d ", old):
        text = text.replace("T", " ")
    if offset is not None and text.endswith("+00:00") and not old.endswith("+00:00"):
        text = text.removesuffix("+00:00") + "Z"
    return text


def _list(value: list[TOML] | tuple[TOML, ...], manner: Style, depth: int) -> str:
    items = [literal(item, Style(manner.eol, inline=True), depth + 1) for item in value]
    one_line = f"[{', '.join(items)}]"
    if manner.inline or not items:
        return one_line
    if "\n" not in manner.old and manner.taken + len(one_line) <= WIDTH:
        return one_line
    return "".join(["[", *(f"{manner.eol}{manner.indent}{item}," for item in items), manner.eol, "]"])


def _escape(match: re.Match[str]) -> str:
    return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}"


def _basic(value: str) -> str:
    return f'"{_UNSAFE.sub(_escape, value)}"'


def _text(value: str, manner: Style) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise CannotWrite("the text holds half a character, which UTF-8 can't store") from None
    quotes = manner.old[:3]
    opening = manner.eol if re.match(r"(\"\"\"|''')\r?\n", manner.old) or value.startswith("\n") else ""
    if quotes == "'''" and not _NOT_LITERAL_LINES.search(value):
        return f"'''{opening}{_lines(value, manner)}'''"
    if quotes in {'"""', "'''"} or ("\n" in value and not manner.inline):
        if not manner.old.startswith(('"""', "'''")):
            opening = manner.eol
        return f'"""{opening}{_lines(_UNSAFE_IN_LINES.sub(_escape, value), manner)}"""'
    if quotes.startswith("'") and not _NOT_LITERAL.search(value):
        return f"'{value}'"
    return _basic(value)


def _lines(text: str, manner: Style) -> str:
    return text.replace("\n", manner.eol)
