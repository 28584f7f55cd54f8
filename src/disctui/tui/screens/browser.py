"""The main screen: a search box, the list it filters, and the details of the release under the cursor."""

import asyncio
import functools
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from disctui.safe_text import clean
from disctui.tui import flows
from disctui.tui.background.searcher import Searcher
from disctui.tui.commands import BROWSER, bindings
from disctui.tui.messages import (
    CommandChosen,
    LibraryChanged,
    LibraryFailed,
    ProblemsChanged,
    ReleaseChosen,
    ResultsReady,
    SearchFailed,
    TabChosen,
)
from disctui.tui.results import View, find
from disctui.tui.screens.command_screen import after_search
from disctui.tui.screens.editing import EditingActions
from disctui.tui.screens.moving import MovingActions
from disctui.tui.session import Session
from disctui.tui.widgets.details import Details
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.list_header import ListHeader
from disctui.tui.widgets.progress_line import ProgressLine
from disctui.tui.widgets.release_list import ReleaseList
from disctui.tui.widgets.result_count import ResultCount
from disctui.tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue, Progress
    from disctui.release.model import Release

_FOR_A_RELEASE = {
    "edit", "edit-here", "copy", "open", "add-field", "copy-edition", "delete", "rename", "mark", "mark-range",
    "mark-all", "change-marked",
}  # fmt: skip


class BrowserScreen(MovingActions, EditingActions):
    """Owns the view (query and order) and the results; its parts are handed both and send messages."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual declares it
        (0, "-narrow"),
        (84, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual declares it
        (0, "-short"),
        (18, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(BROWSER)]
    AUTO_FOCUS = "SearchBox"

    view: reactive[View] = reactive(View(), repaint=False)
    """What the user asked to see."""

    def __init__(self, session: Session, size: Size) -> None:
        breakpoints = (self.HORIZONTAL_BREAKPOINTS, size.width), (self.VERTICAL_BREAKPOINTS, size.height)
        # Set from the start, or all is styled twice before it is seen.
        classes = [max((at, name) for at, name in some if at <= length)[1] for some, length in breakpoints]
        super().__init__(session, " ".join(classes))
        self._is_complete = False
        self.opened = asyncio.Event()
        """Set once keys find their way: the parts are there, and one of them has the focus."""
        self._generation = 0
        self._shown_generation = -1
        self._searcher = Searcher(self.post_message)
        self._loaded: str | None = None
        self._problems_label = self._explanation = ""
        self._release: Release | None = None
        self._is_failure_told = False

    def compose(self) -> ComposeResult:
        """The parts, top to bottom."""
        with Horizontal(id="top"):
            yield Static("/", id="prompt", markup=False)
            yield SearchBox(lambda: self._catalogue.index)
        with Horizontal(id="panes"):
            with Vertical(id="shelf"):
                yield ListHeader().data_bind(BrowserScreen.view)
                yield ReleaseList()
            yield Details(id="details")
        yield HintBar()

    async def mount_rest(self) -> None:
        """Add the parts that say nothing before the library is read: the first screen is there sooner without them."""
        top = self.query_one("#top")
        await top.mount(ResultCount(id="count"), Static(id="problems", markup=False))
        await self.mount(Static(id="explain", markup=False), Static(id="empty", markup=False), after=top)
        await self.mount(ProgressLine(id="reading"), before=self.query_one(HintBar))
        await self.details.mount_rest()
        self._is_complete = True
        self._explain()

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Style nothing twice: the first time, all was styled a moment ago."""
        event.refresh_styles = self._is_complete

    @property
    def _catalogue(self) -> "Catalogue":
        return self.session.catalogue

    @functools.cached_property
    def box(self) -> SearchBox:
        """The search box."""
        return self.query_one(SearchBox)

    @functools.cached_property
    def shelf(self) -> ReleaseList:
        """The list of releases."""
        return self.query_one(ReleaseList)

    @functools.cached_property
    def details(self) -> Details:
        """The details of the release under the cursor."""
        return self.query_one(Details)

    @property
    def place(self) -> str:
        """Which part has the focus: "search", "list" or "details"."""
        if self.focused is self.box:
            return "search"
        return "details" if self.focused is not None and self.details in self.focused.ancestors_with_self else "list"

    @on(LibraryChanged)
    def _library_changed(self) -> None:
        """Show a later catalogue, and how far reading has come."""
        progress = self.session.progress
        if progress is None or not self.query(ProgressLine):  # nothing is there yet, or any more
            return
        self._is_failure_told = False
        reading = self.query_one(ProgressLine)
        reading.set_class(not progress.is_complete, "-shown")
        reading.progress = (progress.done, progress.total)
        self._show_emptiness(progress)
        self._loaded = None
        self.search()

    @on(ProblemsChanged)
    def _problems_changed(self) -> None:
        """Say how many problems the library has."""
        count = len(self.session.problems)
        label = f"! {count:,} problem{'' if count == 1 else 's'}" if count else ""
        if label != self._problems_label:
            self._problems_label = label
            self.query_one("#problems", Static).update(label)
        self.refresh_hints()

    @on(LibraryFailed)
    def _library_failed(self, event: LibraryFailed) -> None:
        """Say that the folder can't be read; what was read before stays on screen."""
        error = event.error
        if self._catalogue.entries:
            if self._is_failure_told:
                return
            self._is_failure_told = True
            message = f"{clean(error.root)}: {error.reason}. What was read before is still shown."
            self.notify(message, severity="warning", markup=False)
            return
        if self.session.progress is None:  # there is nothing to wait for any more
            self.search(is_read=True)
        self._say_empty(f"{clean(error.root, 400)}\n\nThis library can't be read: {error.reason}.\n{error.hint}.")

    def _show_emptiness(self, progress: "Progress") -> None:
        catalogue = progress.catalogue
        if catalogue.listings or not progress.is_complete:
            self.remove_class("-empty")
        else:
            problems = len(catalogue.problems)
            more = f"\n{problems:,} of its files have problems: press p to see them." if problems else ""
            self._say_empty(f"{clean(catalogue.root, 400)}\n\nThere are no releases in this folder yet.{more}")

    def _say_empty(self, message: str) -> None:
        keys = (
            "Put release files (*.toml) there, and they appear here by themselves.\n"
            "disctui init --sample DIR makes a library to play with; disctui DIR opens another one.\n\n"
            "?  help      R  read again      q  quit"
        )
        self.query_one("#empty", Static).update(f"{message}\n\n{keys}")
        self.add_class("-empty")
        if self.focused is self.box and not self.box.value:
            self.set_focus(None)
        self.refresh_hints()

    def on_mount(self) -> None:
        """Search as soon as there is another text in the box, before that is drawn."""
        self.watch(self.box, "value", self._query_typed, init=False)
        self.opened.set()

    def on_resize(self) -> None:
        """Draw all of it: a terminal made smaller and back again has lost what stood there."""
        self.refresh()

    def on_unmount(self) -> None:
        """Let the threads end."""
        self._searcher.stop()

    def _query_typed(self, text: str) -> None:
        from disctui.search.query import parse  # noqa: PLC0415 - not needed for the first screen

        query = parse(text)
        sorting = self.view.sorting if not query.is_empty or self.view.sorting != "title" else ""
        self.view = View(query, sorting, self.view.is_reversed)
        self.call_next(self._draw_now, self.box)

    def watch_view(self) -> None:
        """Search for what is wanted now."""
        if self.is_mounted:
            self._explain()
            self.search()

    def _explain(self) -> None:
        if not self._is_complete or self.view.asked is None:
            return
        query, line = self.view.query, self.query_one("#explain", Static)
        problem = query.problem
        text = ""
        if problem is not None:
            text = f"{clean(query.text[problem.start : problem.end], 40)}: {clean(problem.message, 300)}"
        elif query.conditions or query.unknown:
            from disctui.search.describe import describe  # noqa: PLC0415 - not needed for the first screen

            text = clean(describe(query), 300)
        if text != self._explanation:
            self._explanation = text
            line.update(text, layout=False)
            line.set_class(problem is not None, "-problem")
            line.set_class(bool(text), "-shown")

    def search(self, *, is_read: bool = False) -> None:
        """Search for what is wanted; before anything was read, that waits for the first of it."""
        self._generation += 1
        if is_read or self.session.progress is not None:
            self._searcher.ask(find, self._catalogue, self.view, self._generation)

    def _draw_now(self, *parts: Widget) -> None:
        """Draw parts at once, and nothing else: what a key is waited for would come with Textual's next tick.

        The names are private to Textual, so a test fails when they move.
        """
        if self.is_current and not self._layout_required and not self.app._batch_count:  # noqa: SLF001
            self._compositor.update_widgets(set(parts))
            self._compositor_refresh()

    @on(ResultsReady)
    def _show_results(self, event: ResultsReady) -> None:
        """Show the rows; the details, which take longer to draw, come once the rows are seen."""
        results = event.results
        if results.generation <= self._shown_generation:
            return
        before = self.shelf.results
        is_new_query = before is not None and before.view.query.text != results.view.query.text
        self._shown_generation = results.generation
        self.shelf.show(results, keep_cursor=not (is_new_query and not results.view.is_all))
        self._draw_now(self.shelf, self.shelf.vertical_scrollbar)
        if self.waiting:
            self.call_after_refresh(self._do_what_waited)

    def _do_what_waited(self) -> None:
        waiting, self.waiting = self.waiting, []
        for action in waiting:
            action()

    @property
    def is_searching(self) -> bool:
        """Whether a search is under way."""
        return self._shown_generation != self._generation

    @on(SearchFailed)
    def _search_failed(self, event: SearchFailed) -> None:
        if event.generation == self._generation:
            self._tell_failure(event.error)

    def _tell_failure(self, error: BaseException) -> None:
        """Tell of a search that ended on an error that nobody foresaw; the list stays as it is."""
        self._shown_generation = self._generation
        self.waiting.clear()
        self.notify(clean(f"searching failed: {error}", 300), severity="error", markup=False)

    def show_count(self) -> None:
        """Show how many were found and how many are marked."""
        results = self.shelf.results
        marked = f"{len(self.marked):,} marked · " if self.marked else ""
        counter = self.query_one(ResultCount)
        counter.text = f"{marked}{results.count}" if results is not None else ""
        if results is not None and self.has_class("-wide"):
            counter.reserve(results.longest_count)

    @on(ReleaseChosen)
    def _show_details(self) -> None:
        """Show the release under the cursor, read anew where the cursor or the library has changed since.

        And how many were found: whatever is drawn together with the rows makes Textual look at all that lies between.
        """
        self.show_count()
        release_id, results = self.shelf.chosen, self.shelf.results
        release = self._load_release(release_id)
        entry = self._catalogue.entry(release_id) if release_id is not None else None
        stale = ""
        if entry is not None and entry.is_stale and entry.problems:
            problem = entry.problems[0]
            stale = f"line {problem.line} is broken ({problem.message}); this is the version before"
        query = results.view.asked if results is not None else None
        self.details.show(release_id, release, stale, query)
        if cell_len(self.box.value) >= self.box.size.width:
            self.query_one(ResultCount).settle()
        self.refresh_hints()

    def _load_release(self, release_id: str | None) -> "Release | None":
        if release_id is None:
            self._release = None
        elif release_id != self._loaded:
            self._release = self._catalogue.release(release_id)
        self._loaded = release_id
        return self._release

    @property
    def chosen(self) -> "tuple[str, Release] | None":
        """Id and contents of the release under the cursor."""
        release_id = self.shelf.chosen
        release = self._load_release(release_id)
        return None if release_id is None or release is None else (release_id, release)

    def action_search(self) -> None:
        """Back to the box, the old query selected."""
        self.box.focus_all()

    def action_accept(self) -> None:
        """Leave the box for the list."""
        self.set_focus(self.shelf)

    @on(Input.Submitted, "SearchBox")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(self.shelf)

    def action_back(self) -> None:
        """One step back: out of the box or the details to the list; there, the query is cleared. Never quits."""
        if self.place != "list":
            self.set_focus(self.shelf)
        elif self.marked or self._range_from is not None:
            self._range_from = None
            self._show_marks(frozenset())
        elif self.box.value:
            self.box.value = ""

    def action_sort(self) -> None:
        """Sort by the next way."""
        ways = self.view.ways
        at = ways.index(self.view.sorting) if self.view.sorting in ways else 0
        self.view = View(self.view.query, ways[(at + 1) % len(ways)], self.view.is_reversed)
        self._say_order()

    def _say_order(self) -> None:
        """Say the order where there is no room for the header that does."""
        if self.has_class("-short"):
            self.app.clear_notifications()
            self.notify(f"sorted by {self.view.sorted_by}", timeout=1.5, markup=False)

    def action_reverse(self) -> None:
        """Reverse the order."""
        self.view = View(self.view.query, self.view.sorting, not self.view.is_reversed)
        self._say_order()

    @on(TabChosen)
    def _tab_chosen(self, event: TabChosen) -> None:
        self._open_tab(event.number)

    @after_search
    def action_edit(self) -> None:
        """Open the release's file in the user's editor, at its problem if it has one."""
        entry = self._catalogue.entry(self.shelf.chosen or "")
        if entry is None:
            return
        line, column = (entry.problems[0].line, entry.problems[0].column) if entry.problems else (1, 1)
        flows.outside.edit_file(self, entry.path, line, column)

    def action_reload(self) -> None:
        """Look through the whole folder again."""
        flows.outside.reload(self)

    def action_problems(self) -> None:
        """Show the problems."""
        flows.navigation.show_problems(self)

    @after_search
    def action_copy(self) -> None:
        """Ask what to copy, and copy it."""
        if self.chosen is not None:
            self.run_worker(flows.outside.copy_text(self, *self.chosen), description="copy_text")

    @after_search
    def action_store(self) -> None:
        """Open the store's page."""
        if self.chosen is not None:
            flows.outside.open_store(self, self.chosen[1].price.store_url)

    @on(CommandChosen)
    async def _command_chosen(self, event: CommandChosen) -> None:
        await self.run_command(event.command_id)

    def on_click(self, event: Any) -> None:
        """The number of problems opens them."""
        if getattr(event.widget, "id", None) == "problems":
            self.action_problems()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Let `enter` mean one thing in the search box and another elsewhere."""
        if action in {"accept", "open", "search"}:
            return (action == "accept") == (self.place == "search")
        return True

    def is_enabled(self, command_id: str) -> bool:
        """Whether a command does something now."""
        has_release = self.shelf.chosen is not None
        if command_id in _FOR_A_RELEASE:
            return has_release
        if command_id == "store":
            return self.chosen is not None and bool(self.chosen[1].price.store_url)
        if command_id == "problems":
            return bool(self.session.problems)
        if command_id == "back":
            return self.place != "list" or bool(self.box.value) or bool(self.marked) or self._range_from is not None
        if command_id.startswith("tab-") or command_id in {"next-tab", "previous-tab", "scroll-down", "scroll-up"}:
            return has_release
        return True
