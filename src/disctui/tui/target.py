"""What a command is about, as one value, looked up when the command runs, so that it is never out of date."""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue
    from disctui.release.model import Release
    from disctui.tui.results import Shown

_FILM = re.compile(r"films\[(\d+)\]")


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
    """The marked releases, else the one under the cursor."""
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

    @classmethod
    def of_release(cls, shown: "Shown", catalogue: "Catalogue", field: str, marked: Collection[str]) -> "Target":
        """A release at its first problem, and the marked ones that are still there."""
        entry, release_id = shown.entry, shown.release_id
        if entry is None or release_id is None:
            return cls()
        problem = entry.problems[0] if entry.problems else None
        return cls(
            path=entry.path,
            line=problem.line if problem is not None else 1,
            column=problem.column if problem is not None else 1,
            release_id=release_id,
            release=shown.release,
            field=field,
            release_ids=tuple(sorted(name for name in marked if name in catalogue.listings)) or (release_id,),
        )

    @property
    def film(self) -> int | None:
        """The number, from 1, of the film of a box set that the cursor stands on; None on anything else."""
        found = _FILM.match(self.field)
        return int(found[1]) if found is not None else None

    @property
    def folder(self) -> str:
        """The folder of the file, relative to the library; "" for the top."""
        return (self.path or "").rpartition("/")[0]
