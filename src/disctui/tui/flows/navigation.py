"""From one screen to another: the problems, why a hit is found, and every command by name."""

from typing import Any

import msgspec
from textual.content import Content

from disctui.library.listing import SORTINGS
from disctui.problem import Refused
from disctui.release.film_id import film_id
from disctui.safe_text import clean
from disctui.search.describe import describe
from disctui.search.explain import explain, in_words
from disctui.search.query import parse
from disctui.tui.commands import command, keys_of
from disctui.tui.keys import is_text, key_name
from disctui.tui.messages import OrderChosen, ShelfChosen
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.help import OF_SHELF, CommandMenu, HelpScreen, help_lines
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.screens.preview import PreviewScreen
from disctui.tui.screens.problems import ProblemsScreen
from disctui.tui.target import Target


async def show_problems(screen: CommandScreen[Any], target: Target) -> None:
    """Open the problems of the library, at the first of the release under the cursor."""
    if not screen.session.all_problems and screen.session.is_checked_at_once:
        raise Refused("There are no problems in this library")
    await screen.ask(ProblemsScreen(screen.session, target.path))


async def explain_hit(screen: CommandScreen[Any], target: Target) -> None:
    """Say which words of the query the release under the cursor has, where and how."""
    if target.release_id is None or not target.query.strip():
        raise Refused("Nothing is searched for", "type what to find; x then says why a release is found")
    query = parse(target.query)
    lines = in_words(explain(screen.session.catalogue.index, query, film_id(target.release_id, target.film or 0)))
    if said := describe(msgspec.structs.replace(query, terms=())):
        lines.append(f"all that is found: {clean(said, 200)}")
    title = target.title or target.release_id
    await screen.ask(PreviewScreen(f"Why {title} is found", Content("\n".join(lines)), can_agree=False))


async def show_palette(screen: CommandScreen[Any], _: Target) -> None:
    """Offer every command that works now by name, and run the one that is chosen."""
    keymap = screen.session.keymap
    choices = [
        Choice(" ".join(key_name(key) for key in keys_of(item, keymap)[:1]), f"{item.id:<14}  {item.help}", item.id)
        for item in screen.offered()
    ]
    chosen = await screen.ask(CommandMenu("Commands", choices, is_long=True, remembers="commands"))
    if chosen is not None:
        await screen.run_command(chosen)


async def show_help(screen: CommandScreen[Any], _: Target) -> None:
    """Show the keys that work now, and do what is chosen among them."""
    session = screen.session
    shelves = [shelf for shelf in session.catalogue.shelves.shelves if shelf.key]
    lines = help_lines(screen.working(), screen.place, session.keymap, shelves, screen.app.size.width)
    chosen = await screen.ask(HelpScreen(lines))
    if chosen is None:
        return
    if chosen.startswith(OF_SHELF):
        shelf = session.catalogue.shelves.named(chosen.removeprefix(OF_SHELF))
        if shelf is not None:
            screen.post_message(ShelfChosen(shelf))
    else:
        await screen.run_command(chosen)


async def choose_order(screen: CommandScreen[Any], target: Target) -> None:
    """Choose what the rows are sorted by; the key that opens the menu takes the next order in it."""
    ways = {way.name: way for way in SORTINGS}
    natural = Choice("b", "best match", "") if "title" in target.orders else Choice("t", "title", "")
    choices = [Choice(ways[name].letter, ways[name].label, name) if name else natural for name in target.orders]
    at = target.orders.index(target.sorting) if target.sorting in target.orders else 0
    following = choices[(at + 1) % len(choices)]
    again = next(filter(is_text, keys_of(command("sort"), screen.session.keymap)), "")
    if again not in {choice.key for choice in choices}:
        choices.append(Choice(again, f"the next of these: {following.label}", following.value))
    chosen = await screen.ask(MenuScreen("Sort by", choices, is_long=False, chosen=at))
    if chosen is not None:
        screen.post_message(OrderChosen(chosen))


async def choose_theme(screen: CommandScreen[Any], _: Target) -> None:
    """Choose the colours, and remember them; where none are wanted, say so."""
    if screen.app.has_class("-no-color"):
        raise Refused("NO_COLOR is set: there are no colours to choose", "start without it to choose some")
    names = sorted(screen.app.available_themes)
    chosen = await screen.ask(MenuScreen("Theme", [Choice("", name, name) for name in names]))
    if chosen is not None:
        screen.app.theme = chosen
