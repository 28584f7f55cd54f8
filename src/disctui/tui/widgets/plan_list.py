"""The list of an import's plan: each row of the source, and what is to be done with it."""

from collections.abc import Mapping

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from disctui.importers.apply import Decision
from disctui.importers.plan import Plan, Row
from disctui.safe_text import clean
from disctui.tui.widgets.row_list import SCROLLBAR, RowList, RowStyles, fitted


class PlanList(RowList):
    """A line for each row of a plan.

    Args:
        plan: What is imported.
        decisions: What is done with each row, by its number; read anew whenever it is drawn.
    """

    class Moved(Message):
        """The cursor stands on another row."""

    def __init__(self, plan: Plan, decisions: Mapping[int, Decision]) -> None:
        super().__init__()
        self._plan = plan
        self._decisions = decisions

    def on_mount(self) -> None:
        """Make room for every row."""
        self.show_rows(0)

    def show_plan(self, plan: Plan) -> None:
        """Show another plan of the same file; the cursor stays on its line."""
        self._plan = plan
        self.show_rows(min(self.cursor, max(0, self.row_count - 1)))
        self.refresh()

    @property
    def row_count(self) -> int:
        """How many rows the plan has."""
        return len(self._plan.rows)

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._plan.rows[self.cursor] if self.cursor < self.row_count else None

    def cursor_moved(self) -> None:
        """Post `Moved`."""
        self.post_message(self.Moved())

    def draw_row(self, row: int, width: int, styles: RowStyles) -> Strip:
        """What is done with it, how it differs from the library, and what it is."""
        one = self._plan.rows[row]
        start = f"  {self._decisions[one.number].action:<6} {one.state:<11}"
        text = clean(f"{one.title}  ({one.release_id or one.source})", 400)
        line = start + fitted(text, max(1, width - SCROLLBAR - len(start)))
        return Strip([Segment(line, styles.base)]).adjust_cell_length(width, styles.base)
