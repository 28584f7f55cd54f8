"""Makes src/disctui/cli/disctui.1, the manual page, from the parsers of the command line and the keys of the format."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from disctui import __version__
from disctui.cli.command_list import COMMANDS
from disctui.cli.parsers import command_parser
from disctui.release.model import keys

PAGE = Path(__file__).parents[1] / "src" / "disctui" / "cli" / "disctui.1"
_FORM = "keys of the format"
"""Group of flags that the manual tells once, as the list of keys."""

_HEAD = r"""
.SH NAME
disctui \- a collector's disc shelf in plain text, browsed in a terminal
.SH SYNOPSIS
.B disctui
.RI [ LIBRARY ]
.br
.B disctui
.I COMMAND
\&...
.SH DESCRIPTION
A library is a folder of TOML files, one a release: one edition of a film on Blu-ray, 4K or DVD.
Without a command the browser opens on it: a search box that finds by any field, however badly spelt, the list that it
filters, and all that is known of a disc.
In it,
.B ?\&
tells the keys that work.
.PP
.I LIBRARY
is a folder.
Without it
.BR $DISCTUI_LIBRARY ,
.B library
in config.toml, the user's own library in the platform's data folder, and the sample library that comes with the program
are tried, in this order.
"""
_TAIL = r"""
.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
nothing was found, or
.B check
found an error
.TP
.B 2
wrong usage
.TP
.B 3
the library or a file can't be read or written
.TP
.B 130
interrupted
.SH ENVIRONMENT
.TP
.B DISCTUI_LIBRARY
The library's folder.
.TP
.BR VISUAL ", " EDITOR
The editor that is opened.
.TP
.B NO_COLOR
No colours, where it is set to anything.
.SH FILES
On Linux; elsewhere in the platform's own folders.
.TP
.I ~/.config/disctui/config.toml
Settings: the library, the theme, and keys for commands.
.TP
.I ~/.local/share/disctui/library
The user's own library, where no other is named.
.TP
.I ~/.local/state/disctui
What undoing needs.
.TP
.I ~/.cache/disctui
What the next start is quicker by; it can be deleted.
.TP
.IR LIBRARY /people.toml
Spellings of one person.
.TP
.IR LIBRARY /.disctui.toml
Which problems are not to be told.
"""


def page() -> str:
    """The page, in the man macros."""
    lines = [f'.TH DISCTUI 1 "" "disctui {__version__}" "User commands"', _HEAD.strip()]
    lines.append(".SH COMMANDS")
    lines.append("Results go to standard output, messages to standard error.")
    for name in COMMANDS:
        lines += _command(name)
    lines.append(".SH KEYS OF A RELEASE FILE")
    lines.append("Only title is required; a dotted key stands in the table before its dot.")
    for key in keys().values():
        lines += [".TP", f".B {_text(key.name)}", _line(key.description)]
    return "\n".join([*lines, _TAIL.strip(), ""])


def _command(name: str) -> Iterator[str]:
    parser = command_parser(name)
    yield f".SS disctui {_text(_words(parser))}"
    yield from _prose(parser.description or "")
    for group in parser._action_groups:  # noqa: SLF001 - argparse has no public way to list them
        if group.title == _FORM:
            yield from (".PP", "And a flag for each key of a release file, dots and underscores as hyphens:",
                        r".BR \-\-release\-studio ", "for release.studio.")  # fmt: skip
            continue
        for action in group._group_actions:  # noqa: SLF001
            if action.help != argparse.SUPPRESS and "--help" not in action.option_strings:
                yield from (".TP", _term(action), _line((action.help or "").replace("%%", "%")))


def _words(parser: argparse.ArgumentParser) -> str:
    """How the command is written, without the flags that `_command` lists below it."""
    words = [parser.prog.removeprefix("disctui ")]
    for action in parser._actions:  # noqa: SLF001
        if not action.option_strings and action.help != argparse.SUPPRESS:
            metavar = str(action.metavar or "|".join(action.choices or [action.dest]))
            words.append(
                {"*": f"[{metavar}...]", "+": f"{metavar}...", "?": f"[{metavar}]"}.get(str(action.nargs), metavar)
            )
    return " ".join(words)


def _prose(text: str) -> Iterator[str]:
    """Paragraphs; what is indented, or begins with the program's name, is an example and keeps its lines."""
    for number, block in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
        lines = block.split("\n")
        is_example = all(line.startswith((" ", "disctui ")) for line in lines)
        if number:  # the first one begins with its heading
            yield ".PP"
        if is_example:
            yield from (".nf", ".RS 4", *(_line(line.strip()) for line in lines), ".RE", ".fi")
        else:
            yield _line(" ".join(line.strip() for line in lines))


def _term(action: argparse.Action) -> str:
    metavar = str(action.metavar or "|".join(str(choice) for choice in action.choices or [action.dest]))
    flags = ", ".join(rf"\fB{_text(flag)}\fR" for flag in action.option_strings)
    if not flags:
        return rf"\fI{_text(metavar)}\fR"
    return flags if action.nargs == 0 else rf"{flags} \fI{_text(metavar)}\fR"


def _text(text: str) -> str:
    """A text in which no letter is an instruction to the formatter."""
    return text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("`", "")


def _line(text: str) -> str:
    made = _text(text)
    return rf"\&{made}" if made.startswith((".", r"\(aq")) else made
