"""The words in the titles of box sets and of their films: a small part of an index, so that it can be asked at once."""

import msgspec
import numpy as np

from disctui.columns.declaration import Array, UInt32
from disctui.columns.ragged import expand_ranges, row_members
from disctui.search.fields import CODES
from disctui.search.segment_columns import POSITION_BITS, SegmentColumns

_TITLES = [CODES[name] for name in ("title", "films.title", "films.original_title")]


class SetTitles(msgspec.Struct, frozen=True):
    """By word which box sets and films have it in a title; a film has a document of its own."""

    words: UInt32
    """The number of each word in each title, sorted."""
    values: UInt32
    """The number of the title as a value of the segment."""
    docs: UInt32
    """The document that has the title."""

    @classmethod
    def of(cls, columns: SegmentColumns) -> "SetTitles":
        """Of all sets and films among the documents that these columns are of."""
        members = np.unique(np.concatenate([columns.films.docs, columns.films.sets]))
        own = columns.doc_values
        uses = row_members(own.offsets, members)
        docs = np.repeat(members, np.diff(own.offsets)[members])
        is_title = np.isin(own.fields[uses], _TITLES)
        values, docs = own.values[uses[is_title]], docs[is_title]
        by_value = np.argsort(values, kind="stable")
        values, docs = values[by_value], docs[by_value]
        is_used = np.zeros(len(columns.values.positions), np.bool_)
        is_used[values] = True
        texts = columns.postings.keys >> np.uint32(POSITION_BITS)
        places = np.flatnonzero(is_used[texts])
        words = np.searchsorted(columns.postings.offsets, places, side="right") - 1
        low, high = (np.searchsorted(values, texts[places], side=side) for side in ("left", "right"))
        lengths = (high - low).astype(np.int64)
        chosen = expand_ranges(low, lengths)
        return cls(np.repeat(words, lengths).astype(np.uint32), values[chosen], docs[chosen])

    def docs_between(self, low: int, high: int) -> Array:
        """The sets and films with any of the words from one number up to another; uint32."""
        first, after = self.words.searchsorted(np.array([low, high], np.uint32)).tolist()
        return self.docs[first:after]

    def docs_of(self, values: Array) -> Array:
        """The sets and films with any of these titles, given their numbers; uint32."""
        return self.docs[np.isin(self.values, values)]
