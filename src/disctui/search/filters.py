"""Which documents of a segment meet a condition on a field."""

import math

import numpy as np

from disctui.columns.ragged import Array, blocks_of, isin_sorted
from disctui.search.fields import LONG_FIELDS, STATUSES
from disctui.search.query import Condition
from disctui.search.segment import LONG_FIELD_BITS, Segment
from disctui.search.term_dictionary import TRUE, Effort
from disctui.search.term_matches import hits

NO, NEAR, YES = 0, 1, 2
"""How a document meets a condition."""
_LONG_CODES = {name: code for code, name in enumerate(LONG_FIELDS)}
_DATE, _DATE_END = "release.date", "release.date.end"


def met(segment: Segment, condition: Condition, effort: Effort) -> Array:
    """For each document how it meets a condition: `NO`, `NEAR` or `YES`. Not to be changed."""
    key = (condition, effort)
    kept: Array | None = segment.remembered(key)
    if kept is not None:
        return kept
    if condition.negated:
        found = np.where(_met(segment, condition, Effort.EXACT) == YES, NO, YES).astype(np.uint8)
    else:
        found = _met(segment, condition, effort)
    return segment.remember(key, found, found.nbytes)


def _met(segment: Segment, condition: Condition, effort: Effort) -> Array:
    found = np.zeros(len(segment), np.uint8)
    if condition.terms:
        _mark_by_words(segment, condition, found, effort)
    elif condition.range is not None:
        for field in condition.fields:
            _mark_by_number(segment, field, condition.range.low, condition.range.high, found)
    elif condition.choices:
        for choice in condition.choices:
            number = STATUSES.index(choice)
            _mark_by_number(segment, "collection.status", number, number, found)
    elif not condition.typed.strip('" '):
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
            keys = segment.arrays.long_postings
            found[keys[(keys & 3) == _LONG_CODES[field]] >> LONG_FIELD_BITS] = YES
        code = segment.codes.get(field)
        if code is not None:
            arrays = segment.arrays
            found[arrays.use_docs[arrays.use_fields == code]] = YES
    if condition.fields == ("collection.status",):
        found[:] = YES


def _mark_by_words(segment: Segment, condition: Condition, found: Array, effort: Effort) -> None:
    """Mark the documents one value of whose field has all the words."""
    _mark_texts(segment, condition, found, effort)
    fields = [_LONG_CODES[name] for name in condition.fields if name in _LONG_CODES]
    if condition.fields and not fields:
        return
    keys: Array | None = None
    for term in condition.terms:
        own = hits(segment, term).long_keys
        keys = own if keys is None else keys[isin_sorted(keys, np.sort(own))]
    if keys is not None and condition.fields:
        keys = keys[np.isin(keys & np.uint32((1 << LONG_FIELD_BITS) - 1), fields)]
    if keys is not None:
        found[keys >> LONG_FIELD_BITS] = YES


def _mark_texts(segment: Segment, condition: Condition, found: Array, effort: Effort) -> None:
    arrays = segment.arrays
    levels: Array | None = None
    for term in condition.terms:
        own = hits(segment, term, (), effort)
        dense = np.zeros(len(arrays.text_places), np.uint8)
        dense[own.texts] = own.levels
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
        (np.flatnonzero((levels > 0) & (levels < TRUE)), NEAR),
        (np.flatnonzero(levels >= TRUE), YES),
    ):
        for _, _, uses in blocks_of(arrays.use_bounds, texts):
            found[arrays.use_docs[uses[wanted[arrays.use_fields[uses]]]]] = mark  # what is met is marked after all near
