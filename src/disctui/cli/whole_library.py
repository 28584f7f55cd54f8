"""All of a library, read for a command that has to look at more than one file."""

from argparse import Namespace
from collections.abc import Iterator

from disctui.cli.exit_status import UNREADABLE
from disctui.cli.library_option import Ended, root_of
from disctui.cli.output import say
from disctui.cli.progress import shown
from disctui.library.catalogue import Catalogue, whole_catalogue
from disctui.library.files import LibraryUnreadable
from disctui.library.uncollected import uncollected
from disctui.release.model import Release
from disctui.search.query import parse


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
        with uncollected(), shown() as tell:
            return whole_catalogue(root, tell)
    except LibraryUnreadable as error:
        say(error.advice)
        raise Ended(UNREADABLE) from error


def matching_releases(catalogue: Catalogue, query: str) -> Iterator[tuple[str, Release]]:
    """The releases that a query finds exactly, each with its id; all of them for "".

    Args:
        catalogue: The library.
        query: One that can be read.
    """
    parsed = parse(query)
    names = catalogue.listings if parsed.is_empty else catalogue.index.search(parsed, is_fuzzy=False).exact_ids()
    for name in names:
        release = catalogue.release(name)
        if release is not None:
            yield name, release
