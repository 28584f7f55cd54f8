"""The list of what is filled in: under each release that a source knows, its keys, those that are taken ticked."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from disctui.importers.plan import Difference, flat, words_of
from disctui.release.model import TOML
from disctui.safe_text import clean
from disctui.sources.filling import Answer, Rules
from disctui.tui.widgets.row_list import SCROLLBAR, RowList, RowStyles, fitted

Standing = Literal["absent", "differs", "same"]
_ORDER: tuple[Standing, ...] = ("absent", "differs", "same")
_SIGNS = {"absent": "+", "differs": "≠", "same": "="}
_NARROW = 60
"""Cells below which a sign stands for a word."""
_MOST_CELLS = 400


class Line(NamedTuple):
    """A line of the list."""

    answer: int
    """Its number among the answers."""
    key: str = ""
    """Dotted; "" for the heading over a release's keys."""
    standing: Standing = "same"
    """Whether the file has it: not at all, otherwise, or as the source says it."""
    mine: TOML = None
    theirs: TOML = None

    @property
    def can_be_ticked(self) -> bool:
        """Whether it may be taken or left."""
        return bool(self.key) and self.standing != "same"


def lines_of(found: Sequence[Answer], rules: Rules) -> list[Line]:
    """The lines of answers that have something to give: a heading each, then what is absent, what differs, the rest."""
    lines: list[Line] = []
    for number, answer in enumerate(found):
        if answer.row is not None:
            lines.append(Line(number))
            keys = [*(_of(number, one) for one in answer.differences), *_same(number, answer, rules)]
            lines += sorted(keys, key=lambda line: _ORDER.index(line.standing))
    return lines


def _of(number: int, one: Difference) -> Line:
    return Line(number, one.key, "absent" if one.mine is None else "differs", one.mine, one.theirs)


def _same(number: int, answer: Answer, rules: Rules) -> Iterator[Line]:
    """What the file says as the source does."""
    assert answer.row is not None
    differing = {one.key for one in answer.differences}
    mine = flat(answer.wanted.document)
    for key, value in flat(answer.row.imported.document).items():
        if key not in differing and key in mine and rules.allows(key):
            yield Line(number, key, "same", mine[key], value)


class FillList(RowList):
    """A line for each key.

    Args:
        found: What the sources gave.
        lines: What is shown of it.
        ticked: The numbers of the lines that are taken; read anew whenever it is drawn.
    """

    class Moved(Message):
        """The cursor stands on another line."""

    def __init__(self, found: Sequence[Answer], lines: Sequence[Line], ticked: set[int]) -> None:
        super().__init__()
        self._found, self._lines, self._ticked = found, lines, ticked
        self._key_cells = max((len(line.key) for line in lines), default=0)

    def on_mount(self) -> None:
        """Make room for every line; begin below the first heading."""
        self.show_rows(1)

    @property
    def row_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        return self._lines[self.cursor] if self.cursor < self.row_count else None

    def cursor_moved(self) -> None:
        """Post `Moved`."""
        self.post_message(self.Moved())

    def _reveal(self) -> None:
        """With the first key its heading is in view."""
        super()._reveal()
        if self.cursor == 1 and self.page > 1:
            self.scroll_to(y=0, animate=False)

    def draw_row(self, row: int, width: int, styles: RowStyles) -> Strip:
        """Whether it is taken, whether the file has it, the key, and what the source says."""
        line = self._lines[row]
        room = max(1, width - SCROLLBAR)
        if not line.key:
            words = fitted(f" {heading(self._found[line.answer])}", room)
            return Strip([Segment(words, styles.mark)]).adjust_cell_length(width, styles.base)
        sign = ("[x]" if row in self._ticked else "[ ]") if line.can_be_ticked else "   "
        standing = _SIGNS[line.standing] if width < _NARROW else f"{line.standing:<7}"
        start = f"  {sign} {standing} {line.key:<{self._key_cells}}  "
        text = fitted(clean(words_of(line.theirs), _MOST_CELLS), max(1, room - len(start)))
        style = styles.gone if line.standing == "same" else styles.base
        return Strip([Segment(fitted(start + text, room), style)]).adjust_cell_length(width, styles.base)


def heading(answer: Answer) -> str:
    """A release, and what was taken for it."""
    assert answer.row is not None
    candidate = f": {answer.candidate.words}" if answer.candidate is not None else ""
    is_new = " new" if answer.row.state == "new" else ""
    return clean(f"{answer.row.title}  ({answer.row.release_id}{is_new})  from {answer.source}{candidate}", _MOST_CELLS)
