import datetime
import io
import zipfile

import pytest

from disctui.importers.columns import ColumnMapping, ColumnTarget
from disctui.importers.generic_csv import GenericCsv
from disctui.importers.letterboxd import Letterboxd
from disctui.importers.sources import Choices, sources_of
from disctui.importers.table import read_table

from .reading import kept, read, releases

BLU_RAY = (
    "Title, Studio, Country code, UPC, EAN, ASIN, Release date, Slipcover, Casing, Memorabilia, Blu-ray discs, "
    "DVD discs, "
    "Digital copy, Date added, Watched, Comment, Retailer, Price, Price comment\n"
)


def test_blu_ray_com_titles_lose_the_format_and_the_date_is_the_discs() -> None:
    row = (
        "Some Film 4K, Label, US, 18111275491, 0018111275491, B00X, March 1 2023, 1, DigiPack, 0, 2, -1, 1, "
        "April 2 2023, 0, Nice, Shop, 12.99, sale\n"
    )
    (imported,) = read(BLU_RAY + row, "collection.csv", "blu-ray.com")
    assert imported.document == {
        "title": "Some Film",
        "release": {
            "date": datetime.date(2023, 3, 1),
            "country": "United States",
            "studio": "Label",
            "upc": "018111275491",
        },
        "specs": {"discs": ["4K Ultra HD", "Blu-ray Disc"]},
        "collection": {"paid": 12.99, "retailer": "Shop", "notes": "Nice"},
    }
    fields = kept(imported)
    assert fields["Title"] == "Some Film 4K"
    assert (fields["Casing"], fields["ASIN"], fields["Blu-ray discs"]) == ("DigiPack", "B00X", "2")
    assert "DVD discs" not in fields  # -1 says that it is not known


def test_a_bar_code_of_ten_digits_is_never_padded_but_kept() -> None:
    (imported,) = read(BLU_RAY + "Film, L, US, 4321000004, , , , , , , 1\n", "c.csv", "blu-ray.com")
    assert "upc" not in imported.document.get("release", {})
    assert kept(imported)["UPC"] == "4321000004"
    assert imported.problems[0].code == "upc"


def test_rows_that_a_spreadsheet_wrapped_in_quotes_are_read() -> None:
    lines = [BLU_RAY.strip(), 'Film, "Label, Inc", US, 018111275491']
    wrapped = "".join('"' + line.replace('"', '""') + '"\n' for line in lines)
    remark, imported = read(wrapped, "c.csv", "blu-ray.com")
    assert "pair of quotes" in remark.problems[0].message
    assert imported.document["release"]["studio"] == "Label, Inc"


def test_clz_web_and_windows_labels_mean_different_dates() -> None:
    web = "Title,Release Date,Genre,Runtime,Director,Format,Distributor,Added Date,Nr Disks,Index,Audience Rating\n"
    web += '"Tom &amp; Jerry","Mar 04, 1999","Comedy, Drama","97 mins","Dee Cee",Blu-ray,Label,"Jan 2, 2020",1,7,PG\n'
    (imported,) = read(web, "clz.csv", "clz-csv")
    assert imported.document["title"] == "Tom & Jerry"
    assert imported.document["year"] == 1999
    assert imported.document["genres"] == ["Comedy", "Drama"]
    assert imported.document["specs"] == {"length": 97, "discs": ["Blu-ray Disc"]}
    assert kept(imported)["Added Date"] == "Jan 2, 2020"
    windows = (
        "Title;Movie Release Year;Running Time;Director;Actor;Release Date;No. of Discs/Tapes;Barcode;Studio;Region\n"
    )
    windows += "Film;1999;97;Cee, Dee;Bee, Ann; 23/4/2012;2;85392118823.0;House;Region 1\n"
    (imported,) = read(windows.encode("cp1252"), "clz.csv", "clz-csv")
    assert imported.document["year"] == 1999
    assert imported.document["release"] == {
        "date": datetime.date(2012, 4, 23),
        "studio": "House",
        "upc": "085392118823",
        "regions": ["1"],
    }


def test_letterboxd_joins_its_tables_by_film_and_needs_a_disc() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        head = "Date,Name,Year,Letterboxd URI"
        archive.writestr(
            "diary.csv", f'{head},Rating,Rewatch,Tags,Watched Date\n2024-02-02,Film,1999,u1,3,Yes,"a, b",2024-02-01\n'
        )
        archive.writestr("ratings.csv", f"{head},Rating\n2024-03-03,Film,1999,u2,4.5\n")
        archive.writestr("watched.csv", f"{head}\n2024-03-03,Film,1999,u2\n2024-03-03,Other,,u3\n")
        archive.writestr("watchlist.csv", f"{head}\n2024-03-03,Wish,2001,u4\n")
        archive.writestr("profile.csv", "Date Joined,Username\n2020-01-01,me\n")
    profile, film, other, wish = read(packed.getvalue(), "letterboxd.zip", "letterboxd")
    assert profile.of_file
    assert film.document["collection"] == {
        "rating": 4.5,
        "watched": [datetime.date(2024, 2, 1)],
        "tags": ["a", "b"],
    }
    assert film.of_film
    assert film.needs_release
    assert "Rewatch=Yes" in kept(film)["diary.csv"]
    assert other.document == {"title": "Other"}
    assert wish.needs_release
    asked = list(Letterboxd(wishes=True).read(packed.getvalue(), "letterboxd.zip"))[3]
    assert not asked.needs_release
    assert asked.document["collection"] == {"status": "wishlist"}


def test_a_collectors_own_table_gets_a_mapping_that_can_be_saved_and_edited() -> None:
    text = (
        "Titel;Regie;Jahr;Bewertung;Gekauft am;Was;Kaufdatum\nFilm;Dee Cee;1999;9;x;y;31/12/2020\nZwei;Eff "
        "Gee;2001;3;x;;1/2/2020\n"
    )
    data = text.encode("utf-16")
    found = read(data, "mine.csv", "csv")
    assert found[0].document["directors"] == ["Dee Cee"]
    assert found[0].document["collection"] == {"rating": 4.5, "bought": datetime.date(2020, 12, 31)}
    assert found[1].document["collection"]["bought"] == datetime.date(2020, 2, 1)
    assert kept(found[0]) == {"Gekauft am": "x", "Was": "y"}
    proposed = GenericCsv().proposal(data)
    assert ColumnMapping.load(proposed.to_toml()) == proposed
    edited = ColumnMapping({**proposed.columns, "Was": ColumnTarget("collection.notes")}, ";")
    assert next(GenericCsv(edited).read(data, "mine.csv")).document["collection"]["notes"] == "y"


def test_a_mapping_to_a_key_that_does_not_exist_is_refused_with_its_name() -> None:
    with pytest.raises(ValueError, match=r"there is no key specs\.size"):
        ColumnMapping.load(b'[columns.Size]\nkey = "specs.size"\n')
    assert ColumnMapping.load(b'{"columns": {"T": {"key": "title"}}}').columns["T"].key == "title"


def test_my_movies_and_libib_need_no_mapping_of_ones_own() -> None:
    mine = (
        "collection number; Disc Title; title; barcode; type; year; film director; cast\n5; Film; Film; "
        "715515242615; Blu-ray; 1999; Dee Cee; Ann Bee, Cee Dee\n"
    )
    (document,) = releases(read(mine, "mymovies.csv", "csv"))
    assert document["cast"] == ["Ann Bee", "Cee Dee"]
    libib = (
        "item_type,title,creators,ean_isbn13,upc_isbn10,description,publisher,tags,number_of_discs\n"
        'movie,Film,Dee Cee,,715515242615,Story,Label,"a,b",2\n'
    )
    (imported,) = read(libib, "libib.csv", "libib")
    assert imported.document["release"] == {"studio": "Label", "upc": "715515242615"}
    assert imported.document["directors"] == ["Dee Cee"]


def test_a_bare_list_of_bar_codes_is_a_list_of_releases_without_titles() -> None:
    found = read("715515242615\n018111275491\n", "upcs.csv", "csv")
    assert [imported.document for imported in found] == [
        {"release": {"upc": "715515242615"}},
        {"release": {"upc": "018111275491"}},
    ]


def test_quoted_line_ends_ragged_rows_and_doubled_headings_lose_nothing() -> None:
    text = 'sep=;\r\nTitle;Notes;Notes\r\n"A";"one\r\ntwo";x;surplus\r\nB\r\n'
    first, second = read(text, "c.csv", "csv")
    assert first.document == {"title": "A", "collection": {"notes": "one\ntwo"}}
    assert kept(first) == {"Notes (2)": "x", "column 4": "surplus"}
    assert second.document == {"title": "B"}
    assert [imported.line for imported in (first, second)] == [3, 5]


def test_a_quote_never_closed_costs_its_line_alone() -> None:
    found = read('Title,Year\n"Broken,1999\nGood,2000\nFine,2001\n', "c.csv", "csv")
    assert [document["title"] for document in releases(found)] == ["Broken", "Good", "Fine"]
    assert "never closed" in found[0].problems[0].message


def test_a_cell_longer_than_pythons_limit_is_read() -> None:
    text = f'Title,Notes\nA,"{"x" * 200_000}"\n'
    assert len(releases(read(text, "c.csv"))[0]["collection"]["notes"]) == 200_000


def test_the_delimiter_is_found_beside_commas_in_cells() -> None:
    assert read_table(b"Title\tCast\nA\tx, y, z\nB\tx, y\n").delimiter == "\t"
    assert read_table(b"Title;Price\nA;1,5\nB;2,5\n").delimiter == ";"


def test_what_a_mapping_says_of_a_column_holds_whatever_is_in_it() -> None:
    data = b"Title,Year,Release Date,Rating\nA,1951,1951-02-03,7.3\nB,1952,1952-02-03,6.1\nC,1953,1953-02-03,8.9\n"
    (guessed, *_) = [found for found in GenericCsv().read(data, "a.csv") if not found.of_file]
    assert "release" not in guessed.document
    mapping = ColumnMapping({"Title": ColumnTarget("title"), "Release Date": ColumnTarget("release.date")})
    said, *_ = GenericCsv(mapping).read(data, "a.csv")
    assert said.document == {"title": "A", "release": {"date": datetime.date(1951, 2, 3)}}


def test_being_seen_marks_slots_and_sales_find_their_keys() -> None:
    french = "Titre;Année;Vu;Note;Commentaire;Date de vision\nA;1951;oui;4,5/5;bien;\nB;1952;non;3;;mai 2020\n"
    first, second = releases(read(french, "f.csv"))
    assert first["collection"] == {"rating": 4.5, "seen": True, "notes": "bien"}
    assert second["collection"]["rating"] == 3
    english = "Title,Seen,Fach,Sold On,Sold For\nA,2019-03-04,7,2024-02-03,$10\nB,May 2020,,,\n"
    first, second = releases(read(english, "e.csv"))
    sold = {"sold_on": datetime.date(2024, 2, 3), "sold_for": 10}
    assert first["collection"] == {"slot": 7, "watched": [datetime.date(2019, 3, 4)]} | sold
    assert second["collection"] == {"watched": ["2020-05"]}, "a month is kept as one"
    often = "Title,Play Count,Picture\nA,3,owl.jpg\n"
    (imported,) = read(often, "o.csv")
    assert imported.document == {"title": "A", "collection": {"seen": True}}
    assert kept(imported) == {"Play Count": "3", "Picture": "owl.jpg"}


def test_dates_of_clz_that_are_texts_alone_are_read_as_one_says() -> None:
    text = (
        "<movieinfo><movielist><movie><title>Heron</title><purchasedate><date>03/04/2021</date></purchasedate>"
        "</movie></movielist></movieinfo>"
    )
    for day_first, month in ((None, 3), (False, 3), (True, 4)):
        (source,) = sources_of("clz.xml", text.encode(), Choices(day_first=day_first))
        (document,) = releases(list(source.importer.read(source.data, source.name)))
        bought = datetime.date(2021, month, 7 - month)
        assert document["collection"] == {"bought": bought}


def test_a_table_of_markdown_has_no_release_of_dashes() -> None:
    for rule in ("|-------|-----:|:---:|", "| --- | --- | --- |", "|---|---|---|"):
        text = f"# Shelf\n\n| Title | Year | Format |\n{rule}\n| Heron | 1961 | 4K |\n| Owl  | 1962 | Blu-ray |\n"
        found = releases(read(text, "shelf.md", "csv"))
        assert [(one["title"], one["year"], one["specs"]["discs"]) for one in found] == [
            ("Heron", 1961, ["4K Ultra HD"]),
            ("Owl", 1962, ["Blu-ray Disc"]),
        ]


def test_a_row_that_names_a_kind_of_disc_alone_is_the_heading_of_those_below() -> None:
    text = "Title,Year,Director\nBlu-rays:,,\nHeron,1961,Roe\nOwl,1962,Roe\nDVD,,\nAsh,1963,Roe\nDVD,1964,Roe\n"
    found = read(text, "shelf.csv", "csv")
    assert [(one["title"], one["specs"]["discs"]) for one in releases(found)] == [
        ("Heron", ["Blu-ray Disc"]),
        ("Owl", ["Blu-ray Disc"]),
        ("Ash", ["DVD"]),
        ("DVD", ["DVD"]),
    ]
    assert [kept(one) for one in found if one.of_file] == [{"line 2": "Blu-rays:"}, {"line 5": "DVD"}]


def test_a_column_whose_cells_name_kinds_of_disc_alone_is_that_of_the_discs_whatever_it_is_called() -> None:
    found = read("Movie,Owned On,Seen\nHeron,Blu,\u2713\nOwl,4K/BD,\u2717\n", "shelf.csv", "csv")
    assert [one["specs"]["discs"] for one in releases(found)] == [["Blu-ray Disc"], ["4K Ultra HD", "Blu-ray Disc"]]
    assert releases(found)[0]["collection"] == {"seen": True}
    (first, second) = read("Movie,Owned On\nHeron,DVD\nOwl,Sunday\n", "shelf.csv", "csv")
    assert kept(first) == {"Owned On": "DVD"}
    assert kept(second) == {"Owned On": "Sunday"}
    discs = [
        one.document["specs"] for one in read("Movie,Format,Extra\nHeron,DVD,BD\nOwl,DVD,BD\n", "shelf.csv", "csv")
    ]
    assert discs == [{"discs": ["DVD"]}] * 2
