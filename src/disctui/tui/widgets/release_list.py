"""The list of releases: draws the rows in view and nothing else, however many there are."""

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from disctui.safe_text import clean
from disctui.tui.messages import CommandChosen, ReleaseChosen
from disctui.tui.results import Results

if TYPE_CHECKING:
    from disctui.library.entries import Entry

_GUTTER = 3
_YEAR = 4
_SCROLLBAR = 1
"""Cells at the right in which the scrollbar is drawn."""


class Columns(NamedTuple):
    """Widths in cells of the columns that fit; 0 leaves a column out."""

    title: int
    year: int
    director: int
    disc_format: int

    @classmethod
    def fitting(cls, width: int) -> "Columns":
        """The columns of a list `width` cells wide: the title is the last to go."""
        room = width - _GUTTER - 1
        disc_format = 8 if room >= 40 else 0
        year = _YEAR if room >= 16 else 0
        director = min(26, max(14, (room - 15) // 3)) if room >= 48 else 0
        gaps = (disc_format > 0) + (year > 0) + (director > 0)
        return cls(max(1, room - disc_format - year - director - gaps), year, director, disc_format)

    @property
    def whole(self) -> int:
        """Cells of a row."""
        return _GUTTER + self.title + sum(column + 1 for column in self[1:] if column)


class _Styles(NamedTuple):
    """What rows are drawn in, worked out once for all that are drawn at a time; Textual takes long over it."""

    base: Style
    row: tuple[Style, Style, Style, Style]
    """The row itself, what is dim in it, letters that match, and its sign."""
    cursor: tuple[Style, Style, Style, Style]

    @classmethod
    def of(cls, widget: "ReleaseList") -> "_Styles":
        """The styles that a list has now."""
        base = widget.rich_style
        cursor, dim, match, mark = (
            widget.get_component_rich_style(f"release-list--{name}", partial=True)
            for name in ("cursor", "dim", "match", "mark")
        )
        under = base + cursor
        # Under the cursor letters that match keep its colours.
        return cls(base, (base, base + dim, match, base + mark), (under, under, _MATCH_UNDER_CURSOR, under))


_MATCH_UNDER_CURSOR = Style(underline=True, bold=True)


class ReleaseList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of releases under a cursor.

    Posts `ReleaseChosen` whenever other rows are shown or the cursor comes to stand on another release: once that is
    drawn, so that what else it brings about never comes before the rows.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "release-list--cursor",
        "release-list--match",
        "release-list--dim",
        "release-list--mark",
    }
    DEFAULT_CSS = """
    ReleaseList {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        & > .release-list--cursor {
            background: $panel; color: $foreground; text-style: bold;
        }
        &:focus > .release-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        & > .release-list--match { color: $text-accent; text-style: bold underline; }
        & > .release-list--dim { color: $foreground-muted; }
        & > .release-list--mark { color: $text-warning; text-style: bold; }
        &:ansi > .release-list--cursor, &.-no-color > .release-list--cursor { text-style: bold reverse; }
    }
    """

    results: reactive[Results | None] = reactive(None, layout=False)
    """The rows."""
    cursor: reactive[int] = reactive(0)
    """The row under the cursor."""
    marked: reactive[frozenset[str]] = reactive(frozenset())
    """Ids of the releases that carry a mark."""
    range_from: reactive[int | None] = reactive(None)
    """The row where a range of marks begins; None outside of one."""

    def __init__(self) -> None:
        super().__init__()
        self._chosen: str | None = None
        self._expected: str | None = None
        self._is_announced = True
        self._styles: _Styles | None = None

    def expect(self, release_id: str) -> None:
        """Stand on a release as soon as it is among the rows: one that was just made or renamed."""
        self._expected = release_id

    @property
    def chosen(self) -> str | None:
        """The id of the release under the cursor, or None where the list is empty."""
        return self._chosen

    @property
    def page(self) -> int:
        """Rows in view."""
        return max(1, self.scrollable_content_region.height)

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
        self._fit(len(results))
        self.set_reactive(ReleaseList.cursor, max(0, row or 0))
        self._reveal()
        self.refresh()
        self._is_announced = False
        self._choose()

    def _fit(self, rows: int) -> None:
        """Be as high as there are rows. The scrollbar's place is always kept, so nothing is laid out anew."""
        self.set_reactive(ReleaseList.virtual_size, Size(0, rows))
        self.vertical_scrollbar.window_virtual_size = rows
        self.scroll_y = self.validate_scroll_y(self.scroll_y)

    def go_to(self, row: int) -> None:
        """Move the cursor to a row, or as near as there is one."""
        self.cursor = max(0, min(row, len(self.results or ()) - 1))

    def move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.go_to(self.cursor + rows)

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

    def watch_cursor(self, before: int, after: int) -> None:
        """Redraw the two rows, and bring the cursor into view."""
        self.refresh_line(before)
        self.refresh_line(after)
        self._reveal()
        self._choose()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._reveal()

    def _reveal(self) -> None:
        height = self.page
        top = round(self.scroll_y)
        if self.cursor < top or self.cursor >= top + height:
            self.scroll_to_region(
                Region(0, self.cursor, 1, 1), animate=False, force=True, center=abs(self.cursor - top) > 2 * height
            )

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
        """Draw rows, and tell of what is seen with them.

        Textual's own way keeps what it has drawn and adds borders and padding; here the rows are others at every key,
        and there is neither.
        """
        self._styles = _Styles.of(self)
        width, columns = self.size.width, crop.column_span
        strips = [self.render_line(y) for y in crop.line_range]
        filters = [one for one in self.get_line_filters() if not isinstance(one, ANSIToTruecolor)]  # none is drawn here
        for line_filter in filters:
            background = self.background_colors[1]
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if not self._is_announced:
            self._announce()
        return strips if columns == (0, width) else [strip.crop(*columns) for strip in strips]

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row that was clicked; a second click goes to its details."""
        row = event.y + round(self.scroll_y)
        if row < len(self.results or ()):
            self.go_to(row)
        if event.chain == 2:
            self.post_message(CommandChosen("next-pane"))

    def render_line(self, y: int) -> Strip:
        """One row of the view."""
        row = y + round(self.scroll_y)
        width = self.size.width
        styles = self._styles = self._styles or _Styles.of(self)
        results = self.results
        entry = results.entry_at(row) if results is not None and row < len(results) else None
        if results is None or entry is None:
            return Strip.blank(width, styles.base)
        return self._row(entry, results, width, row, styles)

    def _row(self, entry: "Entry", results: Results, width: int, row: int, styles: "_Styles") -> Strip:
        is_cursor, listing = row == self.cursor, entry.listing
        assert listing is not None
        base, dim, match, mark = styles.cursor if is_cursor else styles.row
        columns = Columns.fitting(width - _SCROLLBAR)
        sign = "!" if listing.is_marked or entry.is_stale else "≈" if results.is_near(row) else " "
        pointer = "*" if listing.id in self.marked else "›" if is_cursor else " "
        segments = [Segment(pointer, base), Segment(f"{sign} ", mark)]
        segments += self._cells(clean(listing.title, 300), columns.title, base, match, results)
        if columns.year:
            segments.append(Segment(f" {listing.year or '':>4}", dim))
        if columns.director:
            segments.append(Segment(" ", base))
            segments += self._cells(clean(listing.director, 300), columns.director, dim, match, results)
        if columns.disc_format:
            segments.append(Segment(" " + fitted(clean(listing.disc_format, 60), columns.disc_format), dim))
        left = width - columns.whole
        if left < 0:
            return Strip(segments).adjust_cell_length(width, base)
        return Strip([*segments, Segment(" " * left, base)], width)

    def _cells(self, text: str, width: int, base: Style, match: Style, results: Results) -> list[Segment]:
        """One cell of a row, cut or filled to its width, with the letters that matched marked."""
        shown = fitted(text, width)
        if results.view.is_all:
            return [Segment(shown, base)]
        segments, at = [], 0
        for start, end in results.highlights(text):
            begin, stop = max(at, min(start, len(shown))), min(end, len(shown))
            if begin > at:
                segments.append(Segment(shown[at:begin], base))
            if stop > begin:
                segments.append(Segment(shown[begin:stop], base + match))
            at = max(at, stop)
        segments.append(Segment(shown[at:], base))
        return segments


def fitted(text: str, width: int) -> str:
    """`text` filled to `width` cells, or cut to them with an ellipsis."""
    if cell_len(text) > width:
        return set_cell_size(text, max(0, width - 1)).rstrip() + "…" + " " * _missing(text, width)
    return set_cell_size(text, width)


def _missing(text: str, width: int) -> int:
    return max(0, width - 1 - cell_len(set_cell_size(text, max(0, width - 1)).rstrip()))
