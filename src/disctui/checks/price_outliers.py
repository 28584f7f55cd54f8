"""Prices that are ten times too high or too low beside those of discs of the same kind: a slipped decimal point."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import median

from disctui.release.details import money
from disctui.release.model import Release
from disctui.release_file.diagnostics import Finding

_TIMES = 10
_ENOUGH = 8
"""Other prices of one kind from which on one may be called odd."""
_NAMES = ("list", "sale", "third_party")


def odd_prices(releases: Mapping[str, Release]) -> Iterator[tuple[str, Finding]]:
    """Paths, and the price there that is at least ten times, or at most a tenth of, the median of its kind.

    Prices are compared where currency, kinds of disc and number of films agree, so that a box set is no outlier.
    """
    kinds: dict[tuple[str, str, int], list[tuple[str, str, float]]] = defaultdict(list)
    for path, release in releases.items():
        price = release.price
        if price.currency is None or not release.specs.discs:
            continue
        kind = (price.currency, release.disc_format, len(release.films))
        found = ((name, getattr(price, name)) for name in _NAMES)
        kinds[kind] += [(path, name, amount) for name, amount in found if amount]
    for (currency, disc, _), prices in kinds.items():
        if len(prices) <= _ENOUGH:
            continue
        usual = median(amount for _, _, amount in prices)
        for path, name, amount in prices:
            if usual * _TIMES > amount > usual / _TIMES:
                continue
            side = "ten times" if amount > usual else "a tenth of"
            message = f"{money(amount, currency)} is {side} what {disc} costs here, {money(usual, currency)}, or more"
            if amount < usual:
                message = message.removesuffix("or more") + "or less"
            yield path, Finding(("price", name), "price-tenfold", message, "mend the decimal point", "warning")
