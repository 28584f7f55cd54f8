"""Writes that a killed program left half done, and what makes it possible to finish them.

A file with several names (hard links), or one whose owner could not be kept, is written in place. What the write
sets out to do is kept beside the file until it is done, so that the next start can finish it.
"""

import os
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from disctui.safe_write.posix import PREFIX, TEMPORARY, WriteError, locked, read, sync, temporary, write_all

JOURNAL = ".redo"
"""How the name of such a record ends."""
LITTER_AGE = 60.0
"""Seconds after which a temporary file whose folder nobody locks is litter: where locks don't work, age must do."""


class _Redo(msgspec.Struct, frozen=True):
    """What a write in place sets out to do, kept beside the file until it is done."""

    name: bytes
    before: bytes
    after: bytes


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
        with suppress(OSError, WriteError), locked(Path(folder)):
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
    target = journal.with_name(os.fsdecode(redo.name))
    try:
        current = read(target)
    except FileNotFoundError:
        return False
    if current in {redo.before, redo.after}:
        return True
    if not _is_mix(current, redo):
        return False
    _overwrite(target, redo.after)
    return True


def _is_mix(current: bytes, redo: _Redo) -> bool:
    """Whether `current` begins as one version and goes on as the other, cut anywhere."""
    for begin, rest in ((redo.after, redo.before), (redo.before, redo.after)):
        agreed = next((at for at, (one, other) in enumerate(zip(current, begin, strict=False)) if one != other), None)
        agreed = min(len(current), len(begin)) if agreed is None else agreed
        if current[agreed:] == rest[agreed:]:
            return True
    return False


def write_in_place(real: Path, before: bytes, after: bytes, folder: int) -> None:
    """Overwrite the file at `real`, which holds `before`, under the lock of `folder`.

    Raises:
        OSError: the system refuses; the file holds `before` again, unless the disk itself is failing.
    """
    journal, handle = temporary(real.parent, 0o600, JOURNAL)
    try:
        try:
            write_all(handle, msgspec.msgpack.encode(_Redo(os.fsencode(real.name), before, after)))
            os.fsync(handle)
        finally:
            os.close(handle)
        sync(folder)
        try:
            _overwrite(real, after)
        except OSError:
            _overwrite(real, before)
            raise
    except BaseException:
        with suppress(OSError):
            if read(real) in {before, after}:
                journal.unlink()
        raise
    with suppress(OSError):  # the file is written; the next start clears the record away
        journal.unlink()
    sync(folder)


def _overwrite(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        write_all(handle, data)
        os.ftruncate(handle, len(data))
        os.fsync(handle)
    finally:
        os.close(handle)
