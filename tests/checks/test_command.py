"""`disctui check` as people and scripts meet it."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import SAMPLE, write_library
from disctui.checks.reporting import check_folder
from disctui.checks.rules import codes
from disctui.cli import run

BAD = {
    "bad.toml": 'title = "Летят"\nsort_title = "x"\nyear = "1957"\n',
    "good.toml": 'title = "Good"\n',
    "sub/odd.toml": 'title = "Odd"\nspeical_features = ["x"]\n',
    "sub/broken.toml": "title = Solaris\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_library(tmp_path / "lib", BAD)


def status_of(*words: str) -> int:
    try:
        return run(words)
    except SystemExit as ended:
        return int(ended.code or 0)


def check(root: Path, *words: str) -> int:
    return status_of("check", "-l", str(root), *words)


def checked(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    check(root, "--json", *words)
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def test_the_documented_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = checked(root, capsys)
    assert {name: document[name] for name in ("releases", "errors", "warnings")} == {
        "releases": 3,
        "errors": 2,
        "warnings": 1,
    }
    assert document["problems"][0] == {
        "path": "bad.toml",
        "line": 3,
        "column": 8,
        "severity": "error",
        "code": "wrong-type",
        "key": "year",
        "message": "year must be a whole number, not text",
        "hint": "write it without quotes: year = 1957",
    }
    assert [problem["path"] for problem in document["problems"]] == ["bad.toml", "sub/broken.toml", "sub/odd.toml"]


def test_the_report_shows_place_line_underline_and_remedy(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root, "bad.toml") == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        "bad.toml:3:8: error[wrong-type] year must be a whole number, not text",
        '  3 | year = "1957"',
        "    |        ^^^^^^",
        "  remedy: write it without quotes: year = 1957",
    ]
    assert shown.err == "disctui: 1 release, 1 error, 0 warnings\n"


def test_the_underline_stands_below_wide_characters_and_long_lines_are_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_library(tmp_path, {"a.toml": 'title = "S"\ncast = ["七人の侍", 5]\ngenres = ["' + "x" * 300 + '", 6]\n'})
    check(tmp_path)
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "    |                     ^"
    assert len(lines[5]) < 130
    assert lines[5].startswith("  3 | …")
    assert lines[5][lines[6].index("^")] == "6"


@pytest.mark.parametrize(
    ("words", "status"),
    [((), 1), (("good.toml",), 0), (("sub/odd.toml",), 0), (("sub",), 1), (("nowhere.toml",), 3), (("--dry-run",), 2)],
)
def test_exit_statuses(root: Path, words: tuple[str, ...], status: int) -> None:
    assert check(root, *words) == status


def test_a_library_that_is_missing_or_a_file_ends_with_3(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root / "nowhere") == 3
    assert check(root / "good.toml") == 3
    assert "it is a file, not a folder" in capsys.readouterr().err


def test_a_path_outside_of_any_library_is_checked_by_itself(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--json", str(root / "sub")]) == 1
    document = json.loads(capsys.readouterr().out)
    assert [problem["path"] for problem in document["problems"]] == ["broken.toml", "odd.toml"]
    assert run(["check", str(root / "good.toml")]) == 0
    assert status_of("check", "-l", str(SAMPLE), str(root / "good.toml")) == 2


def test_a_path_may_be_relative_to_where_one_stands(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "sub")
    assert [problem["path"] for problem in checked(root, capsys, "odd.toml")["problems"]] == ["sub/odd.toml"]


def test_annotations_of_github(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root.parent)
    assert check(root, "--format", "github", "sub/odd.toml") == 0
    assert capsys.readouterr().out == (
        "::warning file=lib/sub/odd.toml,line=2,col=1,title=disctui unknown-key::"
        "speical_features is not a key of the format; did you mean special_features?%0Awrite special_features\n"
    )


def test_an_annotation_is_one_line_whatever_a_file_is_called(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_library(tmp_path, {"a\n::error::x,b:%.toml": "title = S"})
    check(tmp_path, "--format", "github")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert "%3A%3Aerror%3A%3Ax%2Cb%3A%25.toml" in lines[0]


@pytest.mark.parametrize("name", list(codes()))
def test_every_code_is_explained(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--explain", name]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(name)
    assert codes()[name].remedy.split("\n")[0] in shown


def test_an_unknown_code_is_guessed_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--explain", "wrong-typ"]) == 2
    assert "did you mean wrong-type?" in capsys.readouterr().err
    assert run(["check", "--explain"]) == 0


FIXABLE = """\
title = 1984   # stays
year = "1956"
speical_features = ["x"]
cast = ["a", 3]

[price]
list = "40.50"   # so does this
in_stock = "True"

[release]
upc = 715515242615

[specs]
length = "96"
note = "hello"

[collection]
bought = "2020-03-24"
"""
FIXED = """\
title = "1984"   # stays
year = 1956
special_features = ["x"]
note = "hello"
cast = ["a", "3"]

[price]
list = 40.5   # so does this
in_stock = true

[release]
upc = "715515242615"

[specs]
length = 96

[collection]
bought = 2020-03-24
"""


def test_fix_mends_what_has_one_remedy_and_keeps_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_library(tmp_path, {"a.toml": FIXABLE})
    assert check(root, "--fix") == 0
    assert (root / "a.toml").read_text("utf-8") == FIXED
    assert "mended 10 problems in 1 file" in capsys.readouterr().err


def test_a_dry_run_shows_a_diff_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_library(tmp_path, {"a.toml": FIXABLE})
    before = (root / "a.toml").stat()
    assert check(root, "--fix", "--dry-run") == 1
    shown = capsys.readouterr()
    assert "-speical_features" in shown.out
    assert "+special_features" in shown.out
    assert (root / "a.toml").read_text("utf-8") == FIXABLE
    assert (root / "a.toml").stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize(
    "text",
    [
        'title = "S"\nyear = "about 1957"\n',
        'title = "S"\n[price]\nlist = "$39.95"\n',
        'title = "S"\nspeical_features = ["x"]\nspecial_features = ["y"]\n',
        'title = "S"\n[specs]\nnote = "a" # said so\n',
        'title = "S"\n[release]\nupc = 715515242616\n',
        'title = "S"\nyear = "1957" # disctui: ignore\n',
        "title = Solaris\n",
    ],
)
def test_fix_leaves_what_has_more_than_one_remedy_or_a_comment_to_lose(tmp_path: Path, text: str) -> None:
    root = write_library(tmp_path, {"a.toml": text})
    check(root, "--fix")
    assert (root / "a.toml").read_text("utf-8") == text


def test_fix_moves_a_key_that_has_a_single_home(tmp_path: Path) -> None:
    root = write_library(tmp_path, {"a.toml": 'title = "S"\nlength = 96\n'})
    check(root, "--fix")
    assert (root / "a.toml").read_text("utf-8") == 'title = "S"\n\n[specs]\nlength = 96\n'


def test_fix_keeps_a_byte_order_mark_and_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b'\xef\xbb\xbftitle = "S"\r\nyear = "1957"\r\nspeical_features = ["x"]\r\n')
    assert check(tmp_path, "--fix") == 0
    assert (tmp_path / "a.toml").read_bytes() == (
        b'\xef\xbb\xbftitle = "S"\r\nyear = 1957\r\nspecial_features = ["x"]\r\n'
    )


def test_fix_does_not_write_a_read_only_file(tmp_path: Path) -> None:
    root = write_library(tmp_path, {"a.toml": 'title = "S"\nyear = "1957"\n'})
    (root / "a.toml").chmod(0o444)
    assert check(root, "--fix") == 3
    assert "1957" in (root / "a.toml").read_text("utf-8")


def test_checking_takes_no_more_a_file_where_there_are_many(tmp_path: Path) -> None:
    """In calls of Python, as no clock is to be trusted; seconds are in the benchmarks."""
    samples = [path.read_bytes() for path in SAMPLE.rglob("*.toml") if path.name != "people.toml"]
    calls = []
    for root, copies in ((tmp_path / "few", 2), (tmp_path / "many", 10)):
        root.mkdir()
        for number in range(copies * len(samples)):
            (root / f"{number}.toml").write_bytes(samples[number % len(samples)])
        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        sys.setprofile(count)
        try:
            check_folder(str(root))
        finally:
            sys.setprofile(None)
        calls.append(counted)
    assert calls[1] < 1.5 * 5 * calls[0]
