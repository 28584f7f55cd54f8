"""A segment as bytes, laid out so that a mapped file is used where it stands."""

import contextlib
import mmap
import sys
import zlib

import msgspec
import numpy as np

from disctui.search.fields import NAMES
from disctui.search.segment import DTYPES, Arrays, Segment

_MAGIC = b"disc index 1\n\0\0\0"
_ALIGNMENT = 64
_HEAD = len(_MAGIC) + 12


class _Table(msgspec.Struct, frozen=True):
    """What stands where."""

    fields: tuple[str, ...]
    own: tuple[str, ...]
    places: dict[str, tuple[int, int]]
    """By array its first byte, counted from the end of the table, and its length in items."""
    checksum: int
    byte_order: str = sys.byteorder


_decoder = msgspec.msgpack.Decoder(_Table)


def packed(segment: Segment | None) -> bytes:
    """A segment, or none, as bytes."""
    parts: list[bytes] = []
    places: dict[str, tuple[int, int]] = {}
    size = checksum = 0
    arrays = segment.arrays if segment is not None else None
    for name, kind in DTYPES.items() if arrays is not None else ():
        array = np.ascontiguousarray(getattr(arrays, name), kind)
        data = array.tobytes()
        data += bytes(-len(data) % _ALIGNMENT)
        places[name] = (size, len(array))
        checksum = zlib.crc32(data, checksum)
        parts.append(data)
        size += len(data)
    own = segment.own if segment is not None else ()
    table = msgspec.msgpack.encode(_Table(NAMES, own, places, checksum))
    head = _MAGIC + len(table).to_bytes(8, "little") + zlib.crc32(table).to_bytes(4, "little") + table
    return b"".join([head, bytes(-len(head) % _ALIGNMENT), *parts])


def unpacked(buffer: memoryview) -> Segment | None:
    """The segment that `packed` made `buffer` of, its arrays standing in it.

    Raises:
        ValueError: If it is damaged, or of another version.
    """
    buffer = buffer.cast("B") if buffer.format != "B" else buffer
    if bytes(buffer[: len(_MAGIC)]) != _MAGIC or len(buffer) < _HEAD:
        raise ValueError("not an index of this version")
    end = _HEAD + int.from_bytes(buffer[len(_MAGIC) : len(_MAGIC) + 8], "little")
    raw = buffer[_HEAD:end]
    if len(raw) != end - _HEAD or zlib.crc32(raw) != int.from_bytes(buffer[_HEAD - 4 : _HEAD], "little"):
        raise ValueError("the index is damaged")
    try:
        table = _decoder.decode(raw)
    except msgspec.MsgspecError as error:
        raise ValueError("the index is damaged") from error
    body = buffer[end + -end % _ALIGNMENT :]
    if table.fields != NAMES or table.byte_order != sys.byteorder:
        raise ValueError("not an index of this version")
    if not table.places:
        return None
    last = max(place + np.dtype(DTYPES[name]).itemsize * length for name, (place, length) in table.places.items())
    if zlib.crc32(body[: last + -last % _ALIGNMENT]) != table.checksum:
        raise ValueError("the index is damaged")
    _release_pages(buffer)
    arrays = {
        name: np.frombuffer(body, kind, table.places[name][1], table.places[name][0])
        if table.places[name][1]
        else np.zeros(0, kind)
        for name, kind in DTYPES.items()
    }
    return Segment(Arrays(**arrays), table.own)


def _release_pages(buffer: memoryview) -> None:
    """Let go of the pages that checking a mapped file has brought into memory; those in use come back by themselves."""
    mapped = buffer.obj
    if buffer.readonly and isinstance(mapped, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        with contextlib.suppress(OSError):
            mapped.madvise(mmap.MADV_DONTNEED)
