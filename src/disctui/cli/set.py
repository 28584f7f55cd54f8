"""Change fields of releases, carefully: nothing but the changed value is touched, and `disctui undo` takes it back.

WHICH is an id, a path, a bar code, or a query whose exact matches are changed. A CHANGE is one of

  key=value    set it; dotted keys; a value is TOML, or plain text for a key that takes text
  key+=value   add to a list        key-=value   remove from a list        key!   remove the key

  disctui set the-cranes-are-flying collection.rating=4.5
  disctui set 'studio:criterion' collection.tags+=criterion
"""

import argparse
import sys

from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.library_option import root_of
from disctui.cli.output import say
from disctui.cli.which import matching, named
from disctui.editing.changes import Change, ChangeError, Plan
from disctui.editing.editor import Editor
from disctui.problem import Refused
from disctui.safe_text import clean, clean_lines


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("which", metavar="WHICH", help="an id, or a query")
    parser.add_argument("changes", metavar="CHANGE", nargs="+", help="key=value, key+=value, key-=value or key!")
    parser.add_argument("--dry-run", action="store_true", help="print what would change, and change nothing")
    parser.add_argument("--yes", action="store_true", help="change several files without asking")


def run(arguments: argparse.Namespace) -> int:
    """Change what is named; the exit status is 3 where a file could not be changed."""
    try:
        changes = [Change.parse(text) for text in arguments.changes]
    except ChangeError as error:
        say(error.advice)
        return USAGE
    root, _ = root_of(arguments)
    try:
        paths = _paths(root, arguments)
    except Refused as refused:
        say(refused.advice)
        return USAGE
    if not paths:
        say(f"nothing found for {clean(arguments.which.strip(), 200)!r}")
        return NOT_FOUND
    editor = Editor(root)
    files, problems = editor.read(paths)
    for problem in problems:
        say(f"{problem.place}: {problem.message}")
    planned = editor.plan(files, changes)
    _print(planned)
    if arguments.dry_run or not planned.edits:
        return UNREADABLE if problems or planned.refused else DONE
    if len(planned.edits) > 1 and not arguments.yes and not _agreed(len(planned.edits)):
        return USAGE
    return _write(editor, planned, f"set {', '.join(map(str, changes))}") or (UNREADABLE if planned.refused else DONE)


def _paths(root: str, arguments: argparse.Namespace) -> list[str]:
    """The files that are meant: the one that is named, or those that a query finds exactly.

    Raises:
        Refused: it can't be read.
    """
    meant = named(root, arguments.which)
    if meant is not None and meant.film is None:
        return [meant.path]
    from disctui.cli.whole_library import catalogue_of  # noqa: PLC0415 - numpy, for which one release need not wait

    catalogue = catalogue_of(arguments, is_told=False)
    return [catalogue.listings[name].path for name in matching(catalogue, arguments.which)]


def _print(planned: Plan) -> None:
    for edit in planned.edits:
        sys.stdout.write(clean_lines(edit.diff, 1_000_000))
    for path in planned.unchanged:
        say(f"{path}: says so already")
    for refusal in planned.refused:
        say(f"{refusal.path}: not changed: {refusal.advice}")


def _agreed(number: int) -> bool:
    if not sys.stdin.isatty():
        say(f"{number} files would change; --yes changes them, --dry-run only shows how")
        return False
    print(f"Change {number} files? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _write(editor: Editor, planned: Plan, title: str) -> int:
    try:
        outcome = editor.apply(planned.edits, clean(title, 200))
    except Refused as error:
        say(error.advice)
        return UNREADABLE
    for failure in outcome.failed:
        say(f"{failure.file.name}: not written: {failure.advice}")
    say(f"{len(outcome.done)} file{'' if len(outcome.done) == 1 else 's'} changed")
    return UNREADABLE if outcome.failed else DONE
