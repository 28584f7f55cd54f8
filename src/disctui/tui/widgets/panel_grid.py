"""Panels of bars in one column or two, one of the bars under the cursor."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from disctui.safe_text import clean
from disctui.statistics.panel import Bar, Panel
from disctui.statistics.text import Columns, heading, series, shown_bar, shown_label, shown_number
from disctui.tui.messages import CommandChosen
from disctui.tui.widgets.row_list import SCROLLBAR, RowList, RowStyles, fitted

TWO_COLUMNS = 100
"""Cells from which on panels stand in two columns."""
_GAP = 3
_FULL, _HALF, _LOW = "█▌▆"
_HEADING, _BAR, _SERIES, _SERIES_MONTH, _FOOT, _BLANK = range(6)


class _Line(NamedTuple):
    """One line of a column."""

    panel: int
    kind: int
    bar: int = 0


class PanelGrid(RowList):
    """Draws panels; its rows are their bars, one panel after the other."""

    COMPONENT_CLASSES: ClassVar[set[str]] = RowList.COMPONENT_CLASSES | {"panel-grid--bar", "panel-grid--heading"}
    DEFAULT_CSS = """
    PanelGrid {
        & > .panel-grid--bar { color: $text-accent; }
        &:light > .panel-grid--bar { color: $text-primary; }
        & > .panel-grid--heading { text-style: bold; }
    }
    """
    DOUBLE_CLICK = "show-rows"

    class Scrolled(Message):
        """Other panels are in view."""

    def __init__(self) -> None:
        super().__init__()
        self.panels: tuple[Panel, ...] = ()
        self._spots: list[tuple[int, int]] = []
        """By row the panel and its bar."""
        self._columns: list[list[_Line]] = []
        self._places: dict[tuple[int, int], tuple[int, int]] = {}
        """By panel and bar the column and the line in it."""
        self._drawn_in: tuple[Style, Style] | None = None

    @property
    def row_count(self) -> int:
        """How many bars there are."""
        return len(self._spots)

    @property
    def chosen(self) -> tuple[Panel, Bar] | None:
        """The panel and the bar under the cursor."""
        if self.cursor >= len(self._spots):
            return None
        panel, bar = self._spots[self.cursor]
        return self.panels[panel], self.panels[panel].lines[bar]

    @property
    def in_view(self) -> tuple[int, int]:
        """The first and last panel of which something is in view, from 1."""
        top = round(self.scroll_y)
        seen = [line.panel for column in self._columns for line in column[top : top + self.page] if line.kind == _BAR]
        return (min(seen) + 1, max(seen) + 1) if seen else (0, 0)

    def show(self, panels: Sequence[Panel], title: str = "", label: str = "") -> None:
        """Show other panels, with the cursor on the bar of this title and label if there is one, else where it stood.

        Args:
            panels: What is shown; those without a line are left out.
            title: Of the panel that the cursor goes to.
            label: Of the bar.
        """
        before = self.chosen
        if before is not None and not title:
            title, label = before[0].title, before[1].label
        self.panels = tuple(panel for panel in panels if panel.lines)
        self._spots = [(at, bar) for at, panel in enumerate(self.panels) for bar in range(len(panel.lines))]
        lines = [panel.lines[bar].label for panel, bar in self._named()]
        at = [row for row, (panel, _) in enumerate(self._spots) if self.panels[panel].title == title]
        row = next((row for row in at if lines[row] == label), at[0] if at else 0)
        self._lay_out()
        self.show_rows(row)

    def _named(self) -> Iterator[tuple[Panel, int]]:
        return ((self.panels[panel], bar) for panel, bar in self._spots)

    def _lay_out(self) -> None:
        """Divide the panels among the columns, so that these are of like height."""
        blocks = [list(_lines_of(at, panel)) for at, panel in enumerate(self.panels)]
        heights = [len(block) for block in blocks]
        split = len(blocks)
        if self.size.width >= TWO_COLUMNS:
            split = min(range(len(blocks) + 1), key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
        columns = [blocks[:split], blocks[split:]] if split < len(blocks) else [blocks]
        self._columns = [[line for block in column for line in block] for column in columns]
        self._places = {
            (line.panel, line.bar): (number, y)
            for number, column in enumerate(self._columns)
            for y, line in enumerate(column)
            if line.kind == _BAR
        }
        for number, column in enumerate(self._columns):
            for y, line in enumerate(column):
                if line.kind == _SERIES:
                    self._places |= {(line.panel, bar): (number, y) for bar in range(len(self.panels[line.panel].bars))}

    def show_rows(self, cursor: int) -> None:
        """Draw other panels, with the cursor on a bar."""
        super().show_rows(cursor)
        height = max(map(len, self._columns), default=0)
        self.set_reactive(type(self).virtual_size, Size(0, height))
        self.vertical_scrollbar.window_virtual_size = height
        self._reveal()

    def on_resize(self) -> None:
        """Divide the panels anew."""
        self._lay_out()
        self.show_rows(self.cursor)

    def watch_cursor(self, before: int, after: int) -> None:  # noqa: ARG002 - as Textual hands them over
        """Bring the bar into view."""
        self.refresh()
        self._reveal()
        self.cursor_moved()

    def watch_scroll_y(self, before: float, after: float) -> None:
        """Tell that other panels are in view."""
        super().watch_scroll_y(before, after)
        if round(before) != round(after):
            self.post_message(self.Scrolled())

    def turn(self, step: int) -> None:
        """Go to the first bar of the next panel, or of the one before; after the last comes the first."""
        if not self._spots:
            return
        wanted = (self._spots[self.cursor][0] + step) % len(self.panels)
        self.go_to(next(row for row, (panel, _) in enumerate(self._spots) if panel == wanted))
        _, line = self._places[wanted, 0]
        self.scroll_to(y=line - 1, animate=False, force=True)

    def _reveal(self) -> None:
        """Bring the bar under the cursor into view, from another panel all of that, if there is room."""
        if self.cursor >= len(self._spots):
            return
        panel, bar = self._spots[self.cursor]
        _, line = self._places[panel, bar]
        top, height = round(self.scroll_y), self.page
        if line - (bar == 0) >= top and line < top + height:
            return
        first, last = self._places[panel, 0][1] - 1, self._places[panel, len(self.panels[panel].lines) - 1][1]
        if last - first >= height or abs(line - top) < 2 or abs(line - top - height) < 2:
            first, last = line - (bar == 0), line
        self.scroll_to_region(Region(0, max(first, 0), 1, last - first + 1), animate=False, force=True)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the bar that was clicked; a second click shows its rows."""
        width = self._width
        column = min(event.x // (width + _GAP), len(self._columns) - 1)
        y = event.y + round(self.scroll_y)
        if column < 0 or y >= len(self._columns[column]):
            return
        line = self._columns[column][y]
        bar = line.bar
        if line.kind == _SERIES:
            bar = event.x - column * (width + _GAP) - 2
        if (line.panel, bar) in self._places and line.kind in {_BAR, _SERIES}:
            self.go_to(self._spots.index((line.panel, bar)))
            if event.chain == 2:
                self.post_message(CommandChosen(self.DOUBLE_CLICK))

    @property
    def _width(self) -> int:
        """Cells of one column."""
        count = max(len(self._columns), 1)
        return max(1, (self.size.width - SCROLLBAR - 1 - _GAP * (count - 1)) // count)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines in view."""
        self._drawn_in = None
        return super().render_lines(crop)

    def draw_row(self, row: int, width: int, styles: RowStyles) -> Strip:
        """Not asked: a line of the screen may hold two bars."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """One line of each column."""
        y += round(self.scroll_y)
        styles = self.row_styles
        segments: list[Segment] = []
        width = self._width
        for number, column in enumerate(self._columns):
            if number:
                segments.append(Segment(" " * _GAP, styles.row.base))
            if y < len(column):
                segments += self._draw(column[y], width)
            else:
                segments.append(Segment(" " * width, styles.row.base))
        return Strip(segments).adjust_cell_length(self.size.width, styles.row.base)

    def _draw(self, line: _Line, width: int) -> list[Segment]:
        """One line of a column in `width` cells."""
        panel = self.panels[line.panel]
        styles = self.row_styles.row
        _, heading_style = self._own_styles(styles.base)
        at = self._spots[self.cursor] if self.cursor < len(self._spots) else (-1, -1)
        if line.kind == _HEADING:
            return [Segment(fitted(f"  {clean(heading(panel))}", width), heading_style)]
        if line.kind == _FOOT:
            return [Segment(fitted(f"  {clean(panel.foot)}", width), styles.dim)]
        if line.kind == _SERIES:
            return self._draw_series(panel, at[1] if at[0] == line.panel else None, width)
        if line.kind == _SERIES_MONTH:
            bar = panel.bars[at[1]] if at[0] == line.panel else None
            words = f"{bar.label}: {bar.count:,}" if bar else f"{panel.bars[0].label} to {panel.bars[-1].label}"
            return [Segment(fitted(f"  {words}", width), styles.dim)]
        if line.kind == _BLANK:
            return [Segment(" " * width, styles.base)]
        return self._draw_bar(panel, panel.lines[line.bar], width, is_chosen=at == (line.panel, line.bar))

    def _draw_bar(self, panel: Panel, bar: Bar, width: int, *, is_chosen: bool) -> list[Segment]:
        styles = self.row_styles.cursor if is_chosen else self.row_styles.row
        columns = Columns.of(panel, width)
        is_plain = bar in panel.bars
        ground = styles.base if is_plain else styles.dim
        drawn = _apart(shown_bar(bar, panel, columns.bar))
        bar_ground = self.row_styles.row.base if styles.base.reverse else styles.base  # reversed, it reads as its rest
        return [
            *self._begin(is_chosen=is_chosen),
            Segment(shown_label(bar, columns.label) + "  ", ground),
            Segment(drawn, bar_ground if is_chosen else self._own_styles(styles.base)[0]),
            Segment(" " * (columns.bar - cell_len(drawn) + 1), bar_ground),
            Segment(f"{shown_number(bar, panel):>{columns.number}}", ground),
        ]

    def _draw_series(self, panel: Panel, chosen: int | None, width: int) -> list[Segment]:
        styles = self.row_styles
        drawn = series(panel)
        bar_style = self._own_styles(styles.row.base)[0]
        segments = self._begin(is_chosen=chosen is not None)
        if chosen is None:
            segments.append(Segment(drawn, bar_style))
        else:
            segments += [
                Segment(drawn[:chosen], bar_style),
                Segment(drawn[chosen], styles.cursor.base),
                Segment(drawn[chosen + 1 :], bar_style),
            ]
        return [*segments, Segment(" " * max(0, width - 2 - len(drawn)), styles.row.base)]

    def _begin(self, *, is_chosen: bool) -> list[Segment]:
        """The cells before a label: the pointer at the bar under the cursor."""
        styles = self.row_styles
        if is_chosen:
            return [styles.pointer, Segment(" ", styles.cursor.base)]
        return [Segment("  ", styles.row.base)]

    def _own_styles(self, base: Style) -> tuple[Style, Style]:
        """What bars and headings are drawn in."""
        if self._drawn_in is None:
            self._drawn_in = (
                base + self.get_component_rich_style("panel-grid--bar", partial=True),
                base + self.get_component_rich_style("panel-grid--heading", partial=True),
            )
        return self._drawn_in


def _apart(drawn: str) -> str:
    """A bar of whole blocks as one of lower ones: below one another, whole ones run together into one patch."""
    full = drawn.count(_FULL)
    return _LOW * max(full + ("" < drawn[full:] <= _HALF), bool(drawn))


def _lines_of(number: int, panel: Panel) -> Iterator[_Line]:
    """The lines of a panel."""
    yield _Line(number, _HEADING)
    if panel.is_series:
        yield _Line(number, _SERIES)
        yield _Line(number, _SERIES_MONTH)
    else:
        yield from (_Line(number, _BAR, bar) for bar in range(len(panel.lines)))
    if panel.foot:
        yield _Line(number, _FOOT)
    yield _Line(number, _BLANK)
