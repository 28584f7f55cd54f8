"""Commands of several steps: plain async functions of the screen in front and of the `Target` they are about."""

from collections.abc import Coroutine
from typing import Any

from textual.screen import Screen

from disctui.tui import deferred
from disctui.tui.target import Target


def begin(command_id: str, screen: Screen[Any], target: Target) -> Coroutine[Any, Any, object]:
    """The flow of a command, to be run as a worker of the screen.

    The flows, and what they import, are loaded when the first of them is begun, or once the first screen was drawn.

    Raises:
        KeyError: the command takes one step, or there is none.
    """
    table = deferred.module(f"{__name__}.table")
    flow: Coroutine[Any, Any, object] = table.FLOWS[command_id](screen, target)
    return flow
