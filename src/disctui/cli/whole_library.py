"""All of a library, read for a command that has to look at more than one file."""

from argparse import Namespace

from disctui.cli.exit_status import UNREADABLE
from disctui.cli.library_option import Ended, root_of
from disctui.cli.output import say
from disctui.library.catalogue import Catalogue, whole_catalogue
from disctui.library.files import LibraryUnreadable
from disctui.library.uncollected import uncollected


def catalogue_of(arguments: Namespace, *, is_told: bool = True) -> Catalogue:
    """The whole library that a command works on.

    Args:
        arguments: Of the command line.
        is_told: Whether it is still to be said that it is the sample, or that config.toml has mistakes.

    Raises:
        Ended: it can't be read; said on standard error.
    """
    root, _ = root_of(arguments, is_told=is_told)
    try:
        with uncollected():
            return whole_catalogue(root)
    except LibraryUnreadable as error:
        say(error.advice)
        raise Ended(UNREADABLE) from error
