"""List what disctui changed in the library, the newest first: what `disctui undo` and `u` in the browser take back.

  disctui history -n 5
  disctui history --json     {"entries": [{"number", "title", "at", "state", "files"}, ...]}

The state is done, undone, superseded (undone, and something else done since) or passed (undo left it, since another
program had changed its files).
"""

import argparse

from disctui.cli.exit_status import DONE, NOT_FOUND
from disctui.cli.library_option import root_of
from disctui.cli.output import print_json, say
from disctui.editing.editor import Editor
from disctui.safe_text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("-n", "--limit", type=int, default=20, metavar="N", help="list at most N changes (20)")


def run(arguments: argparse.Namespace) -> int:
    """List the changes; the exit status is 1 where there are none."""
    editor = Editor(root_of(arguments)[0])
    entries = editor.entries()
    if arguments.json:
        listed = [
            {
                "number": entry.number,
                "title": entry.title,
                "at": entry.at,
                "state": entry.state,
                "files": editor.relative(entry.files),
            }
            for entry in entries[: arguments.limit]
        ]
        print_json({"entries": listed})
    else:
        for entry in entries[: arguments.limit]:
            state = "" if entry.state == "done" else f"  ({entry.state})"
            count = f"{len(entry.paths):,} file{'' if len(entry.paths) == 1 else 's'}"
            print(clean(f"{entry.at.astimezone():%Y-%m-%d %H:%M}  {entry.title}  {count}{state}"))
        if len(entries) > arguments.limit:
            say(f"{len(entries) - arguments.limit:,} more; -n lists them")
    if not entries:
        say("nothing was changed in this library by disctui yet")
    return DONE if entries else NOT_FOUND
