"""What the list shows of a release and sorts it by: small enough to keep for every release of a large library."""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping

import msgspec

from disctui.release.details import money
from disctui.release.film_id import MOST_FILMS, film_id
from disctui.release.model import Collection, Film, Release
from disctui.release.titles import sort_title, without_article
from disctui.search.folding import fold

_NUMBER = re.compile(r"\d+")
_NOT_WORD = re.compile(r"[^\w]+|_+")


class FilmLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One film of a box set, as far as its line of the list differs from the set's."""

    title: str
    sort_key: str
    year: int | None = None
    directors: tuple[str, ...] = ()
    rating: float | None = None
    seen: str = ""
    """As of a listing."""
    is_lent: bool = False
    """Whether the film is lent, or all of the set."""
    due: int = 0


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
    film_count: int = 0
    """Films of a box set; 0 where it is none."""
    edition: str = ""
    off: int | None = None
    """Whole percent off the list price."""
    target: float | None = None
    """The price at which it is bought."""
    is_lent: bool = False
    due: int = 0
    """When it should be back, as `datetime.date.toordinal` counts; 0 for no day."""
    is_missing: bool = False
    rating: float | None = None
    seen: str = ""
    """When it was last seen, as ISO text cut after what is known; "yes" where nobody knows."""
    location: str = ""
    slot: str | int = ""
    bought: int = 0
    """As `due`."""
    films: tuple[FilmLine, ...] = ()
    """The films of a box set."""
    film: int = 0
    """Which film of its set it is, from 1; 0 for a release."""
    set_title: str = ""
    """Of a film the title of its set."""
    editions: int = 1
    """How many editions of one film the line stands for."""

    @property
    def director(self) -> str:
        """The directors in one text, in billing order."""
        return ", ".join(self.directors)

    @property
    def disc(self) -> str:
        """The kind of disc as short as can be, and of a box set how many films it holds: "BD", "4K+BD", "BD x7"."""
        kind = "BD" if self.disc_format == "Blu-ray" else self.disc_format
        if self.editions > 1:
            return f"{self.editions} ed."
        if self.film:
            return f"{kind} {self.film}/{self.film_count}".strip()
        return f"{kind} x{self.film_count}".strip() if self.film_count > 1 else kind

    @property
    def film_ids(self) -> list[str]:
        """The ids of its films."""
        return [film_id(self.id, number) for number in range(1, len(self.films) + 1)]

    def found_by(self, number: int) -> "Listing":
        """The line of a set that was found by one of its films, counted from 1: the film's, but for how it stands."""
        film = self.films[number - 1]
        return msgspec.structs.replace(
            self, title=film.title, year=film.year, directors=film.directors, film=number, set_title=self.title
        )

    def of_film(self, number: int) -> "Listing":
        """The line of one of its films, counted from 1."""
        film = self.films[number - 1]
        return msgspec.structs.replace(
            self,
            id=film_id(self.id, number),
            film=number,
            set_title=self.title,
            edition="",
            **{name: getattr(film, name) for name in FilmLine.__struct_fields__},
        )


def sort_text(text: str) -> str:
    """`text` folded for sorting: no case, accents or punctuation, and numbers by their size."""
    words = _NOT_WORD.sub(" ", fold(text)).strip()
    return _NUMBER.sub(lambda digits: digits[0].zfill(6), words)


def sort_key_of(release: Release, release_id: str) -> str:
    """The total order of releases: by sort title, then year, then id."""
    return f"{sort_text(sort_title(release)) or release.title}\0{release.year or 0:04}\0{release_id}"


def _films_of(release: Release, release_id: str) -> tuple[FilmLine, ...]:
    """The films of a set; what the set says of all of them holds for each."""
    mine = release.collection
    is_set_seen = bool(mine.watched or mine.seen)
    lines = []
    for number, film in enumerate(release.films[:MOST_FILMS], 1):
        title = without_article(film.title.strip(), is_original=film.original_title == film.title.strip())
        dues = [one.due.toordinal() for one in (mine, film) if one.due is not None]
        lines.append(
            FilmLine(
                title=film.title,
                sort_key=f"{sort_text(title) or film.title}\0{film.year or 0:04}\0{release_id}#{number:04}",
                year=film.year,
                directors=film.directors or release.directors,
                rating=film.rating,
                seen=max(film.watched, default="yes" if film.seen or is_set_seen else ""),
                is_lent=any(one.loaned_to or one.loaned_on for one in (mine, film)),
                due=min(dues, default=0),
            )
        )
    return tuple(lines)


def listing_of(release: Release, release_id: str, path: str, *, is_marked: bool = False) -> Listing:
    """The line of the list for a release."""
    directors = release.directors or tuple(dict.fromkeys(name for film in release.films for name in film.directors))
    years = [film.year for film in release.films if film.year]
    mine = release.collection
    own: list[Collection | Film] = [mine, *release.films]
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
        status=mine.status or "owned",
        is_marked=is_marked,
        film_count=len(release.films),
        edition=release.release.edition or "",
        off=release.price.percent_off,
        target=release.price.wanted,
        is_lent=any(one.loaned_to or one.loaned_on for one in own),
        due=min((one.due.toordinal() for one in own if one.due is not None), default=0),
        is_missing=mine.missing is not None,
        rating=mine.rating,
        seen=_last_seen(release),
        location=mine.location or "",
        slot=mine.slot if mine.slot is not None else "",
        bought=mine.bought.toordinal() if mine.bought is not None else 0,
        films=_films_of(release, release_id),
    )


def _last_seen(release: Release) -> str:
    """When a release was last seen; of a box set, of which all films were, when the last of them was."""
    mine = release.collection
    days = list(mine.watched)
    if not (days or mine.seen) and release.films and all(film.watched or film.seen for film in release.films):
        days = [day for film in release.films for day in film.watched] or ["yes"]
    return max(days, default="yes" if mine.seen else "")


class Sorting(msgspec.Struct, frozen=True):
    """One way to sort the list."""

    name: str
    label: str
    letter: str
    """The one that takes it in the menu of orders."""
    key: Callable[[Listing], tuple[bool, object]]
    """Compares releases; True in first place puts a release without the value last, whichever way it is sorted."""
    shown: Callable[[Listing], str] | None = None
    """What the list shows of it in place of the director; None where a column has it already."""


def _day(ordinal: int) -> str:
    return datetime.date.fromordinal(ordinal).isoformat() if ordinal else ""


def _place(listing: Listing) -> str:
    return " · ".join(filter(None, (listing.location, str(listing.slot))))


def _place_key(listing: Listing) -> tuple[bool, object]:
    slot = listing.slot
    place = (
        sort_text(listing.location),
        isinstance(slot, str),
        slot if isinstance(slot, int) else 0,
        sort_text(str(slot)),
    )
    return not listing.location and slot == "", place


SORTINGS: tuple[Sorting, ...] = (
    Sorting("title", "title", "t", lambda listing: (False, listing.sort_key)),
    Sorting("year", "year", "y", lambda listing: (listing.year is None, listing.year or 0)),
    Sorting("director", "director", "d", lambda listing: (not listing.directors, sort_text(_surname_first(listing)))),
    Sorting(
        "date", "release date", "r", lambda listing: (not listing.date, listing.date), lambda listing: listing.date
    ),
    Sorting(
        "studio",
        "studio",
        "l",
        lambda listing: (not listing.studio, sort_text(listing.studio)),
        lambda listing: listing.studio,
    ),
    Sorting(
        "price",
        "price",
        "p",
        lambda listing: (listing.price is None, listing.price or 0.0),
        lambda listing: "" if listing.price is None else money(listing.price, listing.currency),
    ),
    Sorting(
        "off",
        "% off",
        "o",
        lambda listing: (listing.off is None, -(listing.off or 0)),
        lambda listing: "" if listing.off is None else f"{listing.off} %",
    ),
    Sorting(
        "target",
        "my price",
        "m",
        lambda listing: (listing.target is None, listing.target or 0.0),
        lambda listing: "" if listing.target is None else money(listing.target, listing.currency),
    ),
    Sorting(
        "rating",
        "my rating",
        "g",
        lambda listing: (listing.rating is None, -(listing.rating or 0.0)),
        lambda listing: "" if listing.rating is None else f"{listing.rating:g}",
    ),
    Sorting("seen", "last seen", "w", lambda listing: (not listing.seen, listing.seen), lambda listing: listing.seen),
    Sorting("due", "due back", "u", lambda listing: (not listing.due, listing.due), lambda listing: _day(listing.due)),
    Sorting(
        "bought",
        "bought",
        "a",
        lambda listing: (not listing.bought, listing.bought),
        lambda listing: _day(listing.bought),
    ),
    Sorting("location", "location", "c", _place_key, _place),
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
