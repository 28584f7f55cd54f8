"""CLZ Movies as a table, with the labels of the Windows program and of the web app, which differ."""

from collections.abc import Iterator

from disctui.importers.clz_xml import region, unnumbered
from disctui.importers.columns import Column, Mapping, settled
from disctui.importers.generic_csv import read_rows
from disctui.importers.importer import Imported, Progress, no_progress
from disctui.importers.table import Table, headings, read_table

_COMMON = {
    "Title": Column("title"),
    "Original Title": Column("original_title"),
    "Title Sort": Column("sort_title"),
    "Sort Title": Column("sort_title"),
    "Genre": Column("genres"),
    "Genres": Column("genres"),
    "Director": Column("directors"),
    "Actor": Column("cast"),
    "Cast": Column("cast"),
    "Writer": Column("writers"),
    "Country": Column("countries"),
    "Plot": Column("synopsis"),
    "Format": Column("specs.discs"),
    "Distributor": Column("release.studio"),
    "Edition": Column("release.edition"),
    "Barcode": Column("release.upc"),
    "Region": Column("release.regions"),
    "Regions": Column("release.regions"),
    "Runtime": Column("specs.length"),
    "Running Time": Column("specs.length"),
    "Audio Tracks": Column("specs.audio"),
    "Subtitles": Column("specs.subtitles"),
    "Screen Ratio": Column("specs.aspect_ratios", splits=";"),
    "Screen Ratios": Column("specs.aspect_ratios", splits=";"),
    "Extra Features": Column("special_features", reads="features"),
    "Features": Column("special_features"),
    "Movie Release Year": Column("year"),
    "Movie Release Date": Column("year"),
    "Purchase Date": Column("collection.bought"),
    "Purchase Price": Column("collection.paid"),
    "Store": Column("collection.retailer"),
    "Location": Column("collection.location"),
    "Loaned To": Column("collection.loaned_to", reads="person"),
    "Loan Date": Column("collection.loaned_on"),
    "Due Date": Column("collection.due"),
    "My Rating": Column("collection.rating", reads="rating of 10"),
    "Viewing Date": Column("collection.watched", splits=";"),
    "Seen When": Column("collection.watched", splits=";"),
    "Tags": Column("collection.tags"),
    "Notes": Column("collection.notes"),
    "Collection Status": Column("collection.status"),
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


def _mapping(table: Table) -> Mapping:
    """The web's `Release Date` is the film's; the Windows program's is the disc's."""
    columns = {name: _COMMON[name] for name in table.header if name in _COMMON}
    if "Release Date" in table.header:
        is_windows = bool(_WINDOWS_ONLY & set(table.header))
        columns["Release Date"] = Column("release.date" if is_windows else "year")
    if "Release Year" in table.header and _WINDOWS_ONLY & set(table.header) and "Release Date" not in table.header:
        columns["Release Year"] = Column("release.date")
    if "Distributor" not in table.header and "Studio" in table.header:
        columns["Studio"] = Column("release.studio", splits=";")
    if "Movie Release Year" in columns:
        columns.pop("Movie Release Date", None)  # the day of the premiere has no key of ours
    return settled(Mapping(columns, table.delimiter), [table.cells(row) for row in table.rows])


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
