"""The sorted words of a segment, looked up in the ways that only a typed word needs."""

import bisect
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import ByteStrings

_HEAD = 8
"""Bytes of a word that are compared as one number."""


class WordList(ByteStrings, frozen=True, dict=True, eq=False):
    """Sorted words; none has a NUL."""

    @classmethod
    def of_strings(cls, strings: ByteStrings) -> "WordList":
        """Of sorted strings, whose arrays it shares."""
        return cls(strings.data, strings.offsets)

    def find(self, string: bytes) -> int | None:
        """The number of a word; None where it isn't there."""
        if not 0 < len(string) < _HEAD:
            return super().find(string)
        heads, head = self._heads_view, int.from_bytes(string, "big") << 8 * (_HEAD - len(string))
        low = bisect.bisect_left(heads, head)
        return low if low < len(heads) and heads[low] == head else None

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """The first of the words that begin with `prefix`, and the one after the last."""
        if not 0 < len(prefix) < _HEAD:
            return super().prefix_range(prefix)
        heads, head, shift = self._heads_view, int.from_bytes(prefix, "big"), 8 * (_HEAD - len(prefix))
        low = bisect.bisect_left(heads, head << shift)
        if low == len(heads) or heads[low] >> shift != head:
            return low, low
        return low, bisect.bisect_left(heads, (head + 1) << shift, low)

    def begun_by(self, string: bytes) -> Iterator[tuple[int, int]]:
        """The words that `string` begins with, itself among them: the number and the length of each."""
        heads, low = self._heads_view, 0
        count = len(heads)
        for size in range(1, len(string) + 1):
            piece = string[:size]
            if size < _HEAD:
                head, shift = int.from_bytes(piece, "big"), 8 * (_HEAD - size)
                low = bisect.bisect_left(heads, head << shift, low)
                if low == count or heads[low] >> shift != head:
                    return
                if heads[low] == head << shift:
                    yield low, size
                continue
            low = self.lower_bound(piece)
            if low == count or not (found := self[low]).startswith(piece):
                return
            if found == piece:
                yield low, size

    @cached_property
    def _tails(self) -> tuple[memoryview, Array]:
        """Up to seven letters after the first of each word as one number, sorted; and the words."""
        tails = self._heads << np.uint64(8)
        order = tails.argsort().astype(np.uint32)
        return tails[order].data, order

    def first_letter_slips(self, word: str) -> list[int]:
        """The words of which `word` has the first letter wrong, missing, one too many, or in the place of the next.

        Args:
            word: Two ASCII letters or more.
        """
        typed = word.encode()
        found = self._after_another_letter(typed, typed[1:]) + self._after_another_letter(typed, typed)
        if word[0] != word[1]:
            swapped = map(self.find, (typed[1:2] + typed[:1] + typed[2:], typed[1:]))
            found += [number for number in swapped if number is not None]
        return found

    def _after_another_letter(self, typed: bytes, rest: bytes) -> list[int]:
        """The words that are `rest` after one letter, another one than that of `typed`."""
        tails, order = self._tails
        tail = int.from_bytes(rest[: _HEAD - 1].ljust(_HEAD - 1, b"\0"), "big") << 8
        low = bisect.bisect_left(tails, tail)
        if low == len(tails) or tails[low] != tail:
            return []
        likely = order[low : bisect.bisect_right(tails, tail, low)].tolist()
        words = ((number, self[number]) for number in likely)
        return [number for number, word in words if word[1:] == rest and word[0] != typed[0] and word[:1].isalpha()]
