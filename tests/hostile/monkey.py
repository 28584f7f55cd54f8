"""A monkey at the keyboard: `python -m tests.hostile.monkey [KEYS] [SEED]`, 20,000 keys without.

Random keys, pastes and resizes, cut into random writes, while another program saves, removes and renames files of the
library. Nothing may end the browser, no screen may keep the keyboard, and no file may appear that no command wrote.
"""

import contextlib
import os
import random
import re
import signal
import sys
import tempfile
import time
from pathlib import Path

from disctui.editing.editor import Editor
from disctui.editing.history import History

from .terminal import READY, Terminal

_LETTERS = "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789 .:?<>[]\"'=#-,é映"
"""Neither `q`, which ends the browser, nor a slash, which would name files all over the disk."""
_NAMED = (
    "\r", "\r", "\x1b", "\x1b", "\t", "\x1b[Z", "\x7f", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~",
    "\x1b[H", "\x1b[F", "\x1b[3~", "\x1bOP", "\x1bOQ", "\x1b[19~", "\x01", "\x02", "\x03", "\x04", "\x05", "\x06",
    "\x0b", "\x10", "\x12", "\x13", "\x15", "\x17", "\x18", "\x19", "\x1b[32u", "\x1b[<0;5;5M", "\x1b[<0;5;5m",
    "\x1b[<65;9;9M",
)  # fmt: skip
_SIZES = ((80, 24), (120, 36), (160, 45), (40, 12), (100, 30), (20, 6))
_RESCUE_EVERY = 150
"""Keys after which the monkey goes back to the list, as a person would, to see whether it can."""

_ASKED = 3
"""How often the help is asked for: a screen that was slow to open may come to lie over the first that opens."""
_PATIENCE = 30.0
"""Seconds for which the program may wait for nothing without an answer."""


class StuckError(AssertionError):
    """The keyboard was not answered any more."""


class Monkey:
    """One browser and what is done to it.

    Args:
        root: A folder of its own: the library, the home and the folder that the browser is started in.
        seed: Of the random numbers, so that a run can be had again.
    """

    def __init__(self, root: Path, seed: int) -> None:
        self._random = random.Random(seed)
        self.saved: set[str] = set()
        self.library = root / "library"
        self._home = root / "home"
        self.folder = root / "folder"
        for path in (self.library / "sub", self._home, self.folder):
            path.mkdir(parents=True)
        for number in range(12):
            self._save(f"{'sub/' * (number % 2)}film-{number}.toml")
        (self.library / "broken.toml").write_text('title = "Broken\n', encoding="utf-8")
        self.saved.add("broken.toml")
        self.keys = 0
        self.terminal = self._start()

    def _start(self) -> Terminal:
        homes = {f"XDG_{name}_HOME": str(self._home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        environment = {"HOME": str(self._home), "EDITOR": "true", "VISUAL": "true", "PATH": os.defpath} | homes
        terminal = Terminal([str(self.library)], 100, 30, environment, str(self.folder))
        terminal.type(READY)
        terminal.until(" release")  # or "1 release", where so much was removed
        return terminal

    # -- what is done

    def run(self, keys: int) -> None:
        """Press so many keys, and look every now and then whether all is well."""
        while self.keys < keys:
            for _ in range(_RESCUE_EVERY):
                self._act()
            self._rescue()
        self._look()

    def _act(self) -> None:
        chance = self._random.random()
        if chance < 0.02:
            self.terminal.resize(*self._random.choice(_SIZES))
        elif chance < 0.06:
            self._meddle()
        else:
            self._type()
        self.terminal.take(0.01)
        self._check()

    def _type(self) -> None:
        """A few keys in one write, or one key in two."""
        data = b"".join(self._key() for _ in range(self._random.choice((1, 1, 1, 2, 3, 6))))
        cut = self._random.randrange(len(data) + 1) if self._random.random() < 0.2 else len(data)
        self.terminal.type(data[:cut])
        if data[cut:]:
            self.terminal.take(self._random.choice((0.0, 0.02)))
            self.terminal.type(data[cut:])

    def _key(self) -> bytes:
        self.keys += 1
        chance = self._random.random()
        if chance < 0.03:
            text = "".join(self._random.choices(_LETTERS + "\r", k=self._random.randrange(1, 12)))
            return b"\x1b[200~" + text.encode() + b"\x1b[201~"
        return (self._random.choice(_NAMED) if chance < 0.45 else self._random.choice(_LETTERS)).encode()

    def _meddle(self) -> None:
        """Do what another program does: save, remove or rename a file, or break it."""
        files = sorted(self.library.rglob("*.toml"))
        kind = self._random.choice(("save", "break", "remove", "rename", "new"))
        if kind == "new" or len(files) < 5:
            self._save(f"new-{self._random.randrange(40)}.toml")
            return
        path = self._random.choice(files)
        try:
            if kind == "save":
                self._save(path.relative_to(self.library).as_posix())
            elif kind == "break":
                path.write_text('title = "half', encoding="utf-8")
            elif kind == "remove":
                path.unlink()
            else:
                name = f"moved-{self._random.randrange(40)}.toml"
                path.rename(path.with_name(name))
                self.saved.add(path.with_name(name).relative_to(self.library).as_posix())
        except FileNotFoundError:  # the browser was quicker
            pass

    def _save(self, name: str) -> None:
        number = self._random.randrange(1000)
        text = f'title = "Film {number}"\nyear = {1900 + number % 120}\n\n[collection]\nlocation = "A"\n'
        (self.library / name).write_text(text, encoding="utf-8")
        self.saved.add(name)

    # -- what must hold

    def _check(self) -> None:
        """The browser runs; where a key told it to end, it is started again."""
        status = self.terminal.poll()
        if status is not None:
            self.terminal.take(1.0)  # the error that it ended with
        if status == 0 or (status == -signal.SIGINT and self._has_left()):
            self.terminal.close()
            self.terminal = self._start()
        else:
            assert status is None, f"ended with {status}:\n{self.terminal.raw[-15000:].decode(errors='replace')}"

    def _has_left(self) -> bool:
        """Whether the browser has given the terminal back: ctrl+c may cut short what it still has to end."""
        return self.terminal.raw.rfind(b"\x1b[?1049l") > self.terminal.raw.rfind(b"\x1b[?1049h")

    def _settle(self) -> None:
        """Read on until nothing was written for a moment and the program waits, however busy the machine is.

        As long as it is at work, a screen may be about to open, and what is typed then is for that one.
        """
        before, deadline = -1, time.monotonic() + 10 * _PATIENCE
        while (before != len(self.terminal.raw) or self._is_at_work()) and time.monotonic() < deadline:
            before = len(self.terminal.raw)
            self.terminal.take(0.12)
        self._check()

    def _is_at_work(self) -> bool:
        """Whether a thread of the program waits for the processor or a disk; False where the system does not say."""
        for path in Path(f"/proc/{self.terminal.pid}/task").glob("*/stat"):
            with contextlib.suppress(OSError):
                if path.read_text().rpartition(")")[2].split()[0] in {"R", "D"}:
                    return True
        return False

    def _rescue(self) -> None:
        """Leave every screen by its own keys, then ask for the help."""
        self.terminal.resize(100, 30)
        for _ in range(40):
            self._settle()
            text = self.terminal.text
            if "Not saved yet" in text:
                self.terminal.type("x")
            elif text.startswith("╭─ disctui · ") and not re.search(r"^.+╭", text, re.MULTILINE):
                break  # nothing stands over the browser's own frames, which begin at the left here
            else:
                self.terminal.type("\x1b")
        else:
            raise StuckError(self.terminal.text)
        for _ in range(_ASKED):
            self.terminal.type("\x1bOP")
            if self._is_answered("Keys that work now"):
                break
        else:
            raise StuckError(f"the help does not come:\n{self.terminal.text}")
        self.terminal.type("\x1b")

    def _is_answered(self, words: str) -> bool:
        """Wait for an answer as long as the program still writes, and a while after that; whether it came.

        On a busy machine this terminal reads more slowly than the program draws, and what it draws comes first.
        """
        begun = quiet = time.monotonic()
        while words not in self.terminal.text:
            self._check()
            now = time.monotonic()
            if now > quiet + _PATIENCE or now > begun + 10 * _PATIENCE:
                return False
            before = len(self.terminal.raw)
            self.terminal.take(0.05)
            if len(self.terminal.raw) > before or self._is_at_work():
                quiet = time.monotonic()
        return True

    def _look(self) -> None:
        """Whether each file of the library was written by another program or by a command that is in the history."""
        entries = self._history().entries()
        known = self.saved | {file.relative_to(self.library).as_posix() for entry in entries for file in entry.files}
        there = {path.relative_to(self.library).as_posix() for path in self.library.rglob("*") if path.is_file()}
        assert there <= known, sorted(there - known)
        litter = [path.name for path in self._home.rglob("*.tmp")]
        assert not litter, litter

    def _history(self) -> History:
        before = os.environ.get("XDG_STATE_HOME")
        os.environ["XDG_STATE_HOME"] = str(self._home / "state")
        try:
            return Editor(str(self.library)).history
        finally:
            del os.environ["XDG_STATE_HOME"]
            if before is not None:
                os.environ["XDG_STATE_HOME"] = before

    def close(self) -> None:
        """End the browser."""
        self.terminal.__exit__(None, None, None)


def run(keys: int, seed: int) -> None:
    """Let a monkey press so many keys; tells the seed where something fails."""
    with tempfile.TemporaryDirectory() as folder:
        monkey = Monkey(Path(folder), seed)
        try:
            monkey.run(keys)
        except BaseException:
            print(f"seed {seed}, after {monkey.keys} keys", file=sys.stderr, flush=True)  # noqa: T201
            raise
        finally:
            monkey.close()


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    start = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1_000_000)
    run(wanted, start)
    print(f"{wanted} keys, seed {start}: nothing found")  # noqa: T201
