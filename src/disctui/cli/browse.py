"""Opens the browser, where there is a terminal to open it in."""

import gc
import os
import sys

from disctui.cli.exit_status import USAGE
from disctui.library.locations import library_folder
from disctui.settings import read_settings


def browse(library: str | None) -> int:
    """Open the browser on a library; the exit status."""
    refusal = _refusal()
    if refusal is not None:
        print(f"disctui: {refusal}", file=sys.stderr)
        return USAGE
    settings = read_settings()
    root, is_sample = library_folder(library, settings)
    gc.disable()  # until the first screen is seen: what is loaded for it stays, and looking for garbage takes time
    os.environ.setdefault("TEXTUAL_FPS", "250")  # what follows a key is drawn soon after it
    from disctui.tui.app import run  # noqa: PLC0415 - no other command needs a screen

    return run(root, settings, is_sample=is_sample)


def _refusal() -> str | None:
    for name, stream in (("standard input", sys.__stdin__), ("standard error", sys.__stderr__)):
        try:
            is_terminal = stream is not None and stream.isatty()
        except ValueError:
            is_terminal = False
        if not is_terminal:
            return f"the browser needs a terminal, and {name} is none; `disctui search` works without one"
    if os.environ.get("TERM") == "dumb":
        return "the browser needs more than a dumb terminal (TERM=dumb); `disctui search` works on one"
    return None
