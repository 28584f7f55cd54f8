"""An audit of one place: which discs stand where they belong, told one by one or by their bar codes.

What was told is a list of steps that is kept between runs, so that an audit that was left or killed goes on where it
was. What follows from the steps is worked out anew each time.
"""

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from disctui.library.catalogue import Catalogue
from disctui.library.listing import Listing, sorting
from disctui.safe_write.posix import WriteError
from disctui.safe_write.state_files import locked_state_dir, state_dir, write_state
from disctui.search.completion import quoted, values
from disctui.search.query import parse, query_of_code

MOST_PLACES = 500
"""Places that are offered, those with most discs first."""


class Step(msgspec.Struct, frozen=True, array_like=True):
    """One thing that was told."""

    kind: Literal["here", "missing", "scan", "stays"]
    """That a disc is here, that it is not, that a bar code was read, or that a disc from another place stays here."""
    release_id: str
    """Which disc; "" for a bar code that no release has."""
    code: str = ""
    """The bar code that was read."""


class Place(msgspec.Struct, frozen=True):
    """Discs that should stand in one place, in their order there."""

    name: str
    listings: tuple[Listing, ...]

    def __contains__(self, release_id: object) -> bool:
        return any(one.id == release_id for one in self.listings)


class Tally(msgspec.Struct, frozen=True):
    """What an audit found so far: lists of release ids, in the order of the place or in which they were read."""

    here: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    lent: tuple[str, ...] = ()
    """Lent, and expected to be away."""
    left: tuple[str, ...] = ()
    """Not told of yet."""
    elsewhere: tuple[str, ...] = ()
    """Of another place, to be put back there."""
    staying: tuple[str, ...] = ()
    """Of another place, and to stay here."""
    unknown: tuple[str, ...] = ()
    """Bar codes that no release has."""

    @property
    def words(self) -> str:
        """All of it in one line."""
        parts = [f"{len(self.here)} here", f"{len(self.lent)} lent", f"{len(self.missing)} missing"]
        foreign = len(self.elsewhere) + len(self.staying)
        parts += [f"{foreign} from another place", f"{len(self.unknown)} unknown"]
        parts += [f"{len(self.left)} not looked at"] if self.left else []
        return " · ".join(parts)

    @classmethod
    def of(cls, place: Place, steps: Iterable[Step]) -> "Tally":
        """What steps say of a place; of two that concern one disc the later counts."""
        told: dict[str, str] = {}
        foreign: dict[str, bool] = {}
        unknown: dict[str, None] = {}
        for step in steps:
            if not step.release_id:
                unknown[step.code] = None
            elif step.release_id not in place:
                foreign[step.release_id] = step.kind == "stays" or foreign.get(step.release_id, False)
            else:
                told[step.release_id] = "missing" if step.kind == "missing" else "here"
        untold = [one for one in place.listings if one.id not in told]
        return cls(
            here=tuple(one.id for one in place.listings if told.get(one.id) == "here"),
            missing=tuple(one.id for one in place.listings if told.get(one.id) == "missing"),
            lent=tuple(one.id for one in untold if one.is_lent),
            left=tuple(one.id for one in untold if not one.is_lent),
            elsewhere=tuple(name for name, stays in foreign.items() if not stays),
            staying=tuple(name for name, stays in foreign.items() if stays),
            unknown=tuple(unknown),
        )

    def all_told(self) -> "Tally":
        """The same where what was not told of is missing, as when all that stands there was scanned."""
        return msgspec.structs.replace(self, missing=(*self.missing, *self.left), left=())


def titled(listing: Listing) -> str:
    """A disc as it is named: "Le Samouraï (1967) 4K"."""
    year = f" ({listing.year})" if listing.year else ""
    return f"{listing.title}{year} {listing.disc}".strip()


def place_of(catalogue: Catalogue, name: str) -> Place:
    """The discs that are owned and belong to a place, by slot and title; none where there is no such place."""
    found = catalogue.index.search(parse(_query(name)), is_fuzzy=False)
    listings = [catalogue.listings[one] for one in found.exact_ids()]
    order = sorting("location")
    listings.sort(key=lambda one: (order.key(one)[1], one.sort_key))
    return Place(name, tuple(listings))


def places(catalogue: Catalogue) -> list[tuple[str, int]]:
    """The places of a library, each with how many discs belong there, by name."""
    found: dict[str, tuple[str, int]] = {}
    for name, _ in values(catalogue.index, "location", most=MOST_PLACES):
        count = catalogue.index.search(parse(_query(name)), is_fuzzy=False).exact_count
        if count:
            found.setdefault(" ".join(re.findall(r"\w+", name.casefold())), (name, count))
    return sorted(found.values(), key=lambda pair: pair[0].casefold())


def _query(name: str) -> str:
    return f"location:={quoted(name, always=True)} status:owned"


def scanned(catalogue: Catalogue, place: Place, steps: Sequence[Step], code: str) -> Step:
    """The step that a bar code means: the disc of this place that has it and was not told of, else any that has it."""
    digits = re.sub(r"\D", "", code)
    names: list[str] = []
    if digits.strip("0"):
        names = catalogue.index.search(parse(query_of_code(digits), is_complete=True), is_fuzzy=False).exact_ids()
    told = {step.release_id for step in steps}
    names.sort(key=lambda name: (name not in place, name in told))
    return Step("scan", names[0] if names else "", digits or code)


class Audits:
    """The audits of one library that are not finished, kept in the state folder.

    Args:
        root: The library's folder.
    """

    def __init__(self, root: str) -> None:
        digest = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:24]
        self._file = state_dir() / "audits" / f"{digest}.json"

    def all(self) -> dict[str, tuple[Step, ...]]:
        """By place what was told so far."""
        return _read(self._file)

    def steps(self, place: str) -> tuple[Step, ...]:
        """What was told of a place."""
        return self.all().get(place, ())

    def keep(self, place: str, steps: Sequence[Step]) -> None:
        """Keep what was told of a place; no steps end its audit. Where it can't be kept, the audit goes on without."""
        with contextlib.suppress(WriteError), locked_state_dir(self._file.parent):
            together = {**_read(self._file), place: tuple(steps)}
            write_state(self._file, msgspec.json.encode({name: own for name, own in together.items() if own}))


def _read(file: Path) -> dict[str, tuple[Step, ...]]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, tuple[Step, ...]])
    except (OSError, msgspec.MsgspecError, ValueError):
        return {}
