"""What a segment is made of: every array column declared once, with how it is built and merged where that is its own.

Two levels. A *value* (a title, a person's name, a genre) is kept once, however many releases have it. Words lead to
values by *postings*, a value's number and the position of the word in it in one key; a value leads to the documents
and fields that have it by its *value postings*, and the *doc values* are the same the other way round. Documents are
numbered in their order, so that a stable sort by score leaves ties in it. Long texts stand apart: their words lead
straight to documents.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from disctui.columns.declaration import Array, Float32, UInt8, UInt16, UInt32
from disctui.columns.ragged import ByteStrings, offsets_of, row_members, row_offsets
from disctui.search.fields import FILM_MARK
from disctui.search.term_dictionary import TermColumns

POSITION_BITS = 8
"""A posting is a value's number, then this many bits for the position of the word in it."""
MOST_VALUES = 1 << (32 - POSITION_BITS)
LONG_FIELD_BITS = 2
"""A posting of a long text is a document's number, then this many bits for which long field it is."""
FIELD_MARK_END = 8
"""Below this a number among the hashes of long texts says which long field begins there."""
GONE = np.iinfo(np.uint32).max
"""The new number of a document, word or value that a merged segment has no more."""
_FIELD_CODES = 256
_FILM_MARK = FILM_MARK.encode()


class Postings(msgspec.Struct, frozen=True):
    """By word where it occurs."""

    offsets: UInt32
    """Where the postings of each word begin in `keys`, and the end; shape (words + 1,)."""
    keys: UInt32
    """By word sorted, each once."""

    @classmethod
    def build(cls, words: Array, keys: Array, count: int) -> "Postings":
        """The postings of `count` words, given the number of the word and the key of each occurrence."""
        pairs = words.astype(np.uint64) << np.uint64(32)
        pairs |= keys
        pairs.sort()
        if len(pairs):
            pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])]
        return cls(row_offsets((pairs >> np.uint64(32)).astype(np.int64), count), pairs.astype(np.uint32))

    @property
    def words(self) -> Array:
        """The number of the word of each key, uint32."""
        return np.repeat(np.arange(len(self.offsets) - 1, dtype=np.uint32), np.diff(self.offsets))


class Values(msgspec.Struct, frozen=True):
    """The distinct values of all documents' fields, in the order in which documents first have them."""

    shown: ByteStrings
    """As they are written, for completion; empty for those that are of no use there."""
    checksums: UInt32
    """Of each as it is written, by which two segments' values are known to be the same."""
    letters: UInt16
    """How many letters the words of each have."""
    positions: UInt8
    """How many positions for words each has."""

    @classmethod
    def merge(cls, parts: "Sequence[Values]", kept: Array) -> "Values":
        """Those of several segments whose numbers, counted through all segments, are in `kept`."""
        return cls(
            take_strings([part.shown for part in parts], kept),
            np.concatenate([part.checksums for part in parts])[kept],
            np.concatenate([part.letters for part in parts])[kept],
            np.concatenate([part.positions for part in parts])[kept],
        )


class DocValues(msgspec.Struct, frozen=True):
    """By document its values."""

    offsets: UInt32
    """Where the values of each document begin, and the end; shape (documents + 1,)."""
    values: UInt32
    """Their numbers."""
    fields: UInt8
    """And the code of the field in which each stands."""

    @classmethod
    def merge(
        cls, parts: "Sequence[DocValues]", ordered: Array, numbers: Sequence[Array], codes: Sequence[Array]
    ) -> "DocValues":
        """Those of several segments.

        Args:
            parts: By segment its columns.
            ordered: The documents that are kept, counted through all segments, in their new order.
            numbers: By segment the new number of each value.
            codes: By segment the new code of each field.
        """
        members, offsets = merge_rows([part.offsets for part in parts], ordered)
        values = np.concatenate([new[part.values] for new, part in zip(numbers, parts, strict=True)])
        fields = np.concatenate([code[part.fields] for code, part in zip(codes, parts, strict=True)])
        return cls(offsets, values[members], fields[members])


class ValuePostings(msgspec.Struct, frozen=True):
    """By value the documents that have it."""

    offsets: UInt32
    """Where those of each value begin, and the end; shape (values + 1,)."""
    docs: UInt32
    """Their numbers, by value sorted."""
    fields: UInt8
    """And the code of the field in which each has it."""

    @classmethod
    def build(cls, doc_values: DocValues, count: int) -> "ValuePostings":
        """The values of documents turned round, of `count` values."""
        docs = np.repeat(np.arange(len(doc_values.offsets) - 1, dtype=np.uint32), np.diff(doc_values.offsets))
        pairs = doc_values.values.astype(np.uint64) << np.uint64(32)
        pairs |= np.arange(len(pairs), dtype=np.uint64)
        pairs.sort()  # quicker than a stable argsort
        by_value = pairs.astype(np.uint32)
        return cls(row_offsets(doc_values.values, count), docs[by_value], doc_values.fields[by_value])


class Initials(msgspec.Struct, frozen=True):
    """What titles and names of three words or more are called in short: `bttf`, `rdj`."""

    keys: ByteStrings
    """The first letters of the words of each, without a leading article; sorted."""
    values: UInt32
    """The number of the value that each is of."""

    @classmethod
    def of(cls, keyed: Iterable[tuple[bytes, int]]) -> "Initials":
        """Of pairs of initials and the number of their value, in any order."""
        pairs = sorted(keyed)
        return cls(ByteStrings.of([key for key, _ in pairs]), np.array([value for _, value in pairs], np.uint32))

    @classmethod
    def merge(cls, parts: "Sequence[Initials]", numbers: Sequence[Array], used: Sequence[Array]) -> "Initials":
        """Those of several segments, given by segment the new number of each value and whether it is kept."""
        found: set[tuple[bytes, int]] = set()
        for part, new, is_kept in zip(parts, numbers, used, strict=True):
            kept = is_kept[part.values].tolist()
            pairs = zip(part.keys, new[part.values].tolist(), strict=True)
            found.update(pair for pair, wanted in zip(pairs, kept, strict=True) if wanted)
        return cls.of(found)


class LongTexts(msgspec.Struct, frozen=True):
    """The words of long texts such as a synopsis."""

    words: ByteStrings
    """Distinct and sorted."""
    postings: Postings
    offsets: UInt32
    """Where the hashes of each document begin, and the end; shape (documents + 1,)."""
    hashes: UInt16
    """The words of each document's long texts in their order, hashed to 16 bits, for phrases; a mark below
    `FIELD_MARK_END` before each text says which long field it is."""


class NumberColumns(msgspec.Struct, frozen=True):
    """By field code the numbers that documents have for it."""

    offsets: UInt32
    """Where those of each code begin, and the end; shape (257,)."""
    docs: UInt32
    """Sorted by field code, then as they came; a document with several numbers has several."""
    values: Float32

    @classmethod
    def build(cls, codes: Array, docs: Array, values: Array) -> "NumberColumns":
        """Of numbers sorted by document, given the code of the field, the document and the number of each."""
        by_field = np.argsort(codes, kind="stable")
        clipped = np.clip(values, -3e38, 3e38).astype(np.float32)
        return cls(row_offsets(codes, _FIELD_CODES), docs[by_field], clipped[by_field])

    @classmethod
    def merge(
        cls, parts: "Sequence[NumberColumns]", documents: Sequence[Array], codes: Sequence[Array]
    ) -> "NumberColumns":
        """Those of several segments, given by segment the new numbers of documents and the new codes of fields."""
        docs = np.concatenate([new[part.docs] for new, part in zip(documents, parts, strict=True)])
        old = [np.repeat(np.arange(_FIELD_CODES), np.diff(part.offsets)) for part in parts]
        fields = np.concatenate([code[own] for code, own in zip(codes, old, strict=True)])
        values = np.concatenate([part.values for part in parts])
        kept = docs != GONE
        docs, fields, values = docs[kept], fields[kept], values[kept]
        by_field = np.lexsort((docs, fields))
        return cls(row_offsets(fields, _FIELD_CODES), docs[by_field], values[by_field])


class Documents(msgspec.Struct, frozen=True):
    """What documents are called, in their order."""

    ids: ByteStrings
    by_id: UInt32
    """Their numbers, sorted by id."""
    sort_keys: ByteStrings

    @classmethod
    def build(cls, ids: ByteStrings, sort_keys: ByteStrings) -> "Documents":
        """Of ids and sort keys in the order of the latter."""
        listed = list(ids)
        by_id = sorted(range(len(listed)), key=listed.__getitem__)
        return cls(ids, np.array(by_id, np.uint32), sort_keys)

    @classmethod
    def merge(cls, parts: "Sequence[Documents]", ordered: Array) -> "Documents":
        """Those of several segments, counted through all of them, in their new order."""
        ids, sort_keys = [part.ids for part in parts], [part.sort_keys for part in parts]
        return cls.build(take_strings(ids, ordered), take_strings(sort_keys, ordered))


class Films(msgspec.Struct, frozen=True):
    """Which documents are films of box sets; empty where there is no set. A film is in the segment of its set."""

    docs: UInt32
    """Their numbers, sorted."""
    sets: UInt32
    """By film the number of the document of its set."""
    numbers: UInt16
    """And which film of the set it is, from 1."""

    @classmethod
    def of(cls, ids: Sequence[bytes]) -> "Films":
        """Of documents with these ids, in their order."""
        docs = [doc for doc, name in enumerate(ids) if _FILM_MARK in name]
        doc_of = {name: doc for doc, name in enumerate(ids)} if docs else {}
        parts = [ids[doc].partition(_FILM_MARK) for doc in docs]
        return cls(
            np.array(docs, np.uint32),
            np.array([doc_of[release] for release, _, _ in parts], np.uint32),
            np.array([int(number) for _, _, number in parts], np.uint16),
        )

    @classmethod
    def merge(cls, parts: "Sequence[Films]", documents: Sequence[Array]) -> "Films":
        """Those of several segments, given by segment the new number of each document."""
        docs = np.concatenate([new[part.docs] for new, part in zip(documents, parts, strict=True)])
        sets = np.concatenate([new[part.sets] for new, part in zip(documents, parts, strict=True)])
        kept = np.flatnonzero((docs != GONE) & (sets != GONE))
        kept = kept[np.argsort(docs[kept])]
        return cls(docs[kept], sets[kept], np.concatenate([part.numbers for part in parts])[kept])


class SegmentColumns(msgspec.Struct, frozen=True):
    """All columns of a segment."""

    terms: TermColumns
    postings: Postings
    """By word of `terms`."""
    values: Values
    value_postings: ValuePostings
    doc_values: DocValues
    initials: Initials
    long_texts: LongTexts
    numbers: NumberColumns
    documents: Documents
    films: Films


class Merged(NamedTuple):
    """Sorted words of several segments brought together."""

    words: ByteStrings
    numbers: list[Array]
    """By segment the new number of each word, uint32; `GONE` for those that are not kept."""


def merge_words(words: Sequence[ByteStrings], used: Sequence[Array]) -> Merged:
    """The distinct words of several segments, given by segment whether each is used."""
    lists = [list(strings) for strings in words]
    together = sorted(
        {
            word
            for spelt, mask in zip(lists, used, strict=True)
            for word, is_used in zip(spelt, mask.tolist(), strict=True)
            if is_used
        }
    )
    numbers = {word: number for number, word in enumerate(together)}
    renumbered = [np.fromiter((numbers.get(word, GONE) for word in spelt), np.uint32, len(spelt)) for spelt in lists]
    return Merged(ByteStrings.of(together), renumbered)


def merge_rows(offsets: Sequence[Array], ordered: Array) -> tuple[Array, Array]:
    """Rows of several segments, counted through all of them, in a new order.

    Args:
        offsets: By segment where its rows begin, and the end.
        ordered: The rows that are kept, in their new order.

    Returns:
        The indices of their members in the concatenated members of all segments, int64; and the new offsets, uint32.
    """
    ends = np.cumsum([0, *(int(own[-1]) for own in offsets)])
    starts = [own.astype(np.int64) + shift for own, shift in zip(offsets, ends[:-1], strict=True)]
    segment_of = np.repeat(np.arange(len(offsets)), [len(own) - 1 for own in offsets])
    lengths = np.concatenate([np.diff(own) for own in offsets])[ordered]
    return row_members(np.concatenate(starts), ordered + segment_of[ordered]), offsets_of(lengths)


def take_strings(parts: Sequence[ByteStrings], numbers: Array) -> ByteStrings:
    """Strings of several segments, by their numbers counted through all of them."""
    everything = [string for part in parts for string in part]
    return ByteStrings.of([everything[number] for number in numbers.tolist()])
