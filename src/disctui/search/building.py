"""Documents made into a segment."""

import zlib
from array import array
from collections.abc import Iterable

import numpy as np

from disctui.search.arrays import Array, Texts, bounds_of
from disctui.search.document import Document
from disctui.search.fields import CODES as _ALL_CODES
from disctui.search.fields import LONG_FIELDS, MOST_FIELDS, NAMES, OWN
from disctui.search.segment import FIELD_MARK_END, LONG_FIELD_BITS, MOST_TEXTS, PLACE_BITS, Arrays, Segment
from disctui.search.vocabulary import Vocabulary
from disctui.search.words import CHARACTERS, PLACES, placed_words, plain_words, text_words

CODES = dict(_ALL_CODES)  # a plain dict is quicker to ask
_LONG = {CODES[name]: number for number, name in enumerate(LONG_FIELDS) if name != OWN}
_OWN_LONG = len(LONG_FIELDS) - 1
_OWN_CODE = CODES[OWN]
_NOT_SHOWN = frozenset(CODES[name] for name in ("special_features", "price.store_url", "cover", "release.upc"))
"""Fields whose values are no use as completions."""
_SHORT_OWN = 300
"""Characters from which on a value of the owner's own is a long text."""


class _Numbers(dict[bytes, int]):
    """Numbers words as they come."""

    def __missing__(self, word: bytes) -> int:
        number = self[word] = len(self)
        return number


def build(documents: Iterable[Document]) -> Segment:
    """The segment that holds `documents`, whose ids differ."""
    builder = _Builder()
    ordered = sorted(documents, key=lambda one: one.order)
    for number, one in enumerate(ordered):
        builder.add(number, one)
    return builder.segment(ordered)


class _Builder:
    def __init__(self) -> None:
        self.words = _Numbers()
        self.long_words = _Numbers()
        self.posting_words, self.posting_keys = array("I"), array("I")
        self.texts: dict[str, int | list[int]] = {}
        self.shown: list[bytes] = []
        self.checks, self.letters, self.places = array("I"), array("H"), array("B")
        self.units, self.unit_fields, self.unit_counts = array("I"), array("B"), array("I")
        self.long_keys, self.long_lengths = array("I"), array("I")
        self.long_sequence, self.long_counts = array("I"), array("I")
        self.long_marks: list[tuple[int, int]] = []
        self.number_fields, self.number_docs, self.number_values = array("B"), array("I"), array("d")
        self.own: dict[str, int] = {}

    def add(self, number: int, one: Document) -> None:
        """Take one document."""
        units, fields, known = [], [], self.texts
        long_texts: list[tuple[int, str]] = []
        for name, text in one.texts:
            code = CODES.get(name)
            if code is None:
                code = self._own_code(name)
                if len(text) > _SHORT_OWN:
                    long_texts.append((_OWN_LONG, text))
                    text = text[:_SHORT_OWN]  # noqa: PLW2901 - its beginning stays a value of the field
            elif code in _LONG:
                long_texts.append((_LONG[code], text))
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
        before = len(self.long_sequence)
        for field, text in long_texts:
            self._add_long(number, field, text)
        self.long_counts.append(len(self.long_sequence) - before)
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
        numbers: int | list[int]
        if len(text) <= CHARACTERS:
            numbers = self._add_piece(text, is_shown=is_shown)
        else:
            numbers = [self._add_piece(piece, is_shown=is_shown) for piece in _pieces(text)]
        self.texts[text] = numbers
        return numbers

    def _add_piece(self, text: str, *, is_shown: bool) -> int:
        number = len(self.shown)
        if number >= MOST_TEXTS:
            raise ValueError(f"more than {MOST_TEXTS} different texts in one part of the index")
        data = text.encode(errors="replace")
        self.shown.append(data if is_shown else b"")
        self.checks.append(zlib.crc32(data))
        base = number << PLACE_BITS
        words = plain_words(text)
        if words is not None and len(words) <= PLACES:
            self.posting_words.fromlist(list(map(self.words.__getitem__, words)))
            self.posting_keys.fromlist(list(range(base, base + len(words))))
            self.letters.append(sum(map(len, words)))
            self.places.append(len(words))
            return number
        placed, places = placed_words(text)
        last, letters = -1, 0
        for place, word in placed:
            self.posting_words.append(self.words[word.encode()])
            self.posting_keys.append(base | place)
            if place > last:
                letters += len(word)
                last = place
        self.letters.append(min(letters, 65_535))
        self.places.append(places)
        return number

    def _add_long(self, number: int, field: int, text: str) -> None:
        words = text_words(text)
        self.long_marks.append((len(self.long_sequence), field))
        self.long_keys.append(number << LONG_FIELD_BITS | field)
        self.long_sequence.append(0)
        self.long_sequence.fromlist(list(map(self.long_words.__getitem__, words)))
        self.long_lengths.append(len(words) + 1)

    def _long_postings(self) -> tuple[Array, Array]:
        """The word and key of each posting of the long texts."""
        keys = np.repeat(_u4(self.long_keys), _u4(self.long_lengths))
        words = np.ones(len(keys), np.bool_)
        words[[place for place, _ in self.long_marks]] = False
        return _u4(self.long_sequence)[words], keys[words]

    def segment(self, ordered: list[Document]) -> Segment:
        """All that was taken, as arrays."""
        words, posting_bounds, postings = _inverted(self.words, _u4(self.posting_words), _u4(self.posting_keys))
        long_words, long_bounds, long_postings = _inverted(self.long_words, *self._long_postings())
        by_length, masks = Vocabulary.parts_of(words)
        skeletons, skeleton_words = Vocabulary.skeletons_of(words)
        shown = Texts.of(self.shown)
        unit_texts, unit_fields = _u4(self.units), np.frombuffer(self.unit_fields, np.uint8)
        unit_bounds = _bounds(_u4(self.unit_counts))
        use_bounds, use_docs, use_fields = uses_of(unit_bounds, unit_texts, unit_fields, len(self.shown))
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
                text_checks=_u4(self.checks),
                text_letters=np.frombuffer(self.letters, np.uint16),
                text_places=np.frombuffer(self.places, np.uint8),
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
                long_bounds=_bounds(_u4(self.long_counts)),
                long_hashes=self._hashes(),
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

    def _hashes(self) -> Array:
        of_word = np.fromiter(map(word_hash, self.long_words), np.uint16, len(self.long_words))
        hashes = of_word[_u4(self.long_sequence)] if len(of_word) else np.zeros(len(self.long_sequence), np.uint16)
        if self.long_marks:
            places, fields = zip(*self.long_marks, strict=True)
            hashes[list(places)] = fields
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
