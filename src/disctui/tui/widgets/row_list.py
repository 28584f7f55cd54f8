"""A list of rows under a cursor, which draws the rows in view and nothing else, however many there are."""

from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from disctui.tui.messages import CommandChosen

SCROLLBAR = 1
"""Cells at the right in which the scrollbar is drawn."""


class RowStyles(NamedTuple):
    """What a row is drawn in."""

    base: Style
    dim: Style
    match: Style
    """For letters that match the query."""
    mark: Style
    """For the row's sign."""
    gone: Style
    """For a row of what is not there."""
    urgent: Style
    """For what wants doing."""
    done: Style
    """For what is done."""
    rule: Style
    """For the line between two groups of rows."""


POINTER = "\u258c"
"""The bar at the left of the row under the cursor; `RowList` draws it over the first cell of that row."""
_NAMES = "cursor", "dim", "match", "mark", "gone", "urgent", "done", "rule"
_STYLED = frozenset(f"row-list--{name}" for name in (*_NAMES, "pointer"))


class _Styles(NamedTuple):
    """The styles of a list, worked out once for all rows that are drawn at a time, as Textual takes long over it."""

    blank: Style
    row: RowStyles
    cursor: RowStyles
    pointer: Segment

    @classmethod
    def of(cls, widget: "RowList") -> "_Styles":
        """The styles that a list has now."""
        base = widget.rich_style
        cursor, dim, match, mark, gone, urgent, done, rule = (
            widget.get_component_rich_style(f"row-list--{name}", partial=True) for name in _NAMES
        )
        under = base + cursor
        pointer = base + widget.get_component_rich_style("row-list--pointer", partial=True)
        plain = under + Style(bold=False)
        toned = under + mark, under, under + urgent, under + done  # reversed, each tone would be a block of its own
        return cls(
            base,
            RowStyles(base, base + dim, match, base + mark, base + gone, base + urgent, base + done, base + rule),
            RowStyles(under, plain, match, *((under, under, under, under) if under.reverse else toned), under),
            Segment(POINTER, pointer),
        )


class _View(NamedTuple):
    """What all lines are drawn of, asked once: Textual takes long to say where a part stands and what is set on it."""

    width: int
    top: int
    """The line of the list that is the first in view."""
    row_count: int
    cursor: int
    styles: _Styles


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of one line each, one of them under the cursor.

    A subclass says how many rows there are (`row_count`), draws one of them (`draw_row`) and learns where the cursor
    stands (`cursor_moved`).
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = set(_STYLED)
    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        & > .row-list--cursor { background: $cursor-ground; color: $foreground; text-style: bold; }
        & > .row-list--pointer { background: $cursor-ground; color: $cursor-accent; text-style: bold; }
        & > .row-list--match { color: $text-accent; text-style: bold underline; }
        & > .row-list--dim { color: $text-muted; }
        & > .row-list--gone { color: $text-faint; }
        & > .row-list--mark { color: $text-accent; text-style: bold; }
        & > .row-list--urgent { color: $text-error; text-style: bold; }
        & > .row-list--done { color: $text-success; }
        & > .row-list--rule { color: $text-faint; }
        &:ansi {
            & > .row-list--cursor { background: ansi_default; text-style: bold reverse; }
            & > .row-list--pointer { background: ansi_default; text-style: bold; }
            & > .row-list--gone { text-style: dim; }
        }
    }
    """
    DOUBLE_CLICK: ClassVar[str] = "open"
    """Id of the command that a double click on a row runs."""

    cursor: reactive[int] = reactive(0)
    """The row under the cursor."""

    _styles: _Styles | None = None
    """What rows are drawn in; None once that may have changed."""
    _drawn: tuple[object, list[Strip]] | None = None
    """What was drawn last, and of which part of what; None once something has changed."""

    def __init__(self) -> None:
        super().__init__()
        self._tones: dict[str, Style] = {}
        self._view: _View

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def draw_row(self, row: int, width: int, styles: RowStyles) -> Strip:
        """One row, `width` cells wide, `SCROLLBAR` of which are hidden at the right."""
        raise NotImplementedError

    def cursor_moved(self) -> None:
        """The cursor came to stand on another row."""

    @property
    def rule_at(self) -> int:
        """The row before which a line parts two groups of rows; 0 for none."""
        return 0

    def _line_of(self, row: int) -> int:
        """The line of a row, from the first one of the list."""
        return row + (0 < self.rule_at <= row)

    def _row_at(self, line: int) -> int | None:
        """The row in a line; None for the line between two groups."""
        rule = self.rule_at
        if not rule or line < rule:
            return line
        return None if line == rule else line - 1

    def draw_rule(self, width: int, styles: RowStyles) -> Strip:
        """The line between two groups."""
        return Strip([Segment("─" * width, styles.rule)], width)

    @property
    def page(self) -> int:
        """Rows in view."""
        return max(1, self.scrollable_content_region.height)

    def show_rows(self, cursor: int) -> None:
        """Draw other rows, with the cursor on one of them. Nothing is laid out anew: the list's size stays."""
        lines = self.row_count + (self.rule_at > 0)
        self.set_reactive(type(self).virtual_size, Size(0, lines))
        self.vertical_scrollbar.window_virtual_size = lines
        self.scroll_y = self.validate_scroll_y(self.scroll_y)
        self.set_reactive(type(self).cursor, self._nearest(cursor))
        self._reveal()
        self.refresh()

    def _nearest(self, row: int) -> int:
        return max(0, min(row, self.row_count - 1))

    def go_to(self, row: int) -> None:
        """Move the cursor to a row, or as near as there is one."""
        self.cursor = self._nearest(row)

    def move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.go_to(self.cursor + rows)

    def watch_cursor(self, before: int, after: int) -> None:
        """Redraw the two rows, and bring the cursor into view."""
        self.refresh_line(self._line_of(before))
        self.refresh_line(self._line_of(after))
        self._reveal()
        self.cursor_moved()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._reveal()

    def _reveal(self) -> None:
        height = self.page
        top = round(self.scroll_y)
        line = self._line_of(self.cursor)
        if line < top or line >= top + height:
            self.scroll_to_region(Region(0, line, 1, 1), animate=False, force=True, center=abs(line - top) > 2 * height)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row that was clicked; a second click runs what a double click is for."""
        row = self._row_at(event.y + round(self.scroll_y))
        if row is None or row >= self.row_count:
            return
        self.go_to(row)
        if event.chain == 2:
            self.post_message(CommandChosen(self.DOUBLE_CLICK))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows in view.

        Textual's own way keeps each line and adds borders and padding; here the rows are others at every key, and there
        is neither. What was drawn is kept until something in it changes: the parts beside it are drawn more often.
        """
        place = crop, self.size, round(self.scroll_y)
        if self._drawn is None or self._drawn[0] != place:
            self._drawn = place, self._drawn_anew(crop)
        return self._drawn[1]

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "RowList":
        """Draw the rows again."""
        self._drawn = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Draw the rows again, in other colours."""
        self._drawn = self._styles = None
        self._tones = {}
        super().notify_style_update()

    def tone(self, name: str) -> Style:
        """What a component's style adds; Textual works it out anew whenever something else is to be drawn."""
        if name not in self._tones:
            self._tones[name] = self.get_component_rich_style(name, partial=True)
        return self._tones[name]

    def _drawn_anew(self, crop: Region) -> list[Strip]:
        if self._styles is not None and self._styles.blank != self.rich_style:  # what is behind it has changed
            self._styles = None
        width, columns = self.size.width, crop.column_span
        self._view = _View(width, round(self.scroll_y), self.row_count, self.cursor, self.row_styles)
        strips = [self.render_line(y) for y in crop.line_range]
        filters = [one for one in self.get_line_filters() if not isinstance(one, ANSIToTruecolor)]  # none is drawn here
        for line_filter in filters:
            background = self.background_colors[1]  # a strip's own way keeps each answer for later: here it is new
            strips = [Strip(line_filter.apply([*strip], background), strip.cell_length) for strip in strips]
        return strips if columns == (0, width) else [strip.crop(*columns) for strip in strips]

    @property
    def row_styles(self) -> "_Styles":
        """What rows are drawn in, worked out once until a style changes."""
        if self._styles is None:
            self._styles = _Styles.of(self)
        return self._styles

    def render_line(self, y: int) -> Strip:
        """One line of the view that is drawn now."""
        width, top, count, cursor, styles = self._view
        row = self._row_at(y + top)
        if row is None:
            return self.draw_rule(width, styles.row)
        if row >= count:
            return Strip.blank(width, styles.blank)
        if row != cursor:
            return self.draw_row(row, width, styles.row)
        drawn = self.draw_row(row, width, styles.cursor)
        return Strip([styles.pointer, *drawn.crop(1)], drawn.cell_length)


def fitted(text: str, width: int) -> str:
    """`text` filled to `width` cells, or cut to them with an ellipsis."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    cut = set_cell_size(text, max(0, width - 1)).rstrip()
    return cut + "…" + " " * max(0, width - 1 - cell_len(cut))
