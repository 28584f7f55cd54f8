"""Files of the program's own state, written whole or not at all."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from disctui.safe_write.atomic import WriteError
from disctui.safe_write.posix import sync, temporary, write_all

_REMEDY = "see that you may write there and that the disk has room"


@contextmanager
def locked_state_dir(folder: Path) -> Iterator[None]:
    """Make `folder` for the owner alone, and let no other disctui in while it is in use.

    Raises:
        WriteError: the system refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise _refused(folder, error) from error
    try:
        with suppress(OSError):  # a disk without locks is used by one program at a time
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def keep(path: Path, data: bytes) -> None:
    """Make `data` the content of a file of the state folder.

    Raises:
        WriteError: the system refuses.
    """
    try:
        made, handle = temporary(path.parent, 0o600)
        try:
            try:
                write_all(handle, data)
                os.fsync(handle)
            finally:
                os.close(handle)
            made.rename(path)
        except BaseException:
            with suppress(OSError):
                made.unlink()
            raise
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        sync(folder)
        os.close(folder)
    except OSError as error:
        raise _refused(path.parent, error) from error


def _refused(folder: Path, error: OSError) -> WriteError:
    reason = os.strerror(error.errno or 0).lower()
    return WriteError(folder, f"no copy can be kept in the state folder {folder}: {reason}", _REMEDY)
