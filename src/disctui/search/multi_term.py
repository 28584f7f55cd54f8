"""Which documents of a segment match the free words of a query."""

import numpy as np

from disctui.columns.declaration import Array
from disctui.search import single_term
from disctui.search.candidates import candidates
from disctui.search.conditions import Term
from disctui.search.document_scorer import DocumentScorer
from disctui.search.matches import Matches, matches_of
from disctui.search.popularity import NO_BOOSTS, Popularity
from disctui.search.segment import Segment
from disctui.search.term_dictionary import Fuzziness
from disctui.search.term_matches import match_term

_NOTHING = Matches(np.zeros(0, np.int64), np.zeros(0, np.bool_), np.zeros(0, np.float32), np.zeros(0, np.float32))


def match(
    segment: Segment,
    terms: tuple[Term, ...],
    wanted: Array,
    fuzziness: Fuzziness,
    popularity: Popularity,
    *,
    every: bool,
) -> Matches:
    """The documents that have the words.

    Args:
        segment: Where to look.
        terms: The words.
        wanted: For each document whether it may match: 0 no, 1 as a near match only, 2 yes.
        fuzziness: How far a word may be from the one typed.
        popularity: What misspelt words gain in values that many documents have.
        every: Whether all of the words must be there; otherwise as many as any document has.
    """
    if not terms:
        docs = wanted.nonzero()[0]
        count = len(docs)
        return matches_of(docs, wanted[docs], np.ones(count, np.bool_), np.ones(count, np.float32))
    if len(terms) == 1:
        return _answered(_single(segment, terms[0], fuzziness, popularity), wanted)
    found = [match_term(segment, term, joined_neighbours(terms, place), fuzziness) for place, term in enumerate(terms)]
    weights = [np.float32(term.weight) for term in terms]
    docs = candidates(segment, found, wanted, weights, every=every)
    if not len(docs):
        return _NOTHING
    return DocumentScorer(segment, terms, found, docs, popularity).matches(wanted, every=every)


def _single(segment: Segment, term: Term, fuzziness: Fuzziness, popularity: Popularity) -> single_term.Answer:
    kept: single_term.Answer | None = single_term.warm_answer(segment, term)
    if kept is not None:
        return kept
    found = match_term(segment, term, (), fuzziness)
    key = ("answer", found.key, None if found.is_exact else popularity.version)
    kept = segment.cache_get(key)
    if kept is not None:
        return kept
    answer = single_term.answer(segment, term, found, popularity.boosts(segment) if not found.is_exact else NO_BOOSTS)
    return segment.cache_put(key, answer, answer.size + 1000)


def _answered(answer: single_term.Answer, wanted: Array) -> Matches:
    """Of the documents that have the one word those that are wanted."""
    docs, scores, allowed = answer.docs, answer.scores, wanted[answer.docs]
    is_exact = np.ones(len(docs), np.bool_) if answer.is_near is None else ~answer.is_near
    if not allowed.all():
        kept = allowed.nonzero()[0]
        docs, scores, is_exact, allowed = docs[kept], scores[kept], is_exact[kept], allowed[kept]
    return matches_of(docs, allowed, is_exact, scores)


def joined_neighbours(terms: tuple[Term, ...], place: int) -> tuple[str, ...]:
    """The word of a term joined with that of the term before, and of the one after."""

    def single(number: int) -> str:
        if not 0 <= number < len(terms) or len(terms[number].words) > 1 or not terms[number].fuzzy:
            return ""
        return terms[number].words[0]

    before, word, after = single(place - 1), single(place), single(place + 1)
    return tuple(one for one in (before and before + word, after and word + after) if one) if word else ()
