"""Take note that a film was seen, today or on another day, and if you like how you rate it.

  disctui watched the-cranes-are-flying
  disctui watched box-sets/world-of-wong-kar-wai#5 --on 2019-05 --rating 4.5
  disctui watched stalker --on ?         seen, nobody knows when
  disctui watched stalker --json         {"id", "path", "film", "title", "changed"}

A day is 2026-11-27, 2026-11, 2026, today, yesterday, sat, -3 (days ago) or ?; weeks and months ago need an equals sign,
--on=-2w.
"""

import argparse

from disctui.cli.exit_status import USAGE
from disctui.cli.output import say
from disctui.cli.own_copy import add_which, change_one
from disctui.editing.days import UNKNOWN, day_before_today
from disctui.editing.own_copy import rated, seen
from disctui.problem import Refused
from disctui.release.days import this_day


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    add_which(parser)
    parser.add_argument("--on", metavar="DATE", default="today", help="when (default: today)")
    parser.add_argument("--rating", type=float, metavar="N", help="rate it as well: 0.5 to 5 in halves, 0 for none")


def run(arguments: argparse.Namespace) -> int:
    """Note it; the exit status is 1 where not exactly one release is meant, 3 where it can't be written."""
    try:
        day = day_before_today(arguments.on, this_day())
    except Refused as refused:
        say(refused.advice)
        return USAGE
    return change_one(
        arguments,
        "seen" if day == UNKNOWN else f"seen {day}",
        lambda release, film: [
            *seen(release, film, day),
            *(rated(release, film, arguments.rating) if arguments.rating is not None else ()),
        ],
    )
