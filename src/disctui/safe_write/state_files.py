"""Files of the program's own state, written whole or not at all."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import platformdirs

from disctui.safe_write.posix import PREFIX, WriteError
from disctui.safe_write.system import FOLDER, has_locked
from disctui.safe_write.whole_file import whole_file

JOURNAL = ".redo"
"""How the name of a journal ends."""
_REMEDY = "see that you may write there and that the disk has room"
_LOCK_PATIENCE = 10.0
"""Seconds that another disctui is waited for, which rarely takes more than one."""


def state_dir() -> Path:
    """The folder of the program's own state: history, drafts, and writes that were not finished."""
    return Path(platformdirs.user_state_dir("disctui"))


def unfinished_dir() -> Path:
    """The folder of the journals of writes in place, see `in_place`."""
    return state_dir() / "unfinished"


def has_unfinished_writes() -> bool:
    """Whether there is a journal of a write in place, or the beginning of one: of a program at work or killed."""
    try:
        with os.scandir(unfinished_dir()) as entries:
            return any(entry.name.endswith(JOURNAL) or entry.name.startswith(PREFIX) for entry in entries)
    except OSError:
        return False


@contextmanager
def locked_state_dir(folder: Path) -> Iterator[None]:
    """Make `folder` for the owner alone, and let no other disctui in while it is in use.

    What a program left there that was killed while writing is removed: whoever holds the lock is alone.

    Raises:
        WriteError: the system refuses, or another program holds the lock for long.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(folder, FOLDER)
    except OSError as error:
        raise _refused(folder, error) from error
    try:
        _lock(folder, handle)
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(PREFIX):
                    os.unlink(entry.path)  # noqa: PTH108 - cheaper than a Path for each
        yield
    finally:
        os.close(handle)


def _lock(folder: Path, handle: int) -> None:
    deadline = time.monotonic() + _LOCK_PATIENCE
    with suppress(OSError):  # a disk without locks is used by one program at a time
        while not has_locked(handle):
            if time.monotonic() > deadline:
                raise WriteError(folder, "another disctui is at work here", "wait until it is done")
            time.sleep(0.002)


def write_state(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Make `data`, or its pieces one after the other, the content of a file of the state folder.

    Raises:
        WriteError: the system refuses.
    """
    try:
        with whole_file(path, 0o600) as file:
            file.writelines([data] if isinstance(data, bytes) else data)
    except OSError as error:
        raise _refused(path.parent, error) from error


def _refused(folder: Path, error: OSError) -> WriteError:
    reason = os.strerror(error.errno or 0).lower()
    return WriteError(folder, f"no copy can be kept in the state folder {folder}: {reason}", _REMEDY)
