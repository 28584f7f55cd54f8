"""Promise 1: one change touches one place."""

import datetime
import itertools
import re
from pathlib import Path

import pytest
from corpus_files import CORPUS, TOML_TEST, changed_stretch, document_of, frozen, places, pruned, put, tables, without
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import examples, rounds
from disctui.release.model import TOML
from disctui.release_file.layout import KeyPath, Value, outline_of, places_of, sections_of
from disctui.release_file.parsing import BOM
from disctui.release_file.writing import (
    EditRefused,
    add_to_list,
    remove_from_list,
    remove_key,
    set_value,
)

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [
        "",
        "two\nlines",
        "\nblank first",
        'ends in "',
        '""""""',
        "'''",
        "tab\t \x1b[0m\x9b",
        "back\\slash",
        "\u202e",
        "a\r\nb",
    ]
)
PLAIN = (
    TEXTS
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.dates()
    | st.datetimes(timezones=st.sampled_from([None, datetime.UTC, datetime.timezone(datetime.timedelta(hours=-7))]))
    | st.times()
)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=6
)
LIST_ITEMS = st.lists(TEXTS, max_size=3) | st.lists(st.integers(0, 9), max_size=3)


def check_outside(old: bytes, new: bytes, path: KeyPath) -> None:
    """All that differs lies within the value that was set, or is one stretch of new bytes between the old ones."""
    old_start, old_end, _, _ = changed_stretch(old, new)
    if old_end <= old_start:  # nothing that was there is gone
        assert new[:old_start] + new[len(new) - len(old) + old_start :] == old
        return
    text = old.removeprefix(BOM)
    shift = len(old) - len(text)
    spot = outline_of(sections_of(text)).get(path)
    if spot is not None and spot.value is not None:
        assert spot.value.start + shift <= old_start
        assert old_end <= spot.value.end + shift


def check_line_ends(old: bytes, new: bytes) -> None:
    assert new.startswith(BOM) == old.startswith(BOM)
    if b"\r\n" in old and b"\n" not in old.replace(b"\r\n", b""):
        assert b"\n" not in new.replace(b"\r\n", b"")
    if b"\r\n" not in old:
        assert b"\r" not in new
    if old.strip(BOM + b" \t\r\n") and new.strip(BOM + b" \t\r\n"):
        assert new.endswith(b"\n") == old.endswith(b"\n")


def lists_of(document: dict[str, TOML]) -> list[tuple[KeyPath, list[TOML]]]:
    """The places of a document at which a list stands, with the list."""
    return [(path, value) for path, value in places(document) if isinstance(value, list)]


def fits_no_text(path: KeyPath, data: bytes) -> bool:
    """Whether a place is a `[[table]]` of a list, which nothing but another table can stand in for."""
    spot = outline_of(sections_of(data.removeprefix(BOM))).get(path)
    return isinstance(path[-1], int) and spot is not None and spot.kind in {"header", "implied"}


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
@examples(30)
@given(data=st.data())
def test_setting_any_value_says_what_was_meant_and_touches_that_value_alone(file: Path, data: st.DataObject) -> None:
    old = file.read_bytes()
    document = document_of(old)
    path, before = data.draw(st.sampled_from(list(places(document)) or [(("title",), None)]))
    value = data.draw(VALUES)
    try:
        new = set_value(old, path, value)
    except EditRefused:
        assert fits_no_text(path, old)
        assert not isinstance(value, dict)
        return
    assert frozen(document_of(new)) == frozen(put(document, path, value))
    check_line_ends(old, new)
    if not isinstance(before, dict) and not (isinstance(before, list) and isinstance(value, list)):
        check_outside(old, new, path)


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
@examples(20)
@given(data=st.data())
def test_a_new_key_in_any_table_leaves_every_old_byte_where_it_was(file: Path, data: st.DataObject) -> None:
    old = file.read_bytes()
    document = document_of(old)
    table = data.draw(st.sampled_from(list(tables(document))))
    names = data.draw(
        st.lists(st.sampled_from(["brand new", "edition", "year!", "rating", "notes"]), min_size=1, max_size=2)
    )
    path = (*table, *names)
    at: TOML = document
    for part in path:
        at = at.get(part) if isinstance(at, dict) else None
    value = data.draw(VALUES)
    assume(at is None and isinstance(put(document, table, {}), dict))
    new = set_value(old, path, value)
    assert frozen(document_of(new)) == frozen(put(document, path, value))
    check_line_ends(old, new)
    old_start, old_end, _, _ = changed_stretch(old, new)
    assert old_end == old_start


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_removing_any_key_takes_its_lines_and_no_comment_of_another(file: Path) -> None:
    old = file.read_bytes()
    document = document_of(old)
    for path, value in places(document):
        new = remove_key(old, path)
        wanted = without(document, path)
        assert frozen(document_of(new)) == frozen(wanted) or frozen(pruned(document_of(new))) == frozen(pruned(wanted))
        check_line_ends(old, new)
        if isinstance(value, dict | list) or isinstance(path[-1], int):
            continue
        spot = outline_of(sections_of(old.removeprefix(BOM)))[path]
        if spot.holder is None and spot.pair is not None:
            shift = len(old) - len(old.removeprefix(BOM))
            begin = old.rfind(b"\n", 0, spot.pair.start + shift) + 1
            end = old.find(b"\n", spot.pair.value.end + shift) + 1 or len(old)
            kept = old[:begin] + old[end:]
            assert new in {kept, kept.removesuffix(b"\n"), kept.removesuffix(b"\r\n")}


WITH_LISTS = [file for file in CORPUS if lists_of(document_of(file.read_bytes()))]


@pytest.mark.parametrize("file", WITH_LISTS, ids=lambda file: file.stem)
@examples(20)
@given(data=st.data())
def test_a_list_changes_item_by_item_and_keeps_the_lines_of_the_others(file: Path, data: st.DataObject) -> None:
    old = file.read_bytes()
    document = document_of(old)
    path, before = data.draw(st.sampled_from(lists_of(document)))
    kept = [item for item in before if data.draw(st.booleans())]
    fresh = (
        [{"title": text} for text in data.draw(st.lists(TEXTS, max_size=2))]
        if _of_tables(before)
        else data.draw(LIST_ITEMS)
    )
    at = data.draw(st.integers(0, len(kept)))
    after = [*kept[:at], *fresh, *kept[at:]]
    new = set_value(old, path, after)
    assert frozen(document_of(new)) == frozen(put(document, path, after))
    check_line_ends(old, new)
    check_outside(old, new, path)


def _of_tables(value: TOML) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


@pytest.mark.hypothesis
@pytest.mark.skipif(not TOML_TEST, reason="toml-test is not at hand")
def test_every_place_of_every_valid_file_of_toml_test_is_set_removed_and_extended() -> None:
    """Two of the values at each place, in turn; `make fuzz` puts each of them at each."""
    values: list[TOML] = ["x", "two\nlines", 2.5, ["a", "b"], {"k": {"l": 1}}, [{"t": 1}, {"t": 2}]]
    done = refused = 0
    turn = itertools.cycle(values)
    for file in TOML_TEST:
        old = file.read_bytes()
        document = document_of(old)
        for path, _ in places(document):
            for _ in zip(values, rounds(2), strict=False):
                value = next(turn)
                try:
                    new = set_value(old, path, value)
                except EditRefused:
                    assert fits_no_text(path, old), (file, path, value)
                    assert not isinstance(value, dict), (file, path, value)
                    refused += 1
                    continue
                assert frozen(document_of(new)) == frozen(put(document, path, value)), (file, path, value)
                done += 1
            assert frozen(pruned(document_of(remove_key(old, path)))) == frozen(pruned(without(document, path)))
        for table in tables(document):
            path = (*table, "brand new", "key")
            new = set_value(old, path, 1)
            assert frozen(document_of(new)) == frozen(put(document, path, 1)), (file, path)
            old_start, old_end, new_start, new_end = changed_stretch(old, new)  # a comma here, a line there
            assert old[old_start:old_end] in new[new_start:new_end], (file, path)
    assert done > 2000
    assert refused < done / 20  # all of them: a text where a [[table]] stands


@pytest.mark.parametrize("file", [*CORPUS, *TOML_TEST], ids=lambda file: file.stem)
def test_the_layout_says_of_every_file_what_the_parser_says(file: Path) -> None:
    data = file.read_bytes().removeprefix(BOM)
    document = document_of(data)
    spots = outline_of(sections_of(data))
    assert set(spots) - {()} == {path for path, _ in places(document)}
    for path, value in places(document):
        stretch: Value | None = spots[path].value
        if stretch is not None:
            assert frozen(document_of(b"v = " + data[stretch.start : stretch.end])["v"]) == frozen(value)


@pytest.mark.parametrize("file", [*CORPUS, *TOML_TEST], ids=lambda file: file.stem)
def test_every_value_of_every_file_has_its_place(file: Path) -> None:
    data = file.read_bytes().removeprefix(BOM)
    found = places_of(data)
    for path, value in places(document_of(data)):
        if not isinstance(value, dict) and not _of_tables(value):
            assert frozen(document_of(b"v = " + data[slice(*found[path].value)])["v"]) == frozen(value)


def test_setting_what_is_there_already_changes_nothing() -> None:
    for file in CORPUS:
        old = file.read_bytes()
        for path, value in places(document_of(old)):
            assert set_value(old, path, value) == old


def test_one_is_not_one_point_nought_is_not_true() -> None:
    text = b"a = 1\n"
    assert set_value(text, ("a",), 1) == text
    assert set_value(text, ("a",), 1.0) == b"a = 1.0\n"
    assert set_value(text, ("a",), True) == b"a = true\n"
    assert set_value(b"a = nan # n\n", ("a",), float("nan")) == b"a = nan # n\n"


SAMPLE = b"""\
title    = 'Ran'       # plain quotes stay
synopsis = \"\"\"
Old king,
three sons.
\"\"\"

# where it is
[collection]
location = "Shelf 1"
paid     = 10.00   # euros
tags = [
  "war",     # of course
  # and
  "samurai"
]
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("title",), "Kagemusha", "'Ran'", "'Kagemusha'"),
        (("title",), "Ran's", "'Ran'", '"Ran\'s"'),
        (("synopsis",), "New\nking.\n", '"""\nOld king,\nthree sons.\n"""', '"""\nNew\nking.\n"""'),
        (("collection", "paid"), 12.5, "10.00", "12.50"),
        (("collection", "tags"), ["war", "samurai", "epic"], '"samurai"\n', '"samurai",\n  "epic"\n'),
        (("collection", "tags"), ["samurai"], '  "war",     # of course\n', ""),
        (
            ("collection", "tags"),
            ["war"],
            '"war",     # of course\n  # and\n  "samurai"\n',
            '"war"     # of course\n  # and\n',
        ),
        (("collection", "rating"), 4.5, '"Shelf 1"\n', '"Shelf 1"\nrating   = 4.5\n'),
        (("year",), 1985, "stay\n", "stay\nyear     = 1985\n"),
        (("release", "studio"), "Toho", "# where it is\n", '[release]\nstudio = "Toho"\n\n# where it is\n'),
        (("special_features",), ["A", "B"], 'sons.\n"""\n', 'sons.\n"""\nspecial_features = ["A", "B"]\n'),
    ],
)
def test_a_change_is_written_as_a_careful_person_would(path: KeyPath, value: TOML, old: str, new: str) -> None:
    text = SAMPLE.decode()
    assert old in text
    assert set_value(SAMPLE, path, value).decode() == text.replace(old, new, 1)


def test_a_list_of_lines_stays_one_item_a_line_whatever_is_added_or_removed() -> None:
    text = b'cast = [\r\n\t"A", # a\r\n\t"B", # b\r\n]\r\n'
    added = add_to_list(text, ("cast",), ["C", "A"])
    assert added == b'cast = [\r\n\t"A", # a\r\n\t"B", # b\r\n\t"C",\r\n]\r\n'
    assert remove_from_list(added, ("cast",), ["B"]) == b'cast = [\r\n\t"A", # a\r\n\t"C",\r\n]\r\n'
    assert remove_from_list(added, ("cast",), ["Z"]) == added


def test_a_single_text_is_a_list_of_one() -> None:
    assert add_to_list(b'directors = "A" # the one\n', ("directors",), ["B"]) == b'directors = ["A", "B"] # the one\n'


def test_what_is_written_is_toml_1_0() -> None:
    new = set_value(b'title = "x"\n', ("note",), "\x1b[0m")
    assert b"\\u001b" in new
    assert not re.search(rb"\\[ex]", new)


@pytest.mark.parametrize("value", [2**63, "\ud800", None, {1, 2}, b"bytes", datetime.time(1, tzinfo=datetime.UTC)])
def test_what_toml_cannot_hold_is_refused(value: TOML) -> None:
    with pytest.raises(EditRefused):
        set_value(b'title = "x"\n', ("note",), value)


@pytest.mark.parametrize("text", [b"title = ", b'title = "\xe9"', b"\0" * 512, b"a = 1\na = 2\n"])
def test_a_text_that_does_not_parse_is_refused_with_its_place(text: bytes) -> None:
    with pytest.raises(EditRefused, match=r"line 1|line 2"):
        set_value(text, ("title",), "x")


def test_a_place_that_cannot_be_is_refused() -> None:
    for path in (("title", "deeper"), ("films", 3, "title"), ("title", 0)):
        with pytest.raises(EditRefused):
            set_value(b'title = "x"\n', path, 1)
