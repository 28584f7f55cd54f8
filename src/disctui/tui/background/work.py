"""Long work that somebody waits for: it runs in a thread, is looked at while it does, and can be stopped."""

from collections.abc import Callable
from typing import Generic, TypeVar

from disctui.long_work import Stopped, Tell

Result = TypeVar("Result")


class Work(Generic[Result]):
    """One piece of it.

    Args:
        do: Does it, tells how far it is, and ends by `Stopped` once that is raised there.
    """

    def __init__(self, do: Callable[[Tell], Result]) -> None:
        self._do = do
        self.told: tuple[str, int, int] = ("", 0, 0)
        """What is being done, how much of it is, and how much there is; 0 where nobody knows."""
        self.is_stopped = False
        """Whether it shall end as soon as may be."""

    def run(self) -> Result | None:
        """Do it, in a thread; None where it was stopped."""
        try:
            return self._do(self._tell)
        except Stopped:
            return None

    def _tell(self, what: str, done: int, total: int) -> None:
        self.told = what, done, total
        if self.is_stopped:
            raise Stopped
