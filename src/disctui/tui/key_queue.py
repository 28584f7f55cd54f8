"""Keys in their order: each is dealt with before the next is looked at, and while a screen opens, they wait for it.

Textual hands a key to whoever has the focus at the moment when it comes. Over a slow line keys come together: those
typed for a form that is about to open would be commands of the list behind it.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.message import Message

from disctui.tui.keys import typed_character
from disctui.tui.widgets.letters import TakesLetters

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

_LOOK = 0.01
"""Seconds between two looks while keys wait."""
LOST = 50
"""Looks after which a key counts as handled if the part that it was handed to is gone."""
PATIENCE = 1000
"""Looks that keys wait at most, for the key before them or for a screen; those that waited are forgotten then.

Looks and not seconds: while the program is busy with something else, such as a disk that takes its time, no screen can
open. Many, for a slow machine; and forgotten, since a key that was meant for one screen is a command of another. What
is typed afterwards is meant for what is seen, and waits no more: what hangs must not take the keyboard away."""
HARMLESS = {"escape", "f1"}
"""Keys that are not forgotten where they were typed last: who asks for a way out, or for help, means what is seen."""


class KeyHandled(Message):
    """Follows a key from the focused part up to the app; where it arrives, the key has been dealt with.

    Args:
        number: Of the key, as they were handed on.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class KeyQueue:
    """The keys that were typed and not handled yet.

    Args:
        app: Whose keys these are.
        hand_on: Textual's own way with a key.
        is_opening: Whether a screen is about to open, for which keys wait.
        give_up: Called once they have waited long enough, with how many were forgotten.
    """

    def __init__(
        self,
        app: App[Any],
        hand_on: Callable[[events.Event], Awaitable[None]],
        is_opening: Callable[[], bool],
        give_up: Callable[[int], None],
    ) -> None:
        self._app = app
        self._hand_on = hand_on
        self._is_opening = is_opening
        self._give_up = give_up
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._is_handed_on = False
        self._number = 0
        self._target: MessagePump = app
        """Who has the key that was handed on."""
        self._looks = 0
        """How many looks the key took so far, or the screen that is about to open."""
        self._has_given_up = False
        """Whether a screen that was waited for did not come; it is waited for no more."""
        self._is_looking = False

    async def put(self, event: events.Key | events.Paste) -> None:
        """Take what was typed or pasted."""
        self._waiting.append(event)
        if not self._is_handed_on and self._letter(event) is not None:
            self._app.call_later(self.go_on)  # once those that came with it have been put here
        else:
            await self.go_on()

    def forget(self) -> None:
        """Drop what was typed ahead: it was meant for another program."""
        self._waiting.clear()

    async def handled(self, number: int) -> None:
        """The key of this number has been dealt with; a late word of an earlier one says nothing of the last."""
        if number == self._number:
            self._is_handed_on, self._looks = False, 0
            await self.go_on()

    async def go_on(self) -> None:
        """Hand on the next key, unless the one before is still dealt with or a screen is about to open."""
        while (event := self._next()) is not None:
            target = self._app.focused or self._app.screen
            self._is_handed_on, self._looks = True, 0
            self._number += 1
            await self._hand_on(event)
            self._target = target if event.is_forwarded else self._app
            if not self._target.post_message(KeyHandled(self._number)):
                self._is_handed_on = False
        if self._waiting and not self._is_looking:
            self._is_looking = True
            self._app.set_timer(_LOOK, self._look_again)

    def _next(self) -> events.Key | events.Paste | None:
        """The next key; None while keys must wait, and where they have just been forgotten."""
        is_its_turn = bool(self._waiting) and not self._is_busy()
        return self._together(self._waiting.popleft()) if is_its_turn and self._waiting else None

    def _together(self, first: events.Key | events.Paste) -> events.Key | events.Paste:
        """A letter for a box of text, and all letters that came right after it: one step, drawn once, not one each."""
        if (letters := self._letter(first)) is None:
            return first
        while self._waiting and (letter := self._letter(self._waiting[0])) is not None:
            letters += letter
            self._waiting.popleft()
        return events.Key(first.key, letters) if isinstance(first, events.Key) and len(letters) > 1 else first

    def _letter(self, event: events.Key | events.Paste) -> str | None:
        """The letter that it types into a box of text; None where it does something else."""
        box = self._app.focused if self._app.screen_stack else None
        is_letter = isinstance(event, events.Key) and isinstance(box, TakesLetters) and box.is_letter(event)
        return typed_character(event) if is_letter and isinstance(event, events.Key) else None

    async def _look_again(self) -> None:
        self._is_looking = False
        self._looks += 1
        if self._app.screen_stack:  # the program may be ending
            await self.go_on()

    def _is_busy(self) -> bool:
        if self._is_handed_on:
            if self._looks < (PATIENCE if self._target.is_running else LOST):
                return True
            self._is_handed_on, self._looks = False, 0
            if self._target.is_running:
                self._lose_patience()
        if not self._is_opening():
            self._has_given_up = False
        elif not self._has_given_up:
            if self._looks < PATIENCE:
                return True
            self._has_given_up = True
            self._lose_patience()
        return False

    def _lose_patience(self) -> None:
        """Forget the keys that waited, and say so; not a last one that leads out, or to the help."""
        last = self._waiting.pop() if self._waiting and _is_harmless(self._waiting[-1]) else None
        count = len(self._waiting)
        self._waiting.clear()
        if last is not None:
            self._waiting.append(last)
        self._looks = 0
        self._give_up(count)


def _is_harmless(event: events.Key | events.Paste) -> bool:
    return isinstance(event, events.Key) and event.key in HARMLESS
