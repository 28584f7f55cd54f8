"""What the list shows: the releases that a query finds, in an order, as one value that can describe itself."""

import bisect
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from disctui.tui import deferred
from disctui.tui.view import View

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue
    from disctui.library.entries import Entry
    from disctui.library.listing import Listing
    from disctui.release.model import Release
    from disctui.search.hits import Hits
    from disctui.search.query import Query


class Shown(NamedTuple):
    """What stands beside the rows: the release under the cursor, as it is known by now."""

    release_id: str | None = None
    """None where the list is empty."""
    release: "Release | None" = None
    """What it says."""
    trouble: str = ""
    """What is wrong with its file, and whether an earlier version is shown; "" where it is as it should be."""
    query: "Query | None" = None
    """What the rows answer; its words are marked."""
    entry: "Entry | None" = None
    """The file that the release was read from."""
    is_near: bool = True
    """Whether misspelt words are marked too: it does not have every word as it was typed."""
    film: int = 0
    """The film of a box set whose page is open, from 1; 0 for none."""
    editions: tuple[int, ...] = ()
    """By film of a box set how many other editions of it there are; empty where nobody knows yet."""

    @classmethod
    def of(
        cls,
        catalogue: "Catalogue",
        results: "Results | None",
        row_id: str | None,
        before: "Shown",
        page: int | None = None,
    ) -> "Shown":
        """What to show of a row; the release is read from its file unless that is known from `before`.

        Args:
            catalogue: The library.
            results: The rows.
            row_id: The id of a release, or by film that of a film of a box set.
            before: What was shown.
            page: The film whose page was opened, from 1, or 0 for none; None for that of the row.
        """
        query = results.view.typed_query if results is not None else None
        named = catalogue.listings.parted(row_id) if row_id is not None else None
        entry = catalogue.entry(named.release) if named is not None else None
        if row_id is None or named is None or entry is None or entry.listing is None:
            return cls(query=query)
        release_id = named.release
        is_known = entry is before.entry and release_id == before.release_id
        release = before.release if is_known else catalogue.release(release_id)
        is_near = results is None or results.is_inexact(row_id)
        found = results.film_of(row_id) if results is not None else 0
        film = (named.film or found) if page is None else page
        if release is None or film > len(release.films):
            film = 0
        editions = catalogue.other_editions(entry.listing)
        return cls(release_id, release, _trouble(entry), query, entry, is_near, film, editions)


def _trouble(entry: "Entry") -> str:
    """The first problem of a file in words, and how many more there are."""
    if not entry.problems:
        return ""
    problem, more = entry.problems[0], len(entry.problems) - 1
    others = f", and {more} more" if more else ""
    if entry.is_stale:
        return f"stale: line {problem.line} is broken ({problem.message}){others}; this is the version before"
    return f"! line {problem.line}: {problem.message}{others} (p shows it)"


class Row(NamedTuple):
    """What a row of the list shows."""

    entry: "Entry"
    """The file that it is of."""
    listing: "Listing"
    is_near: bool
    """Whether it carries the sign of what was found only nearly; no row does where they are sorted."""
    is_inexact: bool
    """Whether it lacks a word as it was typed, so that misspelt ones are marked in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """The rows of the list. A row costs nothing until it is looked at."""

    catalogue: "Catalogue"
    view: View
    generation: int
    """Counts the searches; an answer never replaces one of a later search."""
    ids: Sequence[str] | None = None
    """The rows, where they are sorted by something else than how well they match."""
    found: "Hits | None" = None
    today: int = 0
    """The day on which it was found, as `datetime.date.toordinal` counts: what is late is so from some day on."""
    limit: int | None = None
    """The most rows that the shelf has; None for all."""
    is_merged: bool = True
    """By film whether the editions of a film are one row: in a large library each is one of its own at first."""

    def __len__(self) -> int:
        return self._total if self.limit is None else min(self._total, self.limit)

    @property
    def _total(self) -> int:
        if self.ids is not None:
            return len(self.ids)
        return self.found.total if self.found else 0

    def _at(self, row: int) -> int:
        return self._total - 1 - row if self.ids is None and self.view.is_reversed else row

    def id_at(self, row: int) -> str:
        """The id of the release in a row."""
        if self.ids is not None:
            return self.ids[row]
        assert self.found is not None
        return self.found.id_at(self._at(row))

    def row_at(self, row: int) -> "Row | None":
        """What a row shows: of a set that was found by a film that film, by film the film in all its editions."""
        name = self.id_at(row)
        entry = self.catalogue.entry(name)
        if entry is None or entry.listing is None:
            return None
        if self.view.by_film:
            listing = deferred.film_row(self.catalogue, name)
        else:
            film = self.found.film_at(self._at(row)) if self.found and self.ids is None else self.film_of(name)
            listing = entry.listing.found_by(film) if 0 < film <= len(entry.listing.films) else entry.listing
        if listing is None:
            return None
        is_near = self.is_near(row)
        return Row(entry, listing, is_near, is_near if self.ids is None else self.is_inexact(listing.id))

    def film_of(self, row_id: str) -> int:
        """The film by which a box set was found, from 1; 0 where it is there as itself."""
        return self.found.film_of(row_id) if self.found is not None and not self.view.by_film else 0

    def row_of(self, name: str) -> int | None:
        """The row of a release or film; else that of the set it is in, of its first film here, or another edition."""
        row = self._row_of(name)
        parted = self.catalogue.listings.parted(name) if row is None else None
        if parted is None:
            return row
        if not self.view.by_film:
            return self._row_of(parted.release) if parted.film else None
        editions = self.catalogue.editions.others(name) if self.is_merged else ()
        films = self.catalogue.listings[parted.release].film_ids if not parted.film else ()
        return next((row for other in (*editions, *films) if (row := self._row_of(other)) is not None), None)

    def _row_of(self, name: str) -> int | None:
        if self.ids is not None:
            try:
                row = self.ids.index(name)
            except ValueError:
                return None
        else:
            place = self.found.rank_of(name) if self.found else None
            if place is None:
                return None
            row = self._at(place)
        return row if row < len(self) else None

    def title_of(self, listing: "Listing") -> str:
        """The title of a row, and its edition where others have that title and year."""
        if listing.edition and self.catalogue.has_twin(listing):
            return f"{listing.title} · {listing.edition}"
        return listing.title

    def is_near(self, row: int) -> bool:
        """Whether a row matches only with a misspelling forgiven, or misses a word."""
        if self.found is None or self.ids is not None:
            return False
        return not self.found.is_exact(self._at(row))

    @property
    def near_from(self) -> int:
        """The first row that matches only nearly, where those before it match as they were typed; 0 without both."""
        if self.found is None or self.ids is not None or self.view.is_reversed:
            return 0
        first = bisect.bisect_left(range(len(self)), True, key=self.is_near)
        return first if first < len(self) else 0

    def is_inexact(self, release_id: str) -> bool:
        """Whether a release lacks a word as it was typed, so that misspelt ones are marked in it."""
        rank = self.found.rank_of(release_id) if self.found is not None else None
        return rank is None or self.found is None or not self.found.is_exact(rank)

    def highlights(self, text: str, *, is_near: bool) -> list[tuple[int, int]]:
        """Where letters of a row match the query, as they were typed or as `is_near` misspelt: half-open ranges."""
        return [] if self.view.is_all else sorted(deferred.highlighted(self.view.query, text, is_near=is_near))

    @property
    def unknown_code(self) -> str:
        """The bar code that is asked for where no release has it; else ""."""
        if len(self) or self.view.is_all:
            return ""
        code = deferred.scanned(self.view.query.text)
        return code.digits if code is not None and code.mistake is None else ""

    def notice(self) -> tuple[str, ...]:
        """What to say where nothing was found: why that may be, and the way out. Empty where there are rows."""
        query = self.view.query
        if not len(self) and self.view.is_all and self.view.shelf:
            return (f"Nothing stands on the shelf {self.view.shelf}. esc shows all.",)
        if len(self) or self.view.is_all:
            return ()
        if self.unknown_code:
            has = self.catalogue.index.search(deferred.parse("has:upc"), is_fuzzy=False)
            return (
                *(f"No release has the bar code {self.unknown_code}.", ""),
                "enter   a new release with it, looked up if a source can",
                "c       the same, as another edition of a film you have",
                *("esc     clears the search", ""),
                f"{has.exact_count:,} of {self._whole:,} releases have a bar code; -has:upc lists the others.",
            )
        lines = ["Nothing is found. esc clears it.", ""]
        if (code := deferred.scanned(query.text)) is not None and code.mistake is not None:
            lines.append(f"{code.digits} is no bar code: {code.mistake.message}; {code.mistake.hint}.")
        if query.problem is not None:
            lines.append(query.problem.message)
        for condition in query.unknown:
            near = deferred.nearest_name(condition.name, deferred.FIELD_NAMES)
            lines.append(f"There is no field {condition.name}." + (f" Did you mean {near}?" if near else ""))
        if query.conditions:
            lines.append("All conditions must hold at once.")
        elif not query.unknown:
            lines.append("No release has words like these.")
        return tuple(lines)

    @property
    def longest_count(self) -> int:
        """Characters of the longest `count` that a query could have."""
        whole = f"{self._whole:,}"
        return len(f"{whole} · {whole} near of {whole}") + (len(" films") if self.view.by_film else 0)

    @property
    def _whole(self) -> int:
        if not self.view.by_film:
            return self.catalogue.count
        return self.catalogue.film_count if self.is_merged else deferred.count_unmerged(self.catalogue)

    @property
    def count(self) -> str:
        """How many were found of how many: "12 of 48", "7 films of 95", "3 · 12 near of 48"."""
        whole, kind = self._whole, "film" if self.view.by_film else "release"
        if self.found is None:
            return f"{whole:,} {kind}{'' if whole == 1 else 's'}"
        films = " film" if self.view.by_film else ""
        total, count = self.found.total, self.found.exact_count
        if self.found.is_partial:
            return f"0{films and ' films'} of {whole:,} · {total:,} miss{'es' * (total == 1)} a word"
        films += "s" if films and count != 1 else ""
        if self.found.fuzzy_count:
            return f"{count:,}{films} · {self.found.fuzzy_count:,} near of {whole:,}"
        if len(self) < self.found.total:
            return f"{len(self):,} of {self.found.total:,}{films} found"
        return f"{count:,}{films} of {whole:,}"


def find(catalogue: "Catalogue", view: View, generation: int, cancelled: Callable[[], bool]) -> Results:
    """Search and sort; called in a thread."""
    way = next((way for way in deferred.SORTINGS if way.name == view.sorting), deferred.SORTINGS[0])
    today = deferred.this_day().toordinal()
    shelf = catalogue.shelves.named(view.shelf) if view.shelf else None
    is_merged = not view.by_film or deferred.is_soon_grouped(catalogue)
    if view.is_all and shelf is None:
        if view.by_film:
            ids: Sequence[str] | None = deferred.all_films(
                catalogue, way, is_reversed=view.is_reversed, is_merged=is_merged
            )
        else:
            ids = catalogue.ids_by(way, is_reversed=view.is_reversed)
        return Results(catalogue, view, generation, ids, today=today, is_merged=is_merged)
    query = catalogue.shelves.meant(view.query)
    if shelf is not None:
        query = deferred.parse(catalogue.shelves.query_of(shelf, view.query.text))
    search = functools.partial(catalogue.films_found, is_merged=is_merged) if view.by_film else catalogue.index.search
    found = search(query, is_fuzzy=shelf is None or not view.is_all, cancelled=cancelled, opened=view.opened)
    ids = None
    if view.sorting or view.is_all:
        in_order = catalogue.ids_by(way, is_reversed=view.is_reversed, by_film=view.by_film)
        ids = in_order.among(found.slots)
    return Results(
        catalogue, view, generation, ids, found, today, shelf.limit if shelf is not None else None, is_merged
    )
