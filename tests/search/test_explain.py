"""Why a release is a hit, word by word."""

import pytest

from disctui.search.explain import Matched, explain
from disctui.search.query import parse

from .shelf import index, release

SHELF = index(
    cranes=release("The Cranes Are Flying", year=1957, directors=["Mikhail Kalatozov"], synopsis="Boris goes to war."),
    fury=release("Mad Max: Fury Road", cast=["Mark Wahlberg"]),
    future=release("Back to the Future"),
    rocky=release("Rocky V", countries=["Americana"]),
)


@pytest.mark.parametrize(
    ("query", "name", "matched"),
    [
        ("cranes", "cranes", Matched("cranes", "whole", "title", "The Cranes Are Flying")),
        ("cran", "cranes", Matched("cran", "begun", "title", "The Cranes Are Flying")),
        ("kalatazov", "cranes", Matched("kalatazov", "one letter off", "directors", "Mikhail Kalatozov")),
        ("madmaxfuryroad", "fury", Matched("madmaxfuryroad", "joined or split", "title", "Mad Max: Fury Road")),
        ("walburgh", "fury", Matched("walburgh", "by ear", "cast", "Mark Wahlberg")),
        ("merica", "rocky", Matched("merica", "inside a word", "countries", "Americana")),
        ("bttf", "future", Matched("bttf", "initials", "title", "Back to the Future")),
        ("boris", "cranes", Matched("boris", "whole or begun", "synopsis")),
        ("five", "rocky", Matched("five", "the number, written otherwise", "title", "Rocky V")),
        ("xylophone", "cranes", Matched("xylophone", "missing")),
    ],
)
def test_a_word_is_explained_by_where_and_how_it_was_found(query: str, name: str, matched: Matched) -> None:
    assert explain(SHELF, parse(query), name) == [matched]


def test_a_release_that_is_not_there_has_no_explanation() -> None:
    assert explain(SHELF, parse("cranes"), "nowhere") == []
