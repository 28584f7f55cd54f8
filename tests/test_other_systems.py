"""On a system without POSIX a library is read and never changed, and what can't be done there says so.

The system is simulated: the modules and functions that Windows lacks are taken away before the program is imported.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import contents

_ELSEWHERE = """
import os, subprocess, sys
for name in ("fcntl", "termios", "tty", "pty", "pwd", "grp", "resource"):
    sys.modules[name] = None
for name in (
    "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_DIRECTORY", "geteuid", "getegid", "getgroups", "fchmod",
    "fchown", "nice", "pread", "listxattr", "setxattr", "getxattr",
):
    delattr(os, name)
_open, _popen = os.open, subprocess.Popen.__init__
def open_file(path, flags, mode=0o777, *, dir_fd=None):
    if os.path.isdir(path):
        raise PermissionError(13, "a folder can't be opened", path)
    return _open(path, flags, mode, dir_fd=dir_fd)
os.open = open_file
from disctui.cli import run
sys.exit(run(sys.argv[1:]))
"""


def elsewhere(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command as if on such a system."""
    return subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, *words], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (["search", "--ids", "alein"], "alien-4k"),
        (["show", "alien-4k"], "Alien"),
        (["check"], ""),
        (["fields"], "title"),
        (["config"], ""),
        (["export", "--format", "csv"], "Alien"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_only_reads_works(shelf: Path, words: list[str], printed: str) -> None:
    library = [] if words == ["fields"] else ["-l", str(shelf)]
    ran = elsewhere(*words, *library)
    assert (ran.returncode, ran.stderr.count("Traceback")) == (0, 0), ran.stderr
    assert printed in ran.stdout


def test_a_second_search_uses_what_the_first_one_kept(shelf: Path) -> None:
    first, second = (elsewhere("search", "--json", "-l", str(shelf), "alien") for _ in range(2))
    assert json.loads(first.stdout)["total"] == json.loads(second.stdout)["total"] == 1


def test_an_export_is_written_as_a_whole(shelf: Path, tmp_path: Path) -> None:
    target = tmp_path / "shelf.csv"
    target.write_text("old")
    ran = elsewhere("export", "--format", "csv", "-o", str(target), "-l", str(shelf))
    assert ran.returncode == 0, ran.stderr
    assert "Alien" in target.read_text("utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"shelf.csv", shelf.name}


@pytest.mark.parametrize(
    "words",
    [
        ["set", "alien-4k", "year=1980"],
        ["add", "--title", "A New One"],
        ["check", "--fix"],
        ["undo"],
        ["init"],
        ["edit", "alien-4k"],
    ],
    ids=" ".join,
)
def test_what_changes_a_library_is_refused_and_says_where_it_works(shelf: Path, words: list[str]) -> None:
    (shelf / "mend.toml").write_text('title = "T"\nyear = "1999"\n')
    before = contents(shelf)
    library = [str(shelf)] if words == ["init"] else ["-l", str(shelf)]
    ran = elsewhere(*words, *library)
    assert ran.returncode == 3, (ran.stdout, ran.stderr)
    assert "Windows Subsystem for Linux" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert contents(shelf) == before
