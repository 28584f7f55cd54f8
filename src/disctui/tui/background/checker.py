"""Checks a whole library by the rules of `disctui check`, in a thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from textual.message import Message

from disctui.tui import deferred
from disctui.tui.messages import LibraryChecked, WorkFailed

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue
    from disctui.problem import Problem
    from disctui.tui.background.work import Work


class Checker:
    """Checks one library at a time; only the result for the latest is posted."""

    def __init__(self, post: Callable[[Message], object]) -> None:
        self._post = post
        self._doing: Work[tuple[Problem, ...]] | None = None
        self._about: Catalogue | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="check")

    def stop(self) -> None:
        """End what is under way as soon as may be."""
        self.leave()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def leave(self) -> None:
        """Let be what is under way; nothing is posted of it."""
        if self._doing is not None:
            self._doing.is_stopped = True
            self._doing = None

    @property
    def told(self) -> tuple[str, int, int] | None:
        """What is being done, how much of it is, and how much there is; None while nothing is checked."""
        return None if self._doing is None else self._doing.told

    def ask(self, catalogue: "Catalogue") -> None:
        """Begin to check; `LibraryChecked` is posted, unless another library is asked about meanwhile."""
        from disctui.tui.background.work import Work  # noqa: PLC0415 - the first screen does without

        if self._doing is not None and catalogue is self._about:
            return  # it is under way
        self.leave()
        self._about = catalogue
        doing = self._doing = Work(lambda tell: deferred.report(catalogue, tell))
        future = self._pool.submit(self._check, catalogue, doing)
        future.add_done_callback(lambda done: self._answer(done, catalogue, doing))

    def _check(self, catalogue: "Catalogue", doing: "Work[tuple[Problem, ...]]") -> "tuple[Problem, ...] | None":
        if doing.is_stopped:
            return None
        try:
            return doing.run()
        except OSError:  # the folder has gone meanwhile: what reading found is all there is
            return catalogue.problems

    def _answer(
        self,
        done: "Future[tuple[Problem, ...] | None]",
        catalogue: "Catalogue",
        doing: "Work[tuple[Problem, ...]]",
    ) -> None:
        if done.cancelled() or doing is not self._doing:
            return
        self._doing = None
        error = done.exception()
        if error is not None:
            self._post(WorkFailed("checking the library", error))
        elif (problems := done.result()) is not None:
            self._post(LibraryChecked(catalogue, problems))
