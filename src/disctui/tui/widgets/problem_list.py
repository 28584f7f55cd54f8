"""The list of problems: where each is, and what is wrong there."""

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from disctui.problem import Problem
from disctui.safe_text import clean
from disctui.tui.widgets.row_list import SCROLLBAR, RowList, RowStyles, fitted

_PLACE_CELLS = 44
"""Cells at most for the file, line and column."""


class ProblemList(RowList):
    """A line for each problem."""

    DOUBLE_CLICK = "edit-here"

    class Moved(Message):
        """Another problem is under the cursor, or none is left."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: tuple[Problem, ...] = ()

    @property
    def row_count(self) -> int:
        """How many problems there are."""
        return len(self.problems)

    @property
    def chosen(self) -> Problem | None:
        """The problem under the cursor."""
        return self.problems[self.cursor] if self.cursor < len(self.problems) else None

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Show other problems, the cursor kept on its own where it is still there."""
        before = self.chosen
        self.problems = problems
        self.show_rows(problems.index(before) if before in problems else self.cursor)
        self.cursor_moved()

    def cursor_moved(self) -> None:
        """Post `Moved`."""
        self.post_message(self.Moved())

    def draw_row(self, row: int, width: int, styles: RowStyles) -> Strip:
        """Where the problem is, cut at its beginning, then what is wrong."""
        problem = self.problems[row]
        cells = width - SCROLLBAR
        room = min(_PLACE_CELLS, cells // 2)
        place = clean(f"{problem.path}:{problem.line}:{problem.column}", 2000)
        place = "…" + place[-(room - 1) :] if len(place) > room else place
        message = f" {problem.severity}: {clean(problem.message, 500)}"
        segments = [
            Segment("  ", styles.base),
            Segment(fitted(place, room), styles.dim),
            Segment(fitted(message, max(1, cells - room - 2)), styles.base),
        ]
        return Strip(segments).adjust_cell_length(width, styles.base)
