"""disctui: a collector's disc shelf in plain text, browsed in a terminal.

For programs: `disctui.open_library(path)` reads a library, searches it and changes it; see docs/python.md. Nothing of
it is loaded before it is asked for, since the command line starts here too.
"""

import importlib
from typing import TYPE_CHECKING, Any

from disctui.version import __version__

if TYPE_CHECKING:
    from disctui.api import Changes, Library, QueryError, ReleaseFile, open_library
    from disctui.problem import Refused

__all__ = ["Changes", "Library", "QueryError", "Refused", "ReleaseFile", "__version__", "open_library"]

if not TYPE_CHECKING:  # a type checker shall know no other names than those above

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module("disctui.api"), name)
