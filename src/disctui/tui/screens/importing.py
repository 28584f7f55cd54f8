"""Import in the browser: a file or a pasted page, then a plan in which each row is taken, merged or skipped."""

from collections import Counter

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from disctui.importers.apply import Action, Agreed, Decision, default_decision
from disctui.importers.plan import Plan, Row, flat, words_of
from disctui.importers.reading import Planned
from disctui.importers.sources import Source
from disctui.safe_text import clean
from disctui.tui.commands import PLAN
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.session import Session
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.plan_list import PlanList
from disctui.tui.widgets.title_line import TitleLine

_TALL = 18
"""Lines of the screen from which on blank ones stand around the row under the cursor."""
_BESIDE_KEYS = 6
"""Lines that the row under the cursor takes beside its keys: its title, its state, and those for what is not shown."""


_ABOUT_THE_FILE = frozenset({"columns", "encoding", "dates", "format"})
"""Commands by which the owner says how the file is to be read."""


def _read_as(source: Source, plan: Plan) -> str:
    """Of which program a file is, and how sure that is, in words."""
    said = "" if source.is_sure else ", which is a guess"
    return clean(f"{source.name}: read as {plan.formats.get(source.name, source.importer.title)}{said}", 200)


def _values_of(row: Row, most: int) -> list[Content]:
    """What a new release will say, beside its title: so many lines, and the names of what stands in no line."""
    values = [(key, words_of(value)) for key, value in flat(row.imported.document).items() if key != "title"]
    lines = [Content(f"\n  {key}: {clean(text, 120)}") for key, text in values[:most]]
    if len(values) > most:
        lines.append(Content(f"\n  and {clean(', '.join(key for key, _ in values[most:]), 300)}"))
    return lines


class ImportScreen(CommandScreen[Agreed]):
    """The plan of one import; ends with what shall be written, or None.

    Args:
        session: What the screens share.
        reading: The file that the plan is of; more may be said of how it is to be read.
    """

    DEFAULT_CSS = """
    ImportScreen {
        & > #remarks { height: auto; max-height: 20%; padding: 0 1; color: $text-muted; }
        & > #row { height: auto; max-height: 50%; padding: 1 2; border-top: solid $panel-lighten-2; }
        &.-short > #row { padding: 0 2; }
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (_TALL, "-tall")]  # noqa: RUF012 - as Textual declares it
    PLACES = PLAN

    def __init__(self, session: Session, reading: Planned) -> None:
        super().__init__(session)
        self.reading, self._plan = reading, reading.plan
        self._decisions = {row.number: self._first_decision(row) for row in self._plan.rows}

    def show_reading(self, reading: Planned) -> None:
        """Show the plan of the same file as it is read now; what was decided of a row stays where it is the same."""
        before = {row.number: row for row in self._plan.rows}
        decided = dict(self._decisions)
        self.reading, self._plan = reading, reading.plan
        self._decisions.clear()
        for row in reading.plan.rows:
            old = before.get(row.number)
            is_same = old is not None and (old.state, old.title) == (row.state, row.title)
            self._decisions[row.number] = decided[row.number] if is_same else self._first_decision(row)
        self.cursor_owner.show_plan(reading.plan)
        self._show_remarks()
        self._show()

    @staticmethod
    def _first_decision(row: Row) -> Decision:
        return Decision("skip") if row.state == "new" and row.needs_release else default_decision(row)

    def compose(self) -> ComposeResult:
        """The rows, and below them the one under the cursor in full."""
        yield TitleLine()
        yield Static(id="remarks", markup=False)
        yield PlanList(self._plan, self._decisions)
        yield Static(id="row", markup=False)
        yield HintBar()

    def on_mount(self) -> None:
        """Show the plan, and what holds for the whole of its files: what was guessed, what is left out."""
        self._show_remarks()
        self._show()

    def _show_remarks(self) -> None:
        remarks = "\n".join(self._remarks())
        self.query_one("#remarks", Static).update(remarks)
        self.query_one("#remarks").display = bool(remarks)

    def _remarks(self) -> list[str]:
        problems = [problem for aside in self._plan.asides for problem in aside.problems]
        kept = [kept for aside in self._plan.asides for kept in aside.kept]
        lines = [_read_as(source, self._plan) for source in self.reading.sources[:3]]
        lines += [f"{problem.severity}: {clean(problem.message, 200)}" for problem in problems[:4]]
        if kept:
            names = ", ".join(dict.fromkeys(one.field for one in kept))
            lines.append(f"apart from releases: {clean(names, 200)}")
        return lines

    @on(PlanList.Moved)
    def _show(self) -> None:
        self.query_one("#title", Static).update(self._counts())
        row = self.cursor_owner.row
        self.query_one("#row", Static).update("" if row is None else self._described(row))
        self.refresh_hints()

    def _counts(self) -> str:
        """How many rows are what; where there is no room for all of it, only what there is."""
        counted: Counter[str] = Counter(row.state for row in self._plan.rows)
        kept = sum(row.kept_count for row in self._plan.rows)
        states = ("new", "same", "differs", "can't read")
        words = ", ".join(f"{counted[state]:,} {state}" for state in states)
        whole = f"Import: {words}; {kept:,} value{'' if kept == 1 else 's'} kept as comments"
        if len(whole) <= self.size.width - 2:
            return whole
        words = ", ".join(f"{counted[state]:,} {state}" for state in states if counted[state])
        return f"Import: {words}" + (f"; {kept:,} as comments" if kept else "")

    def _described(self, row: Row) -> Content:
        decision = self._decisions[row.number]
        lines: list[Content | tuple[str, str]] = [(clean(row.title, 200), "bold"), Content(f"\n{row.state}")]
        shown = row.differences if row.state == "differs" else ()
        most = max(4, self.size.height // 2 - _BESIDE_KEYS)
        if row.state == "new":
            lines += _values_of(row, most - 1)
        if len(shown) > most:
            names = ", ".join(one.key for one in shown[most:])
            lines.append(Content(f" in {len(shown)} keys; not shown here: {clean(names, 300)}"))
        for one in shown[:most]:
            what = "fills in" if one.fills else "replaces" if one.key in decision.overwrite else "keeps mine"
            mine = "" if one.mine is None else f"{clean(words_of(one.mine), 60)}  |  theirs: "
            lines.append(Content(f"\n  {what} {one.key}: {mine}{clean(words_of(one.theirs), 80)}"))
        lines += [
            Content(f"\n  {problem.severity}: line {problem.line}: {clean(problem.message, 200)}")
            for problem in row.problems[:4]
        ]
        if row.kept_count:
            lines.append(Content(f"\n  kept as comments: {clean(row.kept_names, 300)}"))
        return Content.assemble(*lines)

    @property
    def cursor_owner(self) -> PlanList:
        """The rows."""
        return self.query_one(PlanList)

    def is_enabled(self, command_id: str) -> bool:
        """Whether the row under the cursor permits what a command decides."""
        row = self.cursor_owner.row
        if command_id in {"take", "skip"}:
            return row is not None and row.state != "can't read"
        if command_id == "merge":
            return row is not None and row.state not in {"can't read", "new"}
        if command_id == "overwrite":
            return row is not None and row.state == "differs"
        return command_id not in _ABOUT_THE_FILE or self._is_to_say(command_id)

    def _is_to_say(self, command_id: str) -> bool:
        """Whether something may be said of the file."""
        if command_id == "columns":
            return self.reading.has_columns
        return self.reading.has_dates if command_id == "dates" else command_id == "format" or self.reading.has_encodings

    def action_write(self) -> None:
        """Have it written as it was decided."""
        self.dismiss(Agreed(self._plan, self._decisions))

    def action_take(self) -> None:
        """Take the row as a release of its own."""
        self._decide("take")

    def action_merge(self) -> None:
        """Merge the row into the release that it is."""
        self._decide("merge")

    def action_skip(self) -> None:
        """Leave the row out."""
        self._decide("skip")

    def _decide(self, action: Action) -> None:
        row = self.cursor_owner.row
        if row is None or not self.is_enabled(action):
            return
        self._decisions[row.number] = Decision(action)
        self.cursor_owner.refresh()
        self.cursor_owner.move(1)
        self._show()

    def action_overwrite(self) -> None:
        """Let the import win in the row under the cursor, for every key; a second time, let the file win."""
        row = self.cursor_owner.row
        if row is None or row.state != "differs":
            return
        keys = frozenset(one.key for one in row.differences if not one.fills)
        now = self._decisions[row.number].overwrite
        self._decisions[row.number] = Decision("merge", frozenset() if now else keys)
        self.cursor_owner.refresh()
        self._show()
