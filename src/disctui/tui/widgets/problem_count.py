"""How many problems the library has."""

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from disctui.tui.messages import CommandChosen


class ProblemCount(Widget):
    """Some words at the right, there only where there are problems; a click opens them."""

    count: reactive[int] = reactive(0, layout=True)

    def render(self) -> Content:
        """The number in words."""
        return Content(f"! {self.count:,} problem{'' if self.count == 1 else 's'}" if self.count else "")

    def on_click(self, event: events.Click) -> None:
        """Open the problems."""
        event.stop()
        self.post_message(CommandChosen("problems"))
