"""Take back disctui's last change of the library, whichever command or browser made it: an import counts as one.

  disctui undo
  disctui undo --json        {"title": ..., "files": [...], "failed": [...]}

`disctui redo` makes it again, and `disctui history` lists what can be taken back.
"""

import argparse

from disctui.cli.turning import add_json, turn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Undo; the exit status is 1 where there is nothing to undo, and 3 where a file stands in the way."""
    return turn(arguments, "undo")
