"""Which documents of a segment meet a condition on a field."""

import math

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import isin_sorted, member_blocks
from disctui.search.conditions import Condition
from disctui.search.fields import CODES, LONG_FIELDS, NAMES, STATUSES
from disctui.search.levels import EXACT_MIN
from disctui.search.segment import Segment
from disctui.search.segment_columns import LONG_FIELD_BITS, POSITION_BITS
from disctui.search.term_dictionary import Fuzziness
from disctui.search.term_matches import TermMatches, match_term

NO, NEAR, YES = 0, 1, 2
"""How a document meets a condition."""
_LONG_CODES = {name: code for code, name in enumerate(LONG_FIELDS)}
_DATE, _DATE_END = "release.date", "release.date.end"


def filter_mask(segment: Segment, condition: Condition, fuzziness: Fuzziness) -> Array:
    """For each document how it meets a condition: `NO`, `NEAR` or `YES`. Not to be changed."""
    key = (condition, fuzziness)
    kept: Array | None = segment.cache_get(key)
    if kept is not None:
        return kept
    if condition.negated:
        positive = msgspec.structs.replace(condition, negated=False)
        found = np.where(filter_mask(segment, positive, Fuzziness.NONE) == YES, NO, YES).astype(np.uint8)
    else:
        found = _unsigned_mask(segment, condition, fuzziness)
    return segment.cache_put(key, found, found.nbytes)


def _unsigned_mask(segment: Segment, condition: Condition, fuzziness: Fuzziness) -> Array:
    found = np.zeros(len(segment), np.uint8)
    if condition.either:
        for one in condition.either:
            np.maximum(found, filter_mask(segment, one, fuzziness), out=found)
    elif condition.terms:
        _mark_by_words(segment, condition, found, fuzziness)
    elif condition.range is not None:
        for field in condition.fields:
            _mark_by_number(segment, field, condition.range.low, condition.range.high, found)
    elif condition.choices:
        for choice in condition.choices:
            number = STATUSES.index(choice)
            _mark_by_number(segment, "collection.status", number, number, found)
    elif not condition.source.strip('" '):
        _mark_any(segment, condition, found)
    return found


def _mark_by_number(segment: Segment, field: str, low: float, high: float, found: Array) -> None:
    docs, values = segment.number_column(field)
    if field == _DATE and not math.isinf(high):
        within = values >= np.float32(low)
        found[docs[within]] = YES
        ends, last_days = segment.number_column(_DATE_END)
        if len(ends):
            found[ends[last_days > np.float32(high)]] = NO
        return
    found[docs[(values >= np.float32(low)) & (values <= np.float32(high))]] = YES


def _mark_any(segment: Segment, condition: Condition, found: Array) -> None:
    for field in condition.fields:
        docs, _ = segment.number_column(field)
        found[docs] = YES
        if field in _LONG_CODES:
            keys = segment.long_texts.postings.keys
            found[keys[(keys & 3) == _LONG_CODES[field]] >> LONG_FIELD_BITS] = YES
        code = segment.codes.get(field)
        if code is not None:
            found[segment.value_postings.docs[segment.value_postings.fields == code]] = YES
    if condition.fields == ("collection.status",):
        found[:] = YES


def documents_with(segment: Segment, wanted: Array) -> Array:
    """By field of the format how many releases have anything for it, as `has:` finds them; int64, shape (fields,).

    Args:
        segment: Where to look.
        wanted: Which of its documents count; bool, shape (documents,).
    """
    flat = np.zeros(256 * len(segment), np.bool_)
    own = segment.doc_values
    docs = np.repeat(np.arange(len(segment), dtype=np.int64), np.diff(own.offsets))
    docs += own.fields * np.int64(len(segment))
    flat[docs] = True
    has = flat.reshape(256, len(segment))[: len(NAMES)]
    for name, code in CODES.items():
        has[code, segment.number_column(name)[0]] = True
    keys = segment.long_texts.postings.keys
    for name, number in _LONG_CODES.items():
        has[CODES[name], keys[(keys & 3) == number] >> LONG_FIELD_BITS] = True
    return np.array([np.count_nonzero(segment.releases_of(row & wanted)) for row in has])


def _mark_by_words(segment: Segment, condition: Condition, found: Array, fuzziness: Fuzziness) -> None:
    """Mark the documents one value of whose field has all the words."""
    _mark_texts(segment, condition, found, fuzziness)
    fields = [_LONG_CODES[name] for name in condition.fields if name in _LONG_CODES]
    if condition.fields and not fields:
        return
    keys: Array | None = None
    for term in condition.terms:
        own = match_term(segment, term).long_keys
        keys = own if keys is None else keys[isin_sorted(keys, np.sort(own))]
    if keys is not None and condition.fields:
        keys = keys[np.isin(keys & np.uint32((1 << LONG_FIELD_BITS) - 1), fields)]
    if keys is not None:
        found[keys >> LONG_FIELD_BITS] = YES


def _is_whole(segment: Segment, found: TermMatches, words: int) -> Array:
    """For each value in which a phrase of so many words was found whether it is all of it; bool."""
    keys = np.concatenate([*found.keys, np.zeros(0, np.uint32)])
    begins = np.sort(keys[(keys & np.uint32((1 << POSITION_BITS) - 1)) == 0] >> POSITION_BITS)
    whole: Array = isin_sorted(found.values, begins) & (segment.values.positions[found.values] == words)
    return whole


def _mark_texts(segment: Segment, condition: Condition, found: Array, fuzziness: Fuzziness) -> None:
    levels: Array | None = None
    for term in condition.terms:
        own = match_term(segment, term, (), fuzziness)
        dense = np.zeros(len(segment.values.positions), np.uint8)
        dense[own.values] = own.levels
        if condition.is_whole:
            dense[own.values[~_is_whole(segment, own, len(term.words))]] = NO
        levels = dense if levels is None else np.minimum(levels, dense)
    if levels is None:
        return
    codes = [segment.codes[name] for name in condition.fields if name in segment.codes]
    wanted = np.zeros(256, np.bool_)
    if condition.fields:
        wanted[codes] = True
    else:
        wanted[segment.weights > 0] = True
    for texts, mark in (
        (np.flatnonzero((levels > 0) & (levels < EXACT_MIN)), NEAR),
        (np.flatnonzero(levels >= EXACT_MIN), YES),
    ):
        for _, _, uses in member_blocks(segment.value_postings.offsets, texts):
            found[segment.value_postings.docs[uses[wanted[segment.value_postings.fields[uses]]]]] = (
                mark  # what is met is marked after all near
            )
