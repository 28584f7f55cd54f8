"""What is counted: the documents that a query truly finds, as masks over the index."""

from collections.abc import Iterable

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.box_sets import condition_mask, of_films
from disctui.search.conditions import Condition
from disctui.search.filters import YES
from disctui.search.index import Index
from disctui.search.query import parse
from disctui.search.segment import Segment
from disctui.search.term_dictionary import Fuzziness

Part = tuple[Segment, Array]
"""A part of the index, and which of its documents count; bool, shape (documents,)."""


class Scope:
    """Documents of an index that are counted: as releases, the films of a box set with it, or as films.

    Args:
        index: The library's index.
        parts: Which documents.
        editions: To count films, each of a box set for itself and several editions of one once: by slot a number for
            each film that has several editions, 0 for others (`Catalogue.edition_numbers`). None: releases are counted.
    """

    def __init__(self, index: Index, parts: Iterable[Part], editions: Array | None = None) -> None:
        self.index = index
        self.parts = tuple(parts)
        self.editions = editions

    @classmethod
    def found(cls, index: Index, text: str = "", editions: Array | None = None) -> "Scope":
        """What a query finds with every word, none misspelt; all for ""; `editions` as above."""
        return cls(index, _found(index, text, editions), editions)

    def __len__(self) -> int:
        return self.count_of(self.parts)

    def count_of(self, parts: Iterable[Part]) -> int:
        """How many releases or films documents are."""
        if self.editions is None:
            return sum(int(np.count_nonzero(segment.releases_of(mask))) for segment, mask in parts)
        count, first = 0, 0
        shared = [np.zeros(0, np.int64)]
        for segment, mask in parts:
            slots = np.flatnonzero(mask) + first
            numbers = self.editions[slots[slots < len(self.editions)]]
            shared.append(numbers[numbers > 0])
            count += len(slots) - len(shared[-1])
            first += len(segment)
        return count + len(np.unique(np.concatenate(shared)))

    def count(self, more: str) -> int:
        """How many meet further conditions, written as a query."""
        return self.count_of(self.within(more))

    def within(self, more: str) -> list[Part]:
        """By part those that meet further conditions, written as a query."""
        conditions = parse(more, is_complete=True).resolved(self.index.own_fields).conditions
        by_film = self.editions is not None
        conditions = tuple(map(of_films, conditions)) if by_film else conditions
        return [(segment, _meeting(segment, mask, conditions, by_film=by_film)) for segment, mask in self.parts]

    def narrowed(self, more: str) -> "Scope":
        """Those that meet further conditions, written as a query."""
        return Scope(self.index, self.within(more), self.editions)

    def ids(self) -> list[str]:
        """The ids of the documents."""
        masks = [mask for _, mask in self.parts]
        return self.index.ids_of(np.flatnonzero(np.concatenate(masks))) if masks else []

    def numbers(self, field: str) -> tuple[Array, Array]:
        """The numbers of a field: the release of each, counted through all parts, int64, and themselves, float64.

        One that a box set and its films share is there once.
        """
        releases, values = self.film_numbers(field)
        if self.editions is not None or not any(segment.has_films for segment, _ in self.parts):
            return releases, values
        pairs = np.unique(np.stack([releases.astype(np.float64), values]), axis=1)
        return pairs[0].astype(np.int64), pairs[1]

    def film_numbers(self, field: str) -> tuple[Array, Array]:
        """The same of each document for itself: of a box set those of all its films."""
        docs, values = [np.zeros(0, np.int64)], [np.zeros(0)]
        first = 0
        for segment, mask in self.parts:
            own, numbers = segment.number_column(field)
            counting = mask[own]
            found = own[counting].astype(np.int64)
            docs.append((segment.owners[found] if segment.has_films and self.editions is None else found) + first)
            values.append(numbers[counting].astype(np.float64))
            first += len(segment)
        return np.concatenate(docs), np.concatenate(values)


def _found(index: Index, text: str, editions: Array | None) -> Iterable[Part]:
    """By part of the index which of its documents a query finds exactly."""
    by_film = editions is not None
    query = parse(text, is_complete=True).resolved(index.own_fields)
    if query.is_empty:
        return [
            (segment, alive & segment.rows(by_film=True) if by_film else alive) for segment, alive in index.segments
        ]
    if by_film:
        slots = index.search(query, is_fuzzy=False, by_film=True, editions=editions).exact_slots
        return _parts_of(index, np.sort(slots))
    if query.terms:
        return zip((segment for segment, _ in index.segments), index.documents_with(query), strict=True)
    return [(segment, _meeting(segment, alive, query.conditions)) for segment, alive in index.segments]


def _parts_of(index: Index, slots: Array) -> Iterable[Part]:
    """By part of the index the documents of sorted slots."""
    first = 0
    for segment, _ in index.segments:
        low, high = np.searchsorted(slots, (first, first + len(segment)))
        mask = np.zeros(len(segment), np.bool_)
        mask[slots[low:high] - first] = True
        yield segment, mask
        first += len(segment)


def _meeting(segment: Segment, mask: Array, conditions: Iterable[Condition], *, by_film: bool = False) -> Array:
    for condition in conditions:
        mask = mask & (condition_mask(segment, condition, Fuzziness.NONE, by_film=by_film) == YES)
    return mask
