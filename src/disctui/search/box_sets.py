"""What is found by film and by release: films of a box set as they are, or folded into their set."""

from collections.abc import Sequence

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.search.conditions import Condition, Term
from disctui.search.fields import FILM_SEEN, SEEN
from disctui.search.filters import NO, YES, filter_mask
from disctui.search.matches import Matches
from disctui.search.segment import Segment
from disctui.search.term_dictionary import Fuzziness
from disctui.search.term_matches import match_term

_MEETS = 2
"""What `wanted` says of a document that meets all conditions."""


def folded(segment: Segment, found: Matches) -> Matches:
    """Matches in which each film stands for its set, the best one of a set alone and the set itself before its films.

    Args:
        segment: Where they were found.
        found: Matches, sorted by document.
    """
    if not segment.has_films:
        return found
    films = segment.film_numbers.take(found.docs)
    if not films.any():
        return found
    owners = segment.owners.take(found.docs)
    places = owners.argsort(kind="stable")
    docs = owners.take(places)
    is_first, is_shared = np.ones(len(docs), np.bool_), np.zeros(len(docs), np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=is_first[1:])
    if not is_first.all():
        is_shared[1:] = ~is_first[1:]
        is_shared[:-1] |= is_shared[1:]
        best = _best_of_each(found, places[is_shared], docs[is_shared], films)
        places, docs = places[is_first], docs[is_first]
        places[is_shared[is_first]] = best
    return Matches(
        docs, found.is_exact.take(places), found.scores.take(places), found.missing.take(places), films.take(places)
    )


def _best_of_each(found: Matches, places: Array, owners: Array, films: Array) -> Array:
    """For each owner, in their order, that of some places which holds its best match; int64.

    Args:
        found: The matches.
        places: Of the matches in question; int64.
        owners: The document that each of these stands for.
        films: By match of `found` the number of the film, 0 for a set itself.
    """
    order = np.lexsort((films.take(places), -found.scores.take(places), found.missing.take(places), owners))
    sorted_owners = owners.take(order)
    is_first = np.ones(len(order), np.bool_)
    np.not_equal(sorted_owners[1:], sorted_owners[:-1], out=is_first[1:])
    best: Array = places[order[is_first]]
    return best


def titles_together(segment: Segment, terms: Sequence[Term]) -> Array:
    """The sets in whose films' titles all words are found, where no film alone has them: two titles typed together.

    Args:
        segment: Where to look.
        terms: The words, at least one.

    Returns:
        The sets' documents, sorted; int64.
    """
    nothing, titled = np.zeros(0, np.int64), []
    if not segment.has_films:
        return nothing
    for term in terms:
        docs = _titled(segment, term)
        if not len(docs):  # as a rule: this is asked where nothing was found as it was typed
            return nothing
        titled.append(docs)
    sets = _common(segment, [segment.owners.take(docs) for docs in titled])
    if not len(sets):
        return nothing
    alone = segment.owners.take(_common(segment, titled))
    is_alone = np.zeros(len(segment), np.bool_)
    is_alone[alone] = True
    found: Array = sets[~is_alone[sets]]
    return found


def _common(segment: Segment, some: Sequence[Array]) -> Array:
    """The documents that all of some arrays have, sorted; int64."""
    fewest, *others = sorted(some, key=len)
    common = np.unique(fewest).astype(np.int64)
    for docs in others:
        is_there = np.zeros(len(segment), np.bool_)
        is_there[docs] = True
        common = common[is_there[common]]
        if not len(common):
            break
    return common


def only_wanted(docs: Array, wanted: Array) -> Matches:
    """Documents that match as they were typed, of those that meet all conditions.

    Args:
        docs: The documents, sorted; int64.
        wanted: How each document of the segment meets the conditions, as for `match`; uint8.
    """
    docs = docs[wanted[docs] == _MEETS]
    every = np.ones(len(docs), np.bool_)
    return Matches(docs, every, every.astype(np.float32), np.zeros(len(docs), np.float32))


def _titled(segment: Segment, term: Term) -> Array:
    """The sets and films in whose titles a term is found, nothing misspelt; uint32."""
    if len(term.words) > 1:
        return segment.set_titles.docs_of(match_term(segment, msgspec.structs.replace(term, fuzzy=False)).values)
    word = term.words[0].encode()
    low, high = segment.words.prefix_range(word)
    if not term.is_prefix:
        high = low + (low < high and segment.words[low] == word)
    return segment.set_titles.docs_between(low, high)


def condition_mask(segment: Segment, condition: Condition, fuzziness: Fuzziness, *, by_film: bool = False) -> Array:
    """For each document how it meets a condition, as `filter_mask` says it. Not to be changed.

    By release what must not be there must not be said of the set either: a set that has a cover is not found by a film
    that has none; where it is enough that something is missing, neither the set nor any of its films may have it. A set
    is unseen until all of its films are seen, but no film that was seen leads to it.
    """
    if not by_film and any(one.negated for one in condition.either):
        met = [
            _lacking(segment, one) if _is_bare(one) else condition_mask(segment, one, fuzziness)
            for one in condition.either
        ]
        joined: Array = np.maximum.reduce(met)
        return _opposite(joined == YES) if condition.negated else joined
    found = filter_mask(segment, condition, fuzziness)
    if by_film or not condition.negated or not segment.has_films:
        return found
    found = np.minimum(found, found[segment.owners])
    if SEEN in condition.fields and _is_bare(condition):
        found[segment.number_column(FILM_SEEN)[0]] = NO
    return found


def _is_bare(condition: Condition) -> bool:
    """Whether a condition asks that a field has nothing at all."""
    return condition.negated and not (
        condition.either or condition.terms or condition.range or condition.choices or condition.source.strip('" ')
    )


def _lacking(segment: Segment, condition: Condition) -> Array:
    """The documents of releases of which neither they nor any of their films have what is not to be there."""
    has = filter_mask(segment, msgspec.structs.replace(condition, negated=False), Fuzziness.NONE) == YES
    return _opposite(segment.releases_of(has)[segment.owners])


def _opposite(met: Array) -> Array:
    """How documents meet the opposite of what some of them have; uint8, see `filter_mask`."""
    found: Array = np.where(met, np.uint8(NO), np.uint8(YES))
    return found


def of_films(condition: Condition) -> Condition:
    """A condition as it is asked of films one by one: each may have been seen, though not all of its set were."""
    if condition.either:
        return msgspec.structs.replace(condition, either=tuple(map(of_films, condition.either)))
    if SEEN in condition.fields:
        return msgspec.structs.replace(condition, fields=(*condition.fields, FILM_SEEN))
    return condition


class SeenTogether:
    """By film: a film is seen where any of its editions is.

    Args:
        parts: The parts of an index, each with a mask of the documents that count.
        editions: By slot of the index a number for each film of which there are several editions, 0 for all others.
    """

    def __init__(self, parts: Sequence[tuple[Segment, Array]], editions: Array) -> None:
        numbers, seen = [], []
        first = 0
        for segment, alive in parts:
            own = np.zeros(len(segment), np.int64)
            known = editions[first : first + len(segment)]
            own[: len(known)] = known
            is_seen = np.zeros(len(segment), np.bool_)
            for field in (SEEN, FILM_SEEN):
                is_seen[segment.number_column(field)[0]] = True
            seen.append(own[is_seen & alive & segment.rows(by_film=True)])
            numbers.append(own)
            first += len(segment)
        found = np.concatenate(seen)
        self._by_segment = {
            id(segment): (own > 0) & np.isin(own, found) for (segment, _), own in zip(parts, numbers, strict=True)
        }

    def mask(self, segment: Segment, condition: Condition, found: Array) -> Array:
        """How documents meet a condition, given how they do by themselves; uint8, see `filter_mask`."""
        if FILM_SEEN not in condition.fields or condition.range is not None or condition.terms:
            return found
        return np.where(self._by_segment[id(segment)], np.uint8(NO if condition.negated else YES), found)
