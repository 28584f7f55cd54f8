"""Folding, marks and completion, by example."""

import pytest

from disctui.search.completion import complete
from disctui.search.folding import fold
from disctui.search.highlighting import highlighted
from disctui.search.index import Index
from disctui.search.phonetics import phonetic_key
from disctui.search.query import parse

from .shelf import index, release


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Amélie", "amelie"),
        ("ÆON", "aeon"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Летят журавли", "letyat zhuravli"),
        ("Пять вечеров", "pyat vecherov"),
        ("攻壳", "gongke"),
        ("ＦＵＬＬ", "full"),
        ("e\u0301te", "ete"),
        ("8½", "8 1/2"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_text_is_folded_to_what_people_type(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("tatyana", "tatiana"), ("aleksey", "alexei"), ("samoylova", "samoilova"), ("vladimir", "wladimir")],
)
def test_transliterations_of_a_name_share_a_skeleton(one: str, other: str) -> None:
    assert phonetic_key(one) == phonetic_key(other)


@pytest.mark.parametrize(("one", "other"), [("love", "lowe"), ("kurosawa", "kurasawa"), ("ford", "fort")])
def test_different_names_do_not(one: str, other: str) -> None:
    assert phonetic_key(one) != phonetic_key(other)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("cran fly", "The Cranes Are Flying", ["Cran", "Fly"]),
        ("amelie", "Amélie from Montmartre", ["Amélie"]),
        ("kalatazov", "Mikhail Kalatozov", ["Kalatozov"]),
        ("攻壳", "新攻壳机动队", ["攻壳"]),
        ("spiderman", "Spider-Man 2", ["Spider-Man"]),
        ("spider man", "Spiderman", ["Spiderman"]),
        ("strasse", "Die Straße nach", ["Straße"]),
        ("fin", "ﬁnale", ["ﬁn"]),
        ("samoylova", "Tatiana Samoilova", ["Samoilova"]),
        ("aeon", "Æon Flux", ["Æon"]),
        ("rocky 5", "Rocky V", ["Rocky", "V"]),
        ("zzz", "Z for Zachariah", []),
        ("director:ford", "John Ford", ["Ford"]),
        ("-director:ford", "John Ford", []),
        ("-cranes", "Cranes", []),
        ("", "Cranes", []),
        ("cranes", "", []),
    ],
)
def test_what_matched_is_marked(query: str, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in highlighted(parse(query), text)] == marked


def test_in_a_long_text_single_letters_are_marked_only_where_nothing_longer_was_typed() -> None:
    text = "A lady and a portrait, all in a long account of what happened at another address. " * 3
    assert {text[start:end] for start, end in highlighted(parse("portrait of a lady"), text)} == {
        "portrait",
        "of",
        "lady",
    }
    assert "a" in {text[start:end] for start, end in highlighted(parse("a"), text)}
    assert [text[start:end] for start, end in highlighted(parse("a lady"), text[:40])][:2] == ["A", "lady"]


def test_misspelt_words_are_not_marked_in_what_has_the_words_as_they_were_typed() -> None:
    assert highlighted(parse("cranes"), "Barnes", is_near=True) == [(0, 6)]
    assert highlighted(parse("cranes"), "Barnes", is_near=False) == []
    assert highlighted(parse("cran"), "Cranes", is_near=False) == [(0, 4)]


SHELF = index(
    a=release("Ran", directors=["Akira Kurosawa"], genres=["Drama", "War"], year=1985, own={"lender": "Anna"}),
    b=release("Ikiru", directors=["Akira Kurosawa"], genres=["Drama"], year=1952),
    c=release("Pulse", directors=["Kiyoshi Kurosawa"], genres=["Horror"], year=2001),
)


def completed(text: str) -> list[str]:
    return [one.replacement for one in complete(SHELF, text, len(text))]


def test_field_names_are_completed() -> None:
    assert completed("dir")[0] == "director:"
    assert completed("cranes -gen")[0] == "genre:"
    assert completed("lend") == ["lender:"]
    assert completed("") == []


def test_values_are_completed_those_of_most_releases_first() -> None:
    assert completed("genre:") == ["genre:Drama", "genre:Horror", "genre:War"]
    assert completed("director:kuro") == ['director:"Akira Kurosawa"', 'director:"Kiyoshi Kurosawa"']
    assert completed('director:"kiy') == ['director:"Kiyoshi Kurosawa"']
    assert completed('director:"akira ku') == ['director:"Akira Kurosawa"']
    assert completed("status:w") == ["status:wishlist"]
    assert completed("watched:") == ["watched:yes", "watched:no"]
    assert completed("year:19") == ["year:1952", "year:1985"]
    assert completed("lender:a") == ["lender:Anna"]
    assert completed("nosuch:a") == []


def test_a_completion_says_what_it_replaces_and_how_often_it_is_there() -> None:
    text = "cranes genre:dr more"
    one = complete(SHELF, text, 15)[0]
    assert (text[one.start : one.end], one.replacement, one.hint) == ("genre:dr", "genre:Drama", "2")


def test_what_is_gone_is_not_offered() -> None:
    shelf = SHELF.updated([], ["c"])
    assert [one.replacement for one in complete(shelf, "genre:", 6)] == ["genre:Drama", "genre:War"]


def test_completion_of_an_empty_library_is_empty() -> None:
    assert complete(Index.empty(), "genre:", 6) == []
