"""The names of the list's columns, and by which of them it is sorted."""

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from disctui.tui.messages import CommandChosen
from disctui.tui.results import View
from disctui.tui.widgets.release_list import Columns, in_columns
from disctui.tui.widgets.row_list import fitted


class ListHeader(Widget):
    """One line above the list."""

    DEFAULT_CSS = """
    ListHeader { height: 1; padding-right: 1; color: $text-muted; text-style: bold; }
    """

    view: reactive[View | None] = reactive(None, repaint=False)

    def watch_view(self, before: View | None, after: View | None) -> None:
        """Name another order; what else is asked is not said here."""
        if before is None or after is None or (before.sorted_by, before.columns) != (after.sorted_by, after.columns):
            self.refresh()

    def render(self) -> Content:
        """The columns as wide as the list has them, then the order in words where it fits."""
        width = self.content_size.width
        view = self.view
        ways = view.valued if view else ()
        columns = Columns.fitting(width, values=len(ways))
        order = view.sorted_by if view else "title"
        title = "Title" if order == "title" else f"Title · by {order}"
        line = " " * columns.gutter + fitted(title, columns.title)
        if columns.year:
            line += " Year"
        if columns.value:
            line += " " + in_columns([way.label.capitalize() for way in ways] or ["Director"], columns.value)
        if columns.disc:
            line += " " + fitted("Disc", columns.disc)
        if columns.state:
            line += " " + fitted("State", columns.state)
        return Content(line)

    def on_click(self, _: events.Click) -> None:
        """Sort by the next way."""
        self.post_message(CommandChosen("sort"))
