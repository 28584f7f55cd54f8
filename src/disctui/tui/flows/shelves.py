"""Shelves: searches that have a name, to be opened by a letter, to be edited, or to be saved from what is asked now."""

import asyncio
from collections.abc import Sequence
from typing import Any

from disctui.editing import searches
from disctui.library.catalogue import Catalogue
from disctui.library.files import SEARCHES_FILE
from disctui.library.listing import SORTINGS
from disctui.library.searches_file import COLUMNS, Shelf
from disctui.nearest import suggestion
from disctui.problem import Refused
from disctui.release_file.layout import line_of
from disctui.search.describe import describe
from disctui.search.query import parse
from disctui.tui.flows.outside import edit_file
from disctui.tui.flows.writing import announce
from disctui.tui.messages import ShelfChosen
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.lines_form import Line, LinesForm, Values
from disctui.tui.screens.menu import Choice
from disctui.tui.screens.shelf_menu import ShelfMenu
from disctui.tui.target import Target


async def open_shelf(screen: CommandScreen[Any], target: Target) -> None:
    """Choose a shelf by its letter; or edit the file of the searches, or save what is asked now."""
    catalogue = screen.session.catalogue
    choices = await asyncio.to_thread(_choices, catalogue)
    open_now = target.shelf.casefold()
    at = next((at for at, one in enumerate(choices) if one.value.casefold() == open_now and not one.is_heading), 0)
    menu = ShelfMenu("Shelves", choices, is_long=False, chosen=at)
    name = await screen.ask(menu)
    shelf = None if name is None else catalogue.shelves.named(name)
    if shelf is None:
        return
    if menu.wanted == "save":
        await save_search(screen, target)
    elif menu.wanted == "edit":
        _edit(screen, shelf)
    else:
        screen.post_message(ShelfChosen(shelf))


def _choices(catalogue: Catalogue) -> list[Choice]:
    """A line for each shelf: those that every library has, then those of the file."""
    shelves = catalogue.shelves.shelves
    width = max(len(shelf.name) for shelf in shelves)
    late = catalogue.count_on(Shelf("", "is:late"))
    lines: list[Choice] = []
    for shelf in shelves:
        if shelf.is_own and not any(line.is_heading for line in lines):
            lines.append(Choice("", f"── {SEARCHES_FILE}", "", is_heading=True))
        told = f"{late} late" if late and shelf.query == "is:lent" else shelf.query
        lines.append(Choice(shelf.key, f"{shelf.name:<{width}}  {catalogue.count_on(shelf):>7,}  {told}", shelf.name))
    return lines


def _edit(screen: CommandScreen[Any], shelf: Shelf) -> None:
    """Open searches.toml in the user's editor, at a shelf of it."""
    files, _ = screen.session.editor.read([SEARCHES_FILE])
    data = files.get(SEARCHES_FILE)
    if data is None:
        screen.session.editor.require_writable()
        raise Refused(f"There is no {SEARCHES_FILE} yet", "F saves a search, and makes it")
    edit_file(screen, SEARCHES_FILE, line_of(data, ("search", shelf.place)) if shelf.is_own else 1)


async def save_search(screen: CommandScreen[Any], target: Target) -> None:
    """Save what is asked now, with its order and whether films are listed, as a shelf of a name of its own."""
    on = f'shelf:"{target.shelf}" ' if target.shelf else ""
    query = f"{on}{target.query}".strip()
    if not query:
        raise Refused("Nothing is searched for", "search first: a shelf is a search with a name")
    screen.session.editor.require_writable()
    proposed = describe(parse(target.query)).removeprefix("films").removeprefix(" matching").strip(" ,")
    lines = [
        Line("name", "Name", proposed[:1].upper() + proposed[1:], "what it is called", is_long=True),
        Line("key", "Key", "", "none", says=lambda key: f"f {key} opens it" if key else "a letter that opens it"),
        Line("columns", "Columns", ", ".join(target.columns), "the usual ones", is_long=True),
    ]
    saving = _Saving(screen, target, query)
    await screen.ask(LinesForm("Save this search as a shelf", lines, saving.save, saving.words))


class _Saving:
    """Saves a search as its form says.

    Args:
        screen: The screen in front.
        target: What is asked, in which order.
        query: The same with the shelf that is open.
    """

    def __init__(self, screen: CommandScreen[Any], target: Target, query: str) -> None:
        self._screen = screen
        self._sort = f"{'-' if target.is_reversed else ''}{target.sorting}" if target.sorting else ""
        self._order = next((way.label for way in SORTINGS if way.name == target.sorting), "")
        self._is_reversed = target.is_reversed
        self._by_film = target.by_film
        self._query = query
        self._agreed = ""
        files, _ = screen.session.editor.read([SEARCHES_FILE])
        self._line = files.get(SEARCHES_FILE, b"").count(b"\n") + 2 if files else 1

    def words(self, values: Values) -> str:
        """What is saved where, and which columns there are."""
        order = f", by {self._order}{', reversed' * self._is_reversed}" if self._order else ""
        films = ", film by film" if self._by_film else ""
        names = ", ".join(COLUMNS)
        wrong = _unknown_column(values["columns"])
        columns = wrong or f"Columns: {names}"
        return f"{self._query}{order}{films}\n→ {SEARCHES_FILE}, line {self._line}\n{columns}"

    def save(self, values: Values) -> str | None:
        """Save it; why it could not be, in words. A name that there is asks once whether to replace it."""
        session, name = self._screen.session, values["name"]
        if not name:
            return "A name is wanted."
        known = session.catalogue.shelves.named(name)
        if known is not None and self._agreed != name.casefold():
            self._agreed = name.casefold()
            return f"There is a shelf {known.name}: enter once more replaces it."
        wrong = _unknown_column(values["columns"]) or self._taken(values["key"], name)
        if wrong:
            return wrong
        columns = tuple(_listed(values["columns"]))
        shelf = Shelf(name, self._query, self._sort, columns, values["key"], self._by_film)
        try:
            outcome = searches.add(session.editor, shelf)
        except Refused as error:
            return error.advice
        announce(self._screen, outcome, f"{SEARCHES_FILE}: {name} saved (u undoes it)")
        session.read_again(SEARCHES_FILE)
        return None

    def _taken(self, key: str, name: str) -> str:
        """Why a letter can't open the shelf; "" where it can."""
        if len(key) > 1:
            return "The key is one letter."
        shelves = self._screen.session.catalogue.shelves.shelves
        other = next(
            (one.name for one in shelves if key and one.key == key and one.name.casefold() != name.casefold()), ""
        )
        return f"{key} opens {other}: another letter, please." if other else ""


def _listed(text: str) -> Sequence[str]:
    return [name.strip().casefold() for name in text.split(",") if name.strip()]


def _unknown_column(text: str) -> str:
    """What is wrong with the columns that were typed; "" where nothing is."""
    wrong = next((name for name in _listed(text) if name not in COLUMNS), None)
    if wrong is None:
        return ""
    hint = suggestion(wrong, COLUMNS)
    return f"There is no column {wrong}" + (f"; {hint}." if hint else ".")
