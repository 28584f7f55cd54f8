"""Basic operations on files, their errors turned into messages; the other modules of the room are made of them."""

import errno
import os
import stat
import sys
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from disctui.problem import Refused
from disctui.safe_write.system import FOLDER, READ, flags, has_locked

PREFIX = ".disctui-"
"""How the names of all temporary files begin."""
TEMPORARY = ".tmp"
"""How the name of a file ends that is not yet renamed."""

SIZE_LIMIT = 1024 * 1024
"""Bytes of a file of the library at most: no more is read, and no more is written."""
_LOCK_PATIENCE = 10.0
CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | flags("CLOEXEC", "NOFOLLOW", "BINARY")
_GET_FLAGS, _APPEND_ONLY = 0x80086601, 0x20
"""The ioctl that reads the attributes of a file on Linux, and the attribute of a folder that only grows."""
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


class WriteError(Refused):
    """A file was not written and stands as it was; `reason` says why without naming the file."""

    def __init__(self, path: Path, reason: str, hint: str) -> None:
        super().__init__(f"{path.name} was not written: {reason}", hint)
        self.path = path
        self.reason = reason


class FileMissing(WriteError):  # noqa: N818 - it is a state of the folder
    """The file that should be changed is not there any more."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the file is gone", "save it under a new name, or undo its removal")


class ChangedOnDisk(Refused):
    """The file holds something else than was read; nothing was written. `current` is what it holds now."""

    def __init__(self, path: Path, current: bytes) -> None:
        super().__init__(f"{path.name} was changed by someone else", "look at what it holds now, then decide")
        self.path = path
        self.current = current


_busy: dict[tuple[int, int], float] = {}
"""Folders that another program kept locked, and until when no one waits for them again."""


@contextmanager
def locked(folder: Path, patience: float = _LOCK_PATIENCE) -> Iterator[int]:
    """Keep every other disctui from writing in `folder`; gives the descriptor of the folder.

    A disk that knows no locks is written to without: the comparison before the rename is then all there is.

    Args:
        folder: Where.
        patience: Seconds to wait. Of many files in a folder that stays locked, only the first waits.

    Raises:
        OSError: the folder can't be opened.
        WriteError: another program keeps it locked.
    """
    handle = os.open(folder, FOLDER)
    try:
        status = os.fstat(handle)
        place = status.st_dev, status.st_ino
        began = time.monotonic()
        if _busy.get(place, 0.0) > began:
            patience = 0.0
        while not has_locked(handle):
            if time.monotonic() - began > patience:
                _busy[place] = time.monotonic() + _LOCK_PATIENCE
                raise WriteError(
                    folder, "another program keeps its folder locked", "close the other program, then save again"
                )
            time.sleep(0.002)
        _busy.pop(place, None)
        _require_removable(folder, handle)
        yield handle
    finally:
        os.close(handle)


def _require_removable(folder: Path, handle: int) -> None:
    """Refuse a folder that takes files and gives none away: what is written apart first could not be tidied up."""
    if sys.platform != "linux":
        return
    import fcntl  # noqa: PLC0415 - Linux has it

    flags = array("l", [0])
    with suppress(OSError):  # not every disk has such flags
        fcntl.ioctl(handle, _GET_FLAGS, flags)
        if flags[0] & _APPEND_ONLY:
            raise WriteError(folder, "its folder is append-only", "let it be changed: chattr -a")


@contextmanager
def translate_os_errors(path: Path) -> Iterator[None]:
    """Turn what the system says into a reason and a remedy."""
    try:
        yield
    except FileNotFoundError as error:
        if error.filename is None or Path(os.fsdecode(error.filename)) == path:
            raise FileMissing(path) from error
        raise WriteError(path, *_REASONS[errno.ENOENT]) from error
    except OSError as error:
        unknown = (os.strerror(error.errno or 0), "see that the file can be written")
        raise WriteError(path, *_REASONS.get(error.errno or 0, unknown)) from error


def read(path: Path) -> bytes:
    """The bytes of a file; never blocks.

    Raises:
        OSError: the system refuses.
        WriteError: it isn't a regular file, or is past the limit of a release file.
    """
    handle = os.open(path, READ)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise WriteError(path, "it is not a file", "rename it, or move it out of the library")
        return read_all(handle, path)
    finally:
        os.close(handle)


def read_all(handle: int, path: Path) -> bytes:
    """The bytes of an open file from its beginning.

    Raises:
        OSError: the system refuses.
        WriteError: it is past the limit of a release file.
    """
    parts, size = [], 0
    while part := os.pread(handle, 1 << 20, size):
        parts.append(part)
        size += len(part)
        if size > SIZE_LIMIT:
            reason = f"it has grown past the limit of {SIZE_LIMIT // 1024 // 1024} MiB"
            raise WriteError(path, reason, "edit it in another program")
    return b"".join(parts)


def temporary(folder: Path, mode: int, suffix: str = TEMPORARY) -> tuple[Path, int]:
    """A new file in `folder`, of a name that is read as no release, and its descriptor."""
    path = folder / f"{PREFIX}{os.urandom(6).hex()}{suffix}"
    return path, os.open(path, CREATE, mode)


@contextmanager
def scratch(folder: Path, mode: int) -> Iterator[tuple[Path, int]]:
    """A new file in `folder` and its descriptor, for as long as the block lasts; one that got another name stays."""
    path, handle = temporary(folder, mode)
    try:
        yield path, handle
    finally:
        os.close(handle)
        with suppress(OSError):  # the next start clears it away
            path.unlink()


def write_all(handle: int, data: bytes) -> None:
    """Write all of `data`, however little the system takes at once."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def sync(folder: int) -> None:
    """Make the names in a folder survive a power cut, as far as the disk can."""
    with suppress(OSError):  # the rename is done; not every disk can sync a folder
        os.fsync(folder)
