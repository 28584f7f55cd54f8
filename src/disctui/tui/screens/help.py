"""The keys that work where the user is: typed words find them, and enter does what the line says."""

from collections.abc import Sequence

from disctui.library.searches_file import Shelf
from disctui.tui.commands import Command, Keymap, groups, keys_of
from disctui.tui.keys import is_text, key_name
from disctui.tui.screens.menu import Choice, MenuScreen

_NARROW = 60
"""Cells of width below which a line has the first key of a command alone, and no name."""
OF_SHELF = "shelf:"
"""Before the name of a shelf, as the value of a line."""


def help_lines(
    working: Sequence[Command], place: str, keymap: Keymap, shelves: Sequence[Shelf], width: int
) -> list[Choice]:
    """The commands that have keys under their headings, each with all of them, and the letters of the shelves.

    Args:
        working: The commands that do something now.
        place: Where the user is, as the table of commands names it.
        keymap: The keys that the user gave to commands.
        shelves: Those that have a letter.
        width: Cells of the screen.
    """
    is_wide = width >= _NARROW
    lines: list[Choice] = []
    for heading, commands in groups(item.id for item in working if item.id != "help").items():
        found = [(item, [key_name(key) for key in keys_of(item, keymap, place)]) for item in commands]
        named = [(item, keys) for item, keys in found if keys]
        if named:
            lines.append(Choice("", heading, "", is_heading=True))
        for item, keys in named:
            label = f"{item.id:<14}  {item.help}" if is_wide else item.help
            lines.append(Choice("  ".join(keys if is_wide else keys[:1]), label, item.id))
    opener = next((item for item in working if item.id == "shelves"), None)
    first = next(filter(is_text, keys_of(opener, keymap, place)), "") if opener is not None else ""
    if first and shelves:
        lines.append(Choice("", "Shelves", "", is_heading=True))
        for shelf in shelves:
            label = f"{shelf.name.casefold():<14}  The shelf {shelf.name}" if is_wide else f"The shelf {shelf.name}"
            lines.append(Choice(f"{key_name(first)} {shelf.key}", label, f"{OF_SHELF}{shelf.name}"))
    return lines


class CommandMenu(MenuScreen):
    """A menu of commands, by name or by key: the keys that open one close it, so that none lies over another."""

    def action_flow(self, command_id: str) -> None:
        """The keys that open a menu of commands close this one."""
        if command_id in {"help", "palette"}:
            self.dismiss(None)
        else:
            super().action_flow(command_id)


class HelpScreen(CommandMenu):
    """A dialog with all keys that work; it ends with the id of the command that shall run, and its own key closes it.

    Args:
        lines: What `help_lines` gives.
    """

    DEFAULT_CSS = """
    HelpScreen {
        & > Vertical { width: 84; }
    }
    """
    MOST_LINES = 60

    def __init__(self, lines: Sequence[Choice]) -> None:
        super().__init__("Keys that work now: type to find, enter does it", lines, is_long=True)

    def on_mount(self) -> None:
        """A question mark and nothing else closes it, as it opened it."""
        self.watch(self.box, "value", self._typed, init=False)

    def _typed(self, text: str) -> None:
        if text == "?":
            self.dismiss(None)
