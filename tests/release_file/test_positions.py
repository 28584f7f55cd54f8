"""Every key and value of a text that parses is found at its place, whatever tomli takes."""

from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from conftest import SAMPLE
from disctui.release_file.layout import ITEMS_LIMIT, KeyPath, line_and_column_at, places_of
from disctui.release_file.reading import read_release

NAMES = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(["title", "a.b", "", '"', "'", "é", "#"])
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
SCALARS = (
    TEXTS
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.dates()
    | st.datetimes()
    | st.times()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=20
)
DOCUMENTS = st.dictionaries(NAMES, VALUES, max_size=8)


def _leaves(value: object, path: KeyPath = ()) -> list[tuple[KeyPath, object]]:
    """Every value that is no table, by its path; a list stands for itself and for its items."""
    if isinstance(value, dict):
        return [leaf for name, item in value.items() for leaf in _leaves(item, (*path, name))]
    found: list[tuple[KeyPath, object]] = [(path, value)]
    if isinstance(value, list):
        found += [leaf for number, item in enumerate(value) for leaf in _leaves(item, (*path, number))]
    return found


def _check(text: str) -> None:
    data = text.encode()
    places = places_of(data)
    for path, value in _leaves(tomli.loads(text)):
        if path not in places:  # a list of tables by headers has no stretch of its own
            assert isinstance(value, list)
            assert all(isinstance(item, dict) for item in value)
            continue
        key, span = places[path]
        source = data[span.start : span.end].decode()
        assert tomli.loads(f"v = {source}\n")["v"] == value
        if key is not None:
            last: Any = tomli.loads(f"{data[key.start : key.end].decode()} = 0\n")
            for name in [part for part in path if isinstance(part, str)][-_depth(last) :]:
                last = last[name]
            assert last == 0


def _depth(value: Any) -> int:
    return 1 + _depth(next(iter(value.values()))) if isinstance(value, dict) else 0


@given(DOCUMENTS, st.booleans())
def test_every_value_stands_where_its_place_says(document: dict[str, object], is_multiline: bool) -> None:
    _check(tomli_w.dumps(document, multiline_strings=is_multiline))


@pytest.mark.parametrize("path", sorted(SAMPLE.rglob("*.toml")), ids=lambda path: path.stem)
def test_the_same_in_the_sample_library(path: Any) -> None:
    _check(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        'a = { x = 1,\n  y = 2, # TOML 1.1\n}\nb = "\\e[0m"\n',
        'a.b.c = 1\na.b.d = [[1, 2], [\'x\', """y\n"z" """""]]\n',
        "[[films]]\ntitle = 'A' # ] [\n[[films]]\ntitle = '''\n[x]\n'''\n[films.own]\nkey = 1979-05-27 07:32:00\n",
        "'a\"b'.\"c d\" = +1_000\r\n  [ t . 'u' ]  # c\r\nv = [ # [\r\n 1, 2 ,\r\n]\r\n",
    ],
)
def test_and_in_dialects_that_nobody_writes_twice(text: str) -> None:
    _check(text)


def test_places_of_very_long_lists_are_cut_and_what_follows_keeps_its_place() -> None:
    items = ", ".join(
        [str(number) if number % 7 else f"'{number}]', [1, {{ a = 2 }}] # ,\n" for number in range(15000)]
    )
    data = f"long = [{items}]\nafter = 1\n[below]\nkey = 'x'\n".encode()
    places = places_of(data)
    assert ("long", ITEMS_LIMIT - 1) in places
    assert ("long", ITEMS_LIMIT) not in places
    assert data[slice(*places["after",].value)] == b"1"
    assert data[slice(*places["below", "key"].value)] == b"'x'"


def test_a_mistake_past_the_limit_is_shown_at_its_list() -> None:
    items = ", ".join(['"a"'] * (ITEMS_LIMIT + 5) + ["1"])
    (problem,) = read_release(f'title = "T"\ncast = [{items}]\n'.encode(), "t.toml").problems
    assert (problem.line, problem.column) == (2, 8)


def test_columns_count_characters() -> None:
    data = 'title = "é"\nyéár = 1\n'.encode()
    assert line_and_column_at(data, data.index(b"=", 12)) == (2, 6)


def test_only_the_tables_asked_for_are_told() -> None:
    assert set(places_of(b"a = 1\n[b]\nc = 2\n[d]\ne = 1\n", {"b"})) == {("b",), ("b", "c")}
