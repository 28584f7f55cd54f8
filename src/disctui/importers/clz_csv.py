"""CLZ Movies as a table, with the labels of the Windows program and of the web app, which differ."""

from collections.abc import Iterator

from disctui.importers.clz_xml import region, unnumbered
from disctui.importers.columns import ColumnMapping, ColumnTarget, with_column_readers
from disctui.importers.generic_csv import read_rows
from disctui.importers.importer import Imported, Progress, no_progress
from disctui.importers.table import Table, headings, read_table

_COMMON = {
    "Title": ColumnTarget("title"),
    "Original Title": ColumnTarget("original_title"),
    "Title Sort": ColumnTarget("sort_title"),
    "Sort Title": ColumnTarget("sort_title"),
    "Genre": ColumnTarget("genres"),
    "Genres": ColumnTarget("genres"),
    "Director": ColumnTarget("directors"),
    "Actor": ColumnTarget("cast"),
    "Cast": ColumnTarget("cast"),
    "Writer": ColumnTarget("writers"),
    "Country": ColumnTarget("countries"),
    "Plot": ColumnTarget("synopsis"),
    "Format": ColumnTarget("specs.discs"),
    "Distributor": ColumnTarget("release.studio"),
    "Edition": ColumnTarget("release.edition"),
    "Barcode": ColumnTarget("release.upc"),
    "Region": ColumnTarget("release.regions"),
    "Regions": ColumnTarget("release.regions"),
    "Runtime": ColumnTarget("specs.length"),
    "Running Time": ColumnTarget("specs.length"),
    "Audio Tracks": ColumnTarget("specs.audio"),
    "Subtitles": ColumnTarget("specs.subtitles"),
    "Screen Ratio": ColumnTarget("specs.aspect_ratios", splits=";"),
    "Screen Ratios": ColumnTarget("specs.aspect_ratios", splits=";"),
    "Extra Features": ColumnTarget("special_features", reads="features"),
    "Features": ColumnTarget("special_features"),
    "Movie Release Year": ColumnTarget("year"),
    "Movie Release Date": ColumnTarget("year"),
    "Purchase Date": ColumnTarget("collection.bought"),
    "Purchase Price": ColumnTarget("collection.paid"),
    "Store": ColumnTarget("collection.retailer"),
    "Location": ColumnTarget("collection.location"),
    "Loaned To": ColumnTarget("collection.loaned_to", reads="person"),
    "Loan Date": ColumnTarget("collection.loaned_on"),
    "Due Date": ColumnTarget("collection.due"),
    "My Rating": ColumnTarget("collection.rating", reads="rating of 10"),
    "Viewing Date": ColumnTarget("collection.watched", splits=";"),
    "Seen When": ColumnTarget("collection.watched", splits=";"),
    "Tags": ColumnTarget("collection.tags"),
    "Notes": ColumnTarget("collection.notes"),
    "Collection Status": ColumnTarget("collection.status"),
}
_WINDOWS_ONLY = {"Movie Release Year", "Movie Release Date", "Running Time", "No. of Discs/Tapes", "No. of Disks/Tapes"}
_TELLING = _WINDOWS_ONLY | {
    "Nr Disks", "Nr Discs", "Audience Rating", "Collection Status", "Added Date", "Screen Ratio", "Screen Ratios",
    "Seen It", "Audio Tracks", "Loaned To", "Storage Device", "Box Set", "Box set", "Clz Movie ID", "Index",
    "Distributor", "Packaging", "Runtime", "Title Sort", "IMDb Number", "Extra Features", "Cinematography",
}  # fmt: skip


class ClzCsv:
    """Reads CLZ's tables, comma, semicolon or tab."""

    name = "clz-csv"
    title = "CLZ Movies"

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By the labels that only CLZ uses."""
        found = set(headings(data))
        telling = len(found & _TELLING)
        if "Title" not in found or telling < 2:
            return 0.0
        return min(0.6 + telling / 10, 0.95)

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each row."""
        table = read_table(data)
        mapping = _mapping(table)
        for imported in read_rows(table, mapping, name, self.title, on_progress):
            yield _tidied(imported)


def _mapping(table: Table) -> ColumnMapping:
    """The web's `Release Date` is the film's; the Windows program's is the disc's."""
    columns = {name: _COMMON[name] for name in table.header if name in _COMMON}
    if "Release Date" in table.header:
        is_windows = bool(_WINDOWS_ONLY & set(table.header))
        columns["Release Date"] = ColumnTarget("release.date" if is_windows else "year")
    if "Release Year" in table.header and _WINDOWS_ONLY & set(table.header) and "Release Date" not in table.header:
        columns["Release Year"] = ColumnTarget("release.date")
    if "Distributor" not in table.header and "Studio" in table.header:
        columns["Studio"] = ColumnTarget("release.studio", splits=";")
    if "Movie Release Year" in columns:
        columns.pop("Movie Release Date", None)  # the day of the premiere has no key of ours
    return with_column_readers(ColumnMapping(columns, table.delimiter), [table.cells(row) for row in table.rows])


def _tidied(imported: Imported) -> Imported:
    """Without the numbers that the program sorts lists by, and `Region` before a region's number."""
    document = imported.document
    specs, edition = document.get("specs", {}), document.get("release", {})
    if "audio" in specs:
        specs["audio"] = [unnumbered(track) or track for track in specs["audio"]]
    if "special_features" in document:
        document["special_features"] = [unnumbered(feature) or feature for feature in document["special_features"]]
    if "regions" in edition:
        edition["regions"] = [region(one) or one for one in edition["regions"]]
    collection = document.get("collection", {})
    if collection.get("status") == "owned":
        del collection["status"]
    if not collection:
        document.pop("collection", None)
    return imported
