"""Ids in an order, none of which is made before somebody looks at it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

from disctui.columns.ragged import Array

if TYPE_CHECKING:
    from disctui.search.index import Index


class DocIds(Sequence[str]):
    """The ids of documents, given by their slots in an index."""

    def __init__(self, index: "Index", slots: Array | Sequence[int]) -> None:
        self._index = index
        self.slots = np.asarray(slots, np.int64)

    def __len__(self) -> int:
        return len(self.slots)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return self._index.ids_of(self.slots[place])
        return self._index.id_at(int(self.slots[place]))

    def __contains__(self, release_id: object) -> bool:
        return isinstance(release_id, str) and self.place_of(release_id) is not None

    def place_of(self, release_id: str) -> int | None:
        """Where an id stands; None where it isn't there."""
        slot = self._index.slot_of(release_id)
        if slot is None:
            return None
        places = np.flatnonzero(self.slots == slot)
        return int(places[0]) if len(places) else None

    def index(self, value: str, start: int = 0, stop: int | None = None) -> int:
        """Where an id stands.

        Raises:
            ValueError: it isn't there.
        """
        place = self.place_of(value)
        if place is None or place < start or (stop is not None and place >= stop):
            raise ValueError(f"{value!r} is not there")
        return place

    def among(self, slots: Array) -> "DocIds":
        """Those of them that are in some slots, in the order they have here."""
        wanted = np.zeros(max(int(self.slots.max(initial=-1)), int(slots.max(initial=-1))) + 1, np.bool_)
        wanted[slots] = True
        return DocIds(self._index, self.slots[wanted[self.slots]])
