"""An editor that does what a test tells it to, and a terminal that can be handed to it."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from disctui.tui.background.watcher import Watcher

_EDITOR = """\
#!{python}
import json, os, pathlib, sys
log = pathlib.Path({log!r})
log.write_text(json.dumps({{"argv": sys.argv, "no_color": os.environ.get("NO_COLOR")}}))
file = pathlib.Path([word for word in sys.argv[1:] if ".toml" in word][-1].split(".toml")[0] + ".toml")
text = file.read_text(encoding="utf-8")
file.write_text(text.replace({old!r}, {new!r}), encoding="utf-8")
sys.exit({status})
"""


class Editor:
    """A program in the place of the user's editor."""

    def __init__(self, program: Path, log: Path) -> None:
        self.program = program
        self._log = log

    @property
    def was_run(self) -> bool:
        return self._log.exists()

    @property
    def arguments(self) -> list[str]:
        """The words it was called with, the program's name apart."""
        words: list[str] = json.loads(self._log.read_text())["argv"][1:]
        return words

    @property
    def no_color(self) -> str | None:
        """What it found in $NO_COLOR."""
        value: str | None = json.loads(self._log.read_text())["no_color"]
        return value


MakeEditor = Callable[..., Editor]


@pytest.fixture
def make_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeEditor:
    """Makes an editor that replaces `old` by `new` in the file it is given, and sets $EDITOR to it."""
    monkeypatch.setattr(HeadlessDriver, "can_suspend", property(lambda _: True))

    def make(
        old: str = "",
        new: str = "",
        *,
        name: str = "scripted",
        status: int = 0,
        arguments: str = "",
        variable: str = "EDITOR",
    ) -> Editor:
        folder = tmp_path / "editors"
        folder.mkdir(exist_ok=True)
        editor = Editor(folder / name, folder / f"{name}.log")
        text = _EDITOR.format(python=sys.executable, log=str(folder / f"{name}.log"), old=old, new=new, status=status)
        editor.program.write_text(text)
        editor.program.chmod(0o755)
        monkeypatch.setenv(variable, f"{editor.program} {arguments}".strip())
        return editor

    return make


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that the system told the watcher of, as against those that it found by looking."""
    names: list[str] = []
    tell = Watcher._announce

    def telling(watcher: Watcher, changed: Iterable[str]) -> None:
        paths = list(changed)
        names.extend(map(os.path.basename, paths))
        tell(watcher, paths)

    monkeypatch.setattr(Watcher, "_announce", telling)
    return names
