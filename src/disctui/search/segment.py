"""A part of the index: the documents of one moment, as arrays.

Two levels. A text (a title, a person's name, a genre) is kept once, however many releases have it: words lead to
texts by *postings*, a text's number and the place of the word in it in one key; a text leads to its *uses*, a
document and a field each. Documents are numbered in their order, so that a stable sort by score leaves ties in it.
Long texts stand apart: their words lead straight to documents.
"""

import threading
from collections import OrderedDict
from functools import cached_property
from typing import Any, TypeVar, cast

import msgspec
import numpy as np

from disctui.columns.ragged import Array, Texts
from disctui.search.fields import CODES, FIELDS, NAMES, OWN_WEIGHT
from disctui.search.term_dictionary import TermDictionary

PLACE_BITS = 8
"""A posting is a text's number, then this many bits for the place of the word in it."""
MOST_TEXTS = 1 << (32 - PLACE_BITS)
LONG_FIELD_BITS = 2
"""A long posting is a document's number, then this many bits for which long field it is."""
FIELD_MARK_END = 8
"""Below this a number among `long_hashes` says which long field begins there."""

Kept = TypeVar("Kept")
_MEMORY = 8 << 20
"""Bytes of answers that a segment remembers."""

DTYPES: dict[str, type[np.generic]] = {
    "word_bytes": np.uint8,
    "word_bounds": np.uint32,
    "by_length": np.uint32,
    "masks": np.uint64,
    "skeleton_bytes": np.uint8,
    "skeleton_bounds": np.uint32,
    "skeleton_words": np.uint32,
    "posting_bounds": np.uint32,
    "postings": np.uint32,
    "text_bytes": np.uint8,
    "text_bounds": np.uint32,
    "text_checks": np.uint32,
    "text_letters": np.uint16,
    "text_places": np.uint8,
    "use_bounds": np.uint32,
    "use_docs": np.uint32,
    "use_fields": np.uint8,
    "unit_bounds": np.uint32,
    "unit_texts": np.uint32,
    "unit_fields": np.uint8,
    "long_word_bytes": np.uint8,
    "long_word_bounds": np.uint32,
    "long_posting_bounds": np.uint32,
    "long_postings": np.uint32,
    "long_bounds": np.uint32,
    "long_hashes": np.uint16,
    "number_bounds": np.uint32,
    "number_docs": np.uint32,
    "number_values": np.float32,
    "id_bytes": np.uint8,
    "id_bounds": np.uint32,
    "by_id": np.uint32,
    "order_bytes": np.uint8,
    "order_bounds": np.uint32,
}


class Arrays(msgspec.Struct, frozen=True):
    """The arrays of a segment, named as they are kept in a file."""

    word_bytes: Array
    word_bounds: Array
    by_length: Array
    """Words sorted by length."""
    masks: Array
    """Their letters, in that order."""
    skeleton_bytes: Array
    skeleton_bounds: Array
    skeleton_words: Array
    posting_bounds: Array
    """By word."""
    postings: Array
    text_bytes: Array
    """Texts as they are shown, for completion; empty for texts of no use there."""
    text_bounds: Array
    text_checks: Array
    """A checksum of each text as it is written, by which two segments' texts are known to be the same."""
    text_letters: Array
    """How many letters the words of a text have."""
    text_places: Array
    """How many places for words it has."""
    use_bounds: Array
    """By text."""
    use_docs: Array
    use_fields: Array
    unit_bounds: Array
    """By document: the same uses the other way round."""
    unit_texts: Array
    unit_fields: Array
    long_word_bytes: Array
    long_word_bounds: Array
    long_posting_bounds: Array
    long_postings: Array
    long_bounds: Array
    """By document."""
    long_hashes: Array
    """The words of the long texts in their order, hashed to 16 bits, for phrases."""
    number_bounds: Array
    """By field."""
    number_docs: Array
    number_values: Array
    id_bytes: Array
    id_bounds: Array
    by_id: Array
    """Documents sorted by id."""
    order_bytes: Array
    order_bounds: Array


class Segment:
    """Documents as arrays, with a memory of the last answers about them. Everything else about it never changes."""

    def __init__(self, arrays: Arrays, own: tuple[str, ...]) -> None:
        """Take arrays as they are kept.

        Args:
            arrays: The arrays.
            own: The owner's own keys, in the order of their numbers.
        """
        self.arrays = arrays
        self.own = own
        self.words = Texts(arrays.word_bytes, arrays.word_bounds)
        self.texts = Texts(arrays.text_bytes, arrays.text_bounds)
        self.long_words = Texts(arrays.long_word_bytes, arrays.long_word_bounds)
        self.ids = Texts(arrays.id_bytes, arrays.id_bounds)
        self.orders = Texts(arrays.order_bytes, arrays.order_bounds)
        self.skeletons = Texts(arrays.skeleton_bytes, arrays.skeleton_bounds)
        self.vocabulary = TermDictionary(
            self.words, arrays.by_length, arrays.masks, self.skeletons, arrays.skeleton_words
        )
        self.weights = np.zeros(256, np.float32)
        self.weights[: len(NAMES)] = [FIELDS[name].weight for name in NAMES]
        self.weights[len(NAMES) : len(NAMES) + len(own)] = OWN_WEIGHT
        self.letters: dict[str, Any] = {}
        """The answers to single letters that are kept for good."""
        self._kept: OrderedDict[object, tuple[Any, int]] = OrderedDict()
        self._kept_bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.arrays.by_id)

    @cached_property
    def codes(self) -> dict[str, int]:
        """The number of each field, the owner's own included."""
        return dict(CODES) | {name: len(NAMES) + place for place, name in enumerate(self.own)}

    @cached_property
    def most_letters(self) -> int:
        """How many letters the longest text has."""
        return int(self.arrays.text_letters.max(initial=0))

    def document(self, release_id: str) -> int | None:
        """The number of the document with an id."""
        sought, low, high = release_id.encode(errors="surrogateescape"), 0, len(self)
        by_id = self.arrays.by_id.data
        while low < high:
            middle = (low + high) // 2
            if self.ids[by_id[middle]] < sought:
                low = middle + 1
            else:
                high = middle
        if low < len(self) and self.ids[by_id[low]] == sought:
            return int(by_id[low])
        return None

    def remembered(self, key: object) -> Any:
        """What was kept under `key`, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def remember(self, key: object, value: Kept, size: int) -> Kept:
        """Keep an answer of `size` bytes; the longest unused are forgotten."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = (value, size)
                self._kept_bytes += size
            while self._kept_bytes > _MEMORY and len(self._kept) > 1:
                self._kept_bytes -= self._kept.popitem(last=False)[1][1]
        return value

    def number_column(self, field: str) -> tuple[Array, Array]:
        """The documents that have a number for a field, and the numbers; a document with several has several."""
        code = self.codes.get(field)
        if code is None:
            return self.arrays.number_docs[:0], self.arrays.number_values[:0]
        low, high = cast("list[int]", self.arrays.number_bounds[code : code + 2].tolist())
        return self.arrays.number_docs[low:high], self.arrays.number_values[low:high]
