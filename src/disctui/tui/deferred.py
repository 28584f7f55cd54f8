"""The names of `domain`, each loaded when it is first used; `load` loads them all, in a thread.

The first screen is drawn before any module of the rooms below `tui` is loaded, as that takes longer than drawing it.
What is part of that screen therefore says `deferred.parse(...)`; everything else imports what it needs.
"""

import importlib
import threading
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from disctui.tui.domain import *  # noqa: F403 - the same names, for whoever reads types
else:

    def __getattr__(name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(module("disctui.tui.domain"), name)
        globals()[name] = value
        return value


READING = ("disctui.tui.background.loader", "disctui.library.cache", "disctui.library.workers")
"""Modules that reading the library takes: loaded first."""
REST = ("disctui.tui.background.watcher", "disctui.tui.domain", "disctui.tui.flows.table")
"""Those that what is done with it takes: loaded while it is read."""


_ONE_AT_A_TIME = threading.RLock()
"""Two threads that load a package and a part of it can each wait for the other: one then finds half a module."""


def module(name: str) -> ModuleType:
    """A module, loaded by no more than one thread at a time."""
    with _ONE_AT_A_TIME:
        return importlib.import_module(name)


def load(names: tuple[str, ...]) -> None:
    """Load modules; called in a thread."""
    for name in names:
        module(name)
