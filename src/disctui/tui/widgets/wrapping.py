"""Text broken into lines beside a label."""

import functools
import re

from textual.content import Content


def hanging(first: Content, text: Content, width: int) -> list[Content]:
    """`text` wrapped beside `first` to `width` cells, the lines after the first one indented as far."""
    indent = first.cell_length
    wrapped = [line for part in text.split("\n", allow_blank=True) for line in part.wrap(max(4, width - indent))]
    return [(first if number == 0 else Content(" " * indent)) + line for number, line in enumerate(wrapped)] or [first]


@functools.lru_cache(maxsize=8)
def within(lines: tuple[str, ...], width: int, height: int) -> tuple[str, ...]:
    """A few lines of text in a room of so many cells: wrapped, and without the empty ones where they don't all fit.

    What stands behind two blanks or more, as words beside a key do, is wrapped beside what stands before them.
    """
    wrapped: list[str] = []
    for line in lines:
        first = re.match(r"(?:\S+ {2,})?", line)
        key = first[0] if first is not None else ""
        wrapped += [one.plain.rstrip() for one in hanging(Content(key), Content(line[len(key) :]), max(1, width))]
    return tuple(wrapped if len(wrapped) <= height else filter(None, wrapped))
