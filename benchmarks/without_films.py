"""What films of box sets cost the search: an index with them beside one of the same releases without.

python -m benchmarks.without_films LIBRARY

Both are one segment, asked the same queries in turns, each round afresh; processor time, as a machine is seldom idle.
"""

import json
import statistics
import sys
import time
from typing import NamedTuple

import numpy as np

from benchmarks.films import items
from benchmarks.queries import draw
from disctui.library.catalogue import whole_catalogue
from disctui.search.index import Index
from disctui.search.query import Query, parse
from disctui.search.segment import Segment
from disctui.search.segment_merger import merged

_ROUNDS, _EACH, _FILMS = 7, 8, 10_000
_FIRST = ("zorba", "tarkovski mirror")
"""Queries that are not measured: they make what the first ones have to make."""


class Compared(NamedTuple):
    """What was measured of both; the first with films."""

    documents: tuple[int, int]
    queries: int
    ms: tuple[float, float]
    """Milliseconds of a processor for a query, in the middle of all rounds."""
    dearer: list[float]
    """By round how much dearer the index with films is: 0.02 for two in a hundred; sorted."""


def compare(root: str) -> Compared:
    """Ask both indexes of a library."""
    pairs = whole_catalogue(root).index.segments
    segments = [segment for segment, _ in pairs]
    ways = (
        merged(segments, [alive for _, alive in pairs]),
        merged(segments, [alive & segment.rows(by_film=False) for segment, alive in pairs]),
    )
    queries = [parse(one.text) for one in draw(items(_FILMS), 1, _EACH)]
    rounds = [_round(ways, queries, number) for number in range(_ROUNDS)]
    return Compared(
        (len(ways[0]), len(ways[1])),
        len(queries),
        (statistics.median(one for one, _ in rounds), statistics.median(other for _, other in rounds)),
        sorted(one / other - 1 for one, other in rounds),
    )


def _round(ways: tuple[Segment, Segment], queries: list[Query], number: int) -> tuple[float, float]:
    """Milliseconds of a processor for a query, for each of two indexes that have answered nothing yet."""
    indexes = [_afresh(segment) for segment in ways]
    spent = [0, 0]
    for place, query in enumerate(queries):
        for way in (0, 1) if (place + number) % 2 else (1, 0):
            began = time.process_time_ns()
            indexes[way].search(query).ids(0, 40)
            spent[way] += time.process_time_ns() - began
    return spent[0] / 1e6 / len(queries), spent[1] / 1e6 / len(queries)


def _afresh(segment: Segment) -> Index:
    index = Index((Segment(segment.columns, segment.own),), (np.ones(len(segment), np.bool_),))
    index.warm()
    for text in _FIRST:
        index.search(parse(text)).ids(0, 40)
    return index


if __name__ == "__main__":
    print(json.dumps(compare(sys.argv[1])))
