"""The library by film: one row for each film, whichever box set it is in and however many editions of it there are."""

import msgspec

from disctui.library.catalogue import QUICKLY_GROUPED, Catalogue
from disctui.library.editions import first_editions, unread_films
from disctui.library.listing import Listing, Sorting
from disctui.search.doc_ids import DocIds


def all_films(catalogue: Catalogue, way: Sorting, *, is_reversed: bool = False, is_merged: bool = True) -> DocIds:
    """The rows of all films, sorted one way; of several editions the first in that order stands for all.

    Where they are not to be merged, each edition is a row, and nobody waits for the editions.
    """
    ids = catalogue.ids_by(way, is_reversed=is_reversed, by_film=True)
    if not is_merged:
        return ids
    places = first_editions(catalogue.edition_numbers, ids.slots)
    return ids if places is None else DocIds(ids.table, ids.slots[places])


def is_soon_grouped(catalogue: Catalogue) -> bool:
    """Whether a worker finds out editions while one waits: most of the library was looked at before a change."""
    return catalogue.is_grouped or unread_films(catalogue.index) <= QUICKLY_GROUPED


def count_unmerged(catalogue: Catalogue) -> int:
    """How many films there are, each edition counted."""
    return len(catalogue.index.in_order(by_film=True))


def film_row(catalogue: Catalogue, name: str) -> Listing | None:
    """The line of a row by film: it is seen, rated and here if any edition of the film is. None where it is gone."""
    listings = catalogue.listings
    listing = listings.get(name)
    if not catalogue.is_grouped:
        return listing
    others = [listings[other] for other in catalogue.editions.others(name) if other in listings] if listing else []
    if listing is None or not others:
        return listing
    editions = [listing, *others]
    here = next((one for one in editions if one.status == "owned" and not (one.is_lent or one.is_missing)), listing)
    return msgspec.structs.replace(
        listing,
        editions=len(editions),
        edition="",
        status=here.status,
        is_lent=here.is_lent,
        is_missing=here.is_missing,
        due=here.due,
        rating=max((one.rating for one in editions if one.rating is not None), default=None),
        seen=max(one.seen for one in editions),
        is_marked=any(one.is_marked for one in editions),
    )
