"""The library for other programs keeps the promises that browser and command line make."""

import datetime
import subprocess
import sys
from pathlib import Path

import pytest

import disctui
from conftest import SAMPLE, SHELF, write_library
from disctui.release.model import Release


@pytest.fixture
def library(shelf: Path) -> disctui.Library:
    """The shelf, opened."""
    return disctui.open_library(shelf)


class TestReading:
    def test_releases_come_in_the_order_of_their_titles(self, library: disctui.Library) -> None:
        titles = [file.release.title for file in library]
        assert titles == ["8½", "Alien", "The Cranes Are Flying", "M", "The Phantom Carriage", "[REC]", "Viridiana"]
        assert len(library) == len(titles)

    def test_one_is_found_by_its_id(self, library: disctui.Library, shelf: Path) -> None:
        file = library["spain/viridiana"]
        assert isinstance(file.release, Release)
        assert file.release.directors == ("Luis Buñuel",)
        assert file.document["price"] == {"currency": "USD", "list": 22.5}
        assert (library.path / file.path).read_bytes() == (shelf / "spain" / "viridiana.toml").read_bytes()
        assert "spain/viridiana" in library
        assert "spain/none" not in library
        with pytest.raises(KeyError):
            library["spain/none"]

    def test_without_a_path_it_is_the_library_of_the_command_line(
        self, shelf: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert disctui.open_library().path == SAMPLE
        monkeypatch.setenv("DISCTUI_LIBRARY", str(shelf))
        assert disctui.open_library().path == shelf

    def test_a_folder_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(disctui.Refused):
            disctui.open_library(tmp_path / "none")

    def test_problems_are_told_with_their_place(self, shelf: Path) -> None:
        write_library(shelf, {"bad.toml": 'title = "A"\nyear = "1957"\n'})
        (problem,) = disctui.open_library(shelf).problems
        assert (problem.place, problem.code) == ("bad.toml:2:8", "wrong-type")

    def test_what_other_programs_changed_is_read_when_asked_for(self, library: disctui.Library, shelf: Path) -> None:
        write_library(
            shelf, {"m.toml": 'title = "M"\nyear = 1931\n[collection]\nrating = 4.5\n', "new.toml": 'title = "N"\n'}
        )
        library.reload()
        assert library["m"].release.collection.rating == 4.5
        assert "new" in library

    def test_a_file_that_broke_keeps_its_last_good_release(self, library: disctui.Library, shelf: Path) -> None:
        (shelf / "m.toml").write_text("title = ", encoding="utf-8")
        assert library["m"].release.title == "M"
        with pytest.raises(disctui.Refused, match=r"m\.toml|value"):
            _ = library["m"].document


class TestSearching:
    def test_it_finds_what_the_browser_finds_best_first(self, library: disctui.Library) -> None:
        assert [hit.id for hit in library.search("kalatazov")] == ["the-cranes-are-flying"]
        hits = library.search("the")
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert len(library.search("the", limit=1)) == 1

    def test_near_matches_can_be_left_out(self, library: disctui.Library) -> None:
        assert library.search("kalatazov", near=False) == []
        assert [hit.id for hit in library.search("kalatozov", near=False)] == ["the-cranes-are-flying"]

    def test_a_query_that_cannot_be_read_finds_nothing_and_says_where(self, library: disctui.Library) -> None:
        with pytest.raises(disctui.QueryError) as refused:
            library.search("cranes year:abc")
        assert "cranes year:abc"[refused.value.start : refused.value.end] == "abc"


class TestChanging:
    def test_a_change_touches_nothing_but_its_value(self, library: disctui.Library, shelf: Path) -> None:
        before = (shelf / "alien-4k.toml").read_text(encoding="utf-8")
        diff = library["alien-4k"].change({"year": 1980})
        assert (shelf / "alien-4k.toml").read_text(encoding="utf-8") == before.replace("1979", "1980")
        assert "-year      = 1979\n+year      = 1980\n" in diff
        assert library["alien-4k"].release.year == 1980
        assert [hit.id for hit in library.search("year:1980")] == ["alien-4k"]

    def test_values_are_set_and_removed_by_key(self, library: disctui.Library) -> None:
        seen = datetime.date(2024, 5, 1)
        library["m"].change(
            {"collection.rating": 4.5, "collection.watched": [seen], "directors": ("Fritz Lang",), "year": None}
        )
        release = library["m"].release
        assert release.collection.rating == 4.5
        assert release.collection.watched == (seen.isoformat(),)
        assert release.directors == ("Fritz Lang",)
        assert release.year is None

    def test_changes_are_taken_as_disctui_set_takes_them(self, library: disctui.Library) -> None:
        library["m"].change("collection.tags+=lang")
        library["m"].change(["collection.tags+=crime", "year!"])
        assert library["m"].release.collection.tags == ("lang", "crime")
        assert library["m"].release.year is None

    def test_several_files_are_one_action_that_can_be_undone(self, library: disctui.Library, shelf: Path) -> None:
        before = {path: (shelf / path).read_bytes() for path in SHELF}
        edits = library.change(library.search("studio:criterion"), {"collection.status": "sold"})
        assert {edit.path for edit in edits} == {"the-cranes-are-flying.toml", "eight-and-a-half.toml"}
        assert len(library.search("status:sold")) == 2
        assert library.undo() == "set Status to sold"
        assert {path: (shelf / path).read_bytes() for path in SHELF} == before
        assert library.search("status:sold") == []
        library.redo()
        assert len(library.search("status:sold")) == 2

    def test_what_is_not_valid_is_refused_and_nothing_is_written(self, library: disctui.Library, shelf: Path) -> None:
        before = {path: (shelf / path).read_bytes() for path in SHELF}
        for changes in ({"year": "1957"}, {"title": None}, {"collection.rating": 7}, "year", ["year=1950", "rating=x"]):
            with pytest.raises(disctui.Refused):
                library.change(list(library), changes)
        assert {path: (shelf / path).read_bytes() for path in SHELF} == before

    def test_one_file_that_cannot_be_changed_keeps_all_as_they_are(self, library: disctui.Library, shelf: Path) -> None:
        (shelf / "m.toml").write_text("title = ", encoding="utf-8")
        before = (shelf / "alien-4k.toml").read_bytes()
        with pytest.raises(disctui.Refused, match=r"m\.toml"):
            library.change([library["alien-4k"], library["m"]], {"collection.rating": 3})
        assert (shelf / "alien-4k.toml").read_bytes() == before

    def test_a_dry_change_only_says_what_would_be_written(self, library: disctui.Library, shelf: Path) -> None:
        before = (shelf / "m.toml").read_bytes()
        assert "+year  = 1932" in library["m"].change({"year": 1932}, is_dry=True)
        assert (shelf / "m.toml").read_bytes() == before

    def test_a_new_release_is_there_at_once(self, library: disctui.Library) -> None:
        made = library.add({"title": "Летят журавли", "year": 1957, "specs.discs": ["DVD"]}, folder="russia")
        assert made.id == "russia/letyat-zhuravli-1957"
        assert made.release.specs.discs == ("DVD",)
        assert library.search("letyat")[0].id == made.id
        with pytest.raises(disctui.Refused):
            library.add({"year": 1957})

    def test_the_sample_library_stays_as_it_is(self) -> None:
        sample = disctui.open_library(SAMPLE)
        with pytest.raises(disctui.Refused):
            sample["stalker"].change({"year": 1980})


def test_importing_the_package_loads_none_of_it() -> None:
    script = "import sys, disctui; sys.exit(any(name.startswith('disctui.') and name != 'disctui.version' or name in "
    script += "('numpy', 'msgspec', 'rapidfuzz') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_name_that_it_does_not_have_is_an_error_like_any() -> None:
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = disctui.nothing_like_it  # type: ignore[attr-defined]
