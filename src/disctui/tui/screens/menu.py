"""A small menu of choices, each with a key of its own."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from disctui.safe_text import clean


class Choice(NamedTuple):
    """One line of a menu."""

    key: str
    """A single letter."""
    label: str
    value: str
    """What choosing it gives."""


class MenuScreen(ModalScreen[str | None]):
    """Ends with the value of what was chosen, or None."""

    DEFAULT_CSS = """
    MenuScreen {
        align: center middle;
        & > Vertical {
            width: 64; max-width: 100%; height: auto; max-height: 100%;
            border: round $accent; border-title-style: bold; background: $surface; padding: 0 1;
        }
        & OptionList {
            height: auto; max-height: 16; border: none; background: $surface; padding: 0;
            &:focus { border: none; }
        }
    }
    """
    BINDINGS: ClassVar = [("escape,q", "close", "Close"), ("j", "move(1)", "Down"), ("k", "move(-1)", "Up")]

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title = title
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """The choices under the title."""
        with Vertical() as box:
            box.border_title = Content(clean(self._title, 60))
            yield OptionList(
                *(
                    Option(Content.assemble((f"{choice.key}  ", "bold"), clean(choice.label, 200)))
                    for choice in self._choices
                )
            )

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index].value)

    def on_key(self, event: events.Key) -> None:
        """A choice's own key takes it."""
        chosen = next((choice for choice in self._choices if choice.key == event.character), None)
        if chosen is not None:
            event.stop()
            event.prevent_default()
            self.dismiss(chosen.value)

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def action_move(self, step: int) -> None:
        """Move through the choices."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()
