"""Long work says how far it is, on a terminal only, and can be stopped without leaving anything half done."""

import io
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from conftest import contents, write_library
from disctui.cli import progress, run
from disctui.cli.progress import Meter

FILMS = {f"{year}.toml": f'title = "Ferry {year}"\nyear = {year}\n' for year in (1971, 1972, 1973)}
EXPORT = "title,year\nFerry One,1971\nFerry Two,1972\nFerry Three,1973\n"


class Terminal(io.StringIO):
    """Standard error as a terminal, at which somebody presses Ctrl+C once a text is seen."""

    is_terminal = True
    until = ""

    def isatty(self) -> bool:
        return self.is_terminal

    def write(self, text: str, /) -> int:
        written = super().write(text)
        if self.until and self.until in text:
            self.until = ""
            raise KeyboardInterrupt
        return written


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """One on which everything is shown, however short it is."""
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "PAUSE", 0)
    return Terminal()


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three films, in the folder that one is in, beside an export to import and a page made before."""
    monkeypatch.chdir(tmp_path)
    Path("films.csv").write_text(EXPORT)
    Path("page.html").write_text("an older page")
    return write_library(tmp_path / "library", FILMS)


def status_of(words: list[str], library: Path, terminal: Terminal) -> int:
    """What a command ends with, its messages on the terminal."""
    with redirect_stderr(terminal):
        return run([words[0], "-l", str(library), *words[1:]])


def lines(terminal: Terminal) -> list[str]:
    """What stood in the line, one after another, "" where it was taken away."""
    return [text.partition("\n")[0] for text in terminal.getvalue().split("\r\x1b[K")]


def test_nothing_is_seen_of_work_that_is_short_and_a_line_ten_times_a_second_of_work_that_is_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal, now = Terminal(), [0.0]
    monkeypatch.setattr(sys, "stderr", terminal)
    meter = Meter(lambda: now[0])
    for number in range(1, 101):
        now[0] += 0.01
        meter("reading", number, 100)
    meter.erase()
    shown = lines(terminal)
    assert shown[1] == "reading: 40 of 100, 40 %"
    assert 5 <= len(shown) - 2 <= 7, "60 hundredths of a second are left"
    assert shown[-1] == ""
    quick = Meter(lambda: now[0])
    before = terminal.getvalue()
    quick("reading", 1, 1)
    quick.erase()
    assert terminal.getvalue() == before


COMMANDS: Sequence[tuple[list[str], list[str]]] = [
    (["search", "ferry"], ["reading: 3 of 3, 100 %"]),
    (["stats"], ["reading: 3 of 3, 100 %"]),
    (["check"], ["reading: 2 of 3, 66 %", "checking: 3 of 3, 100 %"]),
    (["export", "--format", "html", "-o", "page.html"], ["reading: 1 of 3, 33 %", "writing: 3 of 3, 100 %"]),
    (["export", "--format", "csv", "ferry"], ["reading: 3 of 3, 100 %", "writing: 2 of 3, 66 %"]),
    (
        ["import", "--yes", "films.csv"],
        ["reading films.csv: 3 of 3, 100 %", "comparing with what is there: 3 of 3, 100 %", "writing: 2 of 3, 66 %"],
    ),
]


@pytest.mark.parametrize(("words", "seen"), COMMANDS, ids=lambda value: value[0])
def test_long_commands_say_on_a_terminal_how_far_they_are_and_nothing_of_it_elsewhere(
    words: list[str], seen: list[str], terminal: Terminal, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of(words, library, terminal) == 0
    shown = lines(terminal)
    assert [line for line in seen if line not in shown] == []
    assert "\x1b" not in capsys.readouterr().out
    terminal.is_terminal = False
    terminal.truncate(0)
    status_of(words, library, terminal)
    assert "\x1b" not in terminal.getvalue()


@pytest.mark.parametrize(
    ("words", "until", "said"),
    [
        (["check"], "checking: 2", "stopped checking: 2 of 3, 66 %; nothing was written"),
        (["stats"], "reading: 3", "stopped reading: 3 of 3, 100 %; nothing was written"),
        (
            ["export", "--format", "html", "-o", "page.html"],
            "writing: 2",
            "stopped writing: 2 of 3, 66 %; what was at page.html before still is",
        ),
        (["import", "--yes", "films.csv"], "comparing with what is there: 2", "nothing was written"),
        (["import", "--yes", "films.csv"], "writing: 2", "stopped: 2 files made and 0 changed, all of them whole"),
    ],
)
def test_ctrl_c_says_where_it_stopped_and_leaves_nothing_half_done(
    words: list[str], until: str, said: str, terminal: Terminal, library: Path
) -> None:
    before = contents(library)
    terminal.until = until
    assert status_of(words, library, terminal) == 130
    assert said in lines(terminal)[-1]
    assert Path("page.html").read_text() == "an older page"
    assert sorted(file.name for file in library.parent.iterdir()) == ["films.csv", "library", "page.html"]
    after = contents(library)
    assert {name: after[name] for name in before} == before
    made = [text for name, text in after.items() if name not in before]
    assert len(made) in {0, 2, 3}
    assert all(b"year" in text for text in made)
