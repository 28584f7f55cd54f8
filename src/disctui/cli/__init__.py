"""The command line: parses, calls and prints. It decides nothing that the browser decides otherwise."""

import os
import sys
from collections.abc import Sequence

from disctui.cli import streams
from disctui.cli.command_list import COMMANDS
from disctui.cli.exit_status import DONE, INTERRUPTED, UNREADABLE


def run(arguments: Sequence[str]) -> int:
    """Run a command line; the exit status. Never raises for what a user can do wrong."""
    streams.prepare()
    try:
        status = _status_of(list(arguments))
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        streams.silence_output()
        status = DONE
    except OSError as error:
        if not streams.is_of_output(error):
            raise
        streams.silence_output()
        print(f"disctui: standard output can't be written: {os.strerror(error.errno or 0)}", file=sys.stderr)
        status = UNREADABLE
    return status


def _status_of(words: list[str]) -> int:
    try:
        return _run(words)
    except SystemExit as end:  # of argparse, or of a command that ended early
        return end.code if isinstance(end.code, int) else DONE


def _run(words: list[str]) -> int:
    if not words or (len(words) == 1 and words[0][:1] != "-" and os.path.isdir(words[0])):  # noqa: PTH112
        from disctui.cli.browse import browse  # noqa: PLC0415 - only here is the screen imported

        return browse(words[0] if words else None)  # without a parser, which takes time to load
    if words[0] in COMMANDS:
        from disctui.cli.parsers import run_command  # noqa: PLC0415 - the browser opens without argparse

        return run_command(words[0], words[1:])
    from disctui.cli.root import run_root  # noqa: PLC0415 - as above

    return run_root(words)
