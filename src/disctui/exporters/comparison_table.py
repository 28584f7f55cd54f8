"""Editions side by side as a table in Markdown, to be pasted into a forum or a note."""

from disctui.exporters.markdown import escaped
from disctui.library.comparison import NOTHING, Comparison


def comparison_table(comparison: Comparison, *, is_all: bool = False) -> str:
    """The rows that differ, or all of them, a column an edition."""
    rows = [
        [row.label.strip(), *("; ".join(cell) or NOTHING for cell in row.cells)]
        for row in comparison.shown_rows(is_all=is_all)
    ]
    head = [comparison.title, *comparison.headings]
    lines = [[escaped(cell) for cell in row] for row in (head, *rows)]
    lines.insert(1, ["---"] * len(head))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
