"""What takes several steps with the user: plain functions of a screen, the session and what they are about.

Each module is loaded when it is first used, or after the first screen was drawn: none of them is needed for it.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from disctui.tui.flows import navigation, outside, text

    __all__ = ["navigation", "outside", "text"]


def __getattr__(name: str) -> object:
    if name.startswith("_"):
        raise AttributeError(name)
    return importlib.import_module(f"{__name__}.{name}")
