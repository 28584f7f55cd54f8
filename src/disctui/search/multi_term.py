"""Which documents of a segment have the words of a query, and how good a match each is.

A *unit* is one text of a document: its title, one person, one genre. The best match is the unit that takes most of
the words, squared, in the field that weighs most; words found elsewhere add a little. Nothing here depends on what
else is in the library, so that adding a release never reorders others.
"""

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import isin_sorted, member_blocks, sorted_unique
from disctui.search import scoring, single_term
from disctui.search.fields import LONG_WEIGHT
from disctui.search.query import Term
from disctui.search.segment import Segment
from disctui.search.segment_columns import LONG_FIELD_BITS, POSITION_BITS
from disctui.search.term_dictionary import EXACT_MIN, Fuzziness, Level
from disctui.search.term_matches import TermMatches, candidate_docs, match_term

_LEVEL_BITS = 4
_GAINS = np.array([1, scoring.PHRASE_BOOST, scoring.START_BOOST], np.float32)
"""What a text gains by the order of the words in it."""
_RARE, _EVERYWHERE = 3, 2
"""A word with a use for one in so many documents is had by few, and one with so many for each by nearly all."""
_HALF = 2
"""Where more than one in so many documents are candidates it costs less to score all than to leave out the others."""


class Matches(msgspec.Struct, frozen=True):
    """Documents that match, in their order."""

    docs: Array
    is_true: Array
    """Whether every word is there whole or begun."""
    scores: Array
    """From 0 to 1."""
    counts: Array
    """How many of the words each has."""


def match(segment: Segment, terms: tuple[Term, ...], wanted: Array, fuzziness: Fuzziness, *, every: bool) -> Matches:
    """The documents that have the words.

    Args:
        segment: Where to look.
        terms: The words.
        wanted: For each document whether it may match: 0 no, 1 as a near match only, 2 yes.
        fuzziness: How far a word may be from the one typed.
        every: Whether all of the words must be there, or any.
    """
    if not terms:
        docs = np.flatnonzero(wanted)
        count = len(docs)
        return Matches(docs, wanted[docs] > 1, np.ones(count, np.float32), np.zeros(count, np.uint8))
    if len(terms) == 1:
        return _answered(_single(segment, terms[0], fuzziness), wanted)
    found = [match_term(segment, term, _joined(terms, place), fuzziness) for place, term in enumerate(terms)]
    candidates = _candidates(segment, found, wanted, every=every)
    if not len(candidates):
        return Matches(candidates, np.zeros(0, np.bool_), np.zeros(0, np.float32), np.zeros(0, np.uint8))
    return _Scorer(segment, terms, found, candidates).matches(wanted, every=every)


def _single(segment: Segment, term: Term, fuzziness: Fuzziness) -> single_term.Answer:
    kept: single_term.Answer | None = single_term.warm_answer(segment, term)
    if kept is not None:
        return kept
    found = match_term(segment, term, (), fuzziness)
    key = ("answer", found.key)
    kept = segment.cache_get(key)
    if kept is not None:
        return kept
    answer = single_term.answer(segment, term, found)
    return segment.cache_put(key, answer, answer.size + 1000)


def _answered(answer: single_term.Answer, wanted: Array) -> Matches:
    """Of the documents that have the one word those that are wanted."""
    docs, scores, allowed = answer.docs, answer.scores, wanted[answer.docs]
    is_true = allowed > 1
    if answer.is_near is not None:
        is_true &= ~answer.is_near
    if not allowed.all():
        kept = np.flatnonzero(allowed)
        docs, scores, is_true = docs[kept], scores[kept], is_true[kept]
    return Matches(docs, is_true, scores, np.ones(len(docs), np.uint8))


def _joined(terms: tuple[Term, ...], place: int) -> tuple[str, ...]:
    """The word of a term joined with that of the term before, and of the one after."""

    def single(number: int) -> str:
        if not 0 <= number < len(terms) or len(terms[number].words) > 1 or not terms[number].fuzzy:
            return ""
        return terms[number].words[0]

    before, word, after = single(place - 1), single(place), single(place + 1)
    return tuple(one for one in (before and before + word, after and word + after) if one) if word else ()


def _candidates(segment: Segment, found: list[TermMatches], wanted: Array, *, every: bool) -> Array:
    """Documents that may match: all that do, and not many more."""
    possible = wanted > 0
    if every:
        for one in sorted(found, key=lambda one: one.posting_count):
            if not _tells_apart(segment, one.posting_count, possible):
                break
            possible &= candidate_docs(segment, one)
    return np.flatnonzero(possible)


def _tells_apart(segment: Segment, uses: int, possible: Array) -> bool:
    """Whether listing the documents of a word with so many uses rules out more than it costs."""
    if _RARE * uses < len(segment):
        return True
    return uses < _EVERYWHERE * len(segment) and uses < _units_of(segment, int(np.count_nonzero(possible)))


def _units_of(segment: Segment, count: int) -> int:
    """About how many units so many documents have."""
    return len(segment.doc_values.values) * count // max(len(segment), 1)


def _smallest(count: int) -> type[np.unsignedinteger]:
    """The smallest type that holds a level for each of `count` terms."""
    bits = count * _LEVEL_BITS
    return np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32 if bits <= 32 else np.uint64


class _Scorer:
    """Scores the candidates of one segment for a query of several words."""

    def __init__(self, segment: Segment, terms: tuple[Term, ...], found: list[TermMatches], candidates: Array) -> None:
        self.from_words = sum(one.posting_count for one in found) < _units_of(segment, len(candidates))
        """Whether the texts that have the words have fewer units than the candidates."""
        self.row_of: Array | None = None
        """By document which candidate it is, or -1; None: all documents are."""
        if self.from_words and _HALF * len(candidates) > len(segment):
            candidates = np.arange(len(segment))
        elif self.from_words:
            self.row_of = np.full(len(segment), -1, np.int32)
            self.row_of[candidates] = np.arange(len(candidates), dtype=np.int32)
        self.segment, self.terms, self.found, self.docs = segment, terms, found, candidates
        self.count = len(terms)
        self.packed = self._packed()
        self.scored = self._without_shared_words()
        self.orders = self._orders()
        self.is_plain = [self.scored is self.packed and one.is_exact for one in found]
        """By word whether all that have it have it truly, so that what it counts tells who has it."""
        self.levels = np.zeros((self.count, len(candidates)), np.uint8)
        """By word and candidate the best level, its own words and others'."""
        self.elsewhere = np.zeros((self.count, len(candidates)), np.float32)
        """By word and candidate what the word counts where it counts most."""
        self.best = np.zeros(len(candidates), np.float32)
        """By candidate the score of its best unit."""
        self.whole = np.zeros(len(candidates), np.float32)
        """By candidate how much a unit weighs that is just the words."""

    def _packed(self) -> Array:
        """By text the level of each term in it, four bits each."""
        kind = _smallest(self.count)
        packed = np.zeros(len(self.segment.values.positions), kind)
        for place, one in enumerate(self.found):
            packed[one.values] |= one.levels.astype(kind) << kind(_LEVEL_BITS * place)
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
            texts = self.found[place].values
            if _units_of(self.segment, len(self.docs)) < len(texts):
                texts = texts[self._of_candidates()[texts]]
            needed = np.ones(len(texts), np.uint8)
            for rival in rivals:
                needed += self._level(self.packed[texts], rival) > 0
            contested = needed > 1
            missing = self._with_fewer_places(place, texts[contested], needed[contested])
            if len(missing):
                scored = self.packed.copy() if scored is self.packed else scored
                kind = scored.dtype.type
                scored[missing] &= ~(kind(15) << kind(_LEVEL_BITS * place))
        return scored

    def _of_candidates(self) -> Array:
        """By text whether a candidate has it."""
        segment = self.segment
        marked = np.zeros(len(self.packed), np.bool_)
        for _, _, units in member_blocks(segment.doc_values.offsets, self.docs):
            marked[segment.doc_values.values[units]] = True
        return marked

    def _with_fewer_places(self, place: int, texts: Array, needed: Array) -> Array:
        """Those of sorted texts that have a term at fewer places than they need."""
        wanted = np.zeros(len(self.packed), np.bool_)
        wanted[texts] = True
        keys = self.found[place].positions_in(wanted)
        occurrences = np.diff(np.append(np.searchsorted(keys, texts << np.uint32(POSITION_BITS)), len(keys)))
        fewer: Array = texts[occurrences < needed]
        return fewer

    def _orders(self) -> Array:
        """By text whether all terms stand in it next to one another in their order: 1, and at its start: 2."""
        rarest = min(self.found, key=lambda one: len(one.values))
        levels = self.scored[rarest.values]
        is_full = np.ones(len(levels), np.bool_)
        for place in range(self.count):
            is_full &= self._level(levels, place) > 0
        orders = np.zeros(len(self.packed), np.uint8)
        full = rarest.values[is_full]
        if not len(full):
            return orders
        wanted = np.zeros(len(self.packed), np.bool_)
        wanted[full] = True
        keys, size = self.found[0].positions_in(wanted), len(self.terms[0].words)
        for one, term in zip(self.found[1:], self.terms[1:], strict=True):
            if not len(keys):
                break
            keys = keys[isin_sorted(keys + np.uint32(size), one.positions_in(wanted))]
            size += len(term.words)
        orders[keys >> POSITION_BITS] = 1
        orders[keys[(keys & np.uint32(255)) == 0] >> POSITION_BITS] = 2
        return orders

    def matches(self, wanted: Array, *, every: bool) -> Matches:
        """The documents that match, with their scores."""
        if self.from_words:
            self._term_at_a_time()
        else:
            self._document_at_a_time()
        has = np.zeros(len(self.docs), np.uint32)
        truly = np.zeros(len(self.docs), np.uint32)
        elsewhere = np.zeros(len(self.docs), np.float32)
        in_long = np.zeros(len(self.docs), np.uint8)
        for place in range(self.count):
            long = self._long(place)
            in_long += long
            bit = np.uint32(1 << place)
            levels = self.levels[place]
            if self.is_plain[place]:
                levels = np.where(self.elsewhere[place] > 0, np.uint8(EXACT_MIN), np.uint8(Level.NONE))
            has |= np.where((levels > 0) | long, bit, np.uint32(0))
            truly |= np.where((levels >= EXACT_MIN) | long, bit, np.uint32(0))
            elsewhere += np.maximum(self.elsewhere[place], long * np.float32(LONG_WEIGHT))
        scores = scoring.document_scores(self.best, self.whole, elsewhere, in_long, self.count)
        allowed = wanted[self.docs]
        counts = np.bitwise_count(has)
        fits = (allowed > 0) & ((counts == self.count) if every else (counts > 0))
        kept = np.flatnonzero(fits)
        full = np.uint32((1 << self.count) - 1)
        return Matches(self.docs[kept], (truly[kept] == full) & (allowed[kept] > 1), scores[kept], counts[kept])

    def _term_at_a_time(self) -> None:
        """Look at the units of the texts that have any of the words."""
        segment = self.segment
        several: list[Array] = []
        for place, one in enumerate(self.found):
            packed = self.packed[one.values]
            kind = packed.dtype.type
            alone = (packed & ~(kind(15) << kind(_LEVEL_BITS * place))) == 0
            several.append(one.values[~alone])
            self._score_single_term_values(place, one.values[alone], one.levels[alone])
        texts = sorted_unique(np.concatenate(several))
        for block, places, uses in member_blocks(segment.value_postings.offsets, texts):
            units, rows, fields = self._of_rows(places, uses)
            self._score_values(texts[block], units, rows, fields)

    def _of_rows(self, places: Array, uses: Array) -> tuple[Array, Array, Array]:
        """Those of some uses that candidates have: by use which text it is, which candidate has it, in which field."""
        segment = self.segment
        docs = segment.value_postings.docs[uses]
        if self.row_of is None:
            return places, docs.astype(np.intp), segment.value_postings.fields[uses]
        rows = self.row_of[docs]
        asked = np.flatnonzero(rows >= 0)
        return places[asked], rows[asked].astype(np.intp), segment.value_postings.fields[uses[asked]]

    def _score_single_term_values(self, place: int, texts: Array, levels: Array) -> None:
        """Look at the units of texts that have one word only, which are most of them."""
        segment, letters = self.segment, np.uint16(self.terms[place].letters)
        sizes = np.arange(self.segment.most_letters + 1, dtype=np.uint16)
        table = scoring.unit_scores(scoring.MATCH_WEIGHT[:, np.newaxis], letters, sizes, self.count)
        for block, places, uses in member_blocks(segment.value_postings.offsets, texts):
            units, rows, fields = self._of_rows(places, uses)
            weights = self.segment.weights[fields]
            own = levels[block]
            scores = table.take(own.astype(np.intp) * len(sizes) + segment.values.letters[texts[block]])
            np.maximum.at(self.best, rows, scores[units] * weights)
            np.maximum.at(self.elsewhere[place], rows, scoring.MATCH_WEIGHT[own][units] * weights)
            if not self.is_plain[place]:
                free = weights > 0
                np.maximum.at(self.levels[place], rows[free], own[units[free]])

    def _document_at_a_time(self) -> None:
        """Look at those units of the candidates that have any of the words."""
        segment = self.segment
        for block, places, units in member_blocks(segment.doc_values.offsets, self.docs):
            texts = segment.doc_values.values[units]
            hit = np.flatnonzero(self.packed[texts] != 0)
            self._score_values(
                texts[hit], np.arange(len(hit)), places[hit] + block.start, segment.doc_values.fields[units[hit]]
            )

    def _score_values(self, texts: Array, units: Array, rows: Array, fields: Array) -> None:
        """Take in some units.

        Args:
            texts: ByteStrings that have any of the words.
            units: By unit which of these texts it is.
            rows: By unit which of the candidates has it.
            fields: By unit in which field.
        """
        weights = self.segment.weights[fields]
        free = weights > 0
        if not free.all():
            units, rows, fields, weights = units[free], rows[free], fields[free], weights[free]
        packed = self.packed[texts]
        scored = packed if self.scored is self.packed else self.scored[texts]
        worth = np.zeros(len(texts), np.float32)
        letters = np.zeros(len(texts), np.uint16)
        is_whole = np.ones(len(texts), np.bool_)
        for place, term in enumerate(self.terms):
            levels = self._level(packed, place)
            own = levels if scored is packed else self._level(scored, place)
            counted = scoring.MATCH_WEIGHT[own]
            worth += counted
            letters += np.where(own > 0, np.uint16(term.letters), np.uint16(0))
            is_whole &= own == Level.WHOLE
            if not self.is_plain[place]:
                np.maximum.at(self.levels[place], rows, levels[units].astype(np.uint8))
            np.maximum.at(self.elsewhere[place], rows, counted[units] * weights)
        segment, orders = self.segment, self.orders[texts]
        size = sum(len(term.words) for term in self.terms)
        is_all = (orders == 2) & (segment.values.positions[texts] == size)
        scores = scoring.unit_scores(worth, letters, segment.values.letters[texts], self.count)
        scores *= scoring.apply_boosts(_GAINS[orders], is_all)
        np.maximum.at(self.best, rows, scores[units] * weights)
        is_whole &= is_all
        if is_whole.any():
            chosen = np.flatnonzero(is_whole[units] & scoring.IS_WHOLE_FIELD[fields])
            np.maximum.at(self.whole, rows[chosen], weights[chosen])

    def _long(self, place: int) -> Array:
        """For each candidate whether a long text of it has a term."""
        keys = self.found[place].long_keys
        if not len(keys):
            return np.zeros(len(self.docs), np.bool_)
        marked = np.zeros(len(self.segment), np.bool_)
        marked[keys >> LONG_FIELD_BITS] = True
        return marked[self.docs]
