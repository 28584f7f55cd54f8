"""What is wrong in the library, and where; a problem that is mended leaves by itself."""

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

from disctui.library.files import source_line
from disctui.problem import Problem
from disctui.safe_text import clean
from disctui.tui.commands import bindings
from disctui.tui.messages import CommandChosen, LibraryChanged, ProblemsChanged
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.target import Target
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.release_list import fitted

if TYPE_CHECKING:
    from textual import events


class ProblemList(ScrollView, can_focus=True, inherit_bindings=False):
    """A line a problem, drawn as it comes into view."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"problem-list--cursor", "problem-list--place"}
    DEFAULT_CSS = """
    ProblemList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .problem-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        & > .problem-list--place { color: $foreground-muted; }
        &:ansi > .problem-list--cursor, &.-no-color > .problem-list--cursor { text-style: bold reverse; }
    }
    """

    class Moved(Message):
        """The cursor stands on another problem."""

    cursor: reactive[int] = reactive(0)

    def __init__(self) -> None:
        super().__init__()
        self.problems: tuple[Problem, ...] = ()

    @property
    def chosen(self) -> Problem | None:
        """The problem under the cursor."""
        return self.problems[self.cursor] if self.cursor < len(self.problems) else None

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Show other problems, the cursor kept on its own where it is still there."""
        before = self.chosen
        self.problems = problems
        self.virtual_size = Size(0, len(problems))
        row = problems.index(before) if before in problems else min(self.cursor, max(0, len(problems) - 1))
        self.set_reactive(ProblemList.cursor, row)
        self.refresh()
        self.post_message(self.Moved())

    @property
    def page(self) -> int:
        """Rows in view."""
        return max(1, self.size.height)

    def move(self, rows: int) -> None:
        """Move the cursor, as far as there are problems."""
        self.cursor = max(0, min(self.cursor + rows, len(self.problems) - 1))

    def watch_cursor(self) -> None:
        """Bring the cursor into view, and tell of it."""
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)
        self.refresh()
        self.post_message(self.Moved())

    def on_click(self, event: "events.Click") -> None:
        """Move the cursor to the line that was clicked."""
        row = event.y + round(self.scroll_y)
        self.move(row - self.cursor)

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        row = y + round(self.scroll_y)
        width = self.scrollable_content_region.width
        if row >= len(self.problems):
            return Strip.blank(width, self.rich_style)
        problem = self.problems[row]
        base = self.rich_style
        place = base + self.get_component_rich_style("problem-list--place", partial=True)
        if row == self.cursor:
            base = place = base + self.get_component_rich_style("problem-list--cursor", partial=True)
        sign = "›" if row == self.cursor else " "
        room = min(44, width // 2)
        where = clean(f"{problem.path}:{problem.line}:{problem.column}", 2000)
        where = "…" + where[-(room - 1) :] if len(where) > room else where
        message = f" {problem.severity}: {clean(problem.message, 500)}"
        segments = [Segment(sign + " ", base), Segment(fitted(where, room), place)]
        segments.append(Segment(fitted(message, max(1, width - room - 2)), base))
        return Strip(segments).adjust_cell_length(width, base)


class ProblemsScreen(CommandScreen[None]):
    """The problems of the library, the one under the cursor in full."""

    DEFAULT_CSS = """
    ProblemsScreen {
        & > #title { height: 1; background: $panel; text-style: bold; padding: 0 1; }
        & > #problem { height: auto; max-height: 50%; padding: 1 2; border-top: solid $panel-lighten-2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(("problems",))]
    AUTO_FOCUS = "ProblemList"

    @property
    def place(self) -> str:
        """Where the user is, as the table of commands names it."""
        return "problems"

    @property
    def cursor_owner(self) -> ProblemList:
        """What the keys that move do move in."""
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
        yield Static(id="title", markup=False)
        yield ProblemList()
        yield Static(id="problem", markup=False)
        yield HintBar()

    def on_mount(self) -> None:
        """Show what is known; a large library is put to all rules only for this screen."""
        self._show_problems()
        self._check()

    @on(LibraryChanged)
    def _check(self) -> None:
        if not self.session.is_checked_at_once:
            self.session.check()

    @on(ProblemsChanged)
    def _show_problems(self) -> None:
        problems = (*self.session.settings.problems, *self.session.problems)
        errors = sum(problem.severity == "error" for problem in problems)
        warnings = len(problems) - errors
        words = f"Problems: {_counted(errors, 'error')}, {_counted(warnings, 'warning')}" if problems else "No problems"
        self.query_one("#title", Static).update(words)
        self.query_one(ProblemList).show(problems)
        self.refresh_hints()

    @on(ProblemList.Moved)
    def _show_problem(self) -> None:
        problem = self.query_one(ProblemList).chosen
        if problem is None:
            self.query_one("#problem", Static).update("Everything in this library can be read.")
            return
        parts: list[Content | tuple[str, str]] = [
            (clean(problem.place), "bold"),
            Content(f"\n{problem.severity}[{problem.code}] {clean(problem.message)}"),
        ]
        source = source_line(self.session.catalogue.root, problem)
        if source is not None:
            shown = clean(source, 400)
            caret = " " * (len(clean(source[: problem.column - 1], 400)) + 2) + "^"
            parts += [Content("\n\n"), (f"  {shown}\n{caret}", "$text-muted")]
        if problem.hint:
            parts += [Content("\n"), ("remedy: ", "bold"), Content(clean(problem.hint))]
        self.query_one("#problem", Static).update(Content.assemble(*parts))

    def action_back(self) -> None:
        """Back to the shelf."""
        self.dismiss()

    @on(CommandChosen)
    async def _command_chosen(self, event: CommandChosen) -> None:
        await self.run_command(event.command_id)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
