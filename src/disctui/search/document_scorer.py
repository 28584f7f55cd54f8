"""How good a match each document of a segment is for a query of several words.

The best match is the value that has most of the words, squared, in the field that weighs most; words found elsewhere
add a little. Nothing exact depends on what else is in the library, so that adding a release never reorders others.
"""

import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import isin_sorted, member_blocks, sorted_unique
from disctui.search import candidates, scoring
from disctui.search.conditions import Term
from disctui.search.fields import LONG_WEIGHT
from disctui.search.matches import Matches, matches_of
from disctui.search.popularity import BOOSTS, NO_BOOSTS, Popularity
from disctui.search.segment import Segment
from disctui.search.segment_columns import LONG_FIELD_BITS, POSITION_BITS
from disctui.search.term_dictionary import EXACT_MIN, Level
from disctui.search.term_matches import TermMatches, at_start
from disctui.search.tokenizer import ARTICLES
from disctui.search.whole_fields import IS_PLAIN, IS_WHOLE_FIELD

_LEVEL_BITS = 4
_AT_START = 2
"""The order of a value that begins with all the words in their order."""
_GAINS = np.array([1, scoring.PHRASE_BOOST, scoring.START_BOOST], np.float32)
"""What a value gains by the order of the words in it."""
_PARTIAL = 0.8
"""The part of its score that a document without one of the words has."""
_HALF = 2
"""Where more than one in so many documents are candidates it costs less to score all than to leave out the others."""


def _smallest(count: int) -> type[np.unsignedinteger]:
    """The smallest type that holds a level for each of `count` terms."""
    bits = count * _LEVEL_BITS
    return np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32 if bits <= 32 else np.uint64


class DocumentScorer:
    """Scores the candidates of one segment for a query of several words."""

    def __init__(
        self,
        segment: Segment,
        terms: tuple[Term, ...],
        found: list[TermMatches],
        docs: Array,
        popularity: Popularity,
    ) -> None:
        # Past forty lines for its attributes alone, each of which is explained here.
        self.from_words = sum(one.posting_count for one in found) < candidates.values_of(segment, len(docs))
        """Whether going from the words to the documents that have them costs less than looking at each candidate."""
        self.row_of: Array | None = None
        """By document which candidate it is, or -1; None: all documents are."""
        if self.from_words and _HALF * len(docs) > len(segment):
            docs = np.arange(len(segment))
        elif self.from_words:
            self.row_of = np.full(len(segment), -1, np.int32)
            self.row_of[docs] = np.arange(len(docs), dtype=np.int32)
        self.segment, self.terms, self.found, self.docs = segment, terms, found, docs
        self.boosts = NO_BOOSTS if all(one.is_exact for one in found) else popularity.boosts(segment)
        """By value the step of what misspelt words gain, an index of `BOOSTS`; empty where none is misspelt; uint8."""
        self.has_joined = any(bool((one.levels == Level.JOINED).any()) for one in found)
        """Whether any value has a word as several, or several as one."""
        self.count = len(terms)
        is_typed = any(term.words[0] in ARTICLES for term in terms)
        self.articles = np.zeros_like(segment.article_letters) if is_typed else segment.article_letters
        """By value how many letters its article has, which need not be typed."""
        self.letters = segment.values.letters if is_typed else segment.bare_letters
        """By value how many letters it has, but for an article that need not be typed; uint16."""
        self.weights = [np.float32(term.weight) for term in terms]
        self.total = float(sum(self.weights))
        self.packed = self._packed()
        self.scored = self._without_shared_words()
        self.orders = self._orders()
        self.is_plain = [self.scored is self.packed and one.is_exact for one in found]
        """By word whether no value has it misspelt, nor only as another word of the query: then a document with any
        weight for it in `elsewhere` has it exactly, and `levels` need not be filled."""
        self.levels = np.zeros((self.count, len(docs)), np.uint8)
        """By word and candidate the best level in any value, a `Level`; uint8."""
        self.elsewhere = np.zeros((self.count, len(docs)), np.float32)
        """By word and candidate what the word counts where it counts most; float32."""
        self.best = np.zeros(len(docs), np.float32)
        """By candidate the score of its best value; float32."""
        self.whole = np.zeros(len(docs), np.float32)
        """By candidate how much the field weighs in which a value is just the words; float32."""
        self.is_together = np.zeros(len(docs), np.bool_)
        """By candidate whether a value has all words as they were typed, the last perhaps only begun."""

    def _packed(self) -> Array:
        """By text the level of each term in it, four bits each."""
        kind = _smallest(self.count)
        packed = np.zeros(len(self.segment.values.positions), kind)
        packed[self.found[0].values] = self.found[0].levels
        for place, one in enumerate(self.found[1:], 1):
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
            if candidates.values_of(self.segment, len(self.docs)) < len(texts):
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
        orders[keys[at_start(self.segment, keys)] >> POSITION_BITS] = 2
        return orders

    def matches(self, wanted: Array, *, every: bool) -> Matches:
        """The documents that match, with their scores."""
        if self.from_words:
            self._term_at_a_time()
        else:
            self._document_at_a_time()
        has = np.zeros(len(self.docs), np.uint32)
        exactly = np.zeros(len(self.docs), np.uint32)
        had = np.zeros(len(self.docs), np.float32)
        elsewhere = np.zeros(len(self.docs), np.float32)
        in_long = np.zeros(len(self.docs), np.float32)
        for place in range(self.count):
            long = self._long(place)
            in_long += long * self.weights[place]
            bit = np.uint32(1 << place)
            levels = self.levels[place]
            if self.is_plain[place]:
                levels = np.where(self.elsewhere[place] > 0, np.uint8(EXACT_MIN), np.uint8(Level.NONE))
            own = (levels > 0) | long
            has |= np.where(own, bit, np.uint32(0))
            had += own * self.weights[place]
            exactly |= np.where((levels >= EXACT_MIN) | long, bit, np.uint32(0))
            elsewhere += np.maximum(self.elsewhere[place], long * np.float32(LONG_WEIGHT) * self.weights[place])
        is_exact = exactly == np.uint32((1 << self.count) - 1)
        evidence = scoring.Evidence(self.best, self.whole, self.is_together, is_exact, elsewhere, in_long)
        scores = scoring.document_scores(evidence, self.total)
        allowed = wanted[self.docs]
        is_full = has == np.uint32((1 << self.count) - 1)
        missing = np.where(is_full, np.float32(0), np.float32(self.total) - had)
        scores[~is_full] *= np.float32(_PARTIAL)
        kept = ((allowed > 0) & (is_full if every else had > 0)).nonzero()[0]
        return matches_of(self.docs[kept], allowed[kept], is_exact[kept], scores[kept], missing[kept])

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
        asked = (rows >= 0).nonzero()[0]
        return places[asked], rows[asked].astype(np.intp), segment.value_postings.fields[uses[asked]]

    def _score_single_term_values(self, place: int, texts: Array, levels: Array) -> None:
        """Look at the units of texts that have one word only, which are most of them."""
        segment, letters = self.segment, np.uint16(self.terms[place].letters)
        sizes = np.arange(self.segment.most_letters + 1, dtype=np.uint16)
        weight = scoring.MATCH_WEIGHT * self.weights[place]
        table = scoring.value_scores(weight[:, np.newaxis], letters, sizes, self.total)
        for block, places, uses in member_blocks(segment.value_postings.offsets, texts):
            units, rows, fields = self._of_rows(places, uses)
            weights = self.segment.weights[fields]
            own = levels[block]
            scores = table.take(own.astype(np.intp) * len(sizes) + self.letters[texts[block]])
            boosted = self._boosted(scores, texts[block], own < EXACT_MIN, units, fields)
            np.maximum.at(self.best, rows, boosted * weights)
            np.maximum.at(self.elsewhere[place], rows, weight[own][units] * weights)
            if not self.is_plain[place]:
                free = weights > 0
                np.maximum.at(self.levels[place], rows[free], own[units[free]])

    def _document_at_a_time(self) -> None:
        """Look at those units of the candidates that have any of the words."""
        segment = self.segment
        for block, places, units in member_blocks(segment.doc_values.offsets, self.docs):
            texts = segment.doc_values.values[units]
            hit = (self.packed[texts] != 0).nonzero()[0]
            self._score_values(
                texts[hit], np.arange(len(hit)), places[hit] + block.start, segment.doc_values.fields[units[hit]]
            )

    def _score_values(self, texts: Array, units: Array, rows: Array, fields: Array) -> None:
        """Take in that candidates have some values.

        Args:
            texts: Values that have any of the words, uint32.
            units: For each time that a candidate has one of them, which of `texts` it is; integers.
            rows: And which of the candidates has it; integers.
            fields: And the code of the field in which it has it; uint8.
        """
        # Past forty lines: one pass over arrays that each step needs, and that parts of it would only hand on.
        weights = self.segment.weights[fields]
        free = weights > 0
        if not free.all():
            units, rows, fields, weights = units[free], rows[free], fields[free], weights[free]
        packed = self.packed[texts]
        scored = packed if self.scored is self.packed else self.scored[texts]
        worth = np.zeros(len(texts), np.float32)
        letters = np.zeros(len(texts), np.uint16)
        is_whole = np.ones(len(texts), np.bool_)
        is_joined, is_fuzzy = np.zeros(len(texts), np.bool_), np.zeros(len(texts), np.bool_)
        for place, term in enumerate(self.terms):
            levels = self._level(packed, place)
            own = levels if scored is packed else self._level(scored, place)
            counted = scoring.MATCH_WEIGHT[own] * self.weights[place]
            worth += counted
            letters += np.where(own > 0, np.uint16(term.letters), np.uint16(0))
            is_whole &= own >= Level.JOINED
            if self.has_joined:
                is_joined |= own == Level.JOINED
            if len(self.boosts):
                is_fuzzy |= (own < EXACT_MIN) & (own > 0)
            if not self.is_plain[place]:
                np.maximum.at(self.levels[place], rows, levels[units].astype(np.uint8))
            np.maximum.at(self.elsewhere[place], rows, counted[units] * weights)
        segment, orders = self.segment, self.orders[texts]
        size = sum(len(term.words) for term in self.terms)
        is_all = orders == _AT_START
        starting = is_all.nonzero()[0]
        begun = texts[starting]
        further = segment.values.positions[begun] - size
        is_all[starting] = (further == 0) | ((further == 1) & (self.articles[begun] > 0))
        scores = scoring.value_scores(worth, letters, self.letters[texts], self.total)
        scores *= scoring.apply_boosts(_GAINS[orders], is_all)
        np.maximum.at(self.best, rows, self._boosted(scores, texts, is_fuzzy, units, fields) * weights)
        self.is_together[rows[is_whole[units]]] = True
        if self.has_joined:
            is_all |= is_joined & (letters == segment.values.letters[texts])
        is_whole &= is_all
        if is_whole.any():
            chosen = (is_whole[units] & IS_WHOLE_FIELD[fields]).nonzero()[0]
            missing = np.where(self.articles[texts[units[chosen]]] > 0, scoring.AFTER_ARTICLE, np.float32(1))
            np.maximum.at(self.whole, rows[chosen], missing * weights[chosen])

    def _boosted(self, scores: Array, texts: Array, is_fuzzy: Array, units: Array, fields: Array) -> Array:
        """The score of the value of each unit, that of one with a word misspelt higher if many documents have it."""
        own: Array = scores[units]
        if len(self.boosts):
            misspelt = (is_fuzzy[units] & ~IS_PLAIN[fields]).nonzero()[0]
            own[misspelt] *= BOOSTS[self.boosts[texts[units[misspelt]]]]
        return own

    def _long(self, place: int) -> Array:
        """For each candidate whether a long text of it has a term."""
        keys = self.found[place].long_keys
        if not len(keys):
            return np.zeros(len(self.docs), np.bool_)
        marked = np.zeros(len(self.segment), np.bool_)
        marked[keys >> LONG_FIELD_BITS] = True
        return marked[self.docs]
