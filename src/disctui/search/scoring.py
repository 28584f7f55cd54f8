"""How good a match is: what words, units and fields count, and how a document's score comes of them.

Two ways lead here, one for few documents and one for a word that many have; both must come to the same number to the
last bit, so the sums stand here once.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.conditions import Term
from disctui.search.fields import LONG_WEIGHT
from disctui.search.levels import Level
from disctui.search.tokenizer import ARTICLES

MATCH_WEIGHT = np.zeros(16, np.float32)
MATCH_WEIGHT[Level.FAR_SOUND] = 0.28
MATCH_WEIGHT[Level.TWO_TYPOS_PREFIX] = 0.2
MATCH_WEIGHT[Level.SOUND] = 0.35
MATCH_WEIGHT[Level.INSIDE] = 0.5
MATCH_WEIGHT[Level.INITIALS] = 0.7
MATCH_WEIGHT[Level.WEAK_TYPO] = 0.32
MATCH_WEIGHT[Level.TWO_TYPOS] = 0.34
MATCH_WEIGHT[Level.ONE_TYPO_PREFIX] = 0.42
MATCH_WEIGHT[Level.ONE_TYPO] = 0.78
MATCH_WEIGHT[Level.VARIANT_PREFIX] = 0.66
MATCH_WEIGHT[Level.VARIANT] = 0.8
MATCH_WEIGHT[Level.PREFIX] = 0.82
MATCH_WEIGHT[Level.JOINED] = 0.95
MATCH_WEIGHT[Level.WHOLE] = 1.0
"""What a word counts at each level: a whole one 1."""
_ARTICLE_BEGUN = 0.2
"""What an article that was typed first counts where it only begins a word: `le` says little about a *Legend*."""
_COVERAGE = 0.35
"""What a unit gains when the words cover all its letters."""
PHRASE_BOOST, START_BOOST, _WHOLE_BOOST = 1.08, 1.4, 1.05
"""What a unit gains when all words stand in it in their order, when it begins with them, and when it has no others."""
_BEST_VALUE = 0.61
"""The best value's part in a document's score; the rest is for each word wherever it is found."""
_STRONG, _STRONG_BOOST = 0.84, 0.1
"""A document that has all words as they were typed, and on average in fields that weigh so much, gains so much."""
AFTER_ARTICLE = np.float32(0.97)
"""What a value that is just the words counts if it has an article before them that was not typed."""
_HIGHEST = (1 + _COVERAGE) * START_BOOST * _WHOLE_BOOST


def word_worth(terms: Sequence[Term]) -> Array:
    """By word of a query and level what it counts, beside the others; float32, shape (words, 16)."""
    worth = np.tile(MATCH_WEIGHT, (len(terms), 1))
    if terms[0].words[0] in ARTICLES:
        worth[0, Level.PREFIX] = _ARTICLE_BEGUN
    worth *= np.array([term.weight for term in terms], np.float32)[:, np.newaxis]
    return worth


def value_scores(weight: Array, letters: Array | np.uint16, sizes: Array, total: float) -> Array:
    """What each value scores in a field that weighs 1, before it gains by the order of its words; float32.

    Args:
        weight: What the words that each has count, together; float32.
        letters: How many letters those words have; uint16.
        sizes: How many letters each value has itself; uint16, of the same shape or one that broadcasts to it.
        total: What all words of the query count, were they there whole.
    """
    share = weight / np.float32(total)
    sizes = np.maximum(sizes, np.uint16(1))
    coverage = np.minimum(letters, sizes) / np.maximum(letters, sizes).astype(np.float32)
    scores: Array = share * share * (np.float32(1) + np.float32(_COVERAGE) * coverage) / np.float32(_HIGHEST)
    return scores


def apply_boosts(gains: Array, is_all: Array) -> Array:
    """What values that have all the words gain, given what they gain by the order and whether they have no others."""
    return np.where(is_all, gains * np.float32(_WHOLE_BOOST), gains)


class Evidence(NamedTuple):
    """What speaks for each document; every array has an item for each."""

    best: Array
    """The score of its best value, weighted by the field; float32."""
    whole: Array
    """How much the field weighs in which a value is just the words; 0 where none is; float32."""
    is_together: Array
    """Whether one value has all the words as they were typed; bool."""
    is_exact: Array
    """Whether it has all the words whole or as the beginning of one; bool."""
    elsewhere: Array
    """For all words together what each counts where it counts most; float32."""
    in_long: Array
    """What those of the words count that its long texts have; float32."""


def document_scores(evidence: Evidence, total: float) -> Array:
    """The scores of documents, from 0 to 1; float32, shape (documents,).

    They come in three steps. Below 1/4: words are misspelt, only begun, or in several values. From 1/4: one value has
    all of them as they were typed, so that no other hit may come before. From 1/2: one value is just the words.

    Args:
        evidence: What speaks for each.
        total: What all words of the query count, were they there whole.
    """
    best, whole, is_together, is_exact, elsewhere, in_long = evidence
    share = np.square(in_long / np.float32(total)) * np.float32(LONG_WEIGHT)
    scores = np.float32(_BEST_VALUE) * np.maximum(best, share) + np.float32((1 - _BEST_VALUE) / total) * elsewhere
    scores += np.where(is_exact & (elsewhere > np.float32(_STRONG * total)), np.float32(_STRONG_BOOST), np.float32(0))
    scores /= np.float32(1 + _STRONG_BOOST)
    lifted = whole.nonzero()[0]
    above = (np.float32(1) + np.float32(0.5) * whole[lifted] + np.float32(0.5) * scores[lifted]) / 2
    scores *= np.float32(0.25)
    scores[is_together] += np.float32(0.25)
    scores[lifted] = above
    return scores
