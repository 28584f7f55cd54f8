"""Which candidate of a source is the release that is wanted: the surest one, if no other is nearly as sure."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from disctui.importers.matching import folded_title
from disctui.sources.source import Candidate, Wanted

CLEAR = 0.8
"""How sure one must be of a candidate to take it without asking, from 0 to 1."""
LEAD = 0.1
"""How much surer than of the next one."""
LEAST = 0.45
"""What is less sure is not even shown."""
_NEAR_MINUTES = 4
"""Minutes by which two sources may count the length of one film differently: credits, frames a second."""


def likeness(wanted: Wanted, candidate: Candidate) -> float:
    """How sure it is that a candidate is what is wanted, from 0 to 1; what only one side says counts for nothing."""
    if candidate.is_certain:
        return 1.0
    found = _of_titles(map(folded_title, wanted.titles), candidate.titles)
    if wanted.year and candidate.year:
        apart = abs(wanted.year - candidate.year)
        found -= 0.0 if not apart else 0.1 if apart == 1 else 0.4
    else:
        found -= 0.1
    directors = wanted.texts("directors")
    if directors and candidate.directors:
        mine, theirs = set(map(folded_title, directors)), set(map(folded_title, candidate.directors))
        is_shared = any(fuzz.token_sort_ratio(one, other) >= 85 for one in mine for other in theirs)
        found += 0.1 if is_shared else -0.3
    if wanted.length and candidate.length and abs(wanted.length - candidate.length) > _NEAR_MINUTES:
        found -= 0.1
    return max(0.0, min(found, 0.99))


def _of_titles(mine: Iterable[str], theirs: Sequence[str]) -> float:
    """How alike the two titles are that are most alike."""
    return max((fuzz.ratio(one, other) / 100 for one in mine for other in theirs), default=0.0)


def ranked(wanted: Wanted, candidates: Iterable[Candidate]) -> list[tuple[float, Candidate]]:
    """The candidates that may be meant, the surest first, each with how sure it is."""
    sure = ((likeness(wanted, candidate), candidate) for candidate in candidates)
    return sorted((one for one in sure if one[0] >= LEAST), key=lambda one: (-one[0], one[1].needs_word))


def clear_match(found: Sequence[tuple[float, Candidate]]) -> Candidate | None:
    """The one to take without asking, of those that `ranked` gives; None where it is not clear."""
    free = [one for one in found if not one[1].needs_word]
    if not free or free[0][0] < CLEAR:
        return None
    best, *others = free
    return None if others and best[0] - others[0][0] < LEAD else best[1]
