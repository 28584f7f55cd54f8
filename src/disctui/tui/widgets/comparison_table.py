"""Editions side by side: a column an edition, as many as there is room for, and a row for all that tells them apart."""

from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from disctui.tui.widgets.wrapping import hanging

if TYPE_CHECKING:
    from disctui.library.comparison import Comparison, Row

_WIDE = 84
"""Cells from which on three editions stand side by side; two below."""
_STACKED = 60
"""Cells below which the label of a row stands above it."""
_LABEL, _SHORT_LABEL = 17, 16
_BAR = " │ "
_NOTHING = "–"


class _Shape(NamedTuple):
    """How the cells of a line are divided."""

    columns: int
    label: int
    """Cells of the labels; 0 where they stand above."""
    cell: int

    @classmethod
    def fitting(cls, width: int, editions: int) -> "_Shape":
        """The division of `width` cells."""
        columns = min(editions, 3 if width >= _WIDE else 2)
        label = _LABEL if width >= _WIDE else _SHORT_LABEL if width >= _STACKED else 0
        bars = len(_BAR) * (columns if label else columns - 1)
        return cls(columns, label, max(4, (width - 1 - label - bars) // columns))


class _Body(VerticalScroll, can_focus=True, inherit_bindings=False):
    """The rows, below the head, which stays."""


class ComparisonTable(Vertical):
    """The table; it knows no key."""

    DEFAULT_CSS = """
    ComparisonTable {
        height: 1fr;
        & > #editions { height: auto; max-height: 4; }
        & > _Body { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
        & #compared { height: auto; }
    }
    """

    comparison: reactive["Comparison | None"] = reactive(None, repaint=False)
    is_all: reactive[bool] = reactive(False, repaint=False)
    """Whether rows are shown too that are the same in all."""
    chosen: reactive[int] = reactive(0, repaint=False)
    """Which edition, from 0."""
    cursor: reactive[int] = reactive(0, repaint=False)
    """Which row."""

    def __init__(self) -> None:
        super().__init__()
        self._first = 0
        self._places: list[tuple[int, int]] = []  # the first line of each row, and the one after its last

    def compose(self) -> ComposeResult:
        """The head, and the rows that scroll below it."""
        yield Static(id="editions", markup=False)
        with _Body():
            yield Static(id="compared", markup=False)

    @property
    def rows(self) -> "tuple[Row, ...]":
        """The rows that are shown."""
        return self.comparison.shown_rows(is_all=self.is_all) if self.comparison is not None else ()

    @property
    def chosen_row(self) -> "Row | None":
        """The row under the cursor."""
        rows = self.rows
        return rows[self.cursor] if self.cursor < len(rows) else None

    @property
    def page(self) -> int:
        """Rows in view, about."""
        return max(1, self.query_one(_Body).size.height // 2)

    def move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.cursor = max(0, min(self.cursor + rows, len(self.rows) - 1))

    def turn(self, step: int) -> None:
        """Choose the next edition, or the one before."""
        if self.comparison is not None:
            self.chosen = max(0, min(self.chosen + step, len(self.comparison.editions) - 1))

    def watch_comparison(self) -> None:
        """Draw other editions, or the same read again."""
        if self.comparison is not None:
            self.chosen = min(self.chosen, len(self.comparison.editions) - 1)
        self.move(0)
        self._draw()
        self.call_after_refresh(self._show_cursor)

    def watch_is_all(self) -> None:
        """Draw more rows, or fewer, from the first."""
        self.cursor = 0
        self._draw()
        self.query_one(_Body).scroll_home(animate=False, immediate=True)

    def watch_chosen(self) -> None:
        """Bring the edition into view."""
        self._draw()

    def watch_cursor(self) -> None:
        """Bring the row into view; of one that is longer than the view its beginning."""
        self._draw()
        self._show_cursor()
        self.call_after_refresh(self._show_cursor)  # rows that were added just now can be scrolled to only then

    def _show_cursor(self) -> None:
        if self.cursor < len(self._places):
            body = self.query_one(_Body)
            begin, after = self._places[self.cursor]
            top, height = round(body.scroll_y), max(1, body.size.height)
            if begin < top or after - begin >= height:
                body.scroll_to(y=begin, animate=False, immediate=True)
            elif after > top + height:
                body.scroll_to(y=after - height, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Divide the lines anew."""
        self._draw()
        self.call_after_refresh(self._show_cursor)

    def _draw(self) -> None:
        found = self.comparison
        if found is None or not self.is_mounted or not self.size.width:
            return
        shape = _Shape.fitting(self.size.width, len(found.editions))
        self._first = max(self.chosen - shape.columns + 1, min(self._first, self.chosen))
        shown = range(self._first, min(self._first + shape.columns, len(found.editions)))
        names = [
            Content(f"{'›' if place == self.chosen else ' '}{found.headings[place]}").stylize(
                "bold" if place == self.chosen else "dim"
            )
            for place in shown
        ]
        head = self._lines(Content(""), [[name] for name in names], shape)
        rule = (
            _BAR.replace(" ", "─")
            .replace("│", "┼")
            .join(["─" * width for width in ((shape.label,) if shape.label else ()) + (shape.cell,) * len(shown)])
        )
        self.query_one("#editions", Static).update(Content("\n").join([*head, Content(rule).stylize("dim")]))
        lines: list[Content] = []
        self._places = []
        for number, row in enumerate(self.rows):
            begin = len(lines)
            label = Content(row.label)
            if number == self.cursor:
                label = label.stylize("reverse")
            cells = [
                [Content(line) for line in row.cells[place]] or [Content(_NOTHING).stylize("dim")] for place in shown
            ]
            lines += self._lines(label, cells, shape)
            self._places.append((begin, len(lines)))
        nothing = Content("They are the same in all that their files say. a shows it.").stylize("dim")
        self.query_one("#compared", Static).update(Content("\n").join(lines) if lines else nothing)

    @staticmethod
    def _lines(label: Content, cells: list[list[Content]], shape: _Shape) -> list[Content]:
        """One row of the table in as many lines as its longest cell has."""
        is_list = any(len(cell) > 1 for cell in cells)
        wrapped = [
            [part for line in cell for part in hanging(Content("· " if is_list else ""), line, shape.cell)]
            if cell[0].plain != _NOTHING
            else cell
            for cell in cells
        ]
        lines = [] if shape.label or not label.cell_length else [label]
        for number in range(max(map(len, wrapped))):
            parts = [column[number] if number < len(column) else Content("") for column in wrapped]
            filled = [part.pad_right(max(0, shape.cell - part.cell_length)) for part in parts]
            if shape.label:
                first = label if number == 0 else Content("")
                filled.insert(0, first.pad_right(max(0, shape.label - first.cell_length)))
            lines.append(Content(_BAR).stylize("dim").join(filled))
        return lines
