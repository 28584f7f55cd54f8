"""What every screen that the table of commands drives has in common."""

import functools
from collections.abc import Callable
from typing import Any, Literal, TypeVar

from textual.screen import Screen, ScreenResultType

from disctui.safe_text import clean
from disctui.tui.commands import COMMANDS, Command, hints
from disctui.tui.messages import HelpAsked
from disctui.tui.session import Session
from disctui.tui.widgets.hint_bar import HintBar

Screened = TypeVar("Screened", bound="CommandScreen[Any]")


def after_search(action: Callable[[Screened], object]) -> Callable[[Screened], None]:
    """An action on the release under the cursor: it waits for a search under way, whose first hit may be meant."""

    @functools.wraps(action)
    def waiting(screen: Screened) -> None:
        if screen.is_searching:
            screen.waiting.append(lambda: action(screen))
        else:
            action(screen)

    return waiting


class CommandScreen(Screen[ScreenResultType]):
    """A screen whose keys, footer, help and palette come from the table of commands.

    Args:
        session: What all screens share. The screen is told of its changes: `LibraryChanged`, `LibraryFailed` and
            `ProblemsChanged`.
        classes: CSS classes that it begins with.
    """

    def __init__(self, session: Session, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.session = session
        self.waiting: list[Callable[[], object]] = []
        """What is done once the search under way has ended."""

    @property
    def is_searching(self) -> bool:
        """Whether a search is under way."""
        return False

    @property
    def place(self) -> str:
        """Where the user is, as the table of commands names it."""
        raise NotImplementedError

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
        names = [item.id for item in COMMANDS if item.hint and place in item.places and self.is_enabled(item.id)]
        shown = hints(place, self.session.keymap, names)
        for bar in self.query(HintBar):
            bar.hints = tuple((item.id, key, item.title) for item, key in shown)

    def on_mount(self) -> None:
        """Hear of the session's changes."""
        self.session.listen(self.post_message)

    def on_unmount(self) -> None:
        """Hear of nothing any more."""
        self.session.stop_listening(self.post_message)

    def on_descendant_focus(self) -> None:
        """Other keys work in another part."""
        self.refresh_hints()

    def on_screen_resume(self) -> None:
        """Other things may have happened meanwhile."""
        self.refresh_hints()

    async def run_command(self, command_id: str) -> None:
        """Do what a command does, if it does anything now."""
        item = next((item for item in COMMANDS if item.id == command_id), None)
        if item is not None and self.is_enabled(command_id):
            await self.run_action(f"screen.{item.action}")

    def say(
        self,
        text: str,
        severity: Literal["information", "warning", "error"] = "information",
        *,
        title: str = "",
        seconds: float | None = None,
    ) -> None:
        """Say something in the corner; the text may quote files.

        Args:
            text: What is said.
            severity: How bad it is: "information", "warning" or "error".
            title: A heading over it.
            seconds: How long it stays; Textual's own time without.
        """
        self.notify(clean(text, 400), title=title, severity=severity, timeout=seconds, markup=False)

    def action_help(self) -> None:
        """Show the keys that work now."""
        self.post_message(HelpAsked(self.working(), self.place))

    def action_palette(self) -> None:
        """Open the command palette."""
        self.app.action_command_palette()

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()
