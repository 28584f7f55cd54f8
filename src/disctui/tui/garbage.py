"""When Python looks for objects that only hold each other: while nobody types, as far as that is possible.

A picture of the screen makes thousands of objects, of which some hundred a key can only be found that way. A look takes
some milliseconds with the small objects of a few keys, and a quarter of a second with a whole library.
"""

import gc
import time
from collections.abc import Callable

_THRESHOLDS = 60_000, 20, 50
"""Objects made, net of those that went by themselves, after which Python looks although somebody types, and how many
such looks are followed by one at older objects."""
_LEFT = 2_000
"""Fewer objects are not worth a look."""
REST = 0.35
"""Seconds without a key after which nobody types."""


class Garbage:
    """Says when Python looks for garbage, once a library is open.

    Args:
        wait: Calls something after so many seconds, in the thread of the screen.
    """

    def __init__(self, wait: Callable[[float, Callable[[], None]], object]) -> None:
        self._wait = wait
        self._last_key = 0.0
        self._is_set_up = False
        self._is_waiting = False

    def library_is_read(self) -> None:
        """Never look at what is there now, or each look would go through the whole library while a key waits."""
        gc.set_threshold(*_THRESHOLDS)
        gc.freeze()
        self._is_set_up = True

    def key_came(self) -> None:
        """Somebody types: look once they rest."""
        self._last_key = time.monotonic()
        if self._is_set_up and not self._is_waiting:
            self._is_waiting = True
            self._wait(REST, self._look)

    def _look(self) -> None:
        left = self._last_key + REST - time.monotonic()
        if left > 0:
            self._wait(max(left, 0.01), self._look)
            return
        self._is_waiting = False
        if gc.get_count()[0] > _LEFT:
            gc.collect(1)
