"""What the list shows of a release and sorts it by: small enough to keep for every release of a large library."""

import re
from collections.abc import Callable, Iterable, Mapping

import msgspec

from disctui.release.model import Release
from disctui.release.titles import sort_title
from disctui.search.folding import fold

_NUMBER = re.compile(r"\d+")
_NOT_WORD = re.compile(r"[^\w]+|_+")


class Listing(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One line of the list. Absent text is "", an absent number None."""

    id: str
    path: str
    """Relative to the library, with `/` between parts."""
    title: str
    sort_key: str
    """Sorts by sort title, then year, then id; no two are equal."""
    year: int | None
    directors: tuple[str, ...]
    disc_format: str
    studio: str
    date: str
    """Release date as ISO text, cut after what is known."""
    price: float | None
    currency: str
    status: str
    is_marked: bool
    """Whether the file has problems of its own."""

    @property
    def director(self) -> str:
        """The directors in one text, in billing order."""
        return ", ".join(self.directors)


def sort_text(text: str) -> str:
    """`text` folded for sorting: no case, accents or punctuation, and numbers by their size."""
    words = _NOT_WORD.sub(" ", fold(text)).strip()
    return _NUMBER.sub(lambda digits: digits[0].zfill(6), words)


def sort_key_of(release: Release, release_id: str) -> str:
    """The total order of releases: by sort title, then year, then id."""
    return f"{sort_text(sort_title(release)) or release.title}\0{release.year or 0:04}\0{release_id}"


def listing_of(release: Release, release_id: str, path: str, *, is_marked: bool = False) -> Listing:
    """The line of the list for a release."""
    directors = release.directors or tuple(dict.fromkeys(name for film in release.films for name in film.directors))
    years = [film.year for film in release.films if film.year]
    return Listing(
        id=release_id,
        path=path,
        title=release.title,
        sort_key=sort_key_of(release, release_id),
        year=release.year or (min(years) if years else None),
        directors=directors,
        disc_format=release.disc_format,
        studio=release.release.studio or "",
        date=release.release.date or "",
        price=release.price.asked,
        currency=release.price.currency or "",
        status=release.collection.status or "owned",
        is_marked=is_marked,
    )


class Sorting(msgspec.Struct, frozen=True):
    """One way to sort the list."""

    name: str
    label: str
    key: Callable[[Listing], tuple[bool, object]]
    """Compares releases; True in first place puts a release without the value last, whichever way it is sorted."""


SORTINGS: tuple[Sorting, ...] = (
    Sorting("title", "title", lambda listing: (False, listing.sort_key)),
    Sorting("year", "year", lambda listing: (listing.year is None, listing.year or 0)),
    Sorting("director", "director", lambda listing: (not listing.directors, sort_text(_surname_first(listing)))),
    Sorting("date", "release date", lambda listing: (not listing.date, listing.date)),
    Sorting("studio", "studio", lambda listing: (not listing.studio, sort_text(listing.studio))),
    Sorting("price", "price", lambda listing: (listing.price is None, listing.price or 0.0)),
)
"""The ways to sort, in the order in which the browser goes through them. Ties go by title."""


def _surname_first(listing: Listing) -> str:
    first, _, last = listing.directors[0].rpartition(" ") if listing.directors else ("", "", "")
    return f"{last} {first}"


def sorting(name: str) -> Sorting:
    """The way to sort of this name; by title where there is none."""
    return next((way for way in SORTINGS if way.name == name), SORTINGS[0])


def in_order(
    listings: Iterable[Listing], way: Sorting, places: Mapping[str, int], *, is_reversed: bool = False
) -> list[int]:
    """The places of `listings`, sorted one way; releases without the value come last either way, ties go by title.

    Args:
        listings: What is sorted, in no order.
        way: How.
        places: By id a number for each; in the order of this mapping they are sorted by title.
        is_reversed: Whether the other way round.
    """
    keys = {listing.id: way.key(listing) for listing in listings if listing.id in places}
    keyed = [(keys[name], place) for name, place in places.items() if name in keys]
    having = [(key[1], place) for key, place in keyed if not key[0]]
    having.sort(key=lambda pair: pair[0], reverse=is_reversed)  # type: ignore[arg-type, return-value]
    return [place for _, place in having] + [place for key, place in keyed if key[0]]
