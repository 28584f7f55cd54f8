"""The box that lines of text are typed into. Keys take effect in the order in which they come, as in a `LineInput`."""

from typing import ClassVar

from textual import events
from textual.widgets import TextArea

from disctui.tui.keys import typed_character
from disctui.tui.textual_patches import restart_blink
from disctui.tui.widgets.letters import TakesLetters
from disctui.tui.widgets.line_input import CONTROL, LINE_END, key_actions


class TextBox(TakesLetters, TextArea):
    """A box for many lines."""

    TAB: ClassVar[str] = "    "
    """What stands for a tab of a pasted text."""
    _ACTIONS: ClassVar[dict[str, str]] = key_actions(TextArea)

    async def on_key(self, event: events.Key) -> None:
        """Obey a key before the next is looked at."""
        character = typed_character(event)
        action = self._ACTIONS.get(event.key)
        if self._leaves(event.key):
            event.prevent_default()
            return
        if action is not None:
            restart_blink(self)
            if not await self.app.run_action(action, self):
                return
        elif character is not None and not self.read_only:
            for letter in character:  # one by one, as each is a step that ctrl+z takes back
                self.replace(letter, *self.selection, maintain_selection_offset=False)
        else:
            return  # Textual's own box takes the rest
        event.stop()
        event.prevent_default()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether the box takes a key, so that it means nothing else here."""
        taken = key in self._ACTIONS and not self._leaves(key)
        return super().check_consume_key(key, character) or taken

    def _leaves(self, key: str) -> bool:
        """Whether the box has no use for a key of its own now: without a selection, ctrl+c says how to quit."""
        return key == "ctrl+c" and self.selection.is_empty

    def on_paste(self, event: events.Paste) -> None:
        """Take lines, whatever they end in."""
        event.stop()
        event.prevent_default()
        lines = [[cell.translate(CONTROL) for cell in line.split("\t")] for line in LINE_END.split(event.text)]
        text = "\n".join(self.TAB.join(cells) for cells in lines)
        result = self.replace(text, *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)
