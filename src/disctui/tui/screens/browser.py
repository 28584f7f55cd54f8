"""The main screen: a search box, the list it filters, and the details of the release under the cursor."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input, ProgressBar, Static
from textual.worker import Worker, WorkerState, get_current_worker

from disctui.safe_text import clean
from disctui.tui.commands import BROWSER, bindings
from disctui.tui.messages import CommandChosen, ReleaseChosen, ResultsReady, TabChosen
from disctui.tui.results import View, find
from disctui.tui.screens.commanded import once_found
from disctui.tui.screens.editing import EditingActions
from disctui.tui.widgets.details import TAB_COUNT, Details
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.list_header import ListHeader
from disctui.tui.widgets.release_list import ReleaseList
from disctui.tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from disctui.catalogue import Catalogue, LibraryUnreadable, Progress
    from disctui.release import Release
    from disctui.tui.app import DisctuiApp


_FOR_A_RELEASE = {
    "edit", "edit-here", "copy", "open", "add-field", "copy-edition", "delete", "rename", "mark", "mark-range",
    "mark-all", "change-marked",
}  # fmt: skip


class BrowserScreen(EditingActions, Screen[None]):
    """Owns the view (query and order) and the results; its parts are handed both and send messages."""

    CSS_PATH = "browser.tcss"
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
    app: "DisctuiApp"

    view: reactive[View] = reactive(View())
    """What the user asked to see."""

    def __init__(self) -> None:
        super().__init__()
        self._generation = 0
        self._shown_generation = -1
        self._read: Catalogue | None = None
        self._release: Release | None = None
        self._is_failure_told = False
        self.waiting = []

    def compose(self) -> ComposeResult:
        """The parts, top to bottom."""
        with Horizontal(id="top"):
            yield Static("/", id="prompt", markup=False)
            yield SearchBox(lambda: self._catalogue.index)
            yield Static(id="count", markup=False)
            yield Static(id="problems", markup=False)
        yield Static(id="explain", markup=False)
        yield Static(id="empty", markup=False)
        with Horizontal(id="panes"):
            with Vertical(id="shelf"):
                yield ListHeader().data_bind(BrowserScreen.view)
                yield ReleaseList()
            yield Details(id="details")
        with Horizontal(id="reading"):
            yield Static(id="how-far", markup=False)
            yield ProgressBar(show_eta=False, show_percentage=False)
        yield HintBar()

    @property
    def _catalogue(self) -> "Catalogue":
        """What is known of the library; nothing before any of it was read."""
        return self._read if self._read is not None else self.app.catalogue

    @property
    def box(self) -> SearchBox:
        """The search box."""
        return self.query_one(SearchBox)

    @property
    def shelf(self) -> ReleaseList:
        """The list of releases."""
        return self.query_one(ReleaseList)

    @property
    def details(self) -> Details:
        """The details of the release under the cursor."""
        return self.query_one(Details)

    @property
    def place(self) -> str:
        """Which part has the focus: "search", "list" or "details"."""
        if self.focused is self.box:
            return "search"
        return "details" if self.focused is not None and self.details in self.focused.ancestors_with_self else "list"

    def show_progress(self, progress: "Progress") -> None:
        """Show a later catalogue, and how far reading has come."""
        self._read = progress.catalogue
        self._is_failure_told = False
        reading = self.query_one("#reading")
        reading.set_class(not progress.is_complete, "-shown")
        if not progress.is_complete:
            how_far = f"reading {progress.done:,} of {progress.total:,}"
            self.query_one("#how-far", Static).update(how_far)
            self.query_one(ProgressBar).update(total=progress.total, progress=progress.done)
        self._show_emptiness(progress)
        self.search()
        if self.shelf.chosen is not None:
            self._load_release(self.shelf.chosen)

    def show_problems(self, count: int) -> None:
        """Say how many problems the library has."""
        label = f"! {count:,} problem{'' if count == 1 else 's'}" if count else ""
        self.query_one("#problems", Static).update(label)
        self.refresh_hints()

    def show_failure(self, error: "LibraryUnreadable") -> None:
        """Say that the folder can't be read; what was read before stays on screen."""
        if self._catalogue.entries:
            if self._is_failure_told:
                return
            self._is_failure_told = True
            message = f"{clean(error.root)}: {error.reason}. What was read before is still shown."
            self.notify(message, severity="warning", markup=False)
            return
        self._say_empty(f"{clean(error.root, 400)}\n\nThis library can't be read: {error.reason}.\n{error.remedy}.")

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

    @on(Input.Changed, "SearchBox")
    def _query_typed(self, event: Input.Changed) -> None:
        from disctui.search.query import parse  # noqa: PLC0415 - not needed for the first screen

        event.stop()
        query = parse(event.value)
        self.view = View(
            query,
            self.view.sorting if not query.is_empty or self.view.sorting != "title" else "",
            self.view.is_reversed,
        )

    def watch_view(self) -> None:
        """Search for what is wanted now."""
        if self.is_mounted:
            self._explain()
            self.search()

    def _explain(self) -> None:
        query, line = self.view.query, self.query_one("#explain", Static)
        problem = query.problem
        text = ""
        if problem is not None:
            text = f"{clean(query.text[problem.start : problem.end], 40)}: {clean(problem.message, 300)}"
        elif query.conditions or query.unknown:
            text = clean(query.in_words, 300)
        line.update(text)
        line.set_class(problem is not None, "-problem")
        line.set_class(bool(text), "-shown")

    def search(self) -> None:
        """Search in a thread; an answer to an earlier question is dropped."""
        self._generation += 1
        self._search(self._catalogue, self.view, self._generation)

    # Described, or Textual writes out the whole catalogue to describe the worker, at every key.
    @work(thread=True, exclusive=True, group="search", exit_on_error=False, description="search")
    def _search(self, catalogue: "Catalogue", view: View, generation: int) -> None:
        worker = get_current_worker()
        results = find(catalogue, view, generation, lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.post_message(ResultsReady(results))

    @on(ResultsReady)
    def _show_results(self, event: ResultsReady) -> None:
        results = event.results
        if results.generation <= self._shown_generation:
            return
        before = self.shelf.results
        is_new_query = before is not None and before.view.query.text != results.view.query.text
        self._shown_generation = results.generation
        self.shelf.show(results, keep_cursor=not (is_new_query and not results.view.query.is_empty))
        self.show_count()
        self.details.searched = results.view.query
        self.refresh_hints()
        self.call_after_refresh(self._do_what_waited)

    def _do_what_waited(self) -> None:
        waiting, self.waiting = self.waiting, []
        for action in waiting:
            action()

    @property
    def is_searching(self) -> bool:
        """Whether a search is under way."""
        return self._shown_generation != self._generation

    @on(Worker.StateChanged)
    def _search_failed(self, event: Worker.StateChanged) -> None:
        """Tell of a search that ended on an error that nobody foresaw; the list stays as it is."""
        if event.worker.group == "search" and event.state is WorkerState.ERROR:
            self._shown_generation = self._generation
            self.waiting.clear()
            message = clean(f"searching failed: {event.worker.error}", 300)
            self.notify(message, severity="error", markup=False)

    def show_count(self) -> None:
        """Show how many were found and how many are marked."""
        results = self.shelf.results
        marked = f"{len(self.marked):,} marked · " if self.marked else ""
        self.query_one("#count", Static).update(f"{marked}{results.count}" if results is not None else "")

    @on(ReleaseChosen)
    def _release_chosen(self, event: ReleaseChosen) -> None:
        if event.release_id is None:
            self._release = None
            self.details.show(None, None)
        else:
            self._load_release(event.release_id)
        self.refresh_hints()

    def _load_release(self, release_id: str) -> None:
        catalogue = self._catalogue
        release = catalogue.release(release_id)
        entry = catalogue.entry(release_id)
        stale = ""
        if entry is not None and entry.is_stale and entry.problems:
            problem = entry.problems[0]
            stale = f"line {problem.line} is broken ({problem.message}); this is the version before"
        self._release = release
        self.details.show(release_id, release, stale)

    @property
    def chosen(self) -> "tuple[str, Release] | None":
        """Id and contents of the release under the cursor."""
        if self.shelf.chosen is None or self._release is None:
            return None
        return self.shelf.chosen, self._release

    def _move(self, rows: int) -> None:
        if self.place != "details":
            self.shelf.move(rows)
        elif abs(rows) == 1:
            self.details.move(rows)
        else:
            self.details.scroll_by(rows)

    def action_down(self) -> None:
        """One row down."""
        self._move(1)

    def action_up(self) -> None:
        """One row up."""
        self._move(-1)

    def _page(self) -> int:
        return max(1, self.details.body.size.height - 1 if self.place == "details" else self.shelf.page - 1)

    def action_half_down(self) -> None:
        """Half a page down."""
        self._move(max(1, self._page() // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self._move(-max(1, self._page() // 2))

    def action_page_down(self) -> None:
        """A page down."""
        self._move(self._page())

    def action_page_up(self) -> None:
        """A page up."""
        self._move(-self._page())

    def action_top(self) -> None:
        """To the first row."""
        self._move(-10_000_000)

    def action_bottom(self) -> None:
        """To the last row."""
        self._move(10_000_000)

    def _some_lines(self) -> int:
        return min(2, max(1, self.details.body.size.height))

    def action_scroll_down(self) -> None:
        """Scroll the details."""
        self.details.body.scroll_relative(y=self._some_lines(), animate=False)

    def action_scroll_up(self) -> None:
        """Scroll the details back."""
        self.details.body.scroll_relative(y=-self._some_lines(), animate=False)

    def action_next_pane(self) -> None:
        """Focus the next of search, list and details."""
        self._focus_pane(1)

    def action_previous_pane(self) -> None:
        """Focus the one before."""
        self._focus_pane(-1)

    def _focus_pane(self, step: int) -> None:
        places = list(BROWSER)
        place = places[(places.index(self.place) + step) % len(places)]
        self.set_focus({"search": self.box, "list": self.shelf, "details": self.details.body}[place])

    def action_search(self) -> None:
        """Back to the box, the old query selected."""
        self.box.take_up()

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

    def _open_tab(self, number: int) -> None:
        self.details.tab = number

    def action_tab_1(self) -> None:
        """Synopsis."""
        self._open_tab(0)

    def action_tab_2(self) -> None:
        """Release."""
        self._open_tab(1)

    def action_tab_3(self) -> None:
        """Specs."""
        self._open_tab(2)

    def action_tab_4(self) -> None:
        """Special features."""
        self._open_tab(3)

    def action_tab_5(self) -> None:
        """My copy."""
        self._open_tab(4)

    def action_next_tab(self) -> None:
        """The next tab."""
        self._open_tab((self.details.tab + 1) % TAB_COUNT)

    def action_previous_tab(self) -> None:
        """The tab before."""
        self._open_tab((self.details.tab - 1) % TAB_COUNT)

    @on(TabChosen)
    def _tab_chosen(self, event: TabChosen) -> None:
        self._open_tab(event.number)

    @once_found
    def action_edit(self) -> None:
        """Open the release's file in the user's editor, at its problem if it has one."""
        entry = self._catalogue.entry(self.shelf.chosen or "")
        if entry is None:
            return
        line, column = (entry.problems[0].line, entry.problems[0].column) if entry.problems else (1, 1)
        self.app.edit_file(entry.path, line, column)

    def action_reload(self) -> None:
        """Look through the whole folder again."""
        self.app.reload()

    def action_problems(self) -> None:
        """Show the problems."""
        self.app.show_problems()

    @once_found
    def action_copy(self) -> None:
        """Ask what to copy, and copy it."""
        if self.chosen is not None:
            self.app.ask_what_to_copy(self._catalogue, *self.chosen)

    @once_found
    def action_store(self) -> None:
        """Open the store's page."""
        if self.chosen is not None:
            self.app.open_store(self.chosen[1].price.store_url)

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

    def works(self, command_id: str) -> bool:
        """Whether a command does something now."""
        has_release = self.shelf.chosen is not None
        if command_id in _FOR_A_RELEASE:
            return has_release
        if command_id == "store":
            return self.chosen is not None and bool(self.chosen[1].price.store_url)
        if command_id == "problems":
            return bool(self.app.problems or (self._read is not None and self._read.problems))
        if command_id == "back":
            return self.place != "list" or bool(self.box.value) or bool(self.marked) or self._range_from is not None
        if command_id.startswith("tab-") or command_id in {"next-tab", "previous-tab", "scroll-down", "scroll-up"}:
            return has_release
        return True
