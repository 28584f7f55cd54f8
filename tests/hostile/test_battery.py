"""Every case of the battery through reading, `check`, `show` and `search`: what is shown, reported and returned."""

import contextlib
import functools
import io
import json
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from disctui.cli import run
from disctui.library.files import SIZE_LIMIT
from disctui.release_file.diagnostics import PROBLEMS_LIMIT
from disctui.release_file.reading import read_release
from disctui.safe_text import clean

from .cases import KEYS_OF_TEXT, MARKUP_CASES, NODE_CASES, TEXT_CASES, VALUES, Case

GOOD = "good.toml"
TIMES_A_PLAIN_FILE = 20
"""What any file may cost at most, as often as a plain one of the largest size; the worst of them cost four."""
DRIVES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def command(*words: str) -> tuple[int, str, str]:
    """Status, standard output and standard error of a command; neither holds anything that drives a terminal."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = run(words)
        except SystemExit as ended:
            status = int(ended.code or 0)
    for text in (out.getvalue(), err.getvalue()):
        assert DRIVES.search(text) is None
    return status, out.getvalue(), err.getvalue()


def checked(root: Path) -> tuple[int, dict[str, Any]]:
    status, out, _ = command("check", "--json", "-l", str(root))
    return status, json.loads(out)


def processor_time(work: Callable[[], Any]) -> float:
    """Seconds of the processor that something takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


@functools.cache
def most() -> float:
    """Seconds of the processor that any file may take, measured on this machine by reading a plain one."""
    actor = '  "Veronica of the House on the Corner",\n'
    plain = f'title = "S"\ncast = [\n{actor * (SIZE_LIMIT // len(actor) - 1)}]\n'.encode()
    return TIMES_A_PLAIN_FILE * max(processor_time(lambda: read_release(plain, "x.toml")) for _ in range(3))


def library_with(root: Path, case: Case) -> Path:
    (root / GOOD).write_text('title = "A Good One"\nyear = 1972\n', "utf-8")
    (root / case.file).write_bytes(case.raw)
    return root


def places(problems: Sequence[dict[str, Any]]) -> list[tuple[int, int, str]]:
    return [(problem["line"], problem["column"], problem["code"]) for problem in problems]


@pytest.mark.parametrize("case", TEXT_CASES + MARKUP_CASES, ids=lambda case: case.name)
def test_a_hostile_file(tmp_path: Path, case: Case) -> None:
    root = library_with(tmp_path, case)
    if len(case.raw) <= SIZE_LIMIT:
        assert processor_time(lambda: read_release(case.raw, case.file)) < most()
        reading = read_release(case.raw, case.file)
        assert (reading.release is not None) == (case.title is not None)
    status, document = checked(root)
    listed = places(document["problems"])
    if len(listed) > PROBLEMS_LIMIT:
        assert listed[-1][2] == "too-many-problems"
        listed = listed[:1]
    assert tuple(listed) == case.problems
    assert status == case.status
    assert document["releases"] == 1 + (case.title is not None)
    status, out, _ = command("check", "-l", str(root))
    assert status == case.status
    assert out.count(": error[") + out.count(": warning[") == len(document["problems"])
    status, out, _ = command("search", "--json", "-l", str(root), "good one")
    assert json.loads(out)["hits"][0]["title"] == "A Good One"
    assert status == 0
    status, out, err = command("show", "-l", str(root), "--", case.file)
    if case.title is None:
        assert status == 3
        assert re.match(r"disctui: .*: (?:\d+:)*.*past the limit|disctui: .* check tells why", err)
    else:
        assert status == 0
        assert out.startswith(clean(case.title)[:390])
        status, out, _ = command("show", "--json", "-l", str(root), "--", case.file)
        assert status == 0
        assert json.loads(out)["title"]
    assert (root / case.file).read_bytes() == case.raw


@pytest.mark.parametrize("name", NODE_CASES)
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    make, code = NODE_CASES[name]
    (tmp_path / GOOD).write_text('title = "A Good One"\n', "utf-8")
    make(tmp_path / "case.toml")
    assert processor_time(lambda: checked(tmp_path)) < most()
    status, document = checked(tmp_path)
    assert status == 1
    assert [problem["path"] for problem in document["problems"]] == ["case.toml"]
    assert code in {"*", document["problems"][0]["code"]}
    assert document["problems"][0]["hint"]
    assert document["releases"] == 1
    assert command("show", "-l", str(tmp_path), "case")[0] != 0
    assert command("search", "-l", str(tmp_path), "good")[0] == 0


@pytest.mark.parametrize("key", KEYS_OF_TEXT)
@pytest.mark.parametrize("value", VALUES)
def test_a_key_of_text_with_a_value_of_every_type(key: str, value: str) -> None:
    check_one_field(key, VALUES[value])


def check_one_field(key: str, value: str) -> None:
    text = f"{key} = {value}\n" if key == "title" else f'title = "S"\n{key} = {value}\n'
    reading = read_release(text.encode(), "x.toml")
    line = 1 if key == "title" else 2
    assert all(problem.line == line and problem.hint for problem in reading.problems)
    assert len(reading.problems) <= 1 or "{" in value
    if key != "title":
        assert reading.release is not None
        assert reading.release.title == "S"


def every_key() -> list[str]:
    from disctui.release.model import keys

    return [name for name in keys() if name not in KEYS_OF_TEXT]


@pytest.mark.parametrize("key", every_key())
def test_every_other_key_with_a_value_of_every_type(key: str) -> None:
    for value in VALUES.values():
        check_one_field(key, value)


def test_every_field_wrong_at_once_costs_each_field_alone() -> None:
    wrong = {name: "{a = 1}" for name in every_key() if name != "title"}
    text = 'title = "S"\n' + "".join(f"{name} = {value}\n" for name, value in wrong.items())
    reading = read_release(text.encode(), "x.toml")
    assert reading.release is not None
    assert reading.release.title == "S"
    assert [problem.line for problem in reading.problems] == list(range(2, len(wrong) + 2))
    assert {problem.code for problem in reading.problems} == {"wrong-type"}


@pytest.mark.parametrize("table", ["release", "price", "specs", "collection", "films"])
@pytest.mark.parametrize("value", ["5", '"x"', "[]", "[1, 2]", "true", "[[]]"])
def test_a_table_that_is_none(table: str, value: str) -> None:
    reading = read_release(f'title = "S"\n{table} = {value}\n'.encode(), "x.toml")
    assert reading.release is not None
    assert {problem.line for problem in reading.problems} <= {2}
    assert {problem.code for problem in reading.problems} <= {"wrong-type"}
    assert reading.problems or (table == "films" and value == "[]")


def test_names_that_differ_in_capitals_or_unicode_form_alone_are_both_listed_and_told_of(tmp_path: Path) -> None:
    for name in ("A.toml", "a.toml", "caf\u00e9.toml", "cafe\u0301.toml"):
        (tmp_path / name).write_text('title = "S"\n', "utf-8")
    status, document = checked(tmp_path)
    assert status == 0
    assert document["releases"] == 4
    assert [problem["code"] for problem in document["problems"]] == ["twin-names", "twin-names"]


@pytest.mark.parametrize(
    ("name", "is_listed"),
    [
        ("a.toml", True), ("A.TOML", True), (".a.toml", False), ("_a.toml", False), ("a.toml~", False),
        ("a.toml.swp", False), (".a.toml.swp", False), ("4913", False), ("a.toml.bak", False), ("toml", False),
        (".toml", False), ("a.sync-conflict-1.toml", False), ("a (conflicted copy 2026).toml", False),
        ("release.schema.json", False), ("people.toml", False), (".disctui-x.toml.tmp", False),
    ],
)  # fmt: skip
def test_which_names_are_releases(tmp_path: Path, name: str, is_listed: bool) -> None:
    (tmp_path / name).write_text('title = "S"\n', "utf-8")
    assert checked(tmp_path)[1]["releases"] == int(is_listed)
