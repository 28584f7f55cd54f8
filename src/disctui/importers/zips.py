"""Zipped exports, opened with a limit: a few bytes of zip can hold terabytes of nothing."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator

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
    return next(members(data, [name]))


def members(data: bytes, names: Iterable[str]) -> Iterator[bytes | None]:
    """The bytes of each of several members, as `member` has them; the zip and its list of members are read once."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield from (None for _ in names)
        return
    with archive:
        for name in names:
            yield _unpacked(archive, name, len(data))


def _unpacked(archive: zipfile.ZipFile, name: str, size: int) -> bytes | None:
    try:
        limit = min(SIZE_LIMIT, _FREE + _RATIO * archive.getinfo(name).compress_size, _FREE + _RATIO * size)
        with archive.open(name) as opened:
            found = opened.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return None
    return found if len(found) <= limit else None
