"""What `undo` and `redo` share: one step back or forward in the history, and the messages about it."""

import argparse
from typing import Literal

from disctui.cli.asking import is_agreed
from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.library_option import root_of
from disctui.cli.output import print_json, say
from disctui.cli.progress import shown
from disctui.editing.editor import Editor
from disctui.editing.file_operations import FEW_FILES, Outcome
from disctui.editing.history import NothingLeft, TakesManyAway
from disctui.editing.history_store import Entry
from disctui.problem import Refused
from disctui.safe_text import clean

_WORDS = {"undo": "undone", "redo": "done again"}
_GOES_ON = "the next undo goes on"


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags that both have."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--dry-run", action="store_true", help="say which change it would be, and touch nothing")


def turn(arguments: argparse.Namespace, way: Literal["undo", "redo"]) -> int:
    """Take the last change back, or make it again; the exit status."""
    editor = Editor(root_of(arguments)[0])
    if arguments.dry_run:
        return _look(editor, way, is_json=arguments.json)
    try:
        if way == "undo":
            entry, outcome = _undone(editor, is_agreed_to=arguments.yes)
        else:
            with shown("the next redo goes on") as meter:
                entry, outcome = editor.redo(meter)
    except TakesManyAway:
        return USAGE
    except NothingLeft as error:
        say(error.advice)
        return NOT_FOUND
    except Refused as error:
        say(error.advice)
        return UNREADABLE
    files = editor.relative(outcome.files)
    if arguments.json:
        failed = [{"file": str(one.file), "message": one.message, "hint": one.hint} for one in outcome.failed]
        print_json({"title": entry.title, "files": files, "failed": failed})
    else:
        print(clean(f"{_WORDS[way]}: {entry.title}"))
        for path in files:
            print(clean(f"  {path}"))
    for failure in outcome.failed:
        say(f"{failure.file.name}: left as it is: {failure.advice}")
    return UNREADABLE if outcome.failed else DONE


def _look(editor: Editor, way: Literal["undo", "redo"], *, is_json: bool) -> int:
    """Say what would be turned."""
    entry = editor.next_turn(way)
    if entry is None:
        say(f"there is nothing to {way}")
        return NOT_FOUND
    files = editor.relative(entry.files)
    if is_json:
        print_json({"title": entry.title, "files": files, "failed": []})
    else:
        print(clean(f"would be {_WORDS[way]}: {entry.title}"))
        for path in files:
            print(clean(f"  {path}"))
    return DONE


def _undone(editor: Editor, *, is_agreed_to: bool) -> tuple[Entry, Outcome]:
    """Take the last change back, once it is agreed that many files go.

    Raises:
        TakesManyAway: it is not.
        Refused: it can't be taken back.
    """
    try:
        with shown(_GOES_ON) as meter:
            return editor.undo(None if is_agreed_to else FEW_FILES, tell=meter)
    except TakesManyAway as many:
        refusal = f"{many.advice}; --yes does it"
        if not is_agreed(f"“{many.entry.title}” made {many.count:,} files: take them away", refusal):
            raise
        with shown(_GOES_ON) as meter:
            return editor.undo(FEW_FILES, many.entry, meter)
