"""Quality and speed of the search beside its peers, on the same films and queries, as plain tables.

python -m benchmarks.search --sizes 10000 98000 --seeds 1 2 3 --each 60
"""

import argparse
import datetime
import os
import platform
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.engines import HITS, PEERS, Engine, index_of, own
from benchmarks.films import Item, items
from benchmarks.queries import KINDS, Drawn, draw
from benchmarks.real_queries import REAL_KINDS, real_queries
from benchmarks.tables import percentile, table
from disctui.search.index import Index

_BROAD = ("the", "drama", "english", "blu ray", "united states", "year:1900..2030", "the drama", "-drama")


_REAL_SHARE = 10
"""How many times more of the real queries a slow peer is asked than of the drawn ones."""


class Measured(NamedTuple):
    """What one engine did with one query."""

    kind: str
    seed: int
    reciprocal_rank: float
    ms: float


def measure(engine: Engine, queries: dict[int, list[Drawn]]) -> list[Measured]:
    """Ask an engine the queries of each seed."""
    found = []
    step = round(1 / engine.share)
    for seed, drawn in queries.items():
        for one in drawn[::step]:
            began = time.perf_counter()
            ids = engine.search(one.text)
            ms = 1000 * (time.perf_counter() - began)
            rank = next((place for place, hit in enumerate(ids[:HITS], 1) if hit in one.right), None)
            found.append(Measured(one.kind, seed, 1 / rank if rank else 0.0, ms))
    return found


def print_quality(results: dict[str, list[Measured]], kinds: Sequence[str] = KINDS) -> None:
    """The mean reciprocal rank by kind, with its spread over the seeds for all kinds together."""

    def mean(found: Iterable[Measured]) -> float | None:
        ranks = [one.reciprocal_rank for one in found]
        return statistics.fmean(ranks) if ranks else None

    rows = []
    for kind in kinds:
        values = [mean(one for one in found if one.kind == kind) for found in results.values()]
        if any(value is not None for value in values):
            rows.append([kind, *("" if value is None else f"{value:.3f}" for value in values)])
    total = ["all kinds"]
    for found in results.values():
        by_seed = [
            mean(one for one in found if one.seed == seed) or 0.0 for seed in sorted({one.seed for one in found})
        ]
        total.append(f"{mean(found) or 0:.4f} ({min(by_seed):.3f}-{max(by_seed):.3f})")
    table(["MRR@10", *results], [*rows, total])


def print_speed(results: dict[str, list[Measured]]) -> None:
    """The time of one query, whatever its kind."""
    rows = [
        [name, *(f"{percentile([one.ms for one in found], part):.1f}" for part in (0.5, 0.95, 1)), str(len(found))]
        for name, found in results.items()
    ]
    table(["ms for a query", "p50", "p95", "most", "queries"], rows)


def print_typing(engines: list[Engine], queries: dict[int, list[Drawn]]) -> None:
    """The time of each key while queries are typed letter by letter, of the shortest queries and of the broadest."""
    asked: dict[str, list[str]] = defaultdict(list)
    for text in (one.text for drawn in queries.values() for one in drawn[:: max(len(drawn) // 60, 1)]):
        for end in range(1, len(text) + 1):
            asked["a key, typing letter by letter" if end > 2 else f"a key, letter {end}"].append(text[:end])
    for first in "abcdefghijklmnopqrstuvwxyz":
        asked["every query of one letter"].append(first)
        asked["queries of two letters"] += [first + second for second in "aeiourst"]
    asked["queries that half the library matches"] += _BROAD
    rows = []
    for name, texts in asked.items():
        cells = [name]
        for engine in engines:
            times = [_time(engine, text) for text in texts]
            cells.append(" / ".join(f"{percentile(times, part):.1f}" for part in (0.5, 0.95, 1)))
        rows.append([*cells, str(len(texts))])
    table(["ms of searching, p50 / p95 / most", *(engine.name for engine in engines), "searches"], rows)


def print_real(engines: list[Engine], measured: list[Item]) -> None:
    """The quality on queries that people really typed, where they are at hand."""
    real = real_queries(measured)
    if not real:
        return
    print(f"{len(real)} queries that people really typed; slow peers are asked fewer:\n")
    asked = [engine._replace(share=min(1.0, engine.share * _REAL_SHARE)) for engine in engines]
    results = {engine.name: measure(engine, {0: real}) for engine in asked}
    print_quality(results, REAL_KINDS)
    table(
        ["first hit right", *results],
        [["", *(f"{statistics.fmean(one.reciprocal_rank == 1 for one in found):.3f}" for found in results.values())]],
    )


def _time(engine: Engine, text: str) -> float:
    began = time.perf_counter()
    engine.search(text)
    return 1000 * (time.perf_counter() - began)


def print_upkeep(measured: list[Item], index: Index) -> None:
    """What it costs to build, keep, load and change the index."""
    from benchmarks.films import documents

    def timed(work: Callable[[], object]) -> float:
        times = []
        for _ in range(3):
            began = time.perf_counter()
            work()
            times.append(time.perf_counter() - began)
        return statistics.median(times)

    given = documents(measured)
    kept = index.to_bytes()
    began = time.perf_counter()
    Index.build(given)
    build = time.perf_counter() - began
    rows = [
        ["build the index", f"{build:.2f} s"],
        ["bytes of it", f"{len(kept) / 1e6:.0f} MB"],
        ["write it as bytes", f"{timed(index.to_bytes):.3f} s"],
        ["take it from bytes, checked", f"{timed(lambda: Index.from_buffer(memoryview(kept))):.3f} s"],
        ["a release changed", f"{timed(lambda: index.updated(given[:1])):.3f} s"],
        ["a thousand changed", f"{timed(lambda: index.updated(given[:1000])):.3f} s"],
    ]
    table([f"{len(measured):,} releases", "median of 3"], rows)


def machine() -> str:
    """The machine, in a line."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        model = next((line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line), "")
    except OSError:
        model = platform.processor()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{model or platform.machine()}, {os.cpu_count()} cores{load}, Python {platform.python_version()}"


def run(size: int, seeds: list[int], each: int, *, peers: bool) -> None:
    """Measure one size of library."""
    measured = items(size)
    queries = {seed: draw(measured, seed, each) for seed in seeds}
    print(f"## {len(measured):,} releases\n")
    index = index_of(measured)
    engines = [own(index)]
    engines += [engine for make in PEERS if (engine := make(measured)) is not None] if peers else []
    results = {engine.name: measure(engine, queries) for engine in engines}
    print_quality(results)
    print("The same with slips left in that make another film's words, which then rightly come first:\n")
    hard = {seed: draw(measured, seed, each, strict=False) for seed in seeds[:1]}
    print_quality({engine.name: measure(engine, hard) for engine in engines[:2]})
    print_real(engines, measured)
    print_speed(results)
    print_typing(engines[:2], queries)
    print_upkeep(measured, index)


def main(arguments: list[str] | None = None) -> None:
    """Run the measurements that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 98_000])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--each", type=int, default=42, help="queries of each kind, for each seed")
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args(arguments)
    print(f"# Search\n\n{datetime.datetime.now().astimezone():%Y-%m-%d}. {machine()}.\n")
    for size in options.sizes:
        run(size, options.seeds, options.each, peers=not options.no_peers)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
