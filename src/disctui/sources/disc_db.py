"""TheDiscDb: a public folder of JSON, a local clone of which says disc by disc what releases hold; no network.

`data/movie/FILM/metadata.json` is a film, `data/movie/FILM/RELEASE/release.json` one of its releases with its bar code,
and `disc01.json` and so on beside it are its discs; `data/sets/SET/boxset.json` names the discs of a box set by the
slugs of their films. Without a bar code only what is true of the film is taken: nothing says which edition is meant.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from disctui.importers.foreign_dates import release_date
from disctui.importers.importer import Imported, Unmapped
from disctui.importers.matching import folded_title, gtin
from disctui.release.model import TOML
from disctui.sources.answers import Table, decoded, long_text, table, text, texts, whole
from disctui.sources.disc_contents import contents_of
from disctui.sources.pictures import MOST_BYTES
from disctui.sources.source import Candidate, NotReady, Unanswered, Wanted, begins
from disctui.sources.tmdb import imported_film

_MOST_BYTES = 32 << 20
_COUNTRIES = {
    "us": "United States", "gb": "United Kingdom", "uk": "United Kingdom", "de": "Germany", "fr": "France",
    "jp": "Japan", "ca": "Canada", "au": "Australia", "it": "Italy", "es": "Spain", "nl": "Netherlands",
    "se": "Sweden", "no": "Norway", "dk": "Denmark", "fi": "Finland", "pl": "Poland", "kr": "South Korea",
    "hk": "Hong Kong", "cn": "China", "br": "Brazil", "mx": "Mexico", "at": "Austria", "ch": "Switzerland",
}  # fmt: skip
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_BESIDE = ("original_title", "directors", "writers", "cast", "genres", "countries", "synopsis")
_KEPT_OF_FILM = ("Tagline", "ContentRating", "FullTitle", "SortTitle")
_KEPT_OF_RELEASE = ("Title", "Asin", "Locale", "RegionCode", "Year")
_ROUND = re.compile(r"19\d\d-01-01|20\d\d-01-01")
"""The first of January stands for a date of which the year is known."""


class _Release(msgspec.Struct, frozen=True):
    """A folder with a release.json or boxset.json, and the film above it."""

    folder: str
    """Relative to the clone."""
    film: str
    """Folder of the film; "" of a box set."""
    about: Table
    film_about: Table

    @property
    def is_set(self) -> bool:
        """Whether it is a box set, whose discs are named by the slugs of their films."""
        return not self.film


class TheDiscDb:
    """A clone of the folder at `data`."""

    name = "thediscdb"
    title = "TheDiscDb"
    about = (
        "discs, tracks and extras by bar code, from a clone of github.com/TheDiscDb/data on this machine"
        ' (config.toml: [sources] thediscdb = "DIR"); made by its contributors'
    )
    is_online = False
    knows_codes = True

    def __init__(self, options: Mapping[str, TOML]) -> None:
        folder = options.get("folder")
        self._root = Path(folder).expanduser() if isinstance(folder, str) and folder else None

    def require_ready(self) -> None:
        """Let it pass where there is a clone.

        Raises:
            NotReady: there is none.
        """
        if self._root is None:
            hint = 'clone it, then write [sources] and thediscdb = "DIR" in config.toml'
            raise NotReady("it is not said where the clone of TheDiscDb is", hint)
        if not (self._root / "data").is_dir():
            raise NotReady(f"{self._root} is no clone of TheDiscDb: it has no folder data", "mend config.toml")

    def candidates(self, wanted: Wanted) -> Sequence[Candidate]:
        """The release with its bar code; else the films of its titles, and their releases for whoever names one."""
        certain = self._by_code.get(wanted.bar_code, []) if wanted.bar_code else []
        if certain:
            sets = [one for one in certain if one.is_set] if wanted.is_set or len(certain) > 1 else certain
            return [_candidate(one, is_certain=True) for one in sets or certain]
        titles = set(map(folded_title, wanted.titles))
        return self._of_titles([film for film, title in self._titles.items() if title in titles])

    def titled(self, typed: str) -> Sequence[Candidate]:
        """The films whose titles begin as it was typed, and their releases."""
        words = folded_title(typed).split()
        films = [film for film, title in self._titles.items() if words and begins(typed, [title])]
        return self._of_titles(sorted(films, key=lambda film: not self._titles[film].startswith(words[0])))

    def _of_titles(self, films: Sequence[str]) -> list[Candidate]:
        """Films, each with its releases, of which nothing says which one is meant."""
        found = []
        for film in films:
            found.append(_film_candidate(film, self._films[film]))
            found += [_candidate(one, needs_word=True) for one in self._of_film.get(film, ())]
        return found

    def picture(self, source_id: str) -> bytes | None:
        """The picture of a release's front, or of a film, that stands beside its files in the clone."""
        name = "cover.jpg" if source_id in self._films else "front.jpg"
        return self._bytes(self._data.parent / source_id / name, MOST_BYTES)

    def fetch(self, source_id: str) -> Imported:
        """A film, or a release with its discs.

        Raises:
            Unanswered: there is no such folder in the clone.
        """
        if source_id in self._films:
            return _imported(source_id, *self._film(source_id))
        release = next((one for one in self._releases if one.folder == source_id), None)
        if release is None:
            raise Unanswered(f"TheDiscDb has no {source_id}")
        document, kept = self._set(release) if release.is_set else self._film(release.film)
        of_release, of_discs = _of_release(release.about), contents_of(self._discs(release))
        document |= {"release": of_release} if of_release else {}
        document |= of_discs.document
        kept += [Unmapped(name, value) for name in _KEPT_OF_RELEASE if (value := text(release.about, name))]
        return _imported(source_id, document, [*kept, *of_discs.kept])

    @cached_property
    def _of_film(self) -> dict[str, list[_Release]]:
        """The releases of each film."""
        found: dict[str, list[_Release]] = {}
        for one in self._releases:
            found.setdefault(one.film, []).append(one)
        return found

    def _film(self, film: str) -> tuple[dict[str, TOML], list[Unmapped]]:
        """What the clone says of a film: what its metadata.json leaves out, the TMDb's answer beside it may have."""
        document, kept = _of_metadata(self._films[film])
        beside = imported_film("", self._read(self._data.parent / film / "tmdb.json")).document
        return {**{key: beside[key] for key in _BESIDE if key in beside}, **document}, kept

    @cached_property
    def _by_code(self) -> dict[str, list[_Release]]:
        """The releases of each bar code."""
        found: dict[str, list[_Release]] = {}
        for one in self._releases:
            if code := gtin(one.about.get("Upc")):
                found.setdefault(code, []).append(one)
        return found

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The title of each film, as titles are compared."""
        return {film: folded_title(about.get("Title")) for film, about in self._films.items()}

    @cached_property
    def _films(self) -> dict[str, Table]:
        return {
            path.parent.relative_to(self._data.parent).as_posix(): about
            for kind in ("movie", "series")
            for path in sorted(self._data.glob(f"{kind}/*/metadata.json"))
            if (about := self._read(path))
        }

    @cached_property
    def _releases(self) -> list[_Release]:
        return [*self._of_films(), *self._of_sets()]

    def _of_films(self) -> Iterator[_Release]:
        for film, about in self._films.items():
            for path in sorted((self._data.parent / film).glob("*/release.json")):
                yield _Release(path.parent.relative_to(self._data.parent).as_posix(), film, self._read(path), about)

    def _of_sets(self) -> Iterator[_Release]:
        for path in sorted(self._data.glob("sets/*/boxset.json")):
            yield _Release(path.parent.relative_to(self._data.parent).as_posix(), "", self._read(path), {})

    @property
    def _data(self) -> Path:
        self.require_ready()
        assert self._root is not None
        return self._root / "data"

    def _read(self, path: Path) -> Table:
        """A file of the clone; an empty object where it can't be read."""
        try:
            return table(decoded((self._bytes(path, _MOST_BYTES) or b"").removeprefix(b"\xef\xbb\xbf")))
        except ValueError:
            return {}

    def _bytes(self, path: Path, most: int) -> bytes | None:
        """What a file of the clone holds; None where it can't be read or is too large, and from outside the clone."""
        try:
            if not path.resolve().is_relative_to(self._home) or path.stat().st_size > most:
                return None
            return path.read_bytes()
        except OSError:
            return None

    @cached_property
    def _home(self) -> Path:
        """The clone's data, links followed."""
        return self._data.resolve()

    def _discs(self, release: _Release) -> list[Table]:
        if not release.is_set:
            paths = sorted((self._data.parent / release.folder).glob("disc*.json"))
            return [self._read(path) for path in paths if path.stem.removeprefix("disc").isdecimal()]
        found: list[Table] = []
        for disc in release.about.get("Discs") or ():
            inside = self._disc_of_set(release, table(disc))
            found.append({**inside, **{name: disc[name] for name in ("Name", "Format") if name in table(disc)}})
        return found

    def _disc_of_set(self, release: _Release, disc: Table) -> Table:
        """The file of a disc that a box set names: it stands with its film, under the slug of the set."""
        slug, own = text(release.about, "Slug"), text(disc, "Slug")
        for one in self._releases:
            if one.film_about.get("Slug") == text(disc, "TitleSlug") and text(one.about, "Slug") == slug:
                inside = self._discs(one)
                return next((found for found in inside if text(found, "Slug") == own), {})
        return {}

    def _set(self, release: _Release) -> tuple[dict[str, TOML], list[Unmapped]]:
        """A box set as a document: its title, and its films in the order of their discs."""
        slugs = dict.fromkeys(text(table(disc), "TitleSlug") for disc in release.about.get("Discs") or ())
        abouts = {text(about, "Slug"): about for about in self._films.values()}
        films, kept = [], []
        for slug in slugs:
            if slug in abouts:
                film, of_film = _of_metadata(abouts[slug])
                films.append(film)
                kept += [Unmapped(f"{film['title']}: {one.field}", one.value) for one in of_film]
        return {"title": text(release.about, "Title"), **({"films": films} if films else {})}, kept


def _candidate(release: _Release, *, is_certain: bool = False, needs_word: bool = False) -> Candidate:
    film = _film_candidate(release.film, release.film_about)
    edition = ", ".join(filter(None, (text(release.about, "Title"), text(release.about, "Locale"))))
    changed: dict[str, Any] = {"source_id": release.folder, "edition": edition}
    if release.is_set:
        changed["title"] = text(release.about, "Title")
    return msgspec.structs.replace(film, is_certain=is_certain, needs_word=needs_word, **changed)


def _film_candidate(folder: str, about: Table) -> Candidate:
    return Candidate(
        source_id=folder,
        title=text(about, "Title"),
        year=whole(about, "Year", 1870, 2200),
        directors=tuple(texts(about, "Directors")),
        length=whole(about, "RuntimeMinutes", 1, 100_000),
    )


def _of_metadata(about: Table) -> tuple[dict[str, TOML], list[Unmapped]]:
    """What a metadata.json says, and what of it has no key of ours."""
    document: dict[str, TOML] = {
        "title": text(about, "Title"),
        "year": whole(about, "Year", 1870, 2200),
        "directors": texts(about, "Directors"),
        "writers": texts(about, "Writers"),
        "cast": texts(about, "Stars"),
        "genres": texts(about, "Genres"),
        "synopsis": long_text(about, "Plot"),
    }
    kept = [Unmapped(name, value) for name in _KEPT_OF_FILM if (value := text(about, name))]
    ids = table(about, "ExternalIds")
    kept += [Unmapped(f"ExternalIds.{name}", value) for name in ids if (value := text(ids, str(name)))]
    return {key: value for key, value in document.items() if value}, kept


def _of_release(about: Table) -> dict[str, TOML]:
    """The table `[release]` of what a release.json or boxset.json says."""
    date = _DATE.match(text(about, "ReleaseDate"))
    country = _COUNTRIES.get(text(about, "Locale").lower().rpartition("-")[2], "")
    found: dict[str, TOML] = {
        "date": date[0][:4] if date and _ROUND.match(date[0]) else date and release_date(date[0]),
        "country": country,
        "upc": text(about, "Upc"),
    }
    return {key: value for key, value in found.items() if value}


def _imported(source_id: str, document: dict[str, TOML], kept: list[Unmapped]) -> Imported:
    return Imported(
        document=document, kept=tuple(kept), source=source_id, format=TheDiscDb.title, source_id=source_id, line=1
    )
