"""The films of box sets in the index: by film each is a hit, by release each stands for its set."""

import pytest

from disctui.search.explain import explain
from disctui.search.index import Index
from disctui.search.query import parse

from .shelf import entries, index, release

BOX = release(
    "World of Wong",
    directors=["Wong Kar-wai"],
    genres=["Drama"],
    release={"studio": "Criterion"},
    collection={"status": "owned", "rating": 4.5},
    films=[
        {"title": "As Tears Go By", "year": 1988, "cast": ["Andy Lau"]},
        {"title": "Chungking Express", "year": 1994, "seen": True},
        {"title": "Happy Together", "year": 1997, "cast": ["Leslie Cheung"], "length": 96, "rating": 4},
    ],
)
SHELF = {
    "box": BOX,
    "happy": release("Happy End", year=1967, directors=["Oldrich Lipsky"]),
    "seen": release("Stalker", year=1979, collection={"watched": ["2020"]}),
    "lau": release("Infernal Affairs", year=2002, cast=["Andy Lau"]),
}
INDEX = index(**SHELF)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("happy together", "box#3"),
        ("year:1997 wong", "box#3"),
        ("year:1997", "box#3"),
        ("length:96", "box#3"),
        ("cast:cheung genre:drama criterion", "box#3"),
        ("year:1988 happy together", ""),
        ("cast:lau year:1997", ""),
        ("title:world happy", "box#3"),
        ("world of wong", "box"),
        ("wong", "box"),
        ("criterion", "box"),
        ("year:1988", "box"),
        ("films:3..", "box"),
        ("is:seen", "seen"),
        ("is:unseen", "happy box lau"),
        ("chungking is:unseen", ""),
        ("happy together is:unseen", "box#3"),
        ("rating:4.5", "box"),
        ("rating:4", "box#3"),
        ("andy", "box#1 lau"),
        ("year:", "box happy seen lau"),
        ("tears chungking", "box"),
        ("chungking together director:wong", "box"),
        ('"tears go" chungk', "box"),
        ('"tears go" "chungking together"', ""),
        ('chungking "happy"', "box"),
        ('chungking "happ"', ""),
        ("tears chungking year:1997", ""),
        ("happy 1988", ""),
        ("-(criterion is:unseen)", "happy seen lau"),
        ("-(wong together)", "box happy seen lau"),
    ],
)
def test_by_release_a_set_is_found_by_one_of_its_films_or_as_it_is(query: str, wanted: str) -> None:
    found = INDEX.search(parse(query), is_fuzzy=False)
    names = [f"{name}#{film}" if (film := found.film_of(name)) else name for name in found.ids()]
    assert set(names) == set(wanted.split())
    assert len(names) == found.total == found.exact_count


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", "box#1 box#2 happy box#3 lau seen"),
        ("wong", "box#1 box#2 box#3"),
        ("world of wong", "box#1 box#2 box#3"),
        ("is:seen", "box#2 seen"),
        ("is:unseen", "box#1 happy box#3 lau"),
        ("is:set -is:seen", "box#1 box#3"),
        ("is:seen|set year:..1990", "box#1 seen"),
        ("happy", "happy box#3"),
        ("rating:4.5", ""),
        ("status:owned director:wong", "box#1 box#2 box#3"),
    ],
)
def test_by_film_each_film_is_a_hit_and_no_set_is(query: str, wanted: str) -> None:
    found = INDEX.search(parse(query), is_fuzzy=False, by_film=True)
    assert set(found.ids()) == set(wanted.split())
    if not query:
        assert found.ids() == INDEX.ids_of(INDEX.in_order(by_film=True)) == wanted.split()
    assert [found.rank_of(name) for name in found.ids()] == list(range(found.total))


def test_films_come_and_go_with_their_set_however_the_index_is_made() -> None:
    parts = INDEX.updated(entries({f"other{number}": f"Film {number}" for number in range(600)}))
    fewer = release("World of Wong", films=[{"title": "Fallen Angels", "year": 1995}])
    later = parts.updated(entries({"box": fewer}))
    for one in (later, later.compacted(), Index.from_buffer(memoryview(later.to_bytes()))):
        assert one.search(parse("happy together"), is_fuzzy=False).ids() == []
        assert one.search(parse("angels"), by_film=True).ids() == ["box#1"]
        assert one.search(parse("angels")).film_of("box") == 1
        assert len(one) == 604
        assert len(one.in_order(by_film=True)) == 604
    gone = later.updated([], ["box"])
    assert gone.search(parse("angels")).ids() == []
    assert len(gone) == len(gone.in_order(by_film=True)) == 603
    turned = gone.updated(entries({"box": "Fallen Angels"})).search(parse("angels"), by_film=True)
    assert turned.ids() == ["box"]


def test_a_release_whose_own_name_holds_the_sign_comes_before_the_film_of_another() -> None:
    box = release("A", films=[{"title": "First"}, {"title": "Second"}])
    shelf = Index.build(entries({"a": box, "a#2": "Quite Another"}))
    slot = shelf.slot_of("a#2")
    assert slot is not None
    assert shelf.search(parse("quite")).slots.tolist() == [slot]
    assert len(shelf.search(parse(""), by_film=True).ids()) == 3


def test_why_a_film_was_found_is_said_of_the_film_alone() -> None:
    film = explain(INDEX, parse("happy wong criterion"), "box#3")
    assert [(one.field, one.value) for one in film] == [
        ("films.title", "Happy Together"),
        ("directors", "Wong Kar-wai"),
        ("release.studio", "Criterion"),
    ]
    assert [one.how for one in explain(INDEX, parse("happy"), "box#1")] == ["missing"]


def test_a_set_without_end_is_indexed_as_far_as_its_texts_are_few_enough() -> None:
    films = [{"title": f"Episode {number}", "year": 1990} for number in range(12_000)]
    shelf = index(long=release("Endless", films=films, specs={"audio": [f"Track {number}" for number in range(900)]}))
    assert len(shelf) == 1
    assert 50 < len(shelf.in_order(by_film=True)) < 1000
    assert shelf.search(parse("episode 7")).film_of("long") == 8
