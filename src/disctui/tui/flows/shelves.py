"""Shelves: searches that have a name, to be opened by a letter, or to be saved from what is asked now."""

from typing import Any

from disctui.editing import searches
from disctui.library.files import SEARCHES_FILE
from disctui.library.searches_file import Shelf
from disctui.problem import Refused
from disctui.search.describe import describe
from disctui.search.query import parse
from disctui.tui.flows.writing import attempt, is_writable
from disctui.tui.messages import ShelfChosen
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.screens.prompt import PromptScreen
from disctui.tui.target import Target


async def open_shelf(screen: CommandScreen[Any], target: Target) -> None:
    """Choose a shelf by its letter."""
    catalogue = screen.session.catalogue
    shelves = catalogue.shelves.shelves
    width = max(len(shelf.name) for shelf in shelves)
    choices = [
        Choice(shelf.key, f"{shelf.name:<{width}}  {catalogue.count_on(shelf):>7,}  {shelf.query}", shelf.name)
        for shelf in shelves
    ]
    names = [shelf.name.casefold() for shelf in shelves]
    open_now = target.shelf.casefold()
    at = names.index(open_now) if open_now in names else 0
    name = await screen.ask(MenuScreen("Shelves", choices, is_long=False, chosen=at))
    shelf = None if name is None else catalogue.shelves.named(name)
    if shelf is not None:
        screen.post_message(ShelfChosen(shelf))


async def save_search(screen: CommandScreen[Any], target: Target) -> None:
    """Save what is asked now, with its order, as a shelf of a name of its own."""
    shelves = screen.session.catalogue.shelves
    on = f'shelf:"{target.shelf}" ' if target.shelf else ""
    query = f"{on}{target.query}".strip()
    if not query:
        screen.say("Search for something first: a shelf is a search with a name.", seconds=4)
        return
    if not is_writable(screen):
        return
    proposed = describe(parse(target.query)).removeprefix("films").removeprefix(" matching").strip(" ,")

    def refusal(name: str) -> str | None:
        known = shelves.named(name)
        return f"There is a shelf {known.name}; another name, please." if known is not None else None

    name = await screen.ask(PromptScreen(f"Save {query} as a shelf; its name:", proposed, refusal))
    if name is None:
        return
    sort = f"{'-' if target.is_reversed else ''}{target.sorting}" if target.sorting else ""
    shelf = Shelf(name.strip(), query, sort)
    try:
        attempt(
            screen,
            lambda: searches.add(screen.session.editor, shelf),
            f"{SEARCHES_FILE}: {shelf.name} saved (u undoes it)",
        )
    except Refused as error:
        screen.say(error.advice, "error")
        return
    screen.session.read_again(SEARCHES_FILE)
