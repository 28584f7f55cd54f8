"""Tell what a command does, with its words and flags.

disctui help
disctui help search
"""

import argparse

from disctui.cli.command_list import COMMANDS
from disctui.cli.exit_status import DONE, USAGE
from disctui.cli.output import say
from disctui.cli.parsers import command_parser, root_parser
from disctui.nearest import suggestion
from disctui.safe_text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("command", metavar="COMMAND", nargs="?", help="the command; without it they are listed")


def run(arguments: argparse.Namespace) -> int:
    """Print the help of a command, or of the program."""
    name = arguments.command
    if name is not None and name not in COMMANDS:
        say(f"there is no command {clean(name, 60)!r}; {suggestion(name, COMMANDS)}")
        return USAGE
    (root_parser() if name is None else command_parser(name)).print_help()
    return DONE
