"""Bars of numbers and days: decades, ratings, months and years, and which keys of the format are filled in."""

import datetime
from collections.abc import Iterable

import numpy as np

from disctui.release.model import Kind, keys
from disctui.search.fields import CODES, NAMES
from disctui.search.filters import documents_with
from disctui.statistics.panel import Bar, Panel
from disctui.statistics.scope import Scope
from disctui.statistics.words import without

MONTHS = 24
"""Months of the panel of what was seen."""
_MOST_GAPS = 20
"""Decades or years up to which those without anything have a line too."""


def decade_panel(scope: Scope) -> Panel:
    """How many films each decade has."""
    _, years = scope.numbers("year")
    decades = _filled(np.unique(years // 10 * 10).astype(int).tolist(), 10)
    bars = [_bar(scope, f"{decade}s", f"year:{decade:04}s") for decade in decades]
    return Panel(
        "decade", "Films by decade", "films", f"({len(scope):,})", bars=tuple(bars), without=without(scope, "year")
    )


def rating_panel(scope: Scope) -> Panel:
    """How many films have each of my ratings."""
    _, ratings = scope.numbers("collection.rating")
    stars = sorted(set(ratings.tolist()), reverse=True)
    bars = [_bar(scope, f"{one:g}", f"rating:{one:g}") for one in stars]
    rated = scope.count("has:rating")
    return Panel(
        "rating",
        "My ratings",
        "films",
        f"({rated:,} rated)",
        bars=tuple(bar for bar in bars if bar.count),
        without=without(scope, "rating"),
    )


def month_panel(scope: Scope, today: datetime.date) -> Panel:
    """How many films were seen in each month up to that of `today`, two years of them."""
    last = today.year * 12 + today.month - 1
    months = [divmod(month, 12) for month in range(last - MONTHS + 1, last + 1)]
    bars = [
        _bar(scope, f"{datetime.date(year, month + 1, 1):%b %Y}", f"watched:{year:04}-{month + 1:02}")
        for year, month in months
        if year > 0
    ]
    total = sum(bar.count for bar in bars)
    return Panel("seen", "Seen per month, 2 years", "films", f"{total:,}", bars=tuple(bars), is_series=True)


def year_panel(scope: Scope) -> Panel:
    """How many releases were bought in each year."""
    _, days = scope.numbers("collection.bought")
    years = years_between(map(year_of, set(days.tolist())))
    bars = [_bar(scope, f"{year}", f"bought:{year:04}") for year in years]
    known = scope.count("has:bought")
    note = f"({known:,} with a day)"
    return Panel(
        "bought", "Bought by year", "releases", note, bars=tuple(bars), without=without(scope, "bought", "day")
    )


def year_of(ordinal: float) -> int:
    """The year of a day."""
    return datetime.date.fromordinal(int(ordinal)).year


def years_between(years: Iterable[int]) -> list[int]:
    """Years in their order, with those between them."""
    return _filled(sorted(set(years)), 1)


def key_panel(scope: Scope) -> Panel:
    """How many releases fill in each key of the format, the fullest first."""
    names = [name for name, key in keys().items() if key.kind is not Kind.FILMS and not key.is_required]
    counts = np.zeros(len(NAMES), np.int64)
    for segment, mask in scope.parts:
        counts += documents_with(segment, mask)
    bars = [
        Bar(name, int(counts[CODES[name]]), f"has:{name}")
        for name in names
        if name in CODES and name != "collection.status"
    ]
    bars.sort(key=lambda bar: -bar.count)
    return Panel("key", "Filled in", "releases", f"({len(scope):,})", bars=tuple(bars) if len(scope) else ())


def _bar(scope: Scope, label: str, query: str) -> Bar:
    return Bar(label, scope.count(query), query)


def _filled(steps: list[int], width: int) -> list[int]:
    """Numbers with those between them, if they are not too many."""
    if not steps or (steps[-1] - steps[0]) // width > _MOST_GAPS:
        return steps
    return list(range(steps[0], steps[-1] + 1, width))
