"""Why a release is a hit: for each word of a query the best value that has it, and how."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from disctui.safe_text import clean
from disctui.search.conditions import Term
from disctui.search.fields import LONG_FIELDS, NAMES, shown_name
from disctui.search.index import Index
from disctui.search.levels import Level
from disctui.search.multi_term import joined_neighbours
from disctui.search.query import Query
from disctui.search.scoring import MATCH_WEIGHT
from disctui.search.segment import Segment
from disctui.search.segment_columns import LONG_FIELD_BITS
from disctui.search.term_dictionary import Fuzziness
from disctui.search.term_matches import match_term
from disctui.search.tokenizer import other_numerals, query_words

_HOW = MappingProxyType(
    {
        Level.WHOLE: "whole",
        Level.JOINED: "joined or split",
        Level.PREFIX: "begun",
        Level.VARIANT: "spelt otherwise",
        Level.VARIANT_PREFIX: "begun, spelt otherwise",
        Level.ONE_TYPO: "one letter off",
        Level.ONE_TYPO_PREFIX: "begun, one letter off",
        Level.INITIALS: "initials",
        Level.INSIDE: "inside a word",
        Level.SOUND: "by ear",
        Level.TWO_TYPOS: "two letters off",
        Level.WEAK_TYPO: "one letter off",
        Level.TWO_TYPOS_PREFIX: "begun, two letters off",
        Level.FAR_SOUND: "by ear, or three letters off",
    }
)


class Matched(NamedTuple):
    """Where a release has a word of a query, and how."""

    word: str
    """As it was typed."""
    how: str
    """In words: "whole", "begun", "one letter off"; "missing" where the release does not have it."""
    field: str = ""
    """The name of the field."""
    value: str = ""
    """What stands there; empty for a long text."""


def in_words(matched: Sequence[Matched]) -> list[str]:
    """What was matched, a line for each word: "kalatazov  one letter off  directors: Mikhail Kalatozov"."""
    lines = []
    for word, how, field, value in matched:
        where = f"{field}: {clean(value, 80)}" if value else field
        lines.append("  ".join(filter(None, (clean(word, 40), how, where))))
    return lines


def explain(index: Index, query: Query, release_id: str) -> list[Matched]:
    """How a release, or a film of a set, has each free word of a query, in its order; empty where there is none.

    A set has a word, too, where one of its films does.
    """
    terms = query.resolved(index.own_fields).terms
    found = index.place_of(release_id)
    if found is None:
        return []
    segment = index.segments[found[0]][0]
    docs = (found[1], *segment.films_of(found[1]))
    said = [[_matched(segment, doc, terms, place) for doc in docs] for place in range(len(terms))]
    return [min(ways, key=_farness) for ways in said]


def _farness(matched: Matched) -> int:
    """How far what was found is from what was typed."""
    ways = list(_HOW.values())
    return ways.index(matched.how) if matched.how in ways else len(ways) * (not matched.field)


def _matched(segment: Segment, doc: int, terms: tuple[Term, ...], place: int) -> Matched:
    term = terms[place]
    word = term.source or " ".join(term.words)
    low, high = segment.doc_values.offsets[doc : doc + 2].tolist()
    values, codes = segment.doc_values.values[low:high], segment.doc_values.fields[low:high]
    for fuzziness in (Fuzziness.TYPOS, Fuzziness.LAST_TRY):
        found = match_term(segment, term, joined_neighbours(terms, place), fuzziness)
        levels = np.zeros(len(segment.values.positions), np.uint8)
        levels[found.values] = found.levels
        worth = MATCH_WEIGHT[levels[values]] * segment.weights[codes]
        if len(worth) and worth.max() > 0:
            best = int(worth.argmax())
            how, shown = _HOW[Level(int(levels[values[best]]))], _shown(segment, int(values[best]))
            if how == _HOW[Level.WHOLE] and _is_numeral(term, shown):
                how = "the number, written otherwise"
            return Matched(word, how, _field(segment, int(codes[best])), shown)
        long = found.long_keys[found.long_keys >> LONG_FIELD_BITS == doc]
        if len(long):
            return Matched(word, "whole or begun", LONG_FIELDS[int(long[0]) & ((1 << LONG_FIELD_BITS) - 1)])
    return Matched(word, "missing")


def _is_numeral(term: Term, shown: str) -> bool:
    """Whether a value has another numeral for the word that was typed."""
    words = {word for run in query_words(shown) for word in run}
    return term.words[0] not in words and not words.isdisjoint(other_numerals(term.words[0]))


def _field(segment: Segment, code: int) -> str:
    return shown_name(NAMES[code]) if code < len(NAMES) else segment.own[code - len(NAMES)]


def _shown(segment: Segment, value: int) -> str:
    return segment.values.shown[value].decode(errors="replace")
