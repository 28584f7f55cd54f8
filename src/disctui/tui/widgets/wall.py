"""Covers in a grid, as many as fit; a card with the title where there is no picture."""

import asyncio
import time
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from disctui.safe_text import clean
from disctui.tui import deferred
from disctui.tui.covers.gallery import Gallery, Shown
from disctui.tui.covers.pictures import Wanted
from disctui.tui.messages import CommandChosen, CoversRead
from disctui.tui.widgets.release_list import ReleaseList
from disctui.tui.widgets.row_list import POINTER, fitted
from disctui.tui.widgets.wrapping import within

if TYPE_CHECKING:
    from disctui.library.entries import Entry
    from disctui.library.listing import Listing
    from disctui.tui.session import Session

COLUMNS, ROWS = 18, 12
"""Cells of a picture."""
_LOW = 8
"""Rows of a card up to which its title has no blank line above it."""
_LEAST = 4
"""Rows of a picture at least."""
_WORDS = 2
"""Lines of words under it."""
_GAP = 2
"""Cells between two cards."""
_REST = 0.12
"""Seconds without a move after which the pictures in view are decoded."""
_PATIENCE = 0.3
"""Seconds after which it is said how many of the pictures are decoded."""
_KEPT = 160
"""Pictures that are kept for the wall."""


class _Grid(NamedTuple):
    """How many cards there is room for."""

    across: int
    down: int
    left: int
    """Cells before the first."""
    rows: int
    """Cells of a picture from its top to its bottom: fewer where the wall has not even room for one."""

    @classmethod
    def of(cls, width: int, height: int) -> "_Grid":
        across = max(1, (width + _GAP) // (COLUMNS + _GAP))
        used = across * (COLUMNS + _GAP) - _GAP
        rows = max(_LEAST, min(ROWS, height - _WORDS))
        return cls(across, max(1, height // (rows + _WORDS + 1)), max(0, (width - used) // 2), rows)

    @property
    def line(self) -> int:
        """Cells from the top of a card to that of the next."""
        return self.rows + _WORDS + 1


class Wall(Widget):
    """The rows of the list as cards; the list keeps the rows, the cursor and the marks.

    Args:
        shelf: The list.
        gallery: The pictures.
        session: What all screens share.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"wall--cursor", "wall--pointer", "wall--rule", "wall--muted", "wall--gone"}
    DEFAULT_CSS = """
    Wall {
        display: none; width: 1fr; height: 1fr;
        & > .wall--cursor { background: $cursor-ground; color: $foreground; text-style: bold; }
        & > .wall--pointer { background: $cursor-ground; color: $cursor-accent; text-style: bold; }
        & > .wall--rule { color: $rule; }
        & > .wall--muted { color: $text-muted; }
        & > .wall--gone { color: $text-faint; }
        &:ansi > .wall--cursor { background: ansi_default; text-style: bold reverse; }
        &:ansi > .wall--pointer { background: ansi_default; }
    }
    """

    def __init__(self, shelf: ReleaseList, gallery: Gallery, session: "Session") -> None:
        super().__init__(id="wall")
        self._shelf = shelf
        self._gallery = gallery
        self._session = session
        gallery.keep(_KEPT)
        self._covers: dict[str, tuple[Entry, str]] = {}
        """By id, the cover of what was looked at, "" for none, with the entry that it was read from."""
        self._first = 0
        """The row of cards at the top."""

    def on_mount(self) -> None:
        """Follow the list."""
        for name in ("results", "cursor", "marked"):
            self.watch(self._shelf, name, self.look, init=False)

    def on_resize(self) -> None:
        """Decode what comes into view."""
        self.look()

    @property
    def _grid(self) -> _Grid:
        return _Grid.of(self.size.width, self.size.height)

    @property
    def page(self) -> int:
        """Rows of cards in view."""
        return self._grid.down

    def move(self, rows: int) -> None:
        """Move the cursor by so many rows of cards; where there is none below, to the last one."""
        self._shelf.move(rows * self._grid.across)

    def look(self) -> None:
        """Draw the cards in view, and decode their pictures once nothing moves."""
        if not self.display:
            return
        grid = self._grid
        row = self._shelf.cursor // grid.across
        self._first = max(min(self._first, row), row - grid.down + 1)
        self.refresh()
        self._decode()

    def _numbers(self) -> range:
        """The rows of the list that are in view."""
        grid = self._grid
        begin = self._first * grid.across
        return range(begin, min(begin + (grid.down + 1) * grid.across, self._shelf.row_count))

    @work(group="wall", exclusive=True)
    async def _decode(self) -> None:
        if not self._gallery.painter.kind:
            return
        await asyncio.sleep(_REST)
        catalogue, results = self._session.catalogue, self._shelf.results
        missing: list[Wanted] = []
        for number in self._numbers():
            row = results.row_at(number) if results is not None else None
            if row is None or row.entry.listing is None:
                continue
            entry, key = row.entry, row.entry.listing.id
            if self._covers.get(key, (None, ""))[0] is not entry:
                release = await asyncio.to_thread(catalogue.release, key)
                self._covers[key] = entry, (release.cover or "") if release is not None else ""
            cover = self._covers[key][1]
            if cover and self._gallery.known(self._wanted(entry, cover)) is None:
                missing.append(self._wanted(entry, cover))
        begun = time.monotonic()
        for done, wanted in enumerate(missing):
            if time.monotonic() - begun > _PATIENCE:
                self.post_message(CoversRead(done, len(missing)))
            await self._gallery.ready(wanted)
            self.refresh()
        self.post_message(CoversRead(len(missing), len(missing)))

    def stop(self) -> None:
        """Let be what is decoded for a wall that nobody sees any more."""
        self.workers.cancel_group(self, "wall")
        self.post_message(CoversRead(0, 0))

    def _wanted(self, entry: "Entry", cover: str) -> Wanted:
        return Wanted(entry.path, cover, COLUMNS, self._grid.rows)

    def _picture(self, entry: "Entry") -> Shown | None:
        """The picture of a card, if it is ready."""
        if entry.listing is None:
            return None
        known, cover = self._covers.get(entry.listing.id, (None, ""))
        shown = self._gallery.known(self._wanted(entry, cover)) if known is entry and cover else None
        return shown if shown is not None and shown.strips else None

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """One line of all cards in a row."""
        grid, base = self._grid, self.rich_style
        row, line = divmod(y, grid.line)
        notice = within(self._shelf.notice, max(1, self.size.width - 3), self.size.height)
        if y < len(notice):
            return Strip([Segment(f"   {clean(notice[y], 300)}", base)]).adjust_cell_length(self.size.width, base)
        segments = [Segment(" " * grid.left, base)]
        begin = (self._first + row) * grid.across
        for number in range(begin, min(begin + grid.across, self._shelf.row_count)):
            segments += [*self._card_line(number, line, base), Segment(" " * _GAP, base)]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _card_line(self, number: int, line: int, base: Style) -> list[Segment]:
        """One line of a card, `COLUMNS` cells wide."""
        results, rows = self._shelf.results, self._grid.rows
        row = results.row_at(number) if results is not None else None
        if row is None or line >= rows + _WORDS:
            return [Segment(" " * COLUMNS, base)]
        entry, listing = row.entry, row.listing
        if line >= rows:
            return self._words(number, listing, line - rows, base)
        picture = self._picture(entry)
        if picture is None:
            return self._title_card(number, listing, line, base)
        beside = (COLUMNS - picture.columns) // 2
        at = line - (rows - len(picture.strips))  # it stands on its title
        if at < 0:
            return [Segment(" " * COLUMNS, base)]
        after = Segment(" " * (COLUMNS - beside - picture.columns), base)
        return [Segment(" " * beside, base), *picture.strips[at], after]

    def _title(self, listing: "Listing") -> str:
        return clean(self._shelf.results.title_of(listing), 200) if self._shelf.results is not None else ""

    def _words(self, number: int, listing: "Listing", line: int, base: Style) -> list[Segment]:
        """The title under a card, or its year and disc."""
        results = self._shelf.results
        is_here = results is None or deferred.standing(listing, results.today).is_here
        mark = "*" if listing.id in self._shelf.marked else " "
        text = f"{listing.year or '':<4}  {clean(listing.disc, 60)}" if line else self._title(listing)
        words = mark + fitted(text, COLUMNS - 2)
        if number == self._shelf.cursor:
            return [Segment(POINTER, self._style("pointer", base)), Segment(words, self._style("cursor", base))]
        tone = self._style("gone", base) if not is_here else self._style("muted", base) if line else base
        return [Segment(" ", base), Segment(words, tone)]

    def _title_card(self, number: int, listing: "Listing", line: int, base: Style) -> list[Segment]:
        """One line of the card that stands for a picture: a frame with the title in it."""
        rows = self._grid.rows
        name = "pointer" if number == self._shelf.cursor else "rule"
        rule = self._style(name, base) + Style(bgcolor=base.bgcolor)
        if line in {0, rows - 1}:
            left, right = ("╰", "╯") if line else ("╭", "╮")
            return [Segment(f"{left}{'─' * (COLUMNS - 2)}{right}", rule)]
        room = COLUMNS - 4
        title = [one.plain for one in Content(self._title(listing)).wrap(room)][: max(1, rows - 6)]
        at = line - (2 if rows > _LOW else 1)
        text, tone = title[at] if 0 <= at < len(title) else "", base + Style(bold=True)
        if at == len(title) + 1:
            text, tone = clean(listing.director, 100), self._style("muted", base)
        return [Segment("│ ", rule), Segment(fitted(text, room), tone), Segment(" │", rule)]

    def _style(self, name: str, base: Style) -> Style:
        return base + self.get_component_rich_style(f"wall--{name}", partial=True)

    def on_click(self, event: events.Click) -> None:
        """Go to the card that was clicked; a second click opens it."""
        grid = self._grid
        column, row = (event.x - grid.left) // (COLUMNS + _GAP), event.y // grid.line
        number = (self._first + row) * grid.across + column
        if 0 <= column < grid.across and number < self._shelf.row_count:
            self._shelf.go_to(number)
            if event.chain == 2:
                self.post_message(CommandChosen("open"))
