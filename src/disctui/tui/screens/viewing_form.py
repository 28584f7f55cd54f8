"""The form for a viewing: the day, a rating if one likes, and the viewings before, which can be taken out."""

from collections.abc import Callable, Iterator, Sequence

from textual.widget import Widget
from textual.widgets import Static

from disctui.tui.commands import VIEWING_FORM
from disctui.tui.screens.lines_form import Line, LinesForm, Values
from disctui.tui.widgets.line_input import LineInput
from disctui.tui.widgets.menu_list import Choice, MenuList

UNKNOWN_DAY = "seen, nobody knows when"


class ViewingForm(LinesForm):
    """Ends with True once it is saved.

    Args:
        title: What was seen.
        lines: Those for the day and the rating; the first is for the day.
        before: The days on which it was seen, as the file has them; "" for no known day.
        save: Takes what was typed, and the days that are to go; why that could not be done, or None.
        says: The words under the lines.
    """

    DEFAULT_CSS = """
    ViewingForm {
        & #before { margin-top: 1; text-style: bold; }
        & MenuList { max-height: 6; }
    }
    """

    PLACES = VIEWING_FORM

    def __init__(
        self,
        title: str,
        lines: Sequence[Line],
        before: Sequence[str],
        save: Callable[[Values, frozenset[str]], str | None],
        says: Callable[[Values], str],
    ) -> None:
        super().__init__(title, lines, lambda values: save(values, frozenset(self._gone)), says)
        self._before = sorted(before, reverse=True)
        self._gone: set[str] = set()

    def more(self) -> Iterator[Widget]:
        """The viewings before, the last one first."""
        if self._before:
            yield Static("Before   tab goes there, x takes one out", id="before", markup=False)
            yield MenuList(self._choices())

    def _choices(self) -> list[Choice]:
        return [
            Choice("", f"{day or UNKNOWN_DAY}{'   goes when this is saved' if day in self._gone else ''}", day)
            for day in self._before
        ]

    @property
    def place(self) -> str:
        """Whether letters are text or commands."""
        return "viewings" if isinstance(self.focused, MenuList) else "form"

    @property
    def cursor_owner(self) -> MenuList | None:
        """The viewings before, while they have the focus."""
        return self.focused if isinstance(self.focused, MenuList) else None

    def action_remove_viewing(self) -> None:
        """Take the viewing under the cursor out once the form is saved, or keep it after all.

        The day that stands in the first box unasked for goes: who takes one out has not seen it today as well.
        """
        owner = self.cursor_owner
        if owner is None or owner.chosen is None:
            return
        self._gone ^= {owner.chosen.value}
        owner.replace(self._choices())
        box, line = self.query_one(LineInput), self._lines[0]
        if box.value == line.value:
            box.value = ""

    def action_choose(self) -> None:
        """Save, from the list too."""
        self.action_save()
