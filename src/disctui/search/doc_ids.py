"""Ids of documents in an order, each made only when somebody looks at it."""

from collections.abc import Sequence
from typing import Protocol, overload

import numpy as np

from disctui.columns.declaration import Array

_STRETCH = 64
"""Ids that are made together where one is asked for: whoever looks at one looks at its neighbours."""


class SlotTable(Protocol):
    """What knows the id of the document in each slot, and the other way round: an index."""

    def ids_of(self, slots: Array) -> list[str]:
        """The ids of the documents in some slots."""

    def slot_of(self, release_id: str) -> int | None:
        """The slot of the document with an id; None where there is none."""


class DocIds(Sequence[str]):
    """The ids of documents, given by their slots in an index."""

    def __init__(self, table: SlotTable, slots: Array | Sequence[int]) -> None:
        """Take slots, int64, in the order that the ids are to have."""
        self.table = table
        self.slots: Array = np.asarray(slots, np.int64)
        self._made: tuple[int, list[str]] = (-1, [])
        """The ids made last, and which of the stretches of `_STRETCH` places they are of."""

    def __len__(self) -> int:
        return len(self.slots)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return self.table.ids_of(self.slots[place])
        place = range(len(self.slots))[place]
        stretch, at = divmod(place, _STRETCH)
        made = self._made
        if made[0] != stretch:
            made = self._made = stretch, self.table.ids_of(self.slots[place - at : place - at + _STRETCH])
        return made[1][at]

    def __contains__(self, release_id: object) -> bool:
        return isinstance(release_id, str) and self.find(release_id) is not None

    def find(self, release_id: str) -> int | None:
        """Where an id stands; None where it isn't there."""
        slot = self.table.slot_of(release_id)
        if slot is None:
            return None
        places = np.flatnonzero(self.slots == slot)
        return int(places[0]) if len(places) else None

    def index(self, value: str, start: int = 0, stop: int | None = None) -> int:
        """Where an id stands.

        Raises:
            ValueError: it isn't there.
        """
        place = self.find(value)
        if place is None or place < start or (stop is not None and place >= stop):
            raise ValueError(f"{value!r} is not there")
        return place

    def among(self, slots: Array) -> "DocIds":
        """Those of them that are in some slots, in the order they have here."""
        wanted = np.zeros(max(int(self.slots.max(initial=-1)), int(slots.max(initial=-1))) + 1, np.bool_)
        wanted[slots] = True
        return DocIds(self.table, self.slots[wanted[self.slots]])
