"""Which library a command works on."""

import os
from argparse import Namespace
from pathlib import Path

from disctui.cli.exit_status import UNREADABLE
from disctui.cli.output import say
from disctui.library.locations import library_folder
from disctui.safe_write.state_files import has_unfinished_writes
from disctui.settings import read_settings


class Ended(SystemExit):
    """The command ends here with a status, its message said."""


def chosen_library(named: str | None, *, is_told: bool = True) -> tuple[str, bool]:
    """The folder of the library that is meant, and whether it is the sample; tells what is wrong in config.toml.

    Args:
        named: The folder on the command line.
        is_told: Whether the mistakes are still to be told.

    Raises:
        Ended: a mistake in config.toml hides which library is the user's, and nothing else names one.
    """
    settings = read_settings()
    for problem in settings.problems if is_told else ():
        say(f"{problem.place}: {problem.advice}")
    if settings.hides_library and not named and not os.environ.get("DISCTUI_LIBRARY"):
        say("so your library is not known; mend config.toml, or name the folder: -l DIR")
        raise Ended(UNREADABLE)
    return library_folder(named, settings)


def root_of(arguments: Namespace, *, is_told: bool = True) -> tuple[str, bool]:
    """The folder of the library that a command works on, and whether it is the sample; says so where it is.

    Raises:
        Ended: as `chosen_library` has it.
    """
    root, is_sample = chosen_library(arguments.library, is_told=is_told)
    if is_sample and is_told:
        say("this is the sample library that comes with disctui; -l DIR names another one")
    elif has_unfinished_writes():
        _finish_writes(root)
    return root, is_sample


def _finish_writes(root: str) -> None:
    """Finish what a killed program began to write, before anything is read."""
    from disctui.safe_write.in_place import finish_writes  # noqa: PLC0415 - hardly ever needed

    for path in finish_writes(Path(root)):
        say(f"{path}: a write was cut short, and it was changed since; see what it holds")
