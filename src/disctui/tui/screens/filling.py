"""What is filled in, key by key: whether the file has each, and which of them are taken; then it is one change."""

from collections import Counter
from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from disctui.importers.apply import Action, Agreed, Decision
from disctui.importers.plan import Plan, words_of
from disctui.release.days import counted
from disctui.safe_text import clean
from disctui.sources.filling import Answer, Rules, narrowed, plan_of
from disctui.tui.commands import FILLING
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.session import Session
from disctui.tui.widgets.fill_list import FillList, Line, heading, lines_of
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.title_line import TitleLine

_MOST_WORDS = 2000


class FillScreen(CommandScreen[Agreed]):
    """The plan of a filling; ends with what shall be written, or None.

    Args:
        session: What the screens share.
        found: What the sources gave.
        rules: How it was asked.
    """

    DEFAULT_CSS = """
    FillScreen {
        & > #row { height: auto; max-height: 40%; padding: 0 2; border-top: solid $panel-lighten-2; }
    }
    """
    PLACES = FILLING

    def __init__(self, session: Session, found: Sequence[Answer], rules: Rules) -> None:
        super().__init__(session)
        self._found = [answer for answer in found if answer.row is not None]
        self._plan = plan_of(self._found, with_differing=True)
        self._lines = lines_of(self._found, rules)
        self._ticked = {at for at, line in enumerate(self._lines) if line.key and line.standing == "absent"}
        self._remarks = list(dict.fromkeys(answer.trouble for answer in found if answer.trouble))

    def compose(self) -> ComposeResult:
        """The keys, and below them the one under the cursor in full."""
        yield TitleLine()
        yield FillList(self._found, self._lines, self._ticked)
        yield Static(id="row", markup=False)
        yield HintBar()

    def on_mount(self) -> None:
        """Show what would be written."""
        self._show()

    @property
    def cursor_owner(self) -> FillList:
        """The keys."""
        return self.query_one(FillList)

    @on(FillList.Moved)
    def _show(self) -> None:
        standing = Counter(line.standing for line in self._lines if line.key)
        words = ", ".join(f"{standing[name]:,} {name}" for name in ("absent", "differs", "same") if standing[name])
        files = counted(len({answer.wanted.release_id for answer in self._found}), "file")
        self.query_one("#title", Static).update(f"Fill in: {len(self._ticked):,} ticked of {words}; {files}")
        line = self.cursor_owner.line
        self.query_one("#row", Static).update("" if line is None else self._described(line))
        self.refresh_hints()

    def _described(self, line: Line) -> Content:
        answer = self._found[line.answer]
        if not line.key:
            return Content("\n".join([heading(answer), *(clean(one, 300) for one in self._remarks[:3])]))
        theirs = clean(words_of(line.theirs), _MOST_WORDS)
        if line.standing == "absent":
            return Content(f"{line.key}, absent here\n{theirs}")
        if line.standing == "same":
            return Content(f"{line.key}, the same here\n{theirs}")
        what = "replaces mine" if self.cursor_owner.cursor in self._ticked else "mine stays"
        mine = clean(words_of(line.mine), _MOST_WORDS)
        return Content(f"{line.key} differs, {what}\nmine:   {mine}\ntheirs: {theirs}")

    def is_enabled(self, command_id: str) -> bool:
        """Whether there is something to take, and something to write."""
        line = self.cursor_owner.line
        if command_id == "tick":
            return line is not None and (not line.key or line.can_be_ticked)
        return command_id != "write-filled" or bool(self._ticked)

    def action_tick(self) -> None:
        """Take the key under the cursor or leave it; on a heading, all that is absent below it, or nothing."""
        at, line = self.cursor_owner.cursor, self.cursor_owner.line
        if line is None:
            return
        if line.key:
            if not line.can_be_ticked:
                return
            self._ticked ^= {at}
            self.cursor_owner.refresh()
            self.cursor_owner.move(1)
        else:
            below = {
                number
                for number, one in enumerate(self._lines)
                if one.answer == line.answer and one.key and one.standing == "absent"
            }
            every = {number for number, one in enumerate(self._lines) if one.answer == line.answer}
            is_all = below <= self._ticked
            self._ticked -= every
            self._ticked |= set() if is_all else below
            self.cursor_owner.refresh()
        self._show()

    def action_write_filled(self) -> None:
        """Have what is ticked written."""
        if not self._ticked:
            self.say("Nothing is ticked: space takes a key.", "warning", seconds=4)
            return
        rows, decisions = [], {}
        for row in self._plan.rows:
            keys = [(at, line) for at, line in enumerate(self._lines) if line.answer == row.number and line.key]
            taken = frozenset(line.key for at, line in keys if at in self._ticked)
            left = frozenset(line.key for at, line in keys if at not in self._ticked and line.can_be_ticked)
            action: Action = "skip" if not taken else "take" if row.state == "new" else "merge"
            decisions[row.number] = Decision(action, taken, left)
            rows.append(narrowed(row, taken))
        self.dismiss(Agreed(Plan(tuple(rows)), decisions))
