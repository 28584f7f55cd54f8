"""Films of box sets on the command line, and in a library that is edited."""

import json
import shutil
from pathlib import Path
from typing import Any

from conftest import SAMPLE, write_library
from disctui import open_library
from disctui.library.catalogue import Catalogue, Reader, whole_catalogue
from disctui.search.query import parse
from test_cli import cli

__all__ = ["cli"]  # the fixture

BOX = "box-sets/world-of-wong-kar-wai"


def test_search_says_by_which_film_a_set_was_found_and_by_film_each_is_a_hit(cli: Any) -> None:
    hit = cli("search", "--json", "happy", "-l", SAMPLE).json["hits"][0]
    assert (hit["id"], hit["title"], hit["film"], hit["film_title"]) == (
        BOX,
        "World of Wong Kar Wai",
        5,
        "Happy Together",
    )
    assert cli("search", "happy together", "-l", SAMPLE).out.startswith("World of Wong Kar Wai › Happy Together (1997)")
    assert cli("search", "year:1997 wong", "--ids", "-l", SAMPLE).out.split() == [BOX]
    assert cli("search", "year:1988 happy together", "--ids", "-l", SAMPLE).status == 1
    m = cli("search", "--json", "title:=m", "-l", SAMPLE).json["hits"][0]
    assert (m["film"], m["film_title"]) == (None, None)

    found = cli("search", "--films", "--json", "--sort", "year", "wong kar wai", "-l", SAMPLE).json
    assert found["total"] == 7, "In the Mood for Love has three editions"
    assert [hit["film"] for hit in found["hits"]][:5] == [1, 2, 3, 4, 5]
    assert found["hits"][4]["id"] == f"{BOX}#5"
    lines = cli(
        "search",
        "--films",
        "--format",
        "{id}|{title}|{specs.length}|{collection.rating}",
        "chungking express",
        "-l",
        SAMPLE,
    )
    assert lines.out.splitlines() == [f"{BOX}#3|Chungking Express|103|5"]
    assert cli("search", "--films", 'is:unseen title:="In the Mood for Love"', "-l", SAMPLE).status == 1, (
        "one of its editions was seen"
    )
    by_release = [
        cli("search", "--ids", f'is:{way} title:="In the Mood for Love"', "-l", SAMPLE) for way in ("seen", "unseen")
    ]
    assert [one.out.split() for one in by_release] == [["in-the-mood-for-love"], ["in-the-mood-for-love-4k"]], (
        "one that stands beside it was not"
    )
    assert cli("show", f"{BOX}#5", "-l", SAMPLE).out.startswith("Happy Together (1997)")
    wrong = cli("show", f"{BOX}#9", "-l", SAMPLE)
    assert wrong.status == 1
    assert "7 films" in wrong.err


def test_a_shelf_of_films_lists_as_many_as_it_says(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "box-sets").mkdir()
    shutil.copy(SAMPLE / f"{BOX}.toml", tmp_path / "box-sets")
    text = '[[search]]\nname = "Films of Wong"\nquery = "director:wong"\nfilms = true\nlimit = 3\nsort = "-year"\n'
    (tmp_path / "searches.toml").write_text(text)
    hits = cli("search", "--shelf", "films of wong", "--json", "-l", tmp_path).json["hits"]
    assert [hit["title"] for hit in hits] == ["2046", "In the Mood for Love", "Happy Together"]
    shelves = cli("shelves", "--json", "-l", tmp_path).json["shelves"]
    assert next(shelf["count"] for shelf in shelves if shelf["name"] == "Films of Wong") == 7


def films_of(catalogue: Catalogue) -> list[str]:
    found = catalogue.films_found(parse(""), is_fuzzy=False)
    return sorted(f"{catalogue.listings[name].title} {catalogue.listings[name].disc}" for name in found.ids())


def test_films_added_moved_removed_or_broken_in_an_editor_are_right_once_the_file_is_read(tmp_path: Path) -> None:
    def films(*titles: str) -> str:
        return 'title = "Box"\n' + "".join(f"[[films]]\n{title}\n" for title in titles)

    a, b, c = 'title = "A"', 'title = "B"', 'title = "C"'
    library = write_library(tmp_path / "library", {"box.toml": films(a, b), "other.toml": 'title = "Other"\n'})
    reader = Reader(str(library))
    catalogue = whole_catalogue(str(library), is_cached=False)
    assert films_of(catalogue) == ["A 1/2", "B 2/2", "Other "]
    for text, wanted in (
        (films(a, b, c), ["A 1/3", "B 2/3", "C 3/3", "Other "]),
        (films(c, a), ["A 2/2", "C 1/2", "Other "]),
        (films(c, "year = 1990", a), ["A 2/2", "C 1/2", "Other "]),
        (films("[broken"), ["A 2/2", "C 1/2", "Other "]),
        (films(), ["Box ", "Other "]),
        (films(b), ["B 1/1", "Other "]),
    ):
        (library / "box.toml").write_text(text)
        catalogue = reader.read_changes(catalogue)
        assert films_of(catalogue) == wanted
        assert films_of(whole_catalogue(str(library), is_cached=False)) == wanted or "[broken" in text
    assert len(catalogue.index) == catalogue.count == 2
    opened = open_library(library)
    assert ["box" in opened, "box#1" in opened, "box#9" in opened] == [True, False, False], "a film is no file"
    assert json.dumps(catalogue.index.search(parse("b")).film_of("box")) == "1"


def test_behind_a_film_without_a_title_none_is_changed_by_its_number_as_that_is_not_the_one_in_the_file(
    tmp_path: Path, cli: Any
) -> None:
    films = ['title = "Ran"', "year = 1984", 'title = "Tampopo"']
    text = 'title = "Set"\n' + "".join(f"[[films]]\n{film}\n" for film in films)
    library = write_library(tmp_path, {"set.toml": text})
    for args in (("watched", "set#2"), ("rate", "set#2", "4"), ("set", "set", "films[2].year=1985")):
        ran = cli(*args, "-l", library)
        assert ran.status, args
        assert "film 2 of the file has no title, so those behind it can't be counted" in ran.err
        assert "give films[2] a title first" in ran.err
    assert (tmp_path / "set.toml").read_text() == text
    assert cli("rate", "set#1", "4", "-l", library).status == 0
    assert 'title = "Ran"\nrating = 4\n' in (tmp_path / "set.toml").read_text()
    assert cli("set", "set", "films[2].title=Dreams", "-l", library).status == 0
    assert cli("rate", "set#3", "2", "-l", library).status == 0
    assert 'title = "Dreams"\n' in (tmp_path / "set.toml").read_text()
    assert 'title = "Tampopo"\nrating = 2\n' in (tmp_path / "set.toml").read_text()
