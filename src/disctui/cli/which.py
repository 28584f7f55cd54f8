"""Which releases a command is about: an id, a path, a film of a box set as `ID#2`, a bar code, or a query."""

import re
from typing import TYPE_CHECKING

from disctui.cli.exit_status import USAGE
from disctui.cli.library_option import Ended
from disctui.cli.output import say
from disctui.library.lookup import Named, find_named
from disctui.problem import Refused

if TYPE_CHECKING:
    from argparse import Namespace

    from disctui.library.catalogue import Catalogue

_BAR_CODE = re.compile(r"(?:\d[\s-]?){7,13}\d", re.ASCII)


def named(root: str, which: str) -> Named | None:
    """The release whose id or path `which` is, with `#2` behind it the second film of a box set; None where none is.

    Only its own file is looked at, not the library.
    """
    which = which[1:] if which.startswith(" -") else which  # as `parsers.protected` leaves it
    return find_named(root, which)


def paths_of(root: str, arguments: "Namespace", which: str) -> list[str]:
    """The files that are meant: the one that is named, or those that a query finds exactly, best first.

    Raises:
        Ended: the query can't be read, or the library; it is said why.
    """
    meant = named(root, which)
    if meant is not None:
        return [meant.path]
    from disctui.cli.whole_library import catalogue_of  # noqa: PLC0415 - numpy, for which one release need not wait

    catalogue = catalogue_of(arguments, is_told=False)
    try:
        return [catalogue.listings[name].path for name in matching(catalogue, which)]
    except Refused as refused:
        say(refused.advice)
        raise Ended(USAGE) from None


def is_bar_code(which: str) -> bool:
    """Whether `which` has the digits of a bar code, with spaces or hyphens in any place."""
    return _BAR_CODE.fullmatch(which.strip()) is not None


def matching(catalogue: "Catalogue", which: str) -> list[str]:
    """The ids of the releases that a query finds exactly, best first.

    Raises:
        QueryRefused: it can't be read.
    """
    from disctui.cli.query import read_query  # noqa: PLC0415 - the search, for which a named release need not wait
    from disctui.search.query import query_of_code  # noqa: PLC0415

    text = query_of_code(re.sub(r"[^0-9]", "", which)) if is_bar_code(which) else which.strip()
    found = catalogue.index.search(catalogue.shelves.meant(read_query(text)), is_fuzzy=False)
    return found.exact_ids()
