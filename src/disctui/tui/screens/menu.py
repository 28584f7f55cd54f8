"""A small menu of choices: each is taken by a letter of its own or, in a long one, found by typing."""

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from disctui.safe_text import clean
from disctui.tui.commands import MENU
from disctui.tui.keys import typed_character
from disctui.tui.screens.dialog import Dialog
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.line_input import LineInput
from disctui.tui.widgets.menu_list import Choice, MenuList

__all__ = ["Choice", "MenuScreen"]

SHORT = 9
"""Lines up to which letters choose; in a longer menu they filter the lines."""


class MenuScreen(Dialog[str | None]):
    """Ends with the value of what was chosen, or None.

    Args:
        title: What is asked.
        choices: The lines. Where there are few, those without a key of their own are given digits.
        is_long: Whether letters find rather than take; without a word, where there are many lines.
        chosen: The line that the cursor stands on at first.
    """

    DEFAULT_CSS = """
    MenuScreen {
        & > Vertical { width: 64; }
        & LineInput { background: $surface; margin-bottom: 1; }
        & HintBar { margin-top: 1; }
    }
    """
    PLACES = MENU

    def __init__(self, title: str, choices: Sequence[Choice], *, is_long: bool | None = None, chosen: int = 0) -> None:
        super().__init__()
        self._title = title
        self._is_long = len(choices) > SHORT if is_long is None else is_long
        self._first = chosen
        self._choices = [
            choice if choice.key or self._is_long or number > SHORT else choice._replace(key=str(number))
            for number, choice in enumerate(choices, 1)
        ]

    @property
    def place(self) -> str:
        """Whether letters choose or find."""
        return "filter" if self._is_long else "menu"

    def compose(self) -> ComposeResult:
        """The choices under the title."""
        with Vertical() as box:
            box.border_title = Content(clean(self._title, 60))
            if self._is_long:
                yield LineInput(placeholder="type to find", compact=True, take_line=self._entered)
            yield MenuList(self._choices, self._first)
            yield HintBar()

    def on_mount(self) -> None:
        """Filter the lines at every key."""
        if self._is_long:
            self.watch(self.query_one(LineInput), "value", self.cursor_owner.find, init=False)

    @property
    def cursor_owner(self) -> MenuList:
        """The lines."""
        return self.query_one(MenuList)

    def _entered(self, _: str) -> None:
        self.action_choose()

    @on(MenuList.Taken)
    def action_choose(self) -> None:
        """Take the line under the cursor, if there is one."""
        chosen = self.cursor_owner.chosen
        if chosen is not None:
            self.dismiss(chosen.value)

    def on_key(self, event: events.Key) -> None:
        """A choice's own key takes it."""
        character = typed_character(event)
        chosen = next((choice for choice in self._choices if character and choice.key == character), None)
        if chosen is not None and not self._is_long:
            event.stop()
            event.prevent_default()
            self.dismiss(chosen.value)

    def action_back(self) -> None:
        """Forget what was typed to find; if there is nothing, choose nothing."""
        if self._is_long and self.query_one(LineInput).value:
            self.query_one(LineInput).value = ""
        else:
            self.dismiss(None)
