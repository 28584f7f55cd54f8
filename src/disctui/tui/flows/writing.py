"""What every flow that writes says: why it may not, what became of each file, and that they are to be read again."""

from collections.abc import Callable
from typing import Any

from disctui.editing.file_operations import Outcome
from disctui.problem import Refused
from disctui.tui.screens.command_screen import CommandScreen


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
    for failure in outcome.failed:
        screen.say(f"{failure.file.name}: {failure.advice}", "error", seconds=10)
    if outcome.done:
        screen.say(done, seconds=3)
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
