"""Libraries of many files, deep folders, folders that come and go: limits have a number and a message of their own."""

import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from disctui.checks.reporting import Report, check_folder
from disctui.cli import run
from disctui.library.catalogue import whole_catalogue
from disctui.library.files import DEPTH_LIMIT, SIZE_LIMIT, scan
from disctui.release_file.parsing import NESTING_LIMIT
from disctui.release_file.recovery import SYNTAX_LIMIT

from .test_battery import command

GOOD = b'title = "S"\nyear = 1972\n'


def calls_of(work: Callable[[], object]) -> int:
    """Calls of functions, those written in C among them, that something makes in this thread."""
    calls = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def test_of_many_files_in_one_folder_each_costs_what_it_costs_among_few(tmp_path: Path) -> None:
    """Names of one file, since only their number matters here."""
    source = tmp_path / "source"
    source.write_bytes(GOOD)
    calls: dict[int, int] = {}
    for count in (200, 2_000):
        root = tmp_path / f"{count}"
        root.mkdir()
        for number in range(count):
            os.link(source, root / f"{number}.toml")
        (root / "bad.toml").write_bytes(b"title = S")
        reports: list[Report] = []
        calls[count] = calls_of(lambda: reports.append(check_folder(str(root))))  # noqa: B023
        assert len(reports[0].paths) == count
        assert [problem.place for problem in reports[0].problems] == ["bad.toml:1:9"]
    assert calls[2_000] < 1.5 * 10 * calls[200], "each with each were a hundred times as many"


def test_a_thousand_folders_deep(tmp_path: Path) -> None:
    here = Path.cwd()
    try:
        os.chdir(tmp_path)
        for depth in range(1000):
            Path(f"{depth}.toml").write_bytes(GOOD)
            Path("d").mkdir()
            os.chdir("d")
        os.chdir(here)
        look_a_thousand_folders_deep(tmp_path)
    finally:
        os.chdir(here)
        subprocess.run(["/bin/rm", "-rf", str(tmp_path / "d")], check=False)  # too deep for shutil, and for pytest


def look_a_thousand_folders_deep(tmp_path: Path) -> None:
    report = check_folder(str(tmp_path))
    assert len(report.paths) == DEPTH_LIMIT + 1
    assert [(problem.code, problem.path.count("/")) for problem in report.problems] == [("too-deep", DEPTH_LIMIT)]
    assert str(DEPTH_LIMIT) in report.problems[0].message
    assert command("search", "-l", str(tmp_path), "s")[0] == 0


def test_a_folder_that_links_to_its_parent_is_entered_once(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/up").symlink_to("..")
    (tmp_path / "sub/round").symlink_to("../sub")
    (tmp_path / "a.toml").write_bytes(GOOD)
    (tmp_path / "sub/b.toml").write_bytes(GOOD)
    assert sorted(scan(str(tmp_path)).paths) == ["a.toml", "sub/b.toml"]


def test_links_between_folders_that_multiply_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten folders, each of which links to all others: 10! ways through them."""
    for number in range(10):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "a.toml").write_bytes(GOOD)
    for one in range(10):
        for other in range(10):
            (tmp_path / str(one) / f"to{other}").symlink_to(tmp_path / str(other))
    entered: list[str] = []
    scandir = os.scandir

    def counting(path: str) -> Any:
        entered.append(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", counting)
    found = scan(str(tmp_path))
    assert len(entered) == 11, "each folder is entered once"
    assert {f"{number}/a.toml" for number in range(10)} <= set(found.paths)


def test_the_root_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/a.toml").write_bytes(GOOD)
    (tmp_path / "link").symlink_to("lib")
    assert check_folder(str(tmp_path / "link")).paths == {"a.toml"}


def test_limits_are_the_documented_numbers() -> None:
    assert (SIZE_LIMIT, DEPTH_LIMIT, NESTING_LIMIT, SYNTAX_LIMIT) == (1024 * 1024, 64, 32, 20)


def test_a_file_of_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    text = b'title = "S"\n#' + b"x" * (SIZE_LIMIT - 13)
    (tmp_path / "most.toml").write_bytes(text)
    (tmp_path / "more.toml").write_bytes(text + b"x")
    report = check_folder(str(tmp_path))
    assert report.paths == {"most.toml"}
    assert [(problem.path, problem.code) for problem in report.problems] == [("more.toml", "too-big")]
    assert "1 MiB" in report.problems[0].message


def test_what_is_past_a_limit_takes_no_memory(tmp_path: Path) -> None:
    """In a process of its own, whose memory is watched: a file of 200 MB and a key of 100,000 parts."""
    with (tmp_path / "big.toml").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    (tmp_path / "key.toml").write_bytes(b'title = "S"\n' + b"a." * 99_999 + b"a = 1\n")
    (tmp_path / "deep.toml").write_bytes(b'title = "S"\nx = ' + b"[" * 400_000 + b"]" * 400_000)
    child = os.fork()
    if child == 0:
        status = 99
        try:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            codes = {problem.code for problem in check_folder(str(tmp_path)).problems}
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            status = 0 if codes == {"too-big", "too-deep"} and grown < 60 * 1024 else 1
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("words", [("check",), ("search", "x"), ("show", "x")])
def test_a_library_that_is_missing_or_a_file(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "file.toml").write_bytes(GOOD)
    for root in (tmp_path / "missing", tmp_path / "file.toml"):
        status, out, err = command(words[0], "-l", str(root), *words[1:])
        assert (status, out) == (3, "")
        assert err.startswith("disctui: ")


def test_an_empty_library(tmp_path: Path) -> None:
    assert command("check", "-l", str(tmp_path))[0] == 0
    assert command("search", "-l", str(tmp_path), "x")[0] == 1
    assert command("show", "-l", str(tmp_path), "x")[0] == 1
    assert json.loads(command("check", "--json", "-l", str(tmp_path))[1])["releases"] == 0


def test_files_that_come_and_go_while_they_are_read(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.toml").write_bytes(GOOD)
    ended = threading.Event()

    def churn() -> None:
        while not ended.is_set():
            for number in range(0, 300, 3):
                (tmp_path / f"{number}.toml").unlink(missing_ok=True)
                (tmp_path / f"{number}.toml").write_bytes(b"title = S")

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        for _ in range(10):
            report = check_folder(str(tmp_path))
            assert len(report.paths) >= 200
            whole_catalogue(str(tmp_path), is_cached=False)
    finally:
        ended.set()
        thread.join()


def test_a_library_on_a_read_only_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(GOOD)
    (tmp_path / "a.toml").chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert run(["search", "-l", str(tmp_path), "s"]) == 0
        assert run(["check", "-l", str(tmp_path)]) == 0
    finally:
        tmp_path.chmod(0o755)
