"""Tell what a release was asked for over time, as the git history of its file has it; the newest first.

disctui prices se7en-4k
disctui prices se7en-4k --json   [{"date", "list", "sale", "third_party", "currency", ...}, ...]
"""

import argparse

from disctui.cli.exit_status import DONE, NOT_FOUND
from disctui.cli.library_option import root_of
from disctui.cli.output import print_json, say
from disctui.cli.which import named
from disctui.library.price_history import NoHistory, PriceHistories, PriceHistory, price_lines
from disctui.safe_text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("id", metavar="ID", help="an id or a path")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """List them; the exit status is 1 where there is no such release, or no price in its history."""
    root, _ = root_of(arguments)
    meant = named(root, arguments.id)
    if meant is None:
        say(f"there is no release {clean(arguments.id, 200)!r}")
        return NOT_FOUND
    why = "no commit has a price of it"
    try:
        found = PriceHistories(root).of(meant.path)
    except NoHistory as nothing:
        found, why = PriceHistory(), str(nothing)
    if arguments.json:
        print_json(
            [
                {
                    "date": point.date,
                    "list": point.price.list,
                    "sale": point.price.sale,
                    "third_party": point.price.third_party,
                    "currency": point.price.currency,
                    "commit": point.commit,
                    "subject": point.subject,
                }
                for point in found.points
            ]
        )
    else:
        for line in price_lines(found):
            print(clean(line))
    if not found.points:
        say(f"no price history: {why}")
    return DONE if found.points else NOT_FOUND
