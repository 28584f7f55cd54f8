"""The search index: an immutable value that finds what a query asks for, best first.

It is made of segments, each a set of documents as arrays. A change makes a small new segment and marks what it
replaces as gone; segments of like size are merged, so that building a library piece by piece costs little more than
at once. What is found never depends on how the documents are divided among segments.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.file_format import Parts
from disctui.release.film_id import parted
from disctui.search.box_sets import SeenTogether, condition_mask, folded, of_films, only_wanted, titles_together
from disctui.search.document import Document
from disctui.search.fields import FILM_MARK, FILM_SEEN
from disctui.search.hits import Hits
from disctui.search.matches import Found, Matches, fullest, joined
from disctui.search.merge_policy import apply_merge_policy
from disctui.search.multi_term import match
from disctui.search.personal import gained, marks
from disctui.search.popularity import Popularity
from disctui.search.query import Query
from disctui.search.segment import Segment
from disctui.search.segment_file import segment_from, segment_to_parts
from disctui.search.segment_merger import merged
from disctui.search.segment_writer import build
from disctui.search.single_term import warm_single_letters
from disctui.search.term_dictionary import Fuzziness

_STEPS = 65_535
"""Steps of a score that are told apart; within one, the order of the documents decides."""
_ENOUGH = 10
"""Hits below which those that miss a word are shown too."""
_GOOD = 0.09
"""The score of a best hit from which on it is so good that those that miss a word are not looked for."""
_POOR, _POOR_NAME = 0.065, 0.09
"""And below which words are looked for that are further from those typed; the latter for two words, as most names have,
where it costs little."""
_NAME = 2
_WARMED_FROM = 512
"""Documents of a segment that is made ready: a smaller one is another after each change, and soon searched as it is."""
_FEW = 20
"""Below one in so many documents are put in their order one by one."""


class Index:
    """All releases of a library, ready to be searched; never changes."""

    def __init__(self, segments: Sequence[Segment], alive: Sequence[Array]) -> None:
        """Take segments, largest first, and for each which of its documents still count."""
        self._segments = tuple(segments)
        self._alive = tuple(alive)
        self._offsets = np.cumsum([0, *map(len, self._segments)])
        self._popularity = Popularity(self._segments, self._alive)
        self._documents = int(sum(int(np.count_nonzero(mask)) for mask in self._alive))

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
        """How many releases there are; films of box sets are counted with their set."""
        return self._documents - sum(int(mask[one.films.docs].sum()) for one, mask in self.segments)

    def updated(self, changed: Iterable[Document], removed: Iterable[str] = ()) -> "Index":
        """The index with some documents added or replaced, and others gone."""
        new = {one.id: one for one in changed}
        segments, alive = list(self._segments), list(self._alive)
        gone = {*new, *removed}
        if not gone:
            return self
        for place, segment in enumerate(segments):
            dead = [number for number in map(segment.document, gone) if number is not None]
            if segment.has_films:
                dead += [film for number in dead for film in segment.films_of(number)]
            if dead:
                mask = alive[place].copy()
                mask[dead] = False
                alive[place] = mask
        if new:
            segments.append(build(new.values()))
            alive.append(np.ones(len(segments[-1]), np.bool_))
        return Index(*apply_merge_policy(segments, alive))

    def joined(self, parts: "Sequence[Index]", replaced: Iterable[str] = ()) -> "Index":
        """The index of all that this one and others, made apart by several processes, hold.

        Args:
            parts: What comes to it; no id is in two of them.
            replaced: Ids of this index that leave it, those that a part holds too among them.
        """
        if not parts:
            return self
        left = self.updated((), replaced).segments
        new = [pair for part in parts for pair in part.segments]
        pairs = sorted([*left, *new], key=lambda pair: -len(pair[0]))
        return Index([segment for segment, _ in pairs], [mask for _, mask in pairs])

    def compacted(self) -> "Index":
        """The same index as one segment, which is the quickest to search."""
        if not self._documents:
            return Index.empty()
        if len(self._segments) == 1 and self._documents == len(self._segments[0]):
            return self
        segment = merged(self._segments, self._alive)
        return Index((segment,), (np.ones(len(segment), np.bool_),))

    def search(
        self,
        query: Query,
        *,
        is_fuzzy: bool = True,
        by_film: bool = False,
        editions: Array | None = None,
        cancelled: Callable[[], bool] | None = None,
        opened: Mapping[str, int] | None = None,
    ) -> Hits:
        """What a query finds.

        Args:
            query: The query.
            is_fuzzy: Whether to look for misspellings too; the exact matches are the same without them, but sooner.
            by_film: Whether each film of a box set is a hit of its own, and the sets are none; else a set is found by
                its films too, and `Hits.film_of` says by which.
            editions: With `by_film` by slot a number for each film that has several editions, 0 for others: a film is
                seen where any of them is.
            cancelled: Asked now and then; once it says yes, nothing is found.
            opened: By id how often releases were opened: then, of hits with the same score, those come first that were
                opened often, seen, rated, or are there in several editions. None: the order of the documents decides.
        """
        began = time.perf_counter()
        stop = cancelled or (lambda: False)
        query = query.resolved(self.own_fields)
        if by_film:
            query = msgspec.structs.replace(query, conditions=tuple(map(of_films, query.conditions)))
        is_seen_asked = by_film and any(FILM_SEEN in condition.fields for condition in query.conditions)
        together = SeenTogether(self.segments, editions) if is_seen_asked and editions is not None else None
        ask = partial(self._matches, query, stop, by_film, together)
        found = ask(Fuzziness.TYPOS if is_fuzzy else Fuzziness.NONE, every=True)
        if not found.exact_count and not by_film and len(query.terms) > 1:
            found = self._sets_of_titles(query) or found
        count, is_partial, room = found.count, False, 0
        if is_fuzzy and len(query.terms) > 1 and count < _ENOUGH and found.best < _GOOD and not stop():
            found = ask(Fuzziness.TYPOS, every=False)
            is_partial, room = not count, _ENOUGH - count if count else self._documents
        is_name = len(query.terms) == _NAME and all(term.weight == 1 for term in query.terms)
        if is_fuzzy and found.best < (_POOR_NAME if is_name else _POOR) and not stop():
            last = ask(Fuzziness.LAST_TRY, every=False)
            if last.best > found.best:
                found, is_partial = last, not last.complete_count
                room = self._documents if is_partial else _ENOUGH
        slots, scores, is_exact = self._ranked([] if stop() else found.parts, room, self._marks(query, opened))
        ms = 1000 * (time.perf_counter() - began)
        films = self._films_of(found.parts)
        return Hits(self, slots, scores, is_exact, ms, is_partial=is_partial and len(slots) > 0, films=films)

    def warm(self, smallest: int = _WARMED_FROM) -> None:
        """Make what the first searches would have to make, in segments of so many documents or more; in any thread."""
        for segment in (one for one in self._segments if len(one) >= smallest):
            segment.terms.warm()
            warm_single_letters(segment)
            if segment.has_films:
                _ = segment.set_titles

    def documents_with(self, query: Query) -> list[Array]:
        """By segment which documents, films of sets among them, have all that a query asks, nothing misspelt; bool."""
        query = query.resolved(self.own_fields)
        found = []
        for segment, alive in self.segments:
            own = self._match(segment, alive, query, Fuzziness.NONE)
            mask = np.zeros(len(segment), np.bool_)
            mask[own.docs[own.is_exact]] = True
            found.append(mask)
        return found

    def _matches(
        self,
        query: Query,
        stop: Callable[[], bool],
        by_film: bool,
        together: SeenTogether | None,
        fuzziness: Fuzziness,
        *,
        every: bool,
    ) -> Found:
        found: list[Matches] = []
        for segment, alive in self.segments:
            if stop():
                break
            own = self._match(segment, alive, query, fuzziness, by_film=by_film, together=together, every=every)
            found.append(own if by_film else folded(segment, own))
        return Found(found if every else fullest(found, [term.weight for term in query.terms]))

    def _match(
        self,
        segment: Segment,
        alive: Array,
        query: Query,
        fuzziness: Fuzziness,
        *,
        by_film: bool = False,
        together: SeenTogether | None = None,
        every: bool = True,
    ) -> Matches:
        wanted = self._wanted(segment, alive, query, fuzziness, by_film=by_film, together=together)
        return match(segment, query.terms, wanted, fuzziness, self._popularity, every=every)

    def _sets_of_titles(self, query: Query) -> Found | None:
        """The box sets of which the titles of several films were typed together; None where there is none."""
        sets = [titles_together(segment, query.terms) for segment, _ in self.segments]
        if not any(map(len, sets)):
            return None
        wanted = (self._wanted(segment, alive, query) for segment, alive in self.segments)
        found = list(map(only_wanted, sets, wanted))
        return Found(found) if any(len(part.docs) for part in found) else None

    @staticmethod
    def _wanted(
        segment: Segment,
        alive: Array,
        query: Query,
        fuzziness: Fuzziness = Fuzziness.NONE,
        *,
        by_film: bool = False,
        together: SeenTogether | None = None,
    ) -> Array:
        """How each document meets the conditions: 0 not at all, 1 nearly, 2; uint8."""
        wanted = alive.astype(np.uint8) << 1
        for condition in query.conditions:
            met = condition_mask(segment, condition, fuzziness, by_film=by_film)
            np.minimum(wanted, met if together is None else together.mask(segment, condition, met), out=wanted)
        if by_film:
            wanted[segment.films.sets] = 0
        return wanted

    def _films_of(self, parts: list[Matches]) -> dict[int, int]:
        """By slot of a set the film by which it was found."""
        films: dict[int, int] = {}
        for part, offset in zip(parts, self._offsets.tolist(), strict=False):
            if part.films is not None:
                places = part.films.nonzero()[0]
                films.update(zip((part.docs[places] + offset).tolist(), part.films[places].tolist(), strict=True))
        return films

    def _marks(self, query: Query, opened: Mapping[str, int] | None) -> Array | None:
        """By slot what counts among hits of the same score, uint8; None where nothing does."""
        if opened is None or not query.terms:
            return None
        gains = [(slot, gain) for name, gain in gained(opened).items() if (slot := self.slot_of(name)) is not None]
        if not gains:
            return self._owned
        found = self._owned.copy()
        for slot, gain in gains:
            found[slot] += gain
        return found

    @cached_property
    def _owned(self) -> Array:
        return marks(self.segments)

    def _ranked(self, parts: list[Matches], room: int, marked: Array | None) -> tuple[Array, Array, Array]:
        """Slots, scores and whether they are exact of all matches, best first; of partial ones no more than `room`."""
        if not parts:
            return np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.bool_)
        slots = joined(
            [
                part.docs + offset if offset else part.docs
                for part, offset in zip(parts, self._offsets.tolist(), strict=False)
            ]
        )
        scores = joined([part.scores for part in parts])
        keys = (_STEPS - np.minimum(scores * _STEPS, _STEPS).astype(np.int32)).astype(np.uint16)
        order = np.argsort(self._ranks[slots], kind="stable") if len(parts) > 1 else None
        if marked is not None:
            own = np.uint8(255) - (marked[slots] if order is None else marked[slots[order]])
            by_marks = np.argsort(own, kind="stable")
            order = by_marks if order is None else order[by_marks]
        best_first = (keys if order is None else keys[order]).argsort(kind="stable")
        if order is not None:
            best_first = order[best_first]
        is_partial = joined([part.missing for part in parts]) > 0
        if is_partial.any():
            is_partial = is_partial[best_first]
            best_first = best_first[~is_partial | (is_partial.cumsum() <= room)]
        is_exact = joined([part.is_exact for part in parts])
        return slots.take(best_first), scores.take(best_first), is_exact.take(best_first)

    @cached_property
    def _ranks(self) -> Array:
        """By slot the document's place in the order of all."""
        count = int(self._offsets[-1])
        large, *others = self._segments
        rest = sorted(
            (order, slot)
            for segment, offset in zip(others, self._offsets[1:], strict=False)
            for slot, order in enumerate(segment.documents.sort_keys, int(offset))
        )
        ranks = np.zeros(count, np.uint32)
        if _FEW * len(rest) > len(large):
            whole = sorted([*zip(large.documents.sort_keys, range(len(large)), strict=True), *rest])
            ranks[[slot for _, slot in whole]] = np.arange(count, dtype=np.uint32)
            return ranks
        places = np.array([large.documents.sort_keys.lower_bound(order) for order, _ in rest], np.int64)
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

    def ids_of(self, slots: Array) -> list[str]:
        """The ids of the documents in some slots; a film of a box set has `#` and its number behind that of the set."""
        places = np.searchsorted(self._offsets, slots, side="right") - 1
        numbers = (slots - self._offsets[places]).tolist()
        texts = [segment.documents.ids for segment in self._segments]
        return [
            texts[place][number].decode(errors="surrogateescape").replace(FILM_MARK, "#")
            for place, number in zip(places.tolist(), numbers, strict=True)
        ]

    def in_order(self, *, by_film: bool = False) -> Array:
        """The slots of all releases in their order, or by film of all films."""
        if not self._segments:
            return np.zeros(0, np.int64)
        rows = [mask & one.rows(by_film=by_film) if one.has_films else mask for one, mask in self.segments]
        slots = np.concatenate(rows).nonzero()[0]
        return slots if len(rows) == 1 else slots[np.argsort(self._ranks[slots])]

    def slot_of(self, name: str) -> int | None:
        """The slot of the document with an id; of the film that it means where no release has it."""
        found = self.place_of(name)
        return None if found is None else int(self._offsets[found[0]]) + found[1]

    def place_of(self, name: str) -> tuple[int, int] | None:
        """The segment, as a place in `segments`, and the document with an id, as `slot_of`."""
        film = parted(name)
        for sought in (name, f"{film.release}{FILM_MARK}{film.film}") if film is not None else (name,):
            for place, segment in enumerate(self._segments):
                number = segment.document(sought)
                if number is not None and self._alive[place][number]:
                    return place, number
        return None

    def to_bytes(self) -> bytes:
        """The index as bytes that `from_buffer` takes."""
        return b"".join(self.to_parts())

    def to_parts(self) -> Parts:
        """The same in parts, so that no array is copied."""
        segments = self.compacted().segments
        return segment_to_parts(segments[0][0] if segments else None)

    @classmethod
    def from_buffer(cls, buffer: memoryview) -> "Index":
        """The index that `to_bytes` made `buffer` of, which stays in use.

        Raises:
            ValueError: If it is damaged, or made by another version.
        """
        segment = segment_from(buffer)
        return cls((segment,), (np.ones(len(segment), np.bool_),)) if segment else cls.empty()
