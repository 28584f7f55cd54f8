"""Which release of the library is the one that an import tells of."""

import itertools
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec

from disctui.release.model import TOML, short_format
from disctui.release.titles import ARTICLES
from disctui.search.folding import fold


class Existing(msgspec.Struct, frozen=True):
    """A release of the library, or one that an earlier file of the same import will make."""

    release_id: str
    document: dict[str, TOML]
    source: str | None = None
    """The file that will make it; None where it is in the library."""


class Identity(msgspec.Struct, frozen=True):
    """What tells one release from another."""

    title: str
    upc: str
    year: int | None
    format: frozenset[str]
    label: str
    edition: str
    country: str


def gtin(upc: object) -> str:
    """A bar code in 14 digits, in which a UPC equals its EAN; "" where there is none."""
    return upc.zfill(14) if isinstance(upc, str) and upc.isdigit() else ""


def folded_title(title: object) -> str:
    """A title as it is compared: case, accents, punctuation and a moved article aside."""
    words = "".join(char if char.isalnum() else " " for char in fold(title if isinstance(title, str) else "")).split()
    if len(words) > 1 and words[-1] in ARTICLES:
        words = [words[-1], *words[:-1]]
    return " ".join(words)


def _inside(document: dict[str, TOML], table: str) -> dict[str, Any]:
    found = document.get(table)
    return found if isinstance(found, dict) else {}


def _text(value: TOML) -> str:
    return folded_title(value) if isinstance(value, str) else ""


def identity(document: dict[str, TOML]) -> Identity:
    """What tells this release from others; never raises, whatever the document holds."""
    edition = _inside(document, "release")
    discs = _inside(document, "specs").get("discs") or []
    discs = [discs] if isinstance(discs, str) else discs
    year = document.get("year")
    return Identity(
        title=_text(document.get("title")),
        upc=gtin(edition.get("upc")),
        year=year if type(year) is int else None,
        format=frozenset(short_format(disc) for disc in discs if isinstance(disc, str)),
        label=_text(edition.get("studio")),
        edition=_text(edition.get("edition")),
        country=_text(edition.get("country")),
    )


def similarity(new: Identity, old: Identity) -> int | None:
    """How many signs agree, those that only one side has counted against; None where one contradicts."""
    if new.upc and old.upc and new.upc != old.upc:
        return None
    score = 0
    for one, other in (
        (new.year, old.year),
        (new.format, old.format),
        (new.label, old.label),
        (new.edition, old.edition),
        (new.country, old.country),
        (new.upc, old.upc),
    ):
        if one and other:
            if one != other:
                return None
            score += 10
        elif one or other:
            score -= 1
    return score


class Matcher:
    """Finds for each import the release it tells of; each release is found once for each source file."""

    def __init__(self, existing: Iterable[Existing]) -> None:
        self._by_upc: dict[str, list[Existing]] = defaultdict(list)
        self._by_title: dict[str, list[Existing]] = defaultdict(list)
        self._taken: set[tuple[str, str]] = set()
        self._identities: dict[str, Identity] = {}
        for one in existing:
            self.add(one)

    def add(self, one: Existing) -> None:
        """Make a release known."""
        its = identity(one.document)
        self._identities[one.release_id] = its
        if its.upc:
            self._by_upc[its.upc].append(one)
        self._by_title[its.title].append(one)

    def exact(self, document: dict[str, TOML], source: str) -> Existing | None:
        """A release whose file says the same, word for word."""
        its = identity(document)
        for one in itertools.chain(self._by_title.get(its.title, ()), self._by_upc.get(its.upc, ())):
            if one.document == document and self._is_free(one, source):
                return self._take(one, source)
        return None

    def find(self, document: dict[str, TOML], source: str) -> Existing | None:
        """The release that a document tells of: by bar code, else by title and what else does not contradict."""
        its = identity(document)
        if its.upc:
            for one in self._by_upc.get(its.upc, ()):
                if self._is_free(one, source):
                    return self._take(one, source)
        if not its.title:
            return None
        scored = [
            (score, -number, one)
            for number, one in enumerate(self._by_title.get(its.title, ()))
            if self._is_free(one, source) and (score := similarity(its, self._identities[one.release_id])) is not None
        ]
        if not scored:
            return None
        best = max(scored, key=lambda entry: entry[:2])
        return self._take(best[2], source)

    def of_film(self, document: dict[str, TOML]) -> list[Existing]:
        """Every release of the library that holds a film of this title and year."""
        title, year = folded_title(document.get("title")), document.get("year")
        found = self._by_title.get(title, [])
        return [one for one in found if year is None or one.document.get("year") in {None, year}]

    def _is_free(self, one: Existing, source: str) -> bool:
        return one.source != source and (source, one.release_id) not in self._taken

    def _take(self, one: Existing, source: str) -> Existing:
        self._taken.add((source, one.release_id))
        return one
