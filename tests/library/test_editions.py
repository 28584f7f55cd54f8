"""Editions: which releases, and films of box sets, hold one and the same film."""

import shutil
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import write_library
from disctui.library.catalogue import Reader, whole_catalogue
from disctui.library.editions import groups_of
from disctui.search.index import Index
from search.shelf import doc, entries, release

SAMPLE = Path(__file__).parents[2] / "library"
RAY, LEE = ("Satyajit Ray",), ("Ang Lee",)


def groups(**films: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """The groups of films by id, each called Nayak unless it says otherwise."""
    made = [doc(name, **{"title": "Nayak", **known}) for name, known in films.items()]
    return groups_of(Index.build(made)).groups


def test_the_sample_has_nine_films_in_several_editions_one_of_them_in_a_box(tmp_path: Path) -> None:
    found = whole_catalogue(str(SAMPLE), is_cached=False).editions
    assert (found.film_rows, found.film_count, len(found.groups)) == (107, 95, 9)
    mood = ("in-the-mood-for-love", "in-the-mood-for-love-4k", "box-sets/world-of-wong-kar-wai#6")
    assert found.editions_of("in-the-mood-for-love-4k") == mood
    assert found.others(mood[2]) == mood[:2]
    assert {found.first_of(name) for name in mood} == {mood[0]}
    assert ("blade-runner-30th-anniversary", "blade-runner-the-final-cut-4k") in found.groups
    assert found.editions_of("m") == ("m",)
    assert found.others("m") == ()


def test_a_film_id_parts_what_was_one_as_soon_as_the_file_is_read(tmp_path: Path) -> None:
    for name in ("m.toml", "se7en.toml", "se7en-4k.toml"):
        shutil.copy(SAMPLE / name, tmp_path)
    reader = Reader(str(tmp_path))
    before = whole_catalogue(str(tmp_path), is_cached=False)
    assert before.editions.groups == (("se7en", "se7en-4k"),)
    for name, film in (("se7en", "x"), ("se7en-4k", "y")):
        file = tmp_path / f"{name}.toml"
        file.write_text(f'film_id = "{film}"\n{file.read_text()}')
    after = reader.read_changes(before)
    assert after.editions.groups == ()
    assert before.editions.groups


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"year": 1966, "directors": RAY}, {"year": 1966, "directors": ("satyajit  ray",)}),
        ({"year": 1966, "directors": RAY}, {"year": 1966}),
        ({"year": 1966}, {"title": "NAYAK!", "year": 1966}),
        ({"year": 1966, "original_title": "नायक"}, {"title": "The Hero", "original_title": "नायक", "year": 1966}),
        ({"year": 1966, "also_known_as": ["The Hero"]}, {"title": "the hero", "year": 1966}),
        ({"title": "Spider-Man", "year": 2002}, {"title": "Spiderman", "year": 2002}),
        ({"title": "Amélie", "year": 2001}, {"title": "Amelie", "year": 2001}),
        ({"title": "Häxan & Co", "year": 1922}, {"title": "haxan and co", "year": 1922}),
        ({"directors": RAY}, {"year": 1966, "directors": RAY}),
        ({"directors": RAY}, {"directors": RAY}),
        ({"year": 1966, "directors": (*LEE, *RAY)}, {"year": 1966, "directors": RAY}),
        ({"film_id": "tt1"}, {"title": "Another", "year": 2000, "directors": LEE, "film_id": "tt1"}),
        ({"film_id": "tt1", "year": 1966}, {"year": 1966}),
    ],
)
def test_films_are_one_by_id_or_else_by_title_year_and_director(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert groups(a=one, b=other) == (("a", "b"),) or groups(a=one, b=other) == (("b", "a"),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"year": 1966, "directors": RAY}, {"year": 1966, "directors": LEE}),
        ({"year": 1966, "directors": RAY}, {"year": 1967, "directors": RAY}),
        ({"directors": RAY}, {}),
        ({}, {}),
        ({"year": 1966}, {}),
        ({"year": 1966, "directors": RAY}, {"title": "Nayakan", "year": 1966, "directors": RAY}),
        ({"title": "?", "year": 1966}, {"title": "!", "year": 1966}),
        ({"year": 1966, "film_id": "x"}, {"year": 1966, "film_id": "y"}),
    ],
)
def test_films_are_not_one_where_anything_says_otherwise(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert groups(a=one, b=other) == ()


def test_one_of_which_less_is_known_joins_nobody_where_it_is_like_two_that_differ() -> None:
    ray, lee, unknown = {"year": 1966, "directors": RAY}, {"year": 1966, "directors": LEE}, {"year": 1966}
    assert groups(a=ray, b=lee, c=unknown) == ()
    assert groups(a=ray, b=ray, c=lee, d=unknown) == (("a", "b"),)
    assert groups(a=ray, b=unknown, c=unknown) == (("a", "b", "c"),)
    crowd = {f"r{number:02}": {"year": 1966, "directors": (f"Nobody {number}",)} for number in range(60)}
    assert groups(**crowd, a=ray, b=ray, c=unknown) == (("a", "b"),)


def test_films_of_a_set_are_told_apart_and_have_its_director_where_they_name_none() -> None:
    films = [
        {"title": "Nayak", "year": 1966},
        {"title": "Nayak", "year": 2001, "directors": list(LEE)},
        {"title": "Mahanagar"},
    ]
    box = release("Two of Ray", year=1990, directors=RAY, films=films, special_features=["Nayak", "Mahanagar"])
    one, other, third = (doc("a", "Nayak", year=1966, directors=RAY), doc("b", "Nayak", year=2001, directors=RAY),
                         doc("c", "Mahanagar", directors=RAY))  # fmt: skip
    index = Index.build([one, other, third, *entries({"box": box})])
    assert groups_of(index).groups == (("c", "box#3"), ("a", "box#1"))
    assert groups_of(index).film_rows == 6
    index = index.updated([doc("box#1", "Nayak", year=1966, directors=RAY)])
    assert ("a", "box#1") in groups_of(index).groups, "a file whose name is box#1"


def test_spellings_of_people_toml_are_one_director(tmp_path: Path) -> None:
    files = {
        "a.toml": 'title = "Nayak"\nyear = 1966\ndirectors = ["Satyajit Ray"]\n',
        "b.toml": 'title = "Nayak"\nyear = 1966\ndirectors = ["সত্যজিৎ রায়"]\n',
    }
    write_library(tmp_path, files)
    assert whole_catalogue(str(tmp_path), is_cached=False).editions.groups == ()
    (tmp_path / "people.toml").write_text('[[person]]\nname = "Satyajit Ray"\nalso = ["সত্যজিৎ রায়"]\n')
    assert whole_catalogue(str(tmp_path), is_cached=False).editions.groups == (("a", "b"),)


few = st.sampled_from(["x", "y", "z"])
known = st.fixed_dictionaries(
    {"title": few},
    optional={
        "year": st.sampled_from([1966, 1967]),
        "directors": st.lists(few, max_size=2).map(tuple),
        "also_known_as": st.lists(few, max_size=1).map(tuple),
        "film_id": few,
    },
)


@given(st.lists(known, max_size=9), st.data())
def test_no_group_has_two_films_that_differ_however_the_index_was_made(
    films: list[dict[str, Any]], data: st.DataObject
) -> None:
    documents = [doc(str(number), **film) for number, film in enumerate(films)]
    cut = data.draw(st.integers(0, len(films)))
    found = groups_of(Index.build(documents))
    assert groups_of(Index.build(documents[cut:]).updated(documents[:cut])) == found
    named = [name for group in found.groups for name in group]
    assert len(named) == len(set(named))
    for group in found.groups:
        for one, other in combinations([films[int(name)] for name in group], 2):
            if {"film_id"} <= one.keys() & other.keys():
                assert one["film_id"] == other["film_id"]
                continue
            if any(film.get("film_id") for film in (one, other)):
                continue  # beside others of that id, which may say more
            assert len({one.get("year"), other.get("year")} - {None}) < 2
            directors = [set(film.get("directors", ())) for film in (one, other)]
            assert not all(directors) or directors[0] & directors[1]
    by_id: dict[str, set[str]] = {}
    for number, film in enumerate(films):
        if "film_id" in film:
            by_id.setdefault(film["film_id"], set()).add(str(number))
    assert all(same <= set(found.editions_of(next(iter(same)))) for same in by_id.values())
