"""The names of the list's columns, and by which of them it is sorted."""

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from disctui.tui.messages import CommandChosen
from disctui.tui.results import View
from disctui.tui.widgets.release_list import Columns, in_columns
from disctui.tui.widgets.row_list import SCROLLBAR, fitted

_SIDES = 2
"""Cells of a frame's two sides."""


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
        for begin, name in self._names(width, "Title" if order == "title" else f"Title · by {order}"):
            line += " " * (begin - at) + name
            at = begin + cell_len(name)
        return Content(line)

    def _names(self, width: int, title: str) -> list[tuple[int, str]]:
        """The names of the columns in a list `width` cells wide, each with the cell that it begins at."""
        ways = self.view.valued if self.view else ()
        columns = Columns.fitting(width, values=len(ways))
        values = in_columns([way.label.capitalize() for way in ways] or ["Director"], columns.value)
        named = zip((title, "Year", values, "Disc", "State"), columns[1:], strict=True)
        found, at = [], columns.gutter
        for name, cells in named:
            if cells:
                found.append((at, fitted(name, cells).rstrip()))
                at += cells + 1
        return found

    def _framed(self, width: int) -> Content:
        """The frame's upper line, the names in it."""
        parts: list[str | tuple[str, str]] = ["╭"]
        at = 1
        for begin, name in self._names(width - _SIDES - SCROLLBAR, "Title"):
            gap = begin + 1 - at  # the frame's side stands before the list's first cell
            parts += [
                f" {'─' * (gap - 2)} " if at > 1 and gap > 1 else f"{'─' * (gap - 1)} ",
                (name, "bold $text-muted"),
            ]
            at += gap + cell_len(name)
        return Content.assemble(*parts, " " + "─" * (width - at - 2), "╮")

    def on_click(self, _: events.Click) -> None:
        """Sort by the next way."""
        self.post_message(CommandChosen("sort"))
