"""Letterboxd's export: what was watched, rated, listed and wished for, joined by film onto the releases that hold it.

A row's address is the entry's, not the film's, so films are joined by name and year. What stands in the folders
`deleted` and `orphaned` of the zip is no longer its owner's word, and is left out.
"""

import posixpath
import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from disctui.importers import foreign_dates, foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.encoding import head_of
from disctui.importers.headings import plain
from disctui.importers.importer import Imported, Progress, Unmapped, no_progress, said_of_file, unreadable
from disctui.importers.table import Table, headings, read_table
from disctui.importers.zips import members, names

_FILES = ("diary.csv", "reviews.csv", "ratings.csv", "watched.csv", "watchlist.csv", "films.csv")
_LEFT_OUT = re.compile(r"(?:^|/)(?:deleted|orphaned|__macosx)/|(?:^|/)\._", re.IGNORECASE)
_NAMES = ("Name", "Title", "Film")
_LIST_MARK = "letterboxd list export"
_POSITION = re.compile(r"(?m)^\"?Position\"?,\"?Name\"?,")


class Letterboxd:
    """Reads the zip, one table out of it, or a list.

    Args:
        wishes: Whether films of the watchlist that no disc holds become releases on the wishlist.
    """

    name = "letterboxd"
    title = "Letterboxd"

    def __init__(self, wishes: bool = False) -> None:
        self.wishes = wishes

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By the tables in the zip, or by the column that only it has, or by the first line of a list."""
        if data.startswith(b"PK"):
            found = {posixpath.basename(entry) for entry in names(data)}
            return 1.0 if len(found & set(_FILES)) >= 2 else 0.6 if found & set(_FILES) else 0.0
        head = head_of(data)
        if _LIST_MARK in head[:200].lower() or (_POSITION.search(head) and "boxd.it" in head):
            return 0.95
        plainly = {plain(name) for name in headings(data)}
        is_theirs = "letterboxduri" in plainly or ({"name", "tags", "url"} <= plainly and "boxd.it" in head)
        return 0.95 if is_theirs else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One `Imported` for each film, of all that the tables say about it."""
        if data.startswith(b"PK"):
            entries = [entry for entry in names(data) if not entry.endswith("/")]
            read = [entry for entry in entries if _is_read(entry)]
            tables = list(zip(read, members(data, read), strict=True))
            yield from self._left_out([entry for entry in entries if not _is_read(entry)], name)
        else:
            tables = [(posixpath.basename(name), data)]
        films = _Films(name)
        for number, (entry, content) in enumerate(tables):
            if content is None:
                yield unreadable(name, self.title, 1, f"{entry} in the zip can't be unpacked", "export it again")
                continue
            films.take(entry, content)
            on_progress(number + 1, len(tables))
        yield from said_of_file(name, self.title, kept=films.remarks)
        for film, builder in films.builders.items():
            is_wish = self.wishes and film in films.wished
            if is_wish:
                builder.put("collection.status", "wishlist")
            imported = builder.finish(of_film=True, needs_release=not is_wish)
            yield msgspec.structs.replace(imported, of_film=True)
        if not films.builders:
            yield unreadable(name, self.title, 1, "no table of films is in it")

    def _left_out(self, entries: list[str], name: str) -> Iterator[Imported]:
        """Say which members of the zip are left out."""
        shown = [entry for entry in entries if "__MACOSX" not in entry and "/._" not in f"/{entry}"]
        kept = [Unmapped("left out of the zip", ", ".join(shown))] if shown else []
        return said_of_file(name, self.title, kept=kept)


def _is_read(entry: str) -> bool:
    return entry.lower().endswith(".csv") and not _LEFT_OUT.search(entry)


class _Films:
    """What the tables say about each film, by its name and year."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.builders: dict[tuple[str, str], ReleaseBuilder] = {}
        self.wished: set[tuple[str, str]] = set()
        self.remarks: list[Unmapped] = []

    def take(self, entry: str, content: bytes) -> None:
        """Take in one table."""
        list_name, table = _table_of(content)
        title_column = next((name for name in _NAMES if name in table.header), None)
        if title_column is None or (list_name is None and "lists/" in entry.lower()):
            said = ["; ".join(cell for cell in row.cells if cell) for row in table.rows]
            self.remarks.extend(Unmapped(entry, text) for text in said if text)
            return
        kind = posixpath.basename(entry).lower()
        is_likes = "likes/" in entry.lower()
        for row in table.rows:
            cells = {name: text.strip() for name, text in table.cells(row).items() if text.strip()}
            title, year = cells.pop(title_column, ""), cells.pop("Year", "")
            if not title:
                self.remarks.append(Unmapped(f"{entry} line {row.line}", "; ".join(cells.values())))
                continue
            builder = self._builder(title, year, row.line, entry)
            if kind == "watchlist.csv":
                self.wished.add((title, year))
            if list_name is not None:
                _put_list(builder, list_name)
            if is_likes:
                cells["liked"] = "Yes"
            _take_row(builder, entry, kind, cells)
        self.remarks.extend(
            Unmapped(f"{entry} line {row.line}", " ".join(cell for cell in row.cells if cell)) for row in table.preamble
        )

    def _builder(self, title: str, year: str, line: int, entry: str) -> ReleaseBuilder:
        builder = self.builders.get((title, year))
        if builder is None:
            builder = self.builders[title, year] = ReleaseBuilder(self._source, Letterboxd.title, line)
        builder.put("title", foreign_values.one_line(title))
        if year and not builder.put("year", foreign_dates.year(year)):
            builder.keep(f"{entry} Year", year)
        return builder


def _table_of(content: bytes) -> tuple[str | None, Table]:
    """The name of the list and its films, where a table is a list of films with lines about the list above them."""
    table = read_table(content)
    above = [row.cells for row in table.preamble]
    if "Position" not in table.header:
        found = next((at for at, row in enumerate(table.rows) if row.cells[:2] == ["Position", "Name"]), None)
        if found is None:
            return None, table
        above = [*above, table.header, *(row.cells for row in table.rows[:found])]
        rows = table.rows
        table = Table(
            rows[found].cells, rows[found + 1 :], table.delimiter, table.mends, (*table.preamble, *rows[:found])
        )
    for heading, values in pairwise(above):
        if "Name" in heading:
            return dict(zip(heading, values, strict=False)).get("Name") or "list", table
    return "list", table


def _put_list(builder: ReleaseBuilder, list_name: str) -> None:
    """A list becomes a tag of its films."""
    builder.put("collection.tags", [" ".join(list_name.split())])


def _take_row(builder: ReleaseBuilder, entry: str, kind: str, cells: dict[str, str]) -> None:
    plainly = {plain(name): name for name in cells}
    taken = set()

    def cell(heading: str) -> str:
        return cells.get(plainly.get(heading, ""), "")

    if builder.put("collection.watched", foreign_dates.whole_date(cell("watcheddate"))):
        taken.add(plainly["watcheddate"])
    rating = foreign_values.star_rating(cell("rating"), 5)
    if rating is not None:
        if kind == "ratings.csv":
            older = builder.get("collection.rating")
            builder.replace("collection.rating", rating)  # the film's; a diary entry's may be older
            if older not in {None, rating}:
                builder.keep("diary rating", f"{older:g}")
            taken.add(plainly["rating"])
        elif builder.put("collection.rating", rating):
            taken.add(plainly["rating"])
    elif builder.put("collection.rating", foreign_values.star_rating(cell("rating10"), 10)):
        taken.add(plainly["rating10"])
    tags = [tag for part in cell("tags").split(",") if (tag := part.strip())]
    if builder.put("collection.tags", tags):
        taken.add(plainly["tags"])
    left = {name: text for name, text in cells.items() if name not in taken}
    if left:
        builder.keep(entry, "; ".join(f"{name}={text}" for name, text in left.items()))
