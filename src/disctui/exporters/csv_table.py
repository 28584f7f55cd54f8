"""CSV: one row a release, columns of choice, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator

from disctui.exporters import cells
from disctui.exporters.exporter import PRIVATE, Entry, Options, films_shown
from disctui.release.model import keys, value_of


class CsvTable:
    """Writes CSV as RFC 4180 has it."""

    name = "csv"
    title = "CSV"
    ending = ".csv"

    def export(self, entries: Iterable[Entry], options: Options = Options()) -> Iterator[bytes]:  # noqa: B008 - frozen
        """A heading of dotted keys, then a row for each release; a lone CR or NUL in a text stays what it is."""
        columns = options.columns or ("id", *keys())
        columns = tuple(name for name in columns if options.private or name not in PRIVATE)
        yield (b"\xef\xbb\xbf" if options.byte_order_mark else b"") + _row(columns, options)
        for entry in entries:
            yield _row([_cell(entry, name, options) for name in columns], options)


def _cell(entry: Entry, name: str, options: Options) -> str:
    if name == "id":
        return entry.release_id if options.raw else cells.escape_formula(entry.release_id)
    value = value_of(entry.release, name)
    if name == "films" and value is not None:
        value = films_shown(entry.document.get("films"), options)
    elif name == "collection.loans" and value is not None:
        value = entry.document.get("collection", {}).get("loans")
    return cells.encode(name, value, raw=options.raw)


def _row(values: Iterable[str], options: Options) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=options.delimiter).writerow(values)
    return buffer.getvalue().encode("utf-8", "replace")
