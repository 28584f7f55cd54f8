"""Make again what `disctui undo`, or `u` in the browser, took back last, as long as nothing else was changed since.

disctui redo
disctui redo --json        {"title": ..., "files": [...], "failed": [...]}
"""

import argparse

from disctui.cli.turning import add_flags, turn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    add_flags(parser)


def run(arguments: argparse.Namespace) -> int:
    """Redo; the exit status is 1 where there is nothing to redo, and 3 where a file stands in the way."""
    return turn(arguments, "redo")
