"""Count the library, or what a query finds: decades, formats, labels, countries, what was seen, paid and filled in.

  disctui stats
  disctui stats --by director --top 3 status:owned
  disctui stats --json    {"query", "releases", "films", "minutes", "seen", "panels": [{"by", ...}]}

Each bar is what its query finds beside the one given. Money is never converted, nor summed across currencies.
"""

import argparse
import shutil

from disctui.cli.exit_status import DONE, NOT_FOUND, USAGE
from disctui.cli.output import print_json, say
from disctui.cli.query import query_if_any
from disctui.cli.whole_library import catalogue_of
from disctui.problem import Refused
from disctui.release.days import this_day
from disctui.safe_text import clean
from disctui.statistics.overview import TOP, Statistics, statistics
from disctui.statistics.panel import Bar, Panel
from disctui.statistics.text import lines_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="count only what this finds")
    parser.add_argument(
        "--by",
        metavar="FIELD",
        help="only one panel: decade, format, label, country, director, genre, rating, seen, bought, spent, key, or "
        "any field of words: actor, location, tag ...",
    )
    parser.add_argument("--top", type=_top, default=TOP, metavar="N", help=f"bars of names at most (default: {TOP})")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _top(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Count; the exit status is 1 where the query finds nothing, 2 where it or the field can't be read."""
    query = query_if_any(arguments)
    text = query.text if query else ""
    try:
        found = statistics(catalogue_of(arguments), text, this_day(), by=arguments.by, top=arguments.top)
    except Refused as refused:
        say(refused.advice)
        return USAGE
    if arguments.json:
        print_json(_document(found))
    else:
        _print(found)
    if not found.totals.releases:
        say("nothing found")
    return DONE if found.totals.releases else NOT_FOUND


def _print(found: Statistics) -> None:
    width = shutil.get_terminal_size().columns
    print(found.totals.words)
    for panel in found.panels:
        if panel.lines:
            print()
            for line in lines_of(panel, width):
                print(clean(line))


def _document(found: Statistics) -> dict[str, object]:
    totals = found.totals
    return {
        "query": found.query,
        "releases": totals.releases,
        "films": totals.films,
        "minutes": totals.minutes,
        "seen": totals.seen,
        "panels": [_panel(panel) for panel in found.panels],
    }


def _panel(panel: Panel) -> dict[str, object]:
    return {
        "by": panel.by,
        "title": panel.title,
        "unit": panel.unit,
        "currency": panel.currency or None,
        "bars": [_bar(bar) for bar in panel.bars],
        "others": None if panel.others is None else _bar(panel.others),
        "without": None if panel.without is None else _bar(panel.without),
    }


def _bar(bar: Bar) -> dict[str, object]:
    amount = {} if bar.amount is None else {"amount": bar.amount}
    return {"label": bar.label, "count": bar.count, "query": bar.query or None} | amount
