from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disctui.checks.name_proposals import proposals, reason_for
from disctui.editing.editor import Editor
from disctui.editing.people import accept, refuse
from disctui.library.people_file import People, Person, read_people
from disctui.release_file.writing import EditRefused
from disctui.safe_write.atomic import WriteError

FILE = """\
# joined by hand
[[person]]
name = "Tatiana Samoilova"   # as on the case
also = ["Tatyana Samoilova", "Татьяна Самойлова"]

[[person]]
name = "Steve McQueen"
also = ["Steven McQueen"]

[[person]]
name = "Steve McQueen"
also = ["Steve R. McQueen"]
"""


def library(root: Path, text: str) -> str:
    (root / "people.toml").write_text(text, encoding="utf-8")
    return str(root)


def test_every_spelling_leads_to_all_others_and_to_the_name(tmp_path: Path) -> None:
    people = read_people(library(tmp_path, FILE))
    assert people.problems == ()
    assert set(people.spellings["Татьяна Самойлова"]) == {"Tatiana Samoilova", "Tatyana Samoilova"}
    assert people.canonical("Tatyana Samoilova") == "Tatiana Samoilova"
    assert people.canonical("Nobody") == "Nobody"
    assert people.is_one("Tatyana Samoilova", "Татьяна Самойлова")


def test_two_persons_of_one_name_stay_two(tmp_path: Path) -> None:
    people = read_people(library(tmp_path, FILE))
    assert [person.also for person in people.persons if person.name == "Steve McQueen"] == [
        ("Steven McQueen",),
        ("Steve R. McQueen",),
    ]
    assert not people.is_one("Steven McQueen", "Steve R. McQueen")
    assert people.canonical("Steven McQueen") == "Steve McQueen"


def test_a_library_without_the_file_has_no_spellings_and_no_problems(tmp_path: Path) -> None:
    assert read_people(str(tmp_path)) == People()


def test_the_stamp_differs_where_the_file_does(tmp_path: Path) -> None:
    one = read_people(library(tmp_path, FILE)).stamp
    assert one
    assert read_people(library(tmp_path, FILE + "\n")).stamp != one


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('[[person]]\nalso = ["x"]\n', "no-name", (1, 3)),
        ("[[person]]\nname = 3\n", "wrong-type", (2, 8)),
        ('[[person]]\nname = "A"\nalso = ["B", 3]\n', "wrong-type", (3, 14)),
        ('[[person]]\nname = "A"\nalso = 3\n', "wrong-type", (3, 8)),
        ('[[person]]\nname = "A"\naka = "B"\n', "unknown-key", (3, 7)),
        ('person = "A"\n', "wrong-type", (1, 10)),
        ('people = ["A"]\n', "unknown-key", (1, 10)),
        ('[[different]]\nnames = ["A"]\n', "wrong-type", (1, 3)),
        ('[[person]]\nname = "A"\nalso = ["C"]\n[[person]]\nname = "B"\nalso = ["C"]\n', "shared-spelling", (4, 3)),
        ('[[person]\nname = "A"\n', "syntax", (1, 9)),
    ],
)
def test_a_mistake_is_a_problem_at_its_place(tmp_path: Path, text: str, code: str, place: tuple[int, int]) -> None:
    people = read_people(library(tmp_path, text))
    assert [(problem.code, problem.line) for problem in people.problems] == [(code, place[0])]
    assert people.problems[0].path == "people.toml"


def test_a_mistake_costs_only_itself(tmp_path: Path) -> None:
    people = read_people(library(tmp_path, '[[person]]\nname = 3\n[[person]]\nname = "A"\nalso = ["B", 4]\n'))
    assert people.persons == (Person("A", ("B",)),)
    assert len(people.problems) == 2


@given(st.binary(max_size=60))
def test_no_bytes_make_it_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    root = tmp_path_factory.mktemp("any")
    (root / "people.toml").write_bytes(data)
    read_people(str(root))


def test_accepting_adds_to_the_person_or_at_the_end_and_keeps_every_comment(tmp_path: Path) -> None:
    root = library(tmp_path, FILE)
    accept(Editor(root), "Tatiana Samoilova", ["T. Samoilova", "Tatyana Samoilova"])
    accept(Editor(root), "Aleksey Batalov", ["Alexei Batalov"])
    accept(Editor(root), "Alexei Batalov", ["Алексей Баталов"])
    text = (tmp_path / "people.toml").read_text()
    assert text.startswith('# joined by hand\n[[person]]\nname = "Tatiana Samoilova"   # as on the case\n')
    people = read_people(root)
    assert people.persons[0].also[-1] == "T. Samoilova"
    assert people.persons[-1] == Person("Aleksey Batalov", ("Alexei Batalov", "Алексей Баталов"))
    accept(Editor(root), "Aleksey Batalov", ["Alexei Batalov"])
    assert (tmp_path / "people.toml").read_text() == (tmp_path / "people.toml").read_text()
    assert read_people(root) == people


def test_accepting_without_a_file_makes_one(tmp_path: Path) -> None:
    accept(Editor(str(tmp_path)), 'A "B" C', ["A\\B"])
    assert read_people(str(tmp_path)).persons == (Person('A "B" C', ("A\\B",)),)


def test_what_is_joined_is_no_longer_told_apart_and_the_other_way_round(tmp_path: Path) -> None:
    root = library(
        tmp_path, '[[different]]\nnames = ["Jo Ro", "Joe Ro"]\n\n[[different]]\nnames = ["A", "Jo Ro", "Joe Ro"]\n'
    )
    accept(Editor(root), "Jo Ro", ["Joe Ro"])
    people = read_people(root)
    assert people.is_one("Jo Ro", "Joe Ro")
    assert ("Jo Ro", "Joe Ro") not in people.different
    assert ("A", "Jo Ro") in people.different
    refuse(Editor(root), "Joe Ro", ["Jo Ro"])
    people = read_people(root)
    assert not people.is_one("Jo Ro", "Joe Ro")
    assert ("Jo Ro", "Joe Ro") in people.different
    library(tmp_path, (tmp_path / "people.toml").read_text() + '[[person]]\nname = "Jo Ro"\nalso = ["Joe Ro"]\n')
    assert [problem.message for problem in read_people(root).problems] == [
        "Jo Ro and Joe Ro are said to be two persons, and joined as one"
    ]


def test_a_file_of_inline_tables_is_added_to_in_its_own_way(tmp_path: Path) -> None:
    root = library(tmp_path, 'person = [\n  {name = "Ann Lee", also = ["A. Lee"]},\n]\ndifferent = []\n')
    accept(Editor(root), "Jo Ro", ["Joe Ro"])
    refuse(Editor(root), "Ann Lee", ["Anna Lee"])
    people = read_people(root)
    assert people.problems == ()
    assert people.is_one("Ann Lee", "A. Lee")
    assert people.is_one("Jo Ro", "Joe Ro")
    assert ("Ann Lee", "Anna Lee") in people.different


def test_a_broken_file_is_not_written_to(tmp_path: Path) -> None:
    root = library(tmp_path, "[[person]\n")
    with pytest.raises((WriteError, EditRefused)):
        accept(Editor(root), "A", ["B"])
    assert (tmp_path / "people.toml").read_text() == "[[person]\n"


def test_what_was_refused_is_never_proposed_again(tmp_path: Path) -> None:
    credited = {"Alexei Batalov": ["one"], "Aleksey Batalov": ["two"]}
    assert len(proposals(credited, read_people(str(tmp_path)))) == 1
    refuse(Editor(str(tmp_path)), "Aleksey Batalov", ["Alexei Batalov"])
    refuse(Editor(str(tmp_path)), "Alexei Batalov", ["Aleksey Batalov"])
    assert (tmp_path / "people.toml").read_text().count("[[different]]") == 1
    assert proposals(credited, read_people(str(tmp_path))) == []


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Tatiana Samoilova", "Татьяна Самойлова", "transliterations"),
        ("Alexei Batalov", "Aleksey Batalov", "transliterations"),
        ("Mikhail Kalatozov", "Michail Kalatosow", "transliterations"),
        ("José Ferrer", "Jose Ferrer", "accents"),
        ("Samoilova, Tatiana", "Tatiana Samoilova", "order"),
        ("Wong Kar-wai", "Kar-Wai Wong", "order"),
        ("J. R. Hartley", "John Robert Hartley", "initials"),
        ("Frank T. Thompson", "Frank Thompson", "initials"),
    ],
)
def test_signs_that_two_names_are_one_persons(one: str, other: str, reason: str) -> None:
    found = reason_for(one, other)
    assert found is not None
    assert reason in found[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Luke Wilson", "Owen Wilson"),
        ("Akira Kurosawa", "Kiyoshi Kurosawa"),
        ("John Ford", "John Ford"),
        ("James E. Sullivan", "James R. Sullivan"),
        ("Cher", "Sher"),
    ],
)
def test_brothers_namesakes_and_single_names_are_not_proposed(one: str, other: str) -> None:
    assert reason_for(one, other) is None
    assert proposals({one: ["film"], other: ["film"]}, People()) == []


def test_a_slip_is_proposed_where_a_film_is_shared_and_the_commoner_spelling_is_the_name() -> None:
    credited = {"Svetlana Kharitonova": ["a", "b"], "Svetlana Kharitonava": ["a"], "Someone Else": ["a"]}
    (found,) = proposals(credited, People())
    assert (found.name, found.also) == ("Svetlana Kharitonova", "Svetlana Kharitonava")
    assert (found.reason, found.films) == ("close, and in one film", ("a",))


def test_joined_spellings_are_not_proposed(tmp_path: Path) -> None:
    people = read_people(library(tmp_path, FILE))
    assert proposals({"Tatiana Samoilova": ["a"], "Tatyana Samoilova": ["b"]}, people) == []
