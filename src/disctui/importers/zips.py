"""Zipped exports, opened with a limit: a few bytes of zip can hold terabytes of nothing."""

import io
import zipfile
import zlib

SIZE_LIMIT = 512 * 1024 * 1024
"""Bytes of one member that are unpacked at most."""
_FREE, _RATIO = 16 * 1024 * 1024, 100
"""Bytes that any member may have, and how many more for each byte that it takes packed: lists of films are packed ten
to thirty times, and what is packed further is nothing but repetition."""


def names(data: bytes) -> list[str]:
    """The members of a zip; none where it isn't one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def member_ending(data: bytes, endings: tuple[str, ...]) -> str | None:
    """The first member whose name ends so."""
    return next((name for name in names(data) if name.lower().endswith(endings)), None)


def member(data: bytes, name: str) -> bytes | None:
    """The bytes of a member; None where there is none, or it is broken, locked or past the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as opened:
            limit = min(SIZE_LIMIT, _FREE + _RATIO * archive.getinfo(name).compress_size, _FREE + _RATIO * len(data))
            found = opened.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return None
    return found if len(found) <= limit else None
