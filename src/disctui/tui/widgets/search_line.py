"""The top of the main screen: the shelf that is open, the search box, and how much is found and wrong."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from disctui.safe_text import clean
from disctui.tui.widgets.problem_count import ProblemCount
from disctui.tui.widgets.result_count import ResultCount
from disctui.tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from disctui.tui.results import Results
    from disctui.tui.session import Session


class SearchLine(Horizontal):
    """One line, or three with a frame, in which the count then stands.

    Args:
        session: What all screens share.
        unknown_code: Says which bar code is asked for that no release has; else "".
    """

    def __init__(self, session: "Session", unknown_code: Callable[[], str]) -> None:
        super().__init__(id="top")
        self._session = session
        self._unknown_code = unknown_code

    def compose(self) -> ComposeResult:
        """What takes the focus; the rest is added by `mount_rest`."""
        yield Static("/", id="prompt", markup=False)
        yield SearchBox(lambda: self._session.catalogue.index, self._unknown_code)

    async def mount_rest(self) -> None:
        """Add the counts, which say nothing before the library is read."""
        await self.mount(ResultCount(id="count"), ProblemCount(self._session))
        self.border_title = Content(f"disctui · {self._session.library_name}")

    @functools.cached_property
    def box(self) -> SearchBox:
        """The search box."""
        return self.query_one(SearchBox)

    def show_shelf(self, name: str) -> None:
        """Say before the box which shelf is open; "" for all releases."""
        prompt, words = self.query_one("#prompt", Static), f"{clean(name, 30)} /".strip()
        if str(prompt.content) != words:  # another text has the screen laid out anew
            prompt.update(Content(words))

    def show_count(self, results: "Results | None", marked: int, *, is_steady: bool) -> None:
        """Say how many were found and how many are marked; see `ResultCount.show`."""
        for counter in self.query(ResultCount):
            counter.show(results, marked, is_steady=is_steady)
            if self.border_subtitle != counter.text:
                self.border_subtitle = Content(counter.text)

    def settle(self) -> None:
        """Give the box the room that the count does not need, where what was typed needs it."""
        if cell_len(self.box.value) >= self.box.size.width:
            for counter in self.query(ResultCount):
                counter.settle()
