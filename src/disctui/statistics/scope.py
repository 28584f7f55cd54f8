"""What is counted: the documents that a query truly finds, as masks over the index."""

from collections.abc import Iterable

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.box_sets import condition_mask
from disctui.search.conditions import Condition
from disctui.search.filters import YES
from disctui.search.index import Index
from disctui.search.query import parse
from disctui.search.segment import Segment
from disctui.search.term_dictionary import Fuzziness

Part = tuple[Segment, Array]
"""A part of the index, and which of its documents count; bool, shape (documents,)."""


class Scope:
    """Documents of an index that are counted: as releases, the films of a box set with it.

    Args:
        index: The library's index.
        parts: Which documents.
    """

    def __init__(self, index: Index, parts: Iterable[Part]) -> None:
        self.index = index
        self.parts = tuple(parts)

    @classmethod
    def found(cls, index: Index, text: str = "") -> "Scope":
        """The documents that a query finds with every word, none misspelt; all of them for ""."""
        return cls(index, _found(index, text))

    def __len__(self) -> int:
        return count_of(self.parts)

    def count(self, more: str) -> int:
        """How many releases meet further conditions, written as a query."""
        return count_of(self.within(more))

    def within(self, more: str) -> list[Part]:
        """By part those that meet further conditions, written as a query."""
        conditions = parse(more, is_complete=True).resolved(self.index.own_fields).conditions
        return [(segment, _meeting(segment, mask, conditions)) for segment, mask in self.parts]

    def narrowed(self, more: str) -> "Scope":
        """Those that meet further conditions, written as a query."""
        return Scope(self.index, self.within(more))

    def ids(self) -> list[str]:
        """The ids of the documents."""
        masks = [mask for _, mask in self.parts]
        return self.index.ids_of(np.flatnonzero(np.concatenate(masks))) if masks else []

    def numbers(self, field: str) -> tuple[Array, Array]:
        """The numbers of a field: the release of each, counted through all parts, int64, and themselves, float64.

        One that a box set and its films share is there once.
        """
        releases, values = self.film_numbers(field)
        if not any(segment.has_films for segment, _ in self.parts):
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
            docs.append((segment.owners[found] if segment.has_films else found) + first)
            values.append(numbers[counting].astype(np.float64))
            first += len(segment)
        return np.concatenate(docs), np.concatenate(values)


def count_of(parts: Iterable[Part]) -> int:
    """How many releases count."""
    return sum(int(np.count_nonzero(segment.releases_of(mask))) for segment, mask in parts)


def _found(index: Index, text: str) -> Iterable[Part]:
    """By part of the index which of its documents a query finds exactly."""
    query = parse(text, is_complete=True).resolved(index.own_fields)
    if not query.terms:
        for segment, alive in index.segments:
            yield segment, _meeting(segment, alive, query.conditions)
        return
    yield from zip((segment for segment, _ in index.segments), index.documents_with(query), strict=True)


def _meeting(segment: Segment, mask: Array, conditions: Iterable[Condition]) -> Array:
    for condition in conditions:
        mask = mask & (condition_mask(segment, condition, Fuzziness.NONE) == YES)
    return mask
