"""Take note that somebody has a release, or one film of a set, and when it should be back.

disctui lend the-cranes-are-flying Ines --due +4w
disctui lend 715515240512 "Ines and Tomasz" --on yesterday
disctui lend m Ines --json            {"id", "path", "film", "title", "changed"}
"""

import argparse

from disctui.cli.exit_status import USAGE
from disctui.cli.output import say
from disctui.cli.own_copy import add_which, change_one
from disctui.editing.days import whole_day
from disctui.editing.own_copy import lent
from disctui.problem import Refused
from disctui.release.days import this_day


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    add_which(parser)
    parser.add_argument("person", metavar="PERSON", help="who has it")
    parser.add_argument("--on", metavar="DATE", default="today", help="since when (default: today)")
    parser.add_argument("--due", metavar="DATE", help="when it should be back, e.g. +4w or 2026-12-24; none without")


def run(arguments: argparse.Namespace) -> int:
    """Note it; the exit status is 1 where not exactly one release is meant, 3 where it can't be written."""
    try:
        on = whole_day(arguments.on, this_day())
        due = whole_day(arguments.due, this_day()) if arguments.due else None
    except Refused as refused:
        say(refused.advice)
        return USAGE
    what = f"lent to {arguments.person}" + (f", due {due}" if due else "")
    return change_one(arguments, what, lambda release, film: lent(release, film, arguments.person, on, due))
