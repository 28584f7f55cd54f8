"""What is kept between runs so that a large library need not be read again. It can be deleted at any time.

One file per library under the platform's cache folder: written beside itself and renamed, so that a crash or a
second program leaves a whole file; checked before it is believed; dropped when the program's version changes.
Whether a *release file* changed is decided by its fingerprint, never by this cache.
"""

import contextlib
import hashlib
import mmap
import os
import struct
import tempfile
import zlib
from pathlib import Path

import msgspec
import numpy as np
import platformdirs

from disctui import __version__
from disctui.library.register import Register, Sheet
from disctui.search import storage
from disctui.search.index import Index

_MAGIC = b"disctui cache 2\n"
_HEAD = struct.Struct("<16s32sII")
"""Magic, digest of version and spellings, bytes of the table and its CRC."""
_ALIGNMENT = 64
_DTYPES: storage.DTypes = {"alive": np.bool_}


class Cached(msgspec.Struct, frozen=True):
    """What a cache holds: the entries, and the index made of them."""

    entries: Register
    index: Index


class _Table(msgspec.Struct, frozen=True):
    """Where the parts of the file stand: first byte and size, counted from the table's end."""

    sheet: tuple[int, int]
    segments: tuple[tuple[int, int], ...]
    alive: tuple[tuple[int, int], ...]


_decoder = msgspec.msgpack.Decoder(_Table)


def cache_file(root: str) -> Path:
    """Where the cache of the library at `root` stands."""
    digest = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:24]
    return Path(platformdirs.user_cache_dir("disctui")) / f"{digest}.library"


def _stamp(spellings: str) -> bytes:
    return hashlib.sha256(f"{__version__}\0{spellings}".encode()).digest()


def load(root: str, spellings: str = "") -> Cached | None:
    """The cache of a library, or None where there is none that can be believed.

    Args:
        root: The library's folder.
        spellings: What people.toml says, as text; an index made with other spellings is not used.
    """
    try:
        with cache_file(root).open("rb") as file:
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        magic, stamp, size, checksum = _HEAD.unpack_from(view)
        if magic != _MAGIC or stamp != _stamp(spellings):
            return None
        raw = view[_HEAD.size : _HEAD.size + size]
        if zlib.crc32(raw) != checksum:
            return None
        table = _decoder.decode(raw)
        begin = _HEAD.size + size
        body = view[begin + -begin % _ALIGNMENT :]
        segments, alive = [], []
        for place, its in zip(table.segments, table.alive, strict=True):
            segment = storage.unpacked(_part(body, place))
            mask = storage.arrays_from(_part(body, its), _DTYPES)[0]["alive"]
            if segment is None or len(segment) != len(mask):
                return None
            segments.append(segment)
            alive.append(mask)
        sheet = Sheet.from_buffer(_part(body, table.sheet))
    except (OSError, ValueError, KeyError, struct.error, msgspec.MsgspecError):
        return None
    return Cached(Register.of([sheet]), Index(segments, alive))


def _part(body: memoryview, place: tuple[int, int]) -> memoryview:
    start, size = place
    if start + size > len(body):
        raise ValueError("the file is cut short")
    return body[start : start + size]


def save(root: str, entries: Register, index: Index, spellings: str = "") -> bool:
    """Keep what was read of a library for the next run; False, and nothing else, where that isn't possible."""
    target = cache_file(root)
    name = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            for part in _parts(entries, index, spellings):
                file.write(part)
        Path(name).replace(target)
    except OSError:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        return False
    _sweep(target.parent)
    return True


def _parts(entries: Register, index: Index, spellings: str) -> storage.Parts:
    """The whole file, in parts."""
    parts: storage.Parts = []
    size = 0

    def placed(its: storage.Parts) -> tuple[int, int]:
        nonlocal size
        start, length = size, sum(map(len, its))
        parts.extend([*its, bytes(-length % _ALIGNMENT)])
        size += length + -length % _ALIGNMENT
        return start, length

    sheet = placed(entries.as_sheet().to_parts())
    segments = tuple(placed(storage.packed(segment)) for segment, _ in index.segments)
    alive = tuple(placed(storage.arrays_to_parts({"alive": mask}, _DTYPES)) for _, mask in index.segments)
    table = msgspec.msgpack.encode(_Table(sheet, segments, alive))
    head = _HEAD.pack(_MAGIC, _stamp(spellings), len(table), zlib.crc32(table)) + table
    return [head, bytes(-len(head) % _ALIGNMENT), *parts]


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed while writing left behind, a day later."""
    with contextlib.suppress(OSError):
        newest = max((file.stat().st_mtime for file in folder.glob("*.library")), default=0.0)
        for litter in folder.glob(".*.part"):
            if litter.stat().st_mtime < newest - 86_400:
                litter.unlink(missing_ok=True)
