"""The library's history: what was changed, taking it back, and doing it again."""

from typing import Any

from textual.content import Content

from disctui.editing.file_operations import FEW_FILES, Outcome
from disctui.editing.history import TakesManyAway
from disctui.editing.history_store import Entry
from disctui.problem import Refused
from disctui.safe_text import clean
from disctui.tui.flows.working import work
from disctui.tui.flows.writing import announce
from disctui.tui.messages import ReleaseExpected
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.history import HistoryScreen
from disctui.tui.screens.preview import PreviewScreen
from disctui.tui.target import Target

_SHOWN = 200
"""Changes that the list shows."""
_UNDO, _REDO = "u", "ctrl+r"
_GOES_ON = "what is done stays so, and the same key goes on"


async def undo(screen: CommandScreen[Any], _: Target) -> None:
    """Take the last change of the library back; asks before many files go."""
    editor = screen.session.editor
    try:
        try:
            turned = await work(screen, "Undo", lambda tell: editor.undo(FEW_FILES, tell=tell), _GOES_ON)
        except TakesManyAway as many:
            agreed = many.entry
            if not await screen.ask(_question(many)):
                return
            turned = await work(screen, "Undo", lambda tell: editor.undo(FEW_FILES, agreed, tell), _GOES_ON)
    except Refused as error:
        _refuse(screen, error)
    else:
        _tell(screen, turned, "undone", _UNDO)


def _tell(screen: CommandScreen[Any], turned: tuple[Entry, Outcome] | None, done: str, left: str) -> None:
    """Say what was done, and of what was stopped how much; None where it was before any of it.

    Args:
        screen: Where it is said.
        turned: The change, and what became of its files.
        done: What was done with it, in words.
        left: The key that goes on with the rest.
    """
    if turned is None:
        screen.say("stopped: no file was touched", "warning")
        return
    entry, outcome = turned
    _go_to_what_came_back(screen, outcome)
    said = f"{done}: {entry.title}"
    count = len(entry.paths)
    rest = len(entry.undone) if left == _REDO else count - len(entry.undone)
    if rest > len(outcome.failed):
        said = f"{said}\nstopped: {count - rest:,} of {count:,} files; {left} goes on"
    announce(screen, outcome, said)


def _question(many: TakesManyAway) -> PreviewScreen:
    text = Content(
        f"“{clean(many.entry.title, 200)}” made {many.count:,} files, and undoing it takes them away.\n\n"
        "They do not go to the bin; the history keeps what they hold, and ctrl+r makes them again."
    )
    return PreviewScreen(f"Undo: take {many.count:,} files away", text)


async def redo(screen: CommandScreen[Any], _: Target) -> None:
    """Do again what was undone last."""
    editor = screen.session.editor
    try:
        turned = await work(screen, "Do again", editor.redo, _GOES_ON)
    except Refused as error:
        _refuse(screen, error)
    else:
        _tell(screen, turned, "done again", _REDO)


def _go_to_what_came_back(screen: CommandScreen[Any], outcome: Outcome) -> None:
    """Let the cursor go to the first file that was not there: what is typed next is meant for it, not its neighbour."""
    known = screen.session.catalogue.listings
    for path in screen.session.editor.relative(step.result for step in outcome.done):
        if path.removesuffix(".toml") not in known:
            screen.post_message(ReleaseExpected(path))
            return


def _refuse(screen: CommandScreen[Any], error: Refused) -> None:
    screen.say(error.advice, "warning", seconds=8)


async def show_history(screen: CommandScreen[Any], target: Target) -> None:
    """List what was changed, the newest first; u and ctrl+r work there too, and the list is shown again."""
    turns = {"undo": undo, "redo": redo}
    while True:
        lines = []
        for entry in screen.session.editor.entries()[:_SHOWN]:
            undone = {"done": "", "passed": "could not be undone  "}.get(entry.state, "undone  ")
            lines.append(f"{entry.at.astimezone():%Y-%m-%d %H:%M}  {undone}{clean(entry.title, 200)}")
        text = Content("\n".join(lines) or "Nothing was changed by disctui in this library yet.")
        command = await screen.ask(HistoryScreen(text))
        if command is None:
            return
        await turns[command](screen, target)
