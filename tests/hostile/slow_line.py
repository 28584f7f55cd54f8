"""A browser at the end of a slow line: `python -m tests.hostile.slow_line [MINUTES] [SEED]`, twenty minutes without.

What is typed reaches the program in bunches, 300 ms apart, and what it draws is seen as late. Real tasks are typed as
by people who know the program and don't wait for it: find, fill in a field, edit the text, rename, undo, import. After
each, the files must be what those keys mean, one after the other.
"""

import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from .terminal import READY, Terminal

DELAY = 0.3
"""Seconds between two bunches."""
ENTER, ESC, SAVE, F2, PASTE = "\r", "\x1b", "\x13", "\x1bOQ", "\x1b[200~{}\x1b[201~"
PATIENCE = 60.0
"""Seconds after which what should have been written never will be."""
TITLES = ("Zodiac Harbour", "Quiet Meridian", "The Amber Ferry", "Ninety Lanterns", "Kestrel Road", "Blue Cartographer")


class SlowTerminal(Terminal):
    """A terminal whose line hands over what was sent in bunches."""

    _last_in = 0.0
    _last_out = 0.0

    def __init__(self, arguments: Sequence[str], environment: dict[str, str], folder: str) -> None:
        self._typed = bytearray()
        self._drawn = bytearray()
        super().__init__(arguments, 100, 30, environment, folder)

    def type(self, keys: str | bytes) -> None:
        """Hand keys to the line."""
        self._typed += keys.encode() if isinstance(keys, str) else keys

    def take(self, seconds: float = 0.05) -> None:
        """Let the line work for a while."""
        end = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            if self._typed and now - self._last_in >= DELAY:
                self._last_in = now
                super().type(bytes(self._typed))
                self._typed.clear()
            self._drawn += self.read(0.02)
            if self._drawn and now - self._last_out >= DELAY:
                self._last_out = now
                self.see(bytes(self._drawn))
                self._drawn.clear()
            if now >= end:
                return


class Person:
    """Someone with a library at the end of the line, who types at a speed of their own.

    Args:
        root: A folder of its own.
        seed: Of the random numbers, so that a run can be had again.
    """

    def __init__(self, root: Path, seed: int) -> None:
        self._random = random.Random(seed)
        self.library = root / "library"
        self.library.mkdir()
        self._home = root
        for number, title in enumerate(TITLES):
            self.file(number).write_text(f'title = "{title}"\nyear = {1950 + number}\n', encoding="utf-8")
        homes = {f"XDG_{name}_HOME": str(root / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        self.terminal = SlowTerminal([str(self.library)], homes | {"HOME": str(root)}, str(root))
        self.terminal.type(READY)
        self.terminal.until("6 releases")
        self._count = 0

    def file(self, number: int) -> Path:
        """The file of a film."""
        return self.library / f"film-{number}.toml"

    def write(self, *keys: str) -> None:
        """Type without waiting for anything, a key after the other or a few at a time."""
        for key in keys:
            parts = [key] if key.startswith(ESC) else list(key)
            for part in parts:
                self.terminal.type(part)
                self.terminal.take(self._random.choice((0.0, 0.01, 0.06, 0.12, 0.25)))

    def wait_for(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something is so, looking at the screen."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"{what}:\n{self.terminal.text}\n{self._files()}")
            assert self.terminal.poll() is None, f"ended with {self.terminal.status}:\n{self.terminal.text}"
            self.terminal.take(0.1)

    def _files(self) -> str:
        return "\n".join(f"{path.name}: {path.read_text()}" for path in sorted(self.library.rglob("*.toml")))

    # -- tasks

    def _find(self, number: int) -> None:
        """Go to a film: esc leaves whatever is open, `/` selects the old query."""
        self.write(ESC, ESC, "/", TITLES[number].lower(), ENTER)

    def lend(self, number: int, text: str) -> None:
        """Fill in to whom a disc is lent, its field found by typing; then take it back."""
        before = self.file(number).read_text()
        self._find(number)
        self.write("a", "loaned to", ENTER, f"Anna {text}", "\x7f" * len(text), text, ENTER)
        self.wait_for(lambda: f'loaned_to = "Anna {text}"' in self.file(number).read_text(), "lent")
        self.write("u")
        self.wait_for(lambda: self.file(number).read_text() == before, "and taken back")

    def note(self, number: int, text: str) -> None:
        """Write a line into the text of a file."""
        before = self.file(number).read_text()
        self._find(number)
        self.write("E", f"# note {text}", ENTER, SAVE)
        self.wait_for(lambda: self.file(number).read_text() == f"# note {text}\n{before}", "a line")
        self.write(ESC, "u")
        self.wait_for(lambda: self.file(number).read_text() == before, "and without it")

    def paste(self, number: int, text: str) -> None:
        """Paste where a disc stands."""
        before = self.file(number).read_text()
        self._find(number)
        self.write("a", "location", ENTER)
        self.terminal.type(PASTE.format(f"Shelf {text}"))
        self.write(ENTER)
        self.wait_for(lambda: f'location = "Shelf {text}"' in self.file(number).read_text(), "a place")
        self.write("u")
        self.wait_for(lambda: self.file(number).read_text() == before, "and none")

    def rename(self, number: int, _: str) -> None:
        """Name a file after its title, and take that back."""
        self._find(number)
        self.write(F2, ENTER)
        name = f"{re.sub('[^a-z]+', '-', TITLES[number].lower().removeprefix('the '))}-{1950 + number}.toml"
        self.wait_for(lambda: not self.file(number).exists(), f"renamed to {name}")
        self.write(ESC, "u")
        self.wait_for(self.file(number).exists, "and back")

    def bring_in(self, number: int, text: str) -> None:
        """Import a table, and take that back."""
        (self._home / "more.csv").write_text(f"title,year\nBrought {text},{1990 + number}\n", encoding="utf-8")
        self.write(ESC, ESC, "I", str(self._home / "more.csv"), SAVE)
        self.wait_for(lambda: "Brought" in self.terminal.text, "the plan")
        self.write(SAVE)
        self.wait_for(lambda: len(list(self.library.rglob("*.toml"))) == len(TITLES) + 1, "one more")
        self.write(ESC, "u")
        self.wait_for(lambda: len(list(self.library.rglob("*.toml"))) == len(TITLES), "and no more")

    def look(self, number: int, _: str) -> None:
        """Find a film, and turn its tabs; nothing is written."""
        before = self._files()
        self._find(number)
        self.write("1234", "J", "K", "s", "S", "S", "?", ESC, ":", ESC, "y", ESC)
        self.wait_for(lambda: TITLES[number] in self.terminal.text, "its title")
        self.terminal.take(1.0)
        assert self._files() == before

    def do_something(self) -> str:
        """One task, with what it is called."""
        task = self._random.choice((self.lend, self.note, self.paste, self.rename, self.bring_in, self.look))
        self._count += 1
        task(self._random.randrange(len(TITLES)), f"{self._count}")
        return task.__name__


def run(minutes: float, seed: int, tasks: int = 10_000) -> dict[str, int]:
    """Let someone work for a while; how often each task was done. Tells the seed where something fails."""
    done: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        person = Person(Path(folder), seed)
        end = time.monotonic() + 60 * minutes
        try:
            while time.monotonic() < end and sum(done.values()) < tasks:
                name = person.do_something()
                done[name] = done.get(name, 0) + 1
        except BaseException:
            print(f"seed {seed}, after {done}", file=sys.stderr, flush=True)  # noqa: T201
            raise
        finally:
            person.terminal.__exit__(None, None, None)
    return done


if __name__ == "__main__":
    wanted = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    start = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1_000_000)
    print(f"{run(wanted, start)} in {wanted:g} minutes, seed {start}: all well")  # noqa: T201
