"""How many were found."""

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from disctui.tui.results import Results


class ResultCount(Widget):
    """Some words at the right. It becomes narrower only when told to, so that a key seldom lays out the screen anew."""

    text: reactive[str] = reactive("")

    def __init__(self, **arguments: str) -> None:
        super().__init__(id=arguments.get("id"))
        self._widest = 0

    def show(self, results: Results | None, marked: int, *, is_steady: bool) -> None:
        """Say how many were found and how many are marked.

        Args:
            results: What was found; None before the first search.
            marked: How many releases carry a mark.
            is_steady: Whether to take the room of the longest count that a query could have.
        """
        words = f"{marked:,} marked · " if marked else ""
        self.text = f"{words}{results.count}" if results is not None else ""
        if results is not None and is_steady:
            self.reserve(results.longest_count)

    def watch_text(self, text: str) -> None:
        """Take more room where it is needed."""
        self.reserve(len(text))

    def reserve(self, room: int) -> None:
        """Take this much room from now on, in cells, where it is more than before."""
        if room > self._widest:
            self._widest = room
            self.refresh(layout=True)

    def settle(self) -> None:
        """Take no more room than the text needs."""
        if len(self.text) < self._widest:
            self._widest = len(self.text)
            self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """As wide as the longest text since it last settled."""
        return self._widest

    def render(self) -> Content:
        """The text."""
        return Content(self.text)
