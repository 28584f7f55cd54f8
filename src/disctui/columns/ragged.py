"""Ragged arrays: many short rows in one long array, with the offset at which each row starts.

Row r of an array `members` is `members[offsets[r]:offsets[r + 1]]`; `offsets` has one item more than there are rows.
"""

import bisect
import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec
import numpy as np

from disctui.columns.declaration import Array, UInt8, UInt32

_HEAD = 8
"""Bytes of a string that are compared as one number."""
_BLOCK = 16_384
"""Members of one block: some hundred kilobytes of numbers, which stay in the processor's cache."""


def expand_ranges(starts: Array, lengths: Array) -> Array:
    """The numbers of several ranges, one range after the other.

    Args:
        starts: First number of each range, any integer dtype, shape (ranges,).
        lengths: How many numbers each has, int64, shape (ranges,).

    Returns:
        int64, shape (sum of lengths,).
    """
    if len(lengths) and not lengths.all():
        starts, lengths = starts[lengths > 0], lengths[lengths > 0]
    ends = lengths.cumsum(dtype=np.int64)
    if not len(ends):
        return np.zeros(0, np.int64)
    steps = np.ones(int(ends[-1]), np.int64)  # from one number to the next: 1, but for the first of a range
    steps[0] = starts[0]
    starts = starts.astype(np.int64)
    steps[ends[:-1]] = starts[1:] - starts[:-1] - lengths[:-1] + 1
    return steps.cumsum(out=steps)


def row_members(offsets: Array, rows: Array) -> Array:
    """The indices of all members of some rows, row after row.

    Args:
        offsets: Of all rows, shape (all rows + 1,).
        rows: The rows asked for, any integer dtype.

    Returns:
        int64, shape (members,).
    """
    starts = offsets[rows]
    return expand_ranges(starts, offsets[rows + 1].astype(np.int64) - starts)


def sorted_unique(numbers: Array) -> Array:
    """Numbers sorted, each once, in their own dtype; for the few of a query much quicker than `np.unique`."""
    numbers = np.sort(numbers)
    is_new = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=is_new[1:])
    once: Array = numbers[is_new]
    return once


def member_blocks(offsets: Array, rows: Array) -> Iterator[tuple[slice, Array, Array]]:
    """The members of many rows, in blocks that stay in the processor's cache rather than in one long array.

    Args:
        offsets: Of all rows, shape (all rows + 1,).
        rows: The rows asked for, any integer dtype.

    Yields:
        A slice of `rows`; for each member of these rows the index of its row within the slice, int64; and the index
        of the member itself, int64.
    """
    for first in range(0, len(rows), _BLOCK):
        numbers = rows[first : first + _BLOCK].astype(np.intp)
        starts = offsets[numbers].astype(np.int64)
        lengths = offsets[numbers + 1] - starts
        ends = lengths.cumsum()
        total = int(ends[-1])
        inner = np.searchsorted(ends, np.arange(_BLOCK, total, _BLOCK)).tolist() if total > _BLOCK else []
        for low, high in itertools.pairwise([0, *inner, len(numbers)]):
            if low < high:
                row_of = np.repeat(np.arange(high - low), lengths[low:high])
                shifts = starts[low:high] - ends[low:high] + lengths[low:high] + (ends[low] - lengths[low])
                yield slice(first + low, first + high), row_of, shifts[row_of] + np.arange(len(row_of))


def isin_sorted(numbers: Array, others: Array) -> Array:
    """Whether each of `numbers` is among `others`, which are sorted: bool, shape of `numbers`; quickest if both are."""
    if not len(others):
        return np.zeros(len(numbers), np.bool_)
    nearest = np.minimum(np.searchsorted(others, numbers), len(others) - 1)
    found: Array = others[nearest] == numbers
    return found


def offsets_of(lengths: Array) -> Array:
    """Where each row starts, and the end: uint32, shape (rows + 1,), given how many members each row has."""
    offsets = np.zeros(len(lengths) + 1, np.uint32)
    lengths.cumsum(out=offsets[1:])
    return offsets


def row_offsets(rows: Array, count: int) -> Array:
    """Where each of `count` rows starts, and the end: uint32, shape (count + 1,), given the row of each member."""
    return offsets_of(np.bincount(rows, minlength=count))


def is_ragged(offsets: Array, count: int, *members: Array) -> bool:
    """Whether `count` rows follow one another from the first of their members to the last.

    Args:
        offsets: Where each row begins, and the end.
        count: How many rows there should be.
        members: Arrays that are cut into these rows.
    """
    return (
        len(offsets) == count + 1
        and int(offsets[0]) == 0
        and all(int(offsets[-1]) == len(one) for one in members)
        and bool((offsets[1:] >= offsets[:-1]).all())
    )


class ByteStrings(msgspec.Struct, frozen=True, dict=True, eq=False):
    """Many byte strings in one array."""

    data: UInt8
    """All of them, one after the other."""
    offsets: UInt32
    """Where each begins in `data`, and the end; shape (strings + 1,)."""

    @classmethod
    def of(cls, strings: Sequence[bytes]) -> "ByteStrings":
        """The strings given, in that order."""
        lengths = np.fromiter(map(len, strings), np.int64, len(strings))
        return cls(np.frombuffer(b"".join(strings) or b"", np.uint8), offsets_of(lengths))

    @cached_property
    def _views(self) -> tuple[memoryview, memoryview]:
        """`data` and `offsets` as memory views, which give single items much sooner than arrays do."""
        return self.data.data, self.offsets.data

    @cached_property
    def _heads(self) -> Array:
        """The first eight bytes of each string as one number, uint64; sorted if the strings are."""
        lengths = np.diff(self.offsets)
        heads = np.zeros(len(self), np.uint64)
        for column in range(_HEAD):
            longer = (lengths > column).nonzero()[0]
            letters = self.data[self.offsets[longer] + np.uint32(column)].astype(np.uint64)
            heads[longer] |= letters << np.uint64(8 * (_HEAD - 1 - column))
        return heads

    @cached_property
    def _heads_view(self) -> memoryview:
        """`_heads` as a memory view: a single number is looked up in a third of the time that an array takes."""
        return self._heads.data

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, number: int) -> bytes:
        data, offsets = self._views
        return bytes(data[offsets[number] : offsets[number + 1]])

    def __iter__(self) -> Iterator[bytes]:
        whole, offsets = self.data.tobytes(), self.offsets.tolist()
        return (whole[offsets[number] : offsets[number + 1]] for number in range(len(offsets) - 1))

    def take(self, numbers: Iterable[int]) -> list[bytes]:
        """The strings of these numbers."""
        data, offsets = self._views
        return [bytes(data[offsets[number] : offsets[number + 1]]) for number in numbers]

    def take_many(self, numbers: Array) -> list[bytes]:
        """The strings of these numbers; the sooner way where they are many."""
        whole = self.data.tobytes()
        starts, ends = self.offsets[numbers].tolist(), self.offsets[numbers + 1].tolist()
        return [whole[start:end] for start, end in zip(starts, ends, strict=True)]

    def lower_bound(self, string: bytes) -> int:
        """The number of the first of the sorted strings that is not less than `string`."""
        head = int.from_bytes(string[:_HEAD].ljust(_HEAD, b"\0"), "big")
        heads = self._heads_view
        low = bisect.bisect_left(heads, head)
        if len(string) < _HEAD and b"\0" not in string:
            return low  # the shortest of those that begin so
        high = bisect.bisect_right(heads, head, low)
        while low < high:
            middle = (low + high) // 2
            if self[middle] < string:
                low = middle + 1
            else:
                high = middle
        return low

    def find_after(self, letters: Sequence[bytes], rest: bytes) -> list[int]:
        """The numbers of those sorted strings that are one of some letters, followed by `rest`."""
        if not len(self):
            return []
        heads = np.frombuffer(b"".join(letters), np.uint8).astype(np.uint64) << np.uint64(8 * (_HEAD - 1))
        heads |= np.uint64(int.from_bytes(rest[: _HEAD - 1].ljust(_HEAD - 1, b"\0"), "big"))
        nearest = np.minimum(self._heads.searchsorted(heads), len(self) - 1)
        likely = (self._heads[nearest] == heads).nonzero()[0].tolist()
        found = (self.find(letters[place] + rest) for place in likely)
        return [number for number in found if number is not None]

    def find(self, string: bytes) -> int | None:
        """The number of `string` among sorted strings; None where it isn't there."""
        number = self.lower_bound(string)
        return number if number < len(self) and self[number] == string else None

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """The first of the sorted strings that begin with `prefix`, and the one after the last."""
        return self.lower_bound(prefix), self.lower_bound(prefix + b"\xff")  # no UTF-8 has this byte
