"""A stranger's folder, a full disk, a kill at any call: nothing outside is written, nothing inside is lost."""

import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import stat
import struct
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conftest import SHELF, write_library
from disctui.cli import run
from disctui.editing.editor import Editor
from disctui.safe_write import atomic, batch, in_place, renames
from disctui.safe_write.atomic import ChangedOnDisk, WriteError, clean_litter, replace_file
from disctui.safe_write.state_files import state_dir, unfinished_dir

OLD = b'title = "old"\n' * 300
NEW = b'title = "the new one"\n' * 500
SECRET = b"alias ls='ls --color'\n"
M = SHELF["m.toml"].encode()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library, and outside of it a file of the user's."""
    (tmp_path / "bashrc").write_bytes(SECRET)
    return write_library(tmp_path / "library", SHELF)


def open_in_every_way(root: Path) -> None:
    """Do what opens a library, and what writes to it."""
    clean_litter(root, older_than=0)
    for words in (["show", "m"], ["check"], ["set", "m", "year=1932"], ["undo"], ["search", "metropolis"]):
        run([words[0], "-l", str(root), *words[1:]])


def text_of(*entries: tuple[str, object]) -> bytes:
    return msgspec.msgpack.encode(dict(entries))


@pytest.mark.parametrize("older", [False, True])
def test_a_journal_that_stands_in_a_library_is_never_followed(library: Path, older: bool) -> None:
    (library / "link").symlink_to("../bashrc")
    redo = text_of(("name", b"link"), ("before", b"#!owned\n"), ("after", b"#!owned\n" + SECRET[8:]))
    for name in (".disctui-0123456789ab.redo", ".disctui-x.redo"):
        path = library / name
        path.write_bytes(redo)
        if older:
            os.utime(path, (0, 0))
    open_in_every_way(library)
    assert (library.parent / "bashrc").read_bytes() == SECRET


def test_whatever_is_called_like_a_temporary_file_blocks_nothing(library: Path) -> None:
    os.mkfifo(library / ".disctui-pipe.redo")
    os.mkfifo(library / ".disctui-pipe.tmp")
    (library / ".disctui-zero.redo").symlink_to("/dev/zero")
    (library / ".disctui-zero.tmp").symlink_to("../bashrc")
    (library / ".disctui-folder.tmp").mkdir()
    (library / ".disctui-old.tmp").write_bytes(b"left over")
    for path in library.iterdir():
        os.utime(path, (0, 0), follow_symlinks=False)
    open_in_every_way(library)
    assert (library.parent / "bashrc").read_bytes() == SECRET
    assert not (library / ".disctui-old.tmp").exists()
    assert (library / "m.toml").read_bytes() == M


def half_written(library: Path) -> Path:
    """A file of two names whose write in place was killed in the middle."""
    path = library / "m.toml"
    path.write_bytes(OLD)
    os.link(path, library / "second name")
    for nth in range(25, 80):  # the calls before are those that make ready
        die_at_call(nth, lambda: replace_file(path, OLD, NEW))
        if path.read_bytes() not in {OLD, NEW, OLD + bytes(len(NEW) - len(OLD))}:
            return path
    raise AssertionError("it was never killed in the middle")


CALLS = ("open", "pread", "write", "fstat", "fsync", "fchmod", "rename", "link", "ftruncate", "unlink", "close", "stat")


def die_at_call(nth: int, work: Callable[[], object]) -> bool:
    """Do something in a process that is killed before its call number `nth` to the system; whether it came so far."""
    child = os.fork()
    if not child:
        count = 0

        def wrapped(original: Callable[..., Any]) -> Callable[..., Any]:
            def call(*args: Any, **kwargs: Any) -> Any:
                nonlocal count
                count += 1
                if count == nth:
                    os.kill(os.getpid(), signal.SIGKILL)
                return original(*args, **kwargs)

            return call

        status = 1
        with contextlib.suppress(BaseException):
            write = os.write
            for name in CALLS:
                setattr(os, name, wrapped(getattr(os, name)))
            os.write = wrapped(lambda handle, data: write(handle, data[:1000]))
            for module, name in ((atomic, "exchange"), (atomic, "rename_no_replace"), (batch, "name_new_file")):
                setattr(module, name, wrapped(getattr(module, name)))
            work()
            status = 0
        os._exit(status)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("words", [["show", "m"], ["search", "new"], ["check"], ["set", "m", "year=1932"], ["history"]])
def test_a_half_written_file_is_finished_by_whichever_command_opens_its_library(
    library: Path, words: list[str]
) -> None:
    path = half_written(library)
    run([words[0], "-l", str(library), *words[1:]])
    assert path.read_bytes().startswith(NEW)
    assert [one.suffix for one in unfinished_dir().iterdir()] == [""]


def test_another_library_is_not_touched_by_opening_one(library: Path, tmp_path: Path) -> None:
    path = half_written(library)
    mix = path.read_bytes()
    run(["check", "-l", str(write_library(tmp_path / "other", SHELF))])
    assert path.read_bytes() == mix


@pytest.mark.parametrize("forge", ["name", "key", "link", "replaced", "second name", "damaged"])
def test_a_journal_is_followed_only_to_the_file_that_it_was_made_for(library: Path, forge: str) -> None:
    path = half_written(library)
    mix = path.read_bytes()
    (journal,) = unfinished_dir().glob("*.redo")
    outside = library.parent / "bashrc"
    if forge == "name":
        journal.rename(journal.with_name("0" * 64 + ".redo"))
    elif forge == "key":
        (unfinished_dir() / "key").write_bytes(b"x" * 32)
    elif forge == "link":
        (library / "second name").unlink()
        path.unlink()
        path.symlink_to(outside)
        outside.write_bytes(mix)
    elif forge == "replaced":
        path.unlink()
        path.write_bytes(mix)
    elif forge == "second name":
        os.link(journal, journal.with_name("another"))
    else:
        journal.write_bytes(journal.read_bytes()[:50])
    in_place.finish_writes(library)
    assert (outside.read_bytes() if forge == "link" else path.read_bytes()) == mix


def test_a_temporary_file_that_a_killed_program_left_holds_up_no_later_change(library: Path) -> None:
    kills = 0
    for nth in range(1, 200):
        before = (library / "m.toml").read_bytes()
        after = before + b"# more\n"
        was_killed = die_at_call(nth, lambda: Editor(str(library)).save(edit_of(before, after), "more"))  # noqa: B023
        kills += was_killed
        assert (library / "m.toml").read_bytes() in {before, after}
        run(["set", "-l", str(library), "rec", f"year={1900 + nth}"])
        assert [path.name for path in state_dir().rglob(".disctui-*")] == []
        clean_litter(library, older_than=0)
        assert [path.name for path in library.rglob(".disctui-*")] == []
        if not was_killed:
            break
        forget_history()
    assert 20 < kills < 198


def forget_history() -> None:
    """Begin without a history: what is done next then makes as many calls as it did before."""
    shutil.rmtree(state_dir(), ignore_errors=True)


def edit_of(before: bytes, after: bytes) -> Any:
    from disctui.editing.changes import Edit

    return Edit(path="m.toml", before=before, after=after)


@pytest.mark.parametrize("has_renameat2", [True, False])
def test_a_rename_that_is_killed_at_any_call_can_be_undone(
    library: Path, has_renameat2: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_renameat2:
        monkeypatch.setattr(atomic, "rename_no_replace", lambda *_: False)
        monkeypatch.setattr(atomic, "exchange", lambda *_: False)
    names = set()
    for nth in range(1, 200):
        Editor(str(library)).save(edit_of(M, M + b"# older\n"), "older")
        was_killed = die_at_call(nth, lambda: Editor(str(library)).rename({"m.toml": "new.toml"}))
        names.add(tuple(sorted(path.name for path in library.iterdir() if path.name in {"m.toml", "new.toml"})))
        while (library / "m.toml").exists() is False or (library / "m.toml").read_bytes() != M:
            Editor(str(library)).undo()
        assert not (library / "new.toml").exists()
        if not was_killed:
            break
        forget_history()
    assert nth < 199
    assert names == {("m.toml",), ("new.toml",)} | ({("m.toml", "new.toml")} if not has_renameat2 else set())


def test_what_another_program_saves_in_the_last_moment_is_put_back(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = library / "m.toml"
    theirs = M + b"# appended in the last moment\n"
    exchange = renames.exchange

    def late(one: Path, other: Path) -> bool:
        if other.read_bytes() == M:
            with other.open("ab") as file:
                file.write(theirs[len(M) :])
        return exchange(one, other)

    monkeypatch.setattr(atomic, "exchange", late)
    with pytest.raises(ChangedOnDisk) as caught:
        replace_file(path, M, NEW)
    assert caught.value.current == theirs
    assert path.read_bytes() == theirs
    assert sorted(one.name for one in library.rglob(".disctui-*")) == []


def test_a_folder_that_another_program_keeps_locked_is_waited_for_once(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    monkeypatch.setattr("time.monotonic", lambda: len(waits) / 10)
    handle = os.open(library, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        for _ in range(50):
            with pytest.raises(WriteError, match="locked"):
                replace_file(library / "m.toml", M, NEW)
    finally:
        os.close(handle)
    assert 0 < len(waits) < 250
    replace_file(library / "m.toml", M, NEW)


def test_an_export_is_not_led_elsewhere_by_planted_links(library: Path) -> None:
    outside = library.parent / "bashrc"
    for name in (".shelf.html.part", ".disctui-export.csv.part", ".shelf.csv.part"):
        (library / name).symlink_to(outside)
    (library / "linked.csv").symlink_to(outside)
    for name in ("shelf.html", "shelf.csv"):
        form = name.rpartition(".")[2]
        assert run(["export", "-l", str(library), "--format", form, "-o", str(library / name)]) == 0
        assert (library / name).read_bytes()
        assert not (library / name).is_symlink()
    assert run(["export", "-l", str(library), "--format", "csv", "-o", str(library / "linked.csv")]) != 0
    assert outside.read_bytes() == SECRET


def test_an_export_keeps_the_permissions_of_the_file_it_replaces_and_spares_devices(library: Path) -> None:
    target = library.parent / "mine.csv"
    target.write_bytes(b"")
    target.chmod(0o600)
    assert run(["export", "-l", str(library), "--format", "csv", "-o", str(target)]) == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert run(["export", "-l", str(library), "--format", "csv", "-o", "/dev/null"]) == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_folders_default_rights_let_no_one_read_an_edited_file(library: Path) -> None:
    entries = [(1, 7, -1), (2, 4, 4242), (4, 5, -1), (16, 7, -1), (32, 5, -1)]  # user 4242 may read what is made here
    acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
    path = library / "m.toml"
    path.chmod(0o640)
    try:
        os.setxattr(library, "system.posix_acl_default", acl)
    except OSError:
        pytest.skip("this disk has no access lists")
    replace_file(path, M, NEW)
    assert "system.posix_acl_access" not in os.listxattr(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_an_append_only_folder_is_refused_without_litter(library: Path) -> None:
    handle = os.open(library, os.O_RDONLY)
    try:
        try:
            fcntl.ioctl(handle, 0x40086602, array("l", [0x20]))
        except OSError:
            pytest.skip("this disk or user can't make a folder append-only")
        try:
            before = sorted(path.name for path in library.iterdir())
            assert run(["set", "-l", str(library), "m", "year=1932"]) == 3
            assert run(["add", "-l", str(library), "--title", "New"]) == 3
            assert sorted(path.name for path in library.iterdir()) == before
        finally:
            fcntl.ioctl(handle, 0x40086602, array("l", [0]))
    finally:
        os.close(handle)
    assert (library / "m.toml").read_bytes() == M


@pytest.mark.parametrize("file", ["m.toml", "people.toml", "linked/x.toml"])
def test_nothing_is_written_through_a_link_that_leads_out_of_the_library(library: Path, file: str) -> None:
    outside = write_library(
        library.parent / "outside", {"x.toml": SHELF["m.toml"], "people.toml": '[[person]]\nname = "A"\nalso = "B"\n'}
    )
    before = {path.name: path.read_bytes() for path in outside.iterdir()}
    (library / "m.toml").unlink()
    (library / "m.toml").symlink_to(outside / "x.toml")
    (library / "linked").symlink_to(outside)
    (library / "people.toml").symlink_to(outside / "people.toml")
    if file == "people.toml":
        assert run(["people", "-l", str(library), "accept", "A", "C"]) == 3
    else:
        assert run(["set", "-l", str(library), file.removesuffix(".toml"), "year=1932"]) == 3
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == before
    (library / "inner.toml").symlink_to("rec.toml")
    assert run(["set", "-l", str(library), "inner", "year=2008"]) == 0
    assert (library / "inner.toml").is_symlink()


# A matrix of disks that refuse, in a mount namespace of its own


@contextlib.contextmanager
def disk(root: Path, options: str) -> Iterator[None]:
    """A small disk at `root`, seen by this process alone."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x00020000) or libc.mount(None, b"/", None, 0x4000 | 0x40000, None):
        raise OSError(ctypes.get_errno(), "no mount namespace")
    if libc.mount(b"tmpfs", os.fsencode(root), b"tmpfs", 0, options.encode()):
        raise OSError(ctypes.get_errno(), "no tmpfs")
    yield


def in_child(work: Callable[[], int]) -> int:
    child = os.fork()
    if not child:
        status = 99
        with contextlib.suppress(BaseException):
            status = work()
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


SKIPPED, DAMAGED, LITTERED, SILENT, WRONG_STATUS = 77, 1, 2, 3, 4


@pytest.mark.parametrize("kind", ["full", "no inodes", "read-only", "state full"])
@pytest.mark.parametrize(
    "words",
    [
        ["set", "--yes", "studio:criterion", "synopsis=" + "x" * 200_000],
        ["add", "--title", "New", "--synopsis", "x" * 200_000],
        ["check", "--fix"],
        ["import", "--yes", "IMPORT"],
        ["people", "accept", "Aleksey Batalov", "B" * 200_000],
        ["init", "--sample"],
        ["undo"],
    ],
    ids=lambda words: str(words[0]),
)
def test_a_disk_that_refuses_is_said_and_leaves_every_file_as_it_was(
    kind: str, words: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root, state = tmp_path / "disk", state_dir()
    root.mkdir()
    (tmp_path / "many.csv").write_text("title,synopsis\n" + "".join(f"Film {n},{'x' * 9000}\n" for n in range(150)))

    def work() -> int:
        try:
            limits = {"no inodes": "size=8m,nr_inodes=13"}.get(kind, "size=600k")
            with disk(root, limits):
                write_library(root, SHELF | {"slip.toml": 'title = "Slip"\nyear = "1985"\n'})
                if words[0] == "undo":
                    run(["set", "-l", str(root), "m", "year=1932"])
                refuse(kind, root, state)
                before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
                given = [str(tmp_path / "many.csv") if word == "IMPORT" else word for word in words]
                where = [str(root)] if words[0] == "init" else ["-l", str(root)]
                status = run([given[0], *where, *given[1:]])
                now = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
                if [path for path in now if path.name.startswith(".disctui-")]:
                    return LITTERED
                whole = all(now.get(path) == data for path, data in before.items())
                return DAMAGED if status == 3 and not whole else 0 if status == 3 else WRONG_STATUS
        except OSError as error:
            return SKIPPED if "mount namespace" in str(error) or "tmpfs" in str(error) else 98

    status = in_child(work)
    if status == SKIPPED:
        pytest.skip("no mount namespace of one's own here")
    told = capfd.readouterr().err
    assert status == 0, (status, told[-500:])
    assert "Traceback" not in told
    assert "; " in told


def refuse(kind: str, root: Path, state: Path) -> None:
    """Let the disk of a library, or that of the history, take nothing more."""
    if kind == "read-only":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.mount(None, os.fsencode(root), None, 0x20 | 0x1, None):
            raise OSError(ctypes.get_errno(), "tmpfs can't be remounted")
    elif kind == "full":
        fill(root)
    elif kind == "no inodes":
        with contextlib.suppress(OSError):
            for number in range(20):
                (root / f"filler-{number}").write_bytes(b"")
    else:
        state.mkdir(parents=True, exist_ok=True)
        kept = {path.relative_to(state): path.read_bytes() for path in state.rglob("*") if path.is_file()}
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.mount(b"tmpfs", os.fsencode(state), b"tmpfs", 0, b"size=64k"):
            raise OSError(ctypes.get_errno(), "no tmpfs")
        for path, data in kept.items():
            (state / path).parent.mkdir(parents=True, exist_ok=True)
            (state / path).write_bytes(data)
        fill(state)


def fill(folder: Path) -> None:
    """Fill a disk to its last page."""
    with contextlib.suppress(OSError), (folder / "filler").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
