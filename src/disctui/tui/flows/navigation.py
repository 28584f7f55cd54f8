"""From one screen to another."""

from typing import Any

from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.problems import ProblemsScreen
from disctui.tui.target import Target


async def show_problems(screen: CommandScreen[Any], _: Target) -> None:
    """Open the problems of the library."""
    await screen.ask(ProblemsScreen(screen.session))
