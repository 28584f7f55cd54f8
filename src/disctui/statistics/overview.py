"""All panels of a library, or one of them by its name, and the line above them."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import msgspec

from disctui.library.catalogue import Catalogue
from disctui.nearest import suggestion
from disctui.problem import Refused
from disctui.release.days import counted
from disctui.release.model import short_format
from disctui.search.fields import FIELDS, QUERY_NAMES, Takes
from disctui.statistics.money import spent_panels
from disctui.statistics.numbers import decade_panel, key_panel, month_panel, rating_panel, year_panel
from disctui.statistics.panel import Panel
from disctui.statistics.scope import Scope
from disctui.statistics.words import word_panel

TOP = 10
"""Bars of a panel of names at most, unless another number is asked for."""
_PEOPLE = frozenset({"director", "actor", "writer"})
_TITLES = {
    "format": "Formats",
    "label": "Labels",
    "country": "Countries",
    "director": "Directors",
    "genre": "Genres",
}
_OF_RELEASES = ("release.", "specs.", "collection.", "price.", "special_features")
"""How fields begin that say something of a release, and not of a film."""


class Totals(msgspec.Struct, frozen=True):
    """What is counted, in all."""

    releases: int
    films: int
    """Those of box sets each for itself."""
    minutes: int
    """Of all whose length is known."""
    seen: int
    """Releases that were seen."""
    different: int | None = None
    """Films that are left where several editions of one are one; None where nobody asked."""

    @property
    def words(self) -> str:
        """The totals as one line says them."""
        hours, minutes = divmod(self.minutes, 60)
        length = f"{hours:,} h {minutes:02} min" if self.minutes else ""
        films = counted(self.films, "film")
        if self.different is not None and self.different != self.films:
            films += f" · {self.different:,} different"
        parts = (counted(self.releases, "release"), films, length, f"{self.seen:,} seen")
        return " · ".join(part for part in parts if part)

    @property
    def short(self) -> str:
        """The same where there is little room."""
        return counted(self.films, "film")


class Statistics(msgspec.Struct, frozen=True):
    """Everything that is counted of what a query finds."""

    query: str
    totals: Totals
    panels: tuple[Panel, ...]


def panel_names() -> list[str]:
    """What `statistics` takes as `by`, those that are shown unasked first."""
    words = [name for name, fields in QUERY_NAMES.items() if FIELDS[fields[0]].takes is Takes.WORDS and "." not in name]
    return list(dict.fromkeys((*_PANELS, *words)))


def statistics(
    catalogue: Catalogue, query: str, today: datetime.date, *, by: str | None = None, top: int = TOP
) -> Statistics:
    """Count what a query finds; no file is read.

    Args:
        catalogue: The library.
        query: What finds those that are counted; "" for all.
        today: The last day of what was seen per month.
        by: The one panel that is wanted, one of `panel_names()`; without it all.
        top: Bars of a panel of names at most.

    Raises:
        Refused: there is no such panel.
    """
    asked = _Asked(catalogue, catalogue.shelves.expanded(query), today, top)
    if by is None:
        panels = [panel for make in _PANELS.values() for panel in make(asked)]
    elif by in _PANELS:
        panels = list(_PANELS[by](asked))
    elif by in panel_names():
        panels = [_words(asked, by)]
    else:
        raise Refused(f"nothing is counted by {by}", suggestion(by, panel_names()))
    return Statistics(query, _totals(asked.releases, asked.films if by is None else None), tuple(panels))


class _Asked(msgspec.Struct, frozen=True, dict=True):
    """What is counted, by release and by film."""

    catalogue: Catalogue
    text: str
    today: datetime.date
    top: int

    @cached_property
    def releases(self) -> Scope:
        """The releases that are found."""
        return Scope.found(self.catalogue.index, self.text)

    @cached_property
    def films(self) -> Scope:
        """The films that are found; which of them have several editions is worked out for the whole library."""
        return Scope.found(self.catalogue.index, self.text, self.catalogue.edition_numbers)


def _words(asked: _Asked, name: str) -> Panel:
    is_of_release = QUERY_NAMES[name][0].startswith(_OF_RELEASES)
    return word_panel(
        asked.releases if is_of_release else asked.films,
        name,
        _TITLES.get(name, f"By {name.replace('_', ' ')}"),
        "releases" if is_of_release else "films",
        most=asked.top,
        spellings=asked.catalogue.people.spellings if name in _PEOPLE else {},
        label_of=short_format if name == "format" else None,
    )


def _of(name: str) -> Callable[[_Asked], list[Panel]]:
    return lambda asked: [_words(asked, name)]


_PANELS: Mapping[str, Callable[[_Asked], Iterable[Panel]]] = {
    "decade": lambda asked: [decade_panel(asked.films)],
    "format": _of("format"),
    "label": _of("label"),
    "country": _of("country"),
    "director": _of("director"),
    "genre": _of("genre"),
    "rating": lambda asked: [rating_panel(asked.films)],
    "seen": lambda asked: [month_panel(asked.films, asked.today)],
    "bought": lambda asked: [year_panel(asked.releases)],
    "spent": lambda asked: spent_panels(asked.releases),
    "key": lambda asked: [key_panel(asked.releases)],
}
"""The panels in their order, each with what counts it."""


def _totals(scope: Scope, by_film: Scope | None) -> Totals:
    _, films = scope.numbers("film_count")
    sets = len(films)
    of_release, lengths = scope.numbers("specs.length")
    of_film, parts = scope.film_numbers("films.length")
    whole = set(of_release.tolist())
    inner = sum(length for doc, length in zip(of_film.tolist(), parts.tolist(), strict=True) if doc not in whole)
    return Totals(
        releases=len(scope),
        films=len(scope) - sets + int(films.sum()),
        minutes=round(float(lengths.sum()) + inner),
        seen=scope.count("is:seen"),
        different=None if by_film is None else len(by_film),
    )
