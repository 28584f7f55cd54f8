"""What a command is about, as one value: looked up when the command acts, so that nothing acts on what has gone."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from disctui.release.model import Release


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

    @property
    def folder(self) -> str:
        """The folder of the file, relative to the library; "" for the top."""
        return (self.path or "").rpartition("/")[0]
