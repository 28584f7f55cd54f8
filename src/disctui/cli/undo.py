"""Take back disctui's last change of the library, whichever command or browser made it: an import counts as one.

  disctui undo
  disctui undo --json        {"title": ..., "files": [...], "failed": [...]}

Before it takes away more than 20 files that the change made, it asks on a terminal, and without one it wants --yes.
`disctui redo` makes it again, and `disctui history` lists what can be taken back.
"""

import argparse

from disctui.cli.turning import add_flags, turn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    add_flags(parser)
    parser.add_argument("--yes", action="store_true", help="take away more than a few files without asking")


def run(arguments: argparse.Namespace) -> int:
    """Undo; the exit status is 1 where there is nothing to undo, 2 without consent, 3 where a file is in the way."""
    return turn(arguments, "undo")
