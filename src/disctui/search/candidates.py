"""Which documents of a segment may have the words of a query, before any is scored."""

from collections.abc import Sequence

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.segment import Segment
from disctui.search.term_matches import TermMatches, candidate_docs, docs_of

_RARE, _EVERYWHERE = 3, 2
"""A word with a use for one in so many documents is had by few, and one with so many for each by nearly all."""
_LISTED = 2000
"""Up to so many uses of the rarest word it costs less to list its documents than to mark them among all."""
_ROUNDING = 1e-3


def candidates(
    segment: Segment, found: list[TermMatches], wanted: Array, weights: Sequence[np.float32], *, every: bool
) -> Array:
    """Documents that may match: all that do, and not many more; sorted, int64."""
    if not every:
        return _having_most(segment, found, wanted, weights)
    rarest, *others = sorted(found, key=lambda one: one.posting_count)
    if rarest.posting_count + len(rarest.long_keys) <= _LISTED:
        docs = docs_of(segment, rarest)
        docs = docs[wanted.take(docs) > 0]
        for one in others:
            if not narrows(segment, one.posting_count, len(docs)):
                break
            docs = docs[candidate_docs(segment, one).take(docs)]
        return docs
    possible = wanted > 0
    for one in (rarest, *others):
        if not tells_apart(segment, one.posting_count, possible):
            break
        possible &= candidate_docs(segment, one)
    return possible.nonzero()[0]


def _having_most(segment: Segment, found: list[TermMatches], wanted: Array, weights: Sequence[np.float32]) -> Array:
    """Documents that may miss no more than any other does, or one word."""
    had = np.zeros(len(segment), np.float32)
    for one, weight in zip(found, weights, strict=True):
        had += candidate_docs(segment, one) * weight
    had *= wanted > 0
    least = min(float(had.max(initial=0)), float(sum(weights) - max(weights)))
    return (had >= max(least - _ROUNDING, _ROUNDING)).nonzero()[0]


def tells_apart(segment: Segment, uses: int, possible: Array) -> bool:
    """Whether listing the documents of a word with so many uses rules out more than it costs."""
    if _RARE * uses < len(segment):
        return True
    return uses < _EVERYWHERE * len(segment) and narrows(segment, uses, int(np.count_nonzero(possible)))


def narrows(segment: Segment, uses: int, count: int) -> bool:
    """Whether so many documents have more values than a word has uses."""
    return uses < values_of(segment, count)


def values_of(segment: Segment, count: int) -> int:
    """About how many values so many documents have."""
    return len(segment.doc_values.values) * count // max(len(segment), 1)
