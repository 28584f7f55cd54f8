"""Wikidata, asked without a key, once somebody has switched it on: people, countries and the original title of a film.

It is asked in SPARQL at its query service: for the film with a number at IMDb or of a title, then for what is said of
it, each statement a row. What is given back is in the public domain (CC0).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from disctui.importers.importer import Imported, Unmapped
from disctui.release.model import TOML
from disctui.sources.answers import COUNTRIES, table, tables, text, whole
from disctui.sources.source import Candidate, NotReady, Unanswered, Wanted
from disctui.sources.web import Web, require_online

ADDRESS = "https://query.wikidata.org/sparql"
GAP = 1.0
"""Seconds between two questions: the service is for everybody."""
_MOST_FOUND = 10
_MOST_CAST = 15
_NUMBER = re.compile(r"Q[1-9]\d{0,11}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]+)?")
_LAST = 1_000_000
_PEOPLE = {"directors": "P57", "writers": "P58", "cast": "P161"}
"""Keys of ours whose statements may be numbered (P1545), and the properties that say them."""
_PLAIN = {"original_title": "P1476", "countries": "P495", "date": "P577", "length": "P2047", "imdb": "P345"}
_FILM = "wdt:P31/wdt:P279* wd:Q11424"
"""What an item must be: a film, or one of its kinds."""


class Wikidata:
    """query.wikidata.org."""

    name = "wikidata"
    title = "Wikidata"
    about = (
        "people, countries and original titles of films, asked over the network without a key"
        ' (config.toml: [sources] wikidata = "en", the language of its names); in the public domain (CC0)'
    )
    is_online = True
    knows_codes = False

    def __init__(self, options: Mapping[str, TOML]) -> None:
        self._language = str(options.get("language") or "")
        self._address = str(options.get("address") or ADDRESS)

    def require_ready(self) -> None:
        """Let it pass where it is switched on and there is something to ask with.

        Raises:
            NotReady: one of the two is missing.
        """
        if not self._language:
            raise NotReady("Wikidata is not switched on", 'write [sources] and wikidata = "en" in config.toml')
        if not _LANGUAGE.fullmatch(self._language):
            raise NotReady(f"{self._language[:20]} is no language", 'write wikidata = "en", or another code of one')
        require_online()

    def candidates(self, wanted: Wanted) -> Sequence[Candidate]:
        """The film with its number at IMDb, else those of its title.

        Raises:
            Unanswered: there is no answer of use.
        """
        pattern = f'?film wdt:P345 "{wanted.imdb_id}" .'
        if wanted.imdb_id and (found := self._films(pattern, is_certain=True)):
            return found[:1]
        for title in dict.fromkeys(filter(None, (wanted.text("title"), wanted.text("original_title")))):
            if found := self.titled(title):
                return found
        return []

    def titled(self, typed: str) -> list[Candidate]:
        """The films that its own search finds.

        Raises:
            Unanswered: there is no answer of use.
        """
        if not typed.strip():
            return []
        search = (
            'SERVICE wikibase:mwapi { bd:serviceParam wikibase:endpoint "www.wikidata.org" ; '
            f'wikibase:api "EntitySearch" ; mwapi:search {_quoted(typed)} ; mwapi:language "{self._language}" . '
            f"?film wikibase:apiOutputItem mwapi:item . }} ?film {_FILM} ."
        )
        return self._films(search)

    def fetch(self, source_id: str) -> Imported:
        """What it says of a film.

        Raises:
            Unanswered: there is no answer of use.
        """
        if not _NUMBER.fullmatch(source_id):
            raise Unanswered(f"{source_id} is no item of Wikidata")
        people = [
            f'{{ wd:{source_id} p:{number} ?said . ?said ps:{number} ?value . BIND("{key}" AS ?key)'
            " OPTIONAL { ?said pq:P1545 ?number } }"
            for key, number in _PEOPLE.items()
        ]
        plain = [f'{{ wd:{source_id} wdt:{number} ?value . BIND("{key}" AS ?key) }}' for key, number in _PLAIN.items()]
        name = (
            f'{{ wd:{source_id} rdfs:label ?value . FILTER(LANG(?value) = "{self._language}") BIND("title" AS ?key) }}'
        )
        rows = self._rows(f"SELECT ?key ?value ?valueLabel ?number {{ {' UNION '.join([*people, *plain, name])} ", 400)
        if not rows:
            raise Unanswered(f"Wikidata says nothing of {source_id}")
        return _imported(source_id, rows)

    def picture(self, source_id: str) -> bytes | None:
        """None: posters are not free."""
        del source_id
        return None

    def _films(self, pattern: str, *, is_certain: bool = False) -> list[Candidate]:
        """The films that a pattern finds, each once, with the earliest of its years."""
        rows = self._rows(
            f"SELECT ?film ?filmLabel ?original ?date ?directorLabel {{ {pattern}"
            " OPTIONAL { ?film wdt:P1476 ?original } OPTIONAL { ?film wdt:P577 ?date }"
            " OPTIONAL { ?film wdt:P57 ?director }",
            200,
        )
        films: dict[str, list[dict[str, str]]] = {}
        for row in rows:
            number = row.get("film", "").rpartition("/")[2]
            if _NUMBER.fullmatch(number) and row.get("filmLabel", number) != number:
                films.setdefault(number, []).append(row)
        return [
            Candidate(
                source_id=number,
                title=said[0]["filmLabel"],
                original_title=said[0].get("original", ""),
                year=_year(row.get("date", "") for row in said),
                directors=_names(row.get("directorLabel", "") for row in said),
                is_certain=is_certain,
            )
            for number, said in list(films.items())[:_MOST_FOUND]
        ]

    def _rows(self, pattern: str, most: int) -> list[dict[str, str]]:
        """The rows of a query that is open at its end, each as names to texts."""
        label = f'SERVICE wikibase:label {{ bd:serviceParam wikibase:language "{self._language},mul,en" . }}'
        query = f"{pattern} {label} }} LIMIT {most}"
        answer = self._web.get("", {"query": query, "format": "json"})
        found = tables(table(table(answer), "results"), "bindings")
        return [{str(name): text(table(row, name), "value") for name in row} for row in found]

    @cached_property
    def _web(self) -> Web:
        self.require_ready()
        return Web(self._address, self.title, {"Accept": "application/sparql-results+json"}, gap=GAP)


def _quoted(words: str) -> str:
    """A text as SPARQL has it: nothing in it can end it."""
    return json.dumps(words[:300])


def _year(dates: Iterable[str]) -> int | None:
    """The earliest year of some dates: the film's first showing."""
    years = [year for date in dates if (year := whole({"year": date[:4]}, "year", 1870, 2200)) is not None]
    return min(years, default=None)


def _names(labels: Iterable[str]) -> tuple[str, ...]:
    """Names, each once; what has no name in a language is called by its number, which is none."""
    return tuple(dict.fromkeys(label for label in labels if label and not _NUMBER.fullmatch(label)))


def _imported(source_id: str, rows: Sequence[Mapping[str, str]]) -> Imported:
    """What the statements say, those of people in their order where they are numbered."""
    said: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: whole(row, "number", 0, _LAST) or _LAST):
        said.setdefault(row.get("key", ""), []).append(row.get("valueLabel") or row.get("value", ""))
    title, original = (_names(said.get(key, ()))[:1] for key in ("title", "original_title"))
    document: dict[str, TOML] = {
        "title": title[0] if title else "",
        "original_title": original[0] if original and original != title else "",
        "year": _year(said.get("date", ())),
        **{key: list(_names(said.get(key, ()))) for key in ("directors", "writers")},
        "cast": list(_names(said.get("cast", ())))[:_MOST_CAST],
        "countries": [COUNTRIES.get(name, name) for name in _names(said.get("countries", ()))],
    }
    kept = [Unmapped(name, value[0]) for name, key in (("imdb_id", "imdb"),) if (value := said.get(key))]
    minutes = whole({"n": said.get("length", [""])[0].partition(".")[0]}, "n", 1, 100_000)
    if minutes:
        kept.append(Unmapped("duration", f"{minutes} min"))  # of the film in the cinema, not of what is on the disc
    document = {key: value for key, value in document.items() if value}
    return Imported(document=document, kept=tuple(kept), source="wikidata.org", format="Wikidata", source_id=source_id)
