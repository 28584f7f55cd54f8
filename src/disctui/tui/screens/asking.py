"""While sources are asked for many releases, or over a network: how far it is, and a way to stop."""

from collections.abc import Callable, Iterator

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.worker import get_current_worker

from disctui.problem import Refused
from disctui.safe_text import clean
from disctui.sources.filling import Answer
from disctui.tui.commands import ASKING
from disctui.tui.screens.dialog import Dialog
from disctui.tui.widgets.hint_bar import HintBar


class AskingScreen(Dialog[list[Answer] | str]):
    """Ends with what was answered, also where it was stopped, or with why nothing could be asked.

    Args:
        names: Who is asked, in words.
        total: How many answers there will be.
        ask: Gives the answers, one after another; called in a thread.
    """

    PLACES = ASKING

    def __init__(self, names: str, total: int, ask: Callable[[], Iterator[Answer]]) -> None:
        super().__init__()
        self._names, self._total, self._ask = names, total, ask
        self._is_stopped = False

    def compose(self) -> ComposeResult:
        """How far it is, and the keys."""
        with Vertical() as box:
            box.border_title = Content(clean(f"Asking {self._names}", 70))
            yield Static(self._words(0), id="done", markup=False)
            yield HintBar()

    def _words(self, done: int) -> str:
        return f"{done:,} of {self._total:,} answered; esc stops, and keeps what was answered"

    def on_mount(self) -> None:
        """Begin to ask."""
        self._run()

    @work(thread=True, exit_on_error=False)
    def _run(self) -> None:
        worker = get_current_worker()
        found: list[Answer] = []
        try:
            for answer in self._ask():
                found.append(answer)
                self.app.call_from_thread(self._tell, len(found))
                if worker.is_cancelled or self._is_stopped:
                    break
        except Refused as refused:
            self.app.call_from_thread(self.dismiss, refused.advice)
            return
        self.app.call_from_thread(self.dismiss, found)

    def _tell(self, done: int) -> None:
        for line in self.query("#done").results(Static):
            line.update("stopping …" if self._is_stopped else self._words(done))

    def action_back(self) -> None:
        """Stop after the question that is being asked."""
        self._is_stopped = True
        self._tell(0)
