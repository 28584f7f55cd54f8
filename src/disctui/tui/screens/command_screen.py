"""What every screen that the table of commands drives has in common."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from disctui.tui.commands import COMMANDS, Command, hints
from disctui.tui.widgets.hint_bar import HintBar

if TYPE_CHECKING:
    from textual.screen import Screen

    from disctui.tui.app import DisctuiApp

    _Base = Screen[None]
else:
    _Base = object


Screened = TypeVar("Screened", bound="CommandScreen")


def after_search(action: Callable[[Screened], object]) -> Callable[[Screened], None]:
    """An action on the release under the cursor: it waits for a search under way, whose first hit may be meant."""

    @functools.wraps(action)
    def waiting(screen: Screened) -> None:
        if screen.is_searching:
            screen.waiting.append(lambda: action(screen))
        else:
            action(screen)

    return waiting


class CommandScreen(_Base):
    """A screen whose keys, footer, help and palette come from the table of commands."""

    app: "DisctuiApp"
    waiting: list[Callable[[], object]]
    """What is done once the search under way has ended."""

    @property
    def is_searching(self) -> bool:
        """Whether a search is under way."""
        return False

    @property
    def place(self) -> str:
        """Where the user is, as the table of commands names it."""
        raise NotImplementedError

    def works(self, command_id: str) -> bool:
        """Whether a command would do something now."""
        raise NotImplementedError

    def working(self) -> list[Command]:
        """The commands that would do something here and now, in the table's order."""
        place = self.place
        return [item for item in COMMANDS if place in item.places and self.works(item.id)]

    def offered(self) -> list[Command]:
        """The commands for the palette: from the search box, those of the list too."""
        place = "list" if self.place == "search" else self.place
        return [item for item in COMMANDS if item.in_palette and place in item.places and self.works(item.id)]

    def refresh_hints(self) -> None:
        """Show in the footer what works now."""
        place = self.place
        names = [item.id for item in COMMANDS if item.hint and place in item.places and self.works(item.id)]
        shown = hints(place, self.app.keymap, names)
        self.query_one(HintBar).hints = tuple((item.id, key, item.title) for item, key in shown)

    def on_descendant_focus(self) -> None:
        """Other keys work in another part."""
        self.refresh_hints()

    def on_screen_resume(self) -> None:
        """Other things may have happened meanwhile."""
        self.refresh_hints()

    async def run_command(self, command_id: str) -> None:
        """Do what a command does, if it does anything now."""
        item = next((item for item in COMMANDS if item.id == command_id), None)
        if item is not None and self.works(command_id):
            await self.run_action(f"screen.{item.action}")

    def action_help(self) -> None:
        """Show the keys that work now."""
        self.app.show_help(self.working(), self.place)

    def action_palette(self) -> None:
        """Open the command palette."""
        self.app.action_command_palette()

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()
