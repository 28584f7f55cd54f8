"""What the flows that write share: the read-only guard, messages about each file, and reading the files again."""

from collections.abc import Callable
from typing import Any

from disctui.editing.file_operations import Outcome
from disctui.problem import Refused
from disctui.safe_text import clean
from disctui.tui.screens.command_screen import CommandScreen

_FAILURES = 4
"""Files that are named of those that could not be changed."""


def is_writable(screen: CommandScreen[Any]) -> bool:
    """Whether the library may be written; says why not."""
    try:
        screen.session.editor.require_writable()
    except Refused as error:
        screen.say(error.advice, "warning", title="Read-only")
        return False
    return True


def announce(screen: CommandScreen[Any], outcome: Outcome, done: str) -> None:
    """Say what was done and what was not, and have the files read again.

    Args:
        screen: Where it is said.
        outcome: What became of each file.
        done: What was done, in words, said where anything was.
    """
    editor = screen.session.editor
    said = [done] if outcome.done else []
    said += [clean(f"{failure.file.name}: {failure.advice}", 200) for failure in outcome.failed[:_FAILURES]]
    more = len(outcome.failed) - _FAILURES
    said += [f"and {more:,} more files"] if more > 0 else []
    if said:
        screen.say("\n".join(said), "error" if outcome.failed else "information", seconds=10 if outcome.failed else 3)
    screen.session.loader.read_paths(editor.relative(outcome.files))


def attempt(screen: CommandScreen[Any], action: Callable[[], Outcome], done: str) -> Outcome | None:
    """Do something that writes, and say how it went; None where nothing was touched."""
    try:
        outcome = action()
    except Refused as error:
        screen.say(error.advice, "error", seconds=8)
        return None
    announce(screen, outcome, done)
    return outcome
