"""The lines of a menu, filtered by the words that were typed."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from disctui.safe_text import clean
from disctui.search.folding import fold
from disctui.tui.widgets.row_list import SCROLLBAR, RowList, RowStyles, fitted

_COLUMNS = re.compile(r"\s{2,}")
"""What parts the columns of a line."""


_START = "  "
"""Before the words of a line; the pointer is drawn over it."""


class Choice(NamedTuple):
    """One line of a menu."""

    key: str
    """A single letter that takes it, or "" for none; in a long menu, a key that does the same elsewhere."""
    label: str
    """Its words; where there are several columns, two blanks part them, and the first is the line's name."""
    value: str
    """What choosing it gives."""
    is_heading: bool = False
    """Whether it stands above others and can't be chosen; it goes as soon as words are typed."""
    is_late: bool = False
    """Whether it stands behind the others as long as nothing is typed, however often it was chosen."""
    also: str = ""
    """Other words that find it in a long menu, and are not shown."""

    @property
    def names(self) -> list[str]:
        """What it may be called by, folded: its key, the first column, and a dotted key of a file in brackets."""
        first, second, *_ = *_COLUMNS.split(fold(self.label)), ""
        dotted = second.strip("()") if second.startswith("(") else ""
        return [fold(self.key), first, dotted, dotted.rpartition(".")[2]]


def _words(choice: Choice) -> str:
    """What a line is found by, folded."""
    return fold(f"{choice.key} {choice.label} {choice.also}")


NOTHING_FOUND = "no line has these words"


class MenuList(RowList):
    """A line for each choice."""

    DEFAULT_CSS = """
    MenuList {
        height: auto;
        max-height: 16;
        overflow-y: auto;
        background: $surface;
        scrollbar-background: $surface;
    }
    """

    class Taken(Message):
        """A line was clicked."""

    def __init__(self, choices: Sequence[Choice], chosen: int = 0) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._folded = [_words(choice) for choice in self._choices]
        self._shown = list(range(len(self._choices)))
        self._first = chosen
        self._key_cells = max((cell_len(choice.key) for choice in self._choices), default=0)

    def on_mount(self) -> None:
        """Begin at the current choice."""
        self._show(self._first)

    @property
    def row_count(self) -> int:
        """How many lines are shown."""
        return len(self._shown)

    @property
    def chosen(self) -> Choice | None:
        """The line under the cursor; None where no line holds the words."""
        if self.cursor >= len(self._shown) or self._is_heading(self.cursor):
            return None
        return self._choices[self._shown[self.cursor]]

    def _is_heading(self, row: int) -> bool:
        return row < len(self._shown) and self._choices[self._shown[row]].is_heading

    def move(self, rows: int) -> None:
        """Move the cursor by so many lines, past headings."""
        super().move(rows)
        if self._is_heading(self.cursor):
            super().move(1 if rows > 0 or self.cursor == 0 else -1)

    def on_click(self, event: events.Click) -> None:
        """One click takes a line."""
        if event.y + round(self.scroll_y) < self.row_count:
            super().on_click(event)
            self.post_message(self.Taken())

    def replace(self, choices: Sequence[Choice]) -> None:
        """Show other words on the same lines."""
        self._choices = tuple(choices)
        self.refresh()

    def become(self, choices: Sequence[Choice]) -> None:
        """Show other lines; the cursor stays on what it stands on, as long as that is there."""
        value = self.chosen.value if self.chosen is not None else None
        self._choices = tuple(choices)
        self._folded = [_words(choice) for choice in self._choices]
        self._shown = list(range(len(self._choices)))
        self._key_cells = max((cell_len(choice.key) for choice in self._choices), default=0)
        self._show(next((at for at, one in enumerate(self._choices) if one.value == value), 0))

    def find(self, text: str) -> None:
        """Show the lines that hold all words of `text`: first what is called so, then what begins so, then the rest."""
        words = fold(text).split()
        found = [at for at, line in enumerate(self._folded) if all(word in line for word in words)]
        if words:
            found = [at for at in found if not self._choices[at].is_heading]
            found.sort(key=lambda at: self._rank(at, words))
        self._shown = found
        self._show(0)

    def _rank(self, at: int, words: Sequence[str]) -> int:
        """How well a line that holds the words is named by them; 0 is best."""
        whole = " ".join(words).strip("()")
        names = self._choices[at].names
        if whole in names:
            return 0
        if any(name.startswith(whole) for name in names):
            return 1
        return 2 + (f" {words[0]}" not in f" {self._folded[at]}")

    @property
    def whole(self) -> str:
        """All words of the line under the cursor, whatever of them there is room for; "" where all lines fit."""
        chosen = self.chosen
        return "" if chosen is None or self._fits else " · ".join(_COLUMNS.split(clean(chosen.label, 300).strip()))

    @property
    def _fits(self) -> bool:
        room = self._room(self.size.width)
        return all(cell_len(choice.label) <= room for choice in self._choices if not choice.is_heading)

    def _room(self, width: int) -> int:
        """Cells for the words of a line."""
        return max(1, width - SCROLLBAR - len(_START) - (self._key_cells + 2 if self._key_cells else 0))

    def _show(self, cursor: int) -> None:
        self.virtual_size = Size(0, self.row_count)
        self.show_rows(cursor + self._is_heading(cursor))
        self.refresh(layout=True)

    def _reveal(self) -> None:
        """With the first line that can be chosen its heading is in view."""
        super()._reveal()
        if self.cursor == 1 and self._is_heading(0) and self.page > 1:
            self.scroll_to(y=0, animate=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As high as there are lines, and one where there are none."""
        return max(1, self.row_count)

    def draw_row(self, row: int, width: int, styles: RowStyles) -> Strip:
        """The key, and the words."""
        choice = self._choices[self._shown[row]]
        if choice.is_heading:
            return Strip([Segment(fitted(choice.label, max(1, width - SCROLLBAR)), styles.mark)]).adjust_cell_length(
                width, styles.base
            )
        key = fitted(choice.key, self._key_cells) + "  " if self._key_cells else ""
        label = fitted(clean(choice.label, 300), self._room(width))
        segments = [Segment(_START, styles.base), Segment(key, styles.mark), Segment(label, styles.base)]
        return Strip(segments).adjust_cell_length(width, styles.base)
