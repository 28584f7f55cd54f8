"""Files outside of any library, written whole or not at all: the program's own state and cache, and exports."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from disctui.safe_write.posix import scratch, sync, temporary
from disctui.safe_write.system import FOLDER, IS_POSIX


@contextmanager
def whole_file(target: Path, mode: int = 0o666, *, is_synced: bool = True) -> Iterator[BinaryIO]:
    """A new file to write, which takes the name `target` when the block ends, and leaves nothing where it fails.

    It is made under a random name that must not exist, and a link in the place of `target` is replaced, never
    followed: no one who can write to the folder leads the bytes elsewhere.

    Args:
        target: Its name; a file of that name is replaced, its permissions and, where we may give it, its owner kept.
        mode: Permission bits of a file that is not there yet, less those of the umask.
        is_synced: Whether to wait for the disk, so that a power cut leaves the old file or the new one.

    Raises:
        OSError: the system refuses.
    """
    if not IS_POSIX:
        with _closed_first(target, mode) as file:
            yield file
        return
    with scratch(target.parent, mode) as (made, handle):
        with os.fdopen(os.dup(handle), "w+b") as file:
            yield file
        _take_over(target, handle)
        if is_synced:
            os.fsync(handle)
        made.rename(target)
    if is_synced:
        folder = os.open(target.parent, FOLDER)
        try:
            sync(folder)
        finally:
            os.close(folder)


@contextmanager
def _closed_first(target: Path, mode: int) -> Iterator[BinaryIO]:
    """The same on a system that renames no file while it is open."""
    made, handle = temporary(target.parent, mode)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
        made.replace(target)
    except BaseException:
        with suppress(OSError):
            made.unlink()
        raise


def _take_over(target: Path, handle: int) -> None:
    """Give a new file the owner and mode of the one whose place it takes."""
    with suppress(OSError):
        status, mine = target.lstat(), os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return
        if (mine.st_uid, mine.st_gid) != (status.st_uid, status.st_gid):
            os.fchown(handle, status.st_uid, status.st_gid)  # refused, the mode stays as well
        os.fchmod(handle, stat.S_IMODE(status.st_mode))
