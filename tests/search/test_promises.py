"""What holds for any library, any query and any series of changes."""

import string
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import Mock, patch

import hypothesis.strategies as st
from hypothesis import assume, given

from conftest import examples
from disctui.columns import ragged
from disctui.release.model import Film, Release
from disctui.search import candidates, document_scorer, term_matches
from disctui.search.describe import describe
from disctui.search.document import Document, document
from disctui.search.film_documents import film_documents
from disctui.search.folding import fold
from disctui.search.highlighting import highlighted
from disctui.search.index import Index
from disctui.search.query import parse

WORDS = [
    "cranes",
    "crane",
    "flying",
    "fly",
    "love",
    "war",
    "new",
    "york",
    "john",
    "ford",
    "james",
    "of",
    "the",
    "kurosawa",
]
PEOPLE = ["John Ford", "James Ford", "Akira Kurosawa", "John Wayne", "Tatiana Love"]
titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
films = st.builds(
    Film,
    title=titles,
    year=st.one_of(st.none(), st.integers(1950, 1954)),
    directors=st.lists(st.sampled_from(PEOPLE), max_size=1).map(tuple),
    seen=st.sampled_from([None, True]),
)
releases = st.builds(
    Release,
    films=st.one_of(st.just(()), st.lists(films, max_size=3).map(tuple)),
    title=titles,
    year=st.one_of(st.none(), st.integers(1950, 1954)),
    directors=st.lists(st.sampled_from(PEOPLE), max_size=2).map(tuple),
    cast=st.lists(st.sampled_from(PEOPLE), max_size=2).map(tuple),
    genres=st.lists(st.sampled_from(["War", "Love Story"]), max_size=1).map(tuple),
    synopsis=st.one_of(st.none(), titles),
    extra=st.dictionaries(st.sampled_from(["row", "lender"]), st.sampled_from([1, 2, "Anna"]), max_size=1),
)
names = st.sampled_from([f"id{number}" for number in range(12)])
libraries = st.dictionaries(names, releases, max_size=12)
slips = st.sampled_from(["cranse", "flyng", "jhon", "frd", "kurasawa", "cr", "f", "yrok", "lvoe", "xyzzy"])
conditions = st.sampled_from(
    ["director:ford", "year:1952", "-war", "-genre:war", '"john ford"', "row:1", "genre:", "synopsis:lo"]
)
queries = st.lists(st.one_of(st.sampled_from(WORDS), slips, conditions), max_size=4).map(" ".join)


def taken(library: dict[str, Release]) -> list[Document]:
    found = []
    for name, one in library.items():
        found.append(document(name, one, f"{fold(one.title)}\0{one.year or 9999}\0{name}"))
        keys = [f"{fold(film.title)}\0{film.year or 9999}\0{name}#{place}" for place, film in enumerate(one.films)]
        found += film_documents(name, one, keys)
    return found


def answer(index: Index, query: str, *, by_film: bool = False) -> tuple[list[str], int, bool, list[float]]:
    found = index.search(parse(query), by_film=by_film)
    return found.ids(), found.exact_count, found.is_partial, [found.score(place) for place in range(found.total)]


@given(libraries, queries)
@examples(60)
def test_the_order_is_total_and_the_same_each_time(library: dict[str, Release], query: str) -> None:
    one = answer(Index.build(taken(library)), query)
    other = answer(Index.build(reversed(taken(library))), query)
    assert one == other
    assert len(set(one[0])) == len(one[0])


@given(libraries, queries, st.lists(releases, min_size=1, max_size=4))
@examples(60)
def test_adding_releases_never_reorders_the_true_matches_among_the_others(
    library: dict[str, Release], query: str, more: list[Release]
) -> None:
    before = Index.build(taken(library))
    after = before.updated(taken({f"more{number}": one for number, one in enumerate(more)}))
    found = before.search(parse(query))
    kept = [name for name in after.search(parse(query)).exact_ids() if not name.startswith("more")]
    if "row:" not in query:
        assert kept == found.exact_ids()


@given(libraries, queries)
@examples(40)
def test_adding_an_unrelated_release_changes_nothing_for_the_others(library: dict[str, Release], query: str) -> None:
    before = Index.build(taken(library))
    after = before.updated(taken({"zz": Release(title="Qqqq Wwww")}))
    kept = [name for name in answer(after, query)[0] if name != "zz"]
    assert kept == answer(before, query)[0]


@given(
    libraries, st.lists(st.sampled_from([*WORDS, "is:seen", "year:1952", "director:ford"]), max_size=3).map(" ".join)
)
@examples(60)
def test_a_set_is_found_by_its_best_film_or_as_itself_and_by_film_each_that_meets_the_query_is_a_hit(
    library: dict[str, Release], query: str
) -> None:
    index = Index.build(taken(library))
    by_release, by_film = (index.search(parse(query), is_fuzzy=False, by_film=way) for way in (False, True))
    rows = set(by_film.ids())
    assert not rows & {name for name, one in library.items() if one.films}
    for name in by_release.ids():
        number = by_release.film_of(name)
        if number:
            assert 1 <= number <= len(library[name].films)
            if "is:seen" not in query:
                assert f"{name}#{number}" in rows
                best = max(
                    by_film.score(place) for place, row in enumerate(by_film.ids()) if row.startswith(f"{name}#")
                )
                assert by_release.score(by_release.rank_of(name) or 0) == best
        elif not library[name].films:
            assert name in rows
    if "is:seen" not in query:
        assert {row.partition("#")[0] for row in rows} <= set(by_release.ids())


changes = st.lists(st.tuples(libraries, st.lists(names, max_size=4)), min_size=1, max_size=6)


@given(changes, st.lists(queries, min_size=1, max_size=3))
@examples(40)
def test_an_index_after_any_changes_equals_one_built_afresh(
    series: list[tuple[dict[str, Release], list[str]]], asked: list[str]
) -> None:
    index, library = Index.empty(), dict[str, Release]()
    for changed, removed in series:
        gone = [name for name in removed if name not in changed]
        index = index.updated(taken(changed), gone)
        library = {name: one for name, one in library.items() if name not in gone} | changed
    afresh = Index.build(taken(library))
    assert len(index) == len(afresh) == len(library)
    for query in asked:
        if "row:" in query and "row" not in afresh.own_fields:
            continue
        assert answer(index, query) == answer(afresh, query)
        assert answer(index.compacted(), query) == answer(afresh, query)
        assert answer(Index.from_buffer(memoryview(index.to_bytes())), query) == answer(afresh, query)


letters = st.sampled_from([*string.ascii_lowercase, *string.digits])
beginnings = st.sampled_from(
    ["kurasa", "kurosawa akir", "flyin", "flyni", "yrok", "cr fl", "n n", "j f", "l", "the th"]
)


@given(changes, st.lists(st.one_of(letters, queries, beginnings), min_size=1, max_size=4))
@examples(25)
def test_what_is_made_beforehand_never_changes_an_answer(
    series: list[tuple[dict[str, Release], list[str]]], asked: list[str]
) -> None:
    fresh, warm = Index.empty(), Index.empty()
    for changed, removed in series:
        gone = [name for name in removed if name not in changed]
        fresh, warm = fresh.updated(taken(changed), gone), warm.updated(taken(changed), gone)
        warm.warm(0)
    for query in asked:
        assert answer(warm, query) == answer(fresh, query)
        with_conditions = f"{query} -genre:war year:1950..1953"
        assert answer(warm, with_conditions) == answer(fresh, with_conditions)


def test_no_search_is_made_ready_in_a_segment_that_the_next_change_replaces() -> None:
    index = Index.build(taken({f"id{number}": Release(title="Cranes") for number in range(9)}))
    for smallest, is_ready in ((10, False), (9, True)):
        index.warm(smallest)
        assert [bool(segment.letter_answers) for segment, _ in index.segments] == [is_ready]


@contextmanager
def looking(*, by_words: bool, at_all: bool, one_by_one: bool, block: int) -> Iterator[None]:
    """The search made to go from the words to the documents or the other way round, a few members at a time."""
    with (
        patch.object(candidates, "values_of", Mock(return_value=1 << 30 if by_words else 0)),
        patch.object(candidates, "tells_apart", Mock(return_value=not at_all)),
        patch.object(candidates, "_LISTED", 1 << 20 if one_by_one else -1),
        patch.object(document_scorer, "_FEW", 1 << 40 if one_by_one else 0),
        patch.object(term_matches, "_FEW_KEYS", 1 << 20 if one_by_one else 0),
        patch.object(document_scorer, "_HALF", 2 if at_all else 0),
        patch.object(ragged, "_BLOCK", block),
        patch.object(term_matches, "_MANY", 0 if at_all else 20_000),
    ):
        yield


@given(
    libraries,
    st.one_of(queries, beginnings),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
    st.integers(1, 40),
)
@examples(120)
def test_the_way_that_is_taken_to_the_documents_never_changes_an_answer(
    library: dict[str, Release], query: str, way: tuple[bool, bool, bool], block: int
) -> None:
    by_words, at_all, one_by_one = way
    usual = answer(Index.build(taken(library)), query)
    with looking(by_words=by_words, at_all=at_all, one_by_one=one_by_one, block=block):
        assert answer(Index.build(taken(library)), query) == usual


MIXED = Index.build(
    taken(
        {
            f"{number}-{word}": Release(title=f"{word} {WORDS[number]}", year=1950 + number, extra={"a": number})
            for number, word in enumerate([*WORDS[5:], "a", "b", "8½", "[Rec]²", "攻壳"])
        }
    )
)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('"-:<>=.. ' + string.ascii_lowercase)), max_size=60))
@examples(150)
def test_no_query_is_an_error(text: str) -> None:
    query = parse(text)
    assert isinstance(describe(query), str)
    found = MIXED.search(query)
    assert len(set(found.ids())) == found.total
    assert set(found.ids()) <= set(MIXED.search(parse("")).ids())
    assert 0 <= found.exact_count <= found.total
    scores = [found.score(rank) for rank in range(found.total)]
    assert scores == sorted(scores, reverse=True)
    if query.is_empty:
        assert found.total == len(MIXED)


@given(st.text(max_size=60), st.text(max_size=30))
@examples(100)
def test_marks_lie_within_the_text_in_order(text: str, query: str) -> None:
    end = 0
    for start, stop in highlighted(parse(query), text):
        assert end <= start < stop <= len(text)
        end = stop


titles_of_any_letters = st.text(max_size=80).filter(
    lambda title: bool(title.strip()) and not set('":') & set(title) and len(title.split()) <= 12
)


@given(titles_of_any_letters)
@examples(100)
def test_any_title_is_found_by_itself(title: str) -> None:
    query = parse(" ".join(part.lstrip("-") for part in title.split()))
    assume(query.terms and not query.conditions and not query.unknown and not query.cut)
    index = Index.build(taken({"a": Release(title=title), "b": Release(title="Cranes")}))
    assert "a" in index.search(query).ids()


SAVED = Index.build(
    taken({f"id{number}": Release(title=f"Cranes {number}", cast=("John Ford",)) for number in range(20)})
)


@given(st.data())
@examples(100)
def test_damaged_bytes_are_refused_and_nothing_else(data: st.DataObject) -> None:
    saved = bytearray(SAVED.to_bytes())
    place = data.draw(st.integers(0, len(saved) - 1))
    kind = data.draw(st.sampled_from(["change", "cut"]))
    if kind == "cut":
        damaged = bytes(saved[:place])
    else:
        saved[place] ^= data.draw(st.integers(1, 255))
        damaged = bytes(saved)
    try:
        index = Index.from_buffer(memoryview(damaged))
    except ValueError:
        return
    assert answer(index, "cranes") == answer(SAVED, "cranes")  # only what stands between the parts was changed


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data: bytes) -> None:
    try:
        Index.from_buffer(memoryview(data))
    except ValueError:
        return
    raise AssertionError("taken for an index")
