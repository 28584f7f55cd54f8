"""The box that a line of text is typed into. Keys take effect in the order in which they come.

Textual sends a key that edits (backspace, ctrl+u, enter) round the screen before the box obeys it, while letters go
into the box at once: over a slow line, where keys arrive together, letters would come before corrections that were
typed first. Here the box obeys both at once.
"""

import re
import shlex
from collections.abc import Callable
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from textual import events
from textual.binding import BindingsMap
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input

from disctui.tui.keys import typed_character
from disctui.tui.textual_patches import restart_blink, reveal_cursor
from disctui.tui.widgets.letters import TakesLetters

LINE_END = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
CONTROL = dict.fromkeys((*range(0x20), 0x7F, *range(0x80, 0xA0)))
"""Characters that are no text: no key types them, so a paste doesn't either."""


def pasted_lines(text: str) -> list[str]:
    """The lines of a pasted text that hold anything, their outer blanks and control characters left out."""
    lines = (line.replace("\t", " ").translate(CONTROL).strip() for line in LINE_END.split(text))
    return [line for line in lines if line]


def dropped_path(text: str) -> str:
    """The path that a terminal means when a file is dropped onto it: it adds quotes, backslashes or `file://`."""
    text = text.strip()
    if text.startswith("file://"):
        return unquote(urlsplit(text).path)
    if text[:1] in {"'", '"'} or re.search(r"\\[^\w]", text):
        try:
            words = shlex.split(text)
        except ValueError:  # a quote that isn't closed is part of the name
            return text
        return words[0] if len(words) == 1 else text
    return text


def key_actions(widget: type[Widget]) -> dict[str, str]:
    """What each key does to the text of Textual's own box."""
    bound = BindingsMap(widget.BINDINGS).key_to_bindings
    return {key: bindings[0].action for key, bindings in bound.items()}


class LineInput(TakesLetters, Input):
    """A box for one line.

    Args:
        value: What stands in it at first.
        placeholder: What is shown while it is empty.
        suggester: Completes what is typed.
        compact: Whether it has neither border nor padding.
        select_on_focus: Whether typing replaces what stands in it.
        max_length: Characters that it takes; what is pasted is cut to them.
        is_path: Whether a path is wanted, so that a dropped file is understood.
        take_line: Takes what stands in the box when enter is pressed, before the next key is looked at; without it the
            box posts `Submitted`.
        take_lines: Takes the lines of a paste that has several; without it they are joined by blanks.
    """

    _ACTIONS: ClassVar[dict[str, str]] = key_actions(Input)

    def __init__(
        self,
        value: str | None = None,
        *,
        placeholder: str = "",
        suggester: Suggester | None = None,
        compact: bool = False,
        select_on_focus: bool = True,
        max_length: int = 0,
        is_path: bool = False,
        take_line: Callable[[str], None] | None = None,
        take_lines: Callable[[list[str]], None] | None = None,
        **arguments: str | None,
    ) -> None:
        super().__init__(
            value,
            placeholder,
            suggester=suggester,
            compact=compact,
            select_on_focus=select_on_focus,
            max_length=max_length,
            id=arguments.get("id"),
            classes=arguments.get("classes"),
        )
        self._is_path = is_path
        self._take_line = take_line
        self._take_lines = take_lines

    def on_resize(self) -> None:
        """Keep the cursor in view: what stands in the box at first may be longer than it."""
        reveal_cursor(self)

    async def on_key(self, event: events.Key) -> None:
        """Obey a key before the next is looked at."""
        character = typed_character(event)
        action = self._ACTIONS.get(event.key)
        restart_blink(self)
        if character is not None:
            self._put(character)
        elif event.key == "right" and await self._completes():
            pass
        elif action is None or self._leaves(event.key) or not await self.app.run_action(action, self):
            return
        event.stop()
        event.prevent_default()

    async def _completes(self) -> bool:
        """Complete what is typed, which Textual does only once its proposal has had the time to be drawn."""
        if self.suggester is None or not self.value or self.cursor_position < len(self.value):
            return False
        proposed = await self.suggester.get_suggestion(self.value)
        if proposed is None or proposed == self.value:
            return False
        self.value = proposed
        self.cursor_position = len(proposed)
        return True

    async def action_submit(self) -> None:
        """Hand on what stands in the box."""
        if self._take_line is not None:
            self._take_line(self.value)
        else:
            await super().action_submit()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether the box takes a key, so that it means nothing else here; enter may mean something to the screen."""
        taken = key in self._ACTIONS and key != "enter" and not self._leaves(key)
        return super().check_consume_key(key, character) or taken

    def _leaves(self, key: str) -> bool:
        """Whether the box has no use for a key of its own now: without a selection, ctrl+c says how to quit."""
        return key == "ctrl+c" and self.selection.is_empty

    def on_paste(self, event: events.Paste) -> None:
        """Take a line, or hand on several."""
        event.stop()
        event.prevent_default()
        lines = pasted_lines(event.text)
        if len(lines) > 1 and self._take_lines is not None:
            self._take_lines(lines)
            return
        text = " ".join(lines)
        if text and self._is_path:
            self.insert_pasted(dropped_path(text))
        elif text:
            begins_with_blank = event.text.translate(CONTROL)[:1] in {" ", "\t"}
            before = self.value[: min(self.selection)]
            self.insert_pasted(f" {text}" if begins_with_blank and before and not before.endswith(" ") else text)

    def insert_pasted(self, text: str) -> None:
        """Put a pasted line in the place of what is selected."""
        self._put(text)

    def _put(self, text: str) -> None:
        """Put text in the place of what is selected, cut to what the box takes."""
        start, end = sorted(self.selection)
        room = self.max_length - len(self.value) + end - start if self.max_length else len(text)
        self.replace(text[:room], start, end)
