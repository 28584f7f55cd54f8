"""What is found, counted: panels of bars, each of them a query whose rows can be looked at."""

import asyncio
from typing import NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from disctui.release.days import this_day
from disctui.safe_text import clean
from disctui.search.query import LONGEST, parse
from disctui.statistics.overview import Statistics, statistics
from disctui.statistics.text import lines_of
from disctui.tui.commands import STATISTICS
from disctui.tui.messages import LibraryChanged
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.session import Session
from disctui.tui.textual_patches import copy_with_program
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.line_input import LineInput
from disctui.tui.widgets.panel_grid import PanelGrid

_LEAST, _MOST = 4, 10
"""Bars of a panel of names: the fewest on a small screen, and the most on a large one."""
_COPY_WIDTH = 80
_SHARE = 75
"""Per cent of the head that the totals may take."""
_EMPTY = "There are no films to count yet: esc, then n makes a first release."


class Standpoint(NamedTuple):
    """What is counted, and where the cursor stands."""

    query: str = ""
    """What is typed."""
    shelf: str = ""
    """Name of the shelf that is open; "" for all releases."""
    panel: str = ""
    """The title of the panel under the cursor."""
    bar: str = ""
    """The label of its bar."""


class Asked(NamedTuple):
    """What the user wants to see in place of the panels."""

    standpoint: Standpoint
    """Where the panels are come back to."""
    query: str = ""
    """What finds the rows of a bar, beside the shelf; for the diary, what finds all whose viewings it shows."""
    is_diary: bool = False
    by_film: bool = False
    """Whether the bar counts films."""


class StatisticsScreen(CommandScreen[Asked | None]):
    """Ends with what is to be seen in its place, or None.

    Args:
        session: What all screens share.
        standpoint: What is counted, and which bar the cursor goes to.
    """

    DEFAULT_CSS = """
    StatisticsScreen {
        layout: vertical;
        & > #top { height: 1; background: $panel; }
        & #title { width: auto; max-width: 60%; padding: 0 1; text-style: bold; }
        & LineInput { width: 1fr; background: $panel; }
        & #totals { width: auto; max-width: 75%; padding: 0 1; color: $text-muted; }
        & #wrong { height: auto; padding: 0 1; color: $text-warning; display: none; }
        & #wrong.-shown { display: block; }
        & #none { padding: 1; display: none; }
        & #none.-shown { display: block; }
        & PanelGrid { margin-top: 1; }
    }
    """
    PLACES = STATISTICS
    AUTO_FOCUS = "PanelGrid"

    def __init__(self, session: Session, standpoint: Standpoint) -> None:
        super().__init__(session)
        self._standpoint = standpoint
        self._found: Statistics | None = None

    @property
    def place(self) -> str:
        """Whether the panels have the focus, or the box that narrows them."""
        return STATISTICS[isinstance(self.focused, LineInput)]

    @property
    def cursor_owner(self) -> PanelGrid:
        """The panels."""
        return self.query_one(PanelGrid)

    def compose(self) -> ComposeResult:
        """The query and the totals, the panels, the keys."""
        shelf = self._standpoint.shelf
        with Horizontal(id="top"):
            yield Static(f"Statistics: {clean(shelf, 30)} /".replace(":  /", " /"), id="title", markup=False)
            yield LineInput(
                self._standpoint.query,
                placeholder="all; / narrows",
                compact=True,
                select_on_focus=False,
                max_length=LONGEST,
                take_line=lambda _: self.set_focus(self.query_one(PanelGrid)),
            )
            yield Static("counting …", id="totals", markup=False)
        yield Static(id="wrong", markup=False)
        yield Static(id="none", markup=False)
        yield PanelGrid()
        yield HintBar()

    def on_mount(self) -> None:
        """Count."""
        self.count()

    def on_resize(self) -> None:
        """Count again, as another number of bars may fit; and say what is in view."""
        self.count()

    # -- counting

    @on(Input.Changed)
    def _narrowed(self, event: Input.Changed) -> None:
        event.stop()
        self.count()

    @on(LibraryChanged)
    def _library_changed(self) -> None:
        self.count()

    @work(group="count", exclusive=True)
    async def count(self) -> None:
        """Count what is asked for, in a thread; what can't be read leaves the panels as they are, and says why."""
        typed = self.query_one(LineInput).value
        problem = parse(typed).problem
        wrong = self.query_one("#wrong", Static)
        wrong.update(Content(clean(problem.message, 200)) if problem else Content(""))
        wrong.set_class(problem is not None, "-shown")
        if problem is not None:
            return
        catalogue = self.session.catalogue
        found = await asyncio.to_thread(statistics, catalogue, self._text, this_day(), top=self._top)
        self._found = found
        self._say_nothing_is_counted(self._text if not found.totals.films else None)
        grid = self.query_one(PanelGrid)
        grid.show(found.panels if found.totals.films else (), self._standpoint.panel, self._standpoint.bar)
        self._standpoint = self._standpoint._replace(panel="", bar="")
        self.call_after_refresh(self._say_totals)
        self.refresh_hints()

    def _say_nothing_is_counted(self, query: str | None) -> None:
        """Say why there are no panels; None where there are some."""
        why = "Nothing is found, so there is nothing to count: / asks for something else." if query else _EMPTY
        note = self.query_one("#none", Static)
        note.update(Content(why if query is not None else ""))
        note.set_class(query is not None, "-shown")

    @property
    def _text(self) -> str:
        """What finds all that is counted: the query of the shelf, and what is typed."""
        typed = self.query_one(LineInput).value
        shelves = self.session.catalogue.shelves
        shelf = shelves.named(self._standpoint.shelf) if self._standpoint.shelf else None
        return typed if shelf is None else shelves.query_of(shelf, typed)

    @property
    def _top(self) -> int:
        """Bars of a panel of names: as many as let two panels be in view."""
        height = self.size.height - 2
        return max(_LEAST, min(_MOST, height // 2 - 4))

    @on(PanelGrid.Scrolled)
    def _say_totals(self) -> None:
        """Say how much is counted, and which of the panels are in view where not all are."""
        grids = self.query(PanelGrid)
        if self._found is None or not grids:  # the screen may have gone meanwhile
            return
        grid = grids.first()
        first, last = grid.in_view
        count = len(grid.panels)
        totals = self._found.totals
        where = f" · panels {first}–{last} of {count}" if count and last - first + 1 < count else ""
        said = [totals.words + where, totals.short + where, totals.short + where.replace("panels ", "")]
        room = min(self.size.width * _SHARE // 100, self.size.width - self.query_one("#title").size.width) - 4
        self.query_one("#totals", Static).update(Content(next((one for one in said if len(one) <= room), said[-1])))

    # -- what is done

    def is_enabled(self, command_id: str) -> bool:
        """Whether a command does something now."""
        if command_id == "show-rows":
            chosen = self.query_one(PanelGrid).chosen
            return chosen is not None and bool(chosen[1].query and chosen[1].count)
        return True

    @property
    def _here(self) -> Standpoint:
        """Where the cursor stands now."""
        chosen = self.query_one(PanelGrid).chosen
        typed = self.query_one(LineInput).value
        if chosen is None:
            return self._standpoint._replace(query=typed)
        return Standpoint(typed, self._standpoint.shelf, chosen[0].title, chosen[1].label)

    def action_show_rows(self) -> None:
        """Show what the bar under the cursor counts."""
        chosen = self.query_one(PanelGrid).chosen
        if chosen is None or not chosen[1].count:
            return
        query = f"{self.query_one(LineInput).value} {chosen[1].query}".strip()
        if not chosen[1].query:
            self.say("No query finds these: they are what the bars above leave.", seconds=4)
        elif len(query) > LONGEST:
            self.say(f"A query has at most {LONGEST} characters; narrow less.", seconds=4)
        else:
            self.dismiss(Asked(self._here, query, by_film=chosen[0].unit == "films"))

    def action_turn_panel(self, step: int) -> None:
        """Go to the next panel, or the one before."""
        self.query_one(PanelGrid).turn(step)

    def action_narrow(self) -> None:
        """Type what narrows the panels."""
        self.set_focus(self.query_one(LineInput))

    def action_diary(self) -> None:
        """Show what was seen, and when."""
        self.dismiss(Asked(self._here, self._text, is_diary=True))

    def action_copy_bars(self) -> None:
        """Copy all panels as text."""
        if self._found is None:
            return
        lines = [self._found.totals.words]
        for panel in self._found.panels:
            lines += ["", *lines_of(panel, _COPY_WIDTH)] if panel.lines else []
        text = "\n".join(map(clean, lines))
        self.app.copy_to_clipboard(text)
        copy_with_program(text, self.session.environ)
        self.say(f"copied: {len(self._found.panels)} panels", seconds=2)

    def action_back(self) -> None:
        """From the box to the panels; from there to the list."""
        if self.place == STATISTICS[1]:
            self.set_focus(self.query_one(PanelGrid))
        else:
            self.dismiss(None)
