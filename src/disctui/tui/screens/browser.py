"""The main screen: a search box, the list it filters, and the details of the release under the cursor."""

import asyncio
import functools
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widgets import Input, Static

from disctui.tui import deferred, flows
from disctui.tui.background.searcher import ResultsReady, SearchFailed
from disctui.tui.commands import BROWSER, FOR_A_RELEASE, OWN_COPY, RATING_BAR, Command
from disctui.tui.look import WIDE, has_frames
from disctui.tui.messages import (
    CommandsChanged,
    CoversRead,
    LibraryChanged,
    MarksUsed,
    OrderChosen,
    ProblemsChanged,
    ReleaseChosen,
    ReleaseExpected,
    ReleaseSought,
    RowsAsked,
    ShelfChosen,
)
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.session import Session
from disctui.tui.textual_patches import draw_now
from disctui.tui.widgets.empty_notice import EmptyNotice
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.list_header import ListHeader
from disctui.tui.widgets.panes import Panes
from disctui.tui.widgets.query_line import QueryLine
from disctui.tui.widgets.reading_line import ReadingLine
from disctui.tui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from textual.css.query import DOMQuery
    from textual.widget import Widget

    from disctui.tui.target import Target
    from disctui.tui.view import View
    from disctui.tui.widgets.details import Details
    from disctui.tui.widgets.list_pane import ListPane
    from disctui.tui.widgets.release_list import ReleaseList
    from disctui.tui.widgets.search_box import SearchBox
    from disctui.tui.widgets.shelf_bar import ShelfBar

DAY_SECONDS = 20.0
"""Seconds between two looks at what day it is."""


class BrowserScreen(CommandScreen[None]):
    """Puts the parts together: hands each what it shows of the others, and knows which of them has the focus."""

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
        self.opened = asyncio.Event()
        """Set once keys find their way: the parts are there, and one of them has the focus."""

    def compose(self) -> ComposeResult:
        """The parts, top to bottom."""
        yield SearchLine(self.session, lambda: self.unknown_code)
        yield Panes(self.session)
        yield HintBar()

    async def mount_rest(self) -> None:
        """Add the parts that say nothing before the library is read: the first screen is there sooner without them."""
        from disctui.tui.widgets.shelf_bar import ShelfBar  # noqa: PLC0415 - no part of the first picture

        await self.search_line.mount_rest()
        notice = EmptyNotice(self.session)
        parts = [ShelfBar(self.session), QueryLine(self.session), notice]
        if self.session.is_sample:
            line = "sample library, nothing is saved    N  one of your own"
            parts.insert(0, Static(line, id="sample-line", markup=False))
        await self.mount(*parts, after=self.search_line)
        await self.mount(ReadingLine(self.session), before=self.query_one(HintBar))
        await self.panes.mount_rest()
        self.watch(notice, "message", self._notice_changed, init=False)
        self._view_changed(self.list_pane.view)

    def on_mount(self) -> None:
        """Search as soon as the text in the box changes, before it is drawn."""
        self.watch(self.box, "value", self._query_typed, init=False)
        self.watch(self.list_pane, "view", self._view_changed, init=False)
        self.watch(self.rows, "marked", self._marks_changed, init=False)
        self.opened.set()
        self.AUTO_FOCUS = ""  # type: ignore[misc]  # only at first: on the wall nothing has the focus, after a dialog too
        self.set_interval(DAY_SECONDS, self._mind_the_day)

    def _mind_the_day(self) -> None:
        """Once midnight has passed, search anew: what is late, and what was so many days ago, is so from today on."""
        results = self.list_pane.results
        if results is not None and results.today != deferred.this_day().toordinal():
            self.list_pane.search()
            self.query_one(QueryLine).explain()
            for bar in self._shelf_bars:
                bar.count()

    def on_resize(self, event: events.Resize) -> None:
        """Draw all of it: a terminal made smaller and back again has lost what stood there."""
        self.set_class(has_frames(event.size, self.session.settings.density), "-framed")
        self.details.is_framed = self.has_class("-framed")
        self.refresh()

    def stop_covers(self) -> None:
        """Let the terminal forget what it was sent: later it is another program's."""
        self.panes.stop_covers()

    # -- the parts

    @functools.cached_property
    def search_line(self) -> SearchLine:
        """The top, with the search box."""
        return self.query_one(SearchLine)

    @functools.cached_property
    def panes(self) -> Panes:
        """The list and the details."""
        return self.query_one(Panes)

    @property
    def box(self) -> "SearchBox":
        """The search box."""
        return self.search_line.box

    @property
    def list_pane(self) -> "ListPane":
        """The list, with what is asked for."""
        return self.panes.list_pane

    @property
    def rows(self) -> "ReleaseList":
        """The rows of the list."""
        return self.list_pane.rows

    @property
    def details(self) -> "Details":
        """The details of the release under the cursor."""
        return self.panes.details

    @property
    def _shelf_bars(self) -> "DOMQuery[ShelfBar]":
        from disctui.tui.widgets.shelf_bar import ShelfBar  # noqa: PLC0415 - no part of the first picture

        return self.query(ShelfBar)

    @property
    def place(self) -> str:
        """Which part has the focus: "search", "list" or "details"."""
        if self.focused is self.box:
            return "search"
        return "details" if self.panes.is_in_details else "list"

    def on_descendant_focus(self) -> None:
        """The list's header shows where the focus is: Textual lets a frame alone know it."""
        super().on_descendant_focus()
        self.query_one(ListHeader).set_class(self.place == "list", "-focused")

    # -- commands

    @property
    def doers(self) -> tuple[object, ...]:
        """The screen itself, then its parts."""
        return self, *self.panes.doers

    @property
    def cursor_owner(self) -> Any:
        """The part in which the movement keys move the cursor."""
        return self.panes.cursor_owner

    @property
    def target(self) -> "Target":
        """What a command is about: the release under the cursor, the marked ones and the query."""
        return self.panes.target

    @property
    def is_searching(self) -> bool:
        """Whether a search is under way."""
        return self.list_pane.is_searching

    @property
    def unknown_code(self) -> str:
        """The bar code that is asked for where no release has it; else ""."""
        found = self.list_pane.results
        return "" if found is None else found.unknown_code

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the bar that rates has the keys, esc is for it."""
        if parameters == ("back",) and self.focused is not None and self.focused.id == RATING_BAR:
            return False
        return super().check_action(action, parameters)

    def title_of(self, item: Command) -> str:
        """What the footer says that a command does now: a second `z` leads back to releases, say."""
        if item.id == "accept" and self.unknown_code:
            return "new release"
        return "by release" if item.id == "by-film" and self.list_pane.view.by_film else super().title_of(item)

    def is_enabled(self, command_id: str) -> bool:
        """Whether a command does something now."""
        if command_id in FOR_A_RELEASE:
            is_there = self.rows.chosen is not None or (command_id == "copy-edition" and bool(self.unknown_code))
            return is_there and not (self.session.is_sample and command_id in OWN_COPY)
        if command_id == "new-library":
            return self.session.is_sample or self.has_class("-empty")
        if command_id == "store":
            release = self.list_pane.shown_now().release
            return release is not None and bool(release.price.store_url)
        if command_id in {"film-before", "film-after"}:
            return self.list_pane.film_count > 0
        if command_id == "problems":
            return bool(self.session.all_problems)
        if command_id == "back":
            is_asked = bool(self.box.value or self.list_pane.view.shelf)
            is_more = is_asked or self.panes.is_wall or self.rows.has_marks or self.session.is_reading
            return self.place != "list" or is_more
        return True

    def action_search(self) -> None:
        """Back to the box, the old query selected."""
        self.box.focus_all()

    def action_accept(self) -> None:
        """Leave the box for the list; in the sample, whose first line names the key, N alone is that key."""
        self.set_focus(self.rows)
        if self.session.is_sample and self.box.value == "N":
            self.box.value = ""
            self.begin(flows.begin("new-library", self, self.target))
        elif self.box.value[:1].isdigit():
            self.when_found(self._code_typed)

    def _code_typed(self) -> None:
        """Begin a new release with a bar code that no release has; say aloud what is wrong with one."""
        code, results = deferred.scanned(self.box.value), self.list_pane.results
        if code is None or results is None or len(results):
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
        if self.place == "details" and self.panes.close_page():
            return
        if self.place != "list":
            if self.place == "search":
                self.box.take_back()
            self.set_focus(self.rows)
        elif self.rows.has_marks:
            self.rows.unmark()
        elif self.box.value:
            self.box.clear_query()
        elif self.list_pane.view.shelf:
            self.list_pane.leave_shelf()
        elif self.panes.is_wall:
            self.panes.leave_wall()
        elif self.session.is_reading:
            self.session.loader.halt()

    def action_focus_pane(self, step: int) -> None:
        """Focus the next of search, list and details, or the one before."""
        panes: dict[str, Widget] = {"search": self.box, "list": self.rows, "details": self.details.body}
        places = list(BROWSER)
        self.set_focus(panes[places[(places.index(self.place) + step) % len(places)]])

    def action_open(self) -> None:
        """From the list to the details; there, edit the field under the cursor."""
        if self.place != "details":
            self.panes.open_details()
        elif (film := self.target.film) and not self.details.shown.film:
            self.list_pane.open_page(film)
        else:
            self.begin(flows.begin("open", self, self.target))

    # -- what the parts tell

    def _query_typed(self, text: str) -> None:
        self.list_pane.type_query(text)
        self.call_next(draw_now, self, self.box)

    def _view_changed(self, view: "View") -> None:
        """Show what is asked for wherever something is said of it."""
        self.search_line.show_shelf(view.shelf)
        for line in self.query(QueryLine):
            line.view = view
        for bar in self._shelf_bars:
            bar.open_now = view.shelf or "All"

    @on(ResultsReady)
    def _rows_shown(self, event: ResultsReady) -> None:
        """The rows that were found are shown; the details, which take longer to draw, come once they are seen."""
        found = event.results.found
        for line in self.query(QueryLine):
            line.is_found = found is None or found.exact_count > 0
        if self.waiting:
            self.call_after_refresh(self.do_what_waited)

    @on(SearchFailed)
    def _search_failed(self) -> None:
        self.waiting.clear()

    @on(ReleaseChosen)
    def _release_chosen(self) -> None:
        """Show the release under the cursor, and how many were found.

        Whatever is drawn together with the rows makes Textual look at all that lies between, so this comes after them.
        """
        self._show_count()
        self.panes.show_chosen()
        self.search_line.settle()
        self.refresh_hints()
        results = self.list_pane.results
        if results is not None and not results.is_merged:
            self.call_after_refresh(self.list_pane.merge_editions, results.catalogue)

    def _show_count(self) -> None:
        results, marked = self.list_pane.results, len(self.rows.marked)
        self.search_line.show_count(results, marked, is_steady=self.has_class("-wide"))

    def _marks_changed(self) -> None:
        self._show_count()
        self.refresh_hints()

    def _notice_changed(self, message: str) -> None:
        """Where the library has nothing to show, keys are commands."""
        self.set_class(bool(message), "-empty")
        if message and self.focused is self.box and not self.box.value:
            self.set_focus(None)
        self.refresh_hints()

    @on(CoversRead)
    def _covers_read(self, event: CoversRead) -> None:
        self.query_one(ReadingLine).show_covers(event.done, event.total)

    @on(LibraryChanged)
    @on(ProblemsChanged)
    @on(CommandsChanged)
    def _commands_changed(self) -> None:
        self.refresh_hints()

    # -- what flows ask for

    @on(ShelfChosen)
    def _shelf_chosen(self, event: ShelfChosen) -> None:
        self.list_pane.open_shelf(event.shelf)

    @on(OrderChosen)
    def _order_chosen(self, event: OrderChosen) -> None:
        self.list_pane.order_by(event.sorting)

    @on(ReleaseExpected)
    def _release_expected(self, event: ReleaseExpected) -> None:
        self.rows.expect(event.release_id)

    @on(ReleaseSought)
    def _release_sought(self, event: ReleaseSought) -> None:
        """Go to a release; where it is not among the rows, show all of them."""
        if not self.list_pane.go_to(event.release_id):
            self.box.value = ""
            self.list_pane.show_all()

    @on(MarksUsed)
    def _marks_used(self) -> None:
        self.rows.unmark()

    @on(RowsAsked)
    def _rows_asked(self, event: RowsAsked) -> None:
        """Show the rows of a bar of the statistics; a step back leads to it again, as long as nothing else is typed."""
        before = self.list_pane.view.by_film

        def give_back() -> None:
            self.list_pane.list_films(by_film=before)
            event.way_back()

        self.list_pane.list_films(by_film=event.by_film)
        self.box.lend(event.query, give_back)
