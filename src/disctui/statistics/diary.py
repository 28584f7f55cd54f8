"""The diary of a year: what was seen, and when. The index tells which years there are; files are read for one."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from disctui.library.catalogue import Catalogue
from disctui.library.own_records import Viewing, viewings_of
from disctui.statistics.numbers import year_of
from disctui.statistics.scope import Scope

_MONTH = len("2026-11")
_DAY = len("2026-11-27")


class Entry(msgspec.Struct, frozen=True):
    """One time that a film was seen."""

    viewing: Viewing
    time: int
    """Which of the viewings of this disc it was, from 1."""
    times: int
    """How many there are."""
    disc: str
    """The kind of disc, and of a film in a box set which it is: "BD 5/7"."""

    @property
    def release_id(self) -> str:
        """The release that was seen, or the box set of the film."""
        return self.viewing.id if self.viewing.film is None else self.viewing.id.rpartition("#")[0]


class DiaryYear(msgspec.Struct, frozen=True):
    """What was seen in one year."""

    year: int
    entries: tuple[Entry, ...]
    """The newest first; days that are not known whole stand at the end of their month or year."""

    @property
    def films(self) -> int:
        """How many films were seen, once or more often."""
        return len({entry.viewing.id for entry in self.entries})

    @property
    def by_month(self) -> tuple[int, ...]:
        """How many viewings each month has, January first; those of an unknown month are in none."""
        counts = Counter(entry.viewing.date[5:_MONTH] for entry in self.entries)
        return tuple(counts[f"{month:02}"] for month in range(1, 13))

    def months(self) -> Iterator[tuple[str, list[Entry]]]:
        """The months, the latest first, each as ISO text with its entries; last the year, where no month is known."""
        groups: dict[str, list[Entry]] = {}
        for entry in self.entries:
            groups.setdefault(entry.viewing.date[:_MONTH], []).append(entry)
        yield from sorted(groups.items(), key=lambda group: (len(group[0]) == _MONTH, group[0]), reverse=True)


def years_seen(catalogue: Catalogue, query: str) -> list[int]:
    """The years in which something was seen that a query finds, in their order."""
    _, days = _scope(catalogue, query).numbers("collection.watched")
    return sorted({year_of(day) for day in set(days.tolist())})


def diary_of(catalogue: Catalogue, query: str, year: int) -> DiaryYear:
    """What a query finds and was seen in a year; the files of these releases are read."""
    scope = _scope(catalogue, query).narrowed(f"watched:{year:04}")
    names = [name for name in scope.ids() if catalogue.listings.entry(name) is not None]
    releases = [(name, release) for name in names if (release := catalogue.release(name)) is not None]
    viewings = viewings_of(releases)
    of_film: dict[str, list[Viewing]] = {}
    for viewing in reversed(viewings):
        of_film.setdefault(viewing.id, []).append(viewing)
    films = {name: len(release.films) for name, release in releases}
    entries = []
    for viewing in viewings:
        if viewing.date.startswith(f"{year:04}"):
            same = of_film[viewing.id]
            entries.append(Entry(viewing, same.index(viewing) + 1, len(same), _disc(catalogue, viewing, films)))
    return DiaryYear(year, tuple(entries))


def is_day(date: str) -> bool:
    """Whether a date is known to the day."""
    return len(date) == _DAY


def _scope(catalogue: Catalogue, query: str) -> Scope:
    return Scope.found(catalogue.index, catalogue.shelves.expanded(query))


def _disc(catalogue: Catalogue, viewing: Viewing, films: dict[str, int]) -> str:
    name = viewing.id if viewing.film is None else viewing.id.rpartition("#")[0]
    listing = catalogue.listings[name]
    if viewing.film is None:
        return listing.disc
    kind = listing.disc.partition(" x")[0]
    return f"{kind} {viewing.film}/{films[name]}".strip()
