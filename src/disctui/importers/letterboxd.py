"""Letterboxd's export: what was watched, rated and wished for, joined by film onto the releases that hold it.

A row's address is the entry's, not the film's, so films are joined by name and year.
"""

import posixpath
from collections.abc import Iterator

from disctui.importers import foreign_dates, foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.encoding import head_of
from disctui.importers.importer import Imported, Progress, no_progress, unreadable
from disctui.importers.table import read_table
from disctui.importers.zips import member, names

_FILES = ("diary.csv", "reviews.csv", "ratings.csv", "watched.csv", "watchlist.csv", "films.csv")
_OF_FILM = {"Name", "Year"}


class Letterboxd:
    """Reads the zip, or one table out of it.

    Args:
        wishes: Whether films of the watchlist that no disc holds become releases on the wishlist.
    """

    name = "letterboxd"
    title = "Letterboxd"

    def __init__(self, wishes: bool = False) -> None:
        self.wishes = wishes

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By the tables in the zip, or by the column that only it has."""
        if data.startswith(b"PK"):
            found = {posixpath.basename(entry) for entry in names(data)}
            return 1.0 if len(found & set(_FILES)) >= 2 else 0.6 if found & set(_FILES) else 0.0
        return 0.95 if "Letterboxd URI" in head_of(data).partition("\n")[0] else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One `Imported` for each film, of all that the tables say about it."""
        if data.startswith(b"PK"):
            tables = [(entry, member(data, entry)) for entry in names(data) if entry.lower().endswith(".csv")]
        else:
            tables = [(posixpath.basename(name), data)]
        films: dict[tuple[str, str], ReleaseBuilder] = {}
        wished: set[tuple[str, str]] = set()
        for number, (entry, content) in enumerate(tables):
            if content is None:
                yield unreadable(name, self.title, 1, f"{entry} in the zip can't be unpacked", "export it again")
                continue
            _take_table(entry, content, films, wished, name)
            on_progress(number + 1, len(tables))
        for film, builder in films.items():
            is_wish = self.wishes and film in wished
            if is_wish:
                builder.put("collection.status", "wishlist")
            yield builder.finish(of_film=True, needs_release=not is_wish)
        if not films:
            yield unreadable(name, self.title, 1, "no table of films is in it")


def _take_table(
    entry: str, content: bytes, films: dict[tuple[str, str], ReleaseBuilder], wished: set[tuple[str, str]], source: str
) -> None:
    table = read_table(content)
    if not set(table.header) >= {"Name"}:
        return  # the profile, comments and lists of lists
    kind = posixpath.basename(entry).lower()
    for row in table.rows:
        cells = {name: text.strip() for name, text in table.cells(row).items() if text.strip()}
        title, year = cells.get("Name", ""), cells.get("Year", "")
        if not title:
            continue
        builder = films.setdefault((title, year), ReleaseBuilder(source, Letterboxd.title, row.line))
        builder.put("title", foreign_values.one_line(title))
        if year and not builder.put("year", foreign_dates.year(year)):
            builder.keep(f"{entry} Year", year)
        if kind == "watchlist.csv" and "deleted" not in entry and "orphaned" not in entry:
            wished.add((title, year))
        _take_row(builder, entry, kind, cells)


def _take_row(builder: ReleaseBuilder, entry: str, kind: str, cells: dict[str, str]) -> None:
    taken = set(_OF_FILM)
    if builder.put("collection.watched", foreign_dates.whole_date(cells.get("Watched Date", ""))):
        taken.add("Watched Date")
    rating = foreign_values.star_rating(cells.get("Rating", ""), 5)
    if rating is not None:
        if kind == "ratings.csv":
            builder.replace("collection.rating", rating)  # the film's; a diary entry's may be older
            taken.add("Rating")
        elif builder.put("collection.rating", rating):
            taken.add("Rating")
    tags = [tag for part in cells.get("Tags", "").split(",") if (tag := part.strip())]
    if builder.put("collection.tags", tags):
        taken.add("Tags")
    left = {name: text for name, text in cells.items() if name not in taken}
    if left:
        builder.keep(entry, "; ".join(f"{name}={text}" for name, text in left.items()))
