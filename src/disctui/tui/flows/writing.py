"""What the flows that write share: the read-only guard, messages about each file, and reading the files again."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

from disctui.editing.changes import Plan
from disctui.editing.editor import Editor
from disctui.editing.file_operations import Outcome
from disctui.importers.apply import Agreed, Tally, apply
from disctui.long_work import Stopped, Tell
from disctui.problem import Refused
from disctui.release.days import counted
from disctui.release_file.layout import line_of
from disctui.safe_text import clean
from disctui.tui.flows.working import work
from disctui.tui.messages import MarksUsed, ReleaseExpected
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.preview import PreviewScreen, plan_text
from disctui.tui.target import Target

_STAYS = "what was written stays"
_FAILURES = 4
"""Files that are named of those that could not be changed."""


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


async def carry_out(screen: CommandScreen[Any], agreed: Agreed, title: str, entry: str | None = None) -> bool:
    """Write what a plan says as one change, with a way to stop it between two files; whether any file was changed.

    Args:
        screen: The screen in front.
        agreed: What to write.
        title: What is done, for who waits.
        entry: What the history calls it; the names of the files imported without.
    """
    tally = Tally()
    ended = await work(screen, title, lambda tell: _write(agreed, screen.session.editor, entry, tally, tell), _STAYS)
    failures = [problem.advice for problem in tally.problems] + ([ended] if ended else [])
    for message in failures[:_FAILURES]:
        screen.say(clean(message, 300), "error", seconds=10)
    left = tally.rows["unchanged"] + tally.rows["skipped"]
    said = f"made {tally.rows['created']:,}, changed {tally.rows['merged']:,}, left {left:,}"
    screen.say(f"{said}; u undoes it" if tally.written else said, seconds=5)
    if len(tally.made) == 1:
        screen.post_message(ReleaseExpected(tally.made[0]))
    screen.session.loader.read_changes()
    return tally.written > 0


def _write(agreed: Agreed, editor: Editor, entry: str | None, tally: Tally, tell: Tell) -> str:
    """Write a plan and count what becomes of it; why it ended early, or "". Called in a thread."""
    total = len(agreed.plan.rows)
    try:
        with closing(apply(agreed.plan, editor, agreed.decisions, tell, entry)) as steps:
            for step in steps:
                tally.count(step)
                tell("writing", tally.rows.total(), total)
    except Stopped:
        return ""
    except Refused as error:
        return error.advice
    except Exception as error:  # noqa: BLE001 - the boundary: what was written by then is said all the same
        return f"stopped by an error: {error}"
    return ""
