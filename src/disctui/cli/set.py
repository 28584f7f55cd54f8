"""Change fields of releases, carefully: nothing but the changed value is touched, and `disctui undo` takes it back.

WHICH is an id, or a query whose true matches are changed. A CHANGE is one of

  key=value    set it; dotted keys; a value is TOML, or plain text for a key that takes text
  key+=value   add to a list        key-=value   remove from a list        key!   remove the key

  disctui set the-cranes-are-flying collection.rating=4.5
  disctui set 'studio:criterion' collection.tags+=criterion
"""

import argparse
import sys

from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.output import say
from disctui.cli.whole_library import catalogue_of
from disctui.editing.changes import Change, ChangeError, Plan
from disctui.editing.editor import Editor
from disctui.library.catalogue import Catalogue
from disctui.problem import Refused
from disctui.safe_text import clean, clean_lines
from disctui.search.query import parse


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
    wanted = parse(arguments.which)
    if wanted.problem is not None:
        say(f"{arguments.which[wanted.problem.start : wanted.problem.end]}: {wanted.problem.message}")
        return USAGE
    if not arguments.which.strip():
        say("WHICH is empty; an id or a query says which releases are meant")
        return USAGE
    catalogue = catalogue_of(arguments)
    names = _which(catalogue, arguments.which)
    if not names:
        say(f"nothing found for {arguments.which!r}")
        return NOT_FOUND
    editor = Editor(catalogue.root)
    files, problems = editor.read(catalogue.listings[name].path for name in names)
    for problem in problems:
        say(f"{problem.place}: {problem.message}")
    planned = editor.plan(files, changes)
    _print(planned)
    if arguments.dry_run or not planned.edits:
        return UNREADABLE if problems or planned.refused else DONE
    if len(planned.edits) > 1 and not arguments.yes and not _agreed(len(planned.edits)):
        return USAGE
    return _write(editor, planned, f"set {', '.join(map(str, changes))}") or (UNREADABLE if planned.refused else DONE)


def _which(catalogue: Catalogue, which: str) -> list[str]:
    name = which.removesuffix(".toml")
    if name in catalogue.listings:
        return [name]
    query = parse(which)
    if query.is_empty:
        return []
    found = catalogue.index.search(query, is_fuzzy=False)
    return [] if found.is_partial else found.ids(0, found.exact_count)


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
