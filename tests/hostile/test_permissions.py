"""What a user without rights meets. Root may read anything, so a forked child takes another user's place."""

import importlib
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from disctui.checks.reporting import check_folder

from .test_battery import command

NOBODY = 65534
GOOD = 'title = "S"\n'


LOADED = tuple(importlib.import_module(f"disctui.cli.{name}") for name in ("check", "search", "show"))
"""Loaded before a child gives up the right to read the interpreter's own folder."""


def as_nobody(work: Callable[[], None]) -> None:
    """Run `work` in a child of this process, as a user who owns nothing; an exception there fails the test here."""
    child = os.fork()
    if child == 0:
        status = 0
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setegid(NOBODY)
                os.seteuid(NOBODY)
            work()
        except BaseException:  # noqa: BLE001 - the child must end, whatever it met
            traceback.print_exc()
            status = 1
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.fixture
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that others may read, below folders that they may enter."""
    root = tmp_path_factory.mktemp("shared")
    for folder in (root, *root.parents):
        if folder.stat().st_uid == os.geteuid() and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(folder.stat().st_mode | 0o055)
    (root / "good.toml").write_text(GOOD, "utf-8")
    return root


def found(root: Path) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in check_folder(str(root)).problems]


def test_a_file_without_permission_costs_itself_alone(root: Path) -> None:
    (root / "locked.toml").write_text(GOOD, "utf-8")
    (root / "locked.toml").chmod(0)

    def work() -> None:
        report = check_folder(str(root))
        assert report.paths == {"good.toml"}
        assert [(problem.path, problem.code) for problem in report.problems] == [("locked.toml", "unreadable")]
        assert "no permission" in report.problems[0].message
        assert "chmod" in str(report.problems[0].hint)

    as_nobody(work)


def test_a_folder_without_permission_costs_itself_alone(root: Path) -> None:
    (root / "locked").mkdir(mode=0)
    (root / "listed").mkdir()
    (root / "listed/a.toml").write_text(GOOD, "utf-8")
    (root / "listed").chmod(0o744)  # names can be listed, and nothing more

    def work() -> None:
        report = check_folder(str(root))
        assert report.paths == {"good.toml"}
        assert {problem.path.rstrip("/") for problem in report.problems} == {"locked", "listed/a.toml"}
        assert {problem.code for problem in report.problems} == {"unreadable"}

    as_nobody(work)
    (root / "locked").chmod(0o755)
    (root / "listed").chmod(0o755)


def test_a_library_without_permission_ends_with_3_and_not_with_nothing_found(root: Path) -> None:
    (root / "sub").mkdir(mode=0)

    def work() -> None:
        for words in (("check",), ("search", "x"), ("show", "x")):
            status, out, err = command(words[0], "-l", str(root / "sub"), *words[1:])
            assert (status, out) == (3, "")
            assert "no permission" in err

    as_nobody(work)
    (root / "sub").chmod(0o755)


def test_fix_says_that_it_may_not_write(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    state = tmp_path_factory.mktemp("state")
    state.chmod(0o777)
    os.environ["XDG_STATE_HOME"] = str(state)  # set anew for each test
    (root / "bad.toml").write_text('title = "S"\nyear = "1972"\n', "utf-8")

    def work() -> None:
        status, _, err = command("check", "--fix", "-l", str(root))
        assert status == 3
        assert "bad.toml" in err

    as_nobody(work)
    assert (root / "bad.toml").read_text("utf-8") == 'title = "S"\nyear = "1972"\n'


def test_without_a_home_or_a_cache_everything_is_read_all_the_same(root: Path) -> None:
    environment = {
        **os.environ,
        "HOME": "/nonexistent",
        "XDG_CACHE_HOME": "/proc/nothing",
        "XDG_CONFIG_HOME": "/dev/null",
    }
    done = subprocess.run(
        [sys.executable, "-m", "disctui", "search", "--json", "-l", str(root), "s"],
        env=environment, capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["total"] == 1
