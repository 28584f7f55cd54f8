"""The one way to write a file of the library: the old bytes or the new ones, never a mix, never over someone's change.

A file is written beside itself under a temporary name, synced, compared once more, and renamed over the old one,
all under a lock on its folder. A link stays a link, mode and owner stay. A file with several names is written in
place, with a journal beside it from which the next start finishes the work.
"""

import errno
import fcntl
import os
import secrets
import stat
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from disctui.library.files import PEOPLE_FILE, SIZE_LIMIT

PREFIX = ".disctui-"
TEMPORARY = ".tmp"
JOURNAL = ".redo"
LITTER_AGE = 60.0
"""Seconds after which a temporary file whose folder nobody locks is litter: where locks don't work, age must do."""

_LOCK_PATIENCE = 10.0
_MISSING_PATIENCE = 0.3  # vim takes the file away for a moment while it saves
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
_REASONS = {
    errno.ENOSPC: ("the disk is full", "make room on it, then save again"),
    errno.EDQUOT: ("your share of the disk is used up", "make room, then save again"),
    errno.EROFS: ("the disk is mounted read-only", "mount it for writing, or copy the library elsewhere"),
    errno.EACCES: ("no permission to write in its folder", "give yourself the right to write: chmod u+w"),
    errno.EPERM: ("the system does not permit it", "see the file's owner and attributes: ls -l, lsattr"),
    errno.EIO: ("the disk reports an error", "see to the disk before you go on; keep a copy of the library"),
    errno.ENOENT: ("its folder is gone", "make the folder again, or save elsewhere"),
    errno.ENAMETOOLONG: ("its name is too long for the system", "choose a shorter one"),
    errno.ELOOP: ("the link leads back to itself", "remove the link"),
    errno.EMFILE: ("too many files are open", "close other programs, or raise `ulimit -n`"),
    errno.EFBIG: ("it is larger than the disk permits", "make it smaller"),
}


class WriteRefused(Exception):  # noqa: N818 - nothing was written, which is what the name says
    """A file was not written and stands as it was. `message` says why, `hint` what to do."""

    def __init__(self, path: Path, message: str, hint: str) -> None:
        super().__init__(f"{path.name} was not written: {message}")
        self.path = path
        self.message = message
        self.hint = hint


class Gone(WriteRefused):
    """The file that should be changed is not there any more."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the file is gone", "save it under a new name, or undo its removal")


class ChangedOnDisk(Exception):  # noqa: N818 - it is a state of the file, not a mistake of the caller
    """The file holds something else than was read; nothing was written. `current` is what it holds now."""

    def __init__(self, path: Path, current: bytes) -> None:
        super().__init__(f"{path.name} was changed by someone else")
        self.path = path
        self.current = current


class _Redo(msgspec.Struct, frozen=True):
    """What a write in place sets out to do, kept beside the file until it is done."""

    name: str
    before: bytes
    after: bytes


def replace_file(path: Path, expected: bytes | None, new: bytes) -> None:
    """Make `new` the bytes of the file at `path`, provided that they are `expected` now.

    Args:
        path: The file, or a link to it.
        expected: What was read; None where there must be no file yet.
        new: What it shall hold.

    Raises:
        ChangedOnDisk: it holds something else.
        WriteRefused: it is gone, read-only, not a file, or the system refuses; the file stands as it was.
    """
    if expected is None:
        create_file(path, new, exact=True)
        return
    with _refusals(path):
        real = Path(os.path.realpath(path))
        with locked(real.parent) as folder:
            status = _check(path, real, expected)
            if new == expected:
                return
            if _keeps_names(status):
                _replace(path, real, expected, new, status, folder)
            else:
                _write_in_place(real, expected, new, folder)


def create_file(path: Path, data: bytes, *, exact: bool = False, mode: int | None = None) -> Path:
    """Write a file that does not exist yet, and never over one that does.

    Args:
        path: Where; its folder is made if it is missing.
        data: What it shall hold.
        exact: Whether no other name will do. Otherwise a number is put behind the name where it, or one that
            differs only in case or in Unicode form, is taken.
        mode: The permission bits; None for those of any new file.

    Returns:
        The path that it got.

    Raises:
        ChangedOnDisk: `exact`, and there is a file.
        WriteRefused: the system refuses.
    """
    with _refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with locked(path.parent) as folder:
            chosen = path if exact else free_path(path)
            temporary, handle = _temporary(path.parent, 0o666)
            try:
                try:
                    if mode is not None:
                        os.fchmod(handle, mode)
                    _write_all(handle, data)
                    os.fsync(handle)
                finally:
                    os.close(handle)
                _link(temporary, chosen)
            finally:
                with suppress(FileNotFoundError):
                    temporary.unlink()
            _sync(folder)
    return chosen


def rename_file(path: Path, to: Path, expected: bytes) -> None:
    """Give the file at `path` the name `to`, provided that it holds `expected`; never over another file.

    Raises:
        ChangedOnDisk: it holds something else, or `to` is taken.
        WriteRefused: it is gone, or the system refuses.
    """
    with _refusals(path), locked(path.parent) as folder:
        current = _read(path)
        if current != expected:
            raise ChangedOnDisk(path, current)
        is_same = to.exists() and to.samefile(path)  # a change of case alone, on a disk that ignores case
        if is_same or path.is_symlink():
            if not is_same and os.path.lexists(to):
                raise ChangedOnDisk(to, b"")
            path.rename(to)
        else:
            _move(path, to)
        _sync(folder)


def remove_file(path: Path, expected: bytes, discard: Callable[[Path], None]) -> None:
    """Hand the file at `path` to `discard`, provided that it holds `expected`.

    Raises:
        ChangedOnDisk: it holds something else.
        WriteRefused: it is gone, or the system refuses.
    """
    with _refusals(path), locked(path.parent) as folder:
        current = _read(path)
        if current != expected:
            raise ChangedOnDisk(path, current)
        discard(path)
        _sync(folder)


def current_bytes(path: Path) -> bytes | None:
    """What the file at `path` holds, or None where there is none.

    Raises:
        WriteRefused: it can't be read.
    """
    with _refusals(path):
        try:
            return _read(path)
        except FileNotFoundError:
            return None


def free_path(path: Path) -> Path:
    """`path`, or with a number behind its name where that name is taken in any case or Unicode form."""
    with os.scandir(path.parent) as entries:
        taken = {_folded(entry.name) for entry in entries} | {PEOPLE_FILE}
    candidate, number = path, 2
    while _folded(candidate.name) in taken:
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Keep every other disctui from writing in `folder`; gives the descriptor of the folder.

    A disk that knows no locks is written to without: the comparison before the rename is then all there is.

    Raises:
        OSError: the folder can't be opened.
        WriteRefused: another program keeps it locked.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        deadline = time.monotonic() + _LOCK_PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise WriteRefused(
                        folder, "another program keeps its folder locked", "close the other program, then save again"
                    ) from None
                time.sleep(0.002)
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
                break
        yield handle
    finally:
        os.close(handle)


def clean_litter(root: Path, older_than: float = LITTER_AGE) -> list[Path]:
    """Remove what a killed program left below `root`, and finish the writes in place that it began.

    Returns:
        The files that could not be dealt with: journals of files that someone else changed since.
    """
    left: list[Path] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        litter = [Path(folder, name) for name in names if name.startswith(PREFIX)]
        if not litter:
            continue
        with suppress(OSError, WriteRefused), locked(Path(folder)):
            for path in litter:
                if time.time() - path.lstat().st_mtime < older_than:
                    continue
                if path.suffix == TEMPORARY or (path.suffix == JOURNAL and _finish(path)):
                    path.unlink()
                elif path.suffix == JOURNAL:
                    left.append(path)
    return left


def _finish(journal: Path) -> bool:
    """Finish a write in place; whether the journal has served its time."""
    try:
        redo = msgspec.msgpack.decode(journal.read_bytes(), type=_Redo)
    except msgspec.DecodeError:
        return True  # killed before the journal was whole, and so before the file was touched
    target = journal.with_name(redo.name)
    try:
        current = _read(target)
    except FileNotFoundError:
        return False
    if current in {redo.before, redo.after}:
        return True
    if not _is_mix(current, redo):
        return False
    _overwrite(target, redo.after)
    return True


def _is_mix(current: bytes, redo: _Redo) -> bool:
    """Whether `current` begins as the new bytes and goes on as the old ones, cut anywhere."""
    agreed = os.path.commonprefix([current, redo.after])
    return current[len(agreed) :] == redo.before[len(agreed) : len(current)] and len(current) >= min(
        len(redo.before), len(redo.after)
    )


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """Turn what the system says into a reason and a remedy."""
    try:
        yield
    except FileNotFoundError as error:
        if error.filename is None or Path(os.fsdecode(error.filename)) == path:
            raise Gone(path) from error
        raise WriteRefused(path, *_REASONS[errno.ENOENT]) from error
    except OSError as error:
        unknown = (os.strerror(error.errno or 0), "see that the file can be written")
        raise WriteRefused(path, *_REASONS.get(error.errno or 0, unknown)) from error


def _read(path: Path) -> bytes:
    handle = os.open(path, _READ)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise WriteRefused(path, "it is not a file", "rename it, or move it out of the library")
        parts, size = [], 0
        while part := os.read(handle, 1 << 20):
            parts.append(part)
            size += len(part)
            if size > SIZE_LIMIT:
                raise WriteRefused(path, "it has grown past the limit of 4 MiB", "edit it in another program")
        return b"".join(parts)
    finally:
        os.close(handle)


def _check(path: Path, real: Path, expected: bytes) -> os.stat_result:
    deadline = time.monotonic() + _MISSING_PATIENCE
    while True:
        try:
            current = _read(real)
            break
        except FileNotFoundError:
            if time.monotonic() > deadline:
                raise Gone(path) from None
            time.sleep(0.02)
    if current != expected:
        raise ChangedOnDisk(path, current)
    status = real.stat()
    if not status.st_mode & 0o222 or not os.access(real, os.W_OK):  # root may write anything; a lock is a lock
        raise WriteRefused(path, "it is read-only", "unlock it: chmod u+w")
    return status


def _keeps_names(status: os.stat_result) -> bool:
    """Whether a rename would lose nothing: no second name, and an owner and group that we may give."""
    may_give = os.geteuid() == 0 or (status.st_uid == os.geteuid() and status.st_gid in {os.getegid(), *os.getgroups()})
    return status.st_nlink == 1 and may_give


def _temporary(folder: Path, mode: int, suffix: str = TEMPORARY) -> tuple[Path, int]:
    path = folder / f"{PREFIX}{secrets.token_hex(6)}{suffix}"
    return path, os.open(path, _NEW, mode)


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _replace(path: Path, real: Path, expected: bytes, new: bytes, status: os.stat_result, folder: int) -> None:
    temporary, handle = _temporary(real.parent, 0o600)
    try:
        try:
            _write_all(handle, new)
            if os.geteuid() == 0 or status.st_gid != os.getegid():
                os.fchown(handle, status.st_uid, status.st_gid)
            os.fchmod(handle, stat.S_IMODE(status.st_mode))
            _copy_attributes(real, handle)
            os.fsync(handle)
        finally:
            os.close(handle)
        current = _read(real)
        if current != expected:
            raise ChangedOnDisk(path, current)
        os.rename(temporary, real)  # noqa: PTH104 - of the os calls, the one that counts
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync(folder)


def _copy_attributes(source: Path, handle: int) -> None:
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):  # a disk without them, or one that is not ours to set
        for name in os.listxattr(source):
            with suppress(OSError):
                os.setxattr(handle, name, os.getxattr(source, name))


def _write_in_place(real: Path, before: bytes, after: bytes, folder: int) -> None:
    journal, handle = _temporary(real.parent, 0o600, JOURNAL)
    try:
        try:
            _write_all(handle, msgspec.msgpack.encode(_Redo(real.name, before, after)))
            os.fsync(handle)
        finally:
            os.close(handle)
        _sync(folder)
        try:
            _overwrite(real, after)
        except OSError:
            _overwrite(real, before)
            raise
    except BaseException:
        with suppress(OSError):
            if _read(real) in {before, after}:
                journal.unlink()
        raise
    journal.unlink()
    _sync(folder)


def _overwrite(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        _write_all(handle, data)
        os.ftruncate(handle, len(data))
        os.fsync(handle)
    finally:
        os.close(handle)


def _link(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise ChangedOnDisk(path, _read(path)) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _claim(path)
        temporary.rename(path)


def _move(path: Path, to: Path) -> None:
    try:
        os.link(path, to)
    except FileExistsError:
        raise ChangedOnDisk(to, _read(to)) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _claim(to)
        path.rename(to)
        return
    path.unlink()


def _claim(path: Path) -> None:
    """Take a name on a disk that has no hard links, such as a memory card's."""
    try:
        os.close(os.open(path, _NEW, 0o666))
    except FileExistsError:
        raise ChangedOnDisk(path, _read(path)) from None


def _sync(folder: int) -> None:
    with suppress(OSError):  # the rename is done; not every disk can sync a folder
        os.fsync(folder)
