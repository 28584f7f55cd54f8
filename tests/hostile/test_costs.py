"""What a file costs grows no faster than the file, however it is made."""

import io
import zipfile

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from disctui.editing.changes import Change, plan
from disctui.importers.zips import member
from disctui.library.people_file import SPELLINGS_LIMIT, parse_people
from disctui.release.model import Release
from disctui.release_file.differences import differences
from disctui.search.document import MOST_LETTERS, document
from disctui.search.index import Index
from disctui.search.query import parse

from .growth import KINDS, OPERATIONS, measured


@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3), max_size=12))
def test_differences_lead_from_the_one_to_the_other(old: list[int], new: list[int]) -> None:
    made: list[int] = []
    at = 0
    found = differences(old, new)
    for one in found:
        assert made + old[at : one.start] == new[: one.new_start]
        made += [*old[at : one.start], *new[one.new_start : one.new_end]]
        at = one.end
    assert made + old[at:] == new
    assert bool(found) == (old != new)


def test_a_change_among_ten_thousand_equal_items_is_found_without_comparing_each_with_each() -> None:
    old = ["x"] * 10_000
    assert len(differences(old, [*old[:5_000], "y", *old[5_000:]])) == 1
    assert len(differences([*old, "z"], ["a", *old[:9_999], "b", "c"])) >= 1
    tags = ", ".join('"x"' for _ in old)
    data = f'title = "A"\n[collection]\ntags = [{tags}]\n'.encode()
    (edit,) = plan({"a.toml": data}, [Change.parse("collection.tags+=y")]).edits
    assert edit.after == data.replace(b'"x"]', b'"x", "y"]')


def names(count: int, start: str = "n") -> str:
    return "[" + ", ".join(f'"{start}{number}"' for number in range(count)) + "]"


def test_a_person_of_very_many_spellings_costs_no_more_than_so_many() -> None:
    people = parse_people(f'[[person]]\nname = "A"\nalso = {names(20_000)}\n'.encode())
    assert len(people.persons[0].also) == SPELLINGS_LIMIT
    assert sum(map(len, people.spellings.values())) == SPELLINGS_LIMIT * (SPELLINGS_LIMIT + 1)
    (problem,) = people.problems
    assert (problem.line, problem.severity) == (3, "error")
    assert str(SPELLINGS_LIMIT) in problem.message


def test_very_many_names_are_told_apart_without_a_note_for_each_pair() -> None:
    people = parse_people(f"[[different]]\nnames = {names(20_000)}\n".encode())
    assert sum(map(len, people.different.groups.values())) == 20_000
    assert frozenset(("n1", "n19999")) in people.different
    assert frozenset(("n1", "m")) not in people.different


@pytest.mark.parametrize("count", [1, 2, 3])
def test_each_two_of_a_list_of_names_are_told_apart(count: int) -> None:
    people = parse_people(f'[[different]]\nnames = {names(count)}\n[[different]]\nnames = ["a", "n0"]\n'.encode())
    for one in range(count):
        for other in range(one):
            assert frozenset((f"n{one}", f"n{other}")) in people.different
    assert frozenset(("a", "n0")) in people.different
    assert frozenset(("a", "n1")) not in people.different


def test_a_list_is_changed_item_by_item_wherever_items_come_and_go() -> None:
    data = b'title = "A"\ngenres = [\n  "a", # one\n  "b",\n  "c", # three\n]\n'
    (edit,) = plan({"a.toml": data}, [Change.parse('genres=["z", "a", "c", "d"]')]).edits
    assert tomli.loads(edit.after.decode())["genres"] == ["z", "a", "c", "d"]
    assert b"# one" in edit.after
    assert b"# three" in edit.after


def test_a_file_of_nothing_but_different_words_is_indexed_up_to_a_limit() -> None:
    words = " ".join(f"w{number}x" for number in range(150_000))
    release = Release(title="Long", synopsis=words, note="after it")
    found = document("long", release, "long").texts
    assert sum(len(text) for _, text in found) == MOST_LETTERS
    index = Index.build([document("long", release, "long")])
    assert index.search(parse("long w7x")).ids(0, 9) == ["long"]
    assert document("short", Release(title="Short", note="all of it"), "short").texts[-1] == ("note", "all of it")


@pytest.mark.parametrize("packed", [b"<a>b</a>" * 4_000_000, b"\0" * 50_000_000])
def test_a_zip_may_unpack_to_so_many_times_its_size(packed: bytes) -> None:
    bomb, fair = io.BytesIO(), io.BytesIO()
    for file, data in ((bomb, packed), (fair, packed[:1_000_000])):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("tellico.xml", data)
    assert member(bomb.getvalue(), "tellico.xml") is None
    assert member(fair.getvalue(), "tellico.xml") == packed[:1_000_000]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "operation"),
    [
        ("many people", "check"),
        ("a wide table", "check"),
        ("many problems", "check"),
        ("spellings of one person", "check"),
        ("many comments", "set"),
    ],
)
def test_what_a_command_costs_grows_in_step_with_the_input(name: str, operation: str) -> None:
    """The rest of the table is made by `python -m tests.hostile.growth`; processor time is counted, by no clock."""
    small, large = measured(KINDS[name], OPERATIONS[operation], (2, 8))
    assert large.seconds < 12 * max(small.seconds, 0.25), (
        "four times the input, and three times that for a busy machine"
    )
    assert large.mebibytes < 400
