"""Somebody at a real terminal with a copy of the sample library: what they do, and what they then see and find."""

import base64
import contextlib
import difflib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyte

from conftest import SAMPLE, contents
from hostile.terminal import READY, Terminal

from .seen import CURSOR, Seen, WalkFailedError, line, no, shows

PATIENCE = 25.0
"""Seconds for which somebody waits for what should come; nothing about speed, since machines that walk are busy."""
LARGE = 2_000
"""Releases of a large shelf, where nobody asks for another number."""
KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "backspace": "\x7f", "up": "\x1b[A",
    "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "page down": "\x1b[6~", "ctrl+a": "\x01", "ctrl+q": "\x11",
    "ctrl+r": "\x12", "ctrl+s": "\x13", "ctrl+u": "\x15", "space": " ",
}  # fmt: skip
"""What a terminal sends for the keys that have names; any other is sent as it is."""


class Mode(NamedTuple):
    """A way of drawing: what the settings and the environment say about colours."""

    name: str
    settings: str = ""
    environment: Mapping[str, str] = {}


MODES = {
    mode.name: mode
    for mode in (
        Mode("dark"),
        Mode("light", 'theme = "disctui-light"\n'),
        Mode("ansi", 'theme = "ansi-dark"\n'),
        Mode("no-color", environment={"NO_COLOR": "1"}),
    )
}
SIZES = ((160, 45), (120, 36), (80, 24), (60, 20), (40, 12))


class Person:
    """Somebody at one terminal.

    Args:
        folder: An empty folder of this person's own: the library and the home go there.
        size: Columns and rows of the terminal.
        mode: How it is drawn.
        keep: Takes this person and the name of a step, and keeps a picture of what they see.
        large: Releases of a large shelf.
    """

    def __init__(
        self,
        folder: Path,
        size: tuple[int, int],
        mode: Mode,
        keep: "Callable[[Person, str], None] | None" = None,
        large: int = LARGE,
    ) -> None:
        self.library = folder / "library"
        self.home = folder / "home"
        self.columns, self.rows = size
        self.mode = mode
        self.large = large
        self.patience = PATIENCE
        self.remarked: list[str] = []
        self._folder = folder
        self._keep = keep
        self._terminal: Terminal | None = None
        shutil.copytree(SAMPLE, self.library)
        self._before = contents(self.library)
        self.home.mkdir()
        self.sets("")

    # -- before the browser is opened

    def sets(self, settings: str) -> None:
        """Write config.toml, with the mode's theme before it."""
        config = self.home / "config" / "disctui"
        config.mkdir(parents=True, exist_ok=True)
        (config / "config.toml").write_text(self.mode.settings + settings, "utf-8")

    def writes(self, path: str, text: str) -> None:
        """Save a file of the library, as an editor or a sync program does."""
        target = self.library / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.with_name(target.name + "~").write_text(text, "utf-8")
        target.with_name(target.name + "~").replace(target)

    def rewrites(self, path: str, old: str, new: str) -> None:
        """Replace a text that stands in a file once."""
        text = self.reads(path)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.writes(path, text.replace(old, new))

    def begins_here(self) -> None:
        """Take the library as it is now for what later differences are told from."""
        self._before = contents(self.library)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that the program is started with."""
        homes = {f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        plain = {"HOME": str(self.home), "EDITOR": "true", "VISUAL": "true", "LANG": "C.UTF-8", "TZ": "UTC"}
        return homes | plain | dict(self.mode.environment)

    @contextlib.contextmanager
    def opens(
        self, *arguments: str, environment: Mapping[str, str] | None = None, typed: str = READY
    ) -> Iterator[None]:
        """Open the browser on the library, or with other arguments; it is ended with the `with` block.

        Args:
            arguments: Of the command line; the library without.
            environment: Variables beside those that everybody has.
            typed: What comes from the terminal before anything is on it: without more, the answer to the one question
                that it is asked.
        """
        for variable in ("COLUMNS", "LINES", "NO_COLOR", "DISCTUI_LIBRARY"):
            os.environ.pop(variable, None)
        variables = self.environment | dict(environment or {})
        asked = [one for one in arguments if one] if arguments else [str(self.library)]
        with Terminal(asked, self.columns, self.rows, variables, str(self._folder)) as opened:
            self._terminal = opened
            opened.type(typed)
            yield
        self._terminal = None

    def opens_nothing(self) -> contextlib.AbstractContextManager[None]:
        """Open the browser as somebody does who has no library yet."""
        return self.opens("")

    @contextlib.contextmanager
    def opens_the_library(
        self, environment: Mapping[str, str] | None = None, *, releases: int = 95, folder: Path | None = None
    ) -> Iterator[None]:
        """Open the browser on the library, wait until all of it is read, and go from the search box to the list.

        Args:
            environment: Variables beside those that everybody has.
            releases: How many there are; those of the sample without.
            folder: Another library.
        """
        with self.opens(str(folder or self.library), environment=environment):
            self.sees(f"{releases:,} rel")
            self.goes_to_the_list()
            yield

    @contextlib.contextmanager
    def opens_at(self, query: str, title: str, environment: Mapping[str, str] | None = None) -> Iterator[None]:
        """Open the library with the cursor in the list, on the row of this title, which a query finds first."""
        with self.opens_the_library(environment):
            self.goes_to(query, title)
            yield

    def edits_with(self, name: str, script: str = "") -> dict[str, str]:
        """An environment with an editor of this name, which notes what it is called with, and runs a script of sh."""
        folder = self.home / "bin"
        folder.mkdir(exist_ok=True)
        editor = folder / name
        editor.write_text(
            f'#!/bin/sh\nprintf "%s\\t" "$@" >>"{self._notes}"\necho >>"{self._notes}"\n{script}\n', "utf-8"
        )
        editor.chmod(0o755)
        return {"EDITOR": str(editor), "VISUAL": str(editor)}

    @property
    def _notes(self) -> Path:
        return self.home / "edited"

    @property
    def edited(self) -> list[list[str]]:
        """The arguments of each time that the editor was called."""
        lines = self._notes.read_text("utf-8").splitlines() if self._notes.exists() else []
        return [text.rstrip("\t").split("\t") for text in lines]

    # -- what is done

    @property
    def terminal(self) -> Terminal:
        """The terminal that is open."""
        assert self._terminal is not None, "nothing is open"
        return self._terminal

    def presses(self, *keys: str) -> None:
        """Press keys by their names or letters; what is typed ahead must wait for the screen that it is for."""
        for key in keys:
            self.terminal.type(KEYS.get(key, key))
            if key == "esc":  # or a terminal would take it and the next key for one
                self.terminal.settle(0.3)

    def goes_to_the_list(self) -> None:
        """Leave the search box for the list, where letters are commands; the footer says when."""
        self.sees("enter to list")
        self.presses("enter")
        self.sees(" / search", no("enter to list"))

    def searches(self, query: str, *seen: Seen) -> None:
        """From the list: ask for something instead of what was asked before, see the answer, and be in the list."""
        self.presses("/")
        self.sees("enter to list")
        self.presses(*query)
        self.sees(*seen)
        self.goes_to_the_list()

    def goes_to(self, query: str, title: str) -> None:
        """Ask for something, and be in the list with the cursor on the row of this title."""
        self.searches(query, line(CURSOR, title))

    def scrolls_to(self, text: str) -> None:
        """Scroll the details until a text is seen that may be below what has room."""
        for _ in range(40):
            self.terminal.settle(0.1)
            if self.is_seen(text):
                return
            self.presses("J")
        self.sees(text)

    def steps_back(self, *seen: Seen) -> None:
        """Press esc, and see what that leads to."""
        self.presses("esc")
        self.sees(*seen)

    def runs(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command line of disctui on the library and give back what it printed."""
        return self.runs_alone(arguments[0], "-l", str(self.library), *arguments[1:])

    def runs_alone(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command line of disctui and give back what it printed."""
        command = [sys.executable, "-m", "disctui", *arguments]
        environment = os.environ | self.environment
        patience = 10 * self.patience
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=patience, check=False)

    def comes_back_from_the_editor(self) -> None:
        """Wait until the editor was called once and the browser has the screen again."""
        self.sees_that(
            lambda: len(self.edited) == 1 and self.terminal.raw.count(b"\x1b[?1049h") == 2,
            "the editor, and the browser",
        )
        self.terminal.settle()

    def remarks(self, words: str) -> None:
        """Say something that is printed with how the walk went, such as a figure that is not judged."""
        self.remarked.append(words)

    def keeps_a_picture(self, name: str) -> None:
        """Keep a picture of the screen as it is now, where pictures are wanted."""
        if self._keep is not None:
            self.terminal.settle(0.3)
            self._keep(self, name)

    def coloured_screen(self) -> pyte.Screen:
        """What the terminal shows, with its colours: all that was written is shown anew, as it is seldom asked for."""
        screen = pyte.Screen(self.columns, self.rows)
        pyte.ByteStream(screen).feed(bytes(self.terminal.raw))
        return screen

    # -- what is seen

    @property
    def clipboard(self) -> str:
        """What the program has last put into the terminal's clipboard, or nothing."""
        found = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)", bytes(self.terminal.raw))
        return base64.b64decode(found[-1]).decode() if found else ""

    def is_at_least(self, columns: int, rows: int = 0) -> bool:
        """Whether the terminal is so large; what a smaller one leaves out, a walk asks for under this condition."""
        return self.columns >= columns and self.rows >= rows

    def sees(self, *expected: Seen) -> None:
        """Wait until all of it stands on the screen at the same time.

        Raises:
            WalkFailedError: it never does.
        """
        try:
            self.terminal.until(lambda text: all(shows(text, one) for one in expected), self.patience)
        except AssertionError:
            missing = [one if isinstance(one, str) else one.words for one in expected if not self.is_seen(one)]
            raise WalkFailedError("to see " + ", and ".join(missing or ["it run"]), self.terminal.text) from None

    def sees_that(self, holds: Callable[[], bool], expected: str) -> None:
        """Wait until something holds that is not on the screen.

        Raises:
            WalkFailedError: it never does.
        """
        try:
            self.terminal.until(lambda _: holds(), self.patience)
        except AssertionError:
            raise WalkFailedError(expected, self.terminal.text) from None

    def is_seen(self, expected: Seen) -> bool:
        """Whether it stands on the screen now."""
        return shows(self.terminal.text, expected)

    def finds(self, differences: Mapping[str, list[str]]) -> None:
        """Wait until the files of the library differ from the copy in exactly these lines.

        Args:
            differences: By path, the lines that are gone (`-line`) and those that came (`+line`), each run of
                blanks as one; an empty mapping where every byte is as it was.
        """
        try:
            self.terminal.until(lambda _: self.differences() == dict(differences), self.patience)
        except AssertionError as error:
            raise WalkFailedError(f"files to differ in {dict(differences)}", f"{self.differences()}\n{error}") from None

    def adds(self, path: str, *lines: str, by: Sequence[str]) -> None:
        """Press keys, by which a file gets these lines more, and nothing else changes.

        Args:
            path: Of the file, relative to the library.
            lines: As they are written, each run of blanks as one; nothing but they differs from the copy.
            by: Keys, as `presses` takes them.
        """
        self.presses(*by)
        self.finds({path: [f"+{text}" for text in lines]})

    def takes_back(self, *seen: Seen) -> None:
        """Press `u`, find every byte of the library as it was, and see something."""
        self.presses("u")
        self.finds({})
        self.sees(*seen)

    def differences(self) -> dict[str, list[str]]:
        """How the files of the library differ from the copy, by path."""
        now, found = contents(self.library), {}
        for path in sorted(now.keys() | self._before.keys()):
            old, new = self._before.get(path, b""), now.get(path, b"")
            if old != new:
                lines = difflib.unified_diff(old.decode().splitlines(), new.decode().splitlines(), n=0)
                changed = [" ".join(line.split()) for line in list(lines)[2:] if line[:1] in "+-"]
                found[path] = changed or ["other line ends"]
        return found

    def reads(self, path: str) -> str:
        """The text of a file of the library."""
        return (self.library / path).read_bytes().decode()
