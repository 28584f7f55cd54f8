"""The main screen: a search box, the list it filters, and the details of the release under the cursor."""

import asyncio
import functools
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Input, Static

from disctui.safe_text import clean
from disctui.tui import deferred, flows
from disctui.tui.background.searcher import ResultsReady, Searcher, SearchFailed
from disctui.tui.commands import BROWSER, FOR_A_RELEASE, OWN_COPY, RATING_BAR
from disctui.tui.look import WIDE, has_frames
from disctui.tui.messages import (
    LibraryChanged,
    LibraryFailed,
    MarksUsed,
    ProblemsChanged,
    ReleaseChosen,
    ReleaseExpected,
)
from disctui.tui.results import View, find
from disctui.tui.screens.cover_screen import CoverScreen
from disctui.tui.session import OPENING, Session
from disctui.tui.target import Target
from disctui.tui.textual_patches import draw_now
from disctui.tui.widgets.details import Details
from disctui.tui.widgets.empty_notice import EmptyNotice, empty, unreadable
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.list_header import ListHeader
from disctui.tui.widgets.problem_count import ProblemCount
from disctui.tui.widgets.progress_line import ProgressLine
from disctui.tui.widgets.query_line import QueryLine
from disctui.tui.widgets.release_list import ReleaseList
from disctui.tui.widgets.result_count import ResultCount
from disctui.tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widget import Widget

    from disctui.release.details import Field
    from disctui.tui.results import Shown

DAY_SECONDS = 20.0
"""Seconds between two looks at what day it is."""


class BrowserScreen(CoverScreen):
    """Owns what is asked for and what was found; its parts are handed both and send messages."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - as Textual declares it
    PLACES = BROWSER
    AUTO_FOCUS = "SearchBox"

    def __init__(self, session: Session, size: Size) -> None:
        breakpoints = (self.HORIZONTAL_BREAKPOINTS, size.width), (self.VERTICAL_BREAKPOINTS, size.height)
        # Set from the start, or all is styled twice before it is seen.
        classes = [max((at, name) for at, name in some if at <= length)[1] for some, length in breakpoints]
        classes += ["-framed"] * has_frames(size, session.settings.density)
        super().__init__(session, " ".join(classes))
        self._is_complete = False
        self.opened = asyncio.Event()
        """Set once keys find their way: the parts are there, and one of them has the focus."""
        self._searcher = Searcher(self.post_message)
        self._is_failure_announced = False
        self._has_begun = False
        """Whether the library was read once, so that the names of its shelves are known."""

    def compose(self) -> ComposeResult:
        """The parts, top to bottom."""
        with Horizontal(id="top"):
            yield Static("/", id="prompt", markup=False)
            yield SearchBox(lambda: self.session.catalogue.index, lambda: self.unknown_code)
        with Horizontal(id="panes"):
            with Vertical(id="shelf"):
                yield ListHeader().data_bind(BrowserScreen.view)
                with Vertical(id="rows"):
                    yield ReleaseList().data_bind(BrowserScreen.results)
            yield Details(self._beside, id="details").data_bind(BrowserScreen.shown)
        yield HintBar()

    async def mount_rest(self) -> None:
        """Add the parts that say nothing before the library is read: the first screen is there sooner without them."""
        from disctui.tui.widgets.shelf_bar import ShelfBar  # noqa: PLC0415 - no part of the first picture

        top = self.query_one("#top")
        await top.mount(ResultCount(id="count"), ProblemCount(id="problems"))
        parts = [ShelfBar(id="shelves"), QueryLine(id="explain"), EmptyNotice()]
        if self.session.is_sample:
            line = "sample library, nothing is saved    N  one of your own"
            parts.insert(0, Static(line, id="sample-line", markup=False))
        await self.mount(*parts, after=top)
        await self.mount(ProgressLine(id="reading"), before=self.query_one(HintBar))
        await self.details.mount_rest()
        self._is_complete = True
        self.query_one(QueryLine).view = self.view
        self.show_shelf()
        top.border_title = Content(f"disctui · {self.session.library_name}")
        self._problems_changed()  # those of config.toml are known before anything is read

    def on_mount(self) -> None:
        """Search as soon as the text in the box changes, before it is drawn."""
        self.watch(self.box, "value", self._query_typed, init=False)
        self.watch(self.shelf, "marked", self._marks_changed, init=False)
        self.opened.set()
        self.AUTO_FOCUS = ""  # type: ignore[misc]  # only at first: on the wall nothing has the focus, after a dialog too
        self.set_interval(DAY_SECONDS, self._mind_the_day)

    def _mind_the_day(self) -> None:
        """Once midnight has passed, search anew: what is late, and what was so many days ago, is so from today on."""
        if self.results is not None and self.results.today != deferred.this_day().toordinal():
            self.search()
            self.query_one(QueryLine).watch_view(self.view)
            self.count_shelves()

    def on_resize(self, event: events.Resize) -> None:
        """Draw all of it: a terminal made smaller and back again has lost what stood there."""
        self.set_class(has_frames(event.size, self.session.settings.density), "-framed")
        self.details.is_framed = self.has_class("-framed")
        self.refresh()

    def on_unmount(self) -> None:
        """Let the threads end."""
        self._searcher.stop()
        self.stop_covers()

    @functools.cached_property
    def box(self) -> SearchBox:
        """The search box."""
        return self.query_one(SearchBox)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the bar that rates has the keys, esc is for it."""
        if parameters == ("back",) and self.focused is not None and self.focused.id == RATING_BAR:
            return False
        return super().check_action(action, parameters)

    @property
    def place(self) -> str:
        """Which part has the focus: "search", "list" or "details"."""
        if self.focused is self.box:
            return "search"
        return "details" if self.focused is not None and self.details in self.focused.ancestors_with_self else "list"

    def on_descendant_focus(self) -> None:
        """The list's header shows where the focus is: Textual lets a frame alone know it."""
        super().on_descendant_focus()
        self.query_one(ListHeader).set_class(self.place == "list", "-focused")

    # -- the library

    @on(LibraryChanged)
    def _library_changed(self) -> None:
        """Show a later catalogue, and how far reading has come."""
        progress = self.session.progress
        if progress is None or not self.query(ProgressLine):  # nothing is there yet, or any more
            return
        self._is_failure_announced = False
        self.show_reading(progress)
        is_empty = progress.is_complete and not progress.catalogue.listings
        self._show_notice(empty(progress.catalogue, self.session.library_name) if is_empty else "")
        self.session.begun.discard(OPENING)
        self.search()
        self.query_one(QueryLine).shelves = tuple(one.name for one in progress.catalogue.shelves.shelves)
        if progress.is_complete:
            if not self._has_begun:
                self._has_begun = True
                self.begin_as_set()
            self.follow_shelf()
            self.count_shelves()

    @on(ProblemsChanged)
    def _problems_changed(self) -> None:
        """Say how many problems the library has."""
        for counter in self.query(ProblemCount):
            counter.count = len(self.session.all_problems)
        self.refresh_hints()

    @on(LibraryFailed)
    def _library_failed(self) -> None:
        """Say that the folder can't be read; what was read before stays on screen."""
        error = self.session.failure
        if error is None:  # it was read again meanwhile
            return
        if self.session.catalogue.entries:
            if not self._is_failure_announced:
                root = clean(error.root)
                self.say(f"{root}: {error.reason}. What was read before is still shown.", "warning")
            self._is_failure_announced = True
            return
        if self.session.progress is None:  # there is nothing to wait for any more
            self.search(is_begun=True)
        self._show_notice(unreadable(error, self.session.library_name))
        self.session.begun.discard(OPENING)

    def _show_notice(self, message: str) -> None:
        self.query_one(EmptyNotice).message = message
        self.set_class(bool(message), "-empty")
        if message and self.focused is self.box and not self.box.value:
            self.set_focus(None)
        self.refresh_hints()

    def _query_typed(self, text: str) -> None:
        self.view = self.view.typed(deferred.parse(text))._replace(opened=self.session.opened.counts)
        self.call_next(draw_now, self, self.box)

    def watch_view(self, view: View) -> None:
        """Search for what is wanted now."""
        if self.is_mounted:
            self.open_page(None)
            if self._is_complete:
                self.show_shelf()
                self.query_one(QueryLine).view = view
            self.search()

    def search(self, *, is_begun: bool = False) -> None:
        """Search for what is wanted; before anything was read, that waits for the first of it.

        Args:
            is_begun: Search in what there is although nothing was read.
        """
        if is_begun or self.session.progress is not None:
            self._searcher.ask(find, self.session.catalogue, self.view)
        else:
            self._searcher.postpone()

    @property
    def is_searching(self) -> bool:
        """Whether a search is under way."""
        return self._searcher.is_searching

    @on(ResultsReady)
    def _show_results(self, event: ResultsReady) -> None:
        """Show the rows; the details, which take longer to draw, come once the rows are seen."""
        if not self._searcher.answered(event.results.generation):
            return
        self.results = event.results
        draw_now(self, self.shelf, self.shelf.vertical_scrollbar)
        if self.waiting:
            self.call_after_refresh(self.do_what_waited)

    @on(SearchFailed)
    def _search_failed(self, event: SearchFailed) -> None:
        """Tell of a search that ended on an error that nobody foresaw; the list stays as it is."""
        if self._searcher.answered(event.generation):
            self.waiting.clear()
            self.say(f"searching failed: {event.error}", "error")

    @on(ReleaseChosen)
    def _release_chosen(self) -> None:
        """Show the release under the cursor, read anew where the cursor or the library has changed since.

        And how many were found: whatever is drawn together with the rows makes Textual look at all that lies between.
        """
        self._show_count()
        self.show_release(self.shown_now())
        if cell_len(self.box.value) >= self.box.size.width:
            self.query_one(ResultCount).settle()
        self.refresh_hints()
        if self.results is not None and not self.results.is_merged:
            self.call_after_refresh(self.merge_editions, self.results.catalogue)

    def _show_count(self) -> None:
        for counter in self.query(ResultCount):
            counter.show(self.results, len(self.shelf.marked), is_steady=self.has_class("-wide"))
            top = self.query_one("#top")
            if top.border_subtitle != counter.text:
                top.border_subtitle = Content(counter.text)

    def _marks_changed(self) -> None:
        self._show_count()
        self.refresh_hints()

    def action_search(self) -> None:
        """Back to the box, the old query selected."""
        self.box.focus_all()

    def action_accept(self) -> None:
        """Leave the box for the list; in the sample, whose first line names the key, N alone is that key."""
        self.set_focus(self.shelf)
        if self.session.is_sample and self.box.value == "N":
            self.box.value = ""
            self.begin(flows.begin("new-library", self, self.target))
        elif self.box.value[:1].isdigit():
            self.when_found(self._code_typed)

    def _code_typed(self) -> None:
        """Begin a new release with a bar code that no release has; say aloud what is wrong with one."""
        code = deferred.scanned(self.box.value)
        if code is None or self.results is None or len(self.results):
            return
        if code.mistake is None:
            self.begin(flows.begin("new", self, self.target))
        else:
            self.app.bell()
            self.say(f"{code.digits}: {code.mistake.message}; {code.mistake.hint}.", "warning", seconds=6)

    @on(Input.Submitted, "SearchBox")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_accept()

    def action_back(self) -> None:
        """One step back: out of the details, or out of the box without what was typed; then marks, query, shelf go."""
        if self.place == "details" and self.close_page():
            return
        if self.place != "list":
            if self.place == "search":
                self.box.take_back()
            self.set_focus(self.shelf)
        elif self.shelf.has_marks:
            self.shelf.unmark()
        elif self.box.value:
            self.clear_query()
        elif self.view.shelf:
            self.leave_shelf()
        elif self.is_wall:
            self.leave_wall()
        elif self.session.is_reading:
            self.session.loader.halt()

    def action_focus_pane(self, step: int) -> None:
        """Focus the next of search, list and details, or the one before."""
        panes: dict[str, Widget] = {"search": self.box, "list": self.shelf, "details": self.details.body}
        places = list(BROWSER)
        self.set_focus(panes[places[(places.index(self.place) + step) % len(places)]])

    def _beside(self, shown: "Shown", tab: int) -> "Sequence[Field]":
        """What the details show beside what the file says; called in a thread."""
        if shown.release_id is None:
            return ()
        name = deferred.film_id(shown.release_id, shown.film)
        return self.session.asides.fields(self.session.catalogue, name, tab)

    @property
    def target(self) -> Target:
        """What a command is about: the release under the cursor, the marked ones and the query."""
        field = self.details.chosen_field if self.place == "details" else None
        release = Target.of_release(
            self.shown_now(), self.session.catalogue, field.key if field is not None else "", self.shelf.marked
        )
        return self.with_view(release)

    def action_open(self) -> None:
        """From the list to the details; there, edit the field under the cursor."""
        if self.place != "details":
            if self.shelf.chosen is not None:
                self.session.opened.note(self.shelf.chosen)
            self.remove_class("-wall")
            self.details.body.focus()
        elif (film := self.target.film) and not self.shown.film:
            self.open_page(film)
        else:
            self.begin(flows.begin("open", self, self.target))

    @on(ReleaseExpected)
    def _release_expected(self, event: ReleaseExpected) -> None:
        self.shelf.expect(event.release_id)

    @on(MarksUsed)
    def _marks_used(self) -> None:
        self.shelf.unmark()

    def is_enabled(self, command_id: str) -> bool:
        """Whether a command does something now."""
        if command_id in FOR_A_RELEASE:
            is_there = self.shelf.chosen is not None or (command_id == "copy-edition" and bool(self.unknown_code))
            return is_there and not (self.session.is_sample and command_id in OWN_COPY)
        if command_id == "new-library":
            return self.session.is_sample or self.has_class("-empty")
        if command_id == "store":
            release = self.shown_now().release
            return release is not None and bool(release.price.store_url)
        if command_id in {"film-before", "film-after"}:
            return self.film_count > 0
        if command_id == "problems":
            return bool(self.session.all_problems)
        if command_id == "back":
            return self.place != "list" or bool(
                self.box.value or self.view.shelf or self.is_wall or self.shelf.has_marks or self.session.is_reading
            )
        return True
