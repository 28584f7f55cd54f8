"""List the films that the library has in several editions, films of box sets among them.

disctui editions
disctui editions director:kurosawa
disctui editions --json    {"films": [{"title", "year", "editions": [{"id", ...}]}, ...]}
"""

import argparse
from collections.abc import Iterator

from disctui.cli.exit_status import DONE, NOT_FOUND
from disctui.cli.output import print_json, say
from disctui.cli.query import query_if_any
from disctui.cli.whole_library import catalogue_of
from disctui.library.catalogue import Catalogue
from disctui.library.comparison import Comparison, compared
from disctui.safe_text import clean
from disctui.search.query import Query


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="only films of which this finds an edition")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """List them; the exit status is 1 where there are none, 2 where the query can't be read."""
    query = query_if_any(arguments)
    catalogue = catalogue_of(arguments)
    wanted = None if query is None else _found(catalogue, query)
    found = [
        group
        for group in catalogue.editions.groups
        if wanted is None or any(name in wanted or _file_of(catalogue, name) in wanted for name in group)
    ]
    shown = (compared(catalogue, group) for group in found)
    if arguments.json:
        print_json({"films": [_document(one) for one in shown]})
    else:
        for one in shown:
            print(clean(one.title))
            for line in _lines(one):
                print(clean(line))
    if not found:
        say("no film is there in several editions")
    return DONE if found else NOT_FOUND


def _found(catalogue: Catalogue, query: Query) -> set[str]:
    """The films that a query finds exactly, and the releases that it finds as they are."""
    by_release, by_film = (catalogue.index.search(query, is_fuzzy=False, by_film=way) for way in (False, True))
    return {*by_film.exact_ids(), *(name for name in by_release.exact_ids() if not by_release.film_of(name))}


def _file_of(catalogue: Catalogue, name: str) -> str:
    """The id of the release that a film is in."""
    named = catalogue.listings.parted(name)
    return name if named is None else named.release


def _lines(one: Comparison) -> Iterator[str]:
    width = max(map(len, one.headings))
    for held, heading in zip(one.editions, one.headings, strict=True):
        yield f"  {heading:<{width}}  {held.standing:<8}  {held.id}"


def _document(one: Comparison) -> dict[str, object]:
    first = one.editions[0].film or one.editions[0].release
    return {
        "title": first.title,
        "year": first.year,
        "editions": [
            {"id": held.id, "film": held.number or None, "name": heading, "state": held.standing}
            for held, heading in zip(one.editions, one.headings, strict=True)
        ],
    }
