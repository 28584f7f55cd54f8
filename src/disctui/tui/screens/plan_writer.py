"""What the screens of a plan share: it is written in a thread, shows how far it is, and stops between two files."""

import threading
from collections import Counter
from collections.abc import Callable

from textual import work
from textual.widgets import Static
from textual.worker import get_current_worker

from disctui.importers.apply import Decision, apply
from disctui.importers.plan import Plan
from disctui.long_work import Stopped
from disctui.problem import Refused
from disctui.safe_text import clean
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.session import Session


class PlanWriter(CommandScreen[bool]):
    """Ends with True where something was written; its top line is the `Static` #title.

    Args:
        session: What the screens share.
        plan: What would be done.
        title: What the history calls it; what `apply` calls an import without.
        on_made: Told the path of the first file that was made, before the library is read again.
    """

    def __init__(
        self,
        session: Session,
        plan: Plan,
        title: str | None = None,
        on_made: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(session)
        self._plan, self._entry, self._on_made = plan, title, on_made
        self._decisions: dict[int, Decision] = {}
        self._is_writing = False
        self._is_stopped = threading.Event()
        self.made: list[str] = []
        """Paths of the files that were made, relative to the library."""

    def action_write(self) -> None:
        """Carry the plan out."""
        if not self._is_writing:
            self._is_writing = True
            self._write()

    @work(thread=True, exit_on_error=False)
    def _write(self) -> None:
        worker = get_current_worker()
        done: Counter[str] = Counter()
        failures: list[str] = []

        def tell(what: str, number: int, _total: int) -> None:
            if worker.is_cancelled or self._is_stopped.is_set():
                raise Stopped
            self.app.call_from_thread(self._tell_progress, what, number)

        try:
            for step in apply(self._plan, self.session.editor, self._decisions, tell, self._entry):
                done[step.done] += step.row is not None
                if step.done == "created" and step.path is not None:
                    self.made.append(step.path)
                if step.problem is not None:
                    failures.append(step.problem.advice)
                if sum(done.values()) % 50 == 0:
                    self.app.call_from_thread(self._tell_progress, "writing", sum(done.values()))
                if worker.is_cancelled or self._is_stopped.is_set():
                    break
        except Stopped:
            pass
        except Refused as error:
            failures.append(error.advice)
        except Exception as error:  # noqa: BLE001 - the boundary: what nobody foresaw is said, and the screen ends
            failures.append(f"stopped by an error: {error}")
        words = f"made {done['created']:,}, changed {done['merged']:,}, left {done['unchanged'] + done['skipped']:,}"
        if done["created"] or done["merged"]:
            words += "; u undoes it"
        self.app.call_from_thread(self._end, words, failures)

    def _tell_progress(self, what: str, done: int) -> None:
        kept = "nothing is written" if what == "preparing" else "what was written stays"
        self.query_one("#title", Static).update(f"{what}: {done:,} of {len(self._plan.rows):,}   esc stops: {kept}")

    def _end(self, words: str, failures: list[str]) -> None:
        for message in failures[:3]:
            self.app.notify(clean(message, 300), severity="error", timeout=10, markup=False)
        self.app.notify(words, timeout=5, markup=False)
        if self.made and self._on_made is not None:
            self._on_made(self.made[0])
        self.session.loader.read_changes()
        self.dismiss(True)

    def action_back(self) -> None:
        """Write nothing; once writing has begun, stop after the file that is being written."""
        if self._is_writing:
            self._is_stopped.set()  # a worker that was cancelled before its thread has begun would never end this
        else:
            self.dismiss(False)
