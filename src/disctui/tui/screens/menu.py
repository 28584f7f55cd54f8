"""A small menu of choices: each is taken by a letter of its own or, in a long one, found by typing."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from disctui.safe_text import clean
from disctui.tui.commands import MENU
from disctui.tui.keys import typed_character
from disctui.tui.screens.dialog import Dialog
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.line_input import LineInput
from disctui.tui.widgets.menu_list import NOTHING_FOUND, Choice, MenuList

__all__ = ["Choice", "MenuScreen"]

SHORT = 9
"""Lines up to which letters choose; in a longer menu they filter the lines."""


_AROUND = 6
"""Lines of the screen that a menu's frame, its box and its keys take."""


class MenuScreen(Dialog[str | None]):
    """Ends with the value of what was chosen, or None.

    Args:
        title: What is asked.
        choices: The lines. Where there are few, those without a key of their own are given digits.
        is_long: Whether letters find rather than take; without a word, where there are many lines.
        chosen: The line that the cursor stands on at first.
        remembers: A name under which the session keeps what was chosen: in a long menu those lines come first.
    """

    DEFAULT_CSS = """
    MenuScreen {
        & > Vertical { width: 64; }
        & LineInput { background: $surface; margin-bottom: 1; }
        & #whole { height: 2; color: $text-muted; padding: 0 2; display: none; }
        & HintBar { margin-top: 1; }
        &.-cut #whole { display: block; }
        &.-cut HintBar { margin-top: 0; }
    }
    """
    PLACES = MENU
    MOST_LINES: ClassVar[int] = 16
    """Lines in view, where there is room for them."""

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        is_long: bool | None = None,
        chosen: int = 0,
        remembers: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._is_long = len(choices) > SHORT if is_long is None else is_long
        self._first = chosen
        self._remembers = remembers
        self._height = 0
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
            yield MenuList(self._in_order(), self._first)
            yield Static(id="whole", markup=False)
            yield HintBar()

    def on_resize(self, event: events.Resize) -> None:
        """Have no line stand under the keys of a small terminal."""
        self._height = event.size.height
        self.call_after_refresh(self._show_whole)
        self._fit()

    def _fit(self) -> None:
        most = max(1, min(self.MOST_LINES, self._height - _AROUND - self.has_class("-cut")))
        self.cursor_owner.styles.max_height = most
        if self._is_long:  # the box in which one types does not jump as lines go
            self.cursor_owner.styles.min_height = min(most, len(self._choices))

    def _show_whole(self) -> None:
        """Say all words of the line under the cursor where lines are cut, and that none is found."""
        lines = self.cursor_owner
        said = lines.whole if lines.row_count else NOTHING_FOUND
        if said and not self.has_class("-cut"):  # and so it stays: what one reads does not jump
            self.add_class("-cut")
            self._fit()
        self.query_one("#whole", Static).update(said)

    def _in_order(self) -> list[Choice]:
        """The lines, what was chosen last first where there are many."""
        used = self.session.last_used(self._remembers) if self._remembers and self._is_long else ()
        ranks = {value: rank for rank, value in enumerate(used)}
        return sorted(self._choices, key=lambda choice: (choice.is_late, ranks.get(choice.value, len(ranks))))

    def on_mount(self) -> None:
        """Filter the lines at every key."""
        if self._is_long:
            self.watch(self.box, "value", self._find, init=False)
            self.watch(self.cursor_owner, "cursor", self._show_whole, init=False)

    def _find(self, text: str) -> None:
        self.cursor_owner.find(text)
        self._show_whole()

    @property
    def box(self) -> LineInput:
        """The box of a long menu, in which one types to find."""
        return self.query_one(LineInput)

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
            if self._remembers:
                self.session.note_use(self._remembers, chosen.value)
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
        if self._is_long and self.box.value:
            self.box.value = ""
        else:
            self.dismiss(None)
