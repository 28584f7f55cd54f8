"""What the dialogs over a screen share: their frame, and the one that shows a text."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Static

from disctui.safe_text import clean
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.text_scroll import TextScroll


class Dialog(CommandScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A frame in the middle of the screen; its parts stand in a `Vertical`, which has the title."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle; background: $background 55%;
        &:ansi { background: transparent; }
        & > Vertical {
            width: 76; max-width: 100%; height: auto; max-height: 100%;
            border: round $text-accent; border-title-color: $text-accent; border-title-style: bold;
            background: $surface; padding: 0 1;
        }
        & LineInput { border: round $rule; background: $surface; }
        & LineInput:focus { border: round $text-accent; }
        & HintBar { background: $surface; }
    }
    """


class TextDialog(Dialog[ScreenResultType]):
    """A text that scrolls, under a title.

    Args:
        title: What it is, or what is asked.
        body: The text.
    """

    DEFAULT_CSS = """
    TextDialog {
        & > Vertical { width: 100; }
        & Static { height: auto; }
        & HintBar { margin-top: 1; }
    }
    """

    def __init__(self, title: str, body: Content) -> None:
        super().__init__()
        self._title = title
        self._body = body

    def compose(self) -> ComposeResult:
        """The text, and the keys."""
        with Vertical() as box:
            box.border_title = Content(clean(self._title, 90))
            with TextScroll():
                yield Static(self._body)
            yield HintBar()

    @property
    def cursor_owner(self) -> TextScroll:
        """The text."""
        return self.query_one(TextScroll)
