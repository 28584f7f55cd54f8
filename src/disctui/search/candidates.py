"""Which documents of a segment may have the words of a query, before any is scored."""

from collections.abc import Sequence

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.segment import Segment
from disctui.search.term_matches import TermMatches, candidate_docs

_RARE, _EVERYWHERE = 3, 2
"""A word with a use for one in so many documents is had by few, and one with so many for each by nearly all."""
_ROUNDING = 1e-3


def candidates(
    segment: Segment, found: list[TermMatches], wanted: Array, weights: Sequence[np.float32], *, every: bool
) -> Array:
    """Documents that may match: all that do, and not many more; int64."""
    possible = wanted > 0
    if not every:
        had = np.zeros(len(segment), np.float32)
        for one, weight in zip(found, weights, strict=True):
            had += candidate_docs(segment, one) * weight
        had *= possible
        least = min(float(had.max(initial=0)), float(sum(weights) - max(weights)))
        return (had >= max(least - _ROUNDING, _ROUNDING)).nonzero()[0]
    for one in sorted(found, key=lambda one: one.posting_count):
        if not tells_apart(segment, one.posting_count, possible):
            break
        possible &= candidate_docs(segment, one)
    return possible.nonzero()[0]


def tells_apart(segment: Segment, uses: int, possible: Array) -> bool:
    """Whether listing the documents of a word with so many uses rules out more than it costs."""
    if _RARE * uses < len(segment):
        return True
    return uses < _EVERYWHERE * len(segment) and uses < values_of(segment, int(np.count_nonzero(possible)))


def values_of(segment: Segment, count: int) -> int:
    """About how many values so many documents have."""
    return len(segment.doc_values.values) * count // max(len(segment), 1)
