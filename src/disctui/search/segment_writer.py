"""Documents made into a segment."""

import zlib
from array import array
from collections.abc import Iterable
from itertools import compress
from typing import NamedTuple

import numpy as np

from disctui.columns.ragged import Array, Texts, bounds_of, spread
from disctui.search.batch_tokenizer import Numbers, word_sequence, words_of
from disctui.search.document import Document
from disctui.search.fields import CODES, LONG_FIELDS, MOST_FIELDS, NAMES, OWN
from disctui.search.segment import FIELD_MARK_END, LONG_FIELD_BITS, MOST_TEXTS, PLACE_BITS, Arrays, Segment
from disctui.search.term_dictionary import TermDictionary
from disctui.search.tokenizer import CHARACTERS

_OWN_CODE = CODES[OWN]
_LONG = np.zeros(256, np.bool_)
_LONG_NUMBERS = np.full(256, len(LONG_FIELDS) - 1, np.uint8)
for _number, _name in enumerate(LONG_FIELDS[:-1]):  # the last are the owner's own
    _LONG[CODES[_name]] = True
    _LONG_NUMBERS[CODES[_name]] = _number
_IS_SHOWN = np.ones(256, np.bool_)
_IS_SHOWN[[CODES[name] for name in ("special_features", "price.store_url", "cover", "release.upc")]] = False
"""By field whether its values are of use as completions."""
_SHORT_OWN = 300
"""Characters from which on a value of the owner's own is a long text."""


def build(documents: Iterable[Document]) -> Segment:
    """The segment that holds `documents`, whose ids differ."""
    builder = _Builder()
    ordered = sorted(documents, key=lambda one: one.order)
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
        if len(self.texts) > MOST_TEXTS:
            raise ValueError(f"more than {MOST_TEXTS} different texts in one part of the index")
        return first


class _Units(NamedTuple):
    """The texts of documents, each once, and where they are used."""

    texts: list[str]
    is_shown: Array
    """By text whether it is of use as a completion."""
    uses: Array
    """The texts of the documents, one document's after the other's."""
    fields: Array
    bounds: Array
    """By document where its uses begin."""


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

    def _parted(self) -> tuple[_Units, "_LongTexts"]:
        """The texts that are matched as they are, and those of which only the words count."""
        fields = np.fromiter(map(self.codes.__getitem__, self.names), np.uint8, len(self.names))
        docs = np.repeat(np.arange(len(self.counts), dtype=np.uint32), _u4(self.counts))
        is_long, is_unit = _LONG[fields], ~_LONG[fields]
        texts = list(self.texts)
        for place in np.flatnonzero((fields >= len(NAMES)) | (fields == _OWN_CODE)).tolist():
            if len(texts[place]) > _SHORT_OWN:
                is_long[place] = True
                texts[place] = texts[place][:_SHORT_OWN]  # its beginning stays a value of the field
        long = _LongTexts.of([*compress(self.texts, is_long.tolist())], docs[is_long], _LONG_NUMBERS[fields[is_long]])
        return self._units([*compress(texts, is_unit.tolist())], docs[is_unit], fields[is_unit]), long

    def _units(self, texts: list[str], docs: Array, fields: Array) -> _Units:
        pieces = _Pieces()
        uses = np.fromiter(map(pieces.__getitem__, texts), np.uint32, len(texts))
        if pieces.several:
            counts = np.ones(len(pieces.texts), np.int64)
            counts[list(pieces.several)] = list(pieces.several.values())
            repeats = counts[uses]
            uses = spread(uses, repeats).astype(np.uint32)
            docs, fields = np.repeat(docs, repeats), np.repeat(fields, repeats)
        is_first = np.diff(np.maximum.accumulate(uses.astype(np.int64)), prepend=-1) > 0
        bounds = bounds_of(docs, len(self.counts))
        return _Units(pieces.texts, _IS_SHOWN[fields[is_first]], uses, fields, bounds)

    def segment(self, ordered: list[Document]) -> Segment:
        """All that was taken, as arrays."""
        units, long = self._parted()
        numbers = Numbers()
        found = words_of(units.texts, numbers)
        keys = found.texts.astype(np.uint32) << np.uint32(PLACE_BITS) | found.places.astype(np.uint32)
        words, posting_bounds, postings = _inverted(numbers, found.words, keys)
        long_words, long_bounds, long_postings = _inverted(long.numbers, long.words, long.keys)
        encoded = [text.encode(errors="replace") for text in units.texts]
        by_length, masks = TermDictionary.parts_of(words)
        skeletons, skeleton_words = TermDictionary.skeletons_of(words)
        shown = Texts.of(
            [text if wanted else b"" for text, wanted in zip(encoded, units.is_shown.tolist(), strict=True)]
        )
        use_bounds, use_docs, use_fields = uses_of(units.bounds, units.uses, units.fields, len(units.texts))
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
                unit_bounds=units.bounds,
                unit_texts=units.uses,
                unit_fields=units.fields,
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
            tuple(self.codes.own),
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
    def of(cls, texts: list[str], docs: Array, fields: Array) -> "_LongTexts":
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
