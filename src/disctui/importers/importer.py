"""What an importer is: the one thing that whoever ships another format has to know.

An importer turns the bytes of a file into releases in our own format. What the file says and our format has no key
for travels along as `kept` and ends as comments in the release file: import loses nothing.

A package adds an importer by an entry point of the group `disctui.importers` that names a class without arguments.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

import msgspec

from disctui.problem import Problem
from disctui.release.model import TOML

Progress = Callable[[int, int], None]
"""Told how much of the file is read: done and total, in bytes, characters or rows."""

GUESSED = "guessed"
"""The code of a problem that says what an importer took a file to mean where it does not say it."""
DATES_HINT = "--dates day-first or month-first settles it"
_ENCODING_HINT = "--encoding NAME reads it in another one"


def no_progress(_done: int, _total: int) -> None:
    """A `Progress` that nobody watches."""


class Unmapped(NamedTuple):
    """What a source says and our format has no key for."""

    field: str
    """The source's name for it: a column, or a path of elements."""
    value: str


class Spelling(NamedTuple):
    """Two spellings of one person that a source itself shows to be one."""

    name: str
    also: str


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """One release as a source has it, in our format."""

    document: dict[str, TOML]
    """A document as a release file holds it; without `title` it can only be matched with a release that exists."""
    kept: tuple[Unmapped, ...] = ()
    source: str
    """Name of the file it comes from."""
    format: str
    """Title of the format, e.g. "DVD Profiler"."""
    line: int = 1
    """Line or row of the file, from 1."""
    problems: tuple[Problem, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    source_id: str = ""
    """The source's own id for it; a later import of the same source is found again by it."""
    release_id: str | None = None
    """The id that the release had where it comes from; only our own exports know it."""
    of_film: bool = False
    """Whether this is said of a film and thus of every release that holds it, rather than of one release."""
    needs_release: bool = False
    """Whether it is only worth something for a release that is in the library already."""
    of_file: bool = False
    """Whether this is no release but what the file says apart from its releases, kept to be reported."""


class Importer(Protocol):
    """Reads one format."""

    name: str
    """Short name for `--format`, e.g. `dvd-profiler`."""
    title: str
    """The program's own name."""

    def recognises(self, data: bytes, name: str, /) -> float:
        """How sure it is, from 0 to 1, that it can read a file of these bytes and this name; quick, never raises."""
        ...

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """The releases of a file, as they come; never raises for what the file holds.

        What can't be read is an `Imported` with an empty document and a problem.
        """
        ...


class Doubt(NamedTuple):
    """What was guessed of a file as a whole, or is doubtful about it."""

    code: str
    message: str
    hint: str | None = None
    """The remedy, as an instruction."""
    line: int = 1


def encoding_doubts(doubt: str | None) -> list[Doubt]:
    """The doubt about the encoding of a file as a list, empty where there is none."""
    return [Doubt("encoding", doubt, _ENCODING_HINT)] if doubt else []


def said_of_file(
    source: str, title: str, doubts: Iterable[Doubt] = (), kept: Iterable[Unmapped] = ()
) -> Iterator[Imported]:
    """The `Imported` that says what holds for a whole file, where there is anything to say.

    Args:
        source: Name of the file.
        title: Title of the format.
        doubts: What becomes its warnings.
        kept: What the file says apart from its releases.
    """
    problems = tuple(
        Problem(path=source, line=line, severity="warning", code=code, message=message, hint=hint)
        for code, message, hint, line in doubts
    )
    kept = tuple(kept)
    if problems or kept:
        yield Imported(document={}, kept=kept, source=source, format=title, problems=problems, of_file=True)


def unreadable(source: str, title: str, line: int, message: str, hint: str | None = None) -> Imported:
    """The `Imported` that stands for a row or a rest of a file that can't be read."""
    problem = Problem(path=source, line=max(line, 1), code="cant-read", message=message, hint=hint)
    return Imported(document={}, source=source, format=title, line=max(line, 1), problems=(problem,))
