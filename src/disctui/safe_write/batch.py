"""Many new files at once, each as carefully as one: written apart, synced, then given its name, never over another.

`create_file` waits for the disk twice a file, which makes ten thousand files a matter of minutes. Here the files of
one folder wait together, and the folder is synced once.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from disctui.safe_write.atomic import ChangedOnDisk, WriteError, create_file
from disctui.safe_write.posix import locked, sync, temporary, translate_os_errors, write_all

SIZE = 64
"""Files that wait for the disk together: enough to share its pace, few enough to stop after soon."""


class New(NamedTuple):
    """A file to create."""

    path: Path
    data: bytes


def create_files(wanted: Sequence[New], pool: ThreadPoolExecutor) -> list[Path | WriteError]:
    """Create files, all of them in one folder; where a name is taken, a number is put behind it.

    Returns:
        For each file the path that it got, or why it was not written.
    """
    folder = wanted[0].path.parent
    try:
        with translate_os_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            return _created(folder, wanted, pool)
    except WriteError:
        return [_alone(new) for new in wanted]  # what refuses all may refuse only one of them


def _created(folder: Path, wanted: Sequence[New], pool: ThreadPoolExecutor) -> list[Path | WriteError]:
    made: list[tuple[Path, int]] = []
    found: list[Path | None] = []
    try:
        with locked(folder) as handle:
            for new in wanted:
                made.append(temporary(folder, 0o666))
                write_all(made[-1][1], new.data)
            list(pool.map(os.fsync, [descriptor for _, descriptor in made]))
            for new, (apart, _) in zip(wanted, made, strict=True):
                found.append(new.path if _named(apart, new.path) else None)
            sync(handle)
    finally:
        for apart, descriptor in made:
            os.close(descriptor)
            with suppress(OSError):  # the next start clears it away
                apart.unlink()
    return [path or _alone(new) for new, path in zip(wanted, found, strict=True)]


def _named(apart: Path, path: Path) -> bool:
    """Whether the file could be given its name; a disk without links, or a name taken, is left to `create_file`."""
    try:
        os.link(apart, path)
    except OSError:
        return False
    return True


def _alone(new: New) -> Path | WriteError:
    try:
        return create_file(new.path, new.data)
    except ChangedOnDisk as changed:
        return WriteError(new.path, "its name was taken meanwhile", str(changed))
    except WriteError as refused:
        return refused
