"""The search index: an immutable value that finds what a query asks for, best first.

It is made of segments, each a set of documents as arrays. A change makes a small new segment and marks what it
replaces as gone; segments of like size are merged, so that building a library piece by piece costs little more than
at once. What is found never depends on how the documents are divided among segments.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np

from disctui.columns import file_format
from disctui.columns.ragged import Array
from disctui.search.document import Document
from disctui.search.filters import met
from disctui.search.multi_term import Matches, match
from disctui.search.query import Query
from disctui.search.segment import Segment
from disctui.search.segment_merger import merged
from disctui.search.segment_writer import build
from disctui.search.single_term import keep_letters
from disctui.search.term_dictionary import Effort, goes_far

_STEPS = 32_767
"""Steps of a score that are told apart; within one, the order of the documents decides."""
_SMALL = 512
"""Segments below this are merged at once."""
_FEW = 20
"""Below one in so many documents are put in their order one by one."""
_TIER = 4
"""How many times larger the segments of the next tier are, and how many of one tier are merged."""
_LARGE = 2048
"""Segments from here on are left as they are by a change, which nobody wants to wait for; `compacted` merges them."""


class Hits:
    """What a query found, best first. Nothing is made for hits that nobody looks at."""

    def __init__(self, index: "Index", hits: Array, scores: Array, true: int, ms: float, *, missed: bool) -> None:
        self._index, self._hits, self._scores = index, hits, scores
        self.true = true
        """How many have every word, whole or begun."""
        self.missed = missed
        """Whether nothing matched every word, so that these miss some."""
        self.ms = ms
        """Milliseconds spent searching."""

    @property
    def total(self) -> int:
        """How many were found."""
        return len(self._hits)

    @property
    def near(self) -> int:
        """How many have a word only misspelt, or miss one; they follow the true ones."""
        return self.total - self.true

    def ids(self, start: int = 0, stop: int | None = None) -> list[str]:
        """The ids of the hits from `start` to before `stop`, best first."""
        return self._index.ids_of(self._hits[start:stop])

    def id_at(self, i: int) -> str:
        """The id of hit `i`."""
        return self._index.id_at(int(self._hits[i]))

    @property
    def slots(self) -> Array:
        """The slots of the hits, best first."""
        return self._hits

    def score(self, i: int) -> float:
        """How good hit `i` is: falls from 1 to 0."""
        part = 0.5 + 0.5 * float(self._scores[i]) if i < self.true else 0.5 * float(self._scores[i])
        return round(part, 4)

    def position(self, release_id: str) -> int | None:
        """Which hit a release is; None where it isn't one."""
        slot = self._index.slot_of(release_id)
        if slot is None:
            return None
        places = np.flatnonzero(self._hits == slot)
        return int(places[0]) if len(places) else None


class Index:
    """All releases of a library, ready to be searched; never changes."""

    def __init__(self, segments: Sequence[Segment], alive: Sequence[Array]) -> None:
        """Take segments, largest first, and for each which of its documents still count."""
        self._segments = tuple(segments)
        self._alive = tuple(alive)
        self._offsets = np.cumsum([0, *map(len, self._segments)])
        self._count = int(sum(int(np.count_nonzero(mask)) for mask in self._alive))

    @classmethod
    def empty(cls) -> "Index":
        """The index of no releases."""
        return cls((), ())

    @classmethod
    def build(cls, documents: Iterable[Document]) -> "Index":
        """The index of `documents`; of several with one id the last counts."""
        last = {one.id: one for one in documents}
        if not last:
            return cls.empty()
        return cls((build(last.values()),), (np.ones(len(last), np.bool_),))

    def __len__(self) -> int:
        return self._count

    def updated(self, changed: Iterable[Document], removed: Iterable[str] = ()) -> "Index":
        """The index with some documents added or replaced, and others gone."""
        new = {one.id: one for one in changed}
        segments, alive = list(self._segments), list(self._alive)
        gone = {*new, *removed}
        if not gone:
            return self
        for place, segment in enumerate(segments):
            dead = [number for number in map(segment.document, gone) if number is not None]
            if dead:
                mask = alive[place].copy()
                mask[dead] = False
                alive[place] = mask
        if new:
            segments.append(build(new.values()))
            alive.append(np.ones(len(segments[-1]), np.bool_))
        return Index(*_settled(segments, alive))

    def compacted(self) -> "Index":
        """The same index as one segment, which is the quickest to search."""
        if not self._count:
            return Index.empty()
        if len(self._segments) == 1 and self._count == len(self._segments[0]):
            return self
        segment = merged(self._segments, self._alive)
        return Index((segment,), (np.ones(len(segment), np.bool_),))

    def search(self, query: Query, *, near: bool = True, cancelled: Callable[[], bool] | None = None) -> Hits:
        """What a query finds.

        Args:
            query: The query.
            near: Whether to look for misspellings too; without them the true matches are the same, and sooner found.
            cancelled: Asked now and then; once it says yes, nothing is found.
        """
        began = time.perf_counter()
        stop = cancelled or (lambda: False)
        query = query.resolved(self.own_fields)
        parts = self._matches(query, stop, Effort.NEAR if near else Effort.EXACT, every=True)
        missed = False
        if near and not stop() and not any(len(part.docs) for part in parts) and _may_go_far(query):
            parts = self._matches(query, stop, Effort.FAR, every=True)
        if near and len(query.terms) > 1 and not stop() and not any(len(part.docs) for part in parts):
            parts = _most_words(self._matches(query, stop, Effort.FAR, every=False))
            missed = any(len(part.docs) for part in parts)
        if stop():
            parts = []
        hits, scores, true = self._ranked(parts)
        return Hits(self, hits, scores, 0 if missed else true, 1000 * (time.perf_counter() - began), missed=missed)

    def warm(self) -> None:
        """Make what the first searches would have to make. May run beside searches, in a thread of its own."""
        for segment in self._segments:
            segment.vocabulary.warm()
            keep_letters(segment)

    def _matches(self, query: Query, stop: Callable[[], bool], effort: Effort, *, every: bool) -> list[Matches]:
        found = []
        for segment, alive in zip(self._segments, self._alive, strict=True):
            if stop():
                break
            wanted = alive.astype(np.uint8) << 1
            for condition in query.conditions:
                np.minimum(wanted, met(segment, condition, effort), out=wanted)
            found.append(match(segment, query.terms, wanted, effort, every=every))
        return found

    def _ranked(self, parts: list[Matches]) -> tuple[Array, Array, int]:
        """Slots and scores of all matches, best first, and how many are true."""
        if not parts:
            return np.zeros(0, np.int64), np.zeros(0, np.float32), 0
        slots = np.concatenate([part.docs + offset for part, offset in zip(parts, self._offsets[:-1], strict=True)])
        scores = np.concatenate([part.scores for part in parts])
        is_true = np.concatenate([part.is_true for part in parts])
        if len(parts) > 1:
            by_order = np.argsort(self._ranks[slots], kind="stable")
            slots, scores, is_true = slots[by_order], scores[by_order], is_true[by_order]
        keys = (_STEPS - np.clip(scores * _STEPS, 0, _STEPS).astype(np.int32)).astype(np.uint16)
        keys |= np.where(is_true, np.uint16(0), np.uint16(_STEPS + 1))
        best_first = np.argsort(keys, kind="stable")
        return slots[best_first], scores[best_first], int(np.count_nonzero(is_true))

    @cached_property
    def _ranks(self) -> Array:
        """By slot the document's place in the order of all."""
        count = int(self._offsets[-1])
        large, *others = self._segments
        rest = sorted(
            (order, slot)
            for segment, offset in zip(others, self._offsets[1:], strict=False)
            for slot, order in enumerate(segment.orders, int(offset))
        )
        ranks = np.zeros(count, np.uint32)
        if _FEW * len(rest) > len(large):
            whole = sorted([*zip(large.orders, range(len(large)), strict=True), *rest])
            ranks[[slot for _, slot in whole]] = np.arange(count, dtype=np.uint32)
            return ranks
        places = np.array([large.orders.lower_bound(order) for order, _ in rest], np.int64)
        ranks[: len(large)] = np.arange(len(large)) + places.searchsorted(np.arange(len(large)), side="right")
        ranks[[slot for _, slot in rest]] = places + np.arange(len(rest))
        return ranks

    @cached_property
    def own_fields(self) -> tuple[str, ...]:
        """The owner's own keys, as any release has them."""
        return tuple(dict.fromkeys(name for segment in self._segments for name in segment.own))

    @property
    def segments(self) -> tuple[tuple[Segment, Array], ...]:
        """The parts of the index, each with a mask of the documents that count."""
        return tuple(zip(self._segments, self._alive, strict=True))

    def id_at(self, slot: int) -> str:
        """The id of the document in a slot."""
        place = int(np.searchsorted(self._offsets, slot, side="right")) - 1
        return self._segments[place].ids[slot - int(self._offsets[place])].decode(errors="surrogateescape")

    def ids_of(self, slots: Array) -> list[str]:
        """The ids of the documents in some slots."""
        places = np.searchsorted(self._offsets, slots, side="right") - 1
        numbers = (slots - self._offsets[places]).tolist()
        texts = [segment.ids for segment in self._segments]
        return [
            texts[place][number].decode(errors="surrogateescape")
            for place, number in zip(places.tolist(), numbers, strict=True)
        ]

    @property
    def by_order(self) -> Array:
        """The slots of all documents that count, in their order."""
        if len(self._segments) <= 1:
            return np.flatnonzero(self._alive[0]) if self._segments else np.zeros(0, np.int64)
        slots = np.flatnonzero(np.concatenate(self._alive))
        return slots[np.argsort(self._ranks[slots])]

    def slot_of(self, release_id: str) -> int | None:
        """The slot of the document with an id."""
        for place, segment in enumerate(self._segments):
            number = segment.document(release_id)
            if number is not None and self._alive[place][number]:
                return int(self._offsets[place]) + number
        return None

    def to_bytes(self) -> bytes:
        """The index as bytes that `from_buffer` takes."""
        return b"".join(self.to_parts())

    def to_parts(self) -> file_format.Parts:
        """The same in parts, so that no array is copied."""
        segments = self.compacted().segments
        return file_format.packed(segments[0][0] if segments else None)

    @classmethod
    def from_buffer(cls, buffer: memoryview) -> "Index":
        """The index that `to_bytes` made `buffer` of, which stays in use.

        Raises:
            ValueError: If it is damaged, or made by another version.
        """
        segment = file_format.unpacked(buffer)
        return cls((segment,), (np.ones(len(segment), np.bool_),)) if segment else cls.empty()


def _may_go_far(query: Query) -> bool:
    asked = [*query.terms, *(term for condition in query.conditions for term in condition.terms)]
    return any(term.fuzzy and goes_far(term.words[0]) for term in asked)


def _most_words(parts: list[Matches]) -> list[Matches]:
    """Of documents that miss a word, those that miss the fewest."""
    most = max((int(part.counts.max(initial=0)) for part in parts), default=0)
    kept = []
    for part in parts:
        fits = part.counts == most
        count = int(np.count_nonzero(fits))
        kept.append(Matches(part.docs[fits], np.zeros(count, np.bool_), part.scores[fits], part.counts[fits]))
    return kept


def _settled(segments: list[Segment], alive: list[Array]) -> tuple[list[Segment], list[Array]]:
    """Segments merged until few of a size are left; those of which nothing counts any more left out."""
    living = [(segment, mask) for segment, mask in zip(segments, alive, strict=True) if mask.any()]
    large = [pair for pair in living if len(pair[0]) >= _LARGE]
    kept = sorted((pair for pair in living if len(pair[0]) < _LARGE), key=lambda pair: -int(np.count_nonzero(pair[1])))
    while True:
        tiers: dict[int, list[int]] = {}
        for place, (_, mask) in enumerate(kept):
            tiers.setdefault(_tier(int(np.count_nonzero(mask))), []).append(place)
        crowded = [tier for tier, places in tiers.items() if len(places) >= (2 if tier == 0 else _TIER)]
        wasteful = [place for place, (segment, mask) in enumerate(kept) if 2 * np.count_nonzero(mask) < len(segment)]
        if not crowded and not wasteful:
            break
        places = tiers[min(crowded)] if crowded else wasteful[:1]
        segment = merged([kept[place][0] for place in places], [kept[place][1] for place in places])
        kept = [pair for place, pair in enumerate(kept) if place not in places]
        kept.append((segment, np.ones(len(segment), np.bool_)))
    kept = sorted([*large, *kept], key=lambda pair: -len(pair[0]))
    return [segment for segment, _ in kept], [mask for _, mask in kept]


def _tier(size: int) -> int:
    tier = 0
    while size >= _SMALL:
        size //= _TIER
        tier += 1
    return tier
