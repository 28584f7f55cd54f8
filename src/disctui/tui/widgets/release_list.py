"""The list of releases: draws the rows in view and nothing else, however many there are."""

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip

from disctui.safe_text import clean
from disctui.tui import deferred
from disctui.tui.messages import ReleaseChosen
from disctui.tui.results import Results
from disctui.tui.widgets.disc_badge import CELLS, KINDS, WHOLE, Badge
from disctui.tui.widgets.row_list import SCROLLBAR, RowList, RowStyles, fitted
from disctui.tui.widgets.wrapping import within

if TYPE_CHECKING:
    from disctui.library.listing import Listing
    from disctui.tui.results import Row

_GUTTER = 3
_YEAR = 4
VALUE_CELLS = 9
"""Cells of each of several values, the blank behind it included."""
_FOUND_IN = " › "
"""Stands between the title of a set and the film of it that was found."""
_LEAST = 1
"""Cells of the title of a set that are shown before that of a film, which needs the rest."""
_NARROW = 48
"""Cells below which a letter stands for the state."""


_TITLE = 24
"""Cells of a title that hold nine of ten: in a list that is not narrow other columns leave it as many."""
_VALUED_TITLE = 20
"""Cells that values leave to a title that were asked for instead of the director."""
_DIRECTOR = range(12, 27)
_LAYOUTS = ((WHOLE, 7), (WHOLE, 5), (CELLS, 5), (0, 5))
"""Cells of disc and state, the best first."""


def _beside_titles(room: int, _: int, *, is_narrow: bool) -> tuple[int, int, int]:
    """Cells of the director, of the disc and of the state; what would leave the title too few gives way.

    Args:
        room: For these columns and the title.
        is_narrow: Whether a letter before the title stands for the state.
    """
    if is_narrow:
        return 0, CELLS if room - CELLS - 1 >= _TITLE - 1 else 0, 0
    for disc, state in _LAYOUTS[:2]:
        left = room - disc - state - _TITLE - 3
        if left >= _DIRECTOR[0] + 2 * (state > _LAYOUTS[1][1]):  # before the words of a state are cut, the director is
            return min(left, _DIRECTOR[-1], max(_DIRECTOR[0], (room - 15) // 3)), disc, state
    disc, state = next((pair for pair in _LAYOUTS[:2] if room - sum(pair) - 2 >= _TITLE), _LAYOUTS[2])
    return 0, disc, state


def _beside_values(room: int, values: int, *, is_narrow: bool) -> tuple[int, int, int]:
    """Cells of what the list is sorted by, or of what its shelf shows, of the disc and of the state.

    Args:
        room: For these columns and the title.
        values: How many there are.
        is_narrow: Whether a letter before the title stands for the state.
    """
    if is_narrow:
        return 10 if room >= 25 else 0, 0, 0
    wanted = VALUE_CELLS * values if values > 1 else min(_DIRECTOR[-1], max(_DIRECTOR[0], (room - 15) // 3))
    for disc, state in _LAYOUTS:
        left = room - disc - state - _VALUED_TITLE - 2 - (disc > 0)
        if left >= (wanted - 1 if values > 1 else 10):
            return min(wanted, left), disc, state
    return (left + 1) // VALUE_CELLS * VALUE_CELLS - 1 if values > 1 else left, disc, state


class Columns(NamedTuple):
    """Widths in cells of the columns that fit; 0 leaves a column out."""

    gutter: int
    """For the cursor and signs, and in a narrow list for the letter of the state."""
    title: int
    year: int
    value: int
    """The director, or what the list is sorted by."""
    disc: int
    state: int

    @classmethod
    @functools.lru_cache(maxsize=64)
    def fitting(cls, width: int, *, values: int = 0) -> "Columns":
        """The columns of a list `width` cells wide: the title is the last to go.

        Args:
            width: Of the list.
            values: How many values stand in place of the director.
        """
        is_narrow = width < _NARROW
        gutter = _GUTTER + is_narrow
        room = width - gutter - 1
        year = _YEAR if room >= 16 else 0
        room -= year + 1 if year else 0
        value, disc, state = (_beside_values if values else _beside_titles)(room, values, is_narrow=is_narrow)
        others = sum(column + 1 for column in (value, disc, state) if column)
        return cls(gutter, max(1, room - others), year, value, disc, state)

    @property
    def whole(self) -> int:
        """Cells of a row."""
        return self.gutter + self.title + sum(column + 1 for column in self[2:] if column)


def in_columns(texts: Sequence[str], width: int) -> str:
    """Values side by side in a column; the last ones are left out where there is no room for them."""
    if len(texts) == 1 or width < 2 * VALUE_CELLS - 1:
        return fitted(texts[0], width)
    return fitted(" ".join(fitted(text, VALUE_CELLS - 1) for text in texts[: (width + 1) // VALUE_CELLS]), width)


def _title(results: Results, listing: "Listing", width: int) -> str:
    """The title of a row `width` cells wide; of a set that a film was found in, cut so that the film's can be read."""
    if not listing.film or results.view.by_film:
        return clean(results.title_of(listing), 300)
    film = _FOUND_IN + clean(listing.title, 300)
    return fitted(clean(listing.set_title, 300), max(width - cell_len(film), _LEAST)).rstrip() + film


class ReleaseList(RowList):
    """Rows of releases, or of films, under a cursor.

    Posts `ReleaseChosen` whenever other rows are shown or the cursor comes to stand on another release: once that is
    drawn, so that what else it brings about never comes before the rows.
    """

    results: reactive[Results | None] = reactive(None, layout=False)
    """The rows."""
    marked: reactive[frozenset[str]] = reactive(frozenset())
    """Ids of the releases that carry a mark."""
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"release-list--{kind}" for kind in KINDS}
    DEFAULT_CSS = """
    ReleaseList {
        & > .release-list--best { color: $badge-best-text; background: $badge-best; text-style: bold; }
        & > .release-list--film-disc { color: $badge-film-disc-text; background: $badge-film-disc; text-style: bold; }
        & > .release-list--other { color: $badge-other-text; background: $badge-other; text-style: bold; }
    }
    """

    range_from: reactive[int | None] = reactive(None)
    """The row where a range of marks begins; None outside of one."""

    def __init__(self) -> None:
        super().__init__()
        self._chosen: str | None = None
        self._expected: str | None = None
        self._is_announced = True
        self._near_from = 0
        self.notice: tuple[str, ...] = ()
        """What stands in the place of the rows where nothing is found; worked out once, and not for each line."""

    @property
    def rule_at(self) -> int:
        """The first row of what was found only nearly, where some was found as it was typed."""
        return self._near_from

    def draw_rule(self, width: int, styles: RowStyles) -> Strip:
        """The line between what was found as it was typed and what nearly."""
        room = max(0, width - SCROLLBAR - _GUTTER)
        words = " near: misspelt, or a word is missing "[: max(0, room - 4)]
        line = [Segment(" " * _GUTTER + "──", styles.rule), Segment(words, styles.dim)]
        return Strip([*line, Segment("─" * max(0, room - 2 - len(words)), styles.rule)]).adjust_cell_length(width)

    def expect(self, release_id: str) -> None:
        """Move the cursor to a release once it is among the rows: one that was just made or renamed."""
        self._expected = release_id

    @property
    def chosen(self) -> str | None:
        """The id of the release under the cursor, or None where the list is empty."""
        return self._chosen

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self.results) if self.results is not None else 0

    def watch_results(self, before: Results | None, results: Results | None) -> None:
        """Show other rows: the cursor stays on its release where that is among them, unless another query is asked."""
        if results is None:
            return
        is_new_query = before is not None and before.view.query.text != results.view.query.text
        keep_cursor = results.view.is_all or not is_new_query
        row = results.row_of(self._expected) if self._expected is not None else None
        if row is not None:
            self._expected = None
        elif keep_cursor and self._chosen is not None:
            row = results.row_of(self._chosen)
        if row is None and keep_cursor and self._chosen is not None and results.found is None:
            row = min(self.cursor, len(results) - 1)  # the release is gone: stay where it stood
        self._near_from, self.notice = results.near_from, results.notice()
        self.show_rows(row or 0)
        self._is_announced = False
        self._choose()

    # -- marks

    @property
    def has_marks(self) -> bool:
        """Whether there is a mark, or a range is begun."""
        return bool(self.marked) or self.range_from is not None

    def unmark(self) -> None:
        """Take all marks away."""
        self.range_from = None
        self.marked = frozenset()

    def toggle_mark(self) -> None:
        """Mark the release under the cursor, or take its mark away, and go on to the next."""
        if self._chosen is not None:
            self.marked ^= {self._chosen}
            self.move(1)

    def mark_range(self) -> bool:
        """Begin a range at the cursor, or mark all from its beginning to the cursor; whether one was marked."""
        results = self.results
        if results is None or not len(results):
            return False
        if self.range_from is None:
            self.range_from = self.cursor
            return False
        first, last = sorted((self.range_from, self.cursor))
        self.range_from = None
        self.marked |= {results.id_at(row) for row in range(first, min(last + 1, len(results)))}
        return True

    def mark_all(self) -> None:
        """Mark all that is found, or take these marks away where all are marked."""
        results = self.results
        if results is not None:
            found = {results.id_at(row) for row in range(len(results)) if not results.is_near(row)}
            self.marked = self.marked - found if found <= self.marked else self.marked | found

    def cursor_moved(self) -> None:
        """Post `ReleaseChosen` once the rows are drawn."""
        self._choose()

    def _choose(self) -> None:
        results = self.results
        chosen = results.id_at(self.cursor) if results is not None and len(results) > self.cursor else None
        if chosen != self._chosen:
            self._chosen = chosen
            self._is_announced = False
        if not self._is_announced and not (self.region and self.screen.is_current):
            self._announce()  # nothing is drawn now

    def _announce(self) -> None:
        self._is_announced = True
        self.post_message(ReleaseChosen(self._chosen))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw rows, and post `ReleaseChosen` once they are drawn."""
        strips = super().render_lines(crop)
        if not self._is_announced:
            self._announce()
        return strips

    def render_line(self, y: int) -> Strip:
        """One line of the view; where nothing is found, one of the notice that says so."""
        if not self.notice:
            return super().render_line(y)
        room = max(1, self.size.width - _GUTTER - SCROLLBAR)
        notice = within(self.notice, room, self.size.height)
        if y >= len(notice):
            return super().render_line(y)
        style = self.rich_style + self.get_component_rich_style("row-list--dim", partial=True) if y else self.rich_style
        return Strip([Segment(" " * _GUTTER + fitted(clean(notice[y], 300), room), style)])

    def draw_row(self, row: int, width: int, styles: RowStyles) -> Strip:
        """One release."""
        results = self.results
        shown = results.row_at(row) if results is not None else None
        if results is None or shown is None:
            return Strip.blank(width, styles.base)
        listing = shown.listing
        ways = results.view.valued
        base, dim, match, mark, gone = styles[:5]
        columns = Columns.fitting(width - SCROLLBAR, values=len(ways))
        state = deferred.standing(listing, results.today)
        strong, faint = (base, dim) if state.is_here else (gone, gone)
        told = styles.urgent if state.word == "late" else styles.done if state.word == "seen" else dim
        segments = self._signs(shown, styles)
        if columns.gutter > _GUTTER:
            segments.insert(2, Segment(state.letter or " ", told))
        is_near = shown.is_inexact
        title, director = _title(results, listing, columns.title), clean(listing.director, 300)
        segments += self._cells(title, columns.title, strong, match, results.highlights(title, is_near=is_near))
        if columns.year:
            segments.append(Segment(f" {listing.year or '':>4}", faint))
        if columns.value and ways:
            texts = [clean(way.shown(listing), 300) for way in ways if way.shown is not None]
            segments.append(Segment(" " + in_columns(texts, columns.value), strong))
        elif columns.value:
            segments.append(Segment(" ", base))
            spans = results.highlights(director, is_near=is_near)
            segments += self._cells(director, columns.value, faint, match, spans)
        if columns.disc:
            segments.append(Segment(" ", base))
            segments += self._disc(listing.disc, columns.disc, styles)
        if columns.state:
            words = state.fitted(columns.state)
            word = words.removesuffix(state.rating) if state.rating else words
            rated = words[len(word) :].ljust(columns.state - len(word))
            segments += [Segment(f" {word}", told), Segment(rated, mark if state.is_here else dim)]
        left = width - columns.whole
        if left < 0:
            return Strip(segments).adjust_cell_length(width, base)
        return Strip([*segments, Segment(" " * left, base)], width)

    def _signs(self, row: "Row", styles: RowStyles) -> list[Segment]:
        """The cells before the title: the pointer's, that of a problem or a near hit, and that of a mark."""
        is_wrong = row.listing.is_marked or row.entry.is_stale
        sign = Segment("!", styles.urgent) if is_wrong else Segment("≈" if row.is_near else " ", styles.dim)
        is_marked = row.listing.id in self.marked
        return [Segment(" ", styles.base), sign, Segment("*" if is_marked else " ", styles.mark)]

    def _disc(self, disc: str, width: int, styles: RowStyles) -> list[Segment]:
        """The badge of a disc, and what else is in the case."""
        badge = Badge.of(disc, width)
        rest = Segment(badge.rest, styles.dim)
        if not badge.kind:
            return [rest]
        style = styles.base + self.tone(f"release-list--{badge.kind}")
        if style.reverse and not self.app.has_class("-no-color"):  # it would be a hole in the row
            style += Style(reverse=False)
        return [Segment(badge.word, style), rest]

    @staticmethod
    def _cells(text: str, width: int, base: Style, match: Style, spans: Sequence[tuple[int, int]]) -> list[Segment]:
        """One cell of a row, cut or filled to its width, with some spans of the text marked."""
        shown = fitted(text, width)
        segments, at = [], 0
        for start, end in spans:
            begin, stop = max(at, min(start, len(shown))), min(end, len(shown))
            if begin > at:
                segments.append(Segment(shown[at:begin], base))
            if stop > begin:
                segments.append(Segment(shown[begin:stop], base + match))
            at = max(at, stop)
        segments.append(Segment(shown[at:], base))
        return segments
