"""The library's history: what was changed, taking it back, and doing it again."""

from collections.abc import Callable
from typing import Any

from textual.content import Content

from disctui.editing.file_operations import Outcome
from disctui.editing.history import Entry
from disctui.problem import Refused
from disctui.safe_text import clean
from disctui.tui.flows.writing import announce
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.history import HistoryScreen
from disctui.tui.target import Target

_SHOWN = 200
"""Changes that the list shows."""


async def undo(screen: CommandScreen[Any], _: Target) -> None:
    """Take the last change of the library back."""
    _turn(screen, screen.session.editor.undo, "undone")


async def redo(screen: CommandScreen[Any], _: Target) -> None:
    """Do again what was undone last."""
    _turn(screen, screen.session.editor.redo, "done again")


def _turn(screen: CommandScreen[Any], turn: Callable[[], tuple[Entry, Outcome]], words: str) -> None:
    try:
        entry, outcome = turn()
    except Refused as error:
        screen.say(error.advice, "warning", seconds=8)
        return
    announce(screen, outcome, f"{words}: {entry.title}")


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
