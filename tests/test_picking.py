"""What shall I watch: from the command line, and below it."""

from pathlib import Path
from typing import Any

import pytest

from conftest import write_library
from disctui.library.catalogue import whole_catalogue
from disctui.library.picking import Wish, pool
from test_cli import cli

__all__ = ["cli"]  # the fixture

FILM = 'title = "{0}"\nyear = {1}\ndirectors = ["{2}"]\n'
MINE = FILM + "[specs]\nlength = {3}\n[collection]\n{4}\n"
LIBRARY = {
    "ran.toml": MINE.format("Ran", 1985, "Kurosawa", 162, ""),
    "ikiru.toml": MINE.format("Ikiru", 1952, "Kurosawa", 143, ""),
    "cure.toml": MINE.format("Cure", 1997, "Kurosawa K", 111, ""),
    "m.toml": MINE.format("M", 1931, "Lang", 99, "watched = [2013-11-30]"),
    "m-dvd.toml": MINE.format("M", 1931, "Lang", 99, ""),
    "alien.toml": MINE.format("Alien", 1979, "Scott", 117, 'loaned_to = "Ines"'),
    "brazil.toml": MINE.format("Brazil", 1985, "Gilliam", 90, 'status = "wishlist"'),
    "dune.toml": MINE.format("Dune", 1984, "Lynch", 90, "missing = 2026-01-01"),
    "box.toml": 'title = "Box"\n'
    + "[[films]]\n"
    + FILM.format("One", 1990, "Pairs").replace("]\n", "]\nlength = 95\nwatched = [2020-01-01]\n")
    + "[[films]]\n"
    + FILM.format("Two", 1991, "Pairs").replace("]\n", "]\nlength = 130\n"),
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", LIBRARY)


def picked(root: Path, seed: int = 1, **wish: Any) -> list[tuple[str, ...]]:
    return list(pool(whole_catalogue(str(root), is_cached=False), Wish(**wish), seed).picks)


def test_what_is_owned_here_and_unseen_in_any_edition_is_picked_from_one_by_one(library: Path) -> None:
    assert sorted(picked(library)) == [("box#2",), ("cure",), ("ikiru",), ("ran",)]
    assert sorted(picked(library, query="length:<120")) == [("cure",)], "a film of a set by its own length"
    assert sorted(picked(library, minutes=145)) == [("box#2",), ("cure",), ("ikiru",)]
    every = picked(library, with_seen=True)
    assert len(every) == len({*every}) == 6, "M in two editions once"
    assert {pick[0] for pick in every} & {"alien", "brazil", "dune"} == set()
    orders = {tuple(picked(library, seed)) for seed in range(20)}
    assert len(orders) > 5


def test_where_all_was_seen_the_half_that_was_seen_longest_ago_is_picked_from(tmp_path: Path) -> None:
    days = {
        "a": "watched = [2001-01-01, 2026-01-01]",
        "b": 'watched = ["2010"]',
        "c": "seen = true",
        "d": "watched = [2024-05-01]",
    }
    files = {f"{name}.toml": MINE.format(name.upper(), 1950, name, 90, mine) for name, mine in days.items()}
    assert sorted(picked(write_library(tmp_path, files))) == [("b",), ("c",)]


def test_a_double_bill_is_two_of_different_directors_that_fit_the_evening(library: Path) -> None:
    for seed in range(6):
        pairs = picked(library, seed, is_double=True)
        assert pairs
        assert all(len(pair) == 2 for pair in pairs)
        assert ("ikiru", "ran") not in [tuple(sorted(pair)) for pair in pairs]
        shown = [name for pair in pairs for name in pair]
        assert len(shown) == len({*shown})
    assert {tuple(sorted(pair)) for pair in picked(library, is_double=True, minutes=245)} == {("box#2", "cure")}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("title:nothing",), "nothing is found"),
        (("brazil",), "none of what is found is owned"),
        (("alien",), "all of it that is owned is lent"),
        (("dune",), "all of it that is here is missing"),
        (("ran", "--max", "100"), "none of it is known to last at most 100 minutes"),
        (("kurosawa", "year:<1990", "--double"), "no two of different directors fit together"),
    ],
)
def test_where_none_is_left_it_says_which_condition_left_none(
    library: Path, cli: Any, words: tuple[str, ...], why: str
) -> None:
    ran = cli("pick", *words, "-l", library)
    assert (ran.status, ran.out, ran.err) == (1, "", f"disctui: nothing to pick from: {why}\n")


def test_a_seed_picks_the_same_also_after_other_files_changed(library: Path, cli: Any) -> None:
    first = cli("pick", "--seed", "7", "--count", "2", "--json", "-l", library).json
    assert first["from"] == 4
    assert first["of"] == "unseen"
    assert len(first["films"]) == 2
    (library / "brazil.toml").unlink()
    (library / "new.toml").write_text(MINE.format("New", 2026, "Who", 90, 'status = "ordered"'))
    (library / "m.toml").write_text((library / "m.toml").read_text() + 'notes = "good"\n')
    assert cli("pick", "--seed", "7", "--count", "2", "--json", "-l", library).json == first
    ran = cli("pick", "title:cure", "--seed", "7", "-l", library)
    assert (ran.out, ran.err) == ("Cure (1997)  111 min (1 h 51 min)  cure\n", "disctui: from 1 unseen; seed 7\n")
    assert cli("pick", "year:soon", "-l", library).status == 2
