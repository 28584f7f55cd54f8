"""What is found, counted by bars; the rows of a bar; and the diary of what was seen."""

from functools import partial
from typing import Any

from disctui.tui.messages import ReleaseSought, RowsAsked
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.diary import DiaryScreen
from disctui.tui.screens.statistics import Standpoint, StatisticsScreen
from disctui.tui.target import Target


async def show_statistics(screen: CommandScreen[Any], target: Target) -> None:
    """Count what is found now."""
    await _show(screen, Standpoint(target.query, target.shelf))


async def _show(screen: CommandScreen[Any], standpoint: Standpoint) -> None:
    """Show the panels, and what is asked for in their place."""
    while (asked := await screen.ask(StatisticsScreen(screen.session, standpoint))) is not None:
        standpoint = asked.standpoint
        if not asked.is_diary:
            screen.post_message(RowsAsked(asked.query, partial(_come_back, screen, standpoint), by_film=asked.by_film))
            return
        release_id = await screen.ask(DiaryScreen(screen.session, asked.query))
        if release_id is not None:
            screen.post_message(ReleaseSought(release_id))
            return


def _come_back(screen: CommandScreen[Any], standpoint: Standpoint) -> None:
    screen.begin(_show(screen, standpoint))
