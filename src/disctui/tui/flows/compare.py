"""The editions of a film side by side, or the rows that are marked."""

import asyncio
from collections.abc import Sequence
from typing import Any

from disctui.library.catalogue import Catalogue
from disctui.library.comparison import FEWEST, MOST, compared, held
from disctui.problem import Refused
from disctui.release.film_id import film_id
from disctui.safe_text import clean
from disctui.tui.messages import ReleaseSought
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.comparison import ComparisonScreen
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.target import Target


async def compare(screen: CommandScreen[Any], target: Target) -> None:
    """Compare the marked rows, or else the editions of the film under the cursor; go to the one that is taken."""
    catalogue, release_id = screen.session.catalogue, target.release_id
    if release_id is None:
        return
    if len(target.row_ids) > MOST:
        raise Refused(f"{len(target.row_ids)} rows are marked; at most {MOST} can be compared")
    chosen, ids = release_id, target.row_ids
    if len(ids) < FEWEST:
        editions = await asyncio.to_thread(lambda: catalogue.editions)
        film = await _film(screen, target, [name for name in _films(target) if editions.others(name)])
        if film is None:
            return
        mine = film_id(release_id, target.film or 0) if film == release_id else film
        chosen, ids = mine, _some(editions.editions_of(mine), mine)
    comparison = await asyncio.to_thread(compared, catalogue, ids)
    if len(comparison.editions) < FEWEST:
        raise Refused(
            f"No other edition of {_title(catalogue, chosen)} is here", "mark two to six rows, and = compares them"
        )
    wanted = await screen.ask(ComparisonScreen(screen.session, comparison, chosen))
    if wanted is not None:
        screen.post_message(ReleaseSought(wanted))


def _films(target: Target) -> list[str]:
    """The ids that the release under the cursor goes by: of a box set those of its films, or of one of them."""
    release, name = target.release, target.release_id or ""
    if release is None or not release.films:
        return [name]
    films = range(1, len(release.films) + 1) if target.film is None else (target.film,)
    return [film_id(name, number) for number in films]


async def _film(screen: CommandScreen[Any], target: Target, several: Sequence[str]) -> str | None:
    """Which film is meant: of several in one box set the user is asked."""
    if len(several) < 2:
        return several[0] if several else target.release_id
    catalogue = screen.session.catalogue
    choices = [Choice("", _title(catalogue, name), name) for name in several]
    return await screen.ask(MenuScreen("Compare the editions of", choices))


def _title(catalogue: Catalogue, name: str) -> str:
    one = held(catalogue, name)
    return one.title if one is not None else clean(name, 100)


def _some(editions: Sequence[str], film: str) -> tuple[str, ...]:
    """As many editions as can be compared, that of the row among them."""
    others = [name for name in editions if name != film][: MOST - 1]
    return tuple(name for name in editions if name == film or name in others)
