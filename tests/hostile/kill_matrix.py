"""Kills writing commands before each call that changes a disk: `python -m tests.hostile.kill_matrix [EVERY]`.

The calls are found by tracing the command once (strace), not by hand; then it is begun anew for each of them, on a
library of its own, and killed as it enters the call. After each kill every file is its old or its new self, whoever
opens the library next removes what is left over, later changes work, and undo leads back to the first byte.
"""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from disctui.cli import run
from disctui.editing.editor import Editor
from disctui.editing.history import NothingLeft
from disctui.problem import Refused
from disctui.safe_write.litter import clean_litter
from disctui.safe_write.state_files import state_dir

CALLS = (
    *("openat", "write", "pwrite64", "writev", "sendfile", "copy_file_range", "ftruncate", "fallocate"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "rmdir"),
    *("mkdir", "mkdirat", "fchmod", "chmod", "fchmodat", "fchown", "fsetxattr", "utimensat", "fsync", "fdatasync"),
)
"""System calls that change what is on a disk, or that it is there for good."""
FILES = {
    "a.toml": 'title = "Alien"   # mine\nyear = "1979"\n[release]\nstudioo = "Fox"\n',
    "m.toml": 'title = "M"\nyear = 1931\ncountries = ["Germany"]\n',
    "sub/c.toml": 'title = "Cranes"\ndirectors = ["Mikhail Kalatozov"]\ncast = ["Aleksey Batalov"]\n',
    "two.toml": 'title = "Two"\ncountries = ["Germany"]\n',
}
TABLE = "title,year\nIkiru,1952\nStray Dog,1949\nM,1931\n"
_NO_LIBRARY = "new"
_LINE = re.compile(r"^(\d+)\s+(\w+)\((.*)$")
Place = tuple[str, int]
"""A system call and its number among those of its name, from 1."""


class Operation(NamedTuple):
    """Something that writes a library."""

    run: Callable[[Path], object]
    """Does it, given the library."""
    prepare: Callable[[Path], object] | None = None
    """Does what must have been done before."""
    is_by_another: bool = False
    """Whether another program makes the change: killed before it could note that, ours can't take it back."""
    below: str = ""
    """The folder that is the library, below the one that is given."""


def _command(*words: str) -> Operation:
    return Operation(lambda root: run([words[0], "-l", str(root), *words[1:]]))


def _set(root: Path) -> None:
    run(["set", "-l", str(root), "m", "year=1932"])


def _audited(root: Path) -> None:
    sys.stdin = Path(os.devnull).open()  # noqa: SIM115 - no bar code is scanned, so that all of the place is missing
    run(["audit", "-l", str(root), "Study", "--scan", "--write"])


def _undone(root: Path) -> None:
    _set(root)
    run(["undo", "-l", str(root)])


def _refused(root: Path) -> None:
    (root / "people.toml").write_text('[[different]]\nnames = ["Aleksey Batalov", "Alexei Batalov"]\n')


def _with_friend(root: Path) -> None:
    friend, config = root.parent / "friend", Path(os.environ["XDG_CONFIG_HOME"]) / "disctui" / "config.toml"
    friend.mkdir()
    (friend / "m.toml").write_text('title = "M"\nyear = 1931\ncast = ["Peter Lorre"]\n')
    config.parent.mkdir(parents=True)
    config.write_text(f"[sources]\nlibraries = ['{friend}']\n")


OPERATIONS: dict[str, Operation] = {
    "set": _command("set", "m", "year=1932"),
    "set many": _command("set", "--yes", "country:germany", "collection.tags+=c"),
    "set a file of two names": Operation(
        lambda root: run(["set", "-l", str(root), "two", "year=1932"]),
        lambda root: os.link(root / "two.toml", root.parent / "second name"),
    ),
    "watched": _command("watched", "m", "--rating", "4"),
    "rate": _command("rate", "m", "3"),
    "audit": Operation(_audited, lambda root: run(["set", "-l", str(root), "m", "collection.location=Study"])),
    "lend": _command("lend", "m", "Ines", "--due", "+4w"),
    "return": Operation(
        lambda root: run(["return", "-l", str(root), "m"]), lambda root: run(["lend", "-l", str(root), "m", "Ines"])
    ),
    "edit": Operation(lambda root: run(["edit", "-l", str(root), "m"]), is_by_another=True),
    "add": _command("add", "--title", "Ran", "--year", "1985"),
    "add from": _command("add", "--from", "page.csv"),
    "check": _command("check", "--fix"),
    "import": _command("import", "--yes", "page.csv"),
    "people accept": _command("people", "accept", "Aleksey Batalov", "Alexei Batalov"),
    "people refuse": _command("people", "refuse", "Aleksey Batalov", "Nikolai Batalov"),
    "people accept what was refused": Operation(
        lambda root: run(["people", "-l", str(root), "accept", "Aleksey Batalov", "Alexei Batalov"]), _refused
    ),
    "fill": Operation(lambda root: run(["fill", "-l", str(root), "m", "--source", "library"]), _with_friend),
    "init": Operation(lambda root: run(["init", str(root / _NO_LIBRARY)]), below=_NO_LIBRARY),
    "undo": Operation(lambda root: run(["undo", "-l", str(root)]), _set),
    "redo": Operation(lambda root: run(["redo", "-l", str(root)]), _undone),
    "rename": Operation(lambda root: Editor(str(root)).rename({"m.toml": "m-1931.toml", "sub/c.toml": "d.toml"})),
    "delete": Operation(lambda root: _editor(root).delete(["m.toml", "two.toml"])),
}
"""By name every command that writes, and what the browser alone does."""


def _editor(root: Path) -> Editor:
    return Editor(str(root), discard=Path.unlink)


class Matrix:
    """Operations on libraries of their own below a folder, each run in a child that can be traced and killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    @contextlib.contextmanager
    def _library(self, operation: Operation) -> Iterator[Path]:
        """A fresh library with a state folder, and all that was done before."""
        self._count += 1
        home = self._folder / str(self._count)
        root = home / "library"
        for name, text in FILES.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        (home / "page.csv").write_text(TABLE, encoding="utf-8")
        (home / "editor").write_text('#!/bin/sh\necho "# by my editor" >> "$1"\n', encoding="utf-8")
        (home / "editor").chmod(0o755)
        wanted = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("STATE", "CACHE", "CONFIG", "DATA")}
        wanted["EDITOR"] = str(home / "editor")
        before, here = {name: os.environ.get(name) for name in wanted}, Path.cwd()
        os.environ.update(wanted)
        os.chdir(home)
        try:
            if operation.prepare is not None:
                _quietly(lambda: operation.prepare and operation.prepare(root))
            yield root
        finally:
            os.chdir(here)
            for name, value in before.items():
                os.environ.pop(name, None)
                os.environ.update({} if value is None else {name: value})
            shutil.rmtree(home, ignore_errors=True)

    def places(self, operation: Operation) -> list[Place]:
        """Every call of an operation that changes a disk; a file that is opened to be read is none of them."""
        with self._library(operation) as root:
            log = self._folder / "calls"
            status = _traced(lambda: operation.run(root), ["-o", str(log), "-e", f"trace={','.join(CALLS)}"])
            assert status == 0, f"it fails untouched: {status}"
            seen: Counter[tuple[str, str]] = Counter()
            found = []
            for line in log.read_text("utf-8", "replace").splitlines():
                if (call := _LINE.match(line)) is None:
                    continue
                process, name, words = call.groups()
                seen[process, name] += 1
                is_reading = name == "openat" and "O_CREAT" not in words and "O_TRUNC" not in words
                if not is_reading and not (name == "write" and words.startswith(("1,", "2,"))):
                    found.append((name, seen[process, name]))
            return list(dict.fromkeys(found))

    def kill(self, operation: Operation, place: Place) -> bool:
        """Kill an operation before one of its calls, and see to what is left; whether it was killed there.

        Raises:
            AssertionError: something was lost, left over, or can't be taken back.
        """
        name, number = place
        with self._library(operation) as root:
            old = _contents(root)
            first = _first(root, old)
            inject = ["-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={name}:signal=KILL:when={number}"]
            status = _traced(lambda: operation.run(root), inject)
            with self._library(operation) as whole:
                _quietly(lambda: operation.run(whole))
                new = _contents(whole)
            library = root / operation.below
            _quietly(lambda: run(["show", "-l", str(library), "two"]))  # whoever opens it next
            clean_litter(root, older_than=0)
            now = _contents(root)
            for path, data in now.items():
                assert data in {old.get(path), new.get(path)}, f"{path} is neither old nor new: {data!r}"
            for path in old:
                assert path in now or path not in new, f"{path} is gone"
            _quietly(
                lambda: run(
                    ["add", "-l", str(library), "--title", "Later"] if library.is_dir() else ["init", str(library)]
                )
            )
            assert [one.name for one in state_dir().rglob(".disctui-*")] == [], "something is left in the state folder"
            _undo_all(library)
            left = _contents(root)
            assert left == first or (operation.is_by_another and left == new), "undo leads elsewhere"
            return status == -9


def _first(root: Path, old: dict[str, bytes]) -> dict[str, bytes]:
    """What the library held before its first change."""
    return {path: FILES[path].encode() if path in FILES else data for path, data in old.items()} if old else {}


def _undo_all(root: Path) -> None:
    for _ in range(20):
        try:
            _editor(root).undo()
        except NothingLeft:
            return
        except Refused as error:
            raise AssertionError(f"undo refuses: {error}") from error
    raise AssertionError("undo has no end")


def _contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".disctui-")
    }


def _quietly(work: Callable[[], object]) -> None:
    nothing = io.StringIO()
    with contextlib.redirect_stdout(nothing), contextlib.redirect_stderr(nothing):
        work()


def _traced(work: Callable[[], object], options: Sequence[str]) -> int:
    """Do something in a child that strace looks at; its exit status, negative where a signal ended it."""
    ready, go = os.pipe()
    child = os.fork()
    if not child:
        _be_traced(work, ready)
    os.close(ready)
    tracer = subprocess.Popen(
        ["strace", "-f", *options, "-p", str(child)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        assert tracer.stderr is not None
        attached = tracer.stderr.readline()
        assert "attached" in attached, attached
        os.write(go, b"x")
        os.close(go)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        tracer.communicate(timeout=60)


def _be_traced(work: Callable[[], object], ready: int) -> None:
    status = 99
    try:
        os.read(ready, 1)
        handle = os.open(os.devnull, os.O_RDWR)
        for own in (0, 1, 2):
            os.dup2(handle, own)
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
        result = work()
        status = result if isinstance(result, int) else 0
    finally:
        os._exit(status)


def can_trace() -> bool:
    """Whether there is a strace here, and it may look at our children."""
    if shutil.which("strace") is None:
        return False
    try:
        return _traced(lambda: 0, ["-o", os.devnull]) == 0
    except (AssertionError, OSError, subprocess.SubprocessError):
        return False


def main() -> int:
    """Run the whole matrix, or every so-manieth call of it; the exit status."""
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    wanted = sys.argv[2:] or list(OPERATIONS)
    killed = tried = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        matrix = Matrix(Path(folder))
        for name, operation in ((one, OPERATIONS[one]) for one in wanted):
            places = matrix.places(operation)[::every]
            here = 0
            for place in places:
                try:
                    here += matrix.kill(operation, place)
                except AssertionError as error:
                    print(f"{name}, killed before {place}: {error}")  # noqa: T201
                    return 1
            tried, killed = tried + len(places), killed + here
            print(f"{name}: {here} kills of {len(places)} calls", flush=True)  # noqa: T201
    print(f"{killed} kills of {tried}, all well, in {time.monotonic() - began:.0f} s")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
