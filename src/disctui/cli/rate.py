"""Rate a film: 0.5 to 5 in halves, and 0 takes the rating away.

disctui rate the-cranes-are-flying 5
disctui rate box-sets/world-of-wong-kar-wai#5 4.5
disctui rate stalker 5 --json         {"id", "path", "film", "title", "changed"}
"""

import argparse

from disctui.cli.own_copy import add_which, change_one
from disctui.editing.own_copy import rated


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    add_which(parser)
    parser.add_argument("rating", type=float, metavar="N", help="0.5 to 5 in halves, or 0")


def run(arguments: argparse.Namespace) -> int:
    """Rate it; the exit status is 1 where not exactly one release is meant, 3 where it can't be written."""
    stars: float = arguments.rating
    return change_one(
        arguments, f"rated {stars:g}" if stars else "not rated", lambda release, film: rated(release, film, stars)
    )
