"""From files to a plan for one library: what both front doors do before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

import msgspec

from disctui.importers.columns import ColumnMapping
from disctui.importers.encoding import decoded_as, known_encoding
from disctui.importers.existing import existing, text_reader
from disctui.importers.generic_csv import GenericCsv
from disctui.importers.importer import Imported, Importer, Progress, no_progress, unreadable
from disctui.importers.packed import seldom_collecting
from disctui.importers.plan import Plan, plan
from disctui.importers.registry import importers, recognised
from disctui.importers.spreadsheets import is_workbook, sheets_of
from disctui.importers.unknown_files import UnknownFormat, refused
from disctui.library.catalogue import Catalogue
from disctui.long_work import Tell, told
from disctui.release.model import TOML

__all__ = [
    "Choices",
    "Source",
    "UnknownFormat",
    "plan_of",
    "read_source",
    "read_sources",
    "source_of",
    "sources_at",
    "sources_of",
]

_SURE = 0.6
"""How sure an importer is of a file that is its own format."""
_HEAD = 4 << 20
"""Bytes that a file is recognised by; one that is larger is read piece by piece."""


@runtime_checkable
class StreamingImporter(Protocol):
    """An importer that reads a file piece by piece, so that it need not be held."""

    name: str
    title: str
    streams: bool

    def read(self, data: bytes | BinaryIO, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """The releases of a file or of its bytes."""
        ...


class Source(msgspec.Struct, frozen=True):
    """One file to import, and who reads it."""

    name: str
    data: bytes
    """All of it, or its beginning where `path` is given."""
    importer: Importer
    sureness: float = 1.0
    """How sure the importer is that it is its format, from 0 to 1; 1 where it was named."""
    path: Path | None = None
    """Where a large file is read from, piece by piece if its importer can."""
    values: Mapping[str, TOML] = {}
    """By dotted key what each of its releases gets, whatever the file says."""

    @property
    def is_sure(self) -> bool:
        """Whether the importer is sure that it is its own format."""
        return self.sureness >= _SURE

    def whole(self) -> bytes:
        """All of the file.

        Raises:
            OSError: it can't be read any more.
        """
        return self.data if self.path is None else self.path.read_bytes()

    def read(self, on_progress: Progress) -> Iterator[Imported]:
        """What the importer makes of the file."""
        for imported in self._read(on_progress):
            yield _with_values(imported, self.values) if self.values and imported.document else imported

    def _read(self, on_progress: Progress) -> Iterator[Imported]:
        if self.path is None:
            yield from self.importer.read(self.data, self.name, on_progress)
        elif isinstance(self.importer, StreamingImporter):
            with self.path.open("rb") as file:
                yield from self.importer.read(file, self.name, on_progress)
        else:
            yield from self.importer.read(self.whole(), self.name, on_progress)


class Choices(msgspec.Struct, frozen=True):
    """What the owner says of the files to import; without, it is found out."""

    format_name: str | None = None
    """The importer's name; recognised by the content without."""
    mapping: bytes | None = None
    """A mapping of columns as `ColumnMapping.to_toml` writes it, for a table of any kind."""
    wishes: bool = False
    """Whether films without a disc become wishlist entries."""
    encoding: str | None = None
    """The encoding of the files."""
    day_first: bool | None = None
    """Whether 3/4/2020 is in April."""
    columns: Mapping[str, ColumnMapping] = {}
    """Which column is which key in single tables, by the name of the source; its importer stays."""


def _with_values(imported: Imported, values: Mapping[str, TOML]) -> Imported:
    """What was read with other values under some keys."""
    document = dict(imported.document)
    for key, value in values.items():
        table, _, last = key.rpartition(".")
        below = document.get(table) if table else None
        if table:
            document[table] = {**(below if isinstance(below, dict) else {}), last: value}
        else:
            document[last] = value
    return msgspec.structs.replace(imported, document=document)


def source_of(
    name: str, data: bytes, format_name: str | None = None, mapping: bytes | None = None, *, wishes: bool = False
) -> Source:
    """The file together with the importer that reads it; of a workbook the first sheet that is one.

    Raises:
        UnknownFormat: there is no such importer, or none knows the file.
        CannotOpen: it is a workbook that can't be read.
    """
    return sources_of(name, data, Choices(format_name, mapping, wishes))[0]


def sources_of(name: str, data: bytes, choices: Choices = Choices()) -> list[Source]:  # noqa: B008 - frozen
    """A file together with the importer that reads it; a workbook is a source for each sheet that holds releases.

    Raises:
        UnknownFormat: there is no such importer, or none knows the file.
        CannotOpen: it is a workbook that can't be read.
    """
    if is_workbook(data):
        sheets = sheets_of(data, name)
        sources, failures = [], []
        for sheet in sheets:
            called = name if len(sheets) == 1 else f"{name}: {sheet.name}"
            try:
                sources.append(_source(called, sheet.data, choices))
            except UnknownFormat as error:
                failures.append(error)
        if not sources:
            raise failures[0]
        return sources
    return [_source(name, _reencoded(data, choices.encoding), choices)]


def sources_at(path: Path, choices: Choices = Choices()) -> list[Source]:  # noqa: B008 - frozen
    """A file of the disk together with the importer that reads it; a large one is not held in memory.

    Raises:
        OSError: it can't be read.
        UnknownFormat: there is no such importer, or none knows the file.
        CannotOpen: it is a workbook that can't be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if len(head) < _HEAD or head.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or choices.encoding:
            return sources_of(path.name, head + file.read(), choices)
    return [msgspec.structs.replace(_source(path.name, head, choices), path=path)]


def _reencoded(data: bytes, encoding: str | None) -> bytes:
    """The file in UTF-8 with a byte-order mark, so that whoever reads it has no doubt."""
    if encoding is None or data.startswith(b"PK"):
        return data  # an archive has its encodings inside
    found = known_encoding(encoding)
    if found is None:
        raise UnknownFormat(f"there is no encoding {encoding}", "for example utf-8, cp1252, cp1250, cp1251, shift_jis")
    return b"\xef\xbb\xbf" + decoded_as(data, found).lstrip("\ufeff").encode("utf-8", "replace")


def _source(name: str, data: bytes, choices: Choices) -> Source:
    known = _configured(importers().importers, name, choices)
    if choices.mapping is not None:
        try:
            importer = GenericCsv(ColumnMapping.load(choices.mapping), choices.day_first)
        except (msgspec.MsgspecError, ValueError) as error:
            raise UnknownFormat(f"the mapping can't be read: {error}") from error
        return Source(name, data, importer)
    if choices.format_name is not None:
        if choices.format_name not in known:
            raise UnknownFormat(f"there is no format {choices.format_name}", f"one of: {', '.join(known)}")
        return Source(name, data, known[choices.format_name])
    found = recognised(data, name, known)
    if found is None:
        raise refused(name, data, list(known))
    return Source(name, data, found.importer, found.sureness)


def _configured(known: dict[str, Importer], source: str, choices: Choices) -> dict[str, Importer]:
    """The importers with what the owner said, as far as it concerns them."""
    for importer in known.values():
        said = {"wishes": choices.wishes, "day_first": choices.day_first, "mapping": choices.columns.get(source)}
        for name, value in said.items():
            if name in vars(importer):
                setattr(importer, name, value)
    return known


def read_sources(sources: Sequence[Source], tell: Tell) -> Iterator[Imported]:
    """All that the files hold, in order; what can't be read says so."""
    for source in sources:
        name = source.name

        def on_read(done: int, total: int, name: str = name) -> None:
            tell(f"reading {name}", done, total)

        try:
            yield from source.read(on_read)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
            message = f"{source.importer.title} could not read the rest: {type(error).__name__}: {error}"
            yield unreadable(name, source.importer.title, 1, message)


def plan_of(catalogue: Catalogue, sources: Sequence[Source], tell: Tell) -> Plan:
    """What importing the files into a library would do; nothing is written."""
    paths = [listing.path for listing in catalogue.listings.values()]
    there = told(existing(catalogue.root, paths), "comparing with what is there", len(paths), tell)
    with seldom_collecting():
        return plan(read_sources(sources, tell), there, text_reader(catalogue.root))


def read_source(
    path: Path, format_name: str | None = None, mapping: bytes | None = None, *, wishes: bool = False
) -> Source:
    """A file of the disk to import.

    Raises:
        OSError: it can't be read.
        UnknownFormat: no importer knows it.
        CannotOpen: it is a workbook that can't be read.
    """
    return sources_at(path, Choices(format_name, mapping, wishes))[0]
