"""Which release of the library is the one that an import tells of."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from disctui.importers.comments import Origin, origin_of
from disctui.importers.importer import Imported
from disctui.importers.packed import Packed, Spool, digest, pack
from disctui.release.model import TOML, short_format
from disctui.safe_write.names import TakenNames
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


class Known(msgspec.Struct, frozen=True):
    """What a matcher remembers of a release."""

    release_id: str
    source: str | None
    identity: "Identity"
    fingerprint: bytes
    origins: tuple[Origin, ...]
    packed: Packed

    @property
    def document(self) -> dict[str, TOML]:
        """What its file says."""
        found = self.packed.unpack()
        document: dict[str, TOML] = found.document if isinstance(found, Imported) else found
        return document


class Sought(msgspec.Struct, frozen=True):
    """What a matcher has to know of something imported."""

    origin: Origin
    identity: "Identity"
    fingerprint: bytes
    is_release: bool
    """Whether it is a release that may be found; a film, or a remark about a file, is not."""
    films: tuple["_Film", ...]
    """The films that it holds, by each of their titles."""


class Identity(msgspec.Struct, frozen=True):
    """What tells one release from another."""

    title: str
    upc: str
    year: int | None
    format: frozenset[str]
    label: str
    edition: str
    country: str


class _Film(NamedTuple):
    """A film under one of its titles."""

    title: str
    """Folded, see `folded_title`."""
    year: int | None
    is_in_box: bool


class FilmMatch(NamedTuple):
    """A release that holds a film."""

    release: Known
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


def sought(imported: Imported) -> Sought:
    """What a matcher has to know of something imported."""
    is_release = bool(imported.document) and not imported.of_film and not imported.of_file
    document = imported.document
    fingerprint = digest(document) if document else b""
    films = tuple(_films_of(document))
    return Sought(origin_of(imported), identity(document), fingerprint, is_release, films)


class Matcher:
    """Finds for each import the release it tells of; each release is found once for each source file."""

    def __init__(self, existing: Iterable[Existing], spool: Spool | None = None) -> None:
        """Know the releases of a library; `spool` is where their documents are put aside."""
        self._by_upc: dict[str, list[Known]] = defaultdict(list)
        self._by_title: dict[str, dict[str, list[Known]]] = defaultdict(lambda: defaultdict(list))
        """By title, and by the source file that they came of just now, "" for those of the library."""
        self._by_film: dict[str, list[tuple[Known, _Film]]] = defaultdict(list)
        self._by_id: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self._by_origin: dict[tuple[str, str], list[tuple[Known, Origin]]] = defaultdict(list)
        self._by_line: dict[tuple[str, str, str, int], list[tuple[Known, Origin]]] = defaultdict(list)
        self._taken: set[tuple[str, str]] = set()
        self.ids = TakenNames()
        """Ids of the releases that are known."""
        for one in existing:
            packed, document = pack(one.document, spool), one.document
            known = Known(one.release_id, one.source, identity(document), digest(document), one.origins, packed)
            self._add(known, _films_of(document))

    def add_new(self, release_id: str, sought: Sought, packed: Packed) -> None:
        """Make a release known that an import will make, and that a later file may tell of again."""
        source, fingerprint = sought.origin.source, sought.fingerprint
        self._add(Known(release_id, source, sought.identity, fingerprint, (), packed), sought.films)

    def _add(self, known: Known, films: Iterable[_Film]) -> None:
        self.ids.add(known.release_id)
        if known.identity.upc:
            self._by_upc[known.identity.upc].append(known)
        self._by_title[known.identity.title][known.source or ""].append(known)
        for film in films:
            self._by_film[film.title].append((known, film))
        for origin in known.origins:
            if origin.source_id:
                self._by_id[origin.format, origin.source_id].append(known)
            if origin.title:
                self._by_origin[origin.format, origin.title].append((known, origin))
                self._by_line[origin.format, origin.title, origin.source, origin.line].append((known, origin))

    def settled(self, imports: Sequence[Sought]) -> dict[int, Known]:
        """The releases that are found beyond doubt, by position, the surest first.

        By the source's own id; word for word the same, so that of two copies each finds its own file, first the one
        of its own line; by the line and title under which a release file says it was imported; by that title alone.
        """
        found: dict[int, Known] = {}
        ways: tuple[Callable[[Sought], Iterator[Known]], ...] = (
            self._of_id, self._same_line, self._same_document, self._of_line, self._of_title,
        )  # fmt: skip
        for way in ways:
            for position, sought in enumerate(imports):
                if position in found or not sought.is_release:
                    continue
                match = next((one for one in way(sought) if self._is_free(one, sought.origin.source)), None)
                if match is not None:
                    found[position] = self._take(match, sought.origin.source)
        return found

    def _of_id(self, sought: Sought) -> Iterator[Known]:
        """Ids of one program may be those of another collection: file or title must be the same, too."""
        mine, title = sought.origin, sought.identity.title
        for one in self._by_id.get((mine.format, mine.source_id), ()) if mine.source_id else ():
            is_same_title = title and one.identity.title == title
            if is_same_title or any(other.source == mine.source or other.title == mine.title for other in one.origins):
                yield one

    def _same_document(self, sought: Sought) -> Iterator[Known]:
        its = sought.identity
        candidates = self._titled(its.title, sought) if its.title else self._by_upc.get(its.upc, ())
        return (one for one in candidates if one.fingerprint == sought.fingerprint)

    def _same_line(self, sought: Sought) -> Iterator[Known]:
        return (one for one in self._of_line(sought) if one.fingerprint == sought.fingerprint)

    def _of_line(self, sought: Sought) -> Iterator[Known]:
        mine = sought.origin
        line = mine.format, mine.title, mine.source, mine.line
        for one, origin in self._by_line.get(line, ()) if mine.title else ():
            if not self._is_other(origin, mine):
                yield one

    def _of_title(self, sought: Sought) -> Iterator[Known]:
        mine, its = sought.origin, sought.identity
        for one, origin in self._by_origin.get((mine.format, mine.title), ()) if mine.title else ():
            other = one.identity
            is_same_code = not its.upc or not other.upc or its.upc == other.upc
            if is_same_code and not self._is_other(origin, mine) and (not its.format or its.format == other.format):
                yield one

    @staticmethod
    def _is_other(origin: Origin, mine: Origin) -> bool:
        return bool(origin.source_id and mine.source_id and origin.source_id != mine.source_id)

    def find(self, sought: Sought) -> Known | None:
        """The release that an import tells of: by bar code, else by title and what else does not contradict."""
        its, mine = sought.identity, sought.origin
        if its.upc:
            for one in self._by_upc.get(its.upc, ()):
                if self._is_free(one, mine.source) and not self._came_as_other(one, mine):
                    return self._take(one, mine.source)
        if not its.title:
            return None
        best: tuple[int, Known] | None = None
        compared = 0
        for one in self._titled(its.title, sought):
            if not self._is_free(one, mine.source) or self._came_as_other(one, mine):
                continue
            compared += 1
            score = similarity(its, one.identity)
            if score is not None and (best is None or score > best[0]):
                best = score, one
            if compared >= _MOST_COMPARED:
                break
        return None if best is None else self._take(best[1], mine.source)

    def _titled(self, title: str, sought: Sought) -> Iterator[Known]:
        """Those of a title; none that the same source file has just brought, for they are others."""
        for source, known in self._by_title.get(title, {}).items():
            if not source or source != sought.origin.source:
                yield from known

    def _came_as_other(self, one: Known, mine: Origin) -> bool:
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
                FilmMatch(one, film.is_in_box)
                for one, film in found
                if type(year) is not int or film.year is None or abs(film.year - year) <= distance
            ]
            if near:
                return list({match.release.release_id: match for match in near}.values())
        return []

    def _is_free(self, one: Known, source: str) -> bool:
        return one.source != source and (source, one.release_id) not in self._taken

    def _take(self, one: Known, source: str) -> Known:
        self._taken.add((source, one.release_id))
        return one


def _films_of(document: dict[str, TOML]) -> Iterator[_Film]:
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
                yield _Film(folded, year if type(year) is int else None, in_box)
