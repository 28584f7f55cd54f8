"""The names of `domain`, each loaded when it is first used; `load` loads them all, in a thread.

The first screen is drawn before any module of the rooms below `tui` is loaded, as that takes longer than drawing it.
What is part of that screen therefore says `deferred.parse(...)`; everything else imports what it needs.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from disctui.tui.domain import *  # noqa: F403 - the same names, for whoever reads types
else:

    def __getattr__(name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(importlib.import_module("disctui.tui.domain"), name)
        globals()[name] = value
        return value


READING = ("disctui.tui.background.loader", "disctui.library.cache", "disctui.library.workers")
"""Modules that reading the library takes: loaded first."""
REST = ("disctui.tui.background.watcher", "disctui.tui.domain", "disctui.tui.flows.table")
"""Those that what is done with it takes: loaded while it is read."""


def load(names: tuple[str, ...]) -> None:
    """Load modules; called in a thread."""
    for name in names:
        importlib.import_module(name)
