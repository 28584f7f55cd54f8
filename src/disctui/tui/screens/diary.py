"""What was seen, and when: a year at a time."""

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from disctui.release.days import counted
from disctui.statistics.diary import DiaryYear, diary_of, years_seen
from disctui.statistics.panel import Bar, Panel
from disctui.statistics.text import series
from disctui.tui.commands import DIARY
from disctui.tui.messages import LibraryChanged
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.session import Session
from disctui.tui.target import Target
from disctui.tui.widgets.diary_list import DiaryList
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.title_line import TitleLine

_WIDE = 48
"""Columns from which on there is room for a word before the twelve months."""


class DiaryScreen(CommandScreen[str | None]):
    """Ends with the id of the release to go to, or None.

    Args:
        session: What all screens share.
        query: What finds the releases whose viewings are shown; "" for all.
    """

    DEFAULT_CSS = """
    DiaryScreen {
        layout: vertical;
        & > #months { height: 2; padding: 1 2 0 2; color: $text-muted; dock: bottom; margin-bottom: 1; }
        & > DiaryList { margin: 1 0 3 0; }
    }
    """
    PLACES = DIARY
    AUTO_FOCUS = "DiaryList"

    def __init__(self, session: Session, query: str) -> None:
        super().__init__(session)
        self._query = query
        self._years: list[int] = []
        self._diary: DiaryYear | None = None

    @property
    def cursor_owner(self) -> DiaryList:
        """The viewings."""
        return self.query_one(DiaryList)

    def compose(self) -> ComposeResult:
        """How much was seen, the viewings, the months and the keys."""
        yield TitleLine("Diary")
        yield DiaryList()
        yield Static(id="months", markup=False)
        yield HintBar()

    def on_mount(self) -> None:
        """Read the last year in which anything was seen."""
        self._read()

    @on(LibraryChanged)
    def _library_changed(self) -> None:
        self._read()

    @work(group="diary", exclusive=True)
    async def _read(self, year: int | None = None) -> None:
        """Read the viewings of a year, by default the one that is shown or the last there is, in a thread."""
        catalogue = self.session.catalogue
        self._years = await asyncio.to_thread(years_seen, catalogue, self._query)
        if not self._years:
            self.query_one("#title", Static).update("Diary: nothing was seen yet")
            self.refresh_hints()
            return
        wanted = year or (self._diary.year if self._diary is not None else self._years[-1])
        self._diary = await asyncio.to_thread(diary_of, catalogue, self._query, wanted)
        self.query_one(DiaryList).show(self._diary)
        number, films = len(self._diary.entries), self._diary.films
        said = f"Diary · {counted(number, 'viewing')} in {wanted} · {counted(films, 'film')}"
        self.query_one("#title", Static).update(Content(said))
        self._show_months()
        self.refresh_hints()

    def on_resize(self) -> None:
        """Show all twelve months, however narrow the terminal is."""
        self._show_months()

    def _show_months(self) -> None:
        if self._diary is None:
            return
        bars = tuple(Bar("", count) for count in self._diary.by_month)
        levels = series(Panel("", "", "", bars=bars)).replace(" ", "▁")
        shown = " ".join(f"{letter}{level}" for letter, level in zip("JFMAMJJASOND", levels, strict=True))
        heading = "months   " if self.size.width >= _WIDE else ""
        self.query_one("#months", Static).update(Content(heading + shown), layout=False)

    @property
    def target(self) -> Target:
        """The viewing under the cursor, and what was seen."""
        chosen = self.query_one(DiaryList).chosen
        entry = self.session.catalogue.entry(chosen.release_id) if chosen is not None else None
        if chosen is None or entry is None:
            return Target()
        release = self.session.catalogue.release(chosen.release_id)
        film, row = chosen.viewing.film, chosen.viewing.id
        named = Target(entry.path, release_id=chosen.release_id, release=release, film=film, row_ids=(row,))
        return named._replace(release_ids=(chosen.release_id,), viewing=chosen.viewing.date)

    def is_enabled(self, command_id: str) -> bool:
        """Whether a command does something now."""
        if command_id == "seen-on":
            return not self.session.editor.is_read_only and self.query_one(DiaryList).chosen is not None
        if command_id == "go-there":
            return self.query_one(DiaryList).chosen is not None
        if command_id in {"year-before", "year-after"} and self._diary is not None:
            return self._other_year(-1 if command_id == "year-before" else 1) is not None
        return command_id not in {"year-before", "year-after"}

    def _other_year(self, step: int) -> int | None:
        """The next year in which anything was seen, or the one before."""
        now = self._diary.year if self._diary is not None else 0
        if step > 0:
            return min((year for year in self._years if year > now), default=None)
        return max((year for year in self._years if year < now), default=None)

    def action_turn_year(self, step: int) -> None:
        """Show the next year in which anything was seen, or the one before."""
        year = self._other_year(step)
        if year is not None:
            self._read(year)

    def action_go_there(self) -> None:
        """To the release under the cursor."""
        chosen = self.query_one(DiaryList).chosen
        if chosen is not None:
            self.dismiss(chosen.release_id)
