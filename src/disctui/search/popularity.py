"""How many documents have a value: of two equally near names, the one of more films is likelier to be meant."""

from collections.abc import Sequence

import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import row_members
from disctui.search.segment import Segment

NO_BOOSTS = np.ones(0, np.float32)
"""For words that no value has misspelt."""
_STEP, _MOST_STEPS = 0.08, 6
"""What a misspelt word gains each time the number of documents doubles, and how many times it does."""


class Popularity:
    """How many documents of an index have each value; worked out when first asked for."""

    def __init__(self, segments: Sequence[Segment], alive: Sequence[Array]) -> None:
        """Take segments, and for each which of its documents count."""
        self._segments, self._alive = segments, alive
        self._boosts: list[Array] | None = None
        self.version = object()
        """Differs between two indexes."""

    def boosts(self, segment: Segment) -> Array:
        """By value of a segment what a misspelt word in it gains, from 1 on; float32."""
        if self._boosts is None:
            self._boosts = self._made()
        return next(own for own, known in zip(self._boosts, self._segments, strict=True) if known is segment)

    def _made(self) -> list[Array]:
        counts = [_counts(segment, mask) for segment, mask in zip(self._segments, self._alive, strict=True)]
        if len(counts) > 1:
            counts = _summed(counts, self._segments)
        steps = (np.minimum(np.log2(np.maximum(own, 1)), _MOST_STEPS) for own in counts)
        return [(1 + np.float32(_STEP) * own).astype(np.float32) for own in steps]


def _counts(segment: Segment, alive: Array) -> Array:
    """By value how many documents of a segment that count have it, int64."""
    counts = np.diff(segment.value_postings.offsets).astype(np.int64)
    dead = np.flatnonzero(~alive)
    if len(dead):
        np.subtract.at(counts, segment.doc_values.values[row_members(segment.doc_values.offsets, dead)], 1)
    return counts


def _summed(counts: Sequence[Array], segments: Sequence[Segment]) -> list[Array]:
    """The same over all segments, of which the first is the largest: values are the same if their checksums are."""
    first = segments[0]
    distinct, which = np.unique(
        np.concatenate([segment.values.checksums for segment in segments[1:]]), return_inverse=True
    )
    totals = np.bincount(which, np.concatenate(counts[1:]), len(distinct)).astype(np.int64)
    places = np.searchsorted(first.values.checksums, distinct, sorter=first.by_checksum)
    places = first.by_checksum[np.minimum(places, len(first.by_checksum) - 1)]
    shared = np.flatnonzero(first.values.checksums[places] == distinct)
    totals[shared] += counts[0][places[shared]]
    counts[0][places[shared]] = totals[shared]
    ends = np.cumsum([len(own) for own in counts[1:]])
    return [counts[0], *np.split(totals[which], ends[:-1])]
