"""Find releases by whatever is half remembered, best match first.

disctui search kalatazov cranes
disctui search 'director:kurosawa year:1950..1959 -genre:war'
"""

import argparse
import sys

from disctui.cli.exit_status import DONE, NOT_FOUND
from disctui.cli.output import print_json, say
from disctui.cli.whole_library import catalogue_of
from disctui.library.catalogue import Catalogue
from disctui.safe_text import clean
from disctui.search.hits import Hits
from disctui.search.query import parse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="words and field:value conditions")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--limit", type=_count, default=20, metavar="N", help="print at most N hits (20)")
    parser.add_argument("--stdin", action="store_true", help="answer one query a line, as one JSON document a line")


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Search; the exit status is 1 where nothing was found."""
    text = " ".join(arguments.query)
    if not text and not arguments.stdin:
        say("what is to be found? disctui search QUERY")
        return 2
    catalogue = catalogue_of(arguments)
    if arguments.stdin:
        return _converse(catalogue, arguments.limit)
    query = parse(text)
    found = catalogue.index.search(query)
    if query.problem is not None:
        say(f"{text[query.problem.start : query.problem.end]}: {query.problem.message}")
    if arguments.json:
        print_json(answer(catalogue, text, found, arguments.limit))
    else:
        for name in found.ids(0, arguments.limit):
            print(_line(catalogue, name))
        if found.is_partial and found.total:
            say("nothing has all of the words; these miss some")
        if found.total > arguments.limit:
            say(f"{found.total - arguments.limit:,} more; --limit N shows them")
    if not found.total:
        say("nothing found")
    return DONE if found.total else NOT_FOUND


def _converse(catalogue: Catalogue, limit: int) -> int:
    for line in sys.stdin:
        text = line.rstrip("\r\n")
        print_json(answer(catalogue, text, catalogue.index.search(parse(text)), limit))
    return DONE


def answer(catalogue: Catalogue, text: str, found: Hits, limit: int) -> dict[str, object]:
    """The documented answer to a query."""
    hits = []
    for rank, name in enumerate(found.ids(0, limit)):
        listing = catalogue.listings[name]
        hits.append(
            {
                "id": name,
                "path": listing.path,
                "title": listing.title,
                "year": listing.year,
                "directors": listing.directors,
                "score": round(found.score(rank), 4),
            }
        )
    return {"query": text, "total": found.total, "ms": round(found.ms, 2), "hits": hits}


def _line(catalogue: Catalogue, name: str) -> str:
    listing = catalogue.listings[name]
    year = f" ({listing.year})" if listing.year else ""
    parts = [listing.title + year, listing.director, listing.disc_format, listing.id]
    return clean("  ·  ".join(part for part in parts if part))
