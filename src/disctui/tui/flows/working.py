"""What may take long: it runs in a thread, and once that is felt a dialog says how far it is and how to stop it."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from disctui.long_work import Tell
from disctui.tui.background.work import Work
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.working import WorkScreen

Result = TypeVar("Result")
PATIENCE = 0.25
"""Seconds that go by before the dialog comes."""


async def work(
    screen: CommandScreen[Any], title: str, do: Callable[[Tell], Result], stopping: str = "nothing is written"
) -> Result | None:
    """Do something in a thread while keys wait; None where it was stopped.

    Args:
        screen: The one that the flow is about.
        title: What is done.
        do: Does it, and tells how far it is.
        stopping: What esc does to it, in words.
    """
    doing = Work(do)
    done = asyncio.ensure_future(asyncio.to_thread(doing.run))
    try:
        await asyncio.wait([done], timeout=PATIENCE)
        if not done.done():
            await screen.ask(WorkScreen(title, doing, done, stopping))
        return await done
    finally:
        doing.is_stopped = True  # where the program ends meanwhile
