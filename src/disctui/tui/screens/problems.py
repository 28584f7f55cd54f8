"""What is wrong in the library, and where; a problem that is mended leaves by itself."""

from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.content import Content
from textual.widgets import Static

from disctui.library.files import source_line
from disctui.safe_text import clean
from disctui.tui.commands import PROBLEMS
from disctui.tui.messages import LibraryChanged, ProblemsChanged
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.session import Session
from disctui.tui.target import Target
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.problem_list import ProblemList
from disctui.tui.widgets.progress_line import ProgressLine
from disctui.tui.widgets.title_line import TitleLine

_TALL = 18
"""Rows below which what is wrong comes before its place, and the line that has it is left out."""


class ProblemsScreen(CommandScreen[None]):
    """The problems of the library, the one under the cursor in full."""

    DEFAULT_CSS = """
    ProblemsScreen {
        & > ProgressLine { display: none; padding: 0 1; }
        & > ProgressLine.-shown { display: block; }
        & > #problem { height: auto; max-height: 50%; padding: 1 2; border-top: solid $panel-lighten-2; }
        &.-short > #problem { max-height: 70%; padding: 0 1; }
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (_TALL, "-tall")]  # noqa: RUF012 - as Textual declares it
    PLACES = PROBLEMS
    AUTO_FOCUS = "ProblemList"

    def __init__(self, session: Session, path: str | None = None) -> None:
        super().__init__(session)
        self._path = path

    @property
    def cursor_owner(self) -> ProblemList:
        """The part in which the movement keys move the cursor."""
        return self.query_one(ProblemList)

    @property
    def target(self) -> Target:
        """What a command is about: the place of the problem under the cursor."""
        problem = self.query_one(ProblemList).chosen
        return Target() if problem is None else Target(problem.path, problem.line, problem.column)

    def is_enabled(self, command_id: str) -> bool:
        """Whether a command does something now."""
        return command_id not in {"edit", "edit-here"} or self.query_one(ProblemList).chosen is not None

    def compose(self) -> ComposeResult:
        """The list, and below it the problem in full."""
        yield TitleLine()
        yield ProgressLine()
        yield ProblemList()
        yield Static(id="problem", markup=False)
        yield HintBar()

    def on_mount(self) -> None:
        """Show the known problems, at the file that is meant; a large library is checked by all rules only now."""
        self._check()
        self._show_problems()
        problems = self.query_one(ProblemList)
        problems.go_to(next((row for row, one in enumerate(problems.problems) if one.path == self._path), 0))
        self.set_interval(0.1, self._show_progress)

    def _show_progress(self) -> None:
        checking = self.session.checking
        line = self.query_one(ProgressLine)
        line.set_class(checking is not None, "-shown")
        if checking is not None:
            line.progress = checking

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave, and let a check of a large library be that was made for this screen alone."""
        if not self.session.is_checked_at_once:
            self.session.leave_check()
        return super().dismiss(result)

    @on(LibraryChanged)
    def _check(self) -> None:
        if not self.session.is_checked_at_once:
            self.session.check()

    @on(ProblemsChanged)
    def _show_problems(self) -> None:
        problems = self.session.all_problems
        errors = sum(problem.severity == "error" for problem in problems)
        warnings = len(problems) - errors
        words = f"Problems: {_counted(errors, 'error')}, {_counted(warnings, 'warning')}"
        if not problems:
            words = "No problems" if self.session.checking is None else "Problems: none so far"
        self.query_one("#title", Static).update(words)
        self.query_one(ProblemList).show(problems)
        self.refresh_hints()

    @on(ProblemList.Moved)
    def _show_problem(self) -> None:
        problem = self.query_one(ProblemList).chosen
        if problem is None:
            self.query_one("#problem", Static).update("Everything in this library can be read.")
            return
        place = (clean(problem.place), "bold")
        said = Content(f"{problem.severity}[{problem.code}] {clean(problem.message)}")
        is_short = self.size.height < _TALL
        parts: list[Content | tuple[str, str]] = [said] if is_short else [place, Content("\n"), said]
        source = None if is_short else source_line(self.session.catalogue.root, problem)
        if source is not None:
            shown = clean(source, 400)
            caret = " " * (len(clean(source[: problem.column - 1], 400)) + 2) + "^"
            parts += [Content("\n\n"), (f"  {shown}\n{caret}", "$text-muted")]
        if problem.hint:
            parts += [Content("\n"), ("remedy: ", "bold"), Content(clean(problem.hint))]
        if is_short:
            parts += [Content("\n"), place]
        self.query_one("#problem", Static).update(Content.assemble(*parts))


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
