"""Several segments made into one, without what no longer counts."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.fields import CODES, MOST_FIELDS, NAMES, OWN
from disctui.search.segment import Segment
from disctui.search.segment_columns import (
    GONE,
    LONG_FIELD_BITS,
    POSITION_BITS,
    Documents,
    DocValues,
    Films,
    Initials,
    LongTexts,
    Merged,
    NumberColumns,
    Postings,
    SegmentColumns,
    ValuePostings,
    Values,
    merge_rows,
    merge_words,
)
from disctui.search.term_dictionary import TermColumns

_POSITIONS = np.uint32((1 << POSITION_BITS) - 1)
_LONG_FIELDS = np.uint32((1 << LONG_FIELD_BITS) - 1)


def merged(segments: Sequence[Segment], alive: Sequence[Array]) -> Segment:
    """One segment of all documents that still count; no two of them have one id.

    Args:
        segments: The segments.
        alive: By segment whether each of its documents counts; bool, shape (documents,).
    """
    sort_keys = [key for segment in segments for key in segment.documents.sort_keys]
    living = np.flatnonzero(np.concatenate(alive))
    ordered = np.array(sorted(living.tolist(), key=sort_keys.__getitem__), np.int64)
    renumbered = np.full(len(sort_keys), GONE, np.uint32)
    renumbered[ordered] = np.arange(len(ordered), dtype=np.uint32)
    ends = np.cumsum([0, *map(len, segments)])
    documents = [renumbered[low:high] for low, high in pairwise(ends)]
    own, codes = _fields(segments)
    words = _merge_values(segments, alive)
    doc_values = DocValues.merge([segment.doc_values for segment in segments], ordered, words.values, codes)
    columns = SegmentColumns(
        terms=TermColumns.merge(
            [segment.columns.terms for segment in segments], words.terms.words, words.terms.numbers
        ),
        postings=words.postings,
        values=Values.merge([segment.values for segment in segments], words.kept),
        value_postings=ValuePostings.build(doc_values, len(words.kept)),
        doc_values=doc_values,
        initials=Initials.merge([segment.columns.initials for segment in segments], words.values, words.used),
        long_texts=_merge_long_texts(segments, documents, ordered),
        numbers=NumberColumns.merge([segment.numbers for segment in segments], documents, codes),
        documents=Documents.merge([segment.documents for segment in segments], ordered),
        films=Films.merge([segment.columns.films for segment in segments], documents),
    )
    return Segment(columns, own)


def _fields(segments: Sequence[Segment]) -> tuple[tuple[str, ...], list[Array]]:
    """The owner's own keys of all, and by segment the new code of each field, uint8, shape (256,)."""
    own = tuple(dict.fromkeys(name for segment in segments for name in segment.own))[: MOST_FIELDS - len(NAMES)]
    numbers = {name: len(NAMES) + place for place, name in enumerate(own)}
    codes = []
    for segment in segments:
        code = np.arange(256, dtype=np.uint8)
        for place, name in enumerate(segment.own):
            code[len(NAMES) + place] = numbers.get(name, CODES[OWN])
        codes.append(code)
    return own, codes


def _used_values(segments: Sequence[Segment], alive: Sequence[Array]) -> list[Array]:
    """By segment whether a document that counts has each value, bool."""
    found = []
    for segment, mask in zip(segments, alive, strict=True):
        used = np.zeros(len(segment.values.positions), np.bool_)
        used[segment.doc_values.values[np.repeat(mask, np.diff(segment.doc_values.offsets))]] = True
        found.append(used)
    return found


class _MergedValues(NamedTuple):
    """The words and values of all segments, brought together."""

    terms: Merged
    postings: Postings
    values: list[Array]
    """By segment the new number of each value, uint32."""
    used: list[Array]
    """By segment whether a document that counts has each value, bool."""
    kept: Array
    """The values that are kept, one of each, counted through all segments, int64."""


def _merge_values(segments: Sequence[Segment], alive: Sequence[Array]) -> _MergedValues:
    used = _used_values(segments, alive)
    starts = list(accumulate((len(mask) for mask in used), initial=0))
    words_of, values_of, positions_of, used_words = [], [], [], []
    for segment, mask, start in zip(segments, used, starts, strict=False):
        keys = segment.postings.keys
        values = keys >> POSITION_BITS
        living = mask[values]
        words_of.append(segment.postings.words[living])
        values_of.append(values[living].astype(np.int64) + start)
        positions_of.append(keys[living] & _POSITIONS)
        used_words.append(np.zeros(len(segment.words), np.bool_))
        used_words[-1][words_of[-1]] = True
    terms = merge_words([segment.words for segment in segments], used_words)
    words = np.concatenate([new[old] for new, old in zip(terms.numbers, words_of, strict=True)])
    values, positions = np.concatenate(values_of), np.concatenate(positions_of)
    checksums = np.concatenate([segment.values.checksums for segment in segments])
    numbers, kept = _same_values(checksums, np.concatenate(used), words, values, positions)
    has_text = np.concatenate(used) & np.concatenate(
        [np.diff(segment.values.shown.offsets) > 0 for segment in segments]
    )
    kept[numbers[has_text]] = np.flatnonzero(has_text)  # the same, with its text
    keys = (numbers[values] << np.uint32(POSITION_BITS)) | positions
    postings = Postings.build(words, keys, len(terms.words))
    return _MergedValues(terms, postings, [numbers[low:high] for low, high in pairwise(starts)], used, kept)


def _same_values(checksums: Array, used: Array, words: Array, values: Array, positions: Array) -> tuple[Array, Array]:
    """Which values of all segments are the same.

    Args:
        checksums: Of each value as it is written, uint32.
        used: Whether each is used, bool.
        words: By occurrence of a word its number.
        values: And the value it occurs in, counted through all segments.
        positions: And where in it.

    Returns:
        The new number of each value, one for those that are the same, uint32; and the values that are kept, int64.
    """
    mixed = (words.astype(np.uint64) << np.uint64(POSITION_BITS)) | positions
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    identity = np.zeros(len(used), np.uint64)
    np.add.at(identity, values, mixed ^ (mixed >> np.uint64(31)))
    identity ^= checksums.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    living = np.flatnonzero(used)
    _, firsts, inverse = np.unique(identity[living], return_index=True, return_inverse=True)
    by_first = np.argsort(firsts, kind="stable")
    rank = np.zeros(len(firsts), np.uint32)
    rank[by_first] = np.arange(len(firsts), dtype=np.uint32)
    numbers = np.zeros(len(used), np.uint32)
    numbers[living] = rank[inverse]
    return numbers, living[firsts[by_first]]


def _merge_long_texts(segments: Sequence[Segment], documents: Sequence[Array], ordered: Array) -> LongTexts:
    """The long texts of all, given by segment the new number of each document, and the documents in their order."""
    words_of, keys_of, used = [], [], []
    for segment, new in zip(segments, documents, strict=True):
        keys = segment.long_texts.postings.keys
        docs = new[keys >> LONG_FIELD_BITS]
        living = docs != GONE
        keys_of.append((docs[living] << np.uint32(LONG_FIELD_BITS)) | (keys[living] & _LONG_FIELDS))
        words_of.append(segment.long_texts.postings.words[living])
        used.append(np.zeros(len(segment.long_texts.words), np.bool_))
        used[-1][words_of[-1]] = True
    words, numbers = merge_words([segment.long_texts.words for segment in segments], used)
    renumbered = np.concatenate([new[old] for new, old in zip(numbers, words_of, strict=True)])
    postings = Postings.build(renumbered, np.concatenate(keys_of), len(words))
    members, offsets = merge_rows([segment.long_texts.offsets for segment in segments], ordered)
    hashes = np.concatenate([segment.long_texts.hashes for segment in segments])
    return LongTexts(words, postings, offsets, hashes[members])
