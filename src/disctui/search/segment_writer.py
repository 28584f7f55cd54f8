"""Documents made into a segment."""

import zlib
from array import array
from collections.abc import Iterable, Iterator
from itertools import compress
from typing import NamedTuple

import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import ByteStrings, expand_ranges, offsets_of, row_offsets
from disctui.search.batch_tokenizer import Numbers, word_sequence, words_of
from disctui.search.document import Document
from disctui.search.fields import CODES, LONG_FIELDS, MOST_FIELDS, NAMES, OWN
from disctui.search.segment import Segment
from disctui.search.segment_columns import (
    FIELD_MARK_END,
    LONG_FIELD_BITS,
    MOST_VALUES,
    POSITION_BITS,
    Documents,
    DocValues,
    Films,
    Initials,
    LongTexts,
    NumberColumns,
    Postings,
    SegmentColumns,
    ValuePostings,
    Values,
)
from disctui.search.term_dictionary import TermColumns
from disctui.search.tokenizer import CHARACTERS, initials_of
from disctui.search.whole_fields import IS_WHOLE_FIELD

_OWN_CODE = CODES[OWN]
_LONG = np.zeros(256, np.bool_)
_LONG_NUMBERS = np.full(256, len(LONG_FIELDS) - 1, np.uint8)
for _number, _name in enumerate(LONG_FIELDS[:-1]):  # the last are the owner's own
    _LONG[CODES[_name]] = True
    _LONG_NUMBERS[CODES[_name]] = _number
_IS_SHOWN = np.ones(256, np.bool_)
_IS_SHOWN[[CODES[name] for name in ("special_features", "price.store_url", "cover", "release.upc")]] = False
"""By field whether its values are of use as completions."""
_INITIALS_FROM = 3
"""Words of a title or name from which on it has initials."""
_SHORT_OWN = 300
"""Characters from which on a value of the owner's own is a long text."""


def build(documents: Iterable[Document]) -> Segment:
    """The segment that holds `documents`, whose ids differ."""
    builder = _Builder()
    ordered = sorted(documents, key=lambda one: one.sort_key)
    for one in ordered:
        builder.add(one)
    return builder.segment(ordered)


class _Codes(dict[str, int]):
    """The number of each field; an owner's own gets the next one as it comes."""

    def __init__(self) -> None:
        super().__init__(CODES)
        self.own: list[str] = []

    def __missing__(self, name: str) -> int:
        code = len(NAMES) + len(self.own)
        if code >= MOST_FIELDS:
            return _OWN_CODE
        self.own.append(name)
        self[name] = code
        return code


class _Pieces(dict[str, int]):
    """The number of each text, or of the first of its pieces where it is cut."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.several: dict[int, int] = {}
        """How many pieces those have that are cut."""

    def __missing__(self, text: str) -> int:
        first = self[text] = len(self.texts)
        if len(text) <= CHARACTERS:
            self.texts.append(text)
        else:
            pieces = _pieces(text)
            self.texts += pieces
            self.several[first] = len(pieces)
        if len(self.texts) > MOST_VALUES:
            raise ValueError(f"more than {MOST_VALUES} different values in one part of the index")
        return first


class _Values(NamedTuple):
    """The distinct values of documents."""

    texts: list[str]
    is_shown: Array
    """By value whether it is of use as a completion."""


class _Builder:
    """Takes documents one by one; what they are made of is found out for all at once."""

    def __init__(self) -> None:
        self.codes = _Codes()
        self.names: list[str] = []
        self.texts: list[str] = []
        self.counts = array("I")
        self.number_fields, self.number_docs, self.number_values = array("B"), array("I"), array("d")

    def add(self, one: Document) -> None:
        """Take one document."""
        if one.texts:
            names, texts = zip(*one.texts, strict=True)
            self.names += names
            self.texts += texts
        if one.numbers:
            names, values = zip(*one.numbers, strict=True)
            self.number_fields.extend(map(self.codes.__getitem__, names))
            self.number_docs.extend([len(self.counts)] * len(names))
            self.number_values.extend(values)
        self.counts.append(len(one.texts))

    def _parted(self) -> tuple[_Values, DocValues, "_LongWords"]:
        """The values that are matched as they are, by document too, and the texts of which only the words count."""
        fields = np.fromiter(map(self.codes.__getitem__, self.names), np.uint8, len(self.names))
        docs = np.repeat(np.arange(len(self.counts), dtype=np.uint32), _uint32(self.counts))
        is_long, is_value = _LONG[fields], ~_LONG[fields]
        texts = list(self.texts)
        for place in np.flatnonzero((fields >= len(NAMES)) | (fields == _OWN_CODE)).tolist():
            if len(texts[place]) > _SHORT_OWN:
                is_long[place] = True
                texts[place] = texts[place][:_SHORT_OWN]  # its beginning stays a value of the field
        long = _LongWords.of([*compress(self.texts, is_long.tolist())], docs[is_long], _LONG_NUMBERS[fields[is_long]])
        return *self._values([*compress(texts, is_value.tolist())], docs[is_value], fields[is_value]), long

    def _values(self, texts: list[str], docs: Array, fields: Array) -> tuple[_Values, DocValues]:
        pieces = _Pieces()
        values = np.fromiter(map(pieces.__getitem__, texts), np.uint32, len(texts))
        if pieces.several:
            counts = np.ones(len(pieces.texts), np.int64)
            counts[list(pieces.several)] = list(pieces.several.values())
            repeats = counts[values]
            values = expand_ranges(values, repeats).astype(np.uint32)
            docs, fields = np.repeat(docs, repeats), np.repeat(fields, repeats)
        is_shown = np.zeros(len(pieces.texts), np.bool_)
        is_shown[values[_IS_SHOWN[fields]]] = True
        offsets = row_offsets(docs, len(self.counts))
        return _Values(pieces.texts, is_shown), DocValues(offsets, values, fields)

    def segment(self, ordered: list[Document]) -> Segment:
        """All documents that were added, which are `ordered`, as a segment."""
        values, doc_values, long = self._parted()
        numbers = Numbers()
        found = words_of(values.texts, numbers)
        keys = found.texts.astype(np.uint32) << np.uint32(POSITION_BITS) | found.places.astype(np.uint32)
        words, postings = _inverted(numbers, found.words, keys)
        long_words, long_postings = _inverted(long.numbers, long.words, long.keys)
        encoded = [text.encode(errors="replace") for text in values.texts]
        shown = [text if is_shown else b"" for text, is_shown in zip(encoded, values.is_shown.tolist(), strict=True)]
        ids = [one.id.encode(errors="surrogateescape") for one in ordered]
        columns = SegmentColumns(
            terms=TermColumns.build(words),
            postings=postings,
            values=Values(
                shown=ByteStrings.of(shown),
                checksums=np.fromiter(map(zlib.crc32, encoded), np.uint32, len(encoded)),
                letters=found.letters.astype(np.uint16),
                positions=found.counts.astype(np.uint8),
            ),
            value_postings=ValuePostings.build(doc_values, len(values.texts)),
            doc_values=doc_values,
            initials=Initials.of(_initials(values.texts, doc_values, found.counts)),
            long_texts=LongTexts(long_words, long_postings, offsets_of(long.counts(len(ordered))), long.hashes()),
            numbers=NumberColumns.build(
                np.frombuffer(self.number_fields, np.uint8),
                _uint32(self.number_docs),
                np.frombuffer(self.number_values, np.float64),
            ),
            documents=Documents.build(
                ByteStrings.of(ids), ByteStrings.of([one.sort_key.encode(errors="surrogatepass") for one in ordered])
            ),
            films=Films.of(ids),
        )
        return Segment(columns, tuple(self.codes.own))


class _LongWords(NamedTuple):
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
    def of(cls, texts: list[str], docs: Array, fields: Array) -> "_LongWords":
        """Of texts, for each its document and field."""
        numbers = Numbers()
        words, lengths = word_sequence(texts, numbers)
        return cls(numbers, words, docs, fields, lengths)

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


def _inverted(numbers: dict[bytes, int], words: Array, keys: Array) -> tuple[ByteStrings, Postings]:
    """Words sorted, and their postings, given each word's number, and the word and key of each occurrence."""
    spelt = list(numbers)
    by_word = sorted(range(len(spelt)), key=spelt.__getitem__)
    renumbered = np.zeros(len(spelt), np.uint32)
    renumbered[by_word] = np.arange(len(spelt), dtype=np.uint32)
    return ByteStrings.of([spelt[number] for number in by_word]), Postings.build(renumbered[words], keys, len(spelt))


def _initials(texts: list[str], doc_values: DocValues, counts: Array) -> Iterator[tuple[bytes, int]]:
    """The initials of titles and names, and their numbers, given how many positions for words each value has."""
    is_named = np.zeros(len(texts), np.bool_)
    is_named[doc_values.values[IS_WHOLE_FIELD[doc_values.fields]]] = True
    for number in np.flatnonzero(is_named & (counts >= _INITIALS_FROM)).tolist():
        for key in initials_of(texts[number]):
            yield key, number


def _pieces(text: str) -> list[str]:
    """A long text in pieces of whole words, as far as there are spaces to cut at."""
    pieces, start = [], 0
    while len(text) - start > CHARACTERS:
        end = text.rfind(" ", start + 1, start + CHARACTERS)
        end = start + CHARACTERS if end < 0 else end
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]]


def _uint32(numbers: "array[int]") -> Array:
    return np.frombuffer(numbers, np.uint32) if numbers else np.zeros(0, np.uint32)
