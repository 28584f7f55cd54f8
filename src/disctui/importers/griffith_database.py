"""Griffith's own database, a file of SQLite: it is read as the table that Griffith itself would export.

A stranger's file is opened for reading alone, nothing in it is trusted to be what it is called, and it may do nothing
but be read: no view, no virtual table and no function of its own is run, and reading it has an end.
"""

import contextlib
import datetime
import sqlite3
import urllib.parse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from disctui.importers.generic_csv import propose, read_rows
from disctui.importers.importer import Imported, Progress, Unmapped, no_progress, said_of_file, unreadable
from disctui.importers.program_tables import GRIFFITH
from disctui.importers.records import TableRow
from disctui.importers.table import Table
from disctui.release.model import TOML

_SIGN = b"SQLite format 3\0"
_NAMED = {
    "collection_id": ("collections", "collection"), "volume_id": ("volumes", "volume"),
    "vcodec_id": ("vcodecs", "video codec"),
    "medium_id": ("media", "medium name"), "ratio_id": ("ratios", "aspect ratio"),
}  # fmt: skip
"""Columns that hold the number of a name in another table, with what the name is."""
_KINDS = {"1": "lector", "2": "dubbing"}
"""What the soundtrack of a language is, where it is not the original one."""
_SUBTITLES = "3"
_TEXT_LIMIT = 4 << 20
"""Bytes of one value at most."""
_STEPS = 10_000_000
"""Steps of SQLite's machine after which it is looked whether it still goes on."""
_MOST_LOOKS = 500
_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})


class GriffithDatabase:
    """Reads Griffith's `griffith.db`."""

    name = "griffith-db"
    title = "Griffith"
    streams = True

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By what it calls its columns."""
        is_griffith = data.startswith(_SIGN) and b"movies" in data and b"o_title" in data and b"media" in data
        return 0.95 if is_griffith else 0.0

    def read(self, data: bytes | BinaryIO, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each film."""
        try:
            with contextlib.closing(_opened(data)) as base:
                films = _Films(base)
        except (sqlite3.Error, OverflowError, MemoryError) as error:
            message = f"the database can't be read: {error}"
            yield unreadable(name, self.title, 1, message, "let Griffith export it as CSV or XML")
            return
        mapping = propose(films.table, GRIFFITH.columns)
        for imported in read_rows(films.table, mapping, name, self.title, on_progress, day_first=False):
            yield imported if imported.of_file else films.completed(imported)
        if films.pictures:
            kept = Unmapped("posters", f"{films.pictures:,}, which are left out")
            yield from said_of_file(name, self.title, kept=[kept])


def _opened(data: bytes | BinaryIO) -> sqlite3.Connection:
    """The database, which can do nothing but be read, and no longer than any collection takes."""
    if isinstance(data, bytes):
        base = sqlite3.connect(":memory:")
        base.deserialize(data)
    else:
        path = urllib.parse.quote(str(Path(data.name).resolve()))
        base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    looks = iter(range(_MOST_LOOKS))
    base.text_factory = lambda found: found.decode("utf-8", "replace")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _TEXT_LIMIT)
    base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    base.execute("PRAGMA trusted_schema = OFF")
    base.execute("PRAGMA query_only = ON")
    base.set_progress_handler(lambda: int(next(looks, None) is None), _STEPS)
    base.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY)
    return base


class _Films:
    """The films of a database as a table, and what no column of it holds."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        there = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")
        self._tables = {str(name) for (name,) in there}
        self._numbers: dict[int, str] = {}
        self._loans: dict[int, list[dict[str, TOML]]] = {}
        self.pictures = len(self._rows("posters", "md5sum"))
        self.table = self._as_table()

    def completed(self, imported: Imported) -> Imported:
        """A film with its number, by which Griffith knows it, and the loans that have ended."""
        document = imported.document
        loans = self._loans.get(imported.line)
        if loans:
            document = document | {"collection": {**document.get("collection", {}), "loans": loans}}
        return msgspec.structs.replace(imported, document=document, source_id=self._numbers.get(imported.line, ""))

    def _rows(self, table: str, *wanted: str) -> list[dict[str, str]]:
        """The rows of a table as text, of all its columns or of those that are wanted; none where there is no such."""
        if table not in self._tables:
            return []
        columns = ", ".join(f'"{name}"' for name in wanted) or "*"
        found = self._base.execute(f'SELECT {columns} FROM "{table}"')  # noqa: S608 - names of ours
        names = [column[0] for column in found.description]
        return [{name: _text(value) for name, value in zip(names, row, strict=True)} for row in found]

    def _names(self, table: str) -> dict[str, str]:
        """The names of a table by their numbers, which stand in its first column."""
        return {next(iter(row.values())): row.get("name", "") for row in self._rows(table)}

    def _as_table(self) -> Table:
        films = self._rows("movies")
        named = {column: (title, self._names(table)) for column, (table, title) in _NAMED.items()}
        lists = self._lists()
        rows: list[dict[str, str]] = []
        for line, film in enumerate(films, 1):
            own = film.pop("movie_id", "")
            self._numbers[line] = film.get("number") or own
            row = {title: names.get(film.pop(column, ""), "") for column, (title, names) in named.items()}
            if film.get("region") == "0":  # it is not known; elsewhere 0 is every region
                film["region unknown"] = film.pop("region")
            rows.append(film | row | lists.get(own, {}))
            self._loans[line] = self._ended.get(own, [])
        header = list(dict.fromkeys(name for row in rows for name, text in row.items() if text))
        cells = [TableRow(line, [row.get(name, "") for name in header]) for line, row in enumerate(rows, 1)]
        return Table(header, cells, "", [])

    def _lists(self) -> dict[str, dict[str, str]]:
        """What a film has several of, by its own number: tags, soundtracks, subtitles, who has it."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        tags, languages, codecs, channels, formats, people = map(
            self._names, ("tags", "languages", "acodecs", "achannels", "subformats", "people")
        )
        for row in self._rows("movie_tag"):
            found[row["movie_id"]]["tags"].append(tags.get(row["tag_id"], ""))
        for row in self._rows("movie_lang"):
            language, film = languages.get(row["lang_id"], ""), found[row["movie_id"]]
            if row.get("type") == _SUBTITLES:
                film["subtitles"].append(language)
                film["subtitle formats"].append(_joined(": ", language, formats.get(row.get("subformat_id", ""), "")))
                continue
            sound = (codecs.get(row.get("acodec_id", ""), ""), channels.get(row.get("achannel_id", ""), ""))
            film["audio"].append(_joined(": ", language, " ".join(filter(None, sound))))
            film["soundtracks"].append(_joined(": ", language, _KINDS.get(row.get("type", ""), "")))
        self._ended: dict[str, list[dict[str, TOML]]] = defaultdict(list)
        for row in self._rows("loans"):
            who = people.get(row["person_id"], "")
            on, back = _day(row.get("date", "")), _day(row.get("return_date", ""))
            if back is not None and who.strip():
                loan = {"to": who, "on": on, "back": back}
                self._ended[row["movie_id"]].append({key: value for key, value in loan.items() if value is not None})
            elif who:
                found[row["movie_id"]]["loaned to"] = [who]
                found[row["movie_id"]]["loan date"] = [row.get("date", "")]
        return {film: {name: _list(name, texts) for name, texts in lists.items()} for film, lists in found.items()}


def _list(name: str, texts: list[str]) -> str:
    """Texts as one cell; how a track differs is only said where one does."""
    if name in {"soundtracks", "subtitle formats"} and not any(": " in text for text in texts):
        return ""
    return "; ".join(filter(None, texts))


def _joined(mark: str, *parts: str) -> str:
    return mark.join(filter(None, parts))


def _text(value: Any) -> str:
    """A value as text; a picture is none."""
    return "" if value is None or isinstance(value, bytes) else str(value)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None
