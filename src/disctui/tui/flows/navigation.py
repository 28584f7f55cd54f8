"""From one screen to another: the problems, and every command by name."""

from typing import Any

from disctui.tui.commands import keys_of
from disctui.tui.keys import key_name
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.screens.problems import ProblemsScreen
from disctui.tui.target import Target


async def show_problems(screen: CommandScreen[Any], target: Target) -> None:
    """Open the problems of the library, at the first of the release under the cursor."""
    if not screen.session.all_problems and screen.session.is_checked_at_once:
        screen.say("There are no problems in this library.", seconds=3)
        return
    await screen.ask(ProblemsScreen(screen.session, target.path))


async def show_palette(screen: CommandScreen[Any], _: Target) -> None:
    """Offer every command that works now by name, and run the one that is chosen."""
    keymap = screen.session.keymap
    choices = [
        Choice(" ".join(key_name(key) for key in keys_of(item, keymap)[:1]), item.help, item.id)
        for item in screen.offered()
    ]
    chosen = await screen.ask(MenuScreen("Commands", choices, is_long=True))
    if chosen is not None:
        await screen.run_command(chosen)


async def choose_theme(screen: CommandScreen[Any], _: Target) -> None:
    """Choose the colours, and remember them."""
    names = sorted(screen.app.available_themes)
    chosen = await screen.ask(MenuScreen("Theme", [Choice("", name, name) for name in names]))
    if chosen is not None:
        screen.app.theme = chosen
