"""What a file costs grows no faster than the file, however it is made."""

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from disctui.editing.changes import Change, plan
from disctui.library.people_file import SPELLINGS_LIMIT, parse_people
from disctui.release_file.differences import differences


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
