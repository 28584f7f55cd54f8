"""blu-ray.com's "My collection" table: the format is glued to the title, and every date is the disc's."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from disctui.importers import foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.column_facts import judged
from disctui.importers.columns import ColumnMapping, ColumnTarget, take_row
from disctui.importers.generic_csv import propose, remarks
from disctui.importers.glued_titles import parted_title
from disctui.importers.headings import plain
from disctui.importers.importer import Imported, Progress, no_progress, unreadable
from disctui.importers.table import Table, headings, read_table

_COLUMNS: Mapping[str, ColumnTarget | None] = MappingProxyType({
    "studio": ColumnTarget("release.studio"),
    "releasedate": ColumnTarget("release.date"),
    "retailer": ColumnTarget("collection.retailer"),
    "price": ColumnTarget("collection.paid"),
    "comment": ColumnTarget("collection.notes"),
    "upc": ColumnTarget("release.upc"),
    "ean": ColumnTarget("release.upc"),
    **dict.fromkeys((
        "title", "countrycode", "bluraydiscs", "dvddiscs", "asin", "slipcover", "casing", "memorabilia",
        "digitalcopy", "dateadded", "pricecomment",
    )),
})  # fmt: skip
"""What its headings mean; None for those that have no key of ours, or that are read apart."""
_TELLING = {"countrycode", "casing", "memorabilia", "bluraydiscs", "dvddiscs", "pricecomment"}
"""Headings that no hand-made sheet has."""


class BluRayCom:
    """Reads blu-ray.com's tables, also after a spreadsheet has had them."""

    name = "blu-ray.com"
    title = "blu-ray.com"

    def __init__(self) -> None:
        self.mapping: ColumnMapping | None = None
        """Which column goes where, where the owner said it."""
        self.day_first: bool | None = None
        """Whether 3/4/2020 is in April; the site's own order without."""

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By the columns that only it has."""
        found = {plain(cell) for cell in headings(data)}
        telling = len(found & _TELLING)
        return min(0.6 + telling / 10, 1.0) if "title" in found and telling >= 2 else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each row."""
        table = read_table(data)
        mapping = self.mapping or self.proposed(table)
        facts = judged(mapping, table, day_first=bool(self.day_first), is_said=self.mapping is not None)
        yield from remarks(table, name, self.title, facts.doubts)
        mended = {mend.line: mend.message for mend in table.mends}
        for number, row in enumerate(table.rows):
            builder = ReleaseBuilder(name, self.title, row.line)
            if row.line in mended:
                builder.warn("table", mended[row.line])
            _row(builder, table.cells(row), facts.mapping)
            yield builder.finish()
            if number % 200 == 0:
                on_progress(number, len(table.rows))
        on_progress(len(table.rows), len(table.rows))
        if not table.rows:
            yield unreadable(name, self.title, 1, "the table has no rows")

    def proposed(self, table: Table) -> ColumnMapping:
        """The mapping that is used unless there is another; title, country and counts of discs are read apart."""
        return propose(table, _COLUMNS)


def _row(builder: ReleaseBuilder, cells: dict[str, str], mapping: ColumnMapping) -> None:
    cells = {name: text for name, text in cells.items() if not _is_unknown(plain(name), text.strip())}
    for name in [name for name in cells if plain(name) in _READ_APART]:
        text = cells.get(name, "").strip()
        if text and _READ_APART[plain(name)](builder, text):
            del cells[name]
    take_row(builder, cells, mapping)


def _is_unknown(heading: str, text: str) -> bool:
    """Whether a cell is the site's word for what is not known."""
    return text == "-1" or (heading == "price" and text in {"0", "0.00"})


def _country(builder: ReleaseBuilder, text: str) -> bool:
    return builder.put("release.country", foreign_values.COUNTRIES.get(text.upper()))


def _title(builder: ReleaseBuilder, text: str) -> bool:
    """The title, from which the kinds of disc glued to it are taken; False where it then says more than the title."""
    parted = parted_title(text, with_edition=True)
    builder.put("specs.discs", parted.discs)
    builder.put("release.edition", parted.edition)
    builder.put("year", parted.year)
    return builder.put("title", parted.title) and not parted.discs and parted.year is None


def _counted(kind: str) -> Callable[[ReleaseBuilder, str], bool]:
    """A reader of how many discs of a kind there are; how many has no key of ours, so more than one is kept."""

    def read(builder: ReleaseBuilder, text: str) -> bool:
        if not text.isdigit():
            return False
        count = int(text)
        if count and not (kind == "Blu-ray Disc" and count == 1 and builder.get("specs.discs")):
            builder.put("specs.discs", kind)
        return count < 2

    return read


READ_APART: Mapping[str, str] = MappingProxyType({
    "title": "title", "bluraydiscs": "specs.discs", "dvddiscs": "specs.discs", "countrycode": "release.country",
})  # fmt: skip
"""Plain headings of columns that are read in a way of their own, with the key that they go to."""
_READ_APART: Mapping[str, Callable[[ReleaseBuilder, str], bool]] = MappingProxyType(
    {
        "title": _title,
        "bluraydiscs": _counted("Blu-ray Disc"),
        "dvddiscs": _counted("DVD"),
        "countrycode": _country,
    }
)
