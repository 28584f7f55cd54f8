"""A command line that does not begin with a command: its library comes first, or it opens the browser."""

import os
from collections.abc import Sequence

from disctui.cli.command_list import COMMANDS
from disctui.cli.parsers import root_parser, run_command


def run_root(words: Sequence[str]) -> int:
    """Run the command that stands behind the library's flag, or open the browser; the exit status."""
    count = _flags_of_library(words)
    if len(words) > count and words[count] in COMMANDS:
        return run_command(words[count], [*words[:count], *words[count + 1 :]])
    parser = root_parser()
    word = words[count] if len(words) > count else ""
    if word and word[:1] != "-" and not os.path.lexists(word) and (os.sep not in word or len(words) > count + 1):
        from disctui.nearest import nearest_name  # noqa: PLC0415 - only where it may be a misspelt command

        near = nearest_name(word, COMMANDS)
        hint = f"did you mean {near}?" if near else "disctui help lists the commands"
        parser.error(f"{word!r} is neither a folder nor a command; {hint}")
    arguments = parser.parse_args(words)
    from disctui.cli.browse import browse  # noqa: PLC0415 - only here is the screen imported

    return browse(arguments.library or arguments.folder)


def _flags_of_library(words: Sequence[str]) -> int:
    """How many words from the first on name the library: `-l DIR`, `-lDIR`, `--library DIR`, `--library=DIR`."""
    count = 0
    while count < len(words):
        word = words[count]
        if word in {"-l", "--library"}:
            count += 2
        elif word.startswith("--library=") or (word[:2] == "-l" and len(word) > 2):
            count += 1
        else:
            break
    return min(count, len(words))
