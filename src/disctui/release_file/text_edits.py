"""Single items put into, or taken out of, a list or a table within braces: the others keep their lines and comments."""

import re
from typing import NamedTuple

from disctui.release_file.layout import Value
from disctui.release_file.literals import INDENT

_REST_OF_LINE = re.compile(rb"[ \t]*(#[^\n]*)?(\r?\n|\Z)")


class TextEdit(NamedTuple):
    """One change of a text: the bytes from `start` to `end` become `text`."""

    start: int
    end: int
    text: bytes = b""


def apply_edits(data: bytes, edits: list[TextEdit]) -> bytes:
    """`data` with every edit applied; edits at one place are applied in the order given."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [data[at : edit.start], edit.text]
        at = max(at, edit.end)
    return b"".join([*parts, data[at:]])


def merged(edits: list[TextEdit]) -> list[TextEdit]:
    """Edits that remove, those that touch one another merged into one."""
    joined: list[TextEdit] = []
    for cut in sorted(edits):
        if joined and cut.start <= joined[-1].end:
            joined[-1] = TextEdit(joined[-1].start, max(joined[-1].end, cut.end))
        else:
            joined.append(cut)
    return joined


def line_start(data: bytes, at: int) -> int:
    """Where the line of `at` begins."""
    return data.rfind(b"\n", 0, at) + 1


def line_end(data: bytes, at: int) -> int:
    """Where the line of `at` ends, before its line end."""
    found = data.find(b"\n", at)
    if found < 0:
        return len(data)
    return found - 1 if found > at and data[found - 1 : found] == b"\r" else found


def next_line(data: bytes, at: int) -> int:
    """Where the line after that of `at` begins."""
    found = data.find(b"\n", at)
    return len(data) if found < 0 else found + 1


def indent_at(data: bytes, at: int) -> bytes | None:
    """The blanks before `at` on its line, or None where something else stands there."""
    before = data[line_start(data, at) : at]
    return before if not before.strip(b" \t") else None


def is_spread(data: bytes, holder: Value) -> bool:
    """Whether a list or table has line ends of its own, apart from those within its items."""
    at = holder.start
    for entry in holder.entries:
        if b"\n" in data[at : entry.start]:
            return True
        at = entry.end
    return b"\n" in data[at : holder.end]


def inserted(data: bytes, holder: Value, index: int, body: bytes, eol: bytes) -> list[TextEdit]:
    """The edits that make `body` the item `index` of a list, or the pair `index` of a table within braces."""
    entries = holder.entries
    if not entries:
        return [_into_empty(data, holder, body, eol)]
    if index == 0:
        first = entries[0].start
        indent = indent_at(data, first)
        between = b", " if indent is None or not is_spread(data, holder) else b"," + eol + indent
        return [TextEdit(first, first, body + between)]
    on_lines = _on_lines(data, holder, index, body, eol)
    if on_lines is not None:
        return on_lines
    before = entries[index - 1]
    if before.comma is None:
        return [TextEdit(before.end, before.end, b", " + body)]
    return [TextEdit(before.comma + 1, before.comma + 1, b" " + body + b",")]


def _into_empty(data: bytes, holder: Value, body: bytes, eol: bytes) -> TextEdit:
    closing = holder.end - 1
    indent = indent_at(data, closing)
    if is_spread(data, holder) and indent is not None:
        at = line_start(data, closing)
        return TextEdit(at, at, indent + INDENT.encode() + body + b"," * (holder.kind == "list") + eol)
    blank = closing > holder.start + 1 or holder.kind == "list"
    head = b" " if holder.kind == "table" else b""
    return TextEdit(holder.start + 1, holder.start + 1, head + body + (b"" if blank else b" "))


def _on_lines(data: bytes, holder: Value, index: int, body: bytes, eol: bytes) -> list[TextEdit] | None:
    """The edits that put `body` on a line of its own below the item before it, or None where items share lines."""
    before, after = holder.entries[index - 1], holder.entries[index] if index < len(holder.entries) else None
    indent = indent_at(data, before.start)
    if indent is None or not is_spread(data, holder):
        return None
    at = line_end(data, before.end if before.comma is None else before.comma)
    if after is None and holder.end - 1 < at:  # the bracket closes on the last item's line
        return None if before.comma is not None else [TextEdit(before.end, before.end, b"," + eol + indent + body)]
    if after is not None and after.start <= at:
        return None
    if before.comma is None:
        return [TextEdit(before.end, before.end, b","), TextEdit(at, at, eol + indent + body)]
    return [TextEdit(at, at, eol + indent + body + b",")]


def removed(data: bytes, holder: Value, index: int) -> list[TextEdit]:
    """The edits that take out the item or pair `index`, with the comment on its line where the line is its own."""
    entry = holder.entries[index]
    before = holder.entries[index - 1] if index else None
    after = holder.entries[index + 1] if index + 1 < len(holder.entries) else None
    tail = entry.end if entry.comma is None else entry.comma + 1
    rest = _REST_OF_LINE.match(data, tail)
    if rest and indent_at(data, entry.start) is not None and b"\n" not in data[entry.end : tail]:
        edits = [TextEdit(line_start(data, entry.start), rest.end())]
        if after is None and entry.comma is None and before and before.comma is not None:
            edits.append(TextEdit(before.comma, before.comma + 1))
        return edits
    if after is not None:
        gap = data[tail : after.start]
        return [TextEdit(entry.start, tail + len(gap) - len(gap.lstrip(b" \t")) if gap.strip(b" \t") else after.start)]
    if before is None or before.comma is None:
        alone = not is_spread(data, holder)
        return [TextEdit(holder.start + 1, holder.end - 1) if alone else TextEdit(entry.start, tail)]
    gap = data[before.comma + 1 : entry.start]
    if entry.comma is not None:
        return [TextEdit(entry.start - len(gap) if not gap.strip(b" \t") else entry.start, tail)]
    if not gap.strip(b" \t"):
        return [TextEdit(before.comma, entry.end)]
    return [TextEdit(before.comma, before.comma + 1), TextEdit(entry.start, entry.end)]
