"""Change fields of releases, carefully: nothing but the changed value is touched, and `disctui undo` takes it back.

WHICH is an id, a path, a bar code, or a query whose exact matches are changed. A CHANGE is one of

  key=value    set it; dotted keys; a value is TOML, or plain text for a key that takes text
  key+=value   add to a list        key-=value   remove from a list        key!   remove the key

  disctui set the-cranes-are-flying collection.rating=4.5
  disctui set 'studio:criterion' collection.tags+=criterion
"""

import argparse
import sys

from disctui.cli.asking import is_agreed
from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.library_option import root_of
from disctui.cli.output import say
from disctui.cli.which import named, paths_of
from disctui.editing.changes import Change, ChangeError, NearMissError, Plan
from disctui.editing.editor import Editor
from disctui.editing.in_words import changes_in_words
from disctui.library.files import release_id
from disctui.problem import Refused
from disctui.safe_text import clean, clean_lines


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("which", metavar="WHICH", help="an id, a path, a bar code, or a query")
    parser.add_argument("changes", metavar="CHANGE", nargs="+", help="key=value, key+=value, key-=value or key!")
    parser.add_argument("--dry-run", action="store_true", help="print what would change, and change nothing")
    parser.add_argument("--yes", action="store_true", help="change several files without asking")
    parser.add_argument(
        "--force-key", action="store_true", help="a key that looks like a slip for one of the format is meant as it is"
    )


def run(arguments: argparse.Namespace) -> int:
    """Change what is named; the exit status is 3 where a file could not be changed."""
    try:
        changes = [Change.parse(text, is_own=arguments.force_key) for text in arguments.changes]
    except NearMissError as error:
        say(f"{error.advice}; --force-key sets it as a key of your own")
        return USAGE
    except ChangeError as error:
        say(error.advice)
        return USAGE
    root, _ = root_of(arguments)
    meant = named(root, arguments.which)
    if meant is not None and meant.film is not None:
        say(f"name the release, and the key of its film: films[{meant.film}].title=...")
        return USAGE
    paths = paths_of(root, arguments, arguments.which)
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
    count = len(planned.edits)
    refusal = f"{count} files would change; --yes changes them, --dry-run only shows how"
    if count > 1 and not arguments.yes and not is_agreed(f"Change {count} files", refusal):
        return USAGE
    title = f"{changes_in_words(changes)} {_where(planned)}"
    return _write(editor, planned, title) or (UNREADABLE if planned.refused else DONE)


def _where(planned: Plan) -> str:
    """Which release is changed, or how many are."""
    count = len(planned.edits)
    return f"of {release_id(planned.edits[0].path)}" if count == 1 else f"in {count} releases"


def _print(planned: Plan) -> None:
    for edit in planned.edits:
        sys.stdout.write(clean_lines(edit.diff, 1_000_000))
    for path in planned.unchanged:
        say(f"{path}: says so already")
    for refusal in planned.refused:
        say(f"{refusal.path}: not changed: {refusal.advice}")


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
