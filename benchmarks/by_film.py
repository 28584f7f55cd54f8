"""A library with box sets, by release and by film: grouping editions, counting shelves, the browser's `z`, its memory.

python -m benchmarks.by_film --size 98000

Processor seconds, which a busy machine does not change, beside seconds on the clock where a person waits.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.films import PROJECT
from benchmarks.program import Library, keys_in_browser, library, percentiles
from benchmarks.tables import table
from benchmarks.terminal import Recorder
from disctui.release_file.literals import literal

_SETS_IN_A_THOUSAND = 4
_MADE = "made-box-set-"
"""What the names of their files begin with, as no film's does."""
_FILM_KEYS = ("title", "original_title", "year", "directors", "cast", "writers", "genres", "countries", "synopsis")
_MEASURE = """
import json, sys, time
from disctui.library.catalogue import Reader, whole_catalogue
from disctui.library.film_rows import all_films
from disctui.library.listing import SORTINGS
from disctui.library.shelf_counts import counted_shelves
from disctui.search.query import parse
def took(work):
    began = time.process_time()
    made = work()
    return made, time.process_time() - began
catalogue = whole_catalogue(sys.argv[1])
_, counting = took(lambda: counted_shelves(catalogue))
_, first = took(lambda: catalogue.editions)
again = []
for path in list(catalogue.entries)[:5]:
    catalogue = Reader(sys.argv[1]).read_paths(catalogue, [path])
    again.append(took(lambda: len(all_films(catalogue, SORTINGS[0])))[1])
typed = ("happy together", "seven samuri", "tarkovski", "love")
queries = [text[:end] for text in typed for end in range(3, len(text))]
ways = []
for find in (catalogue.index.search, catalogue.films_found):
    ways.append([1000 * took(lambda: find(parse(text)).ids(0, 40))[1] for text in queries])
print(json.dumps([counting, first, again, ways, len(catalogue.editions.groups), catalogue.editions.film_rows]))
"""


def make_sets(root: Path, count: int) -> None:
    """Make box sets of 3 to 20 films each of the releases of a library, once; the releases stay beside them."""
    if any(root.glob(f"{_MADE}*.toml")):
        return
    drawn = random.Random(5)
    files = drawn.sample(sorted(root.glob("[!p]*.toml")), min(20 * count, 20_000))
    for number in range(count):
        taken, files = files[: (size := drawn.randint(3, 20))], files[size:]
        releases = [tomllib.loads(file.read_text(encoding="utf-8")) for file in taken]
        films = [{key: one[key] for key in _FILM_KEYS if key in one} for one in releases]
        lines = [f"title = {literal(films[0]['title'] + ' and other films')}", *map(_table, films)]
        (root / f"{_MADE}{number:04}.toml").write_text("\n".join(lines), encoding="utf-8")


def _table(film: dict[str, Any]) -> str:
    return "\n".join(["\n[[films]]", *(f"{key} = {literal(value)}" for key, value in film.items())])


class Turned:
    """What a `z` took: until films, or releases, are on the screen, and until nothing more came."""

    def __init__(self, browser: Recorder, wanted: str) -> None:
        before = _processor(browser)
        began = browser.type("z")
        self.shown = 1000 * (browser.until(lambda lines: any(wanted in line for line in lines[:3])) - began)
        browser.listen(2)
        list(browser.moments())
        self.processor = 1000 * (_processor(browser) - before)


def _processor(browser: Recorder) -> float:
    """Seconds of a processor that the program has taken."""
    fields = Path(f"/proc/{browser.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def turns(shelf: Library) -> tuple[list[Turned], tuple[float, float]]:
    """The first `z` after the start, that back, the first after a file was saved; and the memory then, in megabytes."""
    path = next(path for path in sorted(shelf.root.glob("[!p]*.toml")))
    before = path.read_bytes()
    with shelf.browser() as browser:
        browser.until(shelf.is_searchable)
        browser.listen(4)
        browser.type("\r")
        browser.listen(1)
        found = [Turned(browser, " films"), Turned(browser, " releases")]
        try:
            path.write_bytes(before + b"# once more\n")
            browser.listen(3)
            list(browser.moments())
            found.append(Turned(browser, " films"))
        finally:
            path.write_bytes(before)
        return found, browser.memory()


def _counted(words: str, values: Sequence[float]) -> list[str]:
    return [words, *percentiles(values), str(len(values))]


def run(count: int) -> None:
    """Measure one size of library."""
    with library(count) as made:
        make_sets(made.root, count * _SETS_IN_A_THOUSAND // 1000)
        shelf = made._replace(count=sum(path.name != "people.toml" for path in made.root.rglob("*.toml")))
        sets = len(list(shelf.root.glob(f"{_MADE}*.toml")))
        print(f"### By film: {shelf.count:,} releases, {sets:,} of them box sets\n")
        with shelf.browser() as browser:
            browser.until(shelf.is_searchable)
            browser.listen(20)  # what was read is kept, and merged, for what follows
        report(shelf)


def report(shelf: Library) -> None:
    """Print the tables of a library that was read before."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(shelf.root)], check=True, capture_output=True, text=True,
        env=os.environ | shelf.environment,
    )  # fmt: skip
    counting, first, again, (by_release, by_film), groups, rows = json.loads(done.stdout)
    found, (resident, peak) = turns(shelf)
    began = time.perf_counter()
    answers, typing = keys_in_browser(shelf, settled=0.0)
    table(
        ["", "figure"],
        [
            [f"editions of {rows:,} films, {groups:,} groups, the first time", f"{first:.2f} s of a processor"],
            ["the same and all rows after a file was saved", f"{sorted(again)[len(again) // 2]:.2f} s of a processor"],
            ["all shelves counted", f"{counting:.2f} s of a processor"],
            *(
                [f"z, {words}", f"{one.shown:.0f} ms to the screen, {one.processor:.0f} ms of a processor in all"]
                for words, one in zip(("the first", "back", "after a file was saved"), found, strict=True)
            ),
            ["megabytes resident, films listed", f"{resident:.0f}, at the most {peak:.0f}"],
            ["the same after typing", f"{typing[0]:.0f}, at the most {typing[1]:.0f}"],
        ],
    )
    table(
        ["ms", "p50", "p95", "most", "of"],
        [
            _counted("of a processor for a query, by release", by_release),
            _counted("the same by film", by_film),
            _counted("from a key to the letter, while shelves are counted", answers.echo),
            _counted("from a key to the rows, while shelves are counted", answers.rows),
        ],
    )
    print(f"keys typed in {time.perf_counter() - began:.0f} s\n")
    report_without_films(shelf)


def report_without_films(shelf: Library) -> None:
    """Print what the search costs with films in the index, beside the same releases without."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.without_films", str(shelf.root)], check=True, capture_output=True, text=True,
        cwd=PROJECT, env=os.environ | shelf.environment,
    )  # fmt: skip
    documents, queries, ms, dearer = json.loads(done.stdout)
    spread = f"{dearer[0]:+.1%} to {dearer[-1]:+.1%} in {len(dearer)} rounds"
    table(
        [f"a query, of {queries}, by release", "documents", "ms of a processor", "dearer"],
        [
            ["with films", f"{documents[0]:,}", f"{ms[0]:.2f}", f"{dearer[len(dearer) // 2]:+.1%} ({spread})"],
            ["the same releases without", f"{documents[1]:,}", f"{ms[1]:.2f}", ""],
        ],
    )


def main(arguments: list[str] | None = None) -> None:
    """Run the measurements that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=98_000)
    run(parser.parse_args(arguments).size)


if __name__ == "__main__":
    main()
