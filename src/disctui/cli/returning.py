"""Take note that a release that was lent is back; the loan is kept with those that ended.

disctui return the-cranes-are-flying
disctui return the-cranes-are-flying --on yesterday
disctui return m --json               {"id", "path", "film", "title", "changed"}
"""

import argparse

from disctui.cli.exit_status import USAGE
from disctui.cli.output import say
from disctui.cli.own_copy import add_which, change_one
from disctui.editing.days import whole_day_before_today
from disctui.editing.own_copy import returned
from disctui.problem import Refused
from disctui.release.days import this_day


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    add_which(parser)
    parser.add_argument("--on", metavar="DATE", default="today", help="when it came back (default: today)")


def run(arguments: argparse.Namespace) -> int:
    """Note it; the exit status is 1 where not exactly one release is meant, 3 where it can't be written."""
    try:
        back = whole_day_before_today(arguments.on, this_day())
    except Refused as refused:
        say(refused.advice)
        return USAGE
    return change_one(arguments, f"back {back}", lambda release, film: returned(release, film, back))
