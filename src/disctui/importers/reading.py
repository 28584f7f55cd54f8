"""What is to be imported together with what its owner says of it, from which the plan is made anew at every change."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from disctui.importers.encoding import Reading, readings
from disctui.importers.plan import Plan
from disctui.importers.sources import Choices, Source, UnknownFormat, plan_of, sources_at, sources_of
from disctui.importers.table_columns import has_columns
from disctui.library.catalogue import Catalogue
from disctui.long_work import Tell

_HEAD = 1 << 20
"""Bytes that show what a file looks like in an encoding; looked at again and again while they are plain ASCII."""
_PASTED = "pasted text"


class Given(msgspec.Struct, frozen=True):
    """A file of the disk, or text that was pasted."""

    path: Path | None = None
    pasted: bytes = b""

    @property
    def name(self) -> str:
        """What to call it."""
        return _PASTED if self.path is None else self.path.name

    def sources(self, choices: Choices) -> list[Source]:
        """It with the importers that read it; what is pasted and no table or export is a page.

        Raises:
            OSError: the file can't be read.
            UnknownFormat: no importer knows it.
        """
        if self.path is not None:
            return sources_at(self.path, choices)
        try:
            return sources_of(_PASTED, self.pasted, choices)
        except UnknownFormat:
            if choices.format_name is not None:
                raise
            return sources_of("pasted page", self.pasted, msgspec.structs.replace(choices, format_name="page"))

    def readings(self) -> list[Reading]:
        """Its text in each encoding that it may be in; none where all of them read it alike.

        Raises:
            OSError: the file can't be read.
        """
        if self.path is None:
            return []
        with self.path.open("rb") as file:
            head = file.read(_HEAD)
            found = readings(head)
            while not found and head.isascii() and (head := file.read(_HEAD)):
                found = [] if head.isascii() else readings(head.partition(b"\n")[2] or head)
        return found


class Known(NamedTuple):
    """What was given, and who reads it."""

    given: Given
    sources: tuple[Source, ...]


class Planned(msgspec.Struct, frozen=True):
    """The plan of what was given, by what was said of it."""

    given: Given
    choices: Choices
    sources: tuple[Source, ...]
    plan: Plan
    has_encodings: bool
    """Whether it reads differently in another encoding."""

    @property
    def has_columns(self) -> bool:
        """Whether one of its tables has columns that can be said."""
        return any(map(has_columns, self.sources))

    @property
    def has_dates(self) -> bool:
        """Whether it can be said what 3/4/2020 means."""
        return any("day_first" in vars(source.importer) for source in self.sources)


def planned(
    catalogue: Catalogue, given: Given, choices: Choices, tell: Tell, sources: Sequence[Source] | None = None
) -> Planned:
    """Read what was given, and plan what importing it would do; nothing is written.

    Args:
        catalogue: The library.
        given: A file, or what was pasted.
        choices: What its owner says of it.
        tell: Told how far it is.
        sources: It with the importers that read it by these choices, where that is known already.

    Raises:
        OSError: it can't be read.
        UnknownFormat: no importer knows it.
    """
    sources = given.sources(choices) if sources is None else sources
    return Planned(given, choices, tuple(sources), plan_of(catalogue, sources, tell), bool(given.readings()))
