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


class Checker:
    """Checks one library at a time; only the result for the latest is posted."""

    def __init__(self, post: Callable[[Message], object]) -> None:
        self._post = post
        self._latest: Catalogue | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="check")

    def stop(self) -> None:
        """End what is under way as soon as may be."""
        self._latest = None
        self._pool.shutdown(wait=False, cancel_futures=True)

    def ask(self, catalogue: "Catalogue") -> None:
        """Begin to check; `LibraryChecked` is posted, unless another library is asked about meanwhile."""
        self._latest = catalogue
        future = self._pool.submit(self._check, catalogue)
        future.add_done_callback(lambda done: self._answer(done, catalogue))

    def _check(self, catalogue: "Catalogue") -> "tuple[Problem, ...] | None":
        if catalogue is not self._latest:
            return None
        try:
            return deferred.report(catalogue)
        except OSError:  # the folder has gone meanwhile: what reading found is all there is
            return catalogue.problems

    def _answer(self, done: "Future[tuple[Problem, ...] | None]", catalogue: "Catalogue") -> None:
        if done.cancelled() or catalogue is not self._latest:
            return
        error = done.exception()
        if error is not None:
            self._post(WorkFailed("checking the library", error))
        elif (problems := done.result()) is not None:
            self._post(LibraryChecked(catalogue, problems))
