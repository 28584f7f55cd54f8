"""Every command that writes can be asked what it would do, and says it without touching anything."""

import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import contents
from test_cli import cli

__all__ = ["cli"]  # the fixture

PAGE = '"Title","Year","Location"\n"Stalker","1979","attic"\n"Solaris","1972","attic"\n'


LOOKED_AT = pytest.mark.parametrize(
    ("words", "printed"),
    [
        (["add", "--dry-run", "--title", "A New One"], '+title            = "A New One"'),
        (["add", "--dry-run"], '+title            = "New release"'),
        (["people", "accept", "--dry-run", "Akira Kurosawa", "A. Kurosawa"], '+name = "Akira Kurosawa"'),
        (["people", "refuse", "--dry-run", "John Ford", "John Forde"], '+names = ["John Ford", "John Forde"]'),
        (["undo", "--dry-run"], "would be undone: set Film year to 1980 of alien-4k\n  alien-4k.toml\n"),
        (["import", "--dry-run", "films.csv"], "Stalker"),
        (["add", "--dry-run", "--from", "films.csv"], "Stalker"),
        (["check", "--fix", "--dry-run"], ""),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, list) else "",
)


@LOOKED_AT
def test_what_would_be_done_is_shown_and_nothing_is(shelf: Path, cli: Any, words: list[str], printed: str) -> None:
    source = shelf.parent / "films.csv"
    source.write_text(PAGE)
    words = [str(source) if word == source.name else word for word in words]
    assert cli("set", "-l", shelf, "alien-4k", "year=1980").status == 0
    before = contents(shelf)
    history = cli("history", "-l", shelf).out
    ran = cli(*words, "-l", shelf)
    assert ran.status == 0, ran.err
    assert printed in ran.out
    assert contents(shelf) == before
    assert cli("history", "-l", shelf).out == history


def test_a_redo_can_be_looked_at_first_too(shelf: Path, cli: Any) -> None:
    assert cli("redo", "--dry-run", "-l", shelf).status == 1
    cli("set", "-l", shelf, "alien-4k", "year=1980")
    cli("undo", "-l", shelf)
    assert (
        cli("redo", "--dry-run", "-l", shelf).out
        == "would be done again: set Film year to 1980 of alien-4k\n  alien-4k.toml\n"
    )
    assert cli("redo", "--dry-run", "--json", "-l", shelf).json["files"] == ["alien-4k.toml"]
    assert cli("redo", "-l", shelf).status == 0
    assert b"year" in (shelf / "alien-4k.toml").read_bytes()


def test_a_new_library_can_be_looked_at_first(tmp_path: Path, cli: Any) -> None:
    ran = cli("init", "--dry-run", "--sample", tmp_path / "new")
    assert f"{tmp_path / 'new' / 'alien-4k.toml'}" in ran.out
    assert not (tmp_path / "new").exists()


class TestAdding:
    def test_a_release_that_may_be_there_already_is_told_and_made(self, shelf: Path, cli: Any) -> None:
        ran = cli("add", "-l", shelf, "--title", "ALIEN", "--year", "1979")
        assert ran.status == 0
        assert "the library has alien-4k already: Alien (1979)" in ran.err
        assert Path(ran.out.strip()).is_file()

    @pytest.mark.parametrize("flags", [["--title", "Alien", "--year", "1992"], ["--title", "Alien Worlds"]])
    def test_another_film_is_not(self, shelf: Path, cli: Any, flags: list[str]) -> None:
        assert "already" not in cli("add", "-l", shelf, *flags).err

    def test_the_same_bar_code_is_told_whatever_the_title(self, shelf: Path, cli: Any) -> None:
        cli("add", "-l", shelf, "--title", "First", "--release-upc", "715515240512")
        ran = cli("add", "-l", shelf, "--title", "Second", "--release-upc", "715515240512")
        assert "the library has first already: First" in ran.err

    def test_what_is_said_beside_a_file_is_set_in_what_it_holds(self, shelf: Path, cli: Any, tmp_path: Path) -> None:
        (tmp_path / "films.csv").write_text(PAGE)
        flags = ("--collection-location", "shelf A", "--collection-tags", "new")
        assert cli("add", "-l", shelf, "--from", tmp_path / "films.csv", *flags).status == 0
        made = cli("search", "--json", "-l", shelf, 'location:"shelf A"', "tag:new").json
        assert {hit["title"] for hit in made["hits"]} == {"Stalker", "Solaris"}
        assert cli("search", "-l", shelf, "location:attic").status == 1

    def test_what_the_editor_made_of_the_new_file_can_be_taken_back(
        self, shelf: Path, cli: Any, monkeypatch: Any, tmp_path: Path
    ) -> None:
        script = tmp_path / "editor.py"
        script.write_text("import sys; open(sys.argv[-1], 'a').write('# by hand\\n')")
        monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
        before = contents(shelf)
        made = Path(cli("add", "-l", shelf, "--title", "By Hand", "--edit").out.strip())
        assert made.read_text().endswith("# by hand\n")
        assert cli("undo", "-l", shelf).status == 0
        assert "# by hand" not in made.read_text()
        assert cli("undo", "-l", shelf).status == 0
        assert contents(shelf) == before


class TestSlips:
    @pytest.mark.parametrize(
        ("change", "meant"), [("titel=X", "title"), ("relase.studio=X", "release.studio"), ("collection.loction=X", "")]
    )
    def test_a_key_that_looks_like_a_slip_is_refused_until_it_is_meant(
        self, shelf: Path, cli: Any, change: str, meant: str
    ) -> None:
        before = contents(shelf)
        ran = cli("set", "-l", shelf, "alien-4k", change)
        assert ran.status == 2
        assert f"did you mean {meant}" in ran.err
        assert "--force-key" in ran.err
        assert contents(shelf) == before
        assert cli("set", "-l", shelf, "--force-key", "alien-4k", change).status == 0
        assert change.split("=", maxsplit=1)[0].rpartition(".")[2] in (shelf / "alien-4k.toml").read_text()

    def test_a_key_of_ones_own_needs_no_force(self, shelf: Path, cli: Any) -> None:
        assert cli("set", "-l", shelf, "alien-4k", "mine.shelf=3").status == 0


class TestStandardInput:
    def check(self, monkeypatch: Any, cli: Any, text: bytes, *words: str) -> Any:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
        return cli("check", *words, "-")

    def test_a_release_is_checked_where_it_is_piped_in(self, monkeypatch: Any, cli: Any) -> None:
        ran = self.check(monkeypatch, cli, b'title = "A"\nyear = "1999"\n')
        assert ran.status == 1
        assert "<standard input>:2:8: error[wrong-type] year must be a whole number, not text" in ran.out

    def test_rules_of_its_values_hold_too(self, monkeypatch: Any, cli: Any) -> None:
        ran = self.check(monkeypatch, cli, b'title = "A"\n[price]\ncurrency = "EUR"\nsale = 3\nlist = 2\n', "--json")
        assert (ran.status, [problem["code"] for problem in ran.json["problems"]]) == (0, ["sale-above-list"])

    def test_a_good_one_says_nothing(self, monkeypatch: Any, cli: Any) -> None:
        ran = self.check(monkeypatch, cli, b'title = "A"\n')
        assert (ran.status, ran.out) == (0, "")

    def test_it_is_not_mended(self, monkeypatch: Any, cli: Any) -> None:
        assert self.check(monkeypatch, cli, b"", "--fix").status == 2
        assert os.listdir(".")  # noqa: PTH208 - nothing is made of the name
        assert not Path("-").exists()
