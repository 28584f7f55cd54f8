"""Arrays as bytes, laid out so that a mapped file is used where it stands, without being copied."""

import contextlib
import mmap
import sys
import zlib
from collections.abc import Mapping

import msgspec
import numpy as np

from disctui.columns.declaration import Array, DTypes

_MAGIC = b"disc arrays 2\n\0\0"
_ALIGNMENT = 64
_HEAD = len(_MAGIC) + 12

Notes = tuple[tuple[str, ...], ...]
"""Words that are kept with arrays, such as names their numbers stand for."""
Parts = list[bytes | memoryview]
"""Bytes to be written one after the other."""


class _Table(msgspec.Struct, frozen=True):
    """What stands where."""

    places: dict[str, tuple[int, int]]
    """By array its first byte, counted from the end of the table, and its length in items."""
    notes: Notes
    checksum: int
    byte_order: str = sys.byteorder


_decoder = msgspec.msgpack.Decoder(_Table)


def arrays_to_parts(arrays: Mapping[str, Array], dtypes: DTypes, notes: Notes = ()) -> Parts:
    """One-dimensional arrays of these dtypes as bytes, with some words; in parts, so that no array is copied."""
    parts: list[bytes | memoryview] = []
    places: dict[str, tuple[int, int]] = {}
    size = checksum = 0
    for name, dtype in dtypes.items() if arrays else ():
        array = np.ascontiguousarray(arrays[name], dtype)
        places[name] = (size, len(array))
        for data in (array.view(np.uint8).data if len(array) else b"", bytes(-array.nbytes % _ALIGNMENT)):
            checksum = zlib.crc32(data, checksum)
            parts.append(data)
            size += len(data)
    table = msgspec.msgpack.encode(_Table(places, notes, checksum))
    head = _MAGIC + len(table).to_bytes(8, "little") + zlib.crc32(table).to_bytes(4, "little") + table
    return [head, bytes(-len(head) % _ALIGNMENT), *parts]


def arrays_from(buffer: memoryview, dtypes: DTypes) -> tuple[dict[str, Array], Notes]:
    """The arrays and words that `arrays_to_parts` made `buffer` of.

    The arrays stand in the buffer, which stays in use; there are none where none were given.

    Raises:
        ValueError: If it is damaged, or of another version.
    """
    buffer = buffer.cast("B") if buffer.format != "B" else buffer
    if bytes(buffer[: len(_MAGIC)]) != _MAGIC or len(buffer) < _HEAD:
        raise ValueError("not of this version")
    end = _HEAD + int.from_bytes(buffer[len(_MAGIC) : len(_MAGIC) + 8], "little")
    raw = buffer[_HEAD:end]
    if len(raw) != end - _HEAD or zlib.crc32(raw) != int.from_bytes(buffer[_HEAD - 4 : _HEAD], "little"):
        raise ValueError("it is damaged")
    try:
        table = _decoder.decode(raw)
    except msgspec.MsgspecError as error:
        raise ValueError("it is damaged") from error
    body = buffer[end + -end % _ALIGNMENT :]
    if table.byte_order != sys.byteorder or (table.places and table.places.keys() != dtypes.keys()):
        raise ValueError("not of this version")
    if not table.places:
        return {}, table.notes
    if any(start < 0 or length < 0 for start, length in table.places.values()):
        raise ValueError("it is damaged")
    last = max(place + np.dtype(dtypes[name]).itemsize * length for name, (place, length) in table.places.items())
    if last > len(body) or zlib.crc32(body[: last + -last % _ALIGNMENT]) != table.checksum:
        raise ValueError("it is damaged")
    _drop_pages(buffer)
    arrays = {
        name: np.frombuffer(body, dtype, table.places[name][1], table.places[name][0])
        if table.places[name][1]
        else np.zeros(0, dtype)
        for name, dtype in dtypes.items()
    }
    return arrays, table.notes


def drop_pages(array: Array) -> None:
    """Let the system have back the memory of the mapped file that an array stands in, if it stands in one."""
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, memoryview):
        _drop_pages(base)


def _drop_pages(buffer: memoryview) -> None:
    """Give up the pages of a mapped file that were read into memory; the system reads them again at need."""
    mapped = buffer.obj
    if buffer.readonly and isinstance(mapped, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        with contextlib.suppress(OSError):
            mapped.madvise(mmap.MADV_DONTNEED)
