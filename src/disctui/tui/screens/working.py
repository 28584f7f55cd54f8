"""While something takes long: how far it is, and a way to stop it."""

import asyncio
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from disctui.safe_text import clean
from disctui.tui.background.work import Work
from disctui.tui.commands import WORKING
from disctui.tui.screens.dialog import Dialog
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.progress_line import ProgressLine

_LOOKS_A_SECOND = 10


class WorkScreen(Dialog[None]):
    """Leaves by itself once the work has ended.

    Args:
        title: What is done.
        doing: The work.
        done: Is done once it has ended.
        stopping: What esc does to it, e.g. "nothing is written".
    """

    PLACES = WORKING

    def __init__(self, title: str, doing: Work[Any], done: "asyncio.Future[Any]", stopping: str) -> None:
        super().__init__()
        self._title, self._doing, self._done, self._stopping = title, doing, done, stopping

    def compose(self) -> ComposeResult:
        """How far it is, and the keys."""
        with Vertical() as box:
            box.border_title = Content(clean(self._title, 70))
            yield ProgressLine()
            yield Static(f"esc stops: {self._stopping}", id="way-out", markup=False)
            yield HintBar()

    def on_mount(self) -> None:
        """Look at it until it ends."""
        self._show()
        self.set_interval(1 / _LOOKS_A_SECOND, self._show)
        self._wait()

    def _show(self) -> None:
        self.query_one(ProgressLine).progress = self._doing.told

    @work
    async def _wait(self) -> None:
        await asyncio.wait([self._done])
        self.dismiss()

    def action_back(self) -> None:
        """Stop as soon as may be."""
        self._doing.is_stopped = True
        self.query_one("#way-out", Static).update("stopping …")
