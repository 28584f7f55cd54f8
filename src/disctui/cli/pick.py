"""Pick a film to watch: one that is owned and here, not seen yet, or else not for long.

disctui pick
disctui pick genre:noir --max 100 --count 3
disctui pick --double --max 200
disctui pick --seed 7 --json   {"seed", "from", "of", "films": [{"id", "title", "year", ...}, ...]}
"""

import argparse
import random

from disctui.cli.exit_status import DONE, NOT_FOUND
from disctui.cli.output import print_json, say
from disctui.cli.query import query_if_any
from disctui.cli.whole_library import catalogue_of
from disctui.library.catalogue import Catalogue
from disctui.library.comparison import Held, held
from disctui.library.picking import Wish, pool
from disctui.safe_text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="only of what this finds")
    parser.add_argument("--count", type=_number, default=1, metavar="N", help="pick N (default: 1)")
    parser.add_argument("--seed", type=_number, metavar="N", help="a number; the same one picks the same")
    parser.add_argument("--seen", action="store_true", help="of what was seen already, too")
    parser.add_argument("--double", action="store_true", help="two for one evening, of different directors")
    parser.add_argument("--max", type=_number, metavar="MINUTES", help="what it may last, with --double both together")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _number(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Pick; the exit status is 1 where there is none to pick from, 2 where the query can't be read."""
    query = query_if_any(arguments)
    text = query.text if query else ""
    catalogue = catalogue_of(arguments)
    seed = arguments.seed if arguments.seed is not None else random.randrange(10_000)  # noqa: S311 - no secret
    found = pool(catalogue, Wish(text, arguments.seen, arguments.double, arguments.max), seed)
    picks = [[one for name in pick if (one := held(catalogue, name))] for pick in found.picks[: arguments.count]]
    if arguments.json:
        films = [_document(catalogue, one) for pick in picks for one in pick]
        print_json({"seed": seed, "from": found.films, "of": found.kind, "films": films})
    else:
        for pick in picks:
            print(clean(" + ".join(map(_line, pick))))
    say(f"nothing to pick from: {found.why_none}" if found.why_none else f"from {found.in_words}; seed {seed}")
    return DONE if found.picks else NOT_FOUND


def _line(one: Held) -> str:
    mine = one.release.collection
    parts = (one.title, one.length_in_words, one.release.disc_format, mine.location or "", one.id)
    return "  ".join(filter(None, parts))


def _document(catalogue: Catalogue, one: Held) -> dict[str, object]:
    film = one.film or one.release
    return {
        "id": one.id,
        "film": one.number or None,
        "title": film.title,
        "year": film.year,
        "directors": film.directors or one.release.directors,
        "length": one.length,
        "location": one.release.collection.location,
        "also": catalogue.editions.others(one.id),
    }
