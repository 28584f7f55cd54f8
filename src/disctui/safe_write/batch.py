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

from disctui.problem import Refused
from disctui.safe_write.atomic import ChangedOnDisk, WriteError, create_file, name_new_file
from disctui.safe_write.posix import locked, sync, temporary, translate_os_errors, write_all

SIZE = 64
"""Files that are synced together: enough to be fast, few enough to stop soon."""


class New(NamedTuple):
    """A file to create."""

    path: Path
    data: bytes


def create_files(wanted: Sequence[New], pool: ThreadPoolExecutor) -> list[WriteError | ChangedOnDisk | None]:
    """Create files, all of them in one folder, and none of them over another.

    Returns:
        For each file why it was not written, or None where it was.
    """
    folder = wanted[0].path.parent
    try:
        with translate_os_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            return _created(folder, wanted, pool)
    except WriteError:
        return [_alone(new) for new in wanted]  # what refuses all may refuse only one of them


def _created(folder: Path, wanted: Sequence[New], pool: ThreadPoolExecutor) -> list[WriteError | ChangedOnDisk | None]:
    made: list[tuple[Path, int]] = []
    named: list[bool] = []
    try:
        with locked(folder) as handle:
            for new in wanted:
                made.append(temporary(folder, 0o666))
                write_all(made[-1][1], new.data)
            list(pool.map(os.fsync, [descriptor for _, descriptor in made]))
            named += [_is_named(apart, new.path) for new, (apart, _) in zip(wanted, made, strict=True)]
            sync(handle)
    finally:
        for apart, descriptor in made:
            os.close(descriptor)
            with suppress(OSError):  # the next start clears it away
                apart.unlink()
    return [None if is_named else _alone(new) for new, is_named in zip(wanted, named, strict=True)]


def _is_named(apart: Path, path: Path) -> bool:
    """Whether the file could be given its name; where it could not, `create_file` finds out why."""
    try:
        name_new_file(apart, path)
    except (OSError, Refused):
        return False
    return True


def _alone(new: New) -> WriteError | ChangedOnDisk | None:
    try:
        create_file(new.path, new.data)
    except (WriteError, ChangedOnDisk) as refused:
        return refused
    return None
