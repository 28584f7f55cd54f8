"""A query of one word, which while its first letters are typed most documents have.

The uses of the word are gone through in blocks small enough to stay in the processor's cache, and only what can differ
between them is worked out: with one word nothing depends on which others a text has.
"""

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import member_blocks
from disctui.search import scoring
from disctui.search.conditions import Term
from disctui.search.fields import LONG_WEIGHT
from disctui.search.levels import EXACT_MIN, Level
from disctui.search.popularity import BOOSTS, NO_BOOSTS
from disctui.search.segment import Segment
from disctui.search.segment_columns import LONG_FIELD_BITS
from disctui.search.term_dictionary import Fuzziness
from disctui.search.term_matches import TermMatches, match_term_uncached
from disctui.search.tokenizer import ARTICLES
from disctui.search.whole_fields import IS_PLAIN, IS_WHOLE_FIELD

_JUST_THE_WORD = Level.JOINED << 2 | 3
"""The lowest kind of a value that is the word and nothing else, if its lowest bits are set."""
_GAINS = np.array([scoring.PHRASE_BOOST, scoring.PHRASE_BOOST, scoring.START_BOOST, scoring.START_BOOST], np.float32)
_ALONE = np.array([False, False, False, True])
"""By the lowest bits of a kind what the text gains by its start, and whether it has no other word."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_KEPT_FROM = 8
"""The answer to a letter is kept where it has a use in one of so many documents; the others are soon worked out."""
_MOST_CODES = 1 << 16


class Answer(msgspec.Struct, frozen=True):
    """How well documents of a segment have one word."""

    docs: Array
    """Those that have it."""
    scores: Array
    is_near: Array | None = None
    """Whether each has it only misspelt; None: none has."""

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.docs.nbytes + self.scores.nbytes + (0 if self.is_near is None else self.is_near.nbytes)


class _Kept(msgspec.Struct, frozen=True):
    """An answer without near matches, of which few scores differ, in two bytes for each document."""

    sorted_unique: Array
    codes: Array
    """By document which of the distinct scores it has; 0 where it has it not."""


def warm_answer(segment: Segment, term: Term) -> Answer | None:
    """The answer to a single letter, where it is kept."""
    is_letter = len(term.words) == 1 and term.is_prefix and len(term.words[0]) == 1
    kept: _Kept | None = segment.letter_answers.get(term.words[0]) if is_letter else None
    if kept is None:
        return None
    docs = (kept.codes != 0).nonzero()[0]
    return Answer(docs, kept.sorted_unique[kept.codes[docs]])


def warm_single_letters(segment: Segment) -> None:
    """Work out the answers to single letters, which match more than anything else and are typed first."""
    for letter in _LETTERS:
        if letter in segment.letter_answers:
            continue
        term = Term((letter,))
        found = match_term_uncached(segment, term, Fuzziness.NONE)
        if found.posting_count * _KEPT_FROM < len(segment):
            continue
        whole = answer(segment, term, found, NO_BOOSTS)
        sorted_unique, codes = np.unique(whole.scores, return_inverse=True)
        if len(sorted_unique) < _MOST_CODES:
            of_doc = np.zeros(len(segment), np.uint16)
            of_doc[whole.docs] = codes + 1
            segment.letter_answers[letter] = _Kept(np.append(np.float32(0), sorted_unique), of_doc)


def answer(segment: Segment, term: Term, found: TermMatches, boosts: Array) -> Answer:
    """How well each document has a word that was found.

    Args:
        segment: Where it was found.
        term: The word.
        found: Its matches.
        boosts: By value how many documents have it, an index of `BOOSTS`; uint8.
    """
    best = np.zeros(len(segment), np.float32)
    elsewhere = np.zeros(len(segment), np.float32)
    whole = np.zeros(len(segment), np.float32)
    is_true = np.zeros(len(segment), np.bool_)
    table = _score_table(segment, term)
    letters = segment.values.letters if term.words[0] in ARTICLES else segment.bare_letters
    at_start = found.at_start(segment)
    for block, places, uses in member_blocks(segment.value_postings.offsets, found.values):
        texts, levels = found.values[block], found.levels[block]
        kinds = _kinds(segment, term, texts, levels, at_start[block])
        scores = table.take(kinds * table.shape[1] + letters.take(texts)).take(places)
        docs = segment.value_postings.docs.take(uses).astype(np.intp)
        fields = segment.value_postings.fields.take(uses)
        weights = segment.weights.take(fields)
        if not found.is_exact:
            misspelt = ((levels < EXACT_MIN)[places] & ~IS_PLAIN[fields]).nonzero()[0]
            scores[misspelt] *= BOOSTS[boosts[texts[places[misspelt]]]]
        np.maximum.at(best, docs, scores * weights)
        np.maximum.at(elsewhere, docs, scoring.MATCH_WEIGHT.take(levels).take(places) * weights)
        equal = (kinds >= _JUST_THE_WORD) & ((kinds & 3) == 3)
        if equal.any():
            chosen = (equal.take(places) & IS_WHOLE_FIELD.take(fields)).nonzero()[0]
            has_article = segment.article_letters[texts[places[chosen]]] > 0
            np.maximum.at(whole, docs[chosen], np.where(has_article, scoring.AFTER_ARTICLE, 1) * weights[chosen])
        if not found.is_exact:
            is_true[docs[(levels >= EXACT_MIN)[places] & (weights > 0)]] = True
    long = np.zeros(len(segment), np.bool_)
    long[found.long_keys >> LONG_FIELD_BITS] = True
    docs = ((elsewhere > 0) | long).nonzero()[0]
    in_long = long[docs]
    elsewhere = np.maximum(elsewhere[docs], in_long * np.float32(LONG_WEIGHT))
    is_exact = np.ones(len(docs), np.bool_) if found.is_exact else is_true[docs] | in_long
    evidence = scoring.Evidence(best[docs], whole[docs], is_exact, is_exact, elsewhere, in_long)
    scores = scoring.document_scores(evidence, 1)
    return Answer(docs, scores, None if found.is_exact else ~is_exact)


def _kinds(segment: Segment, term: Term, texts: Array, levels: Array, starts: Array) -> Array:
    """For each text how well it has the word, whether at its start, and whether without any other word."""
    size, positions = len(term.words), segment.values.positions.take(texts)
    alone = positions == size
    joined = levels == Level.JOINED
    if joined.any():
        alone |= joined & (segment.values.letters.take(texts) == term.letters)
    if term.words[0] not in ARTICLES:
        further = (positions == size + 1).nonzero()[0]
        alone[further] |= segment.article_letters[texts[further]] > 0
    alone &= starts
    kinds: Array = (levels << 2 | starts << 1 | alone).astype(np.intp)
    return kinds


def _score_table(segment: Segment, term: Term) -> Array:
    """By kind and number of letters what a text scores as a unit that weighs 1."""
    sizes = np.arange(segment.most_letters + 1, dtype=np.uint16)
    worth = scoring.MATCH_WEIGHT[: Level.WHOLE + 1, np.newaxis, np.newaxis]
    gains = scoring.apply_boosts(_GAINS, _ALONE)
    scores = scoring.value_scores(worth, np.uint16(term.letters), sizes, 1) * gains[:, np.newaxis]
    return scores.reshape(-1, len(sizes))
