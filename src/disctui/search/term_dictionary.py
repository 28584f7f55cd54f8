"""The distinct words of a library, and which of them a typed word may mean.

A misspelling is looked for among tens of thousands of words: one bit for each letter a word has, compared for all
words at once, rules out nearly all of them before any distance is measured.
"""

import enum
from collections.abc import Sequence
from functools import cached_property

import msgspec
import numpy as np
from rapidfuzz.distance import OSA, LCSseq
from rapidfuzz.process import cdist

from disctui.columns.declaration import Array, UInt32, UInt64
from disctui.columns.ragged import ByteStrings, expand_ranges, offsets_of, row_members
from disctui.search.phonetics import phonetic_key, phonetic_keys, sounds


class Level(enum.IntEnum):
    """How well a word fits one that was typed; higher is better. Fits in four bits."""

    NONE = 0
    FAR_SOUND = 1
    """It sounds nearly alike, or alike though spelt quite differently, or is three letters off."""
    TWO_TYPOS_PREFIX = 2
    """The beginning of it is two letters off."""
    WEAK_TYPO = 3
    """As `ONE_TYPO`, but for the first letter, or a short word."""
    TWO_TYPOS = 4
    """Two letters off."""
    SOUND = 5
    """It sounds alike, and is not spelt too differently."""
    ONE_TYPO_PREFIX = 6
    """The beginning of it is one letter off."""
    INITIALS = 7
    """The typed letters are the first ones of its value's words."""
    ONE_TYPO = 8
    """One letter off: missing, added, changed, or changed places with the next."""
    VARIANT_PREFIX = 9
    """The beginning of it is another transliteration."""
    VARIANT = 10
    """Another transliteration."""
    PREFIX = 11
    """It begins so."""
    JOINED = 12
    """The typed word is several words in one, or several typed words are one."""
    WHOLE = 13


class Fuzziness(enum.IntEnum):
    """How far a word of the library may be from the one typed."""

    NONE = 0
    """Whole words and beginnings only."""
    TYPOS = 1
    """Misspelt and differently transliterated words too."""
    LAST_TRY = 2
    """Where there is nothing better: misspelt words of three letters too, two letters off in those of five and three
    in long ones, words that sound alike, and initials."""


EXACT_MIN = Level.PREFIX
"""The lowest level of a true match; those below are near ones."""

_TWO = 2
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
_THREE_EDITS_FROM = 8
_FEWEST_EDITS = 3
"""Letters that words that sound alike may be off in any case, and otherwise two in five."""
_SOUNDS_FROM = 4
"""Sounds of a word from which on another that differs by one sounds nearly alike."""
_SHARED, _SHARED_NEARLY = 0.5, 0.6
"""The part of its letters that a word shares with one that sounds as it does, or nearly so: `xqzzy` is no Kassovitz."""
_LONG_SOUND = 6
"""Sounds of a word from which on those that sound the same need not share letters: `swjaginzew`."""
_PREFIX_FROM = 5
_USUAL_PREFIXES = range(_PREFIX_FROM, 14)
"""Lengths of beginnings that are made beforehand; few words are longer, and soon looked through."""
_PREFIX_TWO_TYPOS_FROM = 9
SHORTEST_KEY = 3
"""Letters of a phonetic key below which it says too little: that of `zzz` is `z`."""


def edits_allowed(word: str, *, wide: bool = False) -> int:
    """How many letters a word of the library may be off the typed one; more if `wide`."""
    if len(word) < _SHORT - wide or not (word.isascii() and word.isalpha()):
        return 0
    if len(word) < _TWO_EDITS_FROM - wide:
        return 1
    return 3 if wide and len(word) >= _THREE_EDITS_FROM else 2


def prefix_edits_allowed(word: str) -> int:
    """How many letters the beginning of a longer word of the library may be off the typed one."""
    if len(word) < _PREFIX_FROM or not edits_allowed(word):
        return 0
    return 1 if len(word) < _PREFIX_TWO_TYPOS_FROM else 2


def level_of(typed: str, word: str, distance: int, *, is_prefix: bool) -> Level:
    """The level of a word, or the beginning of one, that is `distance` edits off the typed one."""
    if distance > _TWO and not is_prefix:
        return Level.FAR_SOUND
    poor = typed[0] != word[0] or len(typed) <= _SHORT
    if is_prefix:
        return Level.TWO_TYPOS_PREFIX if poor or distance > 1 else Level.ONE_TYPO_PREFIX
    if poor:
        return Level.WEAK_TYPO if distance == 1 else Level.TWO_TYPOS_PREFIX
    return Level.ONE_TYPO if distance == 1 else Level.TWO_TYPOS


def letter_masks(data: Array, starts: Array, lengths: Array) -> Array:
    """For each word one bit for each letter that it has, and one for each that it has twice."""
    once = np.zeros(len(starts), np.uint64)
    twice = np.zeros(len(starts), np.uint64)
    for column in range(min(int(lengths.max(initial=0)), _LONGEST)):
        rows = (lengths > column).nonzero()[0]
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


class TermColumns(msgspec.Struct, frozen=True):
    """The distinct words of a segment, with what finds those that a typed word may mean."""

    words: ByteStrings
    """Sorted."""
    by_length: UInt32
    """Their numbers, sorted by length."""
    masks: UInt64
    """Their letter masks, in that order."""
    phonetic_keys: ByteStrings
    """Of the words whose phonetic key is not the word itself, sorted."""
    phonetic_words: UInt32
    """The number of the word that each key is of."""
    sounds: ByteStrings
    """The distinct sounds of words, sorted."""
    sound_offsets: UInt32
    """Where the words of each sound begin in `sounding_words`, and the end; shape (sounds + 1,)."""
    sounding_words: UInt32
    """The numbers of the words that have a sound, by sound."""

    @classmethod
    def build(cls, words: ByteStrings) -> "TermColumns":
        """Of sorted words."""
        spelt = [word.decode() for word in words]
        keyed = (
            (key.encode(), number)
            for number, (word, key) in enumerate(zip(spelt, phonetic_keys(spelt), strict=True))
            if key != word and word.isascii()
        )
        return cls._of(words, sorted(keyed))

    @classmethod
    def merge(cls, parts: "Sequence[TermColumns]", words: ByteStrings, numbers: Sequence[Array]) -> "TermColumns":
        """Those of several segments.

        Args:
            parts: By segment its columns.
            words: The words of all, sorted.
            numbers: By segment the new number of each word, past the last for one that is not kept.
        """
        found: dict[int, bytes] = {}
        for part, new in zip(parts, numbers, strict=True):
            found.update(zip(new[part.phonetic_words].tolist(), part.phonetic_keys, strict=True))
        return cls._of(words, sorted((key, number) for number, key in found.items() if number < len(words)))

    @classmethod
    def _of(cls, words: ByteStrings, keyed: Sequence[tuple[bytes, int]]) -> "TermColumns":
        lengths = np.diff(words.offsets)
        by_length = np.argsort(lengths, kind="stable").astype(np.uint32)
        masks = letter_masks(words.data, words.offsets[by_length], lengths[by_length])
        keys = ByteStrings.of([key for key, _ in keyed])
        heard: dict[bytes, list[int]] = {}
        for number, sound in enumerate(sounds(list(words))):
            if sound:
                heard.setdefault(sound, []).append(number)
        distinct = sorted(heard)
        return cls(
            words=words,
            by_length=by_length,
            masks=masks,
            phonetic_keys=keys,
            phonetic_words=np.array([number for _, number in keyed], np.uint32),
            sounds=ByteStrings.of(distinct),
            sound_offsets=offsets_of(np.array([len(heard[sound]) for sound in distinct], np.int64)),
            sounding_words=np.array([number for sound in distinct for number in heard[sound]], np.uint32),
        )


class TermDictionary:
    """Sorted words, and which of them a typed word may mean."""

    def __init__(self, columns: TermColumns) -> None:
        self.words = columns.words
        self._by_length, self._masks = columns.by_length, columns.masks
        self._phonetic_keys, self._phonetic_words = columns.phonetic_keys, columns.phonetic_words
        self._sounds, self._sound_offsets = columns.sounds, columns.sound_offsets
        self._sounding_words = columns.sounding_words
        self._prefixes_of: dict[tuple[tuple[int, int], int], tuple[Array, Array, Array]] = {}

    @cached_property
    def _length_offsets(self) -> list[int]:
        lengths = np.diff(self.words.offsets)[self._by_length]
        offsets: list[int] = np.searchsorted(lengths, np.arange(_LONGEST + 4)).tolist()
        return offsets

    def warm(self) -> None:
        """Make the tables that are made when first needed."""
        self.expand("warming")
        for letter in _ALPHABET:
            for length in _USUAL_PREFIXES:
                self._prefixes_within(self.words.prefix_range(letter), length)

    def expand(self, word: str, *, wide: bool = False) -> list[tuple[Level, Array]]:
        """The words that `word` may mean though it does not begin them, with the level of each group, worst first."""
        edits = edits_allowed(word, wide=wide)
        if not edits or len(word) > _LONGEST:
            return []
        groups: dict[Level, list[Array]] = {}
        mask = _mask(word)
        first, after = self.words.prefix_range(word[0].encode())
        self._add_prefixed(word, mask, (first, after), groups)
        self._add_whole(word, mask, edits, (first, after), groups)
        if len(word) >= _SHORT:
            slips = self._first_letter_slips(word)
            if slips:
                groups.setdefault(Level.WEAK_TYPO, []).append(np.array(slips, np.uint32))
        self._add_variants(word, groups)
        if wide:
            self._add_sounding(word, groups)
        return [(level, np.concatenate(groups[level])) for level in sorted(groups)]

    def _first_letter_slips(self, word: str) -> list[int]:
        """The words of which `word` has the first letter wrong, missing, one too many, or in the place of the next."""
        others = [letter for letter in _ALPHABET if letter != word[0].encode()]
        found = self.words.find_after(others, word[1:].encode()) + self.words.find_after(others, word.encode())
        if word[0] != word[1]:
            swapped = (self.words.find(text.encode()) for text in (word[1] + word[0] + word[2:], word[1:]))
            found += [number for number in swapped if number is not None]
        return found

    def _add_whole(
        self, word: str, mask: np.uint64, edits: int, span: tuple[int, int], groups: dict[Level, list[Array]]
    ) -> None:
        """Add words of the same first letter, which lie within `span`, that are so few edits off."""
        offsets, size = self._length_offsets, len(word)
        chosen = []
        for length in range(max(size - edits, 3), size + edits + 1):
            low, high = offsets[length], offsets[length + 1]
            first, after = (self._by_length[low:high].searchsorted(np.array(span, np.uint32)) + low).tolist()
            differing = np.bitwise_count(self._masks[first:after] ^ mask)
            fits = (differing <= 2 * edits - abs(length - size)).nonzero()[0]
            chosen.append(self._by_length[first:after][fits])
        numbers = np.concatenate(chosen)
        for level, places in self._measured(word, self.words.take(numbers.tolist()), edits, is_prefix=False):
            groups.setdefault(level, []).append(numbers[places])

    @staticmethod
    def _measured(word: str, spelt: list[bytes], edits: int, *, is_prefix: bool) -> list[tuple[Level, Array]]:
        """By level which of some words, or beginnings of words, are that few edits off."""
        if not spelt:
            return []
        distances = cdist([word.encode()], spelt, scorer=OSA.distance, score_cutoff=edits, dtype=np.uint8)[0]
        found = []
        for distance in range(0 if is_prefix else 1, edits + 1):
            places = (distances == distance).nonzero()[0]
            if len(places):
                found.append((level_of(word, word, distance, is_prefix=is_prefix), places))
        return found

    def _add_prefixed(
        self, word: str, mask: np.uint64, span: tuple[int, int], groups: dict[Level, list[Array]]
    ) -> None:
        """Add words within `span` of which the beginning is so few edits off."""
        edits, size = prefix_edits_allowed(word), len(word)
        if not edits:
            return
        firsts, afters, spelt = [], [], []
        for length in range(size - (size > _PREFIX_FROM), size + 2):
            starts, ends, masks = self._prefixes_within(span, length)
            differing = np.bitwise_count(masks ^ mask)
            fits = (differing <= 2 * edits - abs(length - size)).nonzero()[0]
            firsts.append(starts[fits])
            afters.append(ends[fits])
            spelt += [text[:length] for text in self.words.take(firsts[-1].tolist())]
        first, after = np.concatenate(firsts), np.concatenate(afters)
        for level, places in self._measured(word, spelt, edits, is_prefix=True):
            words = expand_ranges(first[places], after[places].astype(np.int64) - first[places])
            groups.setdefault(level, []).append(words.astype(np.uint32))

    def _prefixes_within(self, span: tuple[int, int], length: int) -> tuple[Array, Array, Array]:
        """The beginnings of the words within `span`, which are those of one first letter; kept once they are made."""
        kept = self._prefixes_of.get((span, length))
        if kept is None:
            kept = self._prefixes_of[span, length] = self._prefixes(span, length)
        return kept

    def _prefixes(self, span: tuple[int, int], length: int) -> tuple[Array, Array, Array]:
        """The distinct beginnings of `length` letters: first word, word after the last, letter mask."""
        low, high = span
        offsets, data = self.words.offsets[low : high + 1], self.words.data
        longer = (np.diff(offsets) >= length).nonzero()[0]
        starts = offsets[longer]
        new = np.zeros(len(longer), np.bool_)
        new[:1] = True
        for column in range(length):
            letters = data[starts + np.uint32(column)]
            new[1:] |= letters[1:] != letters[:-1]
        firsts = new.nonzero()[0]
        lasts = np.append(firsts[1:], len(longer)) - 1
        masks = letter_masks(data, starts[firsts], np.full(len(firsts), length))
        numbers = (longer + low).astype(np.uint32)
        ends = numbers[lasts] + np.uint32(1) if len(longer) else numbers
        return numbers[firsts], ends, masks

    def _add_sounding(self, word: str, groups: dict[Level, list[Array]]) -> None:
        """Add words that sound like `word`, and those that differ from it by one sound."""
        sound = sounds([word.encode()])[0]
        if not sound:
            return
        same = self._sounds.find(sound)
        if same is not None:
            alike = self._sounding(np.array([same]))
            edits = max(len(word) * 2 // 5, _FEWEST_EDITS)
            spelt = self.words.take(alike.tolist())
            is_near = cdist([word.encode()], spelt, scorer=OSA.distance, score_cutoff=edits, dtype=np.uint8)[0] <= edits
            groups.setdefault(Level.SOUND, []).append(alike[is_near])
            groups.setdefault(Level.FAR_SOUND, []).append(
                self._sharing(word, alike[~is_near], 0 if len(sound) >= _LONG_SOUND else _SHARED)
            )
        if len(sound) < _SOUNDS_FROM:
            return
        low, high = self._sounds.prefix_range(sound[:1])
        lengths = np.diff(self._sounds.offsets[low : high + 1]).astype(np.int64)
        near = (np.abs(lengths - len(sound)) <= 1).nonzero()[0] + low
        heard = self._sounds.take(near.tolist())
        if heard:
            distances = cdist([sound], heard, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)[0]
            alike = self._sounding(near[distances == 1])
            groups.setdefault(Level.FAR_SOUND, []).append(self._sharing(word, alike, _SHARED_NEARLY))

    def _sharing(self, word: str, numbers: Array, share: float) -> Array:
        """Those of some words that have, of the longer one's letters, so many in the order of `word`; uint32."""
        spelt = self.words.take(numbers.tolist())
        if not spelt:
            return numbers
        alike = cdist([word.encode()], spelt, scorer=LCSseq.normalized_similarity, dtype=np.float32)[0]
        kept: Array = numbers[alike >= share]
        return kept

    def _sounding(self, numbers: Array) -> Array:
        """The words that have some sounds, uint32."""
        words: Array = self._sounding_words[row_members(self._sound_offsets, numbers)]
        return words

    def _add_variants(self, word: str, groups: dict[Level, list[Array]]) -> None:
        common = phonetic_key(word).encode()
        if len(common) < SHORTEST_KEY:
            return
        low, high = self._phonetic_keys.prefix_range(common)
        whole = max(low, self._phonetic_keys.lower_bound(common + b"\0"))
        for level, start, end in ((Level.VARIANT, low, whole), (Level.VARIANT_PREFIX, whole, high)):
            if end > start:
                groups.setdefault(level, []).append(self._phonetic_words[start:end])
        if common != word.encode():
            low, high = self.words.prefix_range(common)
            if low < high and self.words[low] == common:
                groups.setdefault(Level.VARIANT, []).append(np.array([low], np.uint32))
                low += 1
            if low < high:
                groups.setdefault(Level.VARIANT_PREFIX, []).append(np.arange(low, high, dtype=np.uint32))
