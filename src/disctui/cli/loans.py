"""List who has what, the first to be due first.

disctui loans
disctui loans --late
disctui loans --json       {"loans": [{"id", "film", "title", "year", "to", ...}, ...]}
"""

import argparse
import datetime

from disctui.cli.exit_status import DONE, NOT_FOUND
from disctui.cli.output import print_json, say
from disctui.cli.whole_library import catalogue_of, matching_releases
from disctui.library.own_records import LoanRecord, loans_of
from disctui.release.days import this_day
from disctui.safe_text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("--late", action="store_true", help="only what should be back already")
    parser.add_argument("--all", action="store_true", help="loans that ended, too")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """List them; the exit status is 1 where there are none."""
    day = this_day()
    query = "" if arguments.all else "is:lent"
    releases = matching_releases(catalogue_of(arguments), query)
    found = [
        loan
        for loan in loans_of(releases, with_ended=arguments.all)
        if not arguments.late or (loan.back is None and loan.days_late(day))
    ]
    if arguments.json:
        fields = ("id", "film", "title", "year", "to", "on", "due", "back")
        listed = [{name: getattr(loan, name) for name in fields} | {"days_late": loan.days_late(day)} for loan in found]
        print_json({"loans": listed})
    else:
        for loan in found:
            print(clean(_line(loan, day)))
    if not found:
        say("nothing is late" if arguments.late else "nothing is lent")
    return DONE if found else NOT_FOUND


def _line(loan: LoanRecord, day: datetime.date) -> str:
    year = f" ({loan.year})" if loan.year else ""
    since = f" since {loan.on}" if loan.on else ""
    if loan.back is not None:
        return f"{loan.title}{year}: {loan.to}{since}, back {loan.back}  {loan.id}"
    late = loan.days_late(day)
    due = f", due {loan.due}" if loan.due else ""
    counted = f", {late} day{'' if late == 1 else 's'} LATE" if late else ""
    return f"{loan.title}{year}: {loan.to}{since}{due}{counted}  {loan.id}"
