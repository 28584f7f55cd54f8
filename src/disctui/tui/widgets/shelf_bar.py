"""The shelves of the library in one line, each with how many releases stand on it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from disctui.safe_text import clean


class Counted(NamedTuple):
    """A shelf as the bar shows it."""

    name: str
    releases: int
    late: int = 0
    """Of what is lent, how much is late."""

    def said(self, open_now: str) -> str:
        """The name and the count, in brackets where it is the one that is open."""
        text = f"{clean(self.name, 40)} {self.releases:,}" + (f" ({self.late} late)" if self.late else "")
        return f"[{text}]" if self.name.casefold() == open_now.casefold() else text


class ShelfBar(Widget):
    """One line under the search box; what has no room is counted behind."""

    DEFAULT_CSS = """
    ShelfBar { height: 1; padding: 0 1; color: $text-muted; display: none; &.-shown { display: block; } }
    """

    counted: reactive[Sequence[Counted]] = reactive(())
    open_now: reactive[str] = reactive("All")
    """Name of the shelf that is open."""

    def show(self, counted: Iterable[tuple[str, int, int]]) -> None:
        """Take names, counts and how much is late."""
        self.counted = tuple(Counted(*one) for one in counted)

    def watch_counted(self, counted: Sequence[Counted]) -> None:
        """Be there once there is something to count."""
        self.set_class(bool(counted), "-shown")

    def render(self) -> Content:
        """The shelves, from the first one on."""
        texts = [one.said(self.open_now) for one in self.counted]
        room = self.content_size.width
        kept = len(texts)
        while kept > 1 and cell_len(self._line(texts, kept)) > room:
            kept -= 1
        return Content(self._line(texts, kept))

    @staticmethod
    def _line(texts: Sequence[str], kept: int) -> str:
        more = f"  +{len(texts) - kept} …" if kept < len(texts) else ""
        return "  ".join(texts[:kept]) + more
