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

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

_LOOK = 0.01
"""Seconds between two looks while keys wait."""
LOST = 50
"""Looks after which a key counts as dealt with that nothing was heard of, and the part that had it is gone."""
PATIENCE = 1000
"""Looks that keys wait at most, for the key before them or for a screen: what hangs must not take the keyboard away.

Looks and not seconds: while the program is busy with something else, such as a disk that takes its time, no screen can
open, and a key that is handed on too soon is a command of the wrong one."""


class KeyHandled(Message):
    """Follows a key from the focused part up to the app; where it arrives, the key has been dealt with."""


class KeyQueue:
    """What was typed and not looked at yet.

    Args:
        app: Whose keys these are.
        hand_on: Textual's own way with a key.
        is_opening: Whether a screen is about to open, for which keys wait.
        give_up: Called once they have waited long enough.
    """

    def __init__(
        self,
        app: App[Any],
        hand_on: Callable[[events.Event], Awaitable[None]],
        is_opening: Callable[[], bool],
        give_up: Callable[[], None],
    ) -> None:
        self._app = app
        self._hand_on = hand_on
        self._is_opening = is_opening
        self._give_up = give_up
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._is_handed_on = False
        self._target: MessagePump = app
        """Who has the key that was handed on."""
        self._looks = 0
        """For how many looks the key was dealt with, or a screen about to open."""
        self._is_looking = False

    async def put(self, event: events.Key | events.Paste) -> None:
        """Take what was typed or pasted."""
        self._waiting.append(event)
        await self.go_on()

    def forget(self) -> None:
        """Let nothing come of what was typed ahead: it was meant for another program."""
        self._waiting.clear()

    async def handled(self) -> None:
        """The key that was handed on has been dealt with."""
        self._is_handed_on, self._looks = False, 0
        await self.go_on()

    async def go_on(self) -> None:
        """Hand on the next key, unless the one before is still dealt with or a screen is about to open."""
        while self._waiting and not self._is_busy():
            event = self._waiting.popleft()
            target = self._app.focused or self._app.screen
            self._is_handed_on, self._looks = True, 0
            await self._hand_on(event)
            self._target = target if event.is_forwarded else self._app
            if not self._target.post_message(KeyHandled()):
                self._is_handed_on = False
        if self._waiting and not self._is_looking:
            self._is_looking = True
            self._app.set_timer(_LOOK, self._look_again)

    async def _look_again(self) -> None:
        self._is_looking = False
        self._looks += 1
        await self.go_on()

    def _is_busy(self) -> bool:
        if self._is_handed_on and self._looks < (PATIENCE if self._target.is_attached else LOST):
            return True
        if not self._is_opening():
            return False
        if self._looks < PATIENCE:
            return True
        self._give_up()  # whoever typed these meant a screen that never came
        self._waiting.clear()
        self._looks = 0
        return True
