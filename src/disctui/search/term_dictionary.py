"""The distinct words of a library, and which of them a typed word may mean.

A misspelling is looked for among tens of thousands of words: one bit for each letter a word has, compared for all
words at once, rules out nearly all of them before any distance is measured.
"""

import enum
from functools import cached_property

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from disctui.columns.ragged import Array, Texts, spread
from disctui.search.tokenizer import phonetic_key, skeletons


class Level(enum.IntEnum):
    """How well a word fits one that was typed; higher is better. Fits in four bits."""

    NONE = 0
    POOR_BEGUN = 1
    """The beginning of it is two letters off."""
    POOR = 2
    """As `MISSPELT`, but for the first letter, or a short word."""
    TWICE = 3
    """Two letters off."""
    MISSPELT_BEGUN = 4
    """The beginning of it is one letter off."""
    MISSPELT = 5
    """One letter off: missing, added, changed, or changed places with the next."""
    VARIANT_BEGUN = 6
    """The beginning of it is another transliteration."""
    VARIANT = 7
    """Another transliteration."""
    BEGUN = 8
    """It begins so; or the typed word is two of its words in one, or the other way round."""
    WHOLE = 9


class Effort(enum.IntEnum):
    """How far a word of the library may be from the one typed."""

    EXACT = 0
    """Whole or begun words only."""
    NEAR = 1
    """Misspelt and differently transliterated words too."""
    FAR = 2
    """And misspelt words of three letters, and two letters off in those of five: where else there is nothing."""


TRUE = Level.BEGUN
"""The lowest level of a true match; those below are near ones."""

_LETTERS = np.zeros(256, np.uint64)
_LETTERS[97:123] = np.uint64(1) << np.arange(26, dtype=np.uint64)
_LETTERS[48:58] = np.uint64(1) << np.arange(26, 36, dtype=np.uint64)
_AGAIN = np.uint64(36)
"""From this bit on: the letter occurs a second time."""
_ONLY_LETTERS = np.uint64((1 << 26) - 1)
_ALPHABET = [bytes([code]) for code in range(97, 123)]
_LONGEST = 40
"""Letters of a word whose misspellings are found."""
_SHORT = 4
_TWO_EDITS_FROM = 6
_BEGUN_FROM = 5
_USUAL_BEGINNINGS = range(_BEGUN_FROM, 14)
"""Lengths of beginnings that are made beforehand; few words are longer, and soon looked through."""
_BEGUN_TWICE_FROM = 9


def edits_allowed(word: str, *, far: bool = False) -> int:
    """How many letters a word of the library may be off the typed one."""
    if len(word) < _SHORT - far or not (word.isascii() and word.isalpha()):
        return 0
    return 1 if len(word) < _TWO_EDITS_FROM - far else 2


def goes_far(word: str) -> bool:
    """Whether more is allowed of a word when looking far."""
    return edits_allowed(word, far=True) != edits_allowed(word)


def beginning_edits_allowed(word: str) -> int:
    """How many letters the beginning of a longer word of the library may be off the typed one."""
    if len(word) < _BEGUN_FROM or not edits_allowed(word):
        return 0
    return 1 if len(word) < _BEGUN_TWICE_FROM else 2


def level_of(typed: str, word: str, distance: int, *, begun: bool) -> Level:
    """The level of a word, or the beginning of one, that is `distance` edits off the typed one."""
    poor = typed[0] != word[0] or len(typed) <= _SHORT
    if begun:
        return Level.POOR_BEGUN if poor or distance > 1 else Level.MISSPELT_BEGUN
    if poor:
        return Level.POOR if distance == 1 else Level.POOR_BEGUN
    return Level.MISSPELT if distance == 1 else Level.TWICE


def letter_masks(data: Array, starts: Array, lengths: Array) -> Array:
    """For each word one bit for each letter that it has, and one for each that it has twice."""
    once = np.zeros(len(starts), np.uint64)
    twice = np.zeros(len(starts), np.uint64)
    for column in range(min(int(lengths.max(initial=0)), _LONGEST)):
        rows = np.flatnonzero(lengths > column)
        bits = _LETTERS[data[starts[rows] + np.uint32(column)]]
        twice[rows] |= once[rows] & bits & _ONLY_LETTERS
        once[rows] |= bits
    return once | (twice << _AGAIN)


def _mask(word: str) -> np.uint64:
    """The letter mask of one word of ASCII letters."""
    once = twice = 0
    for letter in word:
        bit = 1 << (ord(letter) - 97)
        twice |= once & bit
        once |= bit
    return np.uint64(once | twice << int(_AGAIN))


class TermDictionary:
    """Sorted words, with what is needed to find those that a typed word may mean."""

    def __init__(self, words: Texts, by_length: Array, masks: Array, skeletons: Texts, skeleton_words: Array) -> None:
        """Take the arrays as they are kept.

        Args:
            words: The words, sorted.
            by_length: The words' numbers, sorted by length.
            masks: The letter masks in that order.
            skeletons: The skeletons of words that differ from their own, sorted.
            skeleton_words: The word of each of them.
        """
        self.words = words
        self._by_length, self._masks = by_length, masks
        self._skeletons, self._skeleton_words = skeletons, skeleton_words
        self._beginnings_of: dict[tuple[tuple[int, int], int], tuple[Array, Array, Array]] = {}

    @classmethod
    def parts_of(cls, words: Texts) -> tuple[Array, Array]:
        """`by_length` and `masks` of sorted words."""
        lengths = np.diff(words.bounds)
        by_length = np.argsort(lengths, kind="stable").astype(np.uint32)
        return by_length, letter_masks(words.data, words.bounds[by_length], lengths[by_length])

    @staticmethod
    def skeletons_of(words: Texts) -> tuple[Texts, Array]:
        """`skeletons` and `skeleton_words` of sorted words."""
        spelt = [word.decode() for word in words]
        pairs = [
            (common.encode(), number)
            for number, (word, common) in enumerate(zip(spelt, skeletons(spelt), strict=True))
            if common != word and word.isascii()
        ]
        pairs.sort()
        return Texts.of([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs], np.uint32)

    @cached_property
    def _length_bounds(self) -> list[int]:
        lengths = np.diff(self.words.bounds)[self._by_length]
        bounds: list[int] = np.searchsorted(lengths, np.arange(_LONGEST + 4)).tolist()
        return bounds

    def warm(self) -> None:
        """Make the tables that are made when first needed."""
        self.near("warming")
        for letter in _ALPHABET:
            for length in _USUAL_BEGINNINGS:
                self._beginnings_within(self.words.prefix_range(letter), length)

    def near(self, word: str, *, far: bool = False) -> list[tuple[Level, Array]]:
        """The words that `word` may mean though it does not begin them, with the level of each group, worst first."""
        edits = edits_allowed(word, far=far)
        if not edits or len(word) > _LONGEST:
            return []
        groups: dict[Level, list[Array]] = {}
        mask = _mask(word)
        first, after = self.words.prefix_range(word[0].encode())
        self._add_begun(word, mask, (first, after), groups)
        self._add_whole(word, mask, edits, (first, after), groups)
        if len(word) >= _SHORT:
            slips = self._first_letter_slips(word)
            if slips:
                groups.setdefault(Level.POOR, []).append(np.array(slips, np.uint32))
        self._add_variants(word, groups)
        return [(level, np.concatenate(groups[level])) for level in sorted(groups)]

    def _first_letter_slips(self, word: str) -> list[int]:
        """The words of which `word` has the first letter wrong, missing, one too many, or in the place of the next."""
        others = [letter for letter in _ALPHABET if letter != word[0].encode()]
        found = self.words.preceded(others, word[1:].encode()) + self.words.preceded(others, word.encode())
        if word[0] != word[1]:
            swapped = (self.words.find(text.encode()) for text in (word[1] + word[0] + word[2:], word[1:]))
            found += [number for number in swapped if number is not None]
        return found

    def _add_whole(
        self, word: str, mask: np.uint64, edits: int, span: tuple[int, int], groups: dict[Level, list[Array]]
    ) -> None:
        """Add words of the same first letter, which lie within `span`, that are so few edits off."""
        bounds, size = self._length_bounds, len(word)
        chosen = []
        for length in range(max(size - edits, 3), size + edits + 1):
            low, high = bounds[length], bounds[length + 1]
            first, after = (self._by_length[low:high].searchsorted(np.array(span, np.uint32)) + low).tolist()
            differing = np.bitwise_count(self._masks[first:after] ^ mask)
            fits = np.flatnonzero(differing <= 2 * edits - abs(length - size))
            chosen.append(self._by_length[first:after][fits])
        numbers = np.concatenate(chosen)
        for level, places in self._measured(word, self.words.some(numbers.tolist()), edits, begun=False):
            groups.setdefault(level, []).append(numbers[places])

    @staticmethod
    def _measured(word: str, spelt: list[bytes], edits: int, *, begun: bool) -> list[tuple[Level, Array]]:
        """By level which of some words, or beginnings of words, are that few edits off."""
        if not spelt:
            return []
        distances = cdist([word.encode()], spelt, scorer=OSA.distance, score_cutoff=edits, dtype=np.uint8)[0]
        found = []
        for distance in range(0 if begun else 1, edits + 1):
            places = np.flatnonzero(distances == distance)
            if len(places):
                found.append((level_of(word, word, distance, begun=begun), places))
        return found

    def _add_begun(self, word: str, mask: np.uint64, span: tuple[int, int], groups: dict[Level, list[Array]]) -> None:
        """Add words within `span` of which the beginning is so few edits off."""
        edits, size = beginning_edits_allowed(word), len(word)
        if not edits:
            return
        firsts, afters, spelt = [], [], []
        for length in range(size - (size > _BEGUN_FROM), size + 2):
            starts, ends, masks = self._beginnings_within(span, length)
            differing = np.bitwise_count(masks ^ mask)
            fits = np.flatnonzero(differing <= 2 * edits - abs(length - size))
            firsts.append(starts[fits])
            afters.append(ends[fits])
            spelt += [text[:length] for text in self.words.some(firsts[-1].tolist())]
        first, after = np.concatenate(firsts), np.concatenate(afters)
        for level, places in self._measured(word, spelt, edits, begun=True):
            words = spread(first[places], after[places].astype(np.int64) - first[places])
            groups.setdefault(level, []).append(words.astype(np.uint32))

    def _beginnings_within(self, span: tuple[int, int], length: int) -> tuple[Array, Array, Array]:
        """The beginnings of the words within `span`, which are those of one first letter; kept once they are made."""
        kept = self._beginnings_of.get((span, length))
        if kept is None:
            kept = self._beginnings_of[span, length] = self._beginnings(span, length)
        return kept

    def _beginnings(self, span: tuple[int, int], length: int) -> tuple[Array, Array, Array]:
        """The distinct beginnings of `length` letters: first word, word after the last, letter mask."""
        low, high = span
        bounds, data = self.words.bounds[low : high + 1], self.words.data
        longer = np.flatnonzero(np.diff(bounds) >= length)
        starts = bounds[longer]
        new = np.zeros(len(longer), np.bool_)
        new[:1] = True
        for column in range(length):
            letters = data[starts + np.uint32(column)]
            new[1:] |= letters[1:] != letters[:-1]
        firsts = np.flatnonzero(new)
        lasts = np.append(firsts[1:], len(longer)) - 1
        masks = letter_masks(data, starts[firsts], np.full(len(firsts), length))
        numbers = (longer + low).astype(np.uint32)
        ends = numbers[lasts] + np.uint32(1) if len(longer) else numbers
        return numbers[firsts], ends, masks

    def _add_variants(self, word: str, groups: dict[Level, list[Array]]) -> None:
        common = phonetic_key(word).encode()
        low, high = self._skeletons.prefix_range(common)
        whole = max(low, self._skeletons.lower_bound(common + b"\0"))
        for level, start, end in ((Level.VARIANT, low, whole), (Level.VARIANT_BEGUN, whole, high)):
            if end > start:
                groups.setdefault(level, []).append(self._skeleton_words[start:end])
        if common != word.encode():
            low, high = self.words.prefix_range(common)
            if low < high and self.words[low] == common:
                groups.setdefault(Level.VARIANT, []).append(np.array([low], np.uint32))
                low += 1
            if low < high:
                groups.setdefault(Level.VARIANT_BEGUN, []).append(np.arange(low, high, dtype=np.uint32))
