"""`ctrl+z` gives the terminal back to the shell, and `fg` takes it again, as for any program of the terminal."""

import asyncio
import os
import signal
import sys
from typing import Any

from textual.app import App, SuspendNotSupported

from disctui.tui.textual_patches import is_exiting


class JobControl:
    """Stops the program and everything that was started with it (`make run` is two programs), until `fg`.

    Textual's own way stops this process alone, so that a shell that waits for `make` never gets its turn, and starts
    a second reader of the keyboard when a program goes on that was stopped from outside.

    Args:
        app: The program.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app

    def begin(self) -> None:
        """Hear of the signals from now on, in a running loop."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTSTP, self.stop)
        loop.add_signal_handler(signal.SIGCONT, self._went_on)

    def stop(self) -> bool:
        """Give the terminal back until the shell says `fg`; False where no shell is there to say it."""
        if self._app.is_headless or os.getsid(os.getppid()) != os.getsid(0):
            return False
        from disctui.external_editor import deaf_to_interrupts  # noqa: PLC0415 - not for the first screen

        loop = asyncio.get_running_loop()
        try:
            with deaf_to_interrupts(), self._app.suspend():
                for number in (signal.SIGTSTP, signal.SIGCONT):
                    loop.remove_signal_handler(number)
                os.kill(0, signal.SIGTSTP)
                while _is_in_background():  # `bg`: without the terminal there is nothing to do
                    os.kill(0, signal.SIGTSTP)
                self.begin()
        except SuspendNotSupported:
            return False
        return True

    def _went_on(self) -> None:
        """Take the terminal again after a stop that no program hears of (`kill -STOP`).

        Not while the program ends: whoever closes a terminal hangs up and then lets everything go on, and what would
        read the keyboard from then on would read for ever.
        """
        if not self._app.is_headless and not is_exiting(self._app):
            with self._app.suspend():
                pass


def _is_in_background() -> bool:
    """Whether another program has the terminal."""
    try:
        return os.tcgetpgrp(sys.__stdin__.fileno() if sys.__stdin__ else 0) != os.getpgrp()
    except (OSError, ValueError):
        return False
