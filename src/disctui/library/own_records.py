"""Viewings and loans of a library, one after the other: its diary, and who has what."""

import datetime
from collections.abc import Iterable, Iterator

import msgspec

from disctui.release.film_id import film_id
from disctui.release.model import Collection, Film, Release


class Viewing(msgspec.Struct, frozen=True):
    """One time that a film was seen."""

    date: str
    """ISO text, cut after what is known."""
    title: str
    year: int | None
    id: str
    """Of the release; for a film of a box set with `#` and its number, from 1."""
    film: int | None
    rating: float | None

    @property
    def sort_key(self) -> tuple[str, str]:
        """Sorts by day; what is only known to the month or year stands at its end."""
        return self.date.ljust(len("2026-11-27"), "~"), self.title.casefold()


class LoanRecord(msgspec.Struct, frozen=True):
    """One loan, of now or before."""

    to: str
    title: str
    year: int | None
    id: str
    """Of the release; for a film of a box set with `#` and its number, from 1."""
    film: int | None
    on: datetime.date | None
    due: datetime.date | None
    back: datetime.date | None = None
    """None while it is lent."""

    def days_late(self, today: datetime.date) -> int:
        """Days past the one when it should be, or should have been, back; 0 where it isn't late."""
        if self.due is None:
            return 0
        return max(((self.back or today) - self.due).days, 0)


def viewings_of(releases: Iterable[tuple[str, Release]]) -> list[Viewing]:
    """Every viewing that releases, given with their ids, remember; the newest first."""
    found = [
        Viewing(day, title, year, name, film, record.rating)
        for release_id, release in releases
        for name, film, title, year, record in _records(release_id, release)
        for day in record.watched
    ]
    return sorted(found, key=lambda viewing: viewing.sort_key, reverse=True)


def loans_of(releases: Iterable[tuple[str, Release]], *, with_ended: bool = False) -> list[LoanRecord]:
    """What is lent, the first to be due first, what has no day last; then the loans that ended, if asked for."""
    now: list[LoanRecord] = []
    ended: list[LoanRecord] = []
    for release_id, release in releases:
        for name, film, title, year, record in _records(release_id, release):
            if record.loaned_to:
                now.append(LoanRecord(record.loaned_to, title, year, name, film, record.loaned_on, record.due))
        if with_ended:
            named = release.title, release.year, release_id, None
            ended += [LoanRecord(loan.to, *named, loan.on, loan.due, loan.back) for loan in release.collection.loans]
    last = datetime.date.max
    now.sort(key=lambda loan: (loan.due or last, loan.on or last, loan.title.casefold()))
    ended.sort(key=lambda loan: (loan.back or datetime.date.min, loan.title.casefold()), reverse=True)
    return [*now, *ended]


def _records(release_id: str, release: Release) -> Iterator[tuple[str, int | None, str, int | None, Collection | Film]]:
    """What is the owner's of a release and of each of its films: id, number, title, year and the record."""
    yield release_id, None, release.title, release.year, release.collection
    for number, film in enumerate(release.films, 1):
        yield film_id(release_id, number), number, film.title, film.year, film
