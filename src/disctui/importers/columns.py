"""Which column of a table is which key of ours: proposed from the headings, shown, edited, saved, applied.

Every table, CLZ's and blu-ray.com's as well as a collector's own, goes through one `ColumnMapping`.
"""

import html
import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import tomli
import tomli_w

from disctui.importers import foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.release.model import Kind, keys

_PEOPLE = {"directors", "cast", "writers"}
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_DEFAULTS = {
    Kind.LONG_TEXT: "lines", Kind.WHOLE: "year", Kind.NUMBER: "minutes", Kind.AMOUNT: "amount",
    Kind.BOOLEAN: "true or false", Kind.DATE: "day", Kind.DATES: "day", Kind.PARTIAL_DATE: "date",
    Kind.UPC: "barcode", Kind.URL: "address", Kind.CHOICE: "status",
}  # fmt: skip
READERS = (*foreign_values.READERS, "amount", "currency")
"""Every name that a column's `reads` may have."""


class ColumnTarget(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a column goes."""

    key: str
    """A dotted key of our format."""
    reads: str = ""
    """How a value is read, one of `READERS`; empty for what the key asks for."""
    splits: str = ""
    """What parts the values of a list; empty to find out: semicolon, bar, line end, else comma."""


class ColumnMapping(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which columns go where; a column that is not in it is kept as a comment."""

    columns: dict[str, ColumnTarget]
    delimiter: str = ""

    def to_toml(self) -> bytes:
        """The mapping as a file to edit and to use again."""
        text = tomli_w.dumps(msgspec.to_builtins(self))
        return f"# Column of the table -> key of the release. Reads: {', '.join(READERS)}.\n{text}".encode()

    @classmethod
    def load(cls, data: bytes) -> "ColumnMapping":
        """A saved mapping, TOML or JSON.

        Raises:
            ValueError: it is neither, or names a key or a reader that does not exist; the message says which.
        """
        text = data.decode("utf-8-sig")
        try:
            document = msgspec.json.decode(text) if text.lstrip().startswith("{") else tomli.loads(text)
            mapping = msgspec.convert(document, cls)
        except (msgspec.MsgspecError, tomli.TOMLDecodeError) as error:
            raise ValueError(f"not a mapping of columns: {error}") from error
        for name, column in mapping.columns.items():
            if column.key not in keys():
                raise ValueError(f"column {name}: there is no key {column.key}")
            if column.reads and column.reads not in READERS:
                raise ValueError(f"column {name}: nothing reads as {column.reads!r}")
        return mapping


def reader_of(column: ColumnTarget) -> Callable[[str], Any]:
    """The function that reads one value of the column."""
    key = keys()[column.key]
    name = column.reads
    if not name:
        name = "person" if column.key in _PEOPLE else "disc" if column.key == "specs.discs" else ""
        name = name or ("rating of 5" if column.key == "collection.rating" else _DEFAULTS.get(key.kind, "text"))
    return foreign_values.READERS.get(name, foreign_values.one_line)


def split(text: str, marks: str, key: str) -> list[str]:
    """The values of a list in one cell."""
    if not marks:
        found = next((mark for mark in (";", "|", "\n", "\u2028") if mark in text), "")
        marks = found or ("" if key == "special_features" else ",")
    parts = re.split(f"[{re.escape(marks)}]", text) if marks else [text]
    joined: list[str] = []
    for part in (" ".join(part.split()) for part in parts):
        if _SUFFIX.match(part) and joined and key in _PEOPLE:
            joined[-1] = f"{joined[-1]} {part}"  # Robert Downey, Jr.
        elif part:
            joined.append(part)
    return joined


def put_cell(builder: ReleaseBuilder, column: ColumnTarget, text: str) -> bool:
    """Put a cell where the mapping says; False where it can't be read so, or not all of it."""
    text = html.unescape(text) if "&" in text else text
    key = keys()[column.key]
    if key.kind is Kind.AMOUNT or column.reads == "amount":
        return builder.put_amount(column.key, text)
    if key.kind is Kind.FILMS:
        return _all(builder.film({"title": title}) for title in split(text, column.splits, column.key))
    if column.reads == "currency" or key.kind is Kind.CURRENCY:
        return builder.put(column.key, text.strip().upper())
    read = reader_of(column)
    if column.reads == "features":
        return builder.put(column.key, read(text))
    if key.kind not in {Kind.TEXTS, Kind.DATES}:
        return builder.put(column.key, read(text))
    return _all(builder.put(column.key, read(part)) for part in split(text, column.splits, column.key))


def _all(placed: Iterable[bool]) -> bool:
    """Whether every one was placed; none is passed over for one that was not."""
    return not list(placed).count(False)


def take_row(builder: ReleaseBuilder, cells: dict[str, str], mapping: ColumnMapping) -> None:
    """Put a row's cells where the mapping says and keep the others."""
    for name, text in cells.items():
        column = mapping.columns.get(name)
        if text.strip() and (column is None or not put_cell(builder, column, text)):
            builder.keep(name, text)


def with_column_readers(mapping: ColumnMapping, rows: Iterable[dict[str, str]]) -> ColumnMapping:
    """The mapping with what only the whole column can tell: day or month first, ratings of 5 or of 10."""
    columns = dict(mapping.columns)
    rows = list(rows)
    for name, column in mapping.columns.items():
        cells = [text for row in rows if (text := row.get(name, "").strip())]
        kind = keys()[column.key].kind
        if kind in {Kind.DATE, Kind.DATES, Kind.PARTIAL_DATE} and not column.reads:
            firsts = [int(found[1]) for cell in cells if (found := re.match(r"(\d{1,2})[-/]\d{1,2}[-/]\d{2,4}", cell))]
            if any(first > 12 for first in firsts):
                reads = "date, day first" if kind is Kind.PARTIAL_DATE else "day, day first"
                columns[name] = msgspec.structs.replace(column, reads=reads)
        elif column.key == "collection.rating" and not column.reads:
            numbers = [float(cell.replace(",", ".")) for cell in cells if re.fullmatch(r"\d+([.,]\d+)?", cell)]
            if any(number > 5 for number in numbers):
                columns[name] = msgspec.structs.replace(column, reads="rating of 10")
    return msgspec.structs.replace(mapping, columns=columns)
