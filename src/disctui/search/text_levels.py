"""How well values have each word of a query of several, and whether they have all in their order.

Where there are few values, each is looked up; where there are many, those of all values are laid out once.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import isin_sorted, member_blocks, sorted_unique
from disctui.search import candidates
from disctui.search.conditions import Term
from disctui.search.segment import Segment
from disctui.search.segment_columns import POSITION_BITS
from disctui.search.term_matches import TermMatches, at_start

LEVEL_BITS = 4
IN_ORDER, AT_START = 1, 2
"""The orders of a value that has all the words in their order, and that begins with them; otherwise 0."""


class Levels(NamedTuple):
    """Of some values how well they have each word."""

    texts: Array
    """Their numbers, uint32."""
    places: Array
    """Which of those that were asked for they are; integers."""
    found: Array
    """By word and value its level; uint8, shape (words, values)."""
    scored: Array
    """The same without the levels of words that are there only as another word of the query."""
    orders: Array
    """Whether all words stand in it in their order, `IN_ORDER` or `AT_START`; uint8."""

    def take(self, places: Array) -> "Levels":
        """Those of some of them."""
        texts, own, found, scored, orders = self
        some = found.take(places, axis=1)
        some_scored = some if scored is found else scored.take(places, axis=1)
        return Levels(texts.take(places), own.take(places), some, some_scored, orders.take(places))


def _unpacked(packed: Array, count: int) -> Array:
    """By word and value the levels that are packed; uint8, shape (words, values)."""
    kind = packed.dtype.type
    shifts = np.arange(0, count * LEVEL_BITS, LEVEL_BITS, dtype=kind)[:, np.newaxis]
    levels: Array = ((packed >> shifts) & kind(15)).astype(np.uint8)
    return levels


def _level(packed: Array, place: int) -> Array:
    kind = packed.dtype.type
    levels: Array = (packed >> kind(LEVEL_BITS * place)) & kind(15)
    return levels


def _kind(count: int) -> type[np.unsignedinteger]:
    """The smallest type that holds a level for each of so many words."""
    bits = count * LEVEL_BITS
    return np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32 if bits <= 32 else np.uint64


def _rivals(terms: Sequence[Term], place: int) -> list[int]:
    """The words of a query that are, or begin with, one of its words, so that a text may have both at one place."""
    term = terms[place]
    return [
        other
        for other, rival in enumerate(terms)
        if other != place
        and len(term.words) == len(rival.words) == 1
        and rival.words[0].startswith(term.words[0])
        and (rival.words != term.words or other < place)
    ]


def has_rivals(terms: Sequence[Term]) -> bool:
    """Whether any word of a query begins another one."""
    return any(_rivals(terms, place) for place in range(len(terms)))


def levels_of_few(segment: Segment, terms: Sequence[Term], found: Sequence[TermMatches], texts: Array) -> Levels:
    """How well those of a few values that have any of the words have each, where no word begins another one.

    Args:
        segment: Where they are.
        terms: The words.
        found: The matches of each.
        texts: The numbers of the values, uint32.
    """
    levels = np.zeros((len(terms), len(texts)), np.uint8)
    for own, one in zip(levels, found, strict=True):
        if len(one.values):
            nearest = one.values.searchsorted(texts)
            has = one.values.take(nearest, mode="clip") == texts
            np.multiply(one.levels.take(nearest, mode="clip"), has, out=own)
    hits = np.logical_or.reduce(levels, axis=0).nonzero()[0]
    texts, levels = texts.take(hits), levels.take(hits, axis=1)
    orders = np.zeros(len(hits), np.uint8)
    full = texts[np.logical_and.reduce(levels, axis=0)]
    if len(full):
        keys = _runs(segment, terms, found, sorted_unique(full))
        orders += isin_sorted(texts, keys >> POSITION_BITS)
        orders += isin_sorted(texts, keys[at_start(segment, keys)] >> POSITION_BITS)
    return Levels(texts, hits, levels, levels, orders)


def _runs(segment: Segment, terms: Sequence[Term], found: Sequence[TermMatches], texts: Array) -> Array:
    """Where in sorted values, which have all words, these stand next to one another: the postings of the first."""
    keys, size = found[0].positions_in(segment, texts), len(terms[0].words)
    for one, term in zip(found[1:], terms[1:], strict=True):
        if not len(keys):
            break
        keys = keys[isin_sorted(keys + np.uint32(size), one.positions_in(segment, texts))]
        size += len(term.words)
    return keys


class LevelTable:
    """How well each value of a segment has each word."""

    def __init__(self, segment: Segment, terms: Sequence[Term], found: Sequence[TermMatches], docs: Array) -> None:
        """Lay it out, right for the values of the candidates `docs`."""
        self._segment, self._terms, self._found, self._docs = segment, terms, found, docs
        self._packed = self._all_packed()
        self._scored = self._without_shared_words()
        self._orders = self._all_orders()

    @property
    def is_shared(self) -> bool:
        """Whether a value has a word only as another word of the query."""
        return self._scored is not self._packed

    def of(self, texts: Array) -> Levels:
        """Those of some values."""
        found = _unpacked(self._packed.take(texts), len(self._terms))
        scored = _unpacked(self._scored.take(texts), len(self._terms)) if self.is_shared else found
        return Levels(texts, texts, found, scored, self._orders.take(texts))

    def of_hits(self, texts: Array) -> Levels:
        """Those of the ones among some values that have any of the words."""
        hits = self._packed.take(texts).nonzero()[0]
        return self.of(texts.take(hits))._replace(places=hits)

    def is_alone(self, place: int, texts: Array) -> Array:
        """Whether each of some values has no other word than one; bool."""
        packed = self._packed[texts]
        kind = packed.dtype.type
        alone: Array = (packed & ~(kind(15) << kind(LEVEL_BITS * place))) == 0
        return alone

    def _all_packed(self) -> Array:
        kind = _kind(len(self._terms))
        packed = np.zeros(len(self._segment.values.positions), kind)
        packed[self._found[0].values] = self._found[0].levels
        for place, one in enumerate(self._found[1:], 1):
            packed[one.values] |= one.levels.astype(kind) << kind(LEVEL_BITS * place)
        return packed

    def _without_shared_words(self) -> Array:
        """The levels by value without those of a term whose only occurrence is another term's word.

        Two words `new` need two of them in a text, and the `m` of `mifune m` needs another word than Mifune.
        """
        scored = self._packed
        for place in range(len(self._terms)):
            rivals = _rivals(self._terms, place)
            if not rivals:
                continue
            texts = self._found[place].values
            if candidates.values_of(self._segment, len(self._docs)) < len(texts):
                texts = texts[self._of_candidates()[texts]]
            needed = np.ones(len(texts), np.uint8)
            for rival in rivals:
                needed += _level(self._packed[texts], rival) > 0
            contested = needed > 1
            missing = self._with_fewer_places(place, texts[contested], needed[contested])
            if len(missing):
                scored = self._packed.copy() if scored is self._packed else scored
                kind = scored.dtype.type
                scored[missing] &= ~(kind(15) << kind(LEVEL_BITS * place))
        return scored

    def _of_candidates(self) -> Array:
        """By text whether a candidate has it."""
        own = self._segment.doc_values
        marked = np.zeros(len(self._packed), np.bool_)
        for _, _, units in member_blocks(own.offsets, self._docs):
            marked[own.values[units]] = True
        return marked

    def _with_fewer_places(self, place: int, texts: Array, needed: Array) -> Array:
        """Those of sorted texts that have a term at fewer places than they need."""
        keys = self._found[place].positions_in(self._segment, texts)
        occurrences = np.diff(np.append(np.searchsorted(keys, texts << np.uint32(POSITION_BITS)), len(keys)))
        fewer: Array = texts[occurrences < needed]
        return fewer

    def _all_orders(self) -> Array:
        """By text whether all terms stand in it next to one another in their order, and at its start."""
        rarest = min(self._found, key=lambda one: len(one.values))
        levels = self._scored[rarest.values]
        is_full = np.ones(len(levels), np.bool_)
        for place in range(len(self._terms)):
            is_full &= _level(levels, place) > 0
        orders = np.zeros(len(self._packed), np.uint8)
        full = rarest.values[is_full]
        if len(full):
            keys = _runs(self._segment, self._terms, self._found, full)
            orders[keys >> POSITION_BITS] = IN_ORDER
            orders[keys[at_start(self._segment, keys)] >> POSITION_BITS] = AT_START
        return orders
