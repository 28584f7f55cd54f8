"""What is kept between runs so that a large library need not be read again. It can be deleted at any time.

One file per library under the platform's cache folder: written beside itself and renamed, so that a crash or a
second program leaves a whole file; checked before it is believed; dropped when the program's version changes.
Whether a *release file* changed is decided by its fingerprint, never by this cache.
"""

import contextlib
import hashlib
import mmap
import os
import shutil
import struct
import tempfile
import zlib
from pathlib import Path
from typing import IO, BinaryIO

import msgspec
import numpy as np
import platformdirs

from disctui.columns import file_format
from disctui.columns.declaration import DTypes
from disctui.library.entry_table import EntryTable
from disctui.library.packed_entries import PackedEntries
from disctui.safe_write.posix import PREFIX
from disctui.safe_write.system import IS_POSIX
from disctui.safe_write.whole_file import whole_file
from disctui.search.index import Index
from disctui.search.segment_file import segment_from, segment_to_parts
from disctui.version import __version__

_MAGIC = b"disctui cache10\n"
_HEAD = struct.Struct("<16s32sQII")
"""Magic, digest of version and spellings, first byte of the table, its bytes and their CRC."""
RULES = 2
"""Raised whenever something else is made of the same file: what was kept by other rules is made anew.

The version of the program tells those apart who install it, not those who follow its source.
"""
_ALIGNMENT = 64
_COPIED = 32 * 1024 * 1024
"""Bytes up to which a cache is read into memory; a larger one, of some 50,000 releases, is mapped."""
_PIECE = 1 << 20
_DTYPES: DTypes = {"alive": np.bool_}


class Cached(msgspec.Struct, frozen=True):
    """What a cache holds: the entries, and the index made of them."""

    entries: EntryTable
    index: Index


class _Table(msgspec.Struct, frozen=True):
    """Where the parts of the file stand: first byte and size."""

    block: tuple[int, int]
    segments: tuple[tuple[int, int], ...]
    alive: tuple[tuple[int, int], ...]


_decoder = msgspec.msgpack.Decoder(_Table)


def cache_file(root: str) -> Path:
    """Where the cache of the library at `root` stands."""
    digest = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:24]
    return Path(platformdirs.user_cache_dir("disctui")) / f"{digest}.library"


def _stamp(spellings: str) -> bytes:
    return hashlib.sha256(f"{__version__}\0{RULES}\0{spellings}".encode()).digest()


def load(root: str, spellings: str = "") -> Cached | None:
    """The cache of a library, or None where there is none that is intact and up to date.

    Args:
        root: The library's folder.
        spellings: What people.toml says, as text; an index made with other spellings is not used.
    """
    try:
        with cache_file(root).open("rb") as file:
            body = _body(file)
        magic, stamp, begin, size, checksum = _HEAD.unpack_from(body)
        if magic != _MAGIC or stamp != _stamp(spellings):
            return None
        raw = _part(body, (begin, size))
        if zlib.crc32(raw) != checksum:
            return None
        table = _decoder.decode(raw)
        segments, alive = [], []
        for place, its in zip(table.segments, table.alive, strict=True):
            segment = segment_from(_part(body, place))
            mask = file_format.arrays_from(_part(body, its), _DTYPES)[0]["alive"].view(np.uint8) != 0
            if segment is None or len(segment) != len(mask):
                return None
            segments.append(segment)
            alive.append(mask)
        block = PackedEntries.from_buffer(_part(body, table.block))
    except (OSError, ValueError, KeyError, struct.error, msgspec.MsgspecError):
        return None
    return Cached(EntryTable.of([block]), Index(segments, alive))


def _body(file: BinaryIO) -> memoryview:
    """What a cache holds, so that no program that cuts the file short can end this one, as it ends one that maps it.

    A small one is copied into memory. A large one is mapped where it stands if no program of ours may write to it
    (we replace it and write to it never), else as a copy on the disk that has no name.
    """
    status = os.fstat(file.fileno())
    if status.st_size <= _COPIED:
        return memoryview(file.read())
    is_locked = not status.st_mode & 0o222 and os.geteuid() == status.st_uid != 0
    if is_locked or not IS_POSIX:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    with tempfile.TemporaryFile(dir=Path(file.name).parent) as copy:
        shutil.copyfileobj(file, copy, _PIECE)
        copy.flush()
        return memoryview(mmap.mmap(copy.fileno(), 0, access=mmap.ACCESS_READ))


def _part(body: memoryview, place: tuple[int, int]) -> memoryview:
    start, size = place
    if start + size > len(body):
        raise ValueError("the file is cut short")
    return body[start : start + size]


def save(root: str, entries: EntryTable, index: Index, spellings: str = "") -> bool:
    """Keep what was read of a library for the next run; False, and nothing else, where that isn't possible."""
    target = cache_file(root)
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with whole_file(target, 0o600, is_synced=False) as file:
            _write(file, entries, index, _stamp(spellings))
        if IS_POSIX:
            target.chmod(0o400)  # what cuts files short, such as `> file`, is refused; what replaces or removes is not
    except OSError:
        return False
    _sweep(target.parent)
    return True


def part_file() -> tuple[int | None, str]:
    """A new file in the cache folder, which the caller renames or removes: its handle and path; None if there is none.

    One that is left behind is removed by a later run.
    """
    folder = Path(platformdirs.user_cache_dir("disctui"))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    except OSError:
        return None, ""


def _write(file: IO[bytes], entries: EntryTable, index: Index, stamp: bytes) -> None:
    """Write the whole file, one part after the other, so that no more than one is in memory."""
    file.write(bytes(_HEAD.size))

    def placed(parts: file_format.Parts) -> tuple[int, int]:
        file.write(bytes(-file.tell() % _ALIGNMENT))
        start = file.tell()
        for part in parts:
            file.write(part)
        return start, file.tell() - start

    segments, alive = [], []
    for segment, mask in index.segments:
        segments.append(placed(segment_to_parts(segment)))
        file_format.drop_pages(segment.postings.keys)
        alive.append(placed(file_format.arrays_to_parts({"alive": mask}, _DTYPES)))
    block = placed(entries.as_block().to_parts())
    table = msgspec.msgpack.encode(_Table(block, tuple(segments), tuple(alive)))
    begin, _ = placed([table])
    file.seek(0)
    file.write(_HEAD.pack(_MAGIC, stamp, begin, len(table), zlib.crc32(table)))


def _sweep(folder: Path) -> None:
    """Remove temporary files, older than a day, of programs that were killed while writing."""
    with contextlib.suppress(OSError):
        newest = max((file.stat().st_mtime for file in folder.glob("*.library")), default=0.0)
        for litter in (*folder.glob(".*.part"), *folder.glob(f"{PREFIX}*")):
            if litter.stat().st_mtime < newest - 86_400:
                litter.unlink(missing_ok=True)
