"""The discs of a place, each with what an audit has found of it."""

from collections.abc import Mapping

from rich.segment import Segment
from textual import events
from textual.strip import Strip

from disctui.library.audit import Place, Tally
from disctui.library.listing import Listing
from disctui.safe_text import clean
from disctui.tui.keys import typed_character
from disctui.tui.widgets.letters import TakesLetters
from disctui.tui.widgets.row_list import SCROLLBAR, RowList, RowStyles, fitted

_SLOT, _DISC, _STATE = 5, 9, 18
_NARROW, _SHORT_STATE = 56, 8
"""Cells of the list below which the year and the borrower are left out for the title's sake, and those of the state."""


class AuditList(TakesLetters, RowList):
    """A row for each disc: its slot, its title, the kind of disc, and whether it is here; digits are for its screen."""

    DOUBLE_CLICK = "is-here"

    def __init__(self, place: Place, borrowers: Mapping[str, str]) -> None:
        """Take the discs, and who has what is lent, by release."""
        super().__init__()
        self._listings, self._borrowers = place.listings, borrowers
        self._widest_slot = max((len(str(one.slot)) for one in self._listings), default=0) or 1
        self._here: frozenset[str] = frozenset()
        self._missing: frozenset[str] = frozenset()

    @staticmethod
    def digits_of(event: events.Key) -> str | None:
        """The digits of a bar code that were typed, several where they came together; None where something else was."""
        typed = typed_character(event)
        return typed if typed is not None and typed.isascii() and typed.isdecimal() else None

    def is_letter(self, event: events.Key) -> bool:
        """Whether a key is a digit of a bar code."""
        return self.digits_of(event) is not None

    @property
    def row_count(self) -> int:
        """How many discs belong here."""
        return len(self._listings)

    @property
    def chosen(self) -> Listing | None:
        """The disc under the cursor."""
        return self._listings[self.cursor] if self.cursor < len(self._listings) else None

    def _lent(self, release_id: str) -> str:
        to = self._borrowers.get(release_id)
        return clean(f"lent to {to}" if to else "lent", _STATE)

    def show(self, tally: Tally, release_id: str = "") -> None:
        """Show what was found, with the cursor on a disc if one is named."""
        self._here, self._missing = frozenset(tally.here), frozenset(tally.missing)
        rows = (row for row, one in enumerate(self._listings) if one.id == release_id)
        self.show_rows(next(rows, self.cursor))

    def go_to_untold(self, tally: Tally) -> None:
        """Put the cursor on the first disc that was not told of."""
        wanted = tally.left[:1]
        self.go_to(next((row for row, one in enumerate(self._listings) if one.id in wanted), self.cursor))

    def draw_row(self, row: int, width: int, styles: RowStyles) -> Strip:
        """One disc."""
        one = self._listings[row]
        if one.id in self._missing:
            state, style = "MISSING", styles.mark
        elif one.id in self._here:
            state, style = "here", styles.base
        else:
            state, style = (self._lent(one.id), styles.dim) if one.is_lent else ("", styles.base)
        is_narrow = width < _NARROW
        year = f" ({one.year})" if one.year and not is_narrow else ""
        is_away = one.is_lent and one.id not in self._here
        slot = "–" if is_away else str(one.slot)
        slots = min(_SLOT, self._widest_slot) if is_narrow else _SLOT
        states = _SHORT_STATE if is_narrow else _STATE
        if is_narrow:
            state = state.partition(" ")[0]
        title = max(8, width - SCROLLBAR - 2 - slots - 2 - _DISC - 1 - states)
        segments = [
            Segment("  ", styles.base),
            Segment(f"{fitted(clean(slot, 20), slots).rstrip():>{slots}}  ", styles.dim),
            Segment(fitted(clean(one.title + year, 300), title), styles.dim if is_away else styles.base),
            Segment(f" {fitted(clean(one.disc, 60), _DISC)}", styles.dim),
            Segment(fitted(state, states), style),
        ]
        return Strip(segments).adjust_cell_length(width, styles.base)
