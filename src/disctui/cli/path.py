"""Print the paths of release files: of the one that is named, or of those that a query finds exactly.

disctui path the-cranes-are-flying
disctui path -0 studio:criterion | xargs -0 git log --
"""

import argparse
import os
import sys

from disctui.cli.exit_status import DONE, NOT_FOUND
from disctui.cli.library_option import root_of
from disctui.cli.output import say
from disctui.cli.query import joined
from disctui.cli.which import paths_of
from disctui.safe_text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("query", nargs="+", metavar="QUERY", help="an id, a path, a bar code, or a query")
    parser.add_argument("-0", "--null", action="store_true", help="end each path with a zero byte, for xargs -0")


def run(arguments: argparse.Namespace) -> int:
    """Print the paths; the exit status is 1 where nothing is found."""
    root, _ = root_of(arguments)
    paths = paths_of(root, arguments, joined(arguments.query))
    end = b"\0" if arguments.null else b"\n"
    for path in paths:
        whole = os.path.join(root, path)  # noqa: PTH118 - a name that is not UTF-8 goes out as it came
        shown = clean(whole).encode() if sys.stdout.isatty() else os.fsencode(whole)
        sys.stdout.buffer.write(shown + end)
    if not paths:
        say("nothing found")
    return DONE if paths else NOT_FOUND
