"""The list of releases under its header: what is asked for, the searches that answer it, and the rows."""

import asyncio
import functools
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive

from disctui.tui import deferred
from disctui.tui.background.searcher import ResultsReady, Searcher, SearchFailed
from disctui.tui.messages import LibraryChanged, LibraryFailed
from disctui.tui.results import Results, Shown, find
from disctui.tui.saying import say
from disctui.tui.textual_patches import draw_now
from disctui.tui.view import View
from disctui.tui.widgets.list_header import ListHeader
from disctui.tui.widgets.release_list import ReleaseList

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue
    from disctui.library.searches_file import Shelf
    from disctui.tui.session import Session


class Page(NamedTuple):
    """The page of a film of a box set, or that of the set, which was opened instead of what was found."""

    row_id: str | None
    film: int
    """From 1; 0 for the whole set."""


class ListPane(Vertical):
    """Owns what is asked for and what was found; its rows are handed both.

    Args:
        session: What all screens share.
    """

    view: reactive[View] = reactive(View(), repaint=False)
    """What the user asked to see."""
    results: reactive[Results | None] = reactive(None, repaint=False)
    """The rows; None before the first search."""
    page: reactive[Page | None] = reactive(None, repaint=False)
    """None where the film that was found is shown."""

    def __init__(self, session: "Session") -> None:
        super().__init__(id="shelf")
        self._session = session
        self._searcher = Searcher(self.post_message)
        self._shown = Shown()
        self._has_begun = False
        """Whether the library was read once, so that the names of its shelves are known."""

    def compose(self) -> ComposeResult:
        """The header, which is the upper line of the frame where there is one, and the rows."""
        yield ListHeader().data_bind(ListPane.view)
        with Vertical(id="rows"):
            yield ReleaseList().data_bind(ListPane.results)

    def on_mount(self) -> None:
        """Listen to the session."""
        self._session.listen(self.post_message)

    def on_unmount(self) -> None:
        """Let the threads end."""
        self._searcher.stop()

    @functools.cached_property
    def rows(self) -> ReleaseList:
        """The list itself."""
        return self.query_one(ReleaseList)

    # -- searching

    @on(LibraryChanged)
    def _library_changed(self) -> None:
        """Search in a later catalogue; show the open shelf with what it says by now."""
        if self._session.progress is None:
            return
        before = self.view
        if self._session.progress.is_complete:
            self._follow_shelves()
        if self.view == before:
            self.search()

    def _follow_shelves(self) -> None:
        """Begin as config.toml says; later, leave a shelf that searches.toml no longer has."""
        shelves = self._session.catalogue.shelves
        view = self.view
        if not self._has_begun:
            self._has_begun = True
            view, mistakes = view.as_set(self._session.settings, shelves)
            if mistakes:
                self._session.add_mistakes(mistakes)
                say(self, "; ".join(one.message for one in mistakes), "warning", title="config.toml", seconds=8)
        name, self.view = view.shelf, view.still_on(shelves)
        if name and not self.view.shelf:
            say(self, f"There is no shelf {name} any more: these are all.")

    @on(LibraryFailed)
    def _library_failed(self) -> None:
        """Search in nothing where nothing was read: there is nothing to wait for any more."""
        if self._session.progress is None:
            self.search()

    def watch_view(self) -> None:
        """Search for what is wanted now."""
        if self.is_mounted:
            self.page = None
            self.show_order()
            self.search()

    def search(self) -> None:
        """Search for what is wanted; before anything was read, or can't be, that waits for the first of it."""
        if self._session.progress is not None or self._session.failure is not None:
            self._searcher.ask(find, self._session.catalogue, self.view)
        else:
            self._searcher.postpone()

    @property
    def is_searching(self) -> bool:
        """Whether a search is under way."""
        return self._searcher.is_searching

    @on(ResultsReady)
    def _show_results(self, event: ResultsReady) -> None:
        """Show the rows at once; the screen is told once they are, unless later ones are shown already."""
        if not self._searcher.answered(event.results.generation):
            event.stop()
            return
        self.results = event.results
        draw_now(self.screen, self.rows, self.rows.vertical_scrollbar)

    @on(SearchFailed)
    def _search_failed(self, event: SearchFailed) -> None:
        """Tell of a search that ended on an error that nobody foresaw; the list stays as it is."""
        if not self._searcher.answered(event.generation):
            event.stop()
            return
        say(self, f"searching failed: {event.error}", "error")

    @work(group="editions", exclusive=True)
    async def merge_editions(self, catalogue: "Catalogue") -> None:
        """Find out which films are one, beside the screen, and show each once."""
        await asyncio.to_thread(lambda: catalogue.editions)
        if catalogue is self._session.catalogue:
            self.search()

    # -- the release under the cursor

    def shown_now(self) -> Shown:
        """The release under the cursor, as it is now."""
        row = self.rows.chosen
        film = self.page.film if self.page is not None and self.page.row_id == row else None
        self._shown = Shown.of(self._session.catalogue, self.results, row, self._shown, film)
        return self._shown

    def open_page(self, film: int) -> None:
        """Open the page of a film of the set under the cursor, from 1; 0 shows the whole set."""
        self.page = Page(self.rows.chosen, film)

    @property
    def film_count(self) -> int:
        """The films of the set under the cursor; 0 where it is none."""
        release = self.shown_now().release
        return len(release.films) if release is not None else 0

    def go_to(self, release_id: str) -> bool:
        """Go to the row of a release; False where it has none, and is waited for."""
        row = self.results.row_of(release_id) if self.results is not None else None
        if row is None:
            self.rows.expect(release_id)
            return False
        self.rows.go_to(row)
        return True

    def action_by_film(self) -> None:
        """A row for each film, or for each release again; the cursor stays on its film."""
        shown = self.shown_now()
        if shown.release_id is not None:
            self.rows.expect(deferred.film_id(shown.release_id, shown.film))
        self.view = self.view.turned()

    def action_turn_film(self, step: int) -> None:
        """To the film after or before in the box set: its page, or by film its row."""
        shown, count = self.shown_now(), self.film_count
        film = min(max(shown.film + step, 1), count)
        if not count or film == shown.film:
            return
        if not self.view.by_film:
            self.open_page(film)
            return
        assert shown.release_id is not None
        row = self.results.row_of(deferred.film_id(shown.release_id, film)) if self.results is not None else None
        if row is None:
            say(self, "That film of the set is not among these rows.", seconds=3)
        else:
            self.rows.go_to(row)

    # -- marks

    def action_mark(self) -> None:
        """Mark the release under the cursor, or take its mark away, and go on to the next."""
        self.rows.toggle_mark()

    def action_mark_range(self) -> None:
        """Begin a range at the cursor; the second time, mark all from there to the cursor."""
        if not self.rows.mark_range():
            say(self, "range: move to its other end, and v again", seconds=3)

    def action_mark_all(self) -> None:
        """Mark all that is found, or take all marks away where all are marked."""
        self.rows.mark_all()

    # -- what is shown in which order

    def type_query(self, text: str) -> None:
        """Ask for something else."""
        self.view = self.view.typed(deferred.parse(text))._replace(opened=self._session.opened.counts)

    def open_shelf(self, shelf: "Shelf") -> None:
        """Show a shelf."""
        self.view = self.view.on_shelf(shelf)

    def leave_shelf(self) -> None:
        """Show all releases again."""
        self.view = self.view.off_shelf()

    def show_all(self) -> None:
        """Ask for nothing: all releases, in their natural order."""
        self.view = View(usual=self.view.usual)

    def list_films(self, *, by_film: bool) -> None:
        """List films, or releases."""
        if self.view.by_film != by_film:
            self.view = self.view.turned()

    def order_by(self, sorting: str) -> None:
        """Sort by something; "" for the natural order."""
        self.view = self.view._replace(sorting=sorting)
        self._say_order()

    def action_turn_shelf(self, step: int) -> None:
        """Open the next shelf of the bar, or the one before."""
        self.view = self.view.beside(self._session.catalogue.shelves, step)

    def action_reverse(self) -> None:
        """Reverse the order."""
        self.view = self.view._replace(is_reversed=not self.view.is_reversed)
        self._say_order()

    def show_order(self) -> None:
        """Name the order in the frame, where there is one."""
        frame, order = self.query_one("#rows"), f"sorted by {self.view.sorted_by}"
        if frame.border_subtitle != order:
            frame.border_subtitle = Content(order)

    def _say_order(self) -> None:
        """Say the order where there is no room for the header that does."""
        if self.screen.has_class("-short"):
            self.app.clear_notifications()
            say(self, f"sorted by {self.view.sorted_by}", seconds=1.5)
