"""What disctui changed in the library, the newest first, where it can be taken back and done again."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from disctui.tui.commands import HISTORY
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.text_scroll import TextScroll


class HistoryScreen(CommandScreen[str | None], ModalScreen[str | None]):
    """Ends with the command that was pressed, "undo" or "redo", or None.

    Args:
        body: The changes.
    """

    DEFAULT_CSS = """
    HistoryScreen {
        align: center middle;
        & > Vertical {
            width: 100; max-width: 100%; height: auto; max-height: 100%;
            border: round $accent; border-title-style: bold; background: $surface; padding: 0 1;
        }
        & Static { height: auto; }
        & HintBar { background: $surface; margin-top: 1; }
    }
    """
    PLACES = HISTORY

    def __init__(self, body: Content) -> None:
        super().__init__()
        self._body = body

    def compose(self) -> ComposeResult:
        """The changes, and the keys."""
        with Vertical() as box:
            box.border_title = "History: undo and redo work here"
            with TextScroll():
                yield Static(self._body)
            yield HintBar()

    @property
    def cursor_owner(self) -> TextScroll:
        """The changes."""
        return self.query_one(TextScroll)

    def is_enabled(self, command_id: str) -> bool:
        """There is nothing to agree to; the key that agrees closes it all the same."""
        return command_id != "agree"

    def action_agree(self) -> None:
        """Close it."""
        self.dismiss(None)

    def action_flow(self, command_id: str) -> None:
        """Leave what takes several steps to the screen behind; undo and redo show the history again."""
        if command_id in {"undo", "redo"}:
            self.dismiss(command_id)
        else:
            super().action_flow(command_id)
