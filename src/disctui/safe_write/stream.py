"""Writes what a program makes piece by piece to where a person pointed: a file, a link to one, a pipe or a device."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from disctui.problem import Refused
from disctui.safe_write.whole_file import whole_file


class LinkRefused(Refused):
    """A link that someone else may have made is not followed for writing."""


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
    with whole_file(real) as file:
        return sum(file.write(piece) for piece in pieces)


def _written(handle: int, piece: bytes) -> int:
    left = memoryview(piece)
    while left:
        left = left[os.write(handle, left) :]
    return len(piece)
