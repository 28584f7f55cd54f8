"""The Movie Database, asked with the user's own key: people, genres, countries and the story of a film.

It knows films, not discs: title, year or the film's number at IMDb is sent, and nothing else. Its terms ask for a
sentence, which `notice` is.
"""

import os
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from disctui.importers.importer import Imported, Unmapped
from disctui.release.model import TOML
from disctui.sources.answers import COUNTRIES, Table, long_text, table, tables, text, texts, whole
from disctui.sources.source import Candidate, NotReady, Unanswered, Wanted
from disctui.sources.web import Web, require_online

ADDRESS = "https://api.themoviedb.org/3"
KEY_VARIABLE = "TMDB_TOKEN"
_MOST_CAST = 15
_MOST_FOUND = 10
_MOST_TITLES = 12
_WRITING = frozenset({"Writer", "Screenplay", "Story", "Author", "Novel"})
_POSTER = re.compile(r"/[A-Za-z0-9_-]+\.(?:jpg|jpeg|png)")
_PICTURE_HOSTS = ("image.tmdb.org", "media.themoviedb.org")
_SIZES = ("w780", "w500", "w342")
"""Of posters, the one that is wanted most first; wide as so many pixels."""


class TheMovieDatabase:
    """api.themoviedb.org, version 3."""

    name = "tmdb"
    title = "TMDb"
    about = (
        "people, story, genres and countries of a film, asked over the network with a key of your own"
        " ($TMDB_TOKEN, or config.toml: [sources] tmdb_token). This product uses the TMDB API but is not endorsed"
        " or certified by TMDB."
    )
    is_online = True
    knows_codes = False

    def __init__(self, options: Mapping[str, TOML]) -> None:
        self._token = os.environ.get(KEY_VARIABLE) or str(options.get("token") or "")
        self._address = str(options.get("address") or ADDRESS)

    def require_ready(self) -> None:
        """Let it pass where there is a key and something to ask with.

        Raises:
            NotReady: one of the two is missing.
        """
        if not self._token:
            hint = "get one at themoviedb.org, Settings, API, then set $TMDB_TOKEN or [sources] tmdb_token"
            raise NotReady("TMDb wants a key of your own", hint)
        require_online()

    def candidates(self, wanted: Wanted) -> Sequence[Candidate]:
        """The film with its number at IMDb, else those of its title, those of its year first.

        Raises:
            NotReady: the key is refused.
            Unanswered: there is no answer of use.
        """
        if wanted.imdb_id:
            found = table(self._web.get(f"/find/{wanted.imdb_id}", {"external_source": "imdb_id"}))
            if films := tables(found, "movie_results"):
                return [_candidate(film, is_certain=True) for film in films[:1]]
        for title in dict.fromkeys(filter(None, (wanted.text("title"), wanted.text("original_title")))):
            for year in dict.fromkeys((str(wanted.year or ""), "")):
                asked = {"query": title, "include_adult": "false"} | ({"year": year} if year else {})
                films = tables(table(self._web.get("/search/movie", asked)), "results")[:_MOST_FOUND]
                if candidates := [one for one in map(_candidate, films) if one.source_id]:
                    return candidates
        return []

    def fetch(self, source_id: str) -> Imported:
        """What it says of a film.

        Raises:
            NotReady: the key is refused.
            Unanswered: there is no answer of use.
        """
        about = self._about(source_id)
        if not text(about, "title"):
            raise Unanswered(f"TMDb says nothing of film {source_id}")
        return imported_film(source_id, about)

    def _about(self, source_id: str) -> Table:
        """What it says of a film, asked once and then kept with the answers."""
        if not source_id.isdecimal():
            raise Unanswered(f"{source_id} is no number of a film at TMDb")
        return table(self._web.get(f"/movie/{source_id}", {"append_to_response": "credits,alternative_titles"}))

    def titled(self, typed: str) -> Sequence[Candidate]:
        """The films that its own search finds.

        Raises:
            NotReady: the key is refused.
            Unanswered: there is no answer of use.
        """
        return self.candidates(Wanted("", {"title": typed})) if typed.strip() else []

    def picture(self, source_id: str) -> bytes | None:
        """The poster of a film, from the host of pictures that `/configuration` names.

        Raises:
            NotReady: the key is refused.
            Unanswered: there is no answer of use.
        """
        poster = text(self._about(source_id), "poster_path")
        if not _POSTER.fullmatch(poster):
            return None
        images = table(self._web.get("/configuration", {}), "images")
        sizes = texts(images, "poster_sizes")
        size = next((size for size in _SIZES if size in sizes), "original")
        base = text(images, "secure_base_url") or text(images, "base_url")
        host = urlsplit(base).hostname or ""
        if host not in {*_PICTURE_HOSTS, urlsplit(self._address).hostname}:
            raise Unanswered(f"{self.title} says that its pictures are at {host or 'no place'}", "they are left out")
        return Web(base, self.title, {"Accept": "image/jpeg, image/png"}).picture(f"/{size}{poster}")

    @cached_property
    def _web(self) -> Web:
        self.require_ready()
        return Web(self._address, self.title, {"Authorization": f"Bearer {self._token}"})


def _candidate(film: Table, *, is_certain: bool = False) -> Candidate:
    return Candidate(
        source_id=str(whole(film, "id", 1, 10**9) or ""),
        title=text(film, "title"),
        original_title=text(film, "original_title"),
        year=_year(film),
        is_certain=is_certain,
    )


def _year(film: Table) -> int | None:
    return whole({"year": text(film, "release_date")[:4]}, "year", 1870, 2200)


def imported_film(source_id: str, about: Table) -> Imported:
    """What an answer of `/movie/ID` says, with credits and other titles where they came along."""
    crew = tables(table(about, "credits"), "crew")
    cast = sorted(tables(table(about, "credits"), "cast"), key=lambda one: whole(one, "order") or 0)
    title, original = text(about, "title"), text(about, "original_title")
    other = [text(one, "title") for one in tables(table(about, "alternative_titles"), "titles")]
    document: dict[str, Any] = {
        "title": title,
        "original_title": original if original != title else "",
        "also_known_as": [one for one in dict.fromkeys(other) if one and one not in {title, original}][:_MOST_TITLES],
        "year": _year(about),
        "directors": _named(one for one in crew if text(one, "job") == "Director"),
        "writers": _named(one for one in crew if text(one, "job") in _WRITING),
        "cast": _named(cast)[:_MOST_CAST],
        "genres": _named(tables(about, "genres")),
        "countries": [COUNTRIES.get(name, name) for name in _named(tables(about, "production_countries"))],
        "synopsis": long_text(about, "overview"),
    }
    length = whole(about, "runtime", 1, 100_000)
    kept = [Unmapped(name, value) for name in ("tagline", "imdb_id") if (value := text(about, name))]
    if length:
        kept.append(Unmapped("runtime", f"{length} min"))  # of the film in the cinema, not of what is on the disc
    document = {key: value for key, value in document.items() if value}
    return Imported(document=document, kept=tuple(kept), source="themoviedb.org", format="TMDb", source_id=source_id)


def _named(found: "Sequence[Table] | Any") -> list[str]:
    return list(dict.fromkeys(name for one in found if (name := text(one, "name"))))
