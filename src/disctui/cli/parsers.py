"""The parsers of the command line: one for each command, and the root's. Completion and the man page read them too."""

import importlib
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from typing import Protocol

from disctui.cli.command_list import COMMANDS, MODULES
from disctui.version import __version__

WITHOUT_LIBRARY = frozenset({"init", "schema", "completions", "man"})
"""Commands that work on no library."""


class Command(Protocol):
    """What a module of a command has."""

    __doc__: str | None

    def add_arguments(self, parser: ArgumentParser, /) -> None:
        """Add the command's own words and flags to a parser."""

    def run(self, arguments: Namespace, /) -> int:
        """Do it; the exit status."""


def command_module(name: str) -> Command:
    """The module that implements a command."""
    module: Command = importlib.import_module(f"disctui.cli.{MODULES.get(name, name)}")
    return module


def command_parser(name: str) -> ArgumentParser:
    """The parser of one command's words and flags."""
    module = command_module(name)
    parser = ArgumentParser(
        prog=f"disctui {name}",
        description=module.__doc__,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if name not in WITHOUT_LIBRARY:
        parser.add_argument("-l", "--library", metavar="DIR", help="the library's folder")
    module.add_arguments(parser)
    return parser


def root_parser() -> ArgumentParser:
    """The parser of a command line without a command, which opens the browser."""
    listed = "\n".join(f"  {name:<9} {words}" for name, words in COMMANDS.items())
    parser = ArgumentParser(
        prog="disctui",
        usage="disctui [LIBRARY]\n       disctui COMMAND ...",
        description="A collector's disc shelf in plain text, browsed in a terminal.",
        epilog=f"commands:\n{listed}\n\ndisctui COMMAND --help tells more of each. Without LIBRARY: $DISCTUI_LIBRARY, "
        "then `library` in\nconfig.toml, then your own library, then the sample library that comes with the program.",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("library", metavar="LIBRARY", nargs="?", help="folder of release files")
    parser.add_argument("-l", "--library", dest="folder", metavar="DIR", help="the same, as the commands take it")
    parser.add_argument("--version", action="version", version=f"disctui {__version__}")
    return parser
