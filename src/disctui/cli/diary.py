"""List what was seen and when, the newest first; days that are not known whole stand at the end of their month or year.

disctui diary --year 2025
disctui diary director:kurosawa
disctui diary --json       {"viewings": [{"date", "title", "year", "id", "film", "rating"}, ...]}
"""

import argparse

import msgspec

from disctui.cli.exit_status import DONE, NOT_FOUND
from disctui.cli.output import print_json, say
from disctui.cli.query import query_if_any
from disctui.cli.whole_library import catalogue_of, matching_releases
from disctui.library.own_records import Viewing, viewings_of
from disctui.safe_text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="only of the releases that this finds")
    parser.add_argument("--year", type=int, metavar="Y", help="only what was seen in this year")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """List them; the exit status is 1 where there are none, 2 where the query can't be read."""
    query = query_if_any(arguments)
    releases = matching_releases(catalogue_of(arguments), f"{query.text if query else ''} has:watched")
    found = [
        viewing
        for viewing in viewings_of(releases)
        if arguments.year is None or viewing.date.startswith(f"{arguments.year:04}")
    ]
    if arguments.json:
        print_json({"viewings": [msgspec.structs.asdict(viewing) for viewing in found]})
    else:
        for viewing in found:
            print(clean(_line(viewing)))
    if not found:
        say("nothing was seen" + (f" in {arguments.year}" if arguments.year is not None else ""))
    return DONE if found else NOT_FOUND


def _line(viewing: Viewing) -> str:
    year = f" ({viewing.year})" if viewing.year else ""
    stars = f"  {viewing.rating:g}" if viewing.rating else ""
    return f"{viewing.date:<10}  {viewing.title}{year}{stars}  {viewing.id}"
