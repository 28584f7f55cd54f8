"""A program on a pseudo-terminal: every byte that it writes is kept, and an emulator shows what a person would see."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Sequence
from types import TracebackType

import pyte

READY = "\x1b[?2026;2$y"
"""What a terminal answers when it is asked whether it can draw in one go."""

_COLOUR = re.compile(rb"\x1b\[[0-9;:]*m")
HANGS = 120.0
"""Seconds after which a program hangs; nothing about its speed, since machines that run tests are busy."""


class Terminal:
    """One program on one pseudo-terminal; ends it with the `with` block.

    Args:
        arguments: Of `python -m disctui`.
        columns: Of the terminal.
        rows: Of the terminal.
        environment: Set for the program on top of this process's own.
        folder: Where it is started; here without.
        program: Another program than disctui, with its arguments.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        columns: int = 100,
        rows: int = 30,
        environment: dict[str, str] | None = None,
        folder: str | None = None,
        *,
        program: Sequence[str] = (),
    ) -> None:
        self.raw = bytearray()
        self.status: int | None = None
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._shown = 0
        self._text: str | None = None
        variables = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            if folder is not None:
                os.chdir(folder)
            command = [*program] or [sys.executable, "-m", "disctui", *arguments]
            os.execve(command[0], command, variables)
        self.resize(columns, rows)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.close()

    @property
    def text(self) -> str:
        """What stands on the screen."""
        if self._text is None or self._shown < len(self.raw):
            self._show()
            self._text = "\n".join(self._screen.display)
        return self._text

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as a window does."""
        self._show()
        self._screen.resize(rows, columns)
        self._text = None
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys: str | bytes) -> None:
        """Press keys."""
        os.write(self.handle, keys.encode() if isinstance(keys, str) else keys)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as a person does: each is answered before the next."""
        for key in keys:
            self.type(key)
            self.settle(0.15)

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def close(self) -> None:
        """Close the terminal's window."""
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1

    def take(self, seconds: float = 0.05) -> None:
        """Read what the program writes for a while."""
        deadline = time.monotonic() + seconds
        while self.handle >= 0 and (left := deadline - time.monotonic()) > 0:
            data = self.read(left)
            if not data:
                return
            self.see(data)

    def read(self, seconds: float) -> bytes:
        """What the program has written, waited for so long; nothing where there is none."""
        if self.handle < 0 or not select.select([self.handle], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self.handle, 65536)
        except OSError:  # the program has closed its end
            return b""

    def see(self, data: bytes) -> None:
        """Keep what was written; it is shown once somebody looks."""
        self.raw += data

    def _show(self) -> None:
        """Show what was written since the last look, without its colours: nine tenths of it, and no part of a text."""
        data, self._shown = bytes(self.raw[self._shown :]), len(self.raw)
        with contextlib.suppress(Exception):  # the emulator is not what is tested
            self._stream.feed(_COLOUR.sub(b"", data))

    def until(self, seen: Callable[[str], bool] | str, seconds: float = HANGS) -> None:
        """Wait until the screen shows something."""
        is_seen = seen if callable(seen) else lambda text: seen in text
        deadline = time.monotonic() + seconds
        while not is_seen(self.text):
            assert time.monotonic() < deadline, f"not seen in {seconds} s:\n{self.text}"
            assert self.poll() is None, f"ended with {self.status}:\n{self.text}"
            self.take()

    def settle(self, seconds: float = 0.4) -> None:
        """Read on until nothing was written for a moment, or for a while where something blinks."""
        before = -1
        deadline = time.monotonic() + 3
        while before != len(self.raw) and time.monotonic() < deadline:
            before = len(self.raw)
            self.take(seconds)
            assert self.poll() is None, f"ended with {self.status}:\n{self.text}"

    def poll(self) -> int | None:
        """The exit status, or None while the program runs; negative where a signal ended it."""
        if self.status is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def end(self, seconds: float = HANGS) -> int:
        """Wait for the program to end; its exit status."""
        deadline = time.monotonic() + seconds
        while self.poll() is None:
            assert time.monotonic() < deadline, f"still runs after {seconds} s:\n{self.text}"
            if self.handle >= 0:
                self.take()
            else:
                time.sleep(0.02)
        self.take(0.2)
        assert self.status is not None
        return self.status

    @property
    def is_restored(self) -> bool:
        """Whether the last word on each mode of the terminal is the one that a shell needs."""
        raw = bytes(self.raw)
        modes = {b"1049": b"l", b"1000": b"l", b"1003": b"l", b"2004": b"l", b"25": b"h"}
        return all(
            raw.rfind(b"\x1b[?" + mode + good) >= raw.rfind(b"\x1b[?" + mode + (b"h" if good == b"l" else b"l"))
            for mode, good in modes.items()
        )
