"""Rules over what is the owner's in one release: loans, viewings and money."""

import datetime
from collections.abc import Iterator

from disctui.release.days import this_day
from disctui.release.model import Collection, Film, Release
from disctui.release_file.diagnostics import Finding
from disctui.release_file.layout import KeyPath
from disctui.safe_text import clean

_AMOUNTS = (
    ("price", "list"), ("price", "sale"), ("price", "third_party"), ("price", "target"), ("collection", "paid"),
    ("collection", "sold_for"),
)  # fmt: skip
"""Tables and keys of amounts in `price.currency`."""


def owner_findings(release: Release) -> Iterator[Finding]:
    """What can't be true of the owner's copy, or of what the owner says of one film of a set."""
    mine = release.collection
    years = [film.year for film in release.films if film.year is not None]
    yield from _loan_findings(("collection",), mine)
    yield from _viewing_findings(("collection",), mine.watched, release.year or min(years, default=None))
    for number, loan in enumerate(mine.loans):
        ends = [(name, day) for name, day in (("due", loan.due), ("back", loan.back)) if day is not None]
        for name, day in ends:
            if loan.on is not None and day < loan.on:
                yield _too_early(("collection", "loans", number, name), day, loan.on)
    for number, film in enumerate(release.films):
        yield from _loan_findings(("films", number), film)
        yield from _viewing_findings(("films", number), film.watched, film.year)
    yield from _currency_findings(release)


def _loan_findings(table: KeyPath, mine: Collection | Film) -> Iterator[Finding]:
    if not mine.loaned_to:
        for name in ("loaned_on", "due"):
            if getattr(mine, name) is not None:
                yield Finding(
                    (*table, name),
                    "loan-without-person",
                    f"{name} is given, and nobody has it",
                    'write loaned_to = "...", or delete the line where it is back',
                    "warning",
                )
                break
    if mine.due is not None and mine.loaned_on is not None and mine.due < mine.loaned_on:
        yield _too_early((*table, "due"), mine.due, mine.loaned_on)


def _too_early(where: KeyPath, day: datetime.date, lent: datetime.date) -> Finding:
    message = f"{day} is before {lent}, when it was lent"
    return Finding(where, "due-before-loan", message, "mend one of the two days", "warning")


def _viewing_findings(table: KeyPath, watched: tuple[str, ...], year: int | None) -> Iterator[Finding]:
    today = this_day().isoformat()
    for number, day in enumerate(watched):
        where = (*table, "watched", number)
        if day > today[: len(day)]:
            yield Finding(where, "seen-in-future", f"{clean(day)} is still to come", "mend the day", "warning")
        elif year is not None and int(day[:4]) < year:
            message = f"seen in {clean(day[:4])}, before the film's year, {year}"
            hint = "mend the day, or year if it is not the film's"
            yield Finding(where, "seen-before-film", message, hint, "warning")


def _currency_findings(release: Release) -> Iterator[Finding]:
    if release.price.currency is not None:
        return
    for table, name in _AMOUNTS:
        value = getattr(getattr(release, table), name)
        if value is not None and not isinstance(value, str):
            message = f"{table}.{name} is an amount without a currency"
            hint = 'write currency = "EUR", or what it is in, under [price]'
            yield Finding((table, name), "amount-without-currency", message, hint, "warning")
            return  # one line mends them all
