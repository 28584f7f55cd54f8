"""How good a match each document of a segment is for a query of several words.

The best match is the value that has most of the words, squared, in the field that weighs most; words found elsewhere
add a little. Nothing exact depends on what else is in the library, so that adding a release never reorders others.
"""

from typing import NamedTuple

import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import member_blocks, sorted_unique
from disctui.search import candidates, scoring
from disctui.search.conditions import Term
from disctui.search.fields import LONG_WEIGHT
from disctui.search.levels import EXACT_MIN, Level
from disctui.search.matches import Matches, matches_of
from disctui.search.members import members_of
from disctui.search.popularity import BOOSTS, NO_BOOSTS, Popularity
from disctui.search.segment import Segment
from disctui.search.segment_columns import LONG_FIELD_BITS
from disctui.search.term_matches import TermMatches
from disctui.search.text_levels import AT_START, Levels, LevelTable, has_rivals, levels_of_few
from disctui.search.tokenizer import ARTICLES
from disctui.search.whole_fields import IS_PLAIN, IS_WHOLE_FIELD

_GAINS = np.array([1, scoring.PHRASE_BOOST, scoring.START_BOOST], np.float32)
"""What a value gains by the order of the words in it."""
_PARTIAL = 0.8
"""The part of its score that a document without one of the words has."""
_HALF = 2
"""Where more than one in so many documents are candidates it costs less to score all than to leave out the others."""
_FEW, _VALUES_OF_FEW = 2000, 256
"""Below so many values of all candidates, times words, it costs less to look each up than to lay out those of all; one
more for so many of the latter."""


class _Tally(NamedTuple):
    """Which words documents have; every array has an item for each."""

    is_full: Array
    """Whether it has all; bool."""
    is_exact: Array
    """Whether it has all whole or as the beginning of one; bool."""
    had: Array
    """What those that it has weigh; float32."""
    elsewhere: Array
    """For all words together what each counts where it counts most; float32."""
    in_long: Array
    """What those weigh that its long texts have; float32."""


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
        self.segment, self.terms, self.found, self.docs = segment, terms, found, docs
        self.count = len(terms)
        uses = candidates.values_of(segment, len(docs))
        self.is_few = self.count * uses < _FEW + len(segment.values.positions) // _VALUES_OF_FEW and not has_rivals(
            terms
        )
        """Whether there are so few candidates that each of their values is looked up."""
        self.from_words = not self.is_few and sum(one.posting_count for one in found) < uses
        """Whether going from the words to the documents that have them costs less than looking at each candidate."""
        self.row_of: Array | None = None
        """By document which candidate it is, or -1; None: all documents are."""
        if self.from_words and _HALF * len(docs) > len(segment):
            self.docs = docs = np.arange(len(segment))
        elif self.from_words:
            self.row_of = np.full(len(segment), -1, np.int32)
            self.row_of[docs] = np.arange(len(docs), dtype=np.int32)
        self.boosts = NO_BOOSTS if all(one.is_exact for one in found) else popularity.boosts(segment)
        """By value the step of what misspelt words gain, an index of `BOOSTS`; empty where none is misspelt; uint8."""
        self.has_joined = any(one.may_be_joined for one in found)
        """Whether any value has a word as several, or several as one."""
        self.has_article = any(term.words[0] in ARTICLES for term in terms)
        """Whether an article was typed, so that those of values count."""
        self.letters = segment.values.letters if self.has_article else segment.bare_letters
        """By value how many letters it has, but for an article that need not be typed; uint16."""
        self.weights = np.array([term.weight for term in terms], np.float32)
        self.total = float(sum(self.weights))
        self.worth = scoring.word_worth(terms)
        """By word and level what the word counts, float32."""
        self.rows_of_worth = np.arange(0, self.worth.size, self.worth.shape[1], dtype=np.uint16)[:, np.newaxis]
        """By word where its levels begin in `worth`."""
        self.word_letters = np.array([term.letters for term in terms], np.uint16)
        self.table = None if self.is_few else LevelTable(segment, terms, found, docs)
        """Of all values how well they have the words; None where there are few candidates."""
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

    def matches(self, wanted: Array, *, every: bool) -> Matches:
        """The documents that match, with their scores."""
        if self.table is None:
            self._few_documents()
        elif self.from_words:
            self._term_at_a_time(self.table)
        else:
            self._document_at_a_time(self.table)
        tally = self._tally(every=every)
        allowed = wanted.take(self.docs)
        kept = (tally.is_full if every else tally.had > 0) & (allowed > 0)
        evidence = scoring.Evidence(
            self.best, self.whole, self.is_together, tally.is_exact, tally.elsewhere, tally.in_long
        )
        docs = self.docs
        if not kept.all():
            chosen = kept.nonzero()[0]
            docs, allowed = docs.take(chosen), allowed.take(chosen)
            evidence = scoring.Evidence(*(one.take(chosen) for one in evidence))
            tally = _Tally(*(one.take(chosen) for one in tally))
        scores = scoring.document_scores(evidence, self.total)
        if every:
            return matches_of(docs, allowed, evidence.is_exact, scores)
        scores[~tally.is_full] *= np.float32(_PARTIAL)
        missing = np.where(tally.is_full, np.float32(0), np.float32(self.total) - tally.had)
        return matches_of(docs, allowed, evidence.is_exact, scores, missing)

    def _tally(self, *, every: bool) -> "_Tally":
        """Which words each candidate has, and what they count; `had` only where not `every` word must be there."""
        own, exactly = self.levels > 0, self.levels >= EXACT_MIN
        in_long = np.zeros(len(self.docs), np.float32)
        for place, one in enumerate(self.found):
            if len(one.long_keys):
                long = self._long(one.long_keys)
                in_long += long * self.weights[place]
                own[place] |= long
                exactly[place] |= long
                worth = long * np.float32(LONG_WEIGHT) * self.weights[place]
                np.maximum(self.elsewhere[place], worth, out=self.elsewhere[place])
        had = np.zeros(len(self.docs), np.float32)
        elsewhere = np.zeros(len(self.docs), np.float32)
        for worth in self.elsewhere:
            elsewhere += worth
        if not every:
            for has, weight in zip(own, self.weights, strict=True):
                had += has * weight
        return _Tally(
            np.logical_and.reduce(own, axis=0), np.logical_and.reduce(exactly, axis=0), had, elsewhere, in_long
        )

    def _few_documents(self) -> None:
        """Look up each value of the candidates."""
        own = self.segment.doc_values
        starts = own.offsets.take(self.docs)
        lengths = own.offsets.take(self.docs + 1) - starts
        members = members_of(starts, lengths)
        levels = levels_of_few(self.segment, self.terms, self.found, own.values.take(members))
        rows = np.arange(len(self.docs)).repeat(lengths)
        self._score_each(levels, rows.take(levels.places), own.fields.take(members.take(levels.places)))

    def _term_at_a_time(self, table: LevelTable) -> None:
        """Look at the units of the texts that have any of the words."""
        segment = self.segment
        several: list[Array] = []
        for place, one in enumerate(self.found):
            is_alone = table.is_alone(place, one.values)
            several.append(one.values[~is_alone])
            self._score_single_term_values(place, one.values[is_alone], one.levels[is_alone])
        texts = sorted_unique(np.concatenate(several))
        for block, places, uses in member_blocks(segment.value_postings.offsets, texts):
            units, rows, fields = self._of_rows(places, uses)
            self._score_uses(table.of(texts[block]), units, rows, fields)

    def _of_rows(self, places: Array, uses: Array) -> tuple[Array, Array, Array]:
        """Those of some uses that candidates have in fields that count: which text, which candidate, which field."""
        segment = self.segment
        docs = segment.value_postings.docs[uses]
        fields = segment.value_postings.fields[uses]
        rows = docs if self.row_of is None else self.row_of[docs]
        asked = segment.weights[fields] > 0
        if self.row_of is not None:
            asked &= rows >= 0
        if not asked.all():
            places, rows, fields = places[asked], rows[asked], fields[asked]
        return places, rows.astype(np.intp), fields

    def _score_single_term_values(self, place: int, texts: Array, levels: Array) -> None:
        """Look at the units of texts that have one word only, which are most of them."""
        segment, letters = self.segment, self.word_letters[place]
        sizes = np.arange(self.segment.most_letters + 1, dtype=np.uint16)
        weight = self.worth[place]
        table = scoring.value_scores(weight[:, np.newaxis], letters, sizes, self.total)
        is_all_exact = self.found[place].is_exact
        for block, places, uses in member_blocks(segment.value_postings.offsets, texts):
            units, rows, fields = self._of_rows(places, uses)
            weights = self.segment.weights[fields]
            own = levels[block]
            scores = table.take(own.astype(np.intp) * len(sizes) + self.letters[texts[block]])
            boosted = self._boosted(scores, texts[block], own < EXACT_MIN, units, fields)
            np.maximum.at(self.best, rows, boosted * weights)
            np.maximum.at(self.elsewhere[place], rows, weight[own][units] * weights)
            if is_all_exact:
                self.levels[place, rows] = EXACT_MIN
            else:
                np.maximum.at(self.levels[place], rows, own[units])

    def _document_at_a_time(self, table: LevelTable) -> None:
        """Look at those units of the candidates that have any of the words."""
        own = self.segment.doc_values
        for block, places, members in member_blocks(own.offsets, self.docs):
            levels = table.of_hits(own.values.take(members))
            self._score_each(
                levels, places.take(levels.places) + block.start, own.fields.take(members.take(levels.places))
            )

    def _score_each(self, levels: Levels, rows: Array, fields: Array) -> None:
        """Take in all that some candidates have, each value once, by candidate; in fields that may not count."""
        free = self.segment.weights.take(fields).nonzero()[0]
        if len(free) < len(fields):
            levels, rows, fields = levels.take(free), rows.take(free), fields.take(free)
        if not len(rows):
            return
        counted, scores = self._score_values(levels, slice(None), rows, fields)
        is_first = np.empty(len(rows), np.bool_)
        is_first[0] = True
        np.not_equal(rows[1:], rows[:-1], out=is_first[1:])
        firsts = is_first.nonzero()[0]
        there = rows.take(firsts)
        self.best[there] = np.maximum.reduceat(scores, firsts)
        self.elsewhere[:, there] = np.maximum.reduceat(counted, firsts, axis=1)
        self.levels[:, there] = np.maximum.reduceat(levels.found, firsts, axis=1)

    def _score_uses(self, levels: Levels, units: Array, rows: Array, fields: Array) -> None:
        """Take in that candidates have some values, in any order; as `_score_values`."""
        counted, scores = self._score_values(levels, units, rows, fields)
        np.maximum.at(self.best, rows, scores)
        for place in range(self.count):
            np.maximum.at(self.elsewhere[place], rows, counted[place])
            np.maximum.at(self.levels[place], rows, levels.found[place, units])

    def _score_values(self, levels: Levels, units: Array | slice, rows: Array, fields: Array) -> tuple[Array, Array]:
        """Take in where candidates have all words, and what each use of a value counts.

        Args:
            levels: Of values that have any of the words.
            units: For each time that a candidate has one of them, which it is; integers. A slice of all: once each.
            rows: And which of the candidates has it; integers.
            fields: And the code of the field in which it has it, one that counts; uint8.

        Returns:
            By word and use what the word counts there, and by use its score; float32.
        """
        # Past forty lines: one pass over arrays that each step needs, and that parts of it would only hand on.
        segment, texts, scored = self.segment, levels.texts, levels.scored
        weights = segment.weights.take(fields)
        counted = self.worth.take(scored + self.rows_of_worth)
        worth = np.zeros(len(texts), np.float32)
        for own in counted:  # in this order always: sums of such numbers differ by theirs
            worth += own
        letters = self.word_letters @ (scored > 0)
        is_fuzzy = None
        if len(self.boosts):
            is_fuzzy = np.logical_or.reduce((scored < EXACT_MIN) & (scored > 0), axis=0)
        orders = levels.orders
        is_all = orders == AT_START
        if is_all.any():
            starting = is_all.nonzero()[0]
            begun = texts[starting]
            further = segment.values.positions[begun] - sum(len(term.words) for term in self.terms)
            is_all[starting] = further == 0
            if not self.has_article:
                is_all[starting] |= (further == 1) & (segment.article_letters[begun] > 0)
        scores = scoring.value_scores(worth, letters, self.letters.take(texts), self.total)
        scores *= scoring.apply_boosts(_GAINS.take(orders), is_all)
        boosted = scores[units] if is_fuzzy is None else self._boosted(scores, texts, is_fuzzy, units, fields)
        is_whole = np.logical_and.reduce(scored >= Level.JOINED, axis=0)
        if is_whole.any():
            self.is_together[rows[is_whole[units]]] = True
            if self.has_joined:
                is_joined = np.logical_or.reduce(scored == Level.JOINED, axis=0)
                is_all |= is_joined & (letters == segment.values.letters.take(texts))
            is_whole &= is_all
            self._take_in_whole(texts[units], is_whole[units], rows, fields, weights)
        return counted[:, units] * weights, boosted * weights

    def _take_in_whole(self, texts: Array, is_whole: Array, rows: Array, fields: Array, weights: Array) -> None:
        """Take in which of the units are just the words."""
        chosen = (is_whole & IS_WHOLE_FIELD[fields]).nonzero()[0]
        worth = weights[chosen]
        if not self.has_article:
            has_article = self.segment.article_letters[texts[chosen]] > 0
            worth = np.where(has_article, scoring.AFTER_ARTICLE, np.float32(1)) * worth
        np.maximum.at(self.whole, rows[chosen], worth)

    def _boosted(self, scores: Array, texts: Array, is_fuzzy: Array, units: Array | slice, fields: Array) -> Array:
        """The score of the value of each unit, that of one with a word misspelt higher if many documents have it."""
        own: Array = scores[units]
        if len(self.boosts):
            misspelt = (is_fuzzy[units] & ~IS_PLAIN[fields]).nonzero()[0]
            if len(misspelt):
                own[misspelt] *= BOOSTS[self.boosts[texts[units][misspelt]]]
        return own

    def _long(self, keys: Array) -> Array:
        """For each candidate whether a long text of it has a term, given its postings."""
        marked = np.zeros(len(self.segment), np.bool_)
        marked[keys >> LONG_FIELD_BITS] = True
        found: Array = marked[self.docs]
        return found
