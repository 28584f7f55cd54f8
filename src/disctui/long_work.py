"""How work that takes long tells how far it is, and how it is stopped: one way for the command line and the browser."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Tell = Callable[[str, int, int], None]
"""Told what is being done ("reading"), how much of it is done, and how much there is; 0 where nobody knows.

It may raise `Stopped`, or be interrupted: whoever calls it leaves nothing half done behind.
"""
Item = TypeVar("Item")


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Whoever is told wants no more of it."""


def untold(_what: str, _done: int, _total: int) -> None:
    """A `Tell` that nobody watches."""


def told(items: Iterable[Item], what: str, total: int, tell: Tell) -> Iterator[Item]:
    """The items, one after another, each told once whoever takes them is done with it.

    Args:
        items: What is worked on.
        what: What is done with them.
        total: How many there are.
        tell: Told after each.
    """
    for number, item in enumerate(items, 1):
        yield item
        tell(what, number, total)
