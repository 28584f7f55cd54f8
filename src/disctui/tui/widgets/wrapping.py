"""Text broken into lines beside a label."""

from textual.content import Content


def hanging(first: Content, text: Content, width: int) -> list[Content]:
    """`text` wrapped beside `first` to `width` cells, the lines after the first one indented as far."""
    indent = first.cell_length
    wrapped = [line for part in text.split("\n", allow_blank=True) for line in part.wrap(max(4, width - indent))]
    return [(first if number == 0 else Content(" " * indent)) + line for number, line in enumerate(wrapped)] or [first]
