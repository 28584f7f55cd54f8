"""disctui's own CSV: its headings are our keys, its cells are written by `exporters.cells`."""

from collections.abc import Iterator

from disctui.exporters import cells
from disctui.importers.builder import ReleaseBuilder, is_good
from disctui.importers.importer import Imported, Progress, no_progress, unreadable
from disctui.importers.table import headings, read_table
from disctui.release.model import LISTS_OF_TABLES, keys


class DisctuiCsv:
    """Reads disctui's CSV, also after a spreadsheet has saved it."""

    name = "disctui-csv"
    title = "disctui CSV"

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By its headings, all of them our keys."""
        found = headings(data)
        known = sum(name in keys() or name == "id" for name in found)
        has_table = any("." in name and name in keys() for name in found) or found[:1] == ["id"]
        return 0.97 if "title" in found and has_table and known > len(found) / 2 else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each row."""
        table = read_table(data, exact=True)
        for number, row in enumerate(table.rows):
            builder = ReleaseBuilder(name, self.title, row.line)
            found = table.cells(row)
            release_id = cells.restored(found.pop("id", "")) or None
            for column, cell in found.items():
                _place(builder, column, cell)
            yield builder.finish(release_id=release_id)
            if number % 200 == 0:
                on_progress(number, len(table.rows))
        on_progress(len(table.rows), len(table.rows))
        if not table.rows:
            yield unreadable(name, self.title, 1, "the table has no rows")


def _place(builder: ReleaseBuilder, column: str, cell: str) -> None:
    key = keys().get(column)
    try:
        value = cells.decode(column, cell) if key else None
    except (ValueError, TypeError):
        value = None
    if key is None or value is None:
        builder.keep(column, cells.restored(cell))
    elif key.kind in LISTS_OF_TABLES or is_good(key, value) or column == "release.upc":
        builder.replace(column, value)
    else:
        builder.keep(column, cell)
