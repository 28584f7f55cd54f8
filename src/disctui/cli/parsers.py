"""The parsers of the command line: one for each command, and the root's. Completion and the man page read them too."""

import importlib
import re
import shutil
import sys
import textwrap
from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from disctui.cli.command_list import COMMANDS, MODULES
from disctui.cli.exit_status import USAGE
from disctui.safe_text import clean
from disctui.version import __version__

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

WITHOUT_LIBRARY = frozenset({"init", "schema", "completions", "man", "help", "fields", "keys"})
"""Commands that work on no library."""
WITH_QUERY = frozenset(
    {
        "search",
        "export",
        "set",
        "path",
        "open",
        "edit",
        "watched",
        "rate",
        "lend",
        "return",
        "diary",
        "stats",
        "editions",
        "pick",
    }
)
"""Commands that take a query, whose words may begin with a minus: `-genre:war`."""
MOST_COLUMNS = 100
"""Columns of a help text at most."""
_EXCLUSION = re.compile(r"-(?:[^\W\d_]\w+:|\"|[^\W\d_])")


class Command(Protocol):
    """What a module of a command has."""

    __doc__: str | None

    def add_arguments(self, parser: ArgumentParser, /) -> None:
        """Add the command's own words and flags to a parser."""

    def run(self, arguments: Namespace, /) -> int:
        """Do it; the exit status."""


class _Help(RawDescriptionHelpFormatter):
    def __init__(self, prog: str, **options: Any) -> None:
        width = min(shutil.get_terminal_size().columns, MOST_COLUMNS)
        super().__init__(prog, **(options | {"width": width}))


class _Version(Action):
    """Prints the version; unlike argparse's own, a disk that is full is told."""

    def __call__(self, parser: ArgumentParser, *_rest: object) -> NoReturn:
        """Print it, and end."""
        sys.stdout.write(f"disctui {__version__}\n")
        parser.exit()


class _Parser(ArgumentParser):
    """A parser whose messages show control characters that were typed, and never send them to the terminal."""

    def print_help(self, file: "SupportsWrite[str] | None" = None) -> None:
        """Print the help; unlike argparse's own, a disk that is full is told."""
        (file or sys.stdout).write(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and end with its status."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: error: {clean(message)}\n")


def command_module(name: str) -> Command:
    """The module that implements a command."""
    module: Command = importlib.import_module(f"disctui.cli.{MODULES.get(name, name)}")
    return module


def command_parser(name: str) -> ArgumentParser:
    """The parser of one command's words and flags."""
    module = command_module(name)
    parser = _Parser(
        prog=f"disctui {name}", description=_filled(module.__doc__ or ""), formatter_class=_Help, allow_abbrev=False
    )
    if name not in WITHOUT_LIBRARY:
        _add_library(parser)
    module.add_arguments(parser)
    return parser


def _filled(text: str) -> str:
    """A docstring as a help text: its prose broken at the width of one, its examples as they are."""
    return "\n\n".join(
        block
        if any(line.startswith((" ", "disctui", "eval")) for line in block.split("\n"))
        else textwrap.fill(block, MOST_COLUMNS - 2, break_on_hyphens=False)
        for block in text.strip().split("\n\n")
    )


def run_command(name: str, words: Sequence[str]) -> int:
    """Run a command with the words and flags behind its name; the exit status."""
    parser = command_parser(name)
    if name in WITH_QUERY:
        arguments = parser.parse_intermixed_args(protected(words, "-o" if name == "export" else ""))
    elif name == "people":  # takes names after a word of its own, which argparse joins only where no flag parts them
        arguments = parser.parse_intermixed_args(words)
    else:
        arguments = parser.parse_args(words)
    return command_module(name).run(arguments)


def protected(words: Sequence[str], attached: str = "") -> list[str]:
    """The words of a command that takes a query, changed so that `-genre:war` is not taken for a flag.

    A space before the minus does that; whoever reads the query takes it away.

    Args:
        words: As the shell handed them over.
        attached: A flag of one letter beside `-l` that may have its value right behind it: `-oFILE`.
    """
    found: list[str] = []
    for number, word in enumerate(words):
        if word == "--":
            return [*found, *(f" {later}" if later[:1] == "-" else later for later in words[number + 1 :])]
        is_flag = word[:2] in {"-l", "-h", attached} and ":" not in word
        found.append(f" {word}" if len(word) > 2 and _EXCLUSION.match(word) and not is_flag else word)
    return found


def root_parser() -> ArgumentParser:
    """The parser of a command line without a command, which opens the browser."""
    listed = "\n".join(f"  {name:<11} {words}" for name, words in COMMANDS.items())
    parser = _Parser(
        prog="disctui",
        usage="disctui [LIBRARY]\n       disctui COMMAND ...",
        description="A collector's disc shelf in plain text, browsed in a terminal.",
        epilog=f"commands:\n{listed}\n\ndisctui help COMMAND tells more of each. Without LIBRARY: $DISCTUI_LIBRARY, "
        "then `library` in\nconfig.toml, then your own library, then the sample library that comes with the program.",
        formatter_class=_Help,
        allow_abbrev=False,
    )
    parser.add_argument("library", metavar="LIBRARY", nargs="?", help="folder of release files", type=_folder)
    parser.add_argument(
        "-l", "--library", dest="folder", metavar="DIR", help="the same, as the commands take it", type=_folder
    )
    parser.add_argument("-V", "--version", action=_Version, nargs=0, help="print the version and end")
    return parser


def _add_library(parser: ArgumentParser) -> None:
    parser.add_argument(
        "-l", "--library", metavar="DIR", help="the library's folder (default: see disctui config)", type=_folder
    )


def _folder(text: str) -> str:
    if not text:
        raise ArgumentTypeError("it is empty, and names no folder")
    return text
