"""The columns of a table that is to be imported, as its owner looks at them and says which is which key."""

from typing import NamedTuple, Protocol, runtime_checkable

import msgspec

from disctui.importers.blu_ray_com import READ_APART
from disctui.importers.column_facts import judged
from disctui.importers.columns import ColumnMapping, ColumnTarget
from disctui.importers.headings import plain
from disctui.importers.sources import Source
from disctui.importers.table import Table, read_table


@runtime_checkable
class TableImporter(Protocol):
    """An importer of tables whose columns the owner can say."""

    name: str
    mapping: ColumnMapping | None
    day_first: bool | None

    def proposed(self, table: Table) -> ColumnMapping:
        """The mapping that is used unless there is another."""
        ...


class Column(NamedTuple):
    """A column, and where it goes."""

    name: str
    sample: str
    """A value of it."""
    key: str
    """The dotted key that it goes to; "" where it is kept as a comment."""
    is_read_apart: bool = False
    """Whether the importer reads it in its own way, so that it goes nowhere else."""


class Columns(NamedTuple):
    """All columns of a table, in its order."""

    columns: tuple[Column, ...]
    mapping: ColumnMapping
    """What is used now."""

    def changed(self, name: str, key: str) -> ColumnMapping:
        """The mapping in which a column goes to a key before all others that go there, or with "" nowhere."""
        others = {other: target for other, target in self.mapping.columns.items() if other != name}
        first = {name: ColumnTarget(key)} if key else {}
        return msgspec.structs.replace(self.mapping, columns=first | others)


def has_columns(source: Source) -> bool:
    """Whether the columns of a file can be said."""
    return isinstance(source.importer, TableImporter)


def columns_of(source: Source) -> Columns:
    """The columns of a table, and what becomes of each; of a file that is no table, none.

    Raises:
        OSError: the file can't be read any more.
    """
    importer = source.importer
    if not isinstance(importer, TableImporter):
        return Columns((), ColumnMapping({}))
    table = read_table(source.whole())
    said = importer.mapping
    proposed = importer.proposed(table) if said is None else said
    found = judged(proposed, table, importer.day_first, is_said=said is not None).mapping.columns
    used = {
        name: column if found[name].key == column.key else found[name]
        for name, column in proposed.columns.items()
        if name in found
    }  # without what was settled for the whole file, which is settled anew
    apart = READ_APART if importer.name == "blu-ray.com" else {}
    columns = (
        Column(name, sample, used[name].key if name in used else apart.get(plain(name), ""), plain(name) in apart)
        for name, sample in table.samples().items()
    )
    return Columns(tuple(columns), msgspec.structs.replace(proposed, columns=used))
