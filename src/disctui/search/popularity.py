"""How many documents have a value: of two equally near names, the one of more films is likelier to be meant."""

from collections.abc import Sequence

import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import row_members
from disctui.search.segment import Segment

_STEP, _MOST = 0.1, 64
"""What a misspelt word gains each time the number of documents doubles, and the number from which it gains no more."""
BOOSTS = (1 + _STEP * np.log2(np.maximum(np.arange(_MOST + 1), 1))).astype(np.float32)
"""What the score of a value is multiplied by that has a word misspelt, by the number of documents that have it."""
NO_BOOSTS = np.zeros(0, np.uint8)
"""For words that no value has misspelt."""


class Popularity:
    """How many documents of an index have each value; worked out when first asked for."""

    def __init__(self, segments: Sequence[Segment], alive: Sequence[Array]) -> None:
        """Take segments, and for each which of its documents count."""
        self._segments, self._alive = segments, alive
        self._boosts: list[Array] | None = None
        self.version = object()
        """Differs between two indexes."""

    def boosts(self, segment: Segment) -> Array:
        """By value of a segment how many documents have it, as an index of `BOOSTS`; uint8."""
        if self._boosts is None:
            self._boosts = self._made()
        return next(own for own, known in zip(self._boosts, self._segments, strict=True) if known is segment)

    def _made(self) -> list[Array]:
        counts = [_counts(segment, mask) for segment, mask in zip(self._segments, self._alive, strict=True)]
        if len(counts) > 1:
            counts = _summed(counts, self._segments)
        return [np.minimum(own, _MOST).astype(np.uint8) for own in counts]


def _counts(segment: Segment, alive: Array) -> Array:
    """By value how many documents of a segment that count have it, uint32."""
    counts = np.diff(segment.value_postings.offsets)
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
    totals = np.bincount(which, np.concatenate(counts[1:]), len(distinct)).astype(np.uint32)
    places = np.searchsorted(first.values.checksums, distinct, sorter=first.by_checksum)
    places = first.by_checksum[np.minimum(places, len(first.by_checksum) - 1)]
    shared = np.flatnonzero(first.values.checksums[places] == distinct)
    totals[shared] += counts[0][places[shared]]
    counts[0][places[shared]] = totals[shared]
    ends = np.cumsum([len(own) for own in counts[1:]])
    return [counts[0], *np.split(totals[which], ends[:-1])]
