"""What a release was asked for over time."""

import asyncio
from typing import Any

from textual.content import Content

from disctui.library.price_history import NoHistory, price_lines
from disctui.problem import Refused
from disctui.release.details import heading
from disctui.safe_text import clean
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.preview import PreviewScreen
from disctui.tui.target import Target

_WIDEST = 100
"""Cells of the dialog at most."""
_FRAME = 5
"""Cells of its frame, of what stands beside the text, and of the scrollbar."""


async def show_prices(screen: CommandScreen[Any], target: Target) -> None:
    """List the prices that the commits of its file brought, the newest first."""
    if target.path is None or target.release is None:
        return
    try:
        history = await asyncio.to_thread(screen.session.asides.prices.of, target.path)
    except NoHistory as why:
        raise Refused(f"No price history: {why}") from why
    lines = price_lines(history, min(screen.size.width, _WIDEST) - _FRAME)
    if not lines:
        raise Refused("No price history: no commit has a price of it")
    body = Content("\n").join(Content(clean(line)) for line in lines)
    await screen.ask(PreviewScreen(f"Prices: {heading(target.release)}", body, can_agree=False))
