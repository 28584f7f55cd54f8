"""Searches with a name: what searches.toml may say, what a mistake in it costs, and what the commands do with it."""

import json
from pathlib import Path

import pytest

from conftest import write_library
from disctui import cli
from disctui.checks.reporting import check_folder
from disctui.library.catalogue import whole_catalogue
from disctui.library.searches_file import BUILT_IN, parse_searches

FILES = {
    "a.toml": 'title = "Alien"\nyear = 1979\n[collection]\nstatus = "wishlist"\n',
    "b.toml": 'title = "Brazil"\nyear = 1985\n',
    "c.toml": 'title = "Cure"\nyear = 1997\n',
}
OWN = """\
# mine
[[search]]
name  = "Eighties"  # the best
query = "year:1980s"
sort  = "-year"

[[search]]
name  = "Old and wished"
query = 'shelf:wishlist year:<1990'
"""


def names(text: str) -> list[str]:
    return [shelf.name for shelf in parse_searches(text.encode()).shelves if shelf.is_own]


def one(query: str, more: str = "", name: str = "A") -> str:
    return f'[[search]]\nname = "{name}"\nquery = "{query}"\n{more}'


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = cli.run([*words])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.mark.parametrize(
    ("text", "place", "part", "left"),
    [
        (one("year:1980s", 'sort = "yaer"\n'), "4:8", "year", ["A"]),
        (one("year:1980s", "sort = 5\n"), "4:8", "one of", ["A"]),
        (one("year:1980s", 'colums = ["price"]\n'), "4:10", "columns", ["A"]),
        (one("year:1980s", 'columns = ["prise"]\n'), "4:11", "price", ["A"]),
        (one("year:1980s", 'key = "ab"\n'), "4:7", "key", ["A"]),
        (one("year:1980s", "limit = 0\n"), "4:9", "50", ["A"]),
        (one("year:soon"), "3:9", "soon", []),
        (one("shelf:B") + one("shelf:A", name="B"), "3:9", "shelf:", []),
        (one("shelf:A"), "3:9", "shelf:", []),
        ('[[search]]\nname = "A"\n', "1:3", "query", []),
        ('[[search]]\nquery = "ran"\n', "1:3", "name", []),
        (one("ran") + one("ikiru", name="a"), "5:8", "another name", ["A"]),
        ('[search]\nname = "A"\n', "1:2", "[[search]]", []),
        ("[[search]\n", "1:9", "", []),
    ],
)
def test_a_mistake_is_told_with_place_and_remedy_and_the_other_shelves_work(
    text: str, place: str, part: str, left: list[str]
) -> None:
    good = "" if text.startswith(("[search]", "[[search]\n")) else one("ran", name="Good")
    found = parse_searches((text + good).encode())
    problem = found.problems[0]
    assert f"{problem.line}:{problem.column}" == place
    assert part in (problem.hint or "")
    assert [shelf.name for shelf in found.shelves if shelf.is_own] == [*left, *(["Good"] if good else [])]
    assert {shelf.name for shelf in found.shelves} >= {shelf.name for shelf in BUILT_IN}


def test_a_search_replaces_the_built_in_one_of_its_name() -> None:
    found = parse_searches(one("status:owned -tag:loan", name="OWNED").encode())
    assert [shelf.query for shelf in found.shelves if shelf.name.casefold() == "owned"] == ["status:owned -tag:loan"]


def test_what_is_wrong_is_a_problem_of_the_library_for_browser_and_check(tmp_path: Path) -> None:
    root = write_library(tmp_path, FILES | {"searches.toml": one("year:soon")})
    wanted = [("searches.toml:3:9", "search")]
    assert [(one.place, one.code) for one in whole_catalogue(str(root)).problems] == wanted
    assert [(one.place, one.code) for one in check_folder(str(root)).problems] == wanted


def test_a_release_may_be_called_searches(tmp_path: Path) -> None:
    root = write_library(tmp_path, FILES | {"searches.toml": '# a film\ntitle = "Searches"\nyear = 1999\n'})
    catalogue = whole_catalogue(str(root))
    assert catalogue.count == 4
    assert catalogue.problems == ()


def test_shelves_are_listed_with_their_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_library(tmp_path, FILES | {"searches.toml": OWN})
    status, out, _ = run(capsys, "shelves", "-l", str(root), "--json")
    counts = {row["name"]: row["count"] for row in json.loads(out)["shelves"]}
    assert status == 0
    assert counts == {
        "All": 3, "Owned": 2, "Wishlist": 1, "Ordered": 0, "Lent": 0, "Unseen": 2, "Sold": 0, "Missing": 0,
        "To fill": 3,
        "Eighties": 1, "Old and wished": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "status", "ids"),
    [
        (["--shelf", "old and wished"], 0, ["a"]),
        (["--shelf", "Owned", "--sort", "year"], 0, ["b", "c"]),
        (["--shelf", "Owned", "cure"], 0, ["c"]),
        (["--shelf", "All"], 0, ["a", "b", "c"]),
        (["--shelf", "Lent"], 1, []),
        (["--shelf", "Eigties"], 2, []),
        (["--shelf", "Owned", "year:soon"], 2, []),
    ],
)
def test_a_search_on_a_shelf_finds_what_is_on_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], status: int, ids: list[str]
) -> None:
    root = write_library(tmp_path, FILES | {"searches.toml": OWN})
    done, out, said = run(capsys, "search", "-l", str(root), "--ids", *words)
    assert (done, sorted(out.split())) == (status, ids)
    assert "did you mean Eighties" in said or words[1] != "Eigties"


def test_a_search_is_saved_and_removed_and_all_else_in_the_file_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_library(tmp_path, FILES | {"searches.toml": OWN})
    path = root / "searches.toml"
    assert run(capsys, "shelves", "-l", str(root), "add", "Noir", "genre:noir", "--sort", "year")[0] == 0
    added = '\n[[search]]\nname = "Noir"\nquery = "genre:noir"\nsort = "year"\n'
    assert path.read_text() == OWN + added
    assert run(capsys, "shelves", "-l", str(root), "add", "Bad", "year:soon")[0] == 3
    assert path.read_text() == OWN + added
    assert run(capsys, "shelves", "-l", str(root), "remove", "noir")[0] == 0
    assert path.read_text() == OWN
    assert run(capsys, "shelves", "-l", str(root), "remove", "Owned")[0] == 1
    assert run(capsys, "undo", "-l", str(root))[0] == 0
    assert path.read_text() == OWN + added


def test_a_library_without_searches_gets_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_library(tmp_path, FILES)
    assert run(capsys, "shelves", "-l", str(root), "add", "Noir", "genre:noir")[0] == 0
    assert names((root / "searches.toml").read_text()) == ["Noir"]
