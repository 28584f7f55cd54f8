"""blu-ray.com's "My collection" table: the format is glued to the title, and every date is the disc's."""

import re
from collections.abc import Iterator

from disctui.importers import foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.columns import ColumnTarget, put_cell
from disctui.importers.encoding import head_of
from disctui.importers.generic_csv import plain
from disctui.importers.importer import Imported, Progress, no_progress, unreadable
from disctui.importers.table import read_table

_COLUMNS = {
    "studio": ColumnTarget("release.studio"),
    "releasedate": ColumnTarget("release.date"),
    "retailer": ColumnTarget("collection.retailer"),
    "price": ColumnTarget("collection.paid"),
    "comment": ColumnTarget("collection.notes"),
}
_TELLING = {
    "countrycode", "slipcover", "casing", "memorabilia", "bluraydiscs", "dvddiscs", "digitalcopy", "dateadded",
    "pricecomment", "asin",
}  # fmt: skip
_COUNTRIES = {
    "US": "United States", "UK": "United Kingdom", "GB": "United Kingdom", "CA": "Canada", "DE": "Germany",
    "FR": "France", "IT": "Italy", "ES": "Spain", "JP": "Japan", "AU": "Australia", "NL": "Netherlands",
    "SE": "Sweden", "NO": "Norway", "DK": "Denmark", "FI": "Finland", "BE": "Belgium", "PL": "Poland",
    "KR": "South Korea",
    "HK": "Hong Kong", "TW": "Taiwan", "BR": "Brazil", "MX": "Mexico", "IN": "India", "CZ": "Czech Republic",
}  # fmt: skip
_GLUED = re.compile(
    r"\s+(?:\(?(4K|4K Ultra HD|4K Blu-ray|4K UHD|Ultra HD|UHD|Blu-ray 3D|3D Blu-ray|3D|Blu-ray|HD DVD|DVD)\)?)$",
    re.IGNORECASE,
)


class BluRayCom:
    """Reads blu-ray.com's tables, also after a spreadsheet has had them."""

    name = "blu-ray.com"
    title = "blu-ray.com"

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By the columns that only it has."""
        first = head_of(data).lstrip('"\ufeff\r\n').partition("\n")[0]
        found = {plain(cell) for cell in re.split(r"[,;\t]", first)}
        telling = len(found & _TELLING)
        return min(0.6 + telling / 10, 1.0) if "title" in found and telling >= 2 else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each row."""
        table = read_table(data)
        mended = dict(table.mistakes)
        for number, row in enumerate(table.rows):
            builder = ReleaseBuilder(name, self.title, row.line)
            if row.line in mended:
                builder.warn("table", mended[row.line])
            _row(builder, table.cells(row))
            yield builder.finish()
            if number % 200 == 0:
                on_progress(number, len(table.rows))
        on_progress(len(table.rows), len(table.rows))
        if not table.rows:
            yield unreadable(name, self.title, 1, "the table has no rows")


def _row(builder: ReleaseBuilder, cells: dict[str, str]) -> None:
    named = {plain(name): (name, text.strip()) for name, text in cells.items() if text.strip()}
    _title(builder, named.pop("title", ("Title", "")))
    for kind in ("upc", "ean"):
        name, text = named.pop(kind, (kind, ""))
        found = foreign_values.barcode(text)
        if text and (found is None or not _is_code(builder, found)):
            builder.keep(name, text)
            if found is None:
                message = f"{name} {text} is not a bar code with a right check digit; it is kept as a comment"
                builder.warn("upc", message, "copy the digits under the bars", "release.upc")
    _discs(builder, named)
    name, text = named.pop("countrycode", ("", ""))
    if text and not builder.put("release.country", _COUNTRIES.get(text.upper())):
        builder.keep(name, text)
    for plainly, (name, text) in named.items():
        column = _COLUMNS.get(plainly)
        if text == "-1" or (plainly == "price" and text in {"0", "0.00"}):
            continue  # its word for "not known"
        if column is None or not put_cell(builder, column, text):
            builder.keep(name, text)


def _is_code(builder: ReleaseBuilder, found: str) -> bool:
    """Whether the code is the release's; an EAN that is its UPC with a zero before it says nothing new."""
    present = builder.get("release.upc")
    return builder.put("release.upc", found) if present is None else found.zfill(14) == str(present).zfill(14)


def _title(builder: ReleaseBuilder, cell: tuple[str, str]) -> None:
    name, text = cell
    title = " ".join(foreign_values.html_text(text).split())
    rest = title
    while match := _GLUED.search(rest):
        if not rest[: match.start()].strip():
            break
        rest = rest[: match.start()].rstrip(" -:,")
        glued = match[1].lower()
        is_4k = "4k" in glued or "uhd" in glued or "ultra" in glued
        builder.put(
            "specs.discs", "4K Ultra HD" if is_4k else "Blu-ray 3D" if "3d" in glued else foreign_values.disc(glued)
        )
    builder.put("title", rest)
    if rest != title:
        builder.keep(name, text)


def _discs(builder: ReleaseBuilder, named: dict[str, tuple[str, str]]) -> None:
    """Kinds of disc by their counts; how many there are has no key of ours."""
    for plainly, kind in (("bluraydiscs", "Blu-ray Disc"), ("dvddiscs", "DVD")):
        text = named.get(plainly, ("", ""))[1]
        if not text.isdigit():
            continue
        count = int(text)
        if count and not (kind == "Blu-ray Disc" and count == 1 and builder.get("specs.discs")):
            builder.put("specs.discs", kind)
        if count in {0, 1}:
            del named[plainly]
