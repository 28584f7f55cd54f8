"""What was spent, by year and currency: never converted, never summed across currencies."""

import numpy as np

from disctui.release.days import counted
from disctui.release.details import money
from disctui.statistics.numbers import year_of, years_between
from disctui.statistics.panel import Bar, Panel
from disctui.statistics.scope import Scope
from disctui.statistics.words import word_panel

_MOST_CURRENCIES = 5


def spent_panels(scope: Scope) -> list[Panel]:
    """A panel for each currency in which something was paid, and one for what was paid in none that is named."""
    paid = scope.narrowed("has:paid")
    if not len(paid):
        return []
    currencies = word_panel(paid, "currency", "", "releases", most=_MOST_CURRENCIES)
    owned = scope.count("status:owned")
    unknown = scope.count("status:owned -has:paid")
    foot = f"{unknown:,} of {owned:,} owned say nothing"
    found = [_spent(paid, bar.label, bar.query, foot) for bar in currencies.bars]
    if currencies.without is not None:
        found.append(_spent(paid, "", currencies.without.query, foot))
    return found


def _spent(paid: Scope, currency: str, query: str, foot: str) -> Panel:
    """What was paid in one currency, by year."""
    within = paid.narrowed(query)
    docs, days = within.numbers("collection.bought")
    year_of_doc = dict(zip(docs.tolist(), map(year_of, days.tolist()), strict=True))
    cents_of: dict[int | None, int] = {}
    payers, amounts = within.numbers("collection.paid")
    for doc, cents in zip(payers.tolist(), np.round(amounts * 100).astype(np.int64).tolist(), strict=True):
        year = year_of_doc.get(doc)
        cents_of[year] = cents_of.get(year, 0) + cents
    bars = []
    for year in years_between(year_of_doc.values()):
        asked = f"has:paid {query} bought:{year:04}"
        bars.append(Bar(f"{year}", within.count(asked), asked, cents_of.get(year, 0) / 100))
    asked = f"has:paid {query} -has:bought"
    undated = Bar("on no known day", within.count(asked), asked, cents_of.get(None, 0) / 100)
    total = money(sum(cents_of.values()) / 100, currency)
    return Panel(
        "spent",
        f"Spent, {currency}" if currency else "Spent, no currency named",
        "releases",
        f"({counted(len(within), 'release')})",
        bars=tuple(bars),
        without=undated if undated.count else None,
        currency=currency,
        foot=f"{total} in all for {len(within):,}; {foot}",
    )
