"""On a real pseudo-terminal: what the bytes do that the program sends, and how it leaves the terminal behind."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest

from conftest import write_library
from tui.conftest import MakeEditor

TIMEOUT = 120.0
"""Seconds after which a program hangs; nothing about its speed, since machines that run tests are busy."""
SIZE = 100, 30
"""Columns and lines of a terminal."""
_LOOK = re.compile(rb"\x1b\[[0-9;:]*m")
_COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


class Terminal:
    """`disctui` on a terminal of its own, and what it shows there."""

    def __init__(self, pid: int, handle: int, size: tuple[int, int]) -> None:
        self.pid = pid
        self.raw = bytearray()
        self.status: int | None = None
        self._handle = handle
        self._size = size
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._shown = -1
        self._text = ""

    @property
    def text(self) -> str:
        """What stands on the screen; how letters look, which is nine tenths of what is written, is left out."""
        if self._shown < len(self.raw):
            data, self._shown = bytes(self.raw[max(0, self._shown) :]), len(self.raw)
            self._stream.feed(_LOOK.sub(b"", data))
            self._text = "\n".join(self._screen.display)
        return self._text

    @property
    def has_cursor_in_text(self) -> bool:
        """Whether the place behind "Ran", typed into a box, is drawn the other way round."""
        rows = [(y, line.find("Ran ")) for y, line in enumerate(self.text.split("\n")) if "Ran " in line]
        if not rows:
            return False
        screen = pyte.Screen(*self._size)
        pyte.ByteStream(screen).feed(bytes(self.raw))
        return any(screen.buffer[y][x + len("Ran")].reverse for y, x in rows)

    def press(self, keys: str) -> None:
        os.write(self._handle, keys.encode())

    def wait_for(self, wanted: str | Callable[[], object]) -> None:
        end = time.monotonic() + TIMEOUT
        while not (wanted in self.text if isinstance(wanted, str) else wanted()):
            if time.monotonic() > end or self.status is not None:
                raise AssertionError(f"not seen: {wanted} (status {self.status})\n{self.text}")
            self._pump()

    def wait_exit(self) -> int:
        end = time.monotonic() + TIMEOUT
        while self.status is None and time.monotonic() < end:
            self._pump()
        assert self.status is not None, f"it does not end\n{self.text}"
        return self.status

    def _pump(self) -> None:
        if select.select([self._handle], [], [], 0.02)[0]:
            try:
                data = os.read(self._handle, 65536)
            except OSError:
                data = b""
            self.raw += data
            if data:
                return
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.status = os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._handle)


@contextmanager
def terminal(root: Path, **environ: str) -> Iterator[Terminal]:
    """The browser on a library, started as a person starts it, with everything read."""
    with start(root, size=SIZE, **environ) as running:
        running.wait_for("release")
        yield running


@contextmanager
def start(root: Path | None, *, size: tuple[int, int] = SIZE, **environ: str) -> Iterator[Terminal]:
    """The browser on a library, or on none that is named, with nothing on its screen yet.

    Args:
        root: The library.
        size: Columns and lines of the terminal.
        environ: Variables of the environment.
    """
    pid, handle = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *reversed(size), 0, 0))
        named = [] if root is None else [str(root)]
        os.execve(sys.executable, [sys.executable, "-m", "disctui", *named], os.environ | environ)
    running = Terminal(pid, handle, size)
    try:
        yield running
    finally:
        running.close()


def _is_restored(raw: bytes) -> bool:
    """Whether the screen, the mouse and the cursor are as they were before."""
    return all(raw.rfind(off) > raw.rfind(on) for on, off in ((b"\x1b[?1049h", b"\x1b[?1049l"), (b"?25l", b"?25h")))


def test_open_type_edit_and_quit(shelf: Path, make_editor: MakeEditor) -> None:
    make_editor("1957", "1958")
    with terminal(shelf) as screen:
        screen.press("kalatozov")
        screen.wait_for("1 of 7")
        screen.press("\r")
        screen.wait_for("e edit")
        screen.press("e")
        screen.wait_for("The Cranes Are Flying (1958)")
        screen.wait_for("kalatozov")
        screen.press("sp")
        screen.wait_for("by price")  # the header says so at once, without another key
        screen.press("q")
        assert screen.wait_exit() == 0
        assert _is_restored(bytes(screen.raw))


def test_what_is_typed_ahead_after_enter_are_commands(shelf: Path, make_editor: MakeEditor) -> None:
    """Fast hands, or a slow line: both keys come in one piece."""
    make_editor("1957", "1958")
    with terminal(shelf) as screen:
        screen.press("kalatozov\re")
        screen.wait_for("The Cranes Are Flying (1958)")
        screen.press("q")
        assert screen.wait_exit() == 0


def test_no_byte_of_a_file_drives_the_terminal(tmp_path: Path) -> None:
    attack = json.dumps("\x1b]52;c;UFdO\x07\x1b]0;PWNED\x07\x9b2J[REC]")
    text = f"title = {attack}\nsynopsis = {attack}\ndirectors = [{attack}]\n{attack} = {attack}\n"
    with terminal(write_library(tmp_path / "shelf", {"x.toml": text, "y.toml": f"title = {attack}"})) as screen:
        screen.wait_for("2 releases")
        for keys in ("\r", "5", "?", "\x1b", "j", "p"):
            screen.press(keys)
            time.sleep(0.1)
            screen.wait_for(lambda: True)
        screen.wait_for("[REC]")
        screen.press("\x11")
        screen.wait_exit()
        for payload in (b"\x1b]52", b"\x1b]0;", b"\x9b2J", b"\xc2\x9b"):
            assert payload not in screen.raw, payload


def test_no_color_sends_none_and_the_cursor_is_still_seen(shelf: Path) -> None:
    with terminal(shelf, NO_COLOR="1") as screen:
        screen.wait_for("7 releases")
        screen.press("\r")
        screen.wait_for("e edit")
        screen.wait_for("┏━━ Title")  # a heavier frame where the focus is
        screen.press("j")
        screen.wait_for("Alien (1979)")
        assert not _COLOUR.findall(bytes(screen.raw))[:3]
        screen.wait_for(lambda: re.search(r"^[│┃ ]*▌.*Alien", screen.text, re.MULTILINE))
        screen.press("nRan")
        screen.wait_for(lambda: screen.has_cursor_in_text)
        screen.press("\x1b\x1b")
        screen.wait_for("e edit")
        screen.press("E")
        screen.wait_for("F8 next problem")
        screen.press("Ran \x1b[D")
        screen.wait_for("Ran title")
        screen.wait_for(lambda: screen.has_cursor_in_text)
        screen.press("\x11")
        screen.wait_exit()


def test_with_colour_there_is_some(shelf: Path) -> None:
    """What makes the test above one that can fail."""
    with terminal(shelf) as screen:
        assert _COLOUR.search(bytes(screen.raw))
        screen.press("\x11")
        screen.wait_exit()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order(shelf: Path, number: signal.Signals) -> None:
    with terminal(shelf) as screen:
        os.kill(screen.pid, number)
        assert screen.wait_exit() == 128 + number
        assert _is_restored(bytes(screen.raw))


def test_keys_of_any_encoding_do_not_end_it(shelf: Path) -> None:
    with terminal(shelf) as screen:
        os.write(screen._handle, b"caf\xe9\xff\xfe")
        screen.wait_for("caf")
        screen.press("\x11")
        assert screen.wait_exit() == 0


def test_stars_and_the_key_behind_them_typed_in_one_piece_are_one_change_and_a_step(tmp_path: Path) -> None:
    texts = {f"{name}.toml": f'title = "{name.title()}"\nyear = 1979\n' for name in ("alien", "brazil")}
    library = write_library(tmp_path / "library", texts)
    with terminal(library) as screen:
        screen.press("\r")
        screen.wait_for("r rate")
        screen.press("r44j")
        screen.wait_for("▌  Brazil")
        assert (library / "alien.toml").read_text() == texts["alien.toml"] + "\n[collection]\nrating = 3.5\n"
        screen.press("r1\x1b")
        screen.wait_for("w seen")
        screen.press("uq")
        assert screen.wait_exit() == 0
    assert {path.name: path.read_text() for path in library.iterdir()} == texts


def test_an_audit_is_there_again_after_the_program_was_killed(tmp_path: Path) -> None:
    code = '[release]\nupc = "4006381333931"\n'
    files = {
        f"{year}.toml": f'title = "Ferry {year}"\n{code if year == 1973 else ""}[collection]\nlocation = "Study"\n'
        for year in (1971, 1972, 1973)
    }
    attic = {"a.toml": 'title = "Ran"\n[collection]\nlocation = "Attic"\n'}
    library = write_library(tmp_path / "library", files | attic)
    with terminal(library) as screen:
        screen.press("\rA")
        screen.wait_for("Audit: which place?")
        screen.press("2")
        screen.wait_for("0 of 3")
        screen.press("4006381333931\r")
        screen.wait_for("scanned: Ferry 1973")
        screen.press("gn")
        screen.wait_for("1 of 3 · 1 missing")
        os.kill(screen.pid, signal.SIGKILL)
        assert screen.wait_exit() == -signal.SIGKILL
    with terminal(library) as screen:
        screen.press("\rA")
        screen.wait_for("· begun")
        screen.wait_for(
            lambda: 0 <= screen.text.find("Study") < screen.text.find("Attic")
        )  # what was begun comes first
        screen.press("1")
        screen.wait_for("1 of 3 · 1 missing")
        screen.wait_for("MISSING")
