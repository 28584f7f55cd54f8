"""Opens the browser, where there is a terminal and a library to open it on."""

import gc
import os
import sys

from disctui.cli.exit_status import UNREADABLE, USAGE
from disctui.library.locations import library_folder
from disctui.settings import read_settings


def browse(library: str | None) -> int:
    """Open the browser on a library; the exit status."""
    refusal = _no_terminal()
    if refusal is not None:
        return _refused(refusal, USAGE)
    settings = read_settings()
    named = library or os.environ.get("DISCTUI_LIBRARY")
    if settings.hides_library and not named:
        for problem in settings.problems:
            _refused(f"{problem.place}: {problem.advice}", UNREADABLE)
        return _refused("so your library is not known; mend config.toml, or name the folder: -l DIR", UNREADABLE)
    root, is_sample = library_folder(library, settings)
    if named and not os.path.isdir(root):  # noqa: PTH112 - no link is resolved
        what = "it is a file, not a folder" if os.path.lexists(root) else "there is no such folder"
        hint = "give the folder that holds the release files" if os.path.lexists(root) else f"disctui init {root}"
        return _refused(f"{root}: {what}; {hint}", UNREADABLE)
    gc.disable()  # until the first screen is seen: what is loaded for it stays, and looking for garbage takes time
    os.environ.setdefault("TEXTUAL_FPS", "250")  # what follows a key is drawn soon after it
    for name in ("COLUMNS", "LINES"):  # Textual would believe them, whatever size the window is given
        os.environ.pop(name, None)
    from disctui.tui.app import run  # noqa: PLC0415 - no other command needs a screen

    return run(root, settings, is_sample=is_sample)


def _refused(message: str, status: int) -> int:
    from disctui.cli.output import say  # noqa: PLC0415 - only where the browser does not open

    say(message)
    return status


def _no_terminal() -> str | None:
    if os.name == "nt":
        return "the browser needs Linux, macOS or the Windows Subsystem for Linux; `disctui search` works here"
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
