"""Any table: its columns are proposed from their headings, and the proposal can be edited and saved.

Headings known: those of My Movies, Libib, Letterboxd's import format, Delicious, and what collectors write themselves
in several languages. A list of bar codes alone is one too.
"""

import re
from collections.abc import Iterator

from disctui.importers.builder import ReleaseBuilder
from disctui.importers.columns import ColumnMapping, ColumnTarget, take_row, with_column_readers
from disctui.importers.encoding import head_of
from disctui.importers.foreign_values import barcode
from disctui.importers.importer import Imported, Progress, no_progress, unreadable
from disctui.importers.table import Table, headings, read_table
from disctui.release.model import keys

_HEADINGS = {
    "title": "title name film movie disctitle movietitle filmtitle titel titre titulo título titolo название",
    "original_title": "originaltitle originaltitel titreoriginal originalname originalfilmtitle",
    "sort_title": "sorttitle titlesort sortiertitel sortname",
    "also_known_as": "alternatetitles alternativetitles aka alsoknownas alttitles",
    "year": "year filmyear movieyear productionyear moviereleaseyear releaseyear jahr année annee año anno год",
    "directors": "director directors directedby regisseur regie réalisateur realisateur filmdirector filmdirectors",
    "cast": "cast actor actors starring stars darsteller acteurs ensemble",
    "writers": "writer writers writtenby screenplay screenwriter drehbuch",
    "genres": "genre genres",
    "countries": "country countries productioncountry land pays",
    "synopsis": "synopsis plot overview description summary storyline handlung résumé",
    "special_features": "specialfeatures features extrafeatures extras bonus bonusfeatures",
    "release.date": "releasedate released discreleasedate dvdreleasedate bluraydate streetdate publishdate "
    "blurayreleaseyear discyear",
    "release.country": "releasecountry countryofrelease discountry",
    "release.studio": "studio label distributor publisher mediacompany vertrieb éditeur",
    "release.edition": "edition version disttrait ausgabe",
    "release.spine": "spine spinenumber spineno",
    "release.upc": "upc ean barcode upcean eanupc gtin strichcode codebarres eanisbn13 upcisbn10 ean13",
    "release.regions": "region regions regioncode regionalcode",
    "price.list": "listprice srp msrp price retailprice",
    "price.sale": "saleprice",
    "price.currency": "currency currencycode",
    "price.store_url": "storeurl buylink",
    "specs.length": "length runtime runningtime duration minutes laufzeit durée duree lengthof",
    "specs.discs": "format discformat mediaformat media mediatype medium discs disctype type",
    "specs.video": "video videoformat videocodec resolution",
    "specs.hdr": "hdr hdrformat dynamicrange",
    "specs.aspect_ratios": "aspectratio aspectratios screenratio ratio bildformat",
    "specs.audio": "audio audiotracks audioformats sound ton languages",
    "specs.subtitles": "subtitles subtitle untertitel soustitres",
    "collection.status": "status collectionstatus",
    "collection.bought": "purchasedate bought boughton dateofpurchase kaufdatum datebought purchased",
    "collection.paid": "paid pricepaid purchaseprice cost kaufpreis",
    "collection.retailer": "retailer store shop boughtfrom purchaseplace",
    "collection.location": "location shelf place storage standort",
    "collection.loaned_to": "loanedto lentto borrower",
    "collection.loaned_on": "loandate loanedon lenton",
    "collection.due": "duedate due",
    "collection.rating": "rating myrating userrating rating10 bewertung",
    "collection.watched": "watcheddate viewingdate lastwatched datewatched seenon",
    "collection.tags": "tags tag keywords",
    "collection.notes": "notes comments mynotes notizen comment",
}
_BY_HEADING = {heading: key for key, names in _HEADINGS.items() for heading in names.split()}
_READS = {"rating10": "rating of 10", "extrafeatures": "features", "lengthof": "minutes"}


def plain(heading: str) -> str:
    """A heading without what people write differently: case, blanks, punctuation, a unit in brackets."""
    return re.sub(r"[\W_]+", "", re.sub(r"\([^)]*\)$", "", heading.strip()).lower())


def propose(table: Table) -> ColumnMapping:
    """A mapping for a table by its headings; the first of two columns that mean the same has it."""
    columns: dict[str, ColumnTarget] = {}
    taken: set[str] = set()
    plainly = {plain(name) for name in table.header}
    for name in table.header:
        key = name if name in keys() else _BY_HEADING.get(plain(name))
        if plain(name) == "releaseyear" and plainly & {"year", "filmyear", "moviereleaseyear", "productionyear"}:
            key = "release.date"
        if key is None or (key in taken and key != "release.upc"):
            continue
        taken.add(key)
        columns[name] = ColumnTarget(key, _READS.get(plain(name), ""))
    return with_column_readers(ColumnMapping(columns, table.delimiter), [table.cells(row) for row in table.rows])


class GenericCsv:
    """Reads any table that has a column of titles or of bar codes.

    Args:
        mapping: Which column goes where; without one, the proposed one.
    """

    name = "csv"
    title = "CSV"

    def __init__(self, mapping: ColumnMapping | None = None) -> None:
        self.mapping = mapping

    def recognises(self, data: bytes, name: str, /) -> float:
        """By a heading that holds a title or a bar code; never surer than a program's own format."""
        head = head_of(data, 65536)
        if data.startswith(b"PK") or re.match(r"\s*[<{\[]", head):
            return 0.0
        found = {_BY_HEADING.get(plain(cell), cell) for cell in headings(data)}
        if "title" in found and len(found) > 1:
            return 0.5
        lines = [line.strip() for line in head.splitlines()[1:20] if line.strip()]
        is_codes = bool(lines) and sum(barcode(line) is not None for line in lines) > len(lines) / 2
        return 0.4 if is_codes or "release.upc" in found else 0.2 if name.lower().endswith((".csv", ".tsv")) else 0.0

    def proposal(self, data: bytes) -> ColumnMapping:
        """The mapping that would be used, to be shown and edited."""
        return propose(_with_heading(read_table(data)))

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each row."""
        table = _with_heading(read_table(data, self.mapping.delimiter or None if self.mapping else None))
        mapping = self.mapping or propose(table)
        if self.mapping is not None:
            mapping = with_column_readers(mapping, [table.cells(row) for row in table.rows])
        yield from read_rows(table, mapping, name, self.title, on_progress)


def read_rows(
    table: Table, mapping: ColumnMapping, name: str, title: str, on_progress: Progress = no_progress
) -> Iterator[Imported]:
    """The releases that the rows of a table are, by a mapping."""
    mended = dict(table.mistakes)
    for number, row in enumerate(table.rows):
        builder = ReleaseBuilder(name, title, row.line)
        if row.line in mended:
            builder.warn("table", mended[row.line])
        take_row(builder, table.cells(row), mapping)
        yield builder.finish()
        if number % 200 == 0:
            on_progress(number, len(table.rows))
    on_progress(len(table.rows), len(table.rows))
    if not table.rows:
        yield unreadable(name, title, 1, "the table has no rows")


def _with_heading(table: Table) -> Table:
    """A list of bar codes without a heading is given one."""
    if len(table.header) == 1 and barcode(table.header[0]):
        first = type(table.rows[0])(1, table.header) if table.rows else None
        return table._replace(header=["UPC"], rows=([first] if first else []) + table.rows)
    return table
