"""Text from a file made safe to show: what could drive a terminal, hide or reorder text is shown, never obeyed.

Values are never changed where they are kept; `clean` and `clean_lines` stand at the border to a screen or a pipe.
"""

import re

LINE_LIMIT = 4096
"""Characters of one line that are shown at most."""
MARKS_LIMIT = 4
"""Combining marks that one letter may carry on screen; living scripts need no more."""

_UNSEEN = (
    0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, *range(0x2060, 0x2066), *range(0x206A, 0x2070),
    0x3164, 0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFFC), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE0100), *range(0xE01F0, 0xE1000),
)  # fmt: skip
"""Characters that take no room, or look like a blank: fillers, joiners, marks of layout, tags. The two joiners that
Persian and many emoji need, U+200C and U+200D, are none of them."""
_REPLACEMENT = "\ufffd"


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: chr(0x2400 + code) for code in range(0x20)}  # ESC is shown as ␛
    table[0x7F] = "\u2421"
    table |= dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT)  # C1: U+009B starts a sequence as ESC [ does
    table |= dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), _REPLACEMENT)
    table |= dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT)
    table |= dict.fromkeys(_UNSEEN, None)
    table |= dict.fromkeys((0x2028, 0x2029), " ")
    return table


_ONE_LINE = _table()
_MANY_LINES = _ONE_LINE | {0x0A: "\n", 0x09: "    ", 0x2028: "\n", 0x2029: "\n"}
_MARKS = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
_FLOOD = re.compile(f"({_MARKS}{{{MARKS_LIMIT}}}){_MARKS}+")


def clean(text: str, limit: int = LINE_LIMIT) -> str:
    """`text` as one line that is safe on a terminal, cut with an ellipsis past `limit` characters."""
    if len(text) > limit:
        text = text[: max(limit - 1, 0)] + "…"
    if text.isascii() and text.isprintable():
        return text
    return _FLOOD.sub(r"\1", text.translate(_ONE_LINE))


def clean_lines(text: str, limit: int = 200_000) -> str:
    """`text` as lines that are safe on a terminal: line ends stay, tabs become spaces."""
    if len(text) > limit:
        text = text[: max(limit - 1, 0)] + "…"
    text = text.replace("\r\n", "\n")
    return _FLOOD.sub(r"\1", text.translate(_MANY_LINES))
