"""Two walks, so that the package stays alive, and what its command says of one that fails; `make walks` takes all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from . import command, themes
from .person import Person
from .seen import expects, line, no
from .walk import Walk


def test_two_walks_hold_on_a_small_terminal() -> None:
    walks = ("a film of a box is found as itself", "a film is seen with one key")
    ran = subprocess.run(
        [sys.executable, "-m", "tests.walks", "--size", "80x24", "--mode", "dark", *walks],
        cwd=Path(__file__).parents[2],
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "held of 2" in ran.stdout


def test_a_walk_that_fails_is_told_with_what_was_expected_and_seen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def take(person: Person) -> None:
        expects((person.library / "m.toml").exists(), "a copy of the sample library")
        person.remarks(f"{person.large} releases on a large shelf")
        person.rewrites("m.toml", 'Fritz Lang"]\nwriters', 'F. Lang"]\nwriters')
        expects(not person.differences(), "no difference", person.differences())

    def stumble(person: Person) -> None:
        dict[str, int]()[person.library.name]

    walks = [Walk("nothing changes", take), Walk("nothing at all", lambda _: None), Walk("it stumbles", stumble)]
    monkeypatch.setattr(themes, "WALKS", walks)
    assert command.main(["--size", "80x24", "--mode", "dark", "--mode", "light", "--releases", "12"]) == 1
    told = capsys.readouterr().out
    assert "failed  80x24 dark        nothing changes" in told
    assert "expected no difference" in told
    assert told.count("    12 releases on a large shelf\n") == 2, "what is not judged is printed all the same"
    assert '+directors = ["F. Lang"]' in told
    assert "nothing changes  F  F" in told
    assert "nothing at all   +  +" in told
    assert "it stumbles      F  F" in told
    assert "KeyError: 'library'" in told
    with pytest.raises(SystemExit) as ended:
        command.main(["nobody calls a walk so"])
    assert ended.value.code == 2


def test_walks_have_names_of_their_own_and_say_what_must_hold() -> None:
    names = [walk.name for walk in themes.WALKS]
    assert len(set(names)) == len(names) > 30
    assert all(walk.holds.endswith(".") for walk in themes.WALKS)


def test_a_screen_is_asked_for_lines_and_for_what_is_not_there() -> None:
    screen = "M  1931  late\nAnora  2024  wish"
    assert line("M", "late").holds(screen)
    assert not line("M", "wish").holds(screen)
    assert no("sold").holds(screen)
    assert not no("sold", "wish").holds(screen)
