"""Which folder is the library: named, set, the user's own, or the sample that comes with the program."""

import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from disctui.settings import Settings


def user_library() -> Path:
    """The user's own library, read where no other is named."""
    return Path(platformdirs.user_data_dir("disctui")) / "library"


def sample_library() -> Path:
    """The sample library that comes with the program."""
    packaged = Path(__file__).parents[1] / "sample_library"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "library"


def library_folder(named: str | None, settings: Settings, environ: Mapping[str, str] = os.environ) -> tuple[str, bool]:
    """Which folder is the library, and whether it is the read-only sample.

    In this order: `named` on the command line, `$DISCTUI_LIBRARY`, config.toml, the user's own if it holds
    anything, the sample that comes with the program.
    """
    for choice in (named, environ.get("DISCTUI_LIBRARY"), settings.library):
        if choice:
            return os.path.abspath(os.path.expanduser(choice)), False  # noqa: PTH100, PTH111 - links stay links
    own = user_library()
    try:
        if any(own.iterdir()):
            return str(own), False
    except OSError:
        pass
    return str(sample_library()), True
