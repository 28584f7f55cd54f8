"""Where a text shows what a query looked for."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from disctui.search.folding import folded_with_places
from disctui.search.query import Query
from disctui.search.vocabulary import edits_allowed
from disctui.search.words import IDEOGRAPHS, skeleton

import re

_WORDS = re.compile(rf"[{IDEOGRAPHS}]|[^\W_{IDEOGRAPHS}]+(?:['.·-][^\W_{IDEOGRAPHS}]+)*")


def highlighted(query: Query, text: str) -> list[tuple[int, int]]:
    """Simple stand-in."""
    lowered = text.lower()
    return [(lowered.find(w), lowered.find(w) + len(w)) for t in query.terms for w in t.words if w in lowered]
