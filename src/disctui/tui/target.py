"""What a command is about, as one value, looked up when the command runs, so that it is never out of date."""

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from disctui.tui import deferred

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue
    from disctui.release.model import Release
    from disctui.tui.results import Shown
    from disctui.tui.view import View


class Target(NamedTuple):
    """What stands under the cursor, what is marked and what is asked for; what a screen does not have is empty."""

    path: str | None = None
    """The file, relative to the library."""
    line: int = 1
    """Its line that is meant, from 1."""
    column: int = 1
    """The character of that line, from 1."""
    release_id: str | None = None
    release: "Release | None" = None
    """What the file says."""
    field: str = ""
    """The dotted key of the field under the cursor."""
    release_ids: tuple[str, ...] = ()
    """The marked releases, else the one under the cursor; a film of a box set stands for its set."""
    film: int | None = None
    """The film of a box set that is meant, from 1: that of the row, of the page that is open, or of the field under the
    cursor."""
    row_ids: tuple[str, ...] = ()
    """The marked rows, else the one under the cursor: `ID` of a release, `ID#5` of the fifth film of a box set."""
    query: str = ""
    """What stands in the search box."""
    orders: tuple[str, ...] = ()
    """Names of the orders that the rows can have, the natural one, "", first."""
    sorting: str = ""
    """The order that they have."""
    is_reversed: bool = False
    """Whether the other way round."""
    shelf: str = ""
    """Name of the shelf that is open."""
    columns: tuple[str, ...] = ()
    """Orders whose values that shelf shows."""
    viewing: str = ""
    """The day of the viewing that is meant, or the part of it that is known, as in ISO 8601."""
    by_film: bool = False
    """Whether films are listed, and not releases."""

    @classmethod
    def of_release(cls, shown: "Shown", catalogue: "Catalogue", field: str, marked: Collection[str]) -> "Target":
        """A release at its first problem, and the marked ones that are still there.

        Args:
            shown: The release, and which film of it is meant.
            catalogue: The library.
            field: The dotted key of the field under the cursor.
            marked: Ids of the marked rows.
        """
        entry, release_id = shown.entry, shown.release_id
        if entry is None or release_id is None:
            return cls()
        film = shown.film or deferred.film_in_key(field)
        rows = tuple(sorted(name for name in marked if name in catalogue.listings))
        rows = rows or (deferred.film_id(release_id, film),)
        parted = [named.release for name in rows if (named := catalogue.listings.parted(name)) is not None]
        problem = entry.problems[0] if entry.problems else None
        return cls(
            path=entry.path,
            line=problem.line if problem is not None else 1,
            column=problem.column if problem is not None else 1,
            release_id=release_id,
            release=shown.release,
            field=field,
            release_ids=tuple(dict.fromkeys(parted)),
            film=film or None,
            row_ids=rows,
        )

    def asked(self, view: "View") -> "Target":
        """The same with what is asked for."""
        return self._replace(
            query=view.query.text,
            orders=view.sort_orders,
            sorting=view.sorting,
            is_reversed=view.is_reversed,
            shelf=view.shelf,
            columns=view.columns,
            by_film=view.by_film,
        )

    @property
    def title(self) -> str:
        """The title of the film of a set that is meant, else of the release; "" where there is none."""
        if self.release is None:
            return ""
        return self.release.films[self.film - 1].title if self.film else self.release.title

    @property
    def folder(self) -> str:
        """The folder of the file, relative to the library; "" for the top."""
        return (self.path or "").rpartition("/")[0]
