"""Words of a dictionary, and beginnings of words, that are a few letters off a typed one.

One bit for each letter that a word has, compared for all words of a first letter at once, rules out nearly all of them
before any distance is measured. Words and beginnings of words stand in one table, so that one look at it is enough.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from disctui.columns.declaration import Array
from disctui.search.levels import PREFIX_FROM, Level, level_of
from disctui.search.word_list import WordList

LONGEST = 40
"""Letters of a word whose misspellings are found."""
_SHORTEST = 3
_MOST_EDITS = 3
_BEGINNING = 64
"""This bit of a row's kind says that it is the beginning of words; those below it, of how many letters it is."""
_LETTERS = np.zeros(256, np.uint64)
_LETTERS[97:123] = np.uint64(1) << np.arange(26, dtype=np.uint64)
_LETTERS[48:58] = np.uint64(1) << np.arange(26, 36, dtype=np.uint64)
_AGAIN = np.uint64(36)
"""From this bit on: the letter occurs a second time."""
_ONLY_LETTERS = np.uint64((1 << 26) - 1)


class WordRanges(NamedTuple):
    """Ranges of sorted words, each with how well its words fit; every array has an item for each."""

    first: Array
    """The number of the first word, uint32."""
    after: Array
    """And that after the last, uint32."""
    levels: Array
    """A `Level`, uint8."""

    @classmethod
    def of(cls, ranges: list[tuple[int, int, Level]]) -> "WordRanges":
        """Of some ranges one by one."""
        columns = np.array(ranges, np.uint32).reshape(-1, 3)
        return cls(columns[:, 0], columns[:, 1], columns[:, 2].astype(np.uint8))

    @classmethod
    def of_words(cls, numbers: Array, level: Level) -> "WordRanges":
        """Of single words that all fit as well."""
        return cls(numbers, numbers + np.uint32(1), np.full(len(numbers), level, np.uint8))


class LetterMasks:
    """Letter masks of words, made letter by letter."""

    def __init__(self, data: Array, starts: Array, lengths: Array) -> None:
        """Take words by where each starts in the letters of all, and how many it has."""
        self._data, self._starts, self._lengths = data, starts, lengths
        self._once, self._twice = (np.zeros(len(starts), np.uint64) for _ in range(2))

    def take_in(self, column: int) -> None:
        """Move on to the letter after `column`."""
        rows = (self._lengths > column).nonzero()[0]
        bits = _LETTERS[self._data[self._starts[rows] + np.uint32(column)]]
        self._twice[rows] |= self._once[rows] & bits & _ONLY_LETTERS
        self._once[rows] |= bits

    def of(self, rows: Array | slice) -> Array:
        """The masks of some words, uint64."""
        masks: Array = self._once[rows] | (self._twice[rows] << _AGAIN)
        return masks


def letter_masks(data: Array, starts: Array, lengths: Array) -> Array:
    """For each word one bit for each letter that it has, and one for each that it has twice."""
    masks = LetterMasks(data, starts, lengths)
    for column in range(min(int(lengths.max(initial=0)), LONGEST)):
        masks.take_in(column)
    return masks.of(slice(None))


def mask_of(word: str) -> np.uint64:
    """The letter mask of one word of ASCII letters."""
    once = twice = 0
    for letter in word:
        bit = 1 << (ord(letter) - 97)
        twice |= once & bit
        once |= bit
    return np.uint64(once | twice << int(_AGAIN))


class _Rows(NamedTuple):
    """Rows of a table; every array has an item for each."""

    kinds: Array
    first: Array
    after: Array
    masks: Array


class _Sought(NamedTuple):
    """What rows are looked for."""

    shortest: int
    longest: int
    """Letters that they have."""
    differing: Array
    """By kind one more than how many bits of the mask may differ; uint8."""
    levels: Array
    """By the first part of the kind, and the distance, their level; uint8, flat."""


@lru_cache(maxsize=256)
def _sought(size: int, edits: int, prefix_edits: int) -> _Sought:
    """The rows for a word of so many letters, given how many letters a word and a beginning may be off it."""
    differing = np.zeros(2 * _BEGINNING, np.uint8)
    shortest, longest = max(size - edits, _SHORTEST), size + edits
    for length in range(shortest, longest + 1):
        differing[length] = 2 * edits - abs(length - size) + 1
    if prefix_edits:
        for length in range(max(size - 1, PREFIX_FROM), size + 2):
            differing[_BEGINNING + length] = 2 * prefix_edits - abs(length - size) + 1
    levels = np.zeros((2, edits + 2), np.uint8)
    for distance in range(1, edits + 1):
        levels[0, distance] = level_of(size, distance, is_prefix=False)
    for distance in range(prefix_edits + 1):
        levels[1, distance] = level_of(size, distance, is_prefix=True)
    return _Sought(shortest, longest, differing, levels.ravel())


class NearWords:
    """The words of one first letter and their beginnings, by how many letters they have."""

    def __init__(self, words: WordList, text: bytes, span: tuple[int, int], whole: Array, masks: Array) -> None:
        """Make the table.

        Args:
            words: All words, sorted.
            text: The letters of all of them, one after the other.
            span: The first of the words of this letter, and the one after the last.
            whole: The numbers of these words, sorted by length.
            masks: Their letter masks.
        """
        lengths = np.diff(words.offsets)[whole]
        kept = slice(*lengths.searchsorted([_SHORTEST, LONGEST + _MOST_EDITS + 1]).tolist())
        numbers = whole[kept]
        found = [_Rows(lengths[kept].astype(np.uint8), numbers, numbers + np.uint32(1), masks[kept])]
        found += _beginnings(words, span)
        kinds, first, after, masks = (np.concatenate(column) for column in zip(*found, strict=True))
        sizes = kinds & np.uint8(_BEGINNING - 1)
        order = sizes.argsort(kind="stable")
        self._kinds, self._first, self._after, self._masks = kinds[order], first[order], after[order], masks[order]
        self._offsets: list[int] = sizes[order].searchsorted(np.arange(_BEGINNING)).tolist()
        self._text, self._starts = text, words.offsets

    def of(self, word: str, edits: int, prefix_edits: int) -> WordRanges:
        """The words that are no more than so many letters off `word`, itself left out, and those that begin so."""
        shortest, longest, differing, levels = _sought(len(word), edits, prefix_edits)
        span = slice(self._offsets[shortest], self._offsets[longest + 1])
        counts = np.bitwise_count(self._masks[span] ^ mask_of(word))
        rows = (counts <= np.uint8(2 * edits)).nonzero()[0]
        kinds = self._kinds[span].take(rows)
        likely = counts.take(rows) < differing.take(kinds)
        rows, kinds = rows[likely], kinds[likely]
        first = self._first[span].take(rows)
        starts = self._starts.take(first)
        ends = starts + (kinds & np.uint8(_BEGINNING - 1))
        text = self._text
        spelt = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        if not spelt:
            return WordRanges(first, first, kinds)
        distances = cdist([word.encode()], spelt, scorer=OSA.distance, score_cutoff=edits, dtype=np.uint8)[0]
        found = levels.take((kinds >> 6) * np.uint8(edits + 2) + distances)
        near = found.nonzero()[0]
        return WordRanges(first.take(near), self._after[span].take(rows.take(near)), found.take(near))


def _beginnings(words: WordList, span: tuple[int, int]) -> list[_Rows]:
    """The beginnings of the words of one first letter, but for those that are all of the only word they begin."""
    low, high = span
    offsets, data = words.offsets[low : high + 1], words.data
    starts, lengths = offsets[:-1], np.diff(offsets)
    masks = LetterMasks(data, starts, lengths)
    shared = np.zeros(len(lengths), np.uint8)
    """By word how many letters it has in common with the one before."""
    alike = np.arange(1, len(lengths))
    found: list[_Rows] = []
    for column in range(min(int(lengths.max(initial=0)), LONGEST + 1)):
        masks.take_in(column)
        alike = alike[np.minimum(lengths[alike], lengths[alike - 1]) > column]
        at = np.uint32(column)
        alike = alike[data[starts[alike] + at] == data[starts[alike - 1] + at]]
        size = column + 1
        shared[alike] = size
        if size < PREFIX_FROM:
            continue
        first = (shared < size).nonzero()[0]
        after = np.append(first[1:], len(lengths))
        kept = ((lengths[first] > size) | ((lengths[first] == size) & (after > first + 1))).nonzero()[0]
        first, after = first[kept], after[kept]
        kinds = np.full(len(first), _BEGINNING + size, np.uint8)
        found.append(_Rows(kinds, (first + low).astype(np.uint32), (after + low).astype(np.uint32), masks.of(first)))
    return found
