"""The viewings of a year under the headings of their months."""

import datetime

from rich.segment import Segment
from textual.strip import Strip

from disctui.safe_text import clean
from disctui.statistics.diary import DiaryYear, Entry, is_day
from disctui.tui.widgets.row_list import SCROLLBAR, RowList, RowStyles, fitted

_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_STARS, _DISC, _TIME = 6, 8, 10
_WIDE = 70
"""Cells from which on there is room for which time it was."""


class DiaryList(RowList):
    """A row for each viewing, and one for each heading, over which the cursor passes."""

    DOUBLE_CLICK = "go-there"

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Entry | str] = []
        self._year = 0

    @property
    def row_count(self) -> int:
        """How many rows there are, headings among them."""
        return len(self._rows)

    @property
    def chosen(self) -> Entry | None:
        """The viewing under the cursor."""
        row = self._rows[self.cursor] if self.cursor < len(self._rows) else ""
        return None if isinstance(row, str) else row

    def show(self, diary: DiaryYear) -> None:
        """Show a year, the cursor on its newest viewing; of the year that is shown already, where it was."""
        row = self.cursor if self._year == diary.year else 1
        self._rows, self._year = [], diary.year
        for month, entries in diary.months():
            self._rows += [_heading(month), *entries]
        self.show_rows(row)

    def _nearest(self, row: int) -> int:
        row = super()._nearest(row)
        steps = (-1, 1) if row < self.cursor else (1, -1)
        for step in steps:
            at = row
            while 0 <= at < len(self._rows) and isinstance(self._rows[at], str):
                at += step
            if 0 <= at < len(self._rows):
                return at
        return row

    def draw_row(self, row: int, width: int, styles: RowStyles) -> Strip:
        """A heading; or day, film, stars, disc and which time it was."""
        entry = self._rows[row]
        if isinstance(entry, str):
            return Strip([Segment(fitted(f"  {entry}", width), styles.mark)])
        viewing = entry.viewing
        day = f"{datetime.date.fromisoformat(viewing.date):%d %a}"[:5] if is_day(viewing.date) else ""
        year = f" ({viewing.year})" if viewing.year else ""
        rating = viewing.rating or 0
        stars = "★" * int(rating) + ("½" if rating % 1 else "")
        time = _TIME if width >= _WIDE else 0
        room = max(8, width - SCROLLBAR - 9 - _STARS - _DISC - time - 2)
        segments = [
            Segment("  ", styles.base),
            Segment(f"{day:<5}  ", styles.dim),
            Segment(fitted(clean(f"{viewing.title}{year}", 300), room) + " ", styles.base),
            Segment(fitted(stars, _STARS), styles.base),
            Segment(fitted(clean(entry.disc, 60), _DISC) + " ", styles.dim),
            Segment(fitted(_time(entry), time) if time else "", styles.dim),
        ]
        return Strip(segments).adjust_cell_length(width, styles.base)


def _heading(month: str) -> str:
    if len(month) == len("2026"):
        return f"{month}, DAY UNKNOWN"
    return f"{datetime.date.fromisoformat(f'{month}-01'):%B %Y}".upper()


def _time(entry: Entry) -> str:
    if entry.time == 1:
        return "first time" if entry.times > 1 else ""
    ending = "th" if entry.time % 100 in {11, 12, 13} else _ORDINALS.get(entry.time % 10, "th")
    return f"{entry.time}{ending} time"
