"""The distinct words of a library, and which of them a typed word may mean."""

import enum
import string
from collections.abc import Sequence
from functools import cached_property

import msgspec
import numpy as np
from rapidfuzz.distance import OSA, LCSseq
from rapidfuzz.process import cdist

from disctui.columns.declaration import Array, UInt32, UInt64
from disctui.columns.ragged import ByteStrings, offsets_of, row_members
from disctui.search.levels import SHORT, Level, edits_allowed, prefix_edits_allowed
from disctui.search.near_words import LONGEST, NearWords, WordRanges, letter_masks, mask_of
from disctui.search.phonetics import phonetic_key, phonetic_keys, sounds
from disctui.search.word_list import WordList


class Fuzziness(enum.IntEnum):
    """How far a word of the library may be from the one typed."""

    NONE = 0
    """Whole words and beginnings only."""
    TYPOS = 1
    """Misspelt and differently transliterated words too."""
    LAST_TRY = 2
    """Where there is nothing better: misspelt words of three letters too, two letters off in those of five and three
    in long ones, words that sound alike, words that have the typed letters inside, and initials."""


_FEWEST_EDITS = 3
"""Letters that words that sound alike may be off in any case, and otherwise two in five."""
_SOUNDS_FROM = 4
"""Sounds of a word from which on another that differs by one sounds nearly alike."""
_ONE_SOUND = 2
"""Bits of the masks of two sounds that differ by one."""
_SHARED, _SHARED_NEARLY = 0.5, 0.6
"""The part of its letters that a word shares with one that sounds as it does, or nearly so: `xqzzy` is no Kassovitz."""
_LONG_SOUND = 6
"""Sounds of a word from which on those that sound the same need not share letters: `swjaginzew`."""
SHORTEST_KEY = 3
"""Letters of a phonetic key below which it says too little: that of `zzz` is `z`."""
_INSIDE_FROM = 5
"""Letters from which on a word is looked for inside of others."""
_NO_WORDS = WordRanges(np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.uint8))


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
        self.words = WordList.of_strings(columns.words)
        self._by_length, self._masks = columns.by_length, columns.masks
        self._phonetic_keys = WordList.of_strings(columns.phonetic_keys)
        self._phonetic_words = columns.phonetic_words
        self._sounds, self._sound_offsets = columns.sounds, columns.sound_offsets
        self._sounding_words = columns.sounding_words
        self._near_words: dict[str, NearWords] = {}

    @cached_property
    def _text(self) -> bytes:
        """The letters of all words, of which a part is had sooner than of an array."""
        return self.words.data.tobytes()

    def warm(self) -> None:
        """Make the tables that are made when first needed."""
        self.expand("warming")
        _ = self._sound_masks
        for letter in string.ascii_lowercase:
            self._near(letter)

    def expand(self, word: str, *, wide: bool = False) -> WordRanges:
        """The words that `word` may mean though it does not begin them; some perhaps several times."""
        edits = edits_allowed(word, wide=wide)
        if not edits or len(word) > LONGEST:
            return _NO_WORDS
        found = [self._near(word[0]).of(word, edits, prefix_edits_allowed(word))]
        single: list[tuple[int, int, Level]] = []
        if len(word) >= SHORT:
            single += [(number, number + 1, Level.WEAK_TYPO) for number in self.words.first_letter_slips(word)]
        self._add_variants(word, single, found)
        if wide:
            self._add_sounding(word, found)
            found.append(WordRanges.of_words(self._with_inside(word), Level.INSIDE))
        if single:
            found.append(WordRanges.of(single))
        return WordRanges(*map(np.concatenate, zip(*found, strict=True)))

    def _near(self, letter: str) -> NearWords:
        """The table of the words of a first letter; kept once it is made."""
        kept = self._near_words.get(letter)
        if kept is None:
            low, high = self.words.prefix_range(letter.encode())
            places = ((self._by_length >= low) & (self._by_length < high)).nonzero()[0]
            whole = self._by_length[places]
            kept = self._near_words[letter] = NearWords(self.words, self._text, (low, high), whole, self._masks[places])
        return kept

    @cached_property
    def _length_offsets(self) -> list[int]:
        """By number of letters where the words of so many begin among all by length."""
        lengths = np.diff(self.words.offsets)[self._by_length]
        offsets: list[int] = lengths.searchsorted(np.arange(LONGEST + 2)).tolist()
        return offsets

    def _with_inside(self, word: str) -> Array:
        """The words that have the letters of `word`, but not at their beginning; uint32."""
        if len(word) < _INSIDE_FROM:
            return _NO_WORDS.first
        longer, mask = self._length_offsets[len(word) + 1], mask_of(word)
        likely = self._by_length[longer:][(self._masks[longer:] & mask) == mask]
        letters, spelt = word.encode(), self.words.take(likely.tolist())
        found: Array = likely[[other.find(letters, 1) > 0 for other in spelt]] if spelt else likely
        return found

    @cached_property
    def _sound_masks(self) -> Array:
        """The letter masks of sounds, uint64."""
        offsets = self._sounds.offsets
        return letter_masks(self._sounds.data, offsets[:-1], np.diff(offsets))

    def _add_sounding(self, word: str, found: list[WordRanges]) -> None:
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
            found.append(WordRanges.of_words(alike[is_near], Level.SOUND))
            far = self._sharing(word, alike[~is_near], 0 if len(sound) >= _LONG_SOUND else _SHARED)
            found.append(WordRanges.of_words(far, Level.FAR_SOUND))
        if len(sound) < _SOUNDS_FROM:
            return
        low, high = self._sounds.prefix_range(sound[:1])
        lengths = np.diff(self._sounds.offsets[low : high + 1]).astype(np.int64)
        differing = np.bitwise_count(self._sound_masks[low:high] ^ mask_of(sound.decode()))
        near = ((np.abs(lengths - len(sound)) <= 1) & (differing <= _ONE_SOUND)).nonzero()[0] + low
        heard = self._sounds.take(near.tolist())
        if heard:
            distances = cdist([sound], heard, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)[0]
            alike = self._sounding(near[distances == 1])
            far = self._sharing(word, alike, _SHARED_NEARLY)
            found.append(WordRanges.of_words(far, Level.FAR_SOUND))

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

    def _add_variants(self, word: str, single: list[tuple[int, int, Level]], found: list[WordRanges]) -> None:
        """Add words that are other transliterations of `word`, and those that begin so."""
        common = phonetic_key(word).encode()
        if len(common) < SHORTEST_KEY:
            return
        low, high = self._phonetic_keys.prefix_range(common)
        whole = max(low, self._phonetic_keys.lower_bound(common + b"\0"))
        for level, start, end in ((Level.VARIANT, low, whole), (Level.VARIANT_PREFIX, whole, high)):
            if end > start:
                found.append(WordRanges.of_words(self._phonetic_words[start:end], level))
        if common != word.encode():
            low, high = self.words.prefix_range(common)
            if low < high and self.words[low] == common:
                single.append((low, low + 1, Level.VARIANT))
                low += 1
            if low < high:
                single.append((low, high, Level.VARIANT_PREFIX))
