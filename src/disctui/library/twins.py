"""Which releases of a library may be one that is about to be added."""

from collections.abc import Mapping

from disctui.library.catalogue import Catalogue
from disctui.library.listing import Listing, sort_text
from disctui.release.model import TOML
from disctui.search.query import parse


def twins_of(catalogue: Catalogue, values: Mapping[str, TOML]) -> list[Listing]:
    """The releases of a library that have the bar code, or title and year, of a new one; those of its code first.

    A year that one of the two does not say is no reason to tell them apart.

    Args:
        catalogue: The library.
        values: Of the new release, by dotted key.
    """
    code, title, year = values.get("release.upc"), values.get("title"), values.get("year")
    found: dict[str, None] = {}
    if isinstance(code, str) and code:
        found |= dict.fromkeys(_exact(catalogue, f'upc:"{code}"'))
    if isinstance(title, str):
        wanted = sort_text(title)
        for name in _exact(catalogue, f'title:"{title.replace(chr(34), " ")}"'):
            listing = catalogue.listings[name]
            if sort_text(listing.title) == wanted and (None in {year, listing.year} or listing.year == year):
                found[name] = None
    return [catalogue.listings[name] for name in found]


def _exact(catalogue: Catalogue, query: str) -> list[str]:
    return catalogue.index.search(parse(query), is_fuzzy=False).exact_ids()
