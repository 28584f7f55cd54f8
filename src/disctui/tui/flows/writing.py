"""What the flows that write share: the read-only guard, messages about each file, and reading the files again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from disctui.editing.changes import Plan
from disctui.editing.file_operations import Outcome
from disctui.problem import Refused
from disctui.release.days import counted
from disctui.release_file.layout import line_of
from disctui.safe_text import clean
from disctui.tui.messages import MarksUsed
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.preview import PreviewScreen, plan_text
from disctui.tui.target import Target

_FAILURES = 4
"""Files that are named of those that could not be changed."""


def is_writable(screen: CommandScreen[Any]) -> bool:
    """Whether the library may be written; says why not."""
    try:
        screen.session.editor.require_writable()
    except Refused as error:
        screen.refuse(error.advice, "warning", title="Read-only")
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


def meant_line(screen: CommandScreen[Any], target: Target) -> int:
    """The line of its file, from 1, that is meant: of a film of a box set that on which it begins."""
    if target.film is None or target.path is None:
        return target.line
    files, _ = screen.session.editor.read([target.path])
    return max(line_of(data, ("films", target.film - 1)) for data in (*files.values(), b""))


def attempt(screen: CommandScreen[Any], action: Callable[[], Outcome], done: str) -> Outcome | None:
    """Do something that writes, and say how it went; None where nothing was touched."""
    try:
        outcome = action()
    except Refused as error:
        screen.say(error.advice, "error", seconds=8)
        return None
    announce(screen, outcome, done)
    return outcome


async def apply_after_preview(screen: CommandScreen[Any], planned: Plan, title: str) -> None:
    """Show what would change in which file, and do it as one change once the user agrees."""
    number = len(planned.edits)
    heading = f"{title}: {counted(number, 'file')} would change"
    agreed = await screen.ask(PreviewScreen(heading, plan_text(planned), can_agree=bool(number)))
    if not agreed or not planned.edits:
        return
    editor = screen.session.editor
    outcome = attempt(screen, lambda: editor.apply(planned.edits, title), f"{title} (u undoes it)")
    if outcome is not None and not outcome.failed:
        screen.post_message(MarksUsed())


def free_path(path: Path) -> Path:
    """`path`, or where there is something already, the first of `name-2`, `name-3` … that is free."""
    number, free = 1, path
    while free.exists() or free.is_symlink():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
