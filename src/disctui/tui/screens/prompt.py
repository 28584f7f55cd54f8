"""A dialog for one line of text, e.g. the name of a file."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from disctui.safe_text import clean
from disctui.tui.screens.dialog import Dialog
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.line_input import LineInput


class PromptScreen(Dialog[str | None]):
    """Ends with what was typed, or None.

    Args:
        title: What is asked for.
        proposed: What stands in the box at first.
        refusal: Why a text can't be taken, in words, or None; the screen stays open until it is None.
    """

    DEFAULT_CSS = """
    PromptScreen {
        & #wrong { color: $text-error; text-style: bold; height: auto; }
    }
    """
    PLACES = ("form",)

    def __init__(self, title: str, proposed: str, refusal: Callable[[str], str | None]) -> None:
        super().__init__()
        self._title = title
        self._proposed = proposed
        self._refusal = refusal

    def compose(self) -> ComposeResult:
        """The box, what is wrong, and the keys."""
        with Vertical() as box:
            box.border_title = Content(clean(self._title, 70))
            yield LineInput(self._proposed, select_on_focus=False, is_path=True, take_line=self._take)
            yield Static("", id="wrong", markup=False)
            yield HintBar()

    def action_save(self) -> None:
        """End with what stands in the box."""
        self._take(self.query_one(LineInput).value)

    def _take(self, text: str) -> None:
        wrong = self._refusal(text) if text.strip() else "A name is wanted."
        if wrong is None:
            self.dismiss(text)
        else:
            self.query_one("#wrong", Static).update(clean(wrong, 400))
