"""What one owns, where nothing else decides: several editions, rated, seen, opened often."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.fields import SEEN
from disctui.search.segment import Segment

_SIGNS = (SEEN, "collection.rating")
"""Numbers that say, by being there, that a release was seen or rated."""
_MOST_OPENED = 6
"""What a release gains at most by having been opened: one each time the number doubles."""


def marks(segments: Sequence[tuple[Segment, Array]]) -> Array:
    """By slot one for each sign that the owner cares for a release: seen, rated, one of several editions; uint8.

    Editions are releases of one title and year; those that do not count any more are none.

    Args:
        segments: The parts of an index, each with a mask of the documents that count.
    """
    editions: Counter[bytes] = Counter()
    films = [[key.rpartition(b"\0")[0] for key in segment.documents.sort_keys] for segment, _ in segments]
    for (_, alive), own in zip(segments, films, strict=True):
        editions.update(film for film, counts in zip(own, alive.tolist(), strict=True) if counts)
    found = [np.array([editions[film] > 1 for film in own], np.uint8) for own in films]
    for (segment, _), signs in zip(segments, found, strict=True):
        for field in _SIGNS:
            docs, _ = segment.number_column(field)
            signs[np.unique(docs)] += 1
    return np.concatenate(found) if found else np.zeros(0, np.uint8)


def gained(opened: Mapping[str, int]) -> dict[str, int]:
    """What each release gains by how often it was opened."""
    return {name: min(count.bit_length(), _MOST_OPENED) for name, count in opened.items() if count > 0}
