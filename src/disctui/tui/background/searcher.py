"""Searches beside the screen: only the latest question counts, and no key is held up by one."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from disctui.tui.messages import ResultsReady, SearchFailed

if TYPE_CHECKING:
    from textual.message import Message

    from disctui.library.catalogue import Catalogue
    from disctui.tui.results import Results, View

    Find = Callable[[Catalogue, View, int, Callable[[], bool]], Results]

_AT_ONCE = 3
"""Searches at the same time: one that can't be stopped at once does not hold up the next."""


class Searcher:
    """Asks in threads of its own, which are kept; only the answer to the latest question is ever given."""

    def __init__(self, post: "Callable[[Message], object]") -> None:
        self._post = post
        self._latest = 0
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="search")

    def stop(self) -> None:
        """End what is under way."""
        self._latest = -1
        self._pool.shutdown(wait=False, cancel_futures=True)

    def ask(self, find: "Find", catalogue: "Catalogue", view: "View", generation: int) -> None:
        """Begin to search; `ResultsReady` or `SearchFailed` is posted, unless something else is asked meanwhile."""
        self._latest = generation
        future = self._pool.submit(self._find, find, catalogue, view, generation)
        future.add_done_callback(lambda done: self._answer(done, generation))

    def _find(self, find: "Find", catalogue: "Catalogue", view: "View", generation: int) -> "Results | None":
        if generation != self._latest:
            return None
        return find(catalogue, view, generation, lambda: generation != self._latest)

    def _answer(self, done: "Future[Results | None]", generation: int) -> None:
        if done.cancelled() or generation != self._latest:
            return
        error = done.exception()
        if error is not None:
            self._post(SearchFailed(error, generation))
        elif (results := done.result()) is not None:
            self._post(ResultsReady(results))
