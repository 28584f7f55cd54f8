"""The names of the list's columns, and by which of them it is sorted."""

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from disctui.tui.messages import CommandChosen
from disctui.tui.view import View
from disctui.tui.widgets.release_list import VALUE_CELLS, Columns, in_columns
from disctui.tui.widgets.row_list import SCROLLBAR, fitted

_SIDES = 2
"""Cells of a frame's two sides."""


def _titles(order: str) -> tuple[str, ...]:
    """What the column of titles may be called where the list is sorted by something, the longest first."""
    if order == "title":
        return ("Title",)
    short = order.replace(", reversed", ", rev.")
    return f"Title · by {order}", f"Title · {order}", f"by {order}", f"by {short}", short


def labels_in(cells: int, labels: list[str]) -> list[str]:
    """The names of values side by side in so many cells; of one that is too long its last word."""
    room = cells if len(labels) == 1 else VALUE_CELLS - 1
    return [(label if cell_len(label) <= room else label.rpartition(" ")[2]).capitalize() for label in labels]


class ListHeader(Widget):
    """One line above the list; where the list has a frame, the upper line of it."""

    DEFAULT_CSS = """
    ListHeader { height: 1; padding-right: 1; color: $text-muted; text-style: bold; }
    """

    view: reactive[View | None] = reactive(None, repaint=False)

    def watch_view(self, before: View | None, after: View | None) -> None:
        """Name another order; what else is asked is not said here."""
        if before is None or after is None or (before.sorted_by, before.columns) != (after.sorted_by, after.columns):
            self.refresh()

    def render(self) -> Content:
        """The columns as wide as the list has them, then the order in words where no frame says it."""
        width = self.content_size.width
        if self.screen.has_class("-framed"):
            return self._framed(width)
        order = self.view.sorted_by if self.view else "title"
        line, at = "", 0
        for begin, name in self._names(width, *_titles(order)):
            line += " " * (begin - at) + name
            at = begin + cell_len(name)
        return Content(line)

    def _names(self, width: int, *titles: str) -> list[tuple[int, str]]:
        """The names of the columns in a list `width` cells wide, each with the cell that it begins at.

        Args:
            width: Of the list, in cells.
            titles: What the column of titles may be called, the longest first; the first that fits is taken.
        """
        ways = self.view.valued if self.view else ()
        columns = Columns.fitting(width, values=len(ways))
        values = in_columns(labels_in(columns.value, [way.label for way in ways] or ["director"]), columns.value)
        title = next((words for words in titles if cell_len(words) <= columns.title), titles[-1])
        named = zip((title, "Year", values, "Disc", "State"), columns[1:], strict=True)
        found, at = [], columns.gutter
        for name, cells in named:
            if cells:
                found.append((at, fitted(name, cells).rstrip()))
                at += cells + 1
        return found

    def _framed(self, width: int) -> Content:
        """The frame's upper line, the names in it; heavier where nothing else tells that the list has the focus."""
        is_heavy = self.has_class("-focused") and self.app.has_class("-no-color")
        left, line, right = "┏━┓" if is_heavy else "╭─╮"
        parts: list[str | tuple[str, str]] = [left]
        at = 1
        for begin, name in self._names(width - _SIDES - SCROLLBAR, "Title"):
            gap = begin + 1 - at  # the frame's side stands before the list's first cell
            parts += [
                f" {line * (gap - 2)} " if at > 1 and gap > 1 else f"{line * (gap - 1)} ",
                (name, "bold $text-muted"),
            ]
            at += gap + cell_len(name)
        return Content.assemble(*parts, " " + line * (width - at - 2), right)

    def on_click(self, _: events.Click) -> None:
        """Sort by the next way."""
        self.post_message(CommandChosen("sort"))
