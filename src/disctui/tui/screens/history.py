"""What disctui changed in the library, the newest first, where it can be taken back and done again."""

from textual.content import Content

from disctui.tui.commands import HISTORY
from disctui.tui.screens.dialog import TextDialog


class HistoryScreen(TextDialog[str | None]):
    """Ends with the command that was pressed, "undo" or "redo", or None.

    Args:
        body: The changes.
    """

    PLACES = HISTORY

    def __init__(self, body: Content) -> None:
        super().__init__("History: undo and redo work here", body)

    def is_enabled(self, command_id: str) -> bool:
        """There is nothing to agree to; the key that agrees closes it all the same."""
        return command_id != "agree"

    def action_agree(self) -> None:
        """Close it."""
        self.dismiss(None)

    def action_flow(self, command_id: str) -> None:
        """End with undo or redo, which the flow does before it shows the history again."""
        if command_id in {"undo", "redo"}:
            self.dismiss(command_id)
        else:
            super().action_flow(command_id)
