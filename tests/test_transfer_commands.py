"""`import`, `people` and `export` as scripts run them: whole outputs, exit statuses, and every byte taken back."""

import io
import tomllib
from pathlib import Path
from typing import Any

import pytest

from conftest import contents, write_library
from test_cli import cli

__all__ = ["cli"]

MINE = """\
title,year,directors,release.studio,Box colour
The Hitch-Hiker,1953,Ida Lupino,Kino Lorber,red
Wanda,1970,Barbara Loden,Criterion Collection,blue
"""
LETTERBOXD = """\
Date,Name,Year,Letterboxd URI,Rating
2024-01-02,Alien,1979,https://boxd.it/2awY,4.5
2024-01-03,Brazil,1985,https://boxd.it/2bcA,5
"""
PLAN = """\
+ new        The Hitch-Hiker  (the-hitch-hiker-1953)
    kept as comments: Box colour
+ new        Wanda  (wanda-1970)
    kept as comments: Box colour
"""
TOLD = """\
disctui: mine.csv: read as disctui CSV, of which it is sure
disctui: 2 new, 0 same, 0 differs, 0 can't read; 2 values kept as comments
"""
WANDA = """\
title = "Wanda"
year = 1970
directors = [
    "Barbara Loden",
]

[release]
studio = "Criterion Collection"

# Imported from disctui CSV, mine.csv, line 3, as "Wanda (1970)"; the format has no key for:
#   Box colour: blue
"""
SPELLINGS = {
    "a.toml": 'title = "The Cranes Are Flying"\ncast = ["Tatiana Samoilova"]\n',
    "b.toml": 'title = "Letter Never Sent"\ncast = ["Tatyana Samoylova"]\n',
    "c.toml": 'title = "Anna Karenina"\ncast = ["Tatiana Samoilova"]\n',
}


@pytest.fixture
def export_file(tmp_path: Path) -> Path:
    """Two films that another program has exported."""
    file = tmp_path / "mine.csv"
    file.write_text(MINE, encoding="utf-8")
    return file


class TestImport:
    def test_a_dry_run_shows_the_plan_and_writes_nothing(self, shelf: Path, cli: Any, export_file: Path) -> None:
        before = contents(shelf)
        ran = cli("import", "-l", shelf, "--dry-run", export_file)
        assert (ran.status, ran.out, ran.err) == (0, PLAN, TOLD)
        assert contents(shelf) == before

    def test_it_writes_a_file_for_each_release_with_what_has_no_key_as_comments(
        self, shelf: Path, cli: Any, export_file: Path
    ) -> None:
        before = contents(shelf)
        ran = cli("import", "-l", shelf, "--yes", export_file)
        assert (ran.status, ran.out) == (0, PLAN)
        assert ran.err == f"{TOLD}disctui: made 2, changed 0, left 0 as they were\n"
        made = {name: data for name, data in contents(shelf).items() if name not in before}
        assert sorted(made) == ["the-hitch-hiker-1953.toml", "wanda-1970.toml"]
        assert made["wanda-1970.toml"].decode() == WANDA
        assert {name: data for name, data in contents(shelf).items() if name in before} == before

    def test_the_same_import_again_finds_all_of_it_there(self, shelf: Path, cli: Any, export_file: Path) -> None:
        cli("import", "-l", shelf, "--yes", export_file)
        before = contents(shelf)
        ran = cli("import", "-l", shelf, "--yes", export_file)
        assert (ran.status, ran.out) == (0, "")
        assert "0 new, 2 same, 0 differs, 0 can't read" in ran.err
        assert contents(shelf) == before

    def test_it_fills_in_what_a_file_does_not_say_and_says_what_it_can_not_place(
        self, shelf: Path, cli: Any, tmp_path: Path
    ) -> None:
        file = tmp_path / "ratings.csv"
        file.write_text(LETTERBOXD, encoding="utf-8")
        ran = cli("import", "-l", shelf, "--yes", file)
        assert ran.status == 0
        assert ran.out.startswith("~ differs    Alien  (alien-4k)\n    fills in collection.rating: 4.5\n")
        assert "\n! can't read Brazil  (ratings.csv)\n" in ran.out
        assert ran.out.endswith("    warning: line 3: no release in the library holds this film\n")
        assert ran.err.endswith("disctui: made 0, changed 1, left 0 as they were\n")
        assert "\nrating = 4.5\n" in (shelf / "alien-4k.toml").read_text(encoding="utf-8")

    def test_undo_of_many_new_files_asks_on_a_terminal_and_wants_yes_without_one(
        self, shelf: Path, cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = contents(shelf)
        (tmp_path / "many.csv").write_text("title,year\n" + "".join(f"Film {n},{1950 + n}\n" for n in range(21)))
        cli("import", "-l", shelf, "--yes", tmp_path / "many.csv")
        made = contents(shelf)
        ran = cli("undo", "-l", shelf)
        assert (ran.status, ran.out) == (2, "")
        assert "made 21 files" in ran.err
        assert "--yes does it" in ran.err
        for answer, status, after in (("n", 2, made), ("y", 0, before)):
            terminal = io.StringIO(f"{answer}\n")
            monkeypatch.setattr(terminal, "isatty", lambda: True)
            monkeypatch.setattr("sys.stdin", terminal)
            ran = cli("undo", "-l", shelf)
            assert ran.status == status
            assert "take them away? [y/N]" in ran.err
            assert contents(shelf) == after
        cli("redo", "-l", shelf)
        assert cli("undo", "-l", shelf, "--yes").status == 0
        assert contents(shelf) == before

    def test_undo_takes_a_whole_import_back_to_the_byte(self, shelf: Path, cli: Any, export_file: Path) -> None:
        before = contents(shelf)
        cli("import", "-l", shelf, "--yes", export_file)
        ran = cli("undo", "-l", shelf)
        assert ran.status == 0
        assert sorted(ran.out.splitlines()) == [
            "  the-hitch-hiker-1953.toml",
            "  wanda-1970.toml",
            "undone: import mine.csv",
        ]
        assert contents(shelf) == before

    def test_a_file_that_is_missing_or_of_no_known_format_is_refused_in_words(
        self, shelf: Path, cli: Any, tmp_path: Path
    ) -> None:
        before = contents(shelf)
        assert (cli("import", "-l", shelf, tmp_path / "missing.csv")).status == 3
        (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 8)
        ran = cli("import", "-l", shelf, "--yes", tmp_path / "noise.bin")
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith("disctui: noise.bin: ")
        assert contents(shelf) == before


class TestPeople:
    def test_it_lists_who_may_be_one_person_and_says_so_by_its_status(self, tmp_path: Path, cli: Any) -> None:
        root = write_library(tmp_path, SPELLINGS)
        ran = cli("people", "-l", root, "--json")
        assert ran.status == 0
        (proposal,) = ran.json["proposals"]
        assert {"Tatiana Samoilova", "Tatyana Samoylova"} <= {
            spelling for value in proposal.values() for spelling in _texts(value)
        }
        assert "Tatiana Samoilova" in cli("people", "-l", root).out

    def test_accepting_joins_the_spellings_in_people_toml(self, tmp_path: Path, cli: Any) -> None:
        root = write_library(tmp_path, SPELLINGS)
        ran = cli("people", "accept", "-l", root, "Tatiana Samoilova", "Tatyana Samoylova")
        assert ran.status == 0
        assert tomllib.loads((root / "people.toml").read_text(encoding="utf-8")) == {
            "person": [{"name": "Tatiana Samoilova", "also": ["Tatyana Samoylova"]}]
        }
        hits = cli("search", "--json", "-l", root, "cast:samoylova").json["hits"]
        assert {hit["id"]: hit["near"] for hit in hits} == {"a": False, "b": False, "c": False}
        assert cli("people", "-l", root).status == 1

    def test_what_is_refused_is_never_proposed_again(self, tmp_path: Path, cli: Any) -> None:
        root = write_library(tmp_path, SPELLINGS)
        assert cli("people", "refuse", "-l", root, "Tatiana Samoilova", "Tatyana Samoylova").status == 0
        ran = cli("people", "-l", root)
        assert (ran.status, ran.out) == (1, "")

    def test_undo_takes_people_toml_away_again(self, tmp_path: Path, cli: Any) -> None:
        root = write_library(tmp_path, SPELLINGS)
        before = contents(root)
        cli("people", "accept", "-l", root, "Tatiana Samoilova", "Tatyana Samoylova")
        assert cli("undo", "-l", root).status == 0
        assert contents(root) == before


class TestExport:
    def test_markdown_is_a_list_that_one_can_read(self, shelf: Path, cli: Any) -> None:
        ran = cli("export", "-l", shelf, "--format", "markdown", "studio:criterion")
        assert ran.status == 0
        assert ran.out == (
            "# Disc shelf\n\n"
            "- **8½** (1963), Federico Fellini — Blu-ray, Criterion Collection, 2010\n"
            "- **The Cranes Are Flying** (1957), *Летят журавли*, Mikhail Kalatozov — "
            "Blu-ray, Criterion Collection, 2020\n"
            "\n2 releases\n"
        )

    def test_csv_has_the_columns_asked_for_in_their_order(self, shelf: Path, cli: Any) -> None:
        ran = cli("export", "-l", shelf, "--format", "csv", "--columns", "title,year,release.studio", "director:scott")
        assert (ran.status, ran.out.splitlines()) == (
            0,
            ["title,year,release.studio", "Alien,1979,20th Century Fox"],
        )

    def test_what_is_private_stays_out_unless_asked_for(self, shelf: Path, cli: Any) -> None:
        ran = cli("export", "-l", shelf, "--format", "json")
        assert "Living room" not in ran.out
        assert "1 private value stayed out; --private takes it along" in ran.err
        assert "Living room, shelf B" in cli("export", "-l", shelf, "--format", "json", "--private").out

    def test_what_finds_nothing_says_so_and_a_file_holds_what_standard_output_would(
        self, shelf: Path, cli: Any, tmp_path: Path
    ) -> None:
        target = tmp_path / "out.ndjson"
        printed = cli("export", "-l", shelf, "--format", "ndjson")
        ran = cli("export", "-l", shelf, "--format", "ndjson", "-o", target)
        assert (ran.status, ran.out) == (0, "")
        assert target.read_text(encoding="utf-8") == printed.out
        assert len(printed.out.splitlines()) == 7

    def test_all_that_was_exported_can_be_imported_into_an_empty_library(
        self, shelf: Path, cli: Any, tmp_path: Path
    ) -> None:
        other = tmp_path / "other"
        other.mkdir()
        whole = tmp_path / "all.json"
        cli("export", "-l", shelf, "--format", "json", "--private", "-o", whole)
        assert cli("import", "-l", other, "--yes", whole).status == 0
        again = cli("export", "-l", other, "--format", "markdown").out
        assert again == cli("export", "-l", shelf, "--format", "markdown").out


def _texts(value: Any) -> list[str]:
    """The texts in a JSON value."""
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in items for text in _texts(item)]
