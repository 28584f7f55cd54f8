"""The list of shelves: a letter opens one, and the searches behind them are saved and edited from here too."""

from typing import Literal

from disctui.tui.commands import SHELF_LIST
from disctui.tui.screens.menu import MenuScreen


class ShelfMenu(MenuScreen):
    """Ends with the name of a shelf, or None; `wanted` says what is to be done with it."""

    DEFAULT_CSS = """
    ShelfMenu { & > Vertical { width: 80; } }
    """
    PLACES = SHELF_LIST
    wanted: Literal["open", "edit", "save"] = "open"

    @property
    def place(self) -> str:
        """The letters open shelves."""
        return self.PLACES[0]

    def is_enabled(self, command_id: str) -> bool:
        """A shelf's own letter goes before that of a command."""
        taken = {"edit-shelf": "e", "save-shelf": "F"}.get(command_id)
        return taken is None or all(choice.key != taken for choice in self._choices)

    def action_edit_shelf(self) -> None:
        """Edit searches.toml, at the shelf under the cursor."""
        self.wanted = "edit"
        self.action_choose()

    def action_save_shelf(self) -> None:
        """Save what is asked now as a shelf."""
        self.wanted = "save"
        self.action_choose()
