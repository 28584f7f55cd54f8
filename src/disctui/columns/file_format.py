"""Arrays as bytes, laid out so that a mapped file is used where it stands; and a segment of the index as such bytes."""

import contextlib
import mmap
import sys
import zlib
from collections.abc import Mapping

import msgspec
import numpy as np

from disctui.columns.ragged import Array
from disctui.search.fields import NAMES
from disctui.search.segment import DTYPES, Arrays, Segment

_MAGIC = b"disc arrays 2\n\0\0"
_ALIGNMENT = 64
_HEAD = len(_MAGIC) + 12

DTypes = Mapping[str, type[np.generic]]
"""The names of arrays and what each is made of."""
Parts = list[bytes | memoryview]


class _Table(msgspec.Struct, frozen=True):
    """What stands where."""

    places: dict[str, tuple[int, int]]
    """By array its first byte, counted from the end of the table, and its length in items."""
    notes: tuple[tuple[str, ...], ...]
    checksum: int
    byte_order: str = sys.byteorder


_decoder = msgspec.msgpack.Decoder(_Table)


def arrays_to_parts(arrays: Mapping[str, Array], kinds: DTypes, notes: tuple[tuple[str, ...], ...] = ()) -> Parts:
    """Arrays of these kinds as bytes, with some words about them; in parts, so that no array is copied."""
    parts: list[bytes | memoryview] = []
    places: dict[str, tuple[int, int]] = {}
    size = checksum = 0
    for name, kind in kinds.items() if arrays else ():
        array = np.ascontiguousarray(arrays[name], kind)
        places[name] = (size, len(array))
        for data in (array.view(np.uint8).data if len(array) else b"", bytes(-array.nbytes % _ALIGNMENT)):
            checksum = zlib.crc32(data, checksum)
            parts.append(data)
            size += len(data)
    table = msgspec.msgpack.encode(_Table(places, notes, checksum))
    head = _MAGIC + len(table).to_bytes(8, "little") + zlib.crc32(table).to_bytes(4, "little") + table
    return [head, bytes(-len(head) % _ALIGNMENT), *parts]


def arrays_from(buffer: memoryview, kinds: DTypes) -> tuple[dict[str, Array], tuple[tuple[str, ...], ...]]:
    """The arrays that `arrays_to_parts` made `buffer` of, standing in it, and the words; no arrays where it had none.

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
    if table.byte_order != sys.byteorder or (table.places and table.places.keys() != kinds.keys()):
        raise ValueError("not of this version")
    if not table.places:
        return {}, table.notes
    last = max(place + np.dtype(kinds[name]).itemsize * length for name, (place, length) in table.places.items())
    if zlib.crc32(body[: last + -last % _ALIGNMENT]) != table.checksum:
        raise ValueError("it is damaged")
    _drop_pages(buffer)
    arrays = {
        name: np.frombuffer(body, kind, table.places[name][1], table.places[name][0])
        if table.places[name][1]
        else np.zeros(0, kind)
        for name, kind in kinds.items()
    }
    return arrays, table.notes


def packed(segment: Segment | None) -> Parts:
    """A segment, or none, as bytes, in parts."""
    arrays = {} if segment is None else {name: getattr(segment.arrays, name) for name in DTYPES}
    return arrays_to_parts(arrays, DTYPES, (NAMES, () if segment is None else segment.own))


def unpacked(buffer: memoryview) -> Segment | None:
    """The segment that `packed` made `buffer` of, its arrays standing in it.

    Raises:
        ValueError: If it is damaged, or of another version.
    """
    arrays, notes = arrays_from(buffer, DTYPES)
    if len(notes) != 2 or notes[0] != NAMES:
        raise ValueError("not an index of this version")
    return Segment(Arrays(**arrays), notes[1]) if arrays else None


def drop_pages(array: Array) -> None:
    """Let go of the pages of the mapped file that an array stands in, if it does."""
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, memoryview):
        _drop_pages(base)


def _drop_pages(buffer: memoryview) -> None:
    """Let go of the pages that checking a mapped file has brought into memory; those in use come back by themselves."""
    mapped = buffer.obj
    if buffer.readonly and isinstance(mapped, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        with contextlib.suppress(OSError):
            mapped.madvise(mmap.MADV_DONTNEED)
