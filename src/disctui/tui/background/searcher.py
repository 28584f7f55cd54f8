"""Searches in threads: only the latest query counts, and no key waits for a search."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue
    from disctui.tui.results import Results
    from disctui.tui.view import View

    Find = Callable[[Catalogue, View, int, Callable[[], bool]], Results]

_AT_ONCE = 3
"""Searches at the same time: one that can't be stopped at once does not hold up the next."""


class ResultsReady(Message):
    """A search has ended."""

    def __init__(self, results: "Results") -> None:
        super().__init__()
        self.results = results


class SearchFailed(Message):
    """A search has ended on an error that nobody foresaw."""

    def __init__(self, error: BaseException, generation: int) -> None:
        super().__init__()
        self.error = error
        self.generation = generation


class Searcher:
    """Searches in threads that are reused; only the results of the latest query are posted."""

    def __init__(self, post: "Callable[[Message], object]") -> None:
        self._post = post
        self._asked = 0
        """How many questions there were; the number of the latest."""
        self._shown = 0
        """The number of the question whose answer is on the screen."""
        self._is_stopped = False
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="search")

    def stop(self) -> None:
        """End what is under way."""
        self._is_stopped = True
        self._pool.shutdown(wait=False, cancel_futures=True)

    @property
    def is_searching(self) -> bool:
        """Whether the latest question has no answer on the screen yet."""
        return self._shown != self._asked

    def postpone(self) -> None:
        """Note that there is a question that can't be asked yet."""
        self._asked += 1

    def answered(self, generation: int) -> bool:
        """Note that results are about to be shown; False if they must not be, since later ones are shown already."""
        if generation <= self._shown:
            return False
        self._shown = generation
        return True

    def ask(self, find: "Find", catalogue: "Catalogue", view: "View") -> None:
        """Begin to search; `ResultsReady` or `SearchFailed` is posted, unless something else is asked meanwhile."""
        self._asked = generation = self._asked + 1
        future = self._pool.submit(self._find, find, catalogue, view, generation)
        future.add_done_callback(lambda done: self._answer(done, generation))

    def _find(self, find: "Find", catalogue: "Catalogue", view: "View", generation: int) -> "Results | None":
        if self._is_outdated(generation):
            return None
        return find(catalogue, view, generation, lambda: self._is_outdated(generation))

    def _is_outdated(self, generation: int) -> bool:
        return self._is_stopped or generation != self._asked

    def _answer(self, done: "Future[Results | None]", generation: int) -> None:
        if done.cancelled() or self._is_outdated(generation):
            return
        error = done.exception()
        if error is not None:
            self._post(SearchFailed(error, generation))
        elif (results := done.result()) is not None:
            self._post(ResultsReady(results))
