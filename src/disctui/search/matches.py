"""Documents of one segment that match a query."""

import msgspec
import numpy as np

from disctui.columns.declaration import Array

_ROUNDING = 1e-3
_NEARLY = 0.25
"""The highest score of a document that meets a condition only nearly, where others meet it."""


class Matches(msgspec.Struct, frozen=True):
    """Documents of a segment that match, in their order; every array has an item for each."""

    docs: Array
    """Their numbers, int64."""
    is_exact: Array
    """Whether every word is there whole or as the beginning of one; bool."""
    scores: Array
    """From 0 to 1; float32."""
    missing: Array
    """What the words weigh that are missing; float32, 0 where none is."""
    films: Array | None = None
    """Which film of a box set was found, from 1, and 0 where it is the release itself; uint16. None: it always is."""

    def without(self, least: float) -> "Matches":
        """Those whose missing words weigh no more than `least`."""
        kept = (self.missing <= least).nonzero()[0]
        films = None if self.films is None else self.films[kept]
        return Matches(self.docs[kept], self.is_exact[kept], self.scores[kept], self.missing[kept], films)


def matches_of(docs: Array, allowed: Array, is_exact: Array, scores: Array, missing: Array | None = None) -> Matches:
    """Matches of which those that meet a condition only nearly come after all others.

    Args:
        docs: The documents, int64.
        allowed: How each meets the conditions, as `wanted` of `match`; uint8.
        is_exact: Whether each has every word whole or as the beginning of one; bool.
        scores: From 0 to 1, float32.
        missing: What the words weigh that each misses; None where none misses any.
    """
    nearly = allowed < 2
    if nearly.any():
        is_exact = is_exact & ~nearly
        scores = np.where(nearly, scores * np.float32(_NEARLY), np.float32(_NEARLY) + scores * np.float32(1 - _NEARLY))
    return Matches(docs, is_exact, scores, np.zeros(len(docs), np.float32) if missing is None else missing)


def joined(parts: list[Array]) -> Array:
    """Arrays one after the other; the array itself where there is one."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def fullest(parts: list[Matches], weights: list[float]) -> list[Matches]:
    """Of documents that miss words, those that miss no more than one telling word, or else the fewest.

    Args:
        parts: What was found, by segment.
        weights: What each word weighs.
    """
    fewest = min((float(part.missing.min()) for part in parts if len(part.docs)), default=0.0)
    most = max([fewest, *weights]) + _ROUNDING
    return [part.without(most) for part in parts]


class Found:
    """What was found in all segments."""

    def __init__(self, parts: list[Matches]) -> None:
        """Take the matches of each."""
        self.parts = parts
        self.count = sum(len(part.docs) for part in parts)
        self.exact_count = sum(int(np.count_nonzero(part.is_exact)) for part in parts)
        self.best = max((float(part.scores.max(initial=0)) for part in parts), default=0.0)
        """The highest score."""

    @property
    def complete_count(self) -> int:
        """How many miss no word."""
        return sum(int(np.count_nonzero(part.missing == 0)) for part in self.parts)
