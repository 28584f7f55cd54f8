"""What every screen that the table of commands drives has in common."""

import asyncio
import functools
import inspect
from collections.abc import Callable, Coroutine, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from textual import events, on
from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType

from disctui.tui import flows
from disctui.tui.commands import COMMANDS, Command, Places, bindings, command, hints, keys_of, works_in
from disctui.tui.keys import key_name
from disctui.tui.messages import CommandChosen
from disctui.tui.saying import Severity, say
from disctui.tui.session import Session
from disctui.tui.target import Target
from disctui.tui.textual_patches import bind
from disctui.tui.widgets.hint_bar import HintBar

if TYPE_CHECKING:
    from disctui.problem import Refused

Result = TypeVar("Result")
_flow: ContextVar[object] = ContextVar("flow", default=None)
"""Which flow is under way; each runs in a task, and so in a context, of its own."""
_ALL = 10_000_000
"""Rows; more than any list has."""


class HasCursor(Protocol):
    """A part whose rows have a cursor."""

    @property
    def page(self) -> int:
        """Rows in view."""

    def move(self, rows: int) -> None:
        """Move the cursor by so many rows, or as far as there are."""


class CommandScreen(Screen[ScreenResultType]):
    """A screen whose keys, footer, help and palette come from the table of commands.

    Args:
        session: What all screens share. The screen is told of its changes: `LibraryChanged`, `LibraryFailed` and
            `ProblemsChanged`. A dialog is given it by the screen that asks it.
        classes: CSS classes that it begins with.
    """

    PLACES: ClassVar[Places]
    """Where the user can be on it, as the table of commands names it."""

    session: Session

    def __init__(self, session: Session | None = None, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._is_shared = False
        if session is not None:
            self.share(session)
        self._is_answered = False
        self._takes_keys = False
        self._asked_by: object = None
        self.waiting: list[Callable[[], object]] = []
        """What is done once the search under way has ended."""

    def share(self, session: Session) -> None:
        """Take a session, and the keys that it gives to commands; a second time does nothing."""
        if not self._is_shared:
            self._is_shared = True
            self.session = session
            bind(self, bindings(self.PLACES, session.keymap))

    @property
    def is_ready(self) -> bool:
        """Whether keys find their way here: the parts are there and have the focus, and nothing is waited for."""
        return self._takes_keys and not self.waiting

    async def ask(self, dialog: "CommandScreen[Result]") -> Result | None:
        """Ask by another screen and wait for its answer; None where it was left. For flows."""
        dialog.share(self.session)
        dialog.wait_for_answer(_flow.get())
        return await self.app.push_screen_wait(dialog)

    def wait_for_answer(self, flow: object) -> None:
        """Keys are for this screen once it is there; once it is answered, they wait for what the flow does with it."""
        self._asked_by = flow

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """End the screen with its answer, and whatever came to stand over it; a second answer counts for nothing."""
        if self._is_answered or self not in self.app.screen_stack:
            return AwaitComplete()
        self._is_answered = True
        while self.app.screen is not self:
            self.app.screen.dismiss(None)
        if self._asked_by is not None:
            self.session.begun.add(self._asked_by)
        return super().dismiss(result)

    @property
    def doers(self) -> Sequence[object]:
        """Who does commands: of these, the first that has the action of one does it."""
        return (self,)

    @property
    def cursor_owner(self) -> HasCursor | None:
        """The part in which the movement keys move the cursor."""
        return None

    @property
    def target(self) -> Target:
        """What a command is about, as it is by now."""
        return Target()

    @property
    def is_searching(self) -> bool:
        """Whether a search is under way."""
        return False

    @property
    def place(self) -> str:
        """Which of `PLACES` the user is in."""
        return self.PLACES[0]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key mean one thing in one part of the screen and another elsewhere."""
        return works_in(action, parameters, self.place)

    def is_enabled(self, command_id: str) -> bool:  # noqa: ARG002 - what subclasses answer
        """Whether a command would do something now."""
        return True

    def working(self) -> list[Command]:
        """The commands that would do something here and now, in the table's order."""
        place = self.place
        return [item for item in COMMANDS if place in item.places and self.is_enabled(item.id)]

    def offered(self) -> list[Command]:
        """The commands for the palette: from the search box, those of the list too."""
        place = "list" if self.place == "search" else self.place
        return [item for item in COMMANDS if item.in_palette and place in item.places and self.is_enabled(item.id)]

    def refresh_hints(self) -> None:
        """Show in the footer what works now."""
        place = self.place
        asked = [item for item, _ in hints(place, self.session.keymap, (item.id for item in COMMANDS))]
        shown = hints(place, self.session.keymap, [item.id for item in asked if self.is_enabled(item.id)])
        for bar in self.query(HintBar):
            bar.hints = tuple((item.id, key, self.title_of(item)) for item, key in shown)

    def title_of(self, item: Command) -> str:
        """What the footer says that a command does now."""
        return item.title

    def on_mount(self) -> None:
        """Listen to the session, and take the keys, which waited for this screen until now."""
        self.session.listen(self.post_message)
        self.session.begun.discard(self._asked_by)

    def on_descendant_focus(self) -> None:
        """Other keys work in another part."""
        self.refresh_hints()

    def on_screen_resume(self) -> None:
        """Show what works by now, and take keys again."""
        self.refresh_hints()
        self.call_next(self._become_ready)

    def _become_ready(self) -> None:
        self._takes_keys = True

    async def run_command(self, command_id: str) -> None:
        """Do what a command does, if it does anything now, wherever on the screen the user is."""
        if self.is_enabled(command_id):
            await self.action_do(command_id)

    async def action_do(self, command_id: str) -> None:
        """Do a command, what its keys are bound to; one that is about the row under the cursor waits for a search."""
        item = command(command_id)
        if item.waits and self.is_searching:
            self.waiting.append(functools.partial(self._do, item))
        elif inspect.isawaitable(done := self._do(item)):
            await done

    def _do(self, item: Command) -> object:
        name, arguments = item.action
        actions = (getattr(part, f"action_{name}", None) for part in self.doers)
        return next(filter(None, actions))(*arguments)

    def when_found(self, do: Callable[[], object]) -> None:
        """Do something about the row under the cursor: at once, or when the search under way has ended."""
        if self.is_searching:
            self.waiting.append(do)
        else:
            do()

    def do_what_waited(self) -> None:
        """Do what waited for a search, which has ended."""
        waiting, self.waiting = self.waiting, []
        for do in waiting:
            do()

    def say(
        self, text: str, severity: Severity = "information", *, title: str = "", seconds: float | None = None
    ) -> None:
        """Say something in the corner; see `saying.say`."""
        say(self, text, severity, title=title, seconds=seconds)

    def refuse(self, refused: "Refused") -> None:
        """Say why a command can't be done; what was typed ahead for its screen is forgotten."""
        self.session.forget_typed()
        self.say(refused.advice, "warning", seconds=8)

    # -- what takes several steps

    def action_flow(self, command_id: str) -> None:
        """Begin what a command does in several steps."""
        self.begin(flows.begin(command_id, self, self.target))

    def begin(self, flow: Coroutine[Any, Any, object]) -> None:
        """Begin something that asks the user on the way; keys wait while it does not. It may end by `Refused`."""
        token = object()
        self.session.begun.add(token)
        self.run_worker(self._carry_through(flow, token))

    def let_keys_go_on(self) -> None:
        """Let keys no longer wait for this flow: what follows takes long and opens no screen. For flows."""
        self.session.begun.discard(_flow.get())

    async def in_thread(self, work: Callable[..., Result], *arguments: object) -> Result:
        """Do something that takes long in a thread, and wait for its result; keys go on meanwhile. For flows."""
        self.let_keys_go_on()
        return await asyncio.to_thread(work, *arguments)

    async def _carry_through(self, flow: Coroutine[Any, Any, object], token: object) -> None:
        from disctui.problem import Refused  # noqa: PLC0415 - no part of the first screen

        _flow.set(token)
        try:
            await flow
        except Refused as refused:
            self.refuse(refused)
        finally:
            self.session.begun.discard(token)

    # -- moving

    def _move(self, rows: int) -> None:
        if (owner := self.cursor_owner) is not None:
            owner.move(rows)

    def _page(self) -> int:
        return max(1, self.cursor_owner.page - 1) if self.cursor_owner is not None else 1

    def action_down(self) -> None:
        """One row down."""
        self._move(1)

    def action_up(self) -> None:
        """One row up."""
        self._move(-1)

    def action_half_down(self) -> None:
        """Half a page down."""
        self._move(max(1, self._page() // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self._move(-max(1, self._page() // 2))

    def action_page_down(self) -> None:
        """A page down."""
        self._move(self._page())

    def action_page_up(self) -> None:
        """A page up."""
        self._move(-self._page())

    def action_top(self) -> None:
        """To the first row."""
        self._move(-_ALL)

    def action_bottom(self) -> None:
        """To the last row."""
        self._move(_ALL)

    # -- the program

    async def action_suspend(self) -> None:
        """Back to the shell, until it says `fg`."""
        await self.run_action("app.suspend_process")

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()

    def action_copy_text(self) -> None:
        """Copy the text that is selected with the mouse; without any, say how to quit."""
        text = self.get_selected_text()
        if text:
            self.app.copy_to_clipboard(text)
            return
        way_out = next(item for item in self.working() if item.id in {"quit", "exit"})
        keys = keys_of(way_out, self.session.keymap, self.place)
        self.say(f"{key_name(keys[-1])} quits." if keys else "The command palette has: quit.", seconds=3)

    def action_exit(self) -> None:
        """Leave the program, from any other screen."""
        self.app.exit()

    def action_focus_pane(self, step: int) -> None:
        """Focus the next part, or the one before."""
        if step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_close(self) -> None:
        """Close the screen, as stepping back does."""
        self.action_back()

    def action_back(self) -> None:
        """A step back."""
        self.dismiss()

    @on(events.ScreenResume)
    def _style_once(self, event: events.ScreenResume) -> None:
        """Don't style all parts again when the screen is shown: each was styled as it was put there, a moment ago."""
        event.refresh_styles = False

    @on(CommandChosen)
    async def _command_chosen(self, event: CommandChosen) -> None:
        event.stop()
        await self.run_command(event.command_id)
