"""The list of all walks, which each theme's module adds its own to."""

from collections.abc import Callable
from typing import NamedTuple

from .person import Person


class Walk(NamedTuple):
    """What somebody does, and what must then hold."""

    name: str
    """A sentence in small letters, as the function is called."""
    take: Callable[[Person], None]
    """Raises `WalkFailedError` where something does not hold."""

    @property
    def holds(self) -> str:
        """What must hold, in whole sentences."""
        return (self.take.__doc__ or "").strip()


WALKS: list[Walk] = []
"""In the order of their themes."""


def walk(take: Callable[[Person], None]) -> Callable[[Person], None]:
    """Make a function a walk, called by its name; its docstring says what the person does and what must hold."""
    WALKS.append(Walk(take.__name__.replace("_", " "), take))
    return take
