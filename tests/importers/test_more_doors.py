"""Programs and files beyond the large ones: workbooks, XML that names what it holds, JSON, and what is no export."""

import datetime
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import pytest

from disctui.importers import spreadsheets
from disctui.importers.sources import Choices, UnknownFormat, sources_of
from disctui.importers.spreadsheets import CannotOpen, is_workbook

from .reading import kept, read, releases


def cell(value: Any, *, is_typed: bool = True) -> str:
    """A cell of an OpenDocument sheet."""
    typed = {
        bool: f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"',
        float: f'office:value-type="float" office:value="{value}"',
        datetime.date: f'office:value-type="date" office:date-value="{value}"',
        datetime.datetime: f'office:value-type="date" office:date-value="{str(value).replace(" ", "T")}"',
        datetime.timedelta: f'office:value-type="time" office:time-value="PT{value}"',
    }
    if isinstance(value, datetime.timedelta):
        minutes = int(value.total_seconds()) // 60
        typed[datetime.timedelta] = f'office:value-type="time" office:time-value="PT{minutes // 60}H{minutes % 60}M00S"'
    kind = typed.get(type(value), 'office:value-type="string"') if is_typed else ""
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def workbook(*sheets: Sequence[Sequence[Any]], is_typed: bool = True) -> bytes:
    """A small .ods with a sheet for each list of rows."""
    tables = ""
    for number, rows in enumerate(sheets):
        lines = ("".join(cell(value, is_typed=is_typed) for value in row) for row in rows)
        cells = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
        name = f"Shelf {number}" if number else "Shelf"
        tables += f'<table:table table:name="{name}">{cells}</table:table>'
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return packed.getvalue()


def test_cells_of_a_workbook_are_read_as_what_they_are() -> None:
    day, moment = datetime.date(2021, 1, 2), datetime.datetime(2021, 1, 2, 20, 15)  # noqa: DTZ001 - as in a cell
    head = ["Title", "Year", "UPC", "Price", "Bought", "Watched", "Length", "Seen", "Shelf"]
    row = ["Heron", 1961.0, 12345678905.0, 9.5, day, moment, datetime.timedelta(minutes=97), True, "A"]
    (source,) = sources_of("shelf.ods", workbook([head, row]))
    (found,) = list(source.importer.read(source.data, source.name))
    document: Any = found.document
    assert (document["title"], document["year"], document["release"]["upc"]) == ("Heron", 1961, "012345678905")
    assert document["price"]["list"] == 9.5
    assert document["specs"]["length"] == 97
    assert document["collection"] == {"bought": day, "watched": [day], "location": "A"}
    assert kept(found) == {"Watched": "2021-01-02 20:15:00"}


def test_each_sheet_of_a_workbook_that_is_a_table_is_a_source() -> None:
    tables = [[["Title", "Year"], ["Heron", "1961"]], [["Title", "Year"], ["Owl", "1962"]], [["x"]]]
    found = sources_of("shelf.ods", workbook(*tables))
    assert [one.name for one in found] == ["shelf.ods: Shelf", "shelf.ods: Shelf 1"]


def test_a_workbook_whose_cells_do_not_say_what_they_are_is_read_by_what_they_show() -> None:
    rows = [["Title", "Studio", "Region", "Year"], ["Heron", "", "", "1961"], ["Owl", "", "B", ""]]
    whole = workbook(rows, is_typed=False)
    blanks = "<table:table-cell ><text:p></text:p></table:table-cell>"
    many = '<table:table-cell table:number-columns-repeated="{}"/>'
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        text = archive.read("content.xml").decode().replace(blanks * 2, many.format(2))
    assert many.format(2) in text
    repeated = io.BytesIO()
    with zipfile.ZipFile(repeated, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text.replace("</table:table-row>", f"{many.format(16_000)}</table:table-row>"))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    for data in (whole, repeated.getvalue()):
        (source,) = sources_of("shelf.ods", data)
        heron, owl = releases(list(source.importer.read(source.data, source.name)))
        assert heron == {"title": "Heron", "year": 1961}
        assert owl == {"title": "Owl", "release": {"regions": ["B"]}}


def test_a_workbook_that_is_broken_or_too_large_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = workbook([["Title", "Year"], ["Heron", "1961"]])
    with pytest.raises(CannotOpen, match="can't be opened"):
        sources_of("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)
    monkeypatch.setattr(spreadsheets, "_CELLS_LIMIT", 3)
    with pytest.raises(CannotOpen, match="more than 3 cells"):
        sources_of("shelf.ods", whole)
    monkeypatch.setattr(spreadsheets, "_UNPACKED_LIMIT", 100)
    with pytest.raises(CannotOpen, match="unpacks to more"):
        sources_of("shelf.ods", whole)


def test_a_workbook_is_read_as_the_table_that_it_is() -> None:
    data = workbook([["Title", "UPC", "Bought"], ["Harbour Lights", "012345678905", "2021-01-02"]])
    assert is_workbook(data)
    (source,) = sources_of("shelf.ods", data)
    assert (source.name, source.importer.name) == ("shelf.ods", "csv")
    (document,) = releases(list(source.importer.read(source.data, source.name)))
    assert document["release"]["upc"] == "012345678905"
    assert document["collection"]["bought"] == datetime.date(2021, 1, 2)
    with pytest.raises(CannotOpen):
        sources_of("empty.ods", workbook([]))


def test_my_movies_xml_arrives_with_people_and_tracks() -> None:
    text = (
        "<Titles><Title><ID>7</ID><LocalTitle>Harbour Lights</LocalTitle><OriginalTitle>Luces</OriginalTitle>"
        "<Type>Blu-ray</Type><ProductionYear>1957</ProductionYear><Country>Spain</Country>"
        "<Persons><Person><Name>Ann Roe</Name><Type>Director</Type></Person>"
        "<Person><Name>Joe Doe</Name><Type>Actor</Type><Role>Keeper</Role></Person></Persons>"
        '<Genres><Genre>Drama</Genre></Genres><AudioTracks><AudioTrack Language="Spanish" Type="DTS" Channels="5.1"/>'
        "</AudioTracks><ParentalRating><Value>3</Value></ParentalRating></Title></Titles>"
    )
    (imported,) = read(text, "Collection.xml", "xml")
    assert imported.format == "My Movies"
    assert imported.document == {
        "title": "Harbour Lights", "original_title": "Luces", "year": 1957, "directors": ["Ann Roe"],
        "cast": ["Joe Doe"], "genres": ["Drama"], "release": {"country": "Spain"},
        "specs": {"discs": ["Blu-ray Disc"], "audio": ["Spanish: DTS 5.1"]},
    }  # fmt: skip
    assert kept(imported) == {"ID": "7", "Persons/Person[Joe Doe]/Role": "Keeper", "ParentalRating/Value": "3"}


def test_ant_movie_catalog_keeps_every_attribute() -> None:
    text = (
        '<AntMovieCatalog Format="42"><Catalog><Contents><Movie Number="1" MediaType="DVD" Rating="7.9" UserRating="8" '
        'OriginalTitle="Luces" TranslatedTitle="Harbour Lights" Year="1957" Length="97" Producer="P Q"/></Contents>'
        "</Catalog></AntMovieCatalog>"
    )
    imported = read(text, "films.xml", "xml")[0]
    assert (imported.document["title"], imported.document["original_title"]) == ("Harbour Lights", "Luces")
    assert imported.document["collection"] == {"rating": 4}
    assert kept(imported) == {"Number": "1", "Rating": "7.9", "Producer": "P Q"}


def test_kodis_one_file_is_its_films_and_says_which_shows_it_leaves() -> None:
    text = (
        "<videodb><version>1</version><movie><title>One</title></movie><tvshow><title>Show</title></tvshow></videodb>"
    )
    found = read(text, "videodb.xml", "kodi")
    assert releases(found) == [{"title": "One"}]
    assert any("Show: a show" in problem.message for imported in found for problem in imported.problems)


def test_lists_of_sites_are_films_and_their_shows_are_said_to_be_left() -> None:
    trakt = [
        {"watched_at": "2024-02-03T10:00:00Z", "movie": {"title": "Quay", "year": 1971, "ids": {"trakt": 5}}},
        {"show": {"title": "Serial", "ids": {"trakt": 6}}},
    ]
    show, film = read(json.dumps(trakt), "history.json", "json-list")
    assert "Serial: a show" in show.problems[0].message
    assert (film.of_film, film.needs_release) == (True, True)
    assert film.document["collection"]["watched"] == [datetime.date(2024, 2, 3)]
    assert kept(film)["ids.trakt"] == "5"
    (source,) = sources_of("history.json", json.dumps(trakt).encode(), Choices(wishes=True))
    wished = list(source.importer.read(source.data, source.name))[-1]
    assert wished.document["collection"]["status"] == "wishlist"


def test_the_disc_db_is_a_release_with_the_kinds_of_its_discs() -> None:
    discs = [{"Index": 1, "Name": "First", "Format": "UHD"}, {"Index": 2, "Name": "Second", "Format": "DVD"}]
    box = {"Slug": "owls", "Upc": "012345678905", "Year": 2020, "Title": "Owl Box", "Discs": discs}
    (imported,) = read(json.dumps(box), "boxset.json", "json-list")
    assert imported.document["specs"] == {"discs": ["4K Ultra HD", "DVD"]}
    assert imported.document["release"] == {"date": "2020", "upc": "012345678905"}
    assert "First; Second" in kept(imported).values()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"), (b"%PDF-1.7 x", "PDF"), (b"SQLite format 3\0", "database"), (b"PK\3\4broken", "broken"),
        (b"<svg><g/></svg>", "<svg>"), (b'{"a": 1}', "JSON of another kind"), (b"hello there", "neither a table"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_told_what_it_is(data: bytes, said: str) -> None:
    with pytest.raises(UnknownFormat) as refused:
        sources_of("file", data)
    assert said in refused.value.message


def test_the_encoding_and_the_order_of_dates_can_be_given() -> None:
    text = "Title;Year;Bought\nЖёлтая сова;1964;03/04/2021\n"
    for day_first, month in ((True, 4), (False, 3)):
        choices = Choices(encoding="cp1251", day_first=day_first)
        (source,) = sources_of("shelf.csv", text.encode("cp1251"), choices)
        (document,) = releases(list(source.importer.read(source.data, source.name)))
        assert document["title"] == "Жёлтая сова"
        assert document["collection"]["bought"].month == month
    with pytest.raises(UnknownFormat, match="no encoding"):
        sources_of("shelf.csv", b"Title;Year", Choices(encoding="klingon"))


def test_a_zip_of_many_lists_is_opened_no_more_often_than_one_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []

    class Counted(zipfile.ZipFile):
        def __init__(self, *words: Any, **named: Any) -> None:
            opened.append(self)
            super().__init__(*words, **named)

    def times(lists: int) -> int:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("ratings.csv", "Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,A,1999,,4\n")
            for number in range(lists):
                text = "Letterboxd list export v7\nDate,Name\n2024-01-02,L\n\nPosition,Name,Year,URL\n1,A,1999,\n"
                archive.writestr(f"lists/{number}.csv", text)
        with monkeypatch.context() as context:
            context.setattr("disctui.importers.zips.zipfile.ZipFile", Counted)
            opened.clear()
            assert releases(read(packed.getvalue(), "export.zip", "letterboxd"))
        return len(opened)

    assert times(12) == times(2)
