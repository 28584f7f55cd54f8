"""Where a text shows what a query looked for."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from disctui.search.folding import folded_with_places
from disctui.search.query import Query
from disctui.search.vocabulary import beginning_edits_allowed, edits_allowed
from disctui.search.words import IDEOGRAPHS, skeleton

Span = tuple[int, int]
"""Places in a text: the first character, and the one after the last."""

_PIECE = re.compile(rf"[{IDEOGRAPHS}]+|[^\W_{IDEOGRAPHS}]+(?:['’.·•*-][^\W_{IDEOGRAPHS}]+)*")
_WORD = re.compile(r"[a-z0-9]+")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")


def highlighted(query: Query, text: str) -> list[Span]:
    """The spans of `text` that match the words of a query, in order and apart: whole, begun, folded or misspelt."""
    wanted = _wanted(query)
    return list(_spans(wanted, text)) if wanted else []


def _wanted(query: Query) -> tuple[tuple[str, ...], ...]:
    conditions = (condition for condition in query.conditions if not condition.negated)
    terms = [*query.terms, *(term for condition in conditions for term in condition.terms)]
    return tuple(term.words for term in terms)


@lru_cache(maxsize=4096)
def _spans(wanted: tuple[tuple[str, ...], ...], text: str) -> tuple[Span, ...]:
    single = [words[0] for words in wanted if len(words) == 1]
    single += [word for words in wanted if len(words) > 1 for word in words if not _IDEOGRAPH.match(word)]
    runs = ["".join(words) for words in wanted if _IDEOGRAPH.match(words[0])]
    found: list[Span] = []
    for piece in _PIECE.finditer(text):
        if _IDEOGRAPH.match(piece[0]):
            found += _in_ideographs(piece[0], piece.start(), runs, single)
        else:
            found += _in_words(piece[0], piece.start(), single)
    return tuple(_apart(found))


def _in_ideographs(piece: str, start: int, runs: list[str], single: list[str]) -> list[Span]:
    found = []
    for run in (*runs, *(word for word in single if _IDEOGRAPH.match(word))):
        at = piece.find(run)
        if at >= 0:
            found.append((start + at, start + at + len(run)))
    return found or _in_words(piece, start, single)


def _in_words(piece: str, start: int, single: list[str]) -> list[Span]:
    """The spans within words that punctuation may join: "Spider-Man" is `spider`, `man` and `spiderman`."""
    folded, places = _folded(piece)
    words = [(match.start(), match[0]) for match in _WORD.finditer(folded)]
    if not words:
        return []
    joined = "".join(word for _, word in words)
    joined_places = [at + offset for at, word in words for offset in range(len(word))]
    found = []
    for wanted in single:
        spans = [(at, at + length) for at, word in words if (length := _matched(wanted, word))]
        if not spans and len(words) > 1 and (length := _matched(wanted, joined)):
            spans = [(joined_places[0], joined_places[length - 1] + 1)]
        found += [(start + places[first], start + places[after]) for first, after in spans]
    return found


@lru_cache(maxsize=8192)
def _folded(piece: str) -> tuple[str, list[int]]:
    return folded_with_places(piece)


@lru_cache(maxsize=16384)
def _matched(wanted: str, word: str) -> int:
    """How many letters of `word` match: those that are begun, or all of a misspelt one; 0 where none do."""
    if word.startswith(wanted):
        return len(wanted)
    if not wanted.isascii():
        return 0
    edits = edits_allowed(wanted)
    if edits and abs(len(word) - len(wanted)) <= edits and OSA.distance(wanted, word, score_cutoff=edits) <= edits:
        return len(word)
    edits = beginning_edits_allowed(wanted)
    if edits and len(word) > len(wanted):
        begun = word[: len(wanted)]
        if OSA.distance(wanted, begun, score_cutoff=edits) <= edits:
            return len(wanted)
    return len(word) if len(wanted) > 3 and skeleton(wanted) == skeleton(word) else 0


def _apart(spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
