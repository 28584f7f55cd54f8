"""What a query found."""

from disctui.columns.declaration import Array
from disctui.search.doc_ids import DocIds, SlotTable


class Hits:
    """What a query found, best first. No id is made for hits that nobody looks at."""

    def __init__(
        self, table: SlotTable, slots: Array, scores: Array, exact_count: int, ms: float, *, is_partial: bool
    ) -> None:
        """Take what was found.

        Args:
            table: Knows the ids.
            slots: Of the hits, best first; int64.
            scores: Of each from 0 to 1; float32.
            exact_count: How many, from the first, have every word, whole or as the beginning of one.
            ms: Milliseconds spent searching.
            is_partial: Whether nothing matched every word, so that the hits miss some.
        """
        self.doc_ids = DocIds(table, slots)
        self._scores = scores
        self.exact_count = exact_count
        self.is_partial = is_partial
        self.ms = ms

    @property
    def total(self) -> int:
        """How many were found."""
        return len(self.doc_ids)

    @property
    def fuzzy_count(self) -> int:
        """How many have a word only misspelt, or miss one; they follow the exact ones."""
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
        own = 0.5 * float(self._scores[rank])
        return round(0.5 + own if rank < self.exact_count else own, 4)

    def rank_of(self, release_id: str) -> int | None:
        """Which hit a release is, counted from 0; None where it isn't one."""
        return self.doc_ids.find(release_id)
