"""The one way to write a file of the library: the old bytes or the new ones, never a mix, never over someone's change.

A file is written beside itself under a temporary name, synced, compared once more, and renamed over the old one,
all under a lock on its folder. A link stays a link, mode and owner stay. A file with several names is written in
place, with a journal in the state folder from which the next program finishes the work.
"""

import errno
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from disctui.safe_write.in_place import write_in_place
from disctui.safe_write.litter import clean_litter
from disctui.safe_write.names import FreeNames
from disctui.safe_write.posix import (
    CREATE,
    ChangedOnDisk,
    FileMissing,
    WriteError,
    locked,
    read,
    scratch,
    sync,
    translate_os_errors,
    write_all,
)
from disctui.safe_write.renames import exchange, rename_no_replace

__all__ = [
    "ChangedOnDisk",
    "FileMissing",
    "WriteError",
    "clean_litter",
    "create_file",
    "current_bytes",
    "free_path",
    "remove_file",
    "rename_file",
    "replace_file",
]

_MISSING_PATIENCE = 0.3  # vim takes the file away for a moment while it saves
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}


def replace_file(path: Path, expected: bytes | None, new: bytes) -> None:
    """Make `new` the bytes of the file at `path`, provided that they are `expected` now.

    Args:
        path: The file, or a link to it.
        expected: What was read; None where there must be no file yet.
        new: What it shall hold.

    Raises:
        ChangedOnDisk: it holds something else.
        WriteError: it is gone, read-only, not a file, or the system refuses; the file stands as it was.
    """
    if expected is None:
        create_file(path, new)
        return
    with translate_os_errors(path):
        real = Path(os.path.realpath(path))
        with locked(real.parent) as folder:
            status = _check(path, real, expected)
            if new == expected:
                return
            if _keeps_names(status):
                _replace(path, real, expected, new, status)
                sync(folder)
            else:
                write_in_place(real, expected, new)


def create_file(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write a file that does not exist yet, and never over one that does.

    Args:
        path: Where; its folder is made if it is missing.
        data: What it shall hold.
        mode: The permission bits; None for those of any new file.

    Raises:
        ChangedOnDisk: there is a file.
        WriteError: the system refuses.
    """
    with translate_os_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with locked(path.parent) as folder, scratch(path.parent, 0o666) as (made, handle):
            if mode is not None:
                os.fchmod(handle, mode)
            write_all(handle, data)
            os.fsync(handle)
            name_new_file(made, path)
            sync(folder)


def rename_file(path: Path, to: Path, expected: bytes) -> None:
    """Give the file at `path` the name `to`, provided that it holds `expected`; never over another file.

    Raises:
        ChangedOnDisk: it holds something else, or `to` is taken.
        WriteError: it is gone, or the system refuses.
    """
    with translate_os_errors(path), locked(path.parent) as folder:
        current = read(path)
        if current != expected:
            raise ChangedOnDisk(path, current)
        # A change of case alone, on a disk that ignores case; a link and what it leads to are two.
        is_same = os.path.lexists(to) and os.path.samestat(path.lstat(), to.lstat())
        if is_same and {path.name, to.name} <= set(os.listdir(path.parent)):  # noqa: PTH208 - names are wanted
            path.unlink()  # a rename in two steps that was killed between them
        elif is_same or path.is_symlink():
            if not is_same and os.path.lexists(to):
                raise ChangedOnDisk(to, b"")
            path.rename(to)
        else:
            _move(path, to)
        sync(folder)


def remove_file(path: Path, expected: bytes, discard: Callable[[Path], None]) -> None:
    """Hand the file at `path` to `discard`, provided that it holds `expected`.

    Raises:
        ChangedOnDisk: it holds something else.
        WriteError: it is gone, or the system refuses.
    """
    with translate_os_errors(path), locked(path.parent) as folder:
        current = read(path)
        if current != expected:
            raise ChangedOnDisk(path, current)
        discard(path)
        sync(folder)


def current_bytes(path: Path) -> bytes | None:
    """What the file at `path` holds, or None where there is none.

    Raises:
        WriteError: it can't be read.
    """
    with translate_os_errors(path):
        try:
            return read(path)
        except FileNotFoundError:
            return None


def free_path(path: Path) -> Path:
    """`path`, or with a number behind its name where that name is taken in any case or Unicode form.

    Raises:
        WriteError: its folder can't be read.
    """
    return FreeNames().take(path)


def _check(path: Path, real: Path, expected: bytes) -> os.stat_result:
    deadline = time.monotonic() + _MISSING_PATIENCE
    while True:
        try:
            current = read(real)
            break
        except FileNotFoundError:
            if time.monotonic() > deadline:
                raise FileMissing(path) from None
            time.sleep(0.02)
    if current != expected:
        raise ChangedOnDisk(path, current)
    status = real.stat()
    if not status.st_mode & 0o222 or not os.access(real, os.W_OK):  # root may write anything; a lock is a lock
        raise WriteError(path, "it is read-only", "unlock it: chmod u+w")
    return status


def _keeps_names(status: os.stat_result) -> bool:
    """Whether a rename would lose nothing: no second name, and an owner and group that we may give."""
    may_give = os.geteuid() == 0 or (status.st_uid == os.geteuid() and status.st_gid in {os.getegid(), *os.getgroups()})
    return status.st_nlink == 1 and may_give


def _replace(path: Path, real: Path, expected: bytes, new: bytes, status: os.stat_result) -> None:
    with scratch(real.parent, 0o600) as (made, handle):
        write_all(handle, new)
        if os.geteuid() == 0 or status.st_gid != os.getegid():
            os.fchown(handle, status.st_uid, status.st_gid)
        _copy_attributes(real, handle)
        os.fchmod(handle, stat.S_IMODE(status.st_mode))
        os.fsync(handle)
        current = read(real)
        if current != expected:
            raise ChangedOnDisk(path, current)
        _swap(made, real, expected, path)


def _swap(made: Path, real: Path, expected: bytes, path: Path) -> None:
    """Let a new file take the place of another, and look at what came out: a save in the last moment is put back."""
    if not exchange(made, real):
        os.rename(made, real)  # noqa: PTH104 - of the os calls, the one that counts
        return
    try:
        current = read(made)
        if current != expected:
            raise ChangedOnDisk(path, current)
    except BaseException:
        exchange(made, real)
        raise


def _copy_attributes(source: Path, handle: int) -> None:
    """Give a new file the attributes of another, and none besides: a folder's default rights would let others read."""
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):  # a disk without them, or one that is not ours to set
        wanted = os.listxattr(source)
        for name in set(os.listxattr(handle)) - set(wanted):
            with suppress(OSError):
                os.removexattr(handle, name)
        for name in wanted:
            with suppress(OSError):
                os.setxattr(handle, name, os.getxattr(source, name))


def name_new_file(made: Path, path: Path) -> None:
    """Give a new file its name, never over another.

    Raises:
        ChangedOnDisk: there is a file of that name.
        OSError: the system refuses.
    """
    try:
        if rename_no_replace(made, path):
            return
        os.link(made, path)
    except FileExistsError:
        raise ChangedOnDisk(path, read(path)) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _claim(path, made)


def _move(path: Path, to: Path) -> None:
    try:
        if rename_no_replace(path, to):
            return
        os.link(path, to)
    except FileExistsError:
        raise ChangedOnDisk(to, read(to)) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _claim(to, path)
        return
    path.unlink()


def _claim(path: Path, source: Path) -> None:
    """Take a name on a disk that has no hard links, such as a memory card's, and rename `source` over it."""
    try:
        os.close(os.open(path, CREATE, 0o666))
    except FileExistsError:
        raise ChangedOnDisk(path, read(path)) from None
    try:
        source.rename(path)
    except OSError:
        path.unlink()
        raise
