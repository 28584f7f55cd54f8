"""Films and releases as JSON: lists of Trakt and TMDb, files of TheDiscDb, and any list of objects with titles.

An entry becomes a row of a table, what is nested in it a column named by its path, so that it is read as tables are.
"""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from disctui.importers.columns import ColumnTarget
from disctui.importers.encoding import decode, head_of
from disctui.importers.generic_csv import propose, read_rows
from disctui.importers.importer import Imported, Progress, Unmapped, no_progress, said_of_file, unreadable
from disctui.importers.records import Mend, TableRow
from disctui.importers.table import Table

_LISTS = ("items", "results", "movies", "films", "releases", "collection", "entries", "data", "library", "watchlist")
"""Names under which a document holds its entries, without regard to capitals."""
_HOLDERS = ("movie", "film")
"""Names of an object inside an entry that is the film itself."""
_ENTRY_LIMIT = 200
"""Columns of one entry at most; what is nested deeper is one text."""


class _Kind(NamedTuple):
    """What is known of one kind of document."""

    title: str
    columns: Mapping[str, ColumnTarget | None]
    of_films: bool = False


_TRAKT = _Kind(
    "Trakt",
    MappingProxyType({
        "rating": ColumnTarget("collection.rating", reads="rating of 10"), "type": None, "runtime": None,
        "watchedat": ColumnTarget("collection.watched"), "lastwatchedat": ColumnTarget("collection.watched"),
        "released": None, "country": None, "language": None, "metadatamediatype": None, "status": None, "comment": None,
        "overview": ColumnTarget("synopsis"), "name": None, "notes": None,
    }),
    of_films=True,
)  # fmt: skip
_TMDB = _Kind(
    "TMDb",
    MappingProxyType({
        "releasedate": ColumnTarget("year"), "mediatype": None, "id": None, "name": None, "status": None,
        "rating": ColumnTarget("collection.rating", reads="rating of 10"), "accountrating": None, "runtime": None,
        "accountratingvalue": ColumnTarget("collection.rating", reads="rating of 10"),
        "originallanguage": None, "voteaverage": None,
    }),
    of_films=True,
)  # fmt: skip
_DISC_DB = _Kind(
    "TheDiscDb",
    MappingProxyType({
        "title": ColumnTarget("title"), "fulltitle": None, "slug": None, "type": None, "locale": None, "imageurl": None,
        "regioncode": ColumnTarget("release.regions"), "dateadded": None, "discsformat": ColumnTarget("specs.discs"),
        "runtimeminutes": ColumnTarget("specs.length"), "stars": ColumnTarget("cast"),
    }),
)  # fmt: skip
_JELLYFIN = _Kind(
    "Jellyfin",
    MappingProxyType({
        "type": None, "mediatype": None, "runtimeticks": ColumnTarget("specs.length", reads="ticks"), "studios": None,
        "premieredate": None, "userdatalastplayeddate": ColumnTarget("collection.watched"), "status": None,
        "userdatarating": ColumnTarget("collection.rating", reads="rating of 10"), "width": None, "height": None,
        "productionlocations": ColumnTarget("countries"), "taglines": None, "path": None,
    }),
)  # fmt: skip
_JOBS = MappingProxyType({"director": "Directors", "actor": "Cast", "writer": "Writers"})
"""Columns of the people who are listed together, by their job."""
_ANY = _Kind("JSON", MappingProxyType({"type": None, "runtimeticks": None}))


class JsonRecords:
    """Reads lists of films or releases as JSON.

    Args:
        wishes: Whether films of a list become releases on the wishlist.
        day_first: Whether 3/4/2020 is in April; found out where it is None.
    """

    name = "json-list"
    title = "JSON"

    def __init__(self, wishes: bool = False, day_first: bool | None = None) -> None:
        self.wishes = wishes
        self.day_first = day_first

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By a title in the first objects; less sure than of our own JSON."""
        head = head_of(data, 65536)
        if head.lstrip()[:1] not in {"{", "["} or '"disctui"' in head[:200]:
            return 0.0
        lowered = head.lower()
        has_title = any(f'"{name}"' in lowered for name in ("title", "name", "movie", "film", "titel"))
        signs = (
            '"ids"',
            '"media_type"',
            '"slug"',
            '"upc"',
            '"year"',
            '"release_date"',
            '"productionyear"',
            '"runtimeticks"',
            '"tmdb',
        )
        return 0.6 if has_title and any(sign in lowered for sign in signs) else 0.35 if has_title else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release or film for each entry; an entry that is a show or a person is said to be."""
        try:
            document = json.loads(decode(data).text)
        except (ValueError, RecursionError) as error:
            yield unreadable(name, self.title, 1, f"the JSON breaks: {error}", "export it again")
            return
        entries, kept = _entries_of(document)
        kind = _kind_of(entries)
        table, others = _table_of(entries)
        for number, what in others:
            yield unreadable(name, kind.title, number, f"entry {number}: {what}, which is no film")
        yield from said_of_file(name, kind.title, kept=kept)
        if kind is _DISC_DB:
            columns = dict(kind.columns)
            if "ExternalIds.Imdb" in table.header or "Plot" in table.header:
                columns["releasedate"] = None  # the film's own premiere
            elif "Upc" in table.header or "Discs.Format" in table.header:
                columns["year"] = None if "ReleaseDate" in table.header else ColumnTarget("release.date")
        else:
            columns = dict(kind.columns)
        mapping = propose(table, columns)
        for imported in read_rows(table, mapping, name, kind.title, on_progress, day_first=self.day_first):
            yield self._finished(imported, kind)

    def _finished(self, imported: Imported, kind: _Kind) -> Imported:
        if not kind.of_films or imported.of_file:
            return imported
        if self.wishes and "title" in imported.document:
            imported.document.setdefault("collection", {})["status"] = "wishlist"
        return msgspec.structs.replace(imported, of_film=True, needs_release=not self.wishes)


def _entries_of(document: Any) -> tuple[list[Any], list[Any]]:
    """The entries of a document, and what else it says."""
    if isinstance(document, list):
        return document, []
    if not isinstance(document, dict):
        return [], []
    for name, value in document.items():
        if name.lower() in _LISTS and isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
            rest = {other: entry for other, entry in document.items() if other != name}
            return value, [Unmapped(path, text) for path, text in _flat(rest).items() if text]
    return [document], []


def _kind_of(entries: list[Any]) -> _Kind:
    first = next((entry for entry in entries if isinstance(entry, dict)), {})
    names = {name.lower() for name in first}
    inner = first.get("movie") or first.get("show")
    if isinstance(inner, dict) and "ids" in inner:
        return _TRAKT
    if isinstance(first.get("ids"), dict) and "trakt" in first["ids"]:
        return _TRAKT
    if "media_type" in names or {"vote_average", "original_title"} <= names or "genre_ids" in names:
        return _TMDB
    if "runtimeticks" in names or {"serverid", "productionyear"} <= names:
        return _JELLYFIN
    if "slug" in names and names & {"upc", "asin", "externalids", "discs", "regioncode"}:
        return _DISC_DB
    return _ANY


def _flat(entry: Mapping[str, Any], path: str = "", found: dict[str, str] | None = None) -> dict[str, str]:
    """The texts of an object by their paths; the film inside it stands for the object."""
    found = {} if found is None else found
    for name, value in entry.items():
        here = path if not path and name.lower() in _HOLDERS and isinstance(value, dict) else f"{path}{name}"
        if isinstance(value, dict) and len(found) < _ENTRY_LIMIT:
            _flat(value, f"{here}." if here else "", found)
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            _flat_list(here, value, found)
        else:
            text = _text(value)
            if text:
                found[here] = f"{found[here]}; {text}" if here in found else text
    return found


def _flat_list(path: str, items: list[dict[str, Any]], found: dict[str, str]) -> None:
    """A list of objects: their names alone where they have one each, else each of their values."""
    if path.lower().endswith("people"):
        items = [_without_job(item, found) for item in items]
    names = [item.get("name") or item.get("Name") or item.get("title") for item in items]
    if all(isinstance(name, str) for name in names) and all(len(item) < 4 for item in items):
        found[path] = "; ".join(map(str, names))
        rest = [{key: value for key, value in item.items() if key.lower() not in {"name", "title"}} for item in items]
    else:
        rest = items
    gathered: dict[str, list[str]] = {}
    for item in rest:
        for inner, text in _flat(item).items():
            gathered.setdefault(inner, []).append(text)
    for inner, texts in gathered.items():
        found[f"{path}.{inner}"] = "; ".join(texts)


def _without_job(person: dict[str, Any], found: dict[str, str]) -> dict[str, Any]:
    """What is said of a person besides name and job, which go to the column of that job."""
    name, job = person.get("Name"), person.get("Type")
    column = _JOBS.get(job.lower()) if isinstance(job, str) else None
    if not isinstance(name, str) or column is None:
        return person
    found[column] = f"{found[column]}; {name}" if column in found else name
    rest = {key: value for key, value in person.items() if key not in {"Name", "Type"} and value}
    return {"of": name, **rest} if rest else {}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "; ".join(text for item in value if (text := _text(item)))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _table_of(entries: list[Any]) -> tuple[Table, list[tuple[int, str]]]:
    """The entries as a table, and those that are something else by their number."""
    rows: list[tuple[int, dict[str, str]]] = []
    others = []
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            others.append((number, f"{entry!r:.60}"))
        elif what := _other_kind(entry):
            others.append((number, what))
        else:
            rows.append((number, _flat(entry)))
    header = list(dict.fromkeys(name for _, row in rows for name in row))
    table_rows = [TableRow(number, [row.get(name, "") for name in header]) for number, row in rows]
    no_mends: list[Mend] = []
    return Table(header, table_rows, "", no_mends), others


def _other_kind(entry: dict[str, Any]) -> str:
    """What an entry is if it is no film: a show, a season, a person."""
    kind = entry.get("type") or entry.get("media_type")
    for name in ("show", "season", "episode", "person"):
        inner = entry.get(name)
        if isinstance(inner, dict) and "movie" not in entry:
            return f"{inner.get('title') or inner.get('name') or 'an entry'}: a {name}"
    if isinstance(kind, str) and kind.lower() in {"show", "season", "episode", "person", "tv", "list"}:
        return f"{entry.get('title') or entry.get('name') or 'an entry'}: a {kind}"
    return ""
