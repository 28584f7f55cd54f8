"""From one screen to another: the problems, the keys that work now."""

from typing import Any

from textual.app import App

from disctui.tui.commands import Keymap
from disctui.tui.messages import HelpAsked
from disctui.tui.palette import CommandProvider
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.help import HelpScreen
from disctui.tui.screens.problems import ProblemsScreen

__all__ = ["CommandProvider", "show_help", "show_problems"]


def show_problems(screen: CommandScreen[Any]) -> None:
    """Open the problems of the library."""
    screen.app.push_screen(ProblemsScreen(screen.session))


def show_help(app: App[Any], keymap: Keymap, event: HelpAsked) -> None:
    """Open the keys that work now."""
    app.push_screen(HelpScreen(event.working, event.place, keymap))
