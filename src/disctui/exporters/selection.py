"""The releases that a query finds, as exporters take them, for the command line and the browser."""

from collections.abc import Sequence

from disctui.exporters.exporter import Entry
from disctui.exporters.whole_library import read_entries
from disctui.library.catalogue import Catalogue
from disctui.long_work import Tell, untold
from disctui.problem import Problem
from disctui.search.query import Query, parse


def entries_of(catalogue: Catalogue, query: str | Query, tell: Tell = untold) -> tuple[list[Entry], list[Problem]]:
    """The releases of a library, or those that a query finds exactly, by title; and why some are left out."""
    return entries_named(catalogue, names_of(catalogue, query), tell)


def entries_named(catalogue: Catalogue, names: Sequence[str], tell: Tell = untold) -> tuple[list[Entry], list[Problem]]:
    """The releases of these ids, in their order; and why some are left out."""
    return read_entries(catalogue.root, [catalogue.listings[name].path for name in names], tell)


def names_of(catalogue: Catalogue, query: str | Query) -> list[str]:
    """The ids of all releases of a library by title, or of those that a query finds exactly."""
    parsed = catalogue.shelves.meant(parse(query) if isinstance(query, str) else query)
    if parsed.is_empty:
        return [listing.id for listing in sorted(catalogue.listings.values(), key=lambda listing: listing.sort_key)]
    return catalogue.index.search(parsed, is_fuzzy=False).exact_ids()
