"""The box that lines of text are typed into. Keys take effect in the order in which they come, as in a `LineInput`."""

from typing import ClassVar

from textual import events
from textual.widgets import TextArea

from disctui.tui.keys import typed_character
from disctui.tui.widgets.line_input import CONTROL, LINE_END, key_actions


class TextBox(TextArea):
    """A box for many lines."""

    _ACTIONS: ClassVar[dict[str, str]] = key_actions(TextArea)

    async def _on_key(self, event: events.Key) -> None:
        character = typed_character(event)
        action = self._ACTIONS.get(event.key)
        if action is not None:
            self._restart_blink()
            if not await self.app.run_action(action, self):
                return
        elif character is not None and character != event.character:
            self._replace_via_keyboard(character, *self.selection)
        else:
            return  # Textual's own box takes the rest
        event.stop()
        event.prevent_default()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether the box takes a key, so that it means nothing else here."""
        return super().check_consume_key(key, character) or key in self._ACTIONS

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        lines = (line.replace("\t", "    ").translate(CONTROL) for line in LINE_END.split(event.text))
        if result := self._replace_via_keyboard("\n".join(lines), *self.selection):
            self.move_cursor(result.end_location)
