"""Where a text shows what a query looked for.

Works on the text alone, without the index, by the same rules: whole, begun, joined, differently transliterated and
misspelt words. A begun word is marked as far as it was typed.
"""

import re
from functools import lru_cache
from itertools import islice, pairwise

from rapidfuzz.distance import OSA

from disctui.search.conditions import Term
from disctui.search.folding import folded_with_places, prepared
from disctui.search.levels import edits_allowed, prefix_edits_allowed
from disctui.search.phonetics import phonetic_key
from disctui.search.query import Query
from disctui.search.term_dictionary import SHORTEST_KEY
from disctui.search.tokenizer import IDEOGRAPHS, other_numerals

Span = tuple[int, int]
"""Places in a text: the first character, and the one after the last."""
_WORD = re.compile(r"[a-z0-9]+")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_MOST_JOINED = 4
_LONG = 200
"""Characters from which on a text is one in which single letters are not marked, beside words that are longer: each
"a" of a synopsis says nothing."""
_MOST_KNOWN = 20_000


class _Sought:
    """The words of a query, ready to be looked for in many texts."""

    def __init__(self, terms: tuple[Term, ...], *, is_near: bool) -> None:
        self.runs = tuple(prepared(term.source.strip()) for term in terms if _IDEOGRAPH.match(term.words[0]))
        words = [word for term in terms for word in term.words if not _IDEOGRAPH.match(word)]
        self.words = tuple(dict.fromkeys(words))
        self.joined = tuple(first + second for first, second in pairwise(words))
        self.numerals = frozenset(other for word in words for other in other_numerals(word))
        fuzzy = [term.words[0] for term in terms if is_near and term.fuzzy and edits_allowed(term.words[0])]
        self.fuzzy = tuple(dict.fromkeys(fuzzy))
        self.phonetic_keys = frozenset(key for key in map(phonetic_key, self.fuzzy) if len(key) >= SHORTEST_KEY)
        self.known: dict[str, tuple[int, bool]] = {}

    def mark(self, word: str) -> tuple[int, bool]:
        """How many letters of a word are marked, and whether it and those behind it may be a sought one, joined."""
        found = self.known.get(word)
        if found is None:
            if len(self.known) > _MOST_KNOWN:
                self.known.clear()
            begun = max((len(one) for one in self.words + self.joined if word.startswith(one)), default=0)
            begun = begun or (len(word) if word in self.numerals else 0)
            marked = begun or (self._near(word) if word.isalpha() else 0)
            found = self.known[word] = (marked, not begun and any(one.startswith(word) for one in self.words))
        return found

    def _near(self, word: str) -> int:
        for sought in self.fuzzy:
            edits = edits_allowed(sought)
            if abs(len(word) - len(sought)) <= edits and OSA.distance(sought, word, score_cutoff=edits) <= edits:
                return len(word)
        if self.fuzzy and phonetic_key(word) in self.phonetic_keys:
            return len(word)
        for sought in self.fuzzy:
            edits = prefix_edits_allowed(sought)
            for length in range(len(sought) - 1, min(len(sought) + 2, len(word))) if edits else ():
                if OSA.distance(sought, word[:length], score_cutoff=edits) <= edits:
                    return length
        return 0


@lru_cache(maxsize=16)
def _sought(terms: tuple[Term, ...], is_near: bool) -> _Sought:
    return _Sought(terms, is_near=is_near)


def highlighted(query: Query, text: str, *, is_near: bool = True) -> list[Span]:
    """The spans of `text` that match the words of a query, in order and apart: whole, begun, folded or misspelt.

    Args:
        query: What was asked.
        text: What stands in a release.
        is_near: Whether misspelt words are marked too. Where a release has every word as it was typed, none of them is
            why it was found.
    """
    terms = query.terms
    for condition in (part for whole in query.conditions for part in (whole.either or (whole,))):
        if condition.terms and not condition.negated:
            terms += condition.terms
    if not terms or not text:
        return []
    if len(text) > _LONG:
        terms = tuple(term for term in terms if not _is_letter(term)) or terms
    sought = _sought(terms, is_near)
    if text.isascii():
        return _spans(sought, text.lower())
    folded, places = folded_with_places(text)
    spans = [(places[start], _end_of(places, end)) for start, end in _spans(sought, folded)]
    return _apart(spans + _runs(sought, text))


def _is_letter(term: Term) -> bool:
    return len(term.words) == len(term.words[0]) == 1 and term.words[0].isascii()


def _end_of(places: list[int], end: int) -> int:
    """The end of the character that the last of some folded ones came from."""
    last = places[end - 1]
    while places[end] == last:
        end += 1
    return places[end]


def _runs(sought: _Sought, text: str) -> list[Span]:
    """Where runs of ideographs stand in a text."""
    found = []
    for run in sought.runs:
        start = text.find(run)
        while start >= 0:
            found.append((start, start + len(run)))
            start = text.find(run, start + 1)
    return found


def _spans(sought: _Sought, folded: str) -> list[Span]:
    found = []
    for match in _WORD.finditer(folded):
        word = match[0]
        marked, is_joinable = sought.known.get(word) or sought.mark(word)
        if is_joinable and (end := _joined_end(sought, folded, match)):
            found.append((match.start(), end))
        elif marked:
            found.append((match.start(), min(match.start() + marked, match.end())))
    return _apart(found) if len(found) > 1 else found


def _joined_end(sought: _Sought, folded: str, first: re.Match[str]) -> int:
    """Where a word and those behind it end that are a sought one when joined; 0 where there are none."""
    joined, end = first[0], first.end()
    for other in islice(_WORD.finditer(folded, end), _MOST_JOINED - 1):
        if other.start() > end + 1:
            return 0
        joined, end = joined + other[0], other.end()
        if joined in sought.words:
            return end
    return 0


def _apart(spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
