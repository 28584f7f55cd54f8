"""A program on a pseudo-terminal, every piece of what it writes kept with its time.

What the screen showed at which moment is found out afterwards, so that the emulator's work is in nobody's time.
"""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import pyte


def plain_environment() -> dict[str, str]:
    """The variables of this process, but with Python keeping what it has compiled, as an installed program has it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Piece(NamedTuple):
    """What a program wrote at once."""

    at: float
    """Seconds of the monotonic clock."""
    data: bytes


class Recorder:
    """One program on one pseudo-terminal; ended with the `with` block.

    Args:
        command: The program and its arguments.
        columns: Of the terminal.
        rows: Of the terminal.
        environment: Set for the program on top of this process's own.
        given: A file that is its standard input; without it, the terminal is.
    """

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 120,
        rows: int = 36,
        environment: Mapping[str, str] | None = None,
        given: Path | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._pieces: list[Piece] = []
        self._shown = 0
        variables = {**plain_environment(), "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        self.began = time.perf_counter()
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            if given is not None:
                os.dup2(os.open(given, os.O_RDONLY), 0)
            os.execvpe(command[0], list(command), variables)
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.close(self._handle)
        os.waitpid(self.pid, 0)

    def type(self, text: str) -> float:
        """Press keys; the moment."""
        at = time.perf_counter()
        os.write(self._handle, text.encode())
        return at

    def listen(self, seconds: float) -> None:
        """Keep what is written for so long."""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            if select.select([self._handle], [], [], left)[0]:
                self._pieces.append(Piece(time.perf_counter(), os.read(self._handle, 1 << 20)))

    def moments(self) -> Iterator[float]:
        """Show what has been written since the last time, piece by piece; the moment of each."""
        while self._shown < len(self._pieces):
            piece = self._pieces[self._shown]
            self._shown += 1
            self._stream.feed(piece.data)
            yield piece.at

    def until(self, seen: Callable[[Sequence[str]], bool], seconds: float = 300) -> float:
        """Listen until the lines of the screen satisfy `seen`; the moment they first did.

        Raises:
            TimeoutError: They don't.
        """
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            self.listen(0.02)
            for moment in self.moments():
                if seen(self.lines):
                    return moment
        raise TimeoutError("\n".join(self.lines))

    @property
    def lines(self) -> list[str]:
        """What stands on the screen; pyte's own way to say it fails on half a wide character."""
        buffer, columns = self.screen.buffer, range(self.screen.columns)
        return ["".join(buffer[row][column].data for column in columns) for row in range(self.screen.lines)]

    def memory(self) -> tuple[float, float]:
        """Megabytes resident: now, and at the most so far."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        found = dict(line.split(":", 1) for line in status.splitlines() if line.startswith("Vm"))
        return int(found["VmRSS"].split()[0]) / 1024, int(found["VmHWM"].split()[0]) / 1024
