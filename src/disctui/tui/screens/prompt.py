"""One line of text that is asked for, e.g. the name of a file."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from disctui.safe_text import clean


class PromptScreen(ModalScreen[str | None]):
    """Ends with what was typed, or None.

    Args:
        title: What is asked for.
        proposed: What stands in the box at first.
        refusal: Why a text can't be taken, in words, or None; the screen stays open until it is None.
    """

    DEFAULT_CSS = """
    PromptScreen {
        align: center middle;
        & > Vertical {
            width: 76; max-width: 100%; height: auto; max-height: 100%;
            border: round $accent; border-title-style: bold; background: $surface; padding: 0 1;
        }
        & #wrong { color: $text-error; text-style: bold; height: auto; }
        & #keys { color: $text-muted; height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "Leave")]

    def __init__(self, title: str, proposed: str, refusal: Callable[[str], str | None]) -> None:
        super().__init__()
        self._title = title
        self._proposed = proposed
        self._refusal = refusal

    def compose(self) -> ComposeResult:
        """The box, what is wrong, and the keys."""
        with Vertical() as box:
            box.border_title = Content(clean(self._title, 70))
            yield Input(self._proposed, select_on_focus=False)
            yield Static("", id="wrong", markup=False)
            yield Static("enter  go on     esc  leave", id="keys", markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        wrong = self._refusal(event.value) if event.value.strip() else "A name is wanted."
        if wrong is None:
            self.dismiss(event.value)
        else:
            self.query_one("#wrong", Static).update(clean(wrong, 400))

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)
