"""What a query found."""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.doc_ids import DocIds, SlotTable


class Hits:
    """What a query found, best first. No id is made for hits that nobody looks at."""

    def __init__(
        self,
        table: SlotTable,
        slots: Array,
        scores: Array,
        is_exact: Array,
        ms: float,
        *,
        is_partial: bool,
        films: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        """Take what was found.

        Args:
            table: Knows the ids.
            slots: Of the hits, best first; int64.
            scores: Of each from 0 to 1; float32.
            is_exact: Whether each has every word, whole or as the beginning of one; bool.
            ms: Milliseconds spent searching.
            is_partial: Whether nothing matched every word, so that the hits miss some.
            films: By slot of a box set which of its films was found, from 1; nothing where it is the set itself.
        """
        self.doc_ids = DocIds(table, slots)
        self._scores = scores
        self._is_exact = is_exact
        self._films = films
        self.is_partial = is_partial
        self.ms = ms

    @property
    def total(self) -> int:
        """How many were found."""
        return len(self.doc_ids)

    @cached_property
    def exact_count(self) -> int:
        """How many have every word, whole or as the beginning of one."""
        return int(np.count_nonzero(self._is_exact))

    @property
    def fuzzy_count(self) -> int:
        """How many have a word only misspelt, or miss one."""
        return self.total - self.exact_count

    def ids(self, start: int = 0, stop: int | None = None) -> list[str]:
        """The ids of the hits from `start` to before `stop`, best first."""
        return self.doc_ids[start:stop]

    def id_at(self, rank: int) -> str:
        """The id of a hit, counted from 0."""
        return self.doc_ids[rank]

    @property
    def slots(self) -> Array:
        """The slots of the hits, best first; int64."""
        return self.doc_ids.slots

    def score(self, rank: int) -> float:
        """How good a hit is: falls from 1 to 0."""
        return round(float(self._scores[rank]), 4)

    def is_exact(self, rank: int) -> bool:
        """Whether a hit, counted from 0, has every word, whole or as the beginning of one."""
        return bool(self._is_exact[rank])

    @property
    def exact_slots(self) -> Array:
        """The slots of the hits that have every word, whole or as the beginning of one; best first, int64."""
        return self.slots[self._is_exact]

    def exact_ids(self) -> list[str]:
        """The ids of the hits that have every word, whole or as the beginning of one; best first."""
        return DocIds(self.doc_ids.table, self.exact_slots)[:]

    def rank_of(self, release_id: str) -> int | None:
        """Which hit a release is, counted from 0; None where it isn't one."""
        return self.doc_ids.find(release_id)

    def film_at(self, rank: int) -> int:
        """Which film of the box set that is a hit, counted from 0, was found, from 1; 0 where it is the release."""
        return self._films.get(int(self.slots[rank]), 0) if self._films else 0

    def film_of(self, release_id: str) -> int:
        """Which film of a box set that is a hit was found, from 1; 0 where it is the release itself."""
        if not self._films:
            return 0
        slot = self.doc_ids.table.slot_of(release_id)
        return 0 if slot is None else self._films.get(slot, 0)

    def at(self, places: Array) -> "Hits":
        """Some of the hits, given their places in rising order; int64."""
        return Hits(
            self.doc_ids.table,
            self.slots[places],
            self._scores[places],
            self._is_exact[places],
            self.ms,
            is_partial=self.is_partial,
            films=self._films,
        )
