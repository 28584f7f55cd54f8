"""The user's own editor: which one, and how it is told the line. Never run through a shell."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from disctui.problem import Refused

_FALLBACKS = ("sensible-editor", "nano", "vi")
_PLUS_LINE = {
    "vi",
    "vim",
    "nvim",
    "gvim",
    "view",
    "emacs",
    "emacsclient",
    "nano",
    "pico",
    "joe",
    "mg",
    "jmacs",
    "ne",
    "kak",
}
_PLUS_LINE_COLUMN = {"micro", "kak"}
_GOTO = {"code", "code-insiders", "codium", "cursor", "windsurf"}
_COLON = {"hx", "helix", "subl", "zed", "zeditor", "lapce"}


class NoEditor(Refused):
    """No editor can be run."""


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The words of the editor's command: `$VISUAL`, else `$EDITOR`, else one that is found.

    Raises:
        NoEditor: what is set can't be read or found, or nothing is.
    """
    for name in ("VISUAL", "EDITOR"):
        command = environ.get(name, "").strip()
        if not command:
            continue
        try:
            words = shlex.split(command)
        except ValueError as error:
            raise NoEditor(f"${name} can't be read: {error}", "mend its quotes") from error
        if shutil.which(words[0], path=environ.get("PATH")) is None:
            raise NoEditor(f"${name} is {words[0]!r}, which is not a program here", "set it to your editor")
        return words
    found = next((name for name in _FALLBACKS if shutil.which(name, path=environ.get("PATH"))), None)
    if found is None:
        raise NoEditor("there is no editor", "set $EDITOR, e.g. EDITOR=nano")
    return [found]


def at_line(words: Sequence[str], path: str, line: int = 1, column: int = 1) -> list[str]:
    """The editor's command with a file, at a line where the editor takes one; `path` is made absolute."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - a link stays a link; an absolute path is never an option
    name = Path(words[0]).name.removesuffix(".exe")
    if line <= 1 and column <= 1:
        return [*words, absolute]
    if name in _PLUS_LINE_COLUMN:
        return [*words, f"+{line}:{column}", absolute]
    if name in _PLUS_LINE:
        return [*words, f"+{line}", absolute]
    if name in _GOTO:
        return [*words, "--goto", f"{absolute}:{line}:{column}"]
    if name in _COLON:
        return [*words, f"{absolute}:{line}:{column}"]
    return [*words, absolute]


@contextlib.contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Let ctrl+c be what a program means by it that is started meanwhile, and not end this one.

    By a handler that does nothing: what is started does not inherit it, as it would a signal that is ignored.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def run_editor(command: Sequence[str], environ: Mapping[str, str]) -> str | None:
    """Run the editor to its end on this terminal; what went wrong in words, or None."""
    try:
        with deaf_to_interrupts():
            ended = subprocess.run(list(command), check=False, env=dict(environ))  # noqa: S603 - the user's own editor, without a shell
    except OSError as error:
        return f"the editor could not be run: {error.strerror}"
    return None if ended.returncode == 0 else f"the editor ended with status {ended.returncode}"
