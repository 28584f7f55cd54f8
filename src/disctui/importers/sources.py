"""From files to a plan for one library: what both front doors do before anything is written."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from disctui.importers.columns import ColumnMapping
from disctui.importers.existing import existing, text_reader
from disctui.importers.generic_csv import GenericCsv
from disctui.importers.importer import Imported, Importer, unreadable
from disctui.importers.letterboxd import Letterboxd
from disctui.importers.plan import Plan, plan
from disctui.importers.registry import importers, recognise
from disctui.library.catalogue import Catalogue
from disctui.problem import Refused

Reading = Callable[[str, int, int], None]
"""Told which file is read, and how much of it: done and total."""


class UnknownFormat(Refused):
    """No importer knows the file, or the one that was named does not exist."""


class Source(msgspec.Struct, frozen=True):
    """One file to import, and who reads it."""

    name: str
    data: bytes
    importer: Importer


def source_of(
    name: str, data: bytes, format_name: str | None = None, mapping: bytes | None = None, *, wishes: bool = False
) -> Source:
    """The file together with the importer that reads it.

    Args:
        name: Name of the file.
        data: Its bytes.
        format_name: The importer's name; recognised by the content without.
        mapping: A mapping of columns as `ColumnMapping.to_toml` writes it, for a table of any kind.
        wishes: Whether films without a disc become wishlist entries.

    Raises:
        UnknownFormat: there is no such importer, or none knows the file.
    """
    known = importers().importers
    if wishes:
        known["letterboxd"] = Letterboxd(wishes=True)
    if mapping is not None:
        try:
            return Source(name, data, GenericCsv(ColumnMapping.load(mapping)))
        except (msgspec.MsgspecError, ValueError) as error:
            raise UnknownFormat(f"the mapping can't be read: {error}") from error
    if format_name is not None:
        if format_name not in known:
            raise UnknownFormat(f"there is no format {format_name}", f"one of: {', '.join(known)}")
        return Source(name, data, known[format_name])
    found = recognise(data, name, known)
    if found is None:
        raise UnknownFormat(f"{name}: no importer knows this file", f"--format NAME names one of: {', '.join(known)}")
    return Source(name, data, found)


def read_sources(sources: Sequence[Source], on_reading: Reading) -> Iterator[Imported]:
    """All that the files hold, in order; what can't be read says so."""
    for source in sources:
        name = source.name

        def told(done: int, total: int, name: str = name) -> None:
            on_reading(name, done, total)

        try:
            yield from source.importer.read(source.data, name, told)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
            message = f"{source.importer.title} could not read the rest: {type(error).__name__}: {error}"
            yield unreadable(name, source.importer.title, 1, message)


def plan_of(catalogue: Catalogue, sources: Sequence[Source], on_reading: Reading) -> Plan:
    """What importing the files into a library would do; nothing is written."""
    paths = [listing.path for listing in catalogue.listings.values()]
    return plan(read_sources(sources, on_reading), existing(catalogue.root, paths), text_reader(catalogue.root))


def read_source(
    path: Path, format_name: str | None = None, mapping: bytes | None = None, *, wishes: bool = False
) -> Source:
    """A file of the disk to import.

    Raises:
        OSError: it can't be read.
        UnknownFormat: no importer knows it.
    """
    return source_of(path.name, path.read_bytes(), format_name, mapping, wishes=wishes)
