"""The shelves of the library in one line, each with how many releases stand on it."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import events, on, work
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from disctui.safe_text import clean
from disctui.tui import deferred
from disctui.tui.messages import LibraryChanged, ShelfChosen

if TYPE_CHECKING:
    from disctui.tui.session import Session


class Counted(NamedTuple):
    """A shelf as the bar shows it."""

    name: str
    releases: int
    late: int = 0
    """Of what is lent, how much is late."""

    def said(self, *, is_open: bool, is_plain: bool) -> Content:
        """The name and the count; the open one on a ground of its own, or in brackets where there are no colours."""
        name, count = clean(self.name, 40), f"{self.releases:,}"
        if is_open and is_plain:
            return Content.styled(f"[{name} {count}{self._late}]", "bold")
        if is_open:
            return Content.styled(f" {name} {count}{self._late} ", "bold $open-text on $open-ground")
        late = (self._late, "$text-error")
        return Content.assemble(" ", name, " ", (count, "$text-faint"), late, " ")

    @property
    def _late(self) -> str:
        return f" · {self.late} late" if self.late else ""


_MORE = 6
"""Cells of the words that say how many shelves have no room."""


class ShelfBar(Widget):
    """One line under the search box; what has no room is counted behind. A click opens a shelf.

    Args:
        session: Whose library has the shelves.
    """

    DEFAULT_CSS = """
    ShelfBar { height: 1; padding: 0 1; display: none; &.-shown { display: block; } }
    """

    counted: reactive[Sequence[Counted]] = reactive(())
    open_now: reactive[str] = reactive("All")
    """Name of the shelf that is open."""

    def __init__(self, session: "Session") -> None:
        super().__init__(id="shelves")
        self._session = session

    def on_mount(self) -> None:
        """Listen to the session."""
        self._session.listen(self.post_message)

    @on(LibraryChanged)
    def _library_changed(self) -> None:
        if self._session.progress is not None and self._session.progress.is_complete:
            self.count()

    @work(group="shelves", exclusive=True)
    async def count(self) -> None:
        """Count what stands on each shelf, in a thread; it is shown when it is known."""
        catalogue = self._session.catalogue
        counted = await asyncio.to_thread(deferred.counted_shelves, catalogue)
        if catalogue is self._session.catalogue:
            self.counted = tuple(Counted(*one) for one in counted)

    def watch_counted(self, counted: Sequence[Counted]) -> None:
        """Be there once there is something to count."""
        self.set_class(bool(counted), "-shown")

    def fitting(self, width: int) -> list[tuple[int, Content]]:
        """The shelves that fit `width` cells, each with its place among all; the open one is always among them."""
        is_plain = self.app.has_class("-no-color")
        names = [one.name.casefold() for one in self.counted]
        opened = names.index(self.open_now.casefold()) if self.open_now.casefold() in names else -1
        said = [one.said(is_open=at == opened, is_plain=is_plain) for at, one in enumerate(self.counted)]
        opened = max(0, opened)
        first, after = opened, opened + 1
        room = width - _MORE
        if sum(text.cell_length for text in said) <= width:
            return list(enumerate(said))
        room -= said[opened].cell_length if said else 0
        while after < len(said) or first > 0:
            step = said[first - 1] if first > 0 else said[after]
            if step.cell_length > room:
                break
            room -= step.cell_length
            first, after = (first - 1, after) if first > 0 else (first, after + 1)
        return list(enumerate(said))[first:after]

    def render(self) -> Content:
        """The shelves, from the first one on; how many more there are stands behind."""
        fitting = self.fitting(self.content_size.width)
        more = len(self.counted) - len(fitting)
        return Content.assemble(*(text for _, text in fitting), (f" +{more} …" if more else "", "$text-faint"))

    def on_click(self, event: events.Click) -> None:
        """Open the shelf under the mouse."""
        at = 1
        for number, text in self.fitting(self.content_size.width):
            if at <= event.x < at + text.cell_length:
                shelf = self._session.catalogue.shelves.named(self.counted[number].name)
                if shelf is not None:
                    self.post_message(ShelfChosen(shelf))
            at += text.cell_length
