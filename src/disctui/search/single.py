"""A query of one word that many documents have, as while the first letters are typed.

The uses of the word are gone through in blocks small enough to stay in the processor's cache, and only what can differ
between them is worked out: with one word nothing depends on which others a text has.
"""

import itertools
from collections.abc import Iterator

import msgspec
import numpy as np

from disctui.search import scoring
from disctui.search.arrays import Array, spread
from disctui.search.fields import LONG_WEIGHT
from disctui.search.hits import Hits, fresh_hits
from disctui.search.query import Term
from disctui.search.segment import LONG_FIELD_BITS, Segment
from disctui.search.vocabulary import TRUE, Effort, Level

_BLOCK = 16_384
"""Uses that are looked at together: some hundred kilobytes of numbers."""
_JUST_THE_WORD = Level.WHOLE << 2 | 3
"""The kind of a text that is the word and nothing else."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_KEPT_FROM = 8
"""The answer to a letter is kept where it has a use in one of so many documents; the others are soon worked out."""
_MOST_KEPT = 1 << 16


class Answer(msgspec.Struct, frozen=True):
    """How well each document of a segment has one word."""

    scores: Array
    """0 where it has it not."""
    is_near: Array | None = None
    """Whether it has it only misspelt; None: none has."""


class _Kept(msgspec.Struct, frozen=True):
    """An answer without near matches, of which few scores differ, in two bytes for each document."""

    distinct: Array
    codes: Array


def is_broad(segment: Segment, found: Hits) -> bool:
    """Whether so many documents have a word that it pays to work out an answer for all."""
    return found.uses * _KEPT_FROM > len(segment)


def kept_answer(segment: Segment, term: Term) -> Answer | None:
    """The answer to a single letter, where it is kept."""
    kept: _Kept | None = segment.letters.get(_letter(term))
    return Answer(kept.distinct[kept.codes]) if kept is not None else None


def keep_letters(segment: Segment) -> None:
    """Work out the answers to single letters, which match more than anything else and are typed first."""
    for letter in _LETTERS:
        term = Term((letter,))
        found = fresh_hits(segment, term, Effort.EXACT)
        if not is_broad(segment, found):
            continue
        distinct, codes = np.unique(answer(segment, term, found).scores, return_inverse=True)
        if len(distinct) <= _MOST_KEPT:
            segment.letters[letter] = _Kept(distinct, codes.astype(np.uint16))


def _letter(term: Term) -> str:
    """The letter that a term is, if it is no more than that."""
    return term.words[0] if len(term.words) == 1 and term.begun and len(term.words[0]) == 1 else ""


def answer(segment: Segment, term: Term, found: Hits) -> Answer:
    """How well each document has a word that was found."""
    best = np.zeros(len(segment), np.float32)
    elsewhere = np.zeros(len(segment), np.float32)
    whole = np.zeros(len(segment), np.float32)
    is_true = np.zeros(len(segment), np.bool_)
    has_near = bool(len(found.levels)) and int(found.levels.min()) < TRUE
    arrays, table = segment.arrays, _score_table(segment, term, found)
    for block, starts, lengths in _blocks(segment, found.texts):
        texts, levels = found.texts[block], found.levels[block]
        kinds = _kinds(segment, term, texts, levels, found.starts[block])
        scores = table.take(kinds * table.shape[1] + arrays.text_letters[texts])
        uses = spread(starts, lengths)
        places = np.repeat(np.arange(len(texts)), lengths)
        docs = arrays.use_docs[uses].astype(np.intp)
        fields = arrays.use_fields[uses]
        weights = segment.weights[fields]
        np.maximum.at(best, docs, scores[places] * weights)
        np.maximum.at(elsewhere, docs, scoring.WORTH[levels][places] * weights)
        equal = kinds == _JUST_THE_WORD
        if equal.any():
            chosen = np.flatnonzero(equal[places] & scoring.IS_WHOLE_FIELD[fields])
            np.maximum.at(whole, docs[chosen], weights[chosen])
        if has_near:
            is_true[docs[(levels >= TRUE)[places] & (weights > 0)]] = True
    long = np.zeros(len(segment), np.bool_)
    long[found.long_keys >> LONG_FIELD_BITS] = True
    return _answer(best, elsewhere, whole, long, is_true | long if has_near else None)


def _kinds(segment: Segment, term: Term, texts: Array, levels: Array, starts: Array) -> Array:
    """For each text how well it has the word, whether at its start, and whether without any other word."""
    alone = starts & (segment.arrays.text_places[texts] == len(term.words))
    kinds: Array = (levels << 2 | starts << 1 | alone).astype(np.intp)
    return kinds


def _score_table(segment: Segment, term: Term, found: Hits) -> Array:
    """By kind and number of letters what a text scores as a unit that weighs 1."""
    lowest = int(found.levels.min(initial=Level.WHOLE))
    table = np.zeros((_JUST_THE_WORD + 1, segment.most_letters + 1), np.float32)
    sizes = np.arange(segment.most_letters + 1, dtype=np.uint16)
    for level in range(lowest, Level.WHOLE + 1):
        worth = scoring.WORTH[np.full(len(sizes), level)]
        scores = scoring.unit_scores(worth, np.uint16(term.letters), sizes, 1)
        for kind, gain in enumerate((scoring.IN_ORDER, scoring.IN_ORDER, scoring.AT_START, scoring.AT_START)):
            is_alone = np.full(len(sizes), kind == 3)
            table[level << 2 | kind] = scores * scoring.gained(np.full(len(sizes), gain, np.float32), is_alone)
    return table


def _answer(best: Array, elsewhere: Array, whole: Array, long: Array, is_true: Array | None) -> Answer:
    has = (elsewhere > 0) | long
    elsewhere = np.maximum(elsewhere, long * np.float32(LONG_WEIGHT))
    scores = scoring.document_scores(best, whole, elsewhere, long, 1)
    scores[~has] = 0
    return Answer(scores, has & ~is_true if is_true is not None else None)


def _blocks(segment: Segment, texts: Array) -> Iterator[tuple[slice, Array, Array]]:
    """Runs of texts with no more than a few blocks of uses; where the uses of each start, and how many there are."""
    bounds = segment.arrays.use_bounds
    for first in range(0, len(texts), _BLOCK):
        numbers = texts[first : first + _BLOCK].astype(np.intp)
        starts = bounds[numbers]
        lengths = bounds[numbers + 1] - starts
        ends = np.cumsum(lengths, dtype=np.int64)
        inner = np.searchsorted(ends, np.arange(_BLOCK, int(ends[-1]), _BLOCK)).tolist()
        for low, high in itertools.pairwise([0, *inner, len(numbers)]):
            if low < high:
                yield slice(first + low, first + high), starts[low:high], lengths[low:high]
