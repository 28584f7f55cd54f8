"""Small tools for ragged arrays: many short rows in one long array, with the place where each row starts."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_HEAD = 8
_BLOCK = 16_384
"""Members that are looked at together: some hundred kilobytes of numbers."""


def spread(starts: Array, lengths: Array) -> Array:
    """The places of all members of the rows that start at `starts` and have `lengths` members, row after row."""
    if len(lengths) and not lengths.all():
        starts, lengths = starts[lengths > 0], lengths[lengths > 0]
    ends = np.cumsum(lengths, dtype=np.int64)
    if not len(ends):
        return np.zeros(0, np.int64)
    places = np.ones(int(ends[-1]), np.int64)  # each a step on from the one before, but for the first of a row
    places[0] = starts[0]
    starts = starts.astype(np.int64)
    places[ends[:-1]] = starts[1:] - starts[:-1] - lengths[:-1] + 1
    return np.cumsum(places, out=places)


def rows_of(bounds: Array, rows: Array) -> Array:
    """The places of all members of `rows`, where row r lies between `bounds[r]` and `bounds[r + 1]`."""
    starts = bounds[rows]
    return spread(starts, bounds[rows + 1].astype(np.int64) - starts)


def sorted_unique(numbers: Array) -> Array:
    """Numbers sorted, each once; for the few of a query much quicker than numpy's own."""
    numbers = np.sort(numbers)
    new = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    once: Array = numbers[new]
    return once


def blocks_of(bounds: Array, rows: Array) -> Iterator[tuple[slice, Array, Array]]:
    """The members of many rows in blocks that stay in the processor's cache, rather than all in one long array.

    Yields:
        Which of `rows`; for each of their members which of these it is of; and the members' places.
    """
    for first in range(0, len(rows), _BLOCK):
        numbers = rows[first : first + _BLOCK].astype(np.intp)
        starts = bounds[numbers].astype(np.int64)
        lengths = bounds[numbers + 1] - starts
        ends = np.cumsum(lengths)
        total = int(ends[-1])
        inner = np.searchsorted(ends, np.arange(_BLOCK, total, _BLOCK)).tolist() if total > _BLOCK else []
        for low, high in itertools.pairwise([0, *inner, len(numbers)]):
            if low < high:
                places = np.repeat(np.arange(high - low), lengths[low:high])
                shifts = starts[low:high] - ends[low:high] + lengths[low:high] + (ends[low] - lengths[low])
                yield slice(first + low, first + high), places, shifts[places] + np.arange(len(places))


def isin_sorted(numbers: Array, others: Array) -> Array:
    """Whether each of some numbers is among others, which are sorted; quickest where both are."""
    if not len(others):
        return np.zeros(len(numbers), np.bool_)
    places = np.minimum(np.searchsorted(others, numbers), len(others) - 1)
    found: Array = others[places] == numbers
    return found


def bounds_of(rows: Array, count: int) -> Array:
    """Where each of `count` rows starts, given the row of each member, in order; and the end."""
    bounds = np.zeros(count + 1, np.uint32)
    np.cumsum(np.bincount(rows, minlength=count), out=bounds[1:])
    return bounds


class Texts:
    """Many texts in one array of bytes."""

    def __init__(self, data: Array, bounds: Array) -> None:
        self.data, self.bounds = data, bounds
        self._bytes, self._bounds = data.data, bounds.data

    @cached_property
    def _heads(self) -> Array:
        """The first eight bytes of each text as one number, by which sorted texts are sorted too."""
        lengths = np.diff(self.bounds)
        heads = np.zeros(len(self), np.uint64)
        for column in range(_HEAD):
            longer = np.flatnonzero(lengths > column)
            letters = self.data[self.bounds[longer] + np.uint32(column)].astype(np.uint64)
            heads[longer] |= letters << np.uint64(8 * (_HEAD - 1 - column))
        return heads

    @classmethod
    def of(cls, texts: Sequence[bytes]) -> "Texts":
        """The texts given, in that order."""
        bounds = np.zeros(len(texts) + 1, np.uint32)
        np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=bounds[1:])
        return cls(np.frombuffer(b"".join(texts) or b"", np.uint8), bounds)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __getitem__(self, place: int) -> bytes:
        return bytes(self._bytes[self._bounds[place] : self._bounds[place + 1]])

    def __iter__(self) -> Iterator[bytes]:
        whole, bounds = self.data.tobytes(), self.bounds.tolist()
        return (whole[bounds[place] : bounds[place + 1]] for place in range(len(bounds) - 1))

    def some(self, places: Iterable[int]) -> list[bytes]:
        """The texts at some places."""
        data, bounds = self._bytes, self._bounds
        return [bytes(data[bounds[place] : bounds[place + 1]]) for place in places]

    def lower_bound(self, text: bytes) -> int:
        """Where `text` stands or would stand, the texts being sorted."""
        head = np.uint64(int.from_bytes(text[:_HEAD].ljust(_HEAD, b"\0"), "big"))
        low = int(self._heads.searchsorted(head))
        if len(text) < _HEAD and b"\0" not in text:
            return low  # the shortest of those that begin so
        high = int(self._heads.searchsorted(head, side="right"))
        while low < high:
            middle = (low + high) // 2
            if self[middle] < text:
                low = middle + 1
            else:
                high = middle
        return low

    def preceded(self, letters: Sequence[bytes], rest: bytes) -> list[int]:
        """Where those texts stand that are one of some letters and then `rest`, the texts being sorted."""
        if not len(self):
            return []
        heads = np.frombuffer(b"".join(letters), np.uint8).astype(np.uint64) << np.uint64(8 * (_HEAD - 1))
        heads |= np.uint64(int.from_bytes(rest[: _HEAD - 1].ljust(_HEAD - 1, b"\0"), "big"))
        places = np.minimum(self._heads.searchsorted(heads), len(self) - 1)
        there = np.flatnonzero(self._heads[places] == heads).tolist()
        found = (self.find(letters[place] + rest) for place in there)
        return [place for place in found if place is not None]

    def find(self, text: bytes) -> int | None:
        """Where `text` stands among sorted texts; None where it doesn't."""
        place = self.lower_bound(text)
        return place if place < len(self) and self[place] == text else None

    def prefix_range(self, text: bytes) -> tuple[int, int]:
        """From where to where sorted texts begin with `text`."""
        return self.lower_bound(text), self.lower_bound(text + b"\xff")  # no UTF-8 has this byte
