"""Writes what a program makes piece by piece to where a person pointed: a file, a link to one, a pipe or a device."""

import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

from disctui.problem import Refused


class LinkRefused(Refused):
    """A link that someone else may have laid was not written through."""


def write_pieces(pieces: Iterable[bytes], target: Path, *, strange: Path | None = None) -> int:
    """Write a file as a whole or not at all; into a pipe or a device as it comes. Its size in bytes.

    A link is followed, and the file it leads to keeps its mode and, where we may give it, its owner.

    Args:
        pieces: The content, in UTF-8.
        target: Where to.
        strange: A folder that may come from others; a link in it that leads out of it is not followed.

    Raises:
        LinkRefused: `target` is such a link.
        OSError: it can't be written; what was there stands as it was.
    """
    real = Path(os.path.realpath(target))
    if strange is not None and target.is_symlink():
        folder = Path(os.path.realpath(strange))
        if Path(os.path.realpath(target.parent)).is_relative_to(folder) and not real.is_relative_to(folder):
            raise LinkRefused(f"{target} is a link that leads out of the library", f"name its end: {real}")
    try:
        status = real.stat()
    except FileNotFoundError:
        status = None
    if status is not None and not stat.S_ISREG(status.st_mode):
        with real.open("wb", buffering=0) as stream:
            return sum(_written(stream.fileno(), piece) for piece in pieces)
    return _write_beside(pieces, real, status)


def _write_beside(pieces: Iterable[bytes], real: Path, status: os.stat_result | None) -> int:
    """Write a file under a name that nobody can guess, then give it its own."""
    part = real.with_name(f".{real.name[:80]}.{secrets.token_hex(8)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        try:
            size = sum(_written(handle, piece) for piece in pieces)
            if status is not None:
                _keep(handle, status)
            os.fsync(handle)
        finally:
            os.close(handle)
        part.replace(real)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return size


def _written(handle: int, piece: bytes) -> int:
    left = memoryview(piece)
    while left:
        left = left[os.write(handle, left) :]
    return len(piece)


def _keep(handle: int, status: os.stat_result) -> None:
    """Give a new file the owner and mode of the one whose place it takes."""
    mine = os.fstat(handle)
    if (mine.st_uid, mine.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.fchown(handle, status.st_uid, status.st_gid)
        except PermissionError:
            return  # then the mode may not go along either: it could open to our group what was closed to it
    os.fchmod(handle, stat.S_IMODE(status.st_mode))
