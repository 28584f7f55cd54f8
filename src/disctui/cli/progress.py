"""How far long work is, in one line of a terminal's standard error, which goes when the work ends.

Nothing of it goes into a pipe or a file, and nothing is seen of work that is done at once.
"""

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from disctui.cli.output import say
from disctui.safe_text import clean

PATIENCE = 0.4
"""Seconds of work that go by before anything is shown."""
PAUSE = 0.1
"""Seconds between two lines."""
_ERASED = "\r\x1b[K"


class Meter:
    """One line that says how far work is.

    Args:
        clock: Gives seconds; the time between two lines is taken from it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next = clock() + PATIENCE
        self._is_shown = False
        self.last: tuple[str, int, int] | None = None
        """What was told last."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Take how far it is, and show it if it is time."""
        self.last = what, done, total
        if self._clock() < self._next or not sys.stderr.isatty():
            return
        self._next = self._clock() + PAUSE
        self._is_shown = True
        line = clean(_words(what, done, total), max(1, shutil.get_terminal_size().columns - 1))
        sys.stderr.write(_ERASED + line)
        sys.stderr.flush()

    def erase(self) -> None:
        """Take the line away, so that something else can be said there."""
        if self._is_shown:
            self._is_shown = False
            sys.stderr.write(_ERASED)
            sys.stderr.flush()


def _words(what: str, done: int, total: int) -> str:
    return f"{what}: {done:,} of {total:,}, {100 * done // total} %" if total else f"{what}: {done:,}"


@contextmanager
def shown(stopped: str = "nothing was written", clock: Callable[[], float] = time.monotonic) -> Iterator[Meter]:
    """Show how far the work in this block is; if it is stopped by Ctrl+C, say where.

    Args:
        stopped: What is said then of what was done; "" where whoever does the work says it.
        clock: Gives seconds.
    """
    meter = Meter(clock)
    try:
        yield meter
    except KeyboardInterrupt:
        meter.erase()
        if stopped and sys.stderr.isatty():
            where = f" {_words(*meter.last)}" if meter.last else ""
            say(f"stopped{where}; {stopped}")
        raise
    finally:
        meter.erase()
