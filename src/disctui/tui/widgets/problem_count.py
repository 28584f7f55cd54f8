"""How many problems the library has."""

from typing import TYPE_CHECKING

from textual import events, on
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from disctui.tui.messages import CommandChosen, ProblemsChanged

if TYPE_CHECKING:
    from disctui.tui.session import Session


class ProblemCount(Widget):
    """Some words at the right, there only where there are problems; a click opens them.

    Args:
        session: Whose problems are counted.
    """

    count: reactive[int] = reactive(0, layout=True)

    def __init__(self, session: "Session") -> None:
        super().__init__(id="problems")
        self._session = session

    def on_mount(self) -> None:
        """Count those of config.toml, which are known before anything is read, and listen to the session."""
        self._session.listen(self.post_message)
        self._count()

    @on(ProblemsChanged)
    def _count(self) -> None:
        self.count = len(self._session.all_problems)

    def render(self) -> Content:
        """The number in words."""
        return Content(f"! {self.count:,} problem{'' if self.count == 1 else 's'}" if self.count else "")

    def on_click(self, event: events.Click) -> None:
        """Open the problems."""
        event.stop()
        self.post_message(CommandChosen("problems"))
