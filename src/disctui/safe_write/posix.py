"""Single steps on files, with what the system refuses put into words; the rest of the room is made of them."""

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from disctui.problem import Refused

PREFIX = ".disctui-"
"""How the names of all temporary files begin."""
TEMPORARY = ".tmp"
"""How the name of a file ends that is not yet renamed."""

SIZE_LIMIT = 1024 * 1024
"""Bytes of a file of the library at most: no more is read, and no more is written."""
_LOCK_PATIENCE = 10.0
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
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


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Keep every other disctui from writing in `folder`; gives the descriptor of the folder.

    A disk that knows no locks is written to without: the comparison before the rename is then all there is.

    Raises:
        OSError: the folder can't be opened.
        WriteError: another program keeps it locked.
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
                    raise WriteError(
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
    handle = os.open(path, _READ)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise WriteError(path, "it is not a file", "rename it, or move it out of the library")
        parts, size = [], 0
        while part := os.read(handle, 1 << 20):
            parts.append(part)
            size += len(part)
            if size > SIZE_LIMIT:
                raise WriteError(
                    path,
                    f"it has grown past the limit of {SIZE_LIMIT // 1024 // 1024} MiB",
                    "edit it in another program",
                )
        return b"".join(parts)
    finally:
        os.close(handle)


def temporary(folder: Path, mode: int, suffix: str = TEMPORARY) -> tuple[Path, int]:
    """A new file in `folder`, of a name that is read as no release, and its descriptor."""
    path = folder / f"{PREFIX}{os.urandom(6).hex()}{suffix}"
    return path, os.open(path, CREATE, mode)


def write_all(handle: int, data: bytes) -> None:
    """Write all of `data`, however little the system takes at once."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def sync(folder: int) -> None:
    """Make the names in a folder last through a power cut, as far as the disk can."""
    with suppress(OSError):  # the rename is done; not every disk can sync a folder
        os.fsync(folder)
