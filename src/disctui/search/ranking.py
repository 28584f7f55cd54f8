"""Which documents of a segment have the words of a query, and how good a match each is.

A *unit* is one text of a document: its title, one person, one genre. The best match is the unit that takes most of
the words, squared, in the field that weighs most; words found elsewhere add a little. Nothing here depends on what
else is in the library, so that adding a release never reorders others.
"""

import msgspec
import numpy as np

from disctui.search import scoring, single
from disctui.search.arrays import Array, distinct, spread
from disctui.search.fields import LONG_WEIGHT
from disctui.search.hits import Hits, hits, holders
from disctui.search.query import Term
from disctui.search.segment import LONG_FIELD_BITS, PLACE_BITS, Segment
from disctui.search.vocabulary import TRUE, Effort, Level

_LEVEL_BITS = 4
_FEW_USES = 30_000
"""Up to so many uses it costs little to list the documents that have a word, however few are left to choose from."""
_FEW_TEXTS = 20_000
"""Up to so many texts of the words it is quicker to sort them than to look through all texts."""


class Matches(msgspec.Struct, frozen=True):
    """Documents that match, in their order."""

    docs: Array
    is_true: Array
    """Whether every word is there whole or begun."""
    scores: Array
    """From 0 to 1."""
    counts: Array
    """How many of the words each has."""


def match(segment: Segment, terms: tuple[Term, ...], wanted: Array, effort: Effort, *, every: bool) -> Matches:
    """The documents that have the words.

    Args:
        segment: Where to look.
        terms: The words.
        wanted: For each document whether it may match: 0 no, 1 as a near match only, 2 yes.
        effort: How far a word may be from the one typed.
        every: Whether all of the words must be there, or any.
    """
    if not terms:
        docs = np.flatnonzero(wanted)
        count = len(docs)
        return Matches(docs, wanted[docs] > 1, np.ones(count, np.float32), np.zeros(count, np.uint8))
    if len(terms) == 1:
        kept = single.kept_answer(segment, terms[0])
        if kept is not None:
            return _answered(kept, wanted)
    found = [hits(segment, term, _joined(terms, place), effort) for place, term in enumerate(terms)]
    if len(terms) == 1 and single.is_broad(segment, found[0]):
        return _answered(single.answer(segment, terms[0], found[0]), wanted)
    candidates = _candidates(segment, found, wanted, every=every)
    if not len(candidates):
        return Matches(candidates, np.zeros(0, np.bool_), np.zeros(0, np.float32), np.zeros(0, np.uint8))
    return _Scorer(segment, terms, found, candidates).matches(wanted, every=every)


def _answered(answer: single.Answer, wanted: Array) -> Matches:
    """Of the documents that have the one word those that are wanted."""
    docs = np.flatnonzero((answer.scores > 0) & (wanted > 0))
    is_true = wanted[docs] > 1
    if answer.is_near is not None:
        is_true &= ~answer.is_near[docs]
    return Matches(docs, is_true, answer.scores[docs], np.ones(len(docs), np.uint8))


def _joined(terms: tuple[Term, ...], place: int) -> tuple[str, ...]:
    """The word of a term joined with that of the term before, and of the one after."""

    def single(number: int) -> str:
        if not 0 <= number < len(terms) or len(terms[number].words) > 1 or not terms[number].fuzzy:
            return ""
        return terms[number].words[0]

    before, word, after = single(place - 1), single(place), single(place + 1)
    return tuple(one for one in (before and before + word, after and word + after) if one) if word else ()


def _candidates(segment: Segment, found: list[Hits], wanted: Array, *, every: bool) -> Array:
    """Documents that may match: all that do, and not many more."""
    possible = wanted > 0
    if every:
        for one in sorted(found, key=lambda one: one.uses):
            if one.uses > _FEW_USES and _units_of(segment, int(np.count_nonzero(possible))) < one.uses:
                break
            possible &= holders(segment, one)
    return np.flatnonzero(possible)


def _units_of(segment: Segment, count: int) -> int:
    """About how many units so many documents have."""
    return len(segment.arrays.unit_texts) * count // max(len(segment), 1)


def _smallest(count: int) -> type[np.unsignedinteger]:
    """The smallest type that holds a level for each of `count` terms."""
    bits = count * _LEVEL_BITS
    return np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32 if bits <= 32 else np.uint64


class _Scorer:
    """Scores the candidates of one segment for one query."""

    def __init__(self, segment: Segment, terms: tuple[Term, ...], found: list[Hits], candidates: Array) -> None:
        self.segment, self.terms, self.found, self.docs = segment, terms, found, candidates
        self.count = len(terms)
        self.packed = self._packed()
        self._take_units()
        self.scored = self._without_shared_words()

    def _packed(self) -> Array:
        """By text the level of each term in it, four bits each; of a single term also whether it is there first."""
        kind = _smallest(self.count)
        packed = np.zeros(len(self.segment.arrays.text_places), kind)
        for place, one in enumerate(self.found):
            packed[one.texts] |= one.levels.astype(kind) << kind(_LEVEL_BITS * place)
        if self.count == 1:
            packed[self.found[0].texts] |= self.found[0].starts.view(np.uint8) << np.uint8(_LEVEL_BITS)
        return packed

    def _level(self, packed: Array, place: int) -> Array:
        kind = packed.dtype.type
        levels: Array = (packed >> kind(_LEVEL_BITS * place)) & kind(15)
        return levels

    def _without_shared_words(self) -> Array:
        """The levels by text without those of a term whose only occurrence is another term's word.

        Two words `new` need two of them in a text, and the `m` of `mifune m` needs another word than Mifune.
        """
        scored = self.packed
        for place, term in enumerate(self.terms):
            rivals = [
                other
                for other, rival in enumerate(self.terms)
                if other != place
                and len(term.words) == len(rival.words) == 1
                and rival.words[0].startswith(term.words[0])
                and (rival.words != term.words or other < place)
            ]
            if not rivals:
                continue
            if scored is self.packed:
                scored = self.packed.copy()
            texts = np.unique(self.texts)
            texts = texts[self._level(self.packed[texts], place) > 0]
            needed = np.ones(len(texts), np.uint8)
            for rival in rivals:
                needed += self._level(self.packed[texts], rival) > 0
            wanted = np.zeros(len(self.packed), np.bool_)
            wanted[texts[needed > 1]] = True
            contested, occurrences = np.unique(self.found[place].places_in(wanted) >> PLACE_BITS, return_counts=True)
            missing = contested[occurrences < needed[needed > 1]]
            kind = scored.dtype.type
            scored[missing] &= ~(kind(15) << kind(_LEVEL_BITS * place))
        return scored

    def _take_units(self) -> None:
        """The units of the candidates that have any of the words.

        From the words to the documents or the other way round, whichever has fewer units to look at.
        """
        docs = self.docs
        if sum(one.uses for one in self.found) < _units_of(self.segment, len(docs)):
            texts, places, rows, fields = self._by_words()
        else:
            texts, places, rows, fields = self._by_documents()
        weights = self.segment.weights[fields]
        free = weights > 0
        if not free.all():
            places, rows, fields, weights = places[free], rows[free], fields[free], weights[free]
        self.texts = texts
        """The texts in question."""
        self.units, self.rows, self.fields, self.weights = places, rows, fields, weights
        """By unit: which of the texts it is, which of the documents has it, in which field, and what that weighs."""

    def _by_words(self) -> tuple[Array, Array, Array, Array]:
        arrays, docs = self.segment.arrays, self.docs
        if sum(len(one.texts) for one in self.found) > _FEW_TEXTS:
            texts = np.flatnonzero(self.packed != 0)
        else:
            texts = distinct(np.concatenate([one.texts for one in self.found])).astype(np.intp)
        starts = arrays.use_bounds[texts]
        lengths = arrays.use_bounds[texts + 1] - starts
        uses = spread(starts, lengths)
        rows = arrays.use_docs[uses]
        places = np.repeat(np.arange(len(texts)), lengths)
        if len(docs) < len(self.segment):
            row_of = np.full(len(self.segment), -1, np.int32)
            row_of[docs] = np.arange(len(docs), dtype=np.int32)
            rows = row_of[rows]
            asked = np.flatnonzero(rows >= 0)
            rows, places, uses = rows[asked], places[asked], uses[asked]
        return texts, places, rows.astype(np.intp), arrays.use_fields[uses]

    def _by_documents(self) -> tuple[Array, Array, Array, Array]:
        arrays, docs = self.segment.arrays, self.docs
        starts = arrays.unit_bounds[docs]
        lengths = arrays.unit_bounds[docs + 1] - starts
        members = spread(starts, lengths)
        texts = arrays.unit_texts[members]
        hit = np.flatnonzero(self.packed[texts] != 0)
        rows = np.repeat(np.arange(len(docs)), lengths)[hit]
        return texts[hit], np.arange(len(hit)), rows, arrays.unit_fields[members[hit]]

    def _highest(self, values: Array) -> Array:
        """The highest of the units' values for each document; 0 where it has none. Takes a value for each unit."""
        highest = np.zeros(len(self.docs), values.dtype)
        np.maximum.at(highest, self.rows, values)
        return highest

    def matches(self, wanted: Array, *, every: bool) -> Matches:
        """The documents that match, with their scores."""
        has = np.zeros(len(self.docs), np.uint32)
        truly = np.zeros(len(self.docs), np.uint32)
        elsewhere = np.zeros(len(self.docs), np.float32)
        worth = np.zeros(len(self.texts), np.float32)
        letters = np.zeros(len(self.texts), np.uint16)
        packed = self.packed[self.texts]
        scored = packed if self.scored is self.packed else self.scored[self.texts]
        in_long = np.zeros(len(self.docs), np.uint8)
        for place, term in enumerate(self.terms):
            levels = self._level(packed, place)
            best = self._highest(levels[self.units])
            long = self._long(place)
            in_long += long
            bit = np.uint32(1 << place)
            has[(best > 0) | long] |= bit
            truly[(best >= TRUE) | long] |= bit
            own = scoring.WORTH[self._level(scored, place)] if scored is not packed else scoring.WORTH[levels]
            worth += own
            letters += np.where(own > 0, np.uint16(term.letters), np.uint16(0))
            elsewhere += np.maximum(self._highest(own[self.units] * self.weights), long * np.float32(LONG_WEIGHT))
        best_unit, whole = self._best_units(worth, letters, scored)
        scores = scoring.document_scores(best_unit, whole, elsewhere, in_long, self.count)
        allowed = wanted[self.docs]
        counts = np.bitwise_count(has)
        fits = (allowed > 0) & ((counts == self.count) if every else (counts > 0))
        kept = np.flatnonzero(fits)
        full = np.uint32((1 << self.count) - 1)
        return Matches(
            self.docs[kept], (truly[kept] == full) & (allowed[kept] > 1), scores[kept].astype(np.float32), counts[kept]
        )

    def _long(self, place: int) -> Array:
        """For each document whether a long text of it has a term."""
        keys = self.found[place].long_keys
        if not len(keys):
            return np.zeros(len(self.docs), np.bool_)
        marked = np.zeros(len(self.segment), np.bool_)
        marked[keys >> LONG_FIELD_BITS] = True
        return marked[self.docs]

    def _best_units(self, worth: Array, letters: Array, scored: Array) -> tuple[Array, Array]:
        """For each document the score of its best unit, and how much a unit weighs that is just the words."""
        arrays = self.segment.arrays
        full = worth > 0
        for place in range(self.count):
            full &= self._level(scored, place) > 0
        scores = scoring.unit_scores(worth, letters, arrays.text_letters[self.texts], self.count)
        places = np.flatnonzero(full)
        equal = np.zeros(len(scores), np.bool_)
        if len(places):
            gains, is_all = self._orders(self.texts[places])
            scores[places] *= scoring.gained(gains, is_all)
            levels = [self._level(scored[places], place) == Level.WHOLE for place in range(self.count)]
            equal[places] = is_all & np.all(levels, axis=0)
        whole = np.zeros(len(self.docs), np.float32)
        if equal.any():
            units = np.flatnonzero(equal[self.units] & scoring.IS_WHOLE_FIELD[self.fields])
            np.maximum.at(whole, self.rows[units], self.weights[units])
        return self._highest(scores[self.units] * self.weights), whole

    def _orders(self, texts: Array) -> tuple[Array, Array]:
        """For texts that have all words: what they gain by their order, and whether they are just these words."""
        arrays = self.segment.arrays
        if self.count == 1:
            at_start = self.packed[texts] >= (1 << _LEVEL_BITS)
            gains = np.where(at_start, np.float32(scoring.AT_START), np.float32(scoring.IN_ORDER))
            return gains, at_start & (arrays.text_places[texts] == len(self.terms[0].words))
        wanted = np.zeros(len(self.packed), np.bool_)
        wanted[texts] = True
        keys, size = self.found[0].places_in(wanted), len(self.terms[0].words)
        for one, term in zip(self.found[1:], self.terms[1:], strict=True):
            others = one.places_in(wanted)
            keys = keys[np.isin(keys + np.uint32(size), others, assume_unique=True)] if len(keys) else keys
            size += len(term.words)
        order = np.zeros(len(self.packed), np.uint8)
        order[keys >> PLACE_BITS] = 1
        order[keys[(keys & np.uint32(255)) == 0] >> PLACE_BITS] = 2
        gains = np.array([1, scoring.IN_ORDER, scoring.AT_START], np.float32)[order[texts]]
        return gains, (gains == np.float32(scoring.AT_START)) & (arrays.text_places[texts] == size)
