"""The command line: parses, calls and prints. It decides nothing that the browser decides otherwise."""

import os
import sys
from collections.abc import Sequence

from disctui.cli.command_list import COMMANDS
from disctui.cli.exit_status import DONE, INTERRUPTED


def run(arguments: Sequence[str]) -> int:
    """Run a command line; the exit status. Never raises for what a user can do wrong."""
    _prepare_streams()
    try:
        return _run(list(arguments))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing more can be said there, at exit either
        return DONE
    finally:
        try:
            sys.stdout.flush()
        except (BrokenPipeError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _prepare_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _run(words: list[str]) -> int:
    if len(words) > 2 and words[0] in {"-l", "--library"} and words[2] in COMMANDS:
        words = [words[2], *words[:2], *words[3:]]
    name = words[0] if words and words[0] in COMMANDS else None
    if name is None:
        return _browse(words)
    from disctui.cli.parsers import command_module, command_parser  # noqa: PLC0415 - the browser opens without argparse

    return command_module(name).run(command_parser(name).parse_args(words[1:]))


def _browse(words: list[str]) -> int:
    """Open the browser; a folder alone needs no parser, which takes longer to load than to find that out."""
    is_plain = not words or (len(words) == 1 and words[0][:1] != "-" and os.path.isdir(words[0]))  # noqa: PTH112
    given = (words[0] if words else None) if is_plain else _named(words)
    from disctui.cli.browse import browse  # noqa: PLC0415 - only here is the screen imported

    return browse(given)


def _named(words: list[str]) -> str | None:
    """The library that a command line without a command names."""
    from disctui.cli.parsers import root_parser  # noqa: PLC0415 - only where there is more than a folder to read

    parser = root_parser()
    arguments = parser.parse_args(words)
    given: str | None = arguments.library or arguments.folder
    if given and not os.path.isdir(given) and not os.path.exists(given) and os.sep not in given:  # noqa: PTH110, PTH112
        from disctui.nearest import nearest_name  # noqa: PLC0415 - only where it may be a misspelt command

        near = nearest_name(given, COMMANDS)
        if near is not None:
            parser.error(f"{given!r} is neither a folder nor a command; did you mean {near}?")
    return given
