"""Which release of the library is the one that an import tells of."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from disctui.importers.comments import Origin, origin_of
from disctui.importers.importer import Imported
from disctui.release.model import TOML, short_format
from disctui.search.folding import fold

_MOVED_ARTICLES = frozenset({
    "the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "il", "lo", "los", "las", "gli", "i", "den",
    "det", "en", "ett", "een", "het",
})  # fmt: skip
"""Articles that lists put behind a title: `Film, The`."""
_MOST_COMPARED = 200
"""Releases of one title that a row is compared with at most."""


class Existing(msgspec.Struct, frozen=True):
    """A release of the library, or one that an earlier file of the same import will make."""

    release_id: str
    document: dict[str, TOML]
    source: str | None = None
    """The file that will make it; None where it is in the library."""
    origins: tuple[Origin, ...] = ()
    """Where its file says that it was imported from."""


class Identity(msgspec.Struct, frozen=True):
    """What tells one release from another."""

    title: str
    upc: str
    year: int | None
    format: frozenset[str]
    label: str
    edition: str
    country: str


class FilmMatch(NamedTuple):
    """A release that holds a film."""

    release: Existing
    is_box: bool
    """Whether it holds other films, too."""


def gtin(upc: object) -> str:
    """A bar code in 14 digits, in which a UPC equals its EAN; "" where there is none."""
    return upc.zfill(14) if isinstance(upc, str) and upc.isdigit() else ""


def folded_title(title: object) -> str:
    """A title as it is compared: case, accents, punctuation and a moved article aside."""
    words = "".join(char if char.isalnum() else " " for char in fold(title if isinstance(title, str) else "")).split()
    if len(words) > 1 and words[-1] in _MOVED_ARTICLES:
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
        self._by_film: dict[str, list[tuple[Existing, int | None, bool]]] = defaultdict(list)
        self._by_id: dict[tuple[str, str], list[Existing]] = defaultdict(list)
        self._by_origin: dict[tuple[str, str], list[tuple[Existing, Origin]]] = defaultdict(list)
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
        for title, year, is_box in _films_of(one.document):
            self._by_film[title].append((one, year, is_box))
        for origin in one.origins:
            if origin.source_id:
                self._by_id[origin.format, origin.source_id].append(one)
            if origin.title:
                self._by_origin[origin.format, origin.title].append((one, origin))

    def settled(self, imports: Sequence[Imported]) -> dict[int, Existing]:
        """The releases that are found beyond doubt, by position, the surest first.

        By the source's own id; word for word the same, so that of two copies each finds its own file, first the one
        of its own line; by the line and title under which a release file says it was imported; by that title alone.
        """
        found: dict[int, Existing] = {}
        ways: tuple[Callable[[Imported], Iterator[Existing]], ...] = (
            self._of_id, self._same_line, self._same_document, self._of_line, self._of_title,
        )  # fmt: skip
        for way in ways:
            for position, imported in enumerate(imports):
                if position in found or imported.of_film or imported.of_file or not imported.document:
                    continue
                match = next((one for one in way(imported) if self._is_free(one, imported.source)), None)
                if match is not None:
                    found[position] = self._take(match, imported.source)
        return found

    def _of_id(self, imported: Imported) -> Iterator[Existing]:
        """Ids of one program may be those of another collection: file or title must be the same, too."""
        mine, title = origin_of(imported), _text(imported.document.get("title"))
        for one in self._by_id.get((mine.format, mine.source_id), ()) if mine.source_id else ():
            is_same_title = title and self._identities[one.release_id].title == title
            if is_same_title or any(other.source == mine.source or other.title == mine.title for other in one.origins):
                yield one

    def _same_document(self, imported: Imported) -> Iterator[Existing]:
        its = identity(imported.document)
        candidates = self._by_title.get(its.title, ()) if its.title else self._by_upc.get(its.upc, ())
        return (one for one in candidates if one.document == imported.document)

    def _same_line(self, imported: Imported) -> Iterator[Existing]:
        return (one for one in self._of_line(imported) if one.document == imported.document)

    def _of_line(self, imported: Imported) -> Iterator[Existing]:
        mine = origin_of(imported)
        for one, origin in self._by_origin.get((mine.format, mine.title), ()) if mine.title else ():
            if (origin.line, origin.source) == (mine.line, mine.source) and not self._is_other(origin, mine):
                yield one

    def _of_title(self, imported: Imported) -> Iterator[Existing]:
        mine, its = origin_of(imported), identity(imported.document)
        for one, origin in self._by_origin.get((mine.format, mine.title), ()) if mine.title else ():
            other = self._identities[one.release_id]
            is_same_code = not its.upc or not other.upc or its.upc == other.upc
            if is_same_code and not self._is_other(origin, mine) and (not its.format or its.format == other.format):
                yield one

    @staticmethod
    def _is_other(origin: Origin, mine: Origin) -> bool:
        return bool(origin.source_id and mine.source_id and origin.source_id != mine.source_id)

    def find(self, imported: Imported) -> Existing | None:
        """The release that a document tells of: by bar code, else by title and what else does not contradict."""
        its, source = identity(imported.document), imported.source
        mine = origin_of(imported)
        if its.upc:
            for one in self._by_upc.get(its.upc, ()):
                if self._is_free(one, source) and not self._came_as_other(one, mine):
                    return self._take(one, source)
        if not its.title:
            return None
        best: tuple[int, Existing] | None = None
        compared = 0
        for one in self._by_title.get(its.title, ()):
            if not self._is_free(one, source) or self._came_as_other(one, mine):
                continue
            compared += 1
            score = similarity(its, self._identities[one.release_id])
            if score is not None and (best is None or score > best[0]):
                best = score, one
            if compared >= _MOST_COMPARED:
                break
        return None if best is None else self._take(best[1], source)

    def _came_as_other(self, one: Existing, mine: Origin) -> bool:
        """Whether its file says that it is another of the same source."""
        same = (origin for origin in one.origins if (origin.format, origin.source) == (mine.format, mine.source))
        return any(self._is_other(origin, mine) for origin in same)

    def of_film(self, document: dict[str, TOML]) -> list[FilmMatch]:
        """Every release of the library that holds a film of this title and year, alone or in a box.

        Its other titles count as well; a year more or less is taken where no release has the very year.
        """
        title, year = folded_title(document.get("title")), document.get("year")
        found = self._by_film.get(title, [])
        for distance in (0, 1):
            near = [
                FilmMatch(one, is_box)
                for one, its_year, is_box in found
                if type(year) is not int or its_year is None or abs(its_year - year) <= distance
            ]
            if near:
                return list({match.release.release_id: match for match in near}.values())
        return []

    def _is_free(self, one: Existing, source: str) -> bool:
        return one.source != source and (source, one.release_id) not in self._taken

    def _take(self, one: Existing, source: str) -> Existing:
        self._taken.add((source, one.release_id))
        return one


def _films_of(document: dict[str, TOML]) -> Iterator[tuple[str, int | None, bool]]:
    """Each title of each film that a release holds, with its year and whether it stands in a box."""
    films = document.get("films")
    is_box = isinstance(films, list) and len(films) > 1
    entries = [(document, False)]
    if isinstance(films, list):
        entries += [(film, is_box) for film in films if isinstance(film, dict)]
    seen = set()
    for entry, in_box in entries:
        others = entry.get("also_known_as")
        year = entry.get("year")
        for title in (entry.get("title"), entry.get("original_title"), *(others if isinstance(others, list) else ())):
            folded = _text(title)
            if folded and (folded, year) not in seen:
                seen.add((folded, year))
                yield folded, year if type(year) is int else None, in_box
