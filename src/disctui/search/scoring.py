"""How good a match is: what words, units and fields count, and how a document's score comes of them.

Two ways lead here, one for few documents and one for a word that many have; both must come to the same number to the
last bit, so the sums stand here once.
"""

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.fields import LONG_WEIGHT, WHOLE_FIELDS
from disctui.search.term_dictionary import Level

MATCH_WEIGHT = np.zeros(16, np.float32)
MATCH_WEIGHT[Level.TWO_TYPOS_PREFIX] = 0.2
MATCH_WEIGHT[Level.WEAK_TYPO] = 0.32
MATCH_WEIGHT[Level.TWO_TYPOS] = 0.34
MATCH_WEIGHT[Level.ONE_TYPO_PREFIX] = 0.42
MATCH_WEIGHT[Level.ONE_TYPO] = 0.75
MATCH_WEIGHT[Level.VARIANT_PREFIX] = 0.66
MATCH_WEIGHT[Level.VARIANT] = 0.8
MATCH_WEIGHT[Level.PREFIX] = 0.82
MATCH_WEIGHT[Level.WHOLE] = 1.0
"""What a word counts at each level: a whole one 1."""
_COVERAGE = 0.35
"""What a unit gains when the words cover all its letters."""
PHRASE_BOOST, START_BOOST, _WHOLE_BOOST = 1.08, 1.4, 1.05
"""What a unit gains when all words stand in it in their order, when it begins with them, and when it has no others."""
_BEST_UNIT = 0.62
"""The best unit's part in a document's score; the rest is for each word wherever it is found."""
_HIGHEST = (1 + _COVERAGE) * START_BOOST * _WHOLE_BOOST
IS_WHOLE_FIELD = np.zeros(256, np.bool_)
IS_WHOLE_FIELD[list(WHOLE_FIELDS)] = True
"""By field whether being just the words puts a release before all others."""


def unit_scores(worth: Array, letters: Array | np.uint16, sizes: Array, count: int) -> Array:
    """For each text what it scores as a unit that weighs 1, before what it gains by the order of its words.

    Args:
        worth: What the words that it has count, together.
        letters: How many letters those words have.
        sizes: How many letters it has itself.
        count: How many words were typed.
    """
    share = worth / np.float32(count)
    sizes = np.maximum(sizes, np.uint16(1))
    coverage = np.minimum(letters, sizes) / np.maximum(letters, sizes).astype(np.float32)
    scores: Array = share * share * (np.float32(1) + np.float32(_COVERAGE) * coverage) / np.float32(_HIGHEST)
    return scores


def apply_boosts(gains: Array, is_all: Array) -> Array:
    """What texts that have all the words gain, given what they gain by their order."""
    return np.where(is_all, gains * np.float32(_WHOLE_BOOST), gains)


def document_scores(best_unit: Array, whole: Array, elsewhere: Array, in_long: Array, count: int) -> Array:
    """The scores of documents, from 0 to 1.

    Args:
        best_unit: The score of the best unit of each.
        whole: How much the unit weighs that is just the words; 0 without one.
        elsewhere: For all words together what each counts where it counts most.
        in_long: How many of the words the long texts have.
        count: How many words were typed.
    """
    share = np.square(in_long / np.float32(count)) * np.float32(LONG_WEIGHT)
    best_unit = np.maximum(best_unit, share)
    scores = np.float32(_BEST_UNIT) * best_unit + np.float32((1 - _BEST_UNIT) / count) * elsewhere
    lifted = np.flatnonzero(whole)
    above = (np.float32(1) + np.float32(0.5) * whole[lifted] + np.float32(0.5) * scores[lifted]) / 2
    scores *= np.float32(0.5)
    scores[lifted] = above
    return scores
