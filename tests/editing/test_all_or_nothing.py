"""Promise 2: a file is the old one or the new one, whatever happens; and promise 3: nobody's change is overwritten."""

import ctypes
import errno
import fcntl
import os
import random
import signal
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli

from disctui.release_file.writing import add_to_list
from disctui.safe_write import atomic, renames, whole_file
from disctui.safe_write.atomic import (
    ChangedOnDisk,
    FileMissing,
    WriteError,
    clean_litter,
    create_file,
    current_bytes,
    free_path,
    remove_file,
    rename_file,
    replace_file,
)

OLD = b'title = "old"\n' * 300
NEW = b'title = "the new one"\n' * 500


def litter(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob(".disctui-*"))


def in_child(work: Callable[[], None]) -> int:
    """Run `work` in a process of its own; gives its id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def succeeded(child: int) -> bool:
    return os.waitpid(child, 0)[1] == 0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ran.toml"
    path.write_bytes(OLD)
    return path


@pytest.fixture(params=["plain", "link", "hard link"])
def any_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "shelf" / "ran.toml"
    path.parent.mkdir()
    path.write_bytes(OLD)
    if request.param == "hard link":
        os.link(path, path.with_name("second name"))
    if request.param == "link":
        link = tmp_path / "link.toml"
        link.symlink_to("shelf/ran.toml")
        return link
    return path


def test_the_new_bytes_are_there_and_nothing_else_is(any_file: Path, tmp_path: Path) -> None:
    names = {path.name for path in tmp_path.rglob("*")}
    replace_file(any_file, OLD, NEW)
    assert any_file.read_bytes() == NEW
    assert {path.name for path in tmp_path.rglob("*")} == names


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o666, 0o755])
def test_the_mode_stays(file: Path, mode: int) -> None:
    file.chmod(mode)
    replace_file(file, OLD, NEW)
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_stays(file: Path) -> None:
    os.chown(file, 1234, 4321)
    replace_file(file, OLD, NEW)
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 4321)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can change who it is")
def test_a_file_of_someone_else_that_one_may_write_keeps_its_owner(file: Path) -> None:
    os.chown(file, 1234, 4321)
    file.chmod(0o666)
    for folder in (file.parent, *file.parents):
        if not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o055)
    file.parent.chmod(0o777)

    def work() -> None:
        os.setgroups([])
        os.setgid(2000)
        os.setuid(2000)
        os.environ["XDG_STATE_HOME"] = str(file.parent / "state")
        replace_file(file, OLD, NEW)

    assert succeeded(in_child(work))
    assert file.read_bytes() == NEW
    assert file.stat().st_uid == 1234
    assert litter(file.parent) == []


def test_extended_attributes_stay(file: Path) -> None:
    try:
        os.setxattr(file, "user.mark", b"x")
    except OSError:
        pytest.skip("this disk has none")
    replace_file(file, OLD, NEW)
    assert os.getxattr(file, "user.mark") == b"x"


def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "target.toml"
    target.parent.mkdir()
    target.write_bytes(OLD)
    (tmp_path / "one").symlink_to("deep/target.toml")
    (tmp_path / "two").symlink_to("one")
    replace_file(tmp_path / "two", OLD, NEW)
    assert (tmp_path / "two").is_symlink()
    assert (tmp_path / "one").is_symlink()
    assert target.read_bytes() == NEW


def test_a_file_of_two_names_keeps_both(file: Path) -> None:
    os.link(file, file.with_name("second.toml"))
    replace_file(file, OLD, NEW)
    assert file.with_name("second.toml").read_bytes() == NEW
    assert file.stat().st_nlink == 2


def test_a_read_only_file_is_refused_with_a_remedy(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(WriteError, match="read-only") as caught:
        replace_file(file, OLD, NEW)
    assert "chmod" in (caught.value.hint or "")
    assert file.read_bytes() == OLD
    assert litter(file.parent) == []


@pytest.mark.parametrize("current", [b"", OLD.upper(), OLD + b"#"])
def test_a_file_that_changed_is_left_alone_and_shown(file: Path, current: bytes) -> None:
    before = file.stat()
    file.write_bytes(current)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ChangedOnDisk) as caught:
        replace_file(file, OLD, NEW)
    assert caught.value.current == current
    assert file.read_bytes() == current


def test_a_change_at_the_last_moment_is_seen(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def meddle(handle: int) -> None:
        sync(handle)
        file.write_bytes(b"mine\n")

    monkeypatch.setattr(os, "fsync", meddle)
    with pytest.raises(ChangedOnDisk):
        replace_file(file, OLD, NEW)
    assert file.read_bytes() == b"mine\n"
    assert litter(file.parent) == []


def test_what_is_gone_or_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        replace_file(tmp_path / "missing.toml", OLD, NEW)
    with pytest.raises(WriteError):
        replace_file(tmp_path / "no folder" / "missing.toml", OLD, NEW)
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(WriteError, match="not a file"):
        replace_file(tmp_path / "pipe.toml", OLD, NEW)
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    with pytest.raises(WriteError):
        replace_file(tmp_path / "loop.toml", OLD, NEW)


def test_a_file_that_an_editor_takes_away_for_a_moment_is_waited_for(file: Path) -> None:
    file.rename(file.with_name("ran.toml~"))

    def editor() -> None:
        time.sleep(0.08)
        file.with_name("ran.toml~").rename(file)

    child = in_child(editor)
    replace_file(file, OLD, NEW)
    assert succeeded(child)
    assert file.read_bytes() == NEW


def test_a_new_file_is_never_written_over_another(tmp_path: Path) -> None:
    first = tmp_path / "Café.toml"
    create_file(first, OLD)
    for name, free in (("CAFE\u0301.toml", "CAFE\u0301-2.toml"), ("café.toml", "café-3.toml")):
        path = free_path(tmp_path / name)
        assert path.name == free
        create_file(path, NEW)
    assert first.read_bytes() == OLD
    with pytest.raises(ChangedOnDisk):
        replace_file(first, None, NEW)
    with pytest.raises(ChangedOnDisk):
        create_file(first, NEW)
    assert litter(tmp_path) == []


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    made = tmp_path / "shelf" / "new.toml"
    create_file(made, NEW)
    assert made.stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.fixture
def memory_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every disk is one that has no hard links and can't rename without replacing, as a memory card's."""

    def no_links(*_: Any, **__: Any) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(atomic, "rename_no_replace", lambda *_: False)
    monkeypatch.setattr(os, "link", no_links)


@pytest.mark.usefixtures("memory_card")
def test_a_disk_without_hard_links_still_gets_new_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "new.toml"
    create_file(made, NEW)
    with pytest.raises(ChangedOnDisk):
        create_file(made, OLD)
    rename_file(made, tmp_path / "newer.toml", NEW)
    assert (tmp_path / "newer.toml").read_bytes() == NEW
    create_file(made, OLD)
    with pytest.raises(ChangedOnDisk):
        rename_file(made, tmp_path / "newer.toml", OLD)
    assert (made.read_bytes(), (tmp_path / "newer.toml").read_bytes()) == (OLD, NEW)

    def no_rename(*_: Any, **__: Any) -> None:
        raise OSError(errno.EIO, "no rename")

    monkeypatch.setattr(Path, "rename", no_rename)
    with pytest.raises(WriteError):
        rename_file(made, tmp_path / "third.toml", OLD)
    with pytest.raises(WriteError):
        create_file(tmp_path / "fourth.toml", OLD)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.toml", "newer.toml"]


def test_a_disk_that_fails_to_link_says_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(atomic, "rename_no_replace", lambda *_: False)
    monkeypatch.setattr(os, "link", broken)
    with pytest.raises(WriteError):
        create_file(file.with_name("new.toml"), NEW)
    with pytest.raises(WriteError):
        rename_file(file, file.with_name("new.toml"), OLD)
    assert file.read_bytes() == OLD
    assert litter(file.parent) == []


def test_a_link_is_renamed_and_not_what_it_leads_to(file: Path) -> None:
    link = file.with_name("link.toml")
    link.symlink_to(file.name)
    with pytest.raises(ChangedOnDisk):
        rename_file(link, file, OLD)
    rename_file(link, file.with_name("other.toml"), OLD)
    assert file.with_name("other.toml").readlink() == Path(file.name)
    assert not link.is_symlink()
    assert file.read_bytes() == OLD


def test_a_file_that_is_another_by_now_is_neither_renamed_nor_removed(file: Path) -> None:
    removed: list[Path] = []
    with pytest.raises(ChangedOnDisk):
        rename_file(file, file.with_name("new.toml"), NEW)
    with pytest.raises(ChangedOnDisk):
        remove_file(file, NEW, removed.append)
    assert (file.read_bytes(), removed) == (OLD, [])


@pytest.mark.parametrize("lacks", ["the library", "the call", "this kind of rename"])
def test_a_system_that_can_t_rename_without_replacing_is_found_out(
    file: Path, lacks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Library:
        """An older one, whose call is there and does nothing, or is not there."""

        def __getattr__(self, name: str) -> Any:
            if lacks == "the call":
                raise AttributeError(name)
            return lambda *_: -1

    def opened(*_: Any, **__: Any) -> Library:
        if lacks == "the library":
            raise OSError
        return Library()

    monkeypatch.setattr(ctypes, "CDLL", opened)
    monkeypatch.setattr(ctypes, "get_errno", lambda: errno.ENOSYS)
    assert not renames.rename_no_replace(file, file.with_name("new.toml"))
    rename_file(file, file.with_name("new.toml"), OLD)
    assert file.with_name("new.toml").read_bytes() == OLD
    monkeypatch.setattr(ctypes, "get_errno", lambda: errno.EIO)
    if lacks == "this kind of rename":
        with pytest.raises(OSError, match="Input/output"):
            renames.rename_no_replace(file.with_name("new.toml"), file)


def test_a_disk_that_knows_no_locks_is_written_to(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in (errno.ENOLCK, errno.EOPNOTSUPP):

        def no_locks(*_: Any, code: int = code) -> None:
            raise OSError(code, "no locks")

        monkeypatch.setattr(fcntl, "flock", no_locks)
        replace_file(file, file.read_bytes(), NEW + str(code).encode())
        assert file.read_bytes() == NEW + str(code).encode()


def test_a_file_of_the_program_s_own_is_written_whole_where_none_is_renamed_while_open(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_file, "IS_POSIX", False)
    with whole_file.whole_file(file) as made:
        made.write(NEW)
    assert file.read_bytes() == NEW

    def fail_halfway() -> None:
        with whole_file.whole_file(file) as made:
            made.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert file.read_bytes() == NEW
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_rename_never_takes_the_name_of_another(file: Path) -> None:
    other = file.with_name("other.toml")
    other.write_bytes(NEW)
    with pytest.raises(ChangedOnDisk):
        rename_file(file, other, OLD)
    with pytest.raises(ChangedOnDisk):
        rename_file(file, file.with_name("third.toml"), NEW)
    assert (file.read_bytes(), other.read_bytes()) == (OLD, NEW)


# Every call to the system fails once, at its first, second, third ... use, with every errno that a disk may give.
CALLS = [
    "open",
    "pread",
    "write",
    "fstat",
    "fsync",
    "fchmod",
    "fchown",
    "rename",
    "link",
    "ftruncate",
    "replace",
    "stat",
]
ERRORS = [errno.ENOSPC, errno.EACCES, errno.EIO, errno.EDQUOT, errno.EROFS, errno.EPERM]


def failing(monkeypatch: pytest.MonkeyPatch, name: str, nth: int, error: int) -> list[int]:
    count = [0]
    original = getattr(os, name)

    def call(*args: Any, **kwargs: Any) -> Any:
        count[0] += 1
        if count[0] == nth:
            raise OSError(error, os.strerror(error))
        return original(*args, **kwargs)

    monkeypatch.setattr(os, name, call)
    return count


def each_fault(monkeypatch: pytest.MonkeyPatch, attempt: Callable[[], None]) -> Iterator[bool]:
    """Run `attempt` with one fault at a time; gives whether it went well."""
    for name in CALLS:
        for error in ERRORS:
            for nth in range(1, 12):
                with monkeypatch.context() as patch:
                    count = failing(patch, name, nth, error)
                    try:
                        attempt()
                    except WriteError:
                        went_well = False
                    else:
                        went_well = True
                yield went_well
                if count[0] < nth:
                    break


def test_a_failing_disk_leaves_the_old_file_and_no_litter(any_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = 0
    for went_well in each_fault(monkeypatch, lambda: replace_file(any_file, OLD, NEW)):
        assert any_file.read_bytes() == (NEW if went_well else OLD)
        assert litter(any_file.resolve().parent) == []
        any_file.write_bytes(OLD)
        faults += not went_well
    assert faults >= 60


def test_a_failing_disk_makes_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new.toml"
    for went_well in each_fault(monkeypatch, lambda: replace_file(path, None, NEW)):
        assert current_bytes(path) == (NEW if went_well else None)
        assert litter(tmp_path) == []
        path.unlink(missing_ok=True)


def test_a_disk_that_takes_a_few_bytes_at_a_time_gets_them_all(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:97]))
    replace_file(file, OLD, NEW)
    assert file.read_bytes() == NEW


def test_a_full_disk_is_said_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, "write", 1, errno.ENOSPC)
    with pytest.raises(WriteError, match="disk is full"):
        replace_file(file, OLD, NEW)


def test_what_the_bin_does_not_take_stays(file: Path) -> None:
    def no_bin(path: Path) -> None:
        raise OSError(errno.EPERM, "no bin")

    with pytest.raises(WriteError):
        remove_file(file, OLD, no_bin)
    assert file.read_bytes() == OLD


def killed_at(nth: int, work: Callable[[], None]) -> bool:
    """Run `work` in a child that is killed before its call number `nth` to the system; whether it came so far."""

    def doomed() -> None:
        count = [0]

        def wrapped(original: Callable[..., Any]) -> Callable[..., Any]:
            def call(*args: Any, **kwargs: Any) -> Any:
                count[0] += 1
                if count[0] == nth:
                    os.kill(os.getpid(), signal.SIGKILL)
                return original(*args, **kwargs)

            return call

        for name in (*CALLS, "unlink", "close"):
            setattr(os, name, wrapped(getattr(os, name)))
        write = os.write
        setattr(os, "write", lambda handle, data: write(handle, data[:1000]))  # noqa: B010 - mypy forbids the plain way
        work()

    return not succeeded(in_child(doomed))


def test_killed_before_any_call_the_file_is_old_or_new_and_the_next_start_clears_up(any_file: Path) -> None:
    seen = set()
    for nth in range(1, 200):
        was_killed = killed_at(nth, lambda: replace_file(any_file, OLD, NEW))
        assert clean_litter(any_file.parent, older_than=0) == []
        content = any_file.read_bytes()
        assert content in {OLD, NEW}
        assert litter(any_file.parent) == []
        seen.add(content)
        any_file.write_bytes(OLD)
        if not was_killed:
            break
    assert seen == {OLD, NEW}
    assert 12 < nth < 199


def test_killed_at_random_hundreds_of_times_no_file_is_ever_damaged(tmp_path: Path) -> None:
    chance = random.Random(4)
    files = [tmp_path / f"{number}.toml" for number in range(3)]
    for path in files:
        path.write_bytes(OLD)
    os.link(files[2], tmp_path / "second name")
    contents = {OLD, NEW}

    def work() -> None:
        os.write(begun, b".")
        while True:
            for path in files:
                now = path.read_bytes()
                replace_file(path, now, NEW if now == OLD else OLD)

    at_work, begun = os.pipe()
    kills = changed = 0
    while kills < 200 or changed < 20:
        before = [path.read_bytes() for path in files]
        child = in_child(work)
        os.read(at_work, 1)
        time.sleep(chance.uniform(0.0005, 0.008))
        os.kill(child, signal.SIGKILL)
        assert not succeeded(child)
        clean_litter(tmp_path, older_than=0)
        after = [path.read_bytes() for path in files]
        assert set(after) <= contents
        assert litter(tmp_path) == []
        kills += 1
        changed += before != after
        assert kills < 5000, f"only {changed} were killed after they had changed something"
    os.close(at_work)
    os.close(begun)


def test_litter_of_a_program_that_is_still_at_work_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".disctui-abc.tmp").write_bytes(b"")
    clean_litter(tmp_path)
    assert litter(tmp_path) == [".disctui-abc.tmp"]
    clean_litter(tmp_path, older_than=0)
    assert litter(tmp_path) == []


def test_a_half_written_file_that_someone_else_mended_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(OLD)
    os.link(path, tmp_path / "b")
    nth = 1
    while killed_at(nth, lambda: replace_file(path, OLD, NEW)) and path.read_bytes() in {OLD, NEW}:
        clean_litter(tmp_path, older_than=0)
        nth += 1
    assert path.read_bytes() not in {OLD, NEW}
    path.write_bytes(b'title = "mended by hand"\n')
    assert len(clean_litter(tmp_path, older_than=0)) == 1
    assert path.read_bytes() == b'title = "mended by hand"\n'


def test_of_800_updates_by_two_processes_800_are_there(tmp_path: Path) -> None:
    path = tmp_path / "ran.toml"
    path.write_bytes(b'title = "Ran"\n[collection]\ntags = [\n]\n')

    def updates(name: str) -> None:
        for number in range(400):
            while True:
                now = path.read_bytes()
                try:
                    replace_file(path, now, now.replace(b"\n]", b'\n  "%s-%d",\n]' % (name.encode(), number)))
                    break
                except ChangedOnDisk:
                    continue

    children = [in_child(lambda: updates("a")), in_child(lambda: updates("b"))]
    assert all(map(succeeded, children))
    text = path.read_text()
    assert all(f'"{name}-{number}"' in text for name in "ab" for number in range(400))
    assert text.count("\n") == 804


def test_of_the_edits_of_two_processes_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "ran.toml"
    path.write_bytes(b'title = "Ran"\n')

    def updates(name: str) -> None:
        for number in range(25):
            while True:
                now = path.read_bytes()
                try:
                    replace_file(path, now, add_to_list(now, ("collection", "tags"), [f"{name}{number}"]))
                    break
                except ChangedOnDisk:
                    continue

    children = [in_child(lambda: updates("a")), in_child(lambda: updates("b"))]
    assert all(map(succeeded, children))
    assert len(tomli.loads(path.read_text())["collection"]["tags"]) == 50
