"""Open release files in your editor: $VISUAL, else $EDITOR.

disctui edit the-cranes-are-flying
disctui edit studio:criterion -has:spine
"""

import argparse
import os

from disctui.cli.asking import is_agreed
from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.library_option import root_of
from disctui.cli.output import say
from disctui.cli.query import joined
from disctui.cli.which import paths_of
from disctui.editing.editor import Editor, ReadOnly
from disctui.editing.operations import counted
from disctui.external_editor import NoEditor, at_line, editor_command, run_editor
from disctui.problem import Refused
from disctui.safe_write.system import UnsafeSystem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("query", nargs="+", metavar="QUERY", help="an id, a path, a bar code, or a query")
    parser.add_argument("--yes", action="store_true", help="open several files without asking")


def run(arguments: argparse.Namespace) -> int:
    """Run the editor to its end; the exit status is 3 where it can't be run."""
    root, _ = root_of(arguments)
    editor = Editor(root)
    try:
        editor.require_writable()
        paths = paths_of(root, arguments, joined(arguments.query))
        command = editor_command(os.environ)
    except (ReadOnly, UnsafeSystem, NoEditor) as refused:
        say(refused.advice)
        return UNREADABLE
    if not paths:
        say("nothing found")
        return NOT_FOUND
    count = len(paths)
    if (
        count > 1
        and not arguments.yes
        and not is_agreed(f"Open {count:,} files", f"{count:,} files would be opened; --yes opens them")
    ):
        return USAGE
    whole = [os.path.abspath(os.path.join(root, path)) for path in paths]  # noqa: PTH100, PTH118 - links stay links
    before, _ = editor.read(paths)
    failure = run_editor([*at_line(command, whole[0]), *whole[1:]], os.environ)
    try:
        editor.note_since(before, f"edit {counted(paths, 'files')}")
    except Refused as refused:
        say(refused.advice)
    if failure is not None:
        say(failure)
    return DONE if failure is None else UNREADABLE
