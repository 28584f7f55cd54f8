"""What to watch, of what is shown."""

from typing import Any

from disctui.library.picking import Wish
from disctui.problem import Refused
from disctui.search.query import parse
from disctui.tui.messages import ReleaseSought
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.pick import PickScreen
from disctui.tui.target import Target


async def pick(screen: CommandScreen[Any], target: Target) -> None:
    """Propose films of what is found now, and go to the one that is taken."""
    shelves = screen.session.catalogue.shelves
    shelf = shelves.named(target.shelf) if target.shelf else None
    query = shelves.query_of(shelf, target.query) if shelf is not None else target.query
    problem = parse(query, is_complete=True).problem
    if problem is not None:
        raise Refused(f"The query can't be read: {problem.message}")
    words = " · ".join(filter(None, (target.shelf, target.query)))
    wanted = await screen.ask(PickScreen(screen.session, Wish(query), words))
    if wanted is not None:
        screen.post_message(ReleaseSought(wanted))
