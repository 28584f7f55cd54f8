"""Documents made into a segment."""

import zlib
from array import array
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from disctui.search.arrays import Array, Texts, bounds_of
from disctui.search.document import Document
from disctui.search.fields import CODES as _ALL_CODES
from disctui.search.fields import LONG_FIELDS, MOST_FIELDS, NAMES, OWN
from disctui.search.gathering import Numbers, word_sequence, words_of
from disctui.search.segment import FIELD_MARK_END, LONG_FIELD_BITS, MOST_TEXTS, PLACE_BITS, Arrays, Segment
from disctui.search.vocabulary import Vocabulary
from disctui.search.words import CHARACTERS

CODES = dict(_ALL_CODES)  # a plain dict is quicker to ask
_LONG = {CODES[name]: number for number, name in enumerate(LONG_FIELDS) if name != OWN}
_OWN_LONG = len(LONG_FIELDS) - 1
_OWN_CODE = CODES[OWN]
_NOT_SHOWN = frozenset(CODES[name] for name in ("special_features", "price.store_url", "cover", "release.upc"))
"""Fields whose values are no use as completions."""
_SHORT_OWN = 300
"""Characters from which on a value of the owner's own is a long text."""


def build(documents: Iterable[Document]) -> Segment:
    """The segment that holds `documents`, whose ids differ."""
    builder = _Builder()
    ordered = sorted(documents, key=lambda one: one.order)
    for number, one in enumerate(ordered):
        builder.add(number, one)
    return builder.segment(ordered)


class _Builder:
    """Takes documents one by one; what their texts are made of is found out for all at once."""

    def __init__(self) -> None:
        self.texts: dict[str, int | list[int]] = {}
        self.pieces: list[str] = []
        self.is_shown = array("B")
        self.units, self.unit_fields, self.unit_counts = array("I"), array("B"), array("I")
        self.long_texts: list[str] = []
        self.long_docs, self.long_fields = array("I"), array("B")
        self.number_fields, self.number_docs, self.number_values = array("B"), array("I"), array("d")
        self.own: dict[str, int] = {}

    def add(self, number: int, one: Document) -> None:
        """Take one document."""
        units, fields, known = [], [], self.texts
        for name, text in one.texts:
            code = CODES.get(name)
            if code is None:
                code = self._own_code(name)
                if len(text) > _SHORT_OWN:
                    self._add_long(number, _OWN_LONG, text)
                    text = text[:_SHORT_OWN]  # noqa: PLW2901 - its beginning stays a value of the field
            elif code in _LONG:
                self._add_long(number, _LONG[code], text)
                continue
            unit = known.get(text)
            if unit is None:
                unit = self._add_text(text, is_shown=code not in _NOT_SHOWN)
            if isinstance(unit, int):
                units.append(unit)
                fields.append(code)
            else:
                units.extend(unit)
                fields.extend([code] * len(unit))
        self.units.fromlist(units)
        self.unit_fields.fromlist(fields)
        self.unit_counts.append(len(units))
        for name, value in one.numbers:
            code = CODES.get(name)
            self.number_fields.append(self._own_code(name) if code is None else code)
            self.number_docs.append(number)
            self.number_values.append(value)

    def _own_code(self, name: str) -> int:
        code = self.own.get(name)
        if code is None:
            if len(NAMES) + len(self.own) >= MOST_FIELDS:
                return _OWN_CODE
            code = self.own[name] = len(NAMES) + len(self.own)
        return code

    def _add_text(self, text: str, *, is_shown: bool) -> int | list[int]:
        pieces = [text] if len(text) <= CHARACTERS else _pieces(text)
        first = len(self.pieces)
        if first + len(pieces) > MOST_TEXTS:
            raise ValueError(f"more than {MOST_TEXTS} different texts in one part of the index")
        self.pieces += pieces
        self.is_shown.extend([is_shown] * len(pieces))
        numbers = first if len(pieces) == 1 else list(range(first, first + len(pieces)))
        self.texts[text] = numbers
        return numbers

    def _add_long(self, number: int, field: int, text: str) -> None:
        self.long_texts.append(text)
        self.long_docs.append(number)
        self.long_fields.append(field)

    def segment(self, ordered: list[Document]) -> Segment:
        """All that was taken, as arrays."""
        numbers = Numbers()
        found = words_of(self.pieces, numbers)
        keys = found.texts.astype(np.uint32) << np.uint32(PLACE_BITS) | found.places.astype(np.uint32)
        words, posting_bounds, postings = _inverted(numbers, found.words, keys)
        long = _LongTexts.of(self)
        long_words, long_bounds, long_postings = _inverted(long.numbers, long.words, long.keys)
        encoded = [text.encode(errors="replace") for text in self.pieces]
        by_length, masks = Vocabulary.parts_of(words)
        skeletons, skeleton_words = Vocabulary.skeletons_of(words)
        shown = Texts.of([text if wanted else b"" for text, wanted in zip(encoded, self.is_shown, strict=True)])
        unit_texts, unit_fields = _u4(self.units), np.frombuffer(self.unit_fields, np.uint8)
        unit_bounds = _bounds(_u4(self.unit_counts))
        use_bounds, use_docs, use_fields = uses_of(unit_bounds, unit_texts, unit_fields, len(self.pieces))
        number_bounds, number_docs, number_values = _columns(self.number_fields, self.number_docs, self.number_values)
        ids = Texts.of([one.id.encode(errors="surrogateescape") for one in ordered])
        orders = Texts.of([one.order.encode(errors="surrogatepass") for one in ordered])
        return Segment(
            Arrays(
                word_bytes=words.data,
                word_bounds=words.bounds,
                by_length=by_length,
                masks=masks,
                skeleton_bytes=skeletons.data,
                skeleton_bounds=skeletons.bounds,
                skeleton_words=skeleton_words,
                posting_bounds=posting_bounds,
                postings=postings,
                text_bytes=shown.data,
                text_bounds=shown.bounds,
                text_checks=np.fromiter(map(zlib.crc32, encoded), np.uint32, len(encoded)),
                text_letters=found.letters.astype(np.uint16),
                text_places=found.counts.astype(np.uint8),
                use_bounds=use_bounds,
                use_docs=use_docs,
                use_fields=use_fields,
                unit_bounds=unit_bounds,
                unit_texts=unit_texts,
                unit_fields=unit_fields,
                long_word_bytes=long_words.data,
                long_word_bounds=long_words.bounds,
                long_posting_bounds=long_bounds,
                long_postings=long_postings,
                long_bounds=_bounds(long.counts(len(ordered))),
                long_hashes=long.hashes(),
                number_bounds=number_bounds,
                number_docs=number_docs,
                number_values=number_values,
                id_bytes=ids.data,
                id_bounds=ids.bounds,
                by_id=sorted_places(ids),
                order_bytes=orders.data,
                order_bounds=orders.bounds,
            ),
            tuple(self.own),
        )


class _LongTexts(NamedTuple):
    """The words of the long texts of documents, in their order."""

    numbers: Numbers
    words: Array
    docs: Array
    """By text its document."""
    fields: Array
    """By text which long field it is."""
    lengths: Array
    """By text how many words it has."""

    @classmethod
    def of(cls, builder: _Builder) -> "_LongTexts":
        """Those that a builder has taken."""
        numbers = Numbers()
        words, lengths = word_sequence(builder.long_texts, numbers)
        fields = np.frombuffer(builder.long_fields, np.uint8)
        return cls(numbers, words, _u4(builder.long_docs), fields, lengths)

    @property
    def keys(self) -> Array:
        """The posting of each word."""
        return np.repeat(self.docs << np.uint32(LONG_FIELD_BITS) | self.fields, self.lengths)

    def counts(self, documents: int) -> Array:
        """By document how many hashes it has: a mark for each text, and one for each word."""
        return np.bincount(self.docs, self.lengths + 1, documents).astype(np.uint32)

    def hashes(self) -> Array:
        """A mark for each text, saying which field it is, and after it the hashes of its words."""
        of_word = np.fromiter(map(word_hash, self.numbers), np.uint16, len(self.numbers))
        hashes = np.zeros(len(self.words) + len(self.fields), np.uint16)
        marks = np.cumsum(self.lengths + 1) - self.lengths - 1
        is_word = np.ones(len(hashes), np.bool_)
        is_word[marks] = False
        hashes[marks] = self.fields
        hashes[is_word] = of_word[self.words]
        return hashes


def word_hash(word: bytes) -> int:
    """16 bits for a word of a long text, never one that marks a field."""
    return max(zlib.crc32(word) & 0xFFFF, FIELD_MARK_END)


def sorted_places(texts: Texts) -> Array:
    """The numbers of texts, sorted by text."""
    listed = list(texts)
    return np.array(sorted(range(len(listed)), key=listed.__getitem__), np.uint32)


def uses_of(unit_bounds: Array, unit_texts: Array, unit_fields: Array, texts: int) -> tuple[Array, Array, Array]:
    """The units of each document turned round: by text the documents and fields that use it."""
    docs = np.repeat(np.arange(len(unit_bounds) - 1, dtype=np.uint32), np.diff(unit_bounds))
    pairs = unit_texts.astype(np.uint64) << np.uint64(32)
    pairs |= np.arange(len(pairs), dtype=np.uint64)
    pairs.sort()  # quicker than a stable sort of places
    by_text = pairs.astype(np.uint32)
    return bounds_of(unit_texts, texts), docs[by_text], unit_fields[by_text]


def sorted_pairs(words: Array, keys: Array, count: int) -> tuple[Array, Array]:
    """Bounds by word and keys, sorted, each pair of word and key once."""
    pairs = words.astype(np.uint64) << np.uint64(32)
    pairs |= keys
    pairs.sort()
    if len(pairs):
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])]
    return bounds_of((pairs >> np.uint64(32)).astype(np.int64), count), pairs.astype(np.uint32)


def _inverted(numbers: dict[bytes, int], words: Array, keys: Array) -> tuple[Texts, Array, Array]:
    """Words sorted, and their postings."""
    spelt = list(numbers)
    by_word = sorted(range(len(spelt)), key=spelt.__getitem__)
    renumbered = np.zeros(len(spelt), np.uint32)
    renumbered[by_word] = np.arange(len(spelt), dtype=np.uint32)
    bounds, postings = sorted_pairs(renumbered[words], keys, len(spelt))
    return Texts.of([spelt[number] for number in by_word]), bounds, postings


def _columns(fields: "array[int]", docs: "array[int]", values: "array[float]") -> tuple[Array, Array, Array]:
    codes = np.frombuffer(fields, np.uint8)
    by_field = np.argsort(codes, kind="stable")
    numbers = np.clip(np.frombuffer(values, np.float64), -3e38, 3e38).astype(np.float32)
    return bounds_of(codes, 256), _u4(docs)[by_field], numbers[by_field]


def _pieces(text: str) -> list[str]:
    """A long text in pieces of whole words, as far as there are spaces to cut at."""
    pieces, start = [], 0
    while len(text) - start > CHARACTERS:
        end = text.rfind(" ", start + 1, start + CHARACTERS)
        end = start + CHARACTERS if end < 0 else end
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]]


def _u4(numbers: "array[int]") -> Array:
    return np.frombuffer(numbers, np.uint32) if numbers else np.zeros(0, np.uint32)


def _bounds(counts: Array) -> Array:
    bounds = np.zeros(len(counts) + 1, np.uint32)
    np.cumsum(counts, out=bounds[1:])
    return bounds
