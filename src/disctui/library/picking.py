"""What to watch: films of what is found that are on the shelf, those not seen yet first, in an order made by a number.

Each film has a place of its own in that order, so that a change of other files does not change what comes first.
"""

import hashlib
from collections.abc import Iterator

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.library.catalogue import Catalogue
from disctui.library.editions import first_editions
from disctui.search.folding import fold
from disctui.search.query import parse

_WATCHED = "collection.watched"
_LENGTHS = ("specs.length", "films.length")
_PARTNERS = 500
"""Films that are looked at for the second of a double bill."""


class Wish(msgspec.Struct, frozen=True):
    """What one is in the mood for."""

    query: str = ""
    """Which films; "" for all."""
    with_seen: bool = False
    """Whether those seen already are as welcome as the others."""
    is_double: bool = False
    """Whether two are wanted for one evening, of different directors."""
    minutes: float | None = None
    """What it may last, of two together."""


class Pool(msgspec.Struct, frozen=True):
    """The films to pick from."""

    picks: tuple[tuple[str, ...], ...] = ()
    """The ids of one film each, or of two, in the order in which they are proposed."""
    films: int = 0
    """How many films there are to pick from."""
    kind: str = ""
    """What they are: "unseen", "seen longest ago" or "of all"."""
    why_none: str = ""
    """Which condition left none; "" where there are some."""

    @property
    def in_words(self) -> str:
        """How many of which kind: "61 unseen", "12 seen longest ago"."""
        kind = "films" if self.kind == "of all" else self.kind
        return f"{self.films:,} {kind}"


def pool(catalogue: Catalogue, wish: Wish, seed: int) -> Pool:
    """The films that meet a wish, in the order of a number.

    Args:
        catalogue: The library.
        wish: What is wanted; its query can be read.
        seed: The number; the same gives the same order.
    """
    slots = _found(catalogue, wish.query)
    steps = (
        ("nothing is found", slots),
        ("none of what is found is owned", _found(catalogue, "status:owned")),
        ("all of it that is owned is lent", _rest(catalogue, "is:lent")),
        ("all of it that is here is missing", _rest(catalogue, "is:missing")),
    )
    for why, kept in steps:
        slots = slots[np.isin(slots, kept)]
        if not len(slots):
            return Pool(why_none=why)
    lengths = _by_slot(catalogue, _LENGTHS)
    if wish.minutes is not None:
        slots = slots[lengths[slots] <= wish.minutes]  # what is not known, NaN, is not less
        if not len(slots):
            return Pool(why_none=f"none of it is known to last at most {wish.minutes:g} minutes")
    places = first_editions(catalogue.edition_numbers, slots)
    slots = slots if places is None else slots[places]
    slots, kind = (slots, "of all") if wish.with_seen else _preferred(catalogue, slots)
    ids = catalogue.index.ids_of(slots)
    order = sorted(range(len(ids)), key=lambda place: _turn(seed, ids[place]))
    picks: tuple[tuple[str, ...], ...] = tuple((ids[place],) for place in order)
    if wish.is_double:
        picks = tuple(
            _doubles(catalogue, [ids[place] for place in order], lengths[slots[order]].tolist(), wish.minutes)
        )
        if not picks:
            return Pool(why_none="no two of different directors fit together")
    return Pool(picks, len(ids), kind)


def _turn(seed: int, film: str) -> bytes:
    """By what a film is sorted: as good as chance, and the same each time."""
    return hashlib.blake2b(f"{seed}\0{film}".encode(errors="surrogateescape"), digest_size=16).digest()


def _found(catalogue: Catalogue, query: str) -> Array:
    """The slots of the films that a query finds exactly, each edition of them."""
    parsed = parse(query)
    if parsed.is_empty:
        return catalogue.index.in_order(by_film=True)
    numbers = catalogue.edition_numbers
    return catalogue.index.search(parsed, is_fuzzy=False, by_film=True, editions=numbers).slots


def _rest(catalogue: Catalogue, query: str) -> Array:
    """The slots of all other films."""
    every = catalogue.index.in_order(by_film=True)
    rest: Array = every[~np.isin(every, _found(catalogue, query))]
    return rest


def _by_slot(catalogue: Catalogue, fields: tuple[str, ...]) -> Array:
    """By slot the largest number of some fields, float64; NaN for none."""
    parts = []
    for segment, _ in catalogue.index.segments:
        values = np.full(len(segment), np.nan)
        for field in fields:
            docs, numbers = segment.number_column(field)
            np.fmax.at(values, docs, numbers)
        parts.append(values)
    return np.concatenate(parts) if parts else np.zeros(0)


def _preferred(catalogue: Catalogue, slots: Array) -> tuple[Array, str]:
    """Those not seen in any edition; where all were, the half that was seen longest ago. And what they are."""
    is_seen = np.isin(slots, _found(catalogue, "is:seen"))
    if not is_seen.all():
        return slots[~is_seen], "unseen"
    last = np.nan_to_num(_by_slot(catalogue, (_WATCHED,)))
    days = last[slots]
    numbers = catalogue.edition_numbers
    if len(numbers):
        films = numbers[slots]
        latest = np.zeros(int(numbers.max(initial=0)) + 1)
        np.maximum.at(latest, numbers, last[: len(numbers)])
        days = np.where(films > 0, latest[films], days)
    oldest = np.argsort(days, kind="stable")[: (len(slots) + 1) // 2]
    return slots[np.sort(oldest)], "seen longest ago"


def _doubles(
    catalogue: Catalogue, ids: list[str], lengths: list[float], minutes: float | None
) -> Iterator[tuple[str, ...]]:
    """Pairs of films of different directors that last no longer together than may be, each film once.

    Args:
        catalogue: The library.
        ids: The films, in the order in which they are proposed.
        lengths: What each lasts, in minutes; NaN where that is not known.
        minutes: What two may last together; None for any time.
    """
    left = dict(enumerate(ids))
    while left:
        first = next(iter(left))
        name = left.pop(first)
        directors = _directors(catalogue, name)
        for other in list(left)[:_PARTNERS]:
            fits = minutes is None or lengths[first] + lengths[other] <= minutes
            if fits and directors.isdisjoint(_directors(catalogue, left[other])):
                yield name, left.pop(other)
                break


def _directors(catalogue: Catalogue, name: str) -> frozenset[str]:
    listing = catalogue.listings[name]
    return frozenset(fold(catalogue.people.canonical(director)) for director in listing.directors)
