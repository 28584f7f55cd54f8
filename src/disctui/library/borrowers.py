"""Who has borrowed from a library: for completing a name, and for what somebody has still."""

from typing import NamedTuple

from disctui.library.catalogue import Catalogue
from disctui.library.own_records import LoanRecord, loans_of
from disctui.search.query import parse


class Borrower(NamedTuple):
    """Somebody who has, or had, something of the library."""

    name: str
    has: tuple[LoanRecord, ...]
    """What is lent to them now."""
    before: int
    """How many loans of theirs have ended."""


def borrowers_of(catalogue: Catalogue) -> list[Borrower]:
    """Everybody of all loans, those with most loans first; one person whatever the capitals of the name.

    Reads the files of what is or was lent, and no others.
    """
    asked = (parse("is:lent"), parse("has:loans"))
    found = dict.fromkeys(name for query in asked for name in catalogue.index.search(query, is_fuzzy=False).exact_ids())
    releases = ((name, release) for name in found if (release := catalogue.release(name)) is not None)
    held = list(releases)
    now = loans_of(held)
    every = loans_of(held, with_ended=True)
    people: dict[str, Borrower] = {}
    for number, loan in enumerate(every):
        one = people.get(loan.to.strip().casefold(), Borrower(loan.to.strip(), (), 0))
        is_now = number < len(now)
        people[one.name.casefold()] = one._replace(
            has=(*one.has, loan) if is_now else one.has, before=one.before + (not is_now)
        )
    return sorted(people.values(), key=lambda one: (-len(one.has) - one.before, one.name.casefold()))
