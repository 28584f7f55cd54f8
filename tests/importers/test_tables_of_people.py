"""Tables as people's programs and people themselves write them: what their cells say stands under the right key."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from disctui.checks.release_rules import findings_of
from disctui.importers.plan import Row, plan
from disctui.release_file.reading import read_release
from disctui.release_file.writing import new_file

from .reading import kept, read, releases


def one(heading: str, row: str, name: str = "shelf.csv", expected: str | None = None) -> dict[str, Any]:
    """The one release of a table of one row, its tables opened, and under `kept` what was kept."""
    (imported,) = [found for found in read(f"{heading}\n{row}\n", name, expected) if not found.of_file]
    document = imported.document
    opened = {f"{table}.{key}": value for table in document if isinstance(document[table], dict)
              for key, value in document[table].items()}  # fmt: skip
    return {**document, **opened, "kept": kept(imported)}


@pytest.mark.parametrize(
    ("heading", "cell", "key", "value"),
    [
        ("Yr.", "1984", "year", 1984),
        ("Erscheinungsjahr des Films", "1984", "year", 1984),
        ("Distributor / Label", "Arrow", "release.studio", "Arrow"),
        ("Studio;Anbieter", "Owl Studios;Arrow", "release.studio", "Arrow"),
        ("Format d'image", "2,35:1", "specs.aspect_ratios", ["2.35:1"]),
        ("Aspect Ratio", "16:9, 2,40:1", "specs.aspect_ratios", ["16:9", "2.40:1"]),
        ("Lieu d'achat", "Fnac", "collection.retailer", "Fnac"),
        ("Format", "PAL", "specs.video", ["PAL"]),
        ("Loan Due", "2023-06-01", "collection.due", datetime.date(2023, 6, 1)),
        ("Publish Date", "2015-00-00", "release.date", "2015"),
        ("Publish Date", "2015-07-00", "release.date", "2015-07"),
        ("Wish List", "Yes", "collection.status", "wishlist"),
        ("Sold;Owned", "Yes;Yes", "collection.status", "sold"),
        (
            "Seen",
            "2022-03-04, 2023-01-02",
            "collection.watched",
            [datetime.date(2022, 3, 4), datetime.date(2023, 1, 2)],
        ),
        ("Box set contents", '"Owl (1984); Quay"', "films", [{"title": "Owl", "year": 1984}, {"title": "Quay"}]),
        ("HDR", "HDR10+ / Dolby Vision", "specs.hdr", ["HDR10+", "Dolby Vision"]),
        ("Disc", '"Disc 1: 4K Ultra HD\nDisc 2: Blu-ray"', "specs.discs", ["4K Ultra HD", "Blu-ray Disc"]),
        ("Extras", '"• Talk, with Max Hill\n• Trailer"', "special_features", ["Talk, with Max Hill", "Trailer"]),
        ("Region", "B (locked)", "release.regions", ["B"]),
        ("My Rating", "4½", "collection.rating", 4.5),
        ("UPC", "UPC: 085392118823", "release.upc", "085392118823"),
        ("UPC", "EAN-13: 5050582388237", "release.upc", "5050582388237"),
        ("UPC", "5.050.582.388.237", "release.upc", "5050582388237"),
        ("UPC", "085392118823, 0085392118823", "release.upc", "085392118823"),
    ],
)
def test_what_a_cell_says_stands_under_its_key(heading: str, cell: str, key: str, value: Any) -> None:
    found = one(f"Title;{heading}", f"Some Film;{cell}")
    assert found[key] == value


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Titolo;Anno;Durata;Supporto;Prezzo d'acquisto;Visto\nFilm;1984;108;Blu-ray 4K UHD;€ 24,90;Sì\n", "utf-8"),
        ("Titel;Jaar;Speelduur;Formaat;Aankoopprijs;Bekeken\nFilm;1984;108;4K UHD;€ 24,90;ja\n", "utf-8"),
        ("Tytuł;Rok;Czas trwania;Nośnik;Cena zakupu;Obejrzany\nFilm;1984;108;4K UHD;24,90 zł;tak\n", "cp1250"),
        ("Titel;År;Längd;Format;Inköpspris;Sedd\nFilm;1984;108;4K UHD;€ 24,90;ja\n", "cp1252"),
        ("Название;Год;Длительность;Носитель;Просмотрено\nFilm;1984;108;4K UHD;да\n", "cp1251"),
        ("Título;Ano;Duração;Formato;Preço de compra;Assistido\nFilm;1984;108;4K UHD;R$ 24,90;Sim\n", "cp1252"),
    ],
)
def test_a_table_is_read_in_its_language_and_by_its_headings_in_its_encoding(text: str, encoding: str) -> None:
    (document,) = releases(read(text.encode(encoding), "shelf.csv", "csv"))
    assert (document["title"], document["year"]) == ("Film", 1984)
    assert document["specs"] == {"length": 108, "discs": ["4K Ultra HD"]}
    assert document["collection"]["seen"] is True
    assert "год" in text.lower() or document["collection"]["paid"] == 24.9


def test_a_code_is_no_title_where_a_column_of_titles_went_unknown() -> None:
    (row,) = plan(read("Quux;Year;UPC\nOwl;1984;5050582388237\n", "shelf.csv", "csv"), ()).rows
    assert (row.state, dict(row.kept)) == ("can't read", {"Quux": "Owl"})


def test_a_cell_that_says_more_or_nothing_is_kept_whole() -> None:
    two = one("Title;UPC", "Some Film;085392118823 / 5050582388237")
    assert (two["release.upc"], two["kept"]["UPC"]) == ("085392118823", "085392118823 / 5050582388237")
    assert one("Title,Edition,Director,Wish List", "-,-,n/a,No") == {
        "title": "-", "kept": {"Edition": "-", "Director": "n/a", "Wish List": "No"}
    }  # fmt: skip


def test_days_come_first_in_a_spanish_table_though_its_headings_are_english_words_too() -> None:
    found = one("Título;Director;Formato;Fecha de compra", "El Búho;Max Hill;DVD;05/12/2021")
    assert found["collection.bought"] == datetime.date(2021, 12, 5)


def test_the_titles_of_blu_ray_com_are_parted_from_disc_edition_and_year() -> None:
    found = one(
        "Title,Country code,Casing,Memorabilia,Blu-ray discs", "Das Boot 4K (SteelBook),DE,,,2", expected="blu-ray.com"
    )
    assert (found["title"], found["release.edition"]) == ("Das Boot", "SteelBook")
    assert found["specs.discs"] == ["4K Ultra HD", "Blu-ray Disc"]
    assert found["kept"]["Title"] == "Das Boot 4K (SteelBook)"


def test_lists_of_programs_are_parted_as_they_write_them() -> None:
    clz = one(
        "Title,Seen It,Nr of Discs,Extra Features,Screen Ratios",
        'Owl,Yes,2,"Commentary, Trailers","Widescreen (2.35:1), Fullscreen (4:3)"',
        expected="clz-csv",
    )
    assert clz["special_features"] == ["Commentary", "Trailers"]
    assert clz["specs.aspect_ratios"] == ["Widescreen (2.35:1)", "Fullscreen (4:3)"]
    plex = one(
        "Media ID,Title,Content Rating,Video Codec,Roles,Labels,Audio Languages",
        "1,Owl,R,hevc,Ben Moor - Cora Vane,4k - steel,English - German",
        expected="plex-csv",
    )
    assert (plex["cast"], plex["collection.tags"]) == (["Ben Moor", "Cora Vane"], ["4k", "steel"])
    assert plex["specs.audio"] == ["English", "German"]
    delicious = one(
        "title\tcreator\tmedia count\tnet rating\tcurrent value", "Owl\tMax Hill, Jane Roe\t1\t3\t$5", "d.txt"
    )
    assert delicious["directors"] == ["Max Hill", "Jane Roe"]


def test_films_that_tmdb_lists_are_no_discs() -> None:
    text = "TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Rating,Your Rating,Date Rated\n"
    text += "22,tt1,movie,Owl,1984-11-02,,7.1,8,2022-03-04\n23,tt2,tv,Show,2010-01-01,,7,8,2022-03-04\n"
    film, show = read(text, "ratings.csv", "tmdb-csv")
    assert (film.of_film, film.needs_release) == (True, True)
    assert film.document == {"title": "Owl", "year": 1984, "collection": {"rating": 4}}
    assert show.problems[0].message == "Show: tv, which is no film"


def test_a_scanners_list_of_bar_codes_becomes_releases_that_are_to_be_named(tmp_path: Path) -> None:
    found = read("5050582388237\n85392118823\n123456789\n", "codes.txt", "csv")
    rows: list[Row] = list(plan(found, ()).rows)
    assert [row.state for row in rows] == ["new", "new", "can't read"]
    documents = [row.imported.document for row in rows[:2]]
    assert documents == [{"title": code, "release": {"upc": code}} for code in ("5050582388237", "085392118823")]
    release = read_release(new_file(documents[0]), "x.toml").release
    assert release is not None
    assert [one.code for one in findings_of(str(tmp_path), "x.toml", release)] == ["title-is-code"]
    assert not releases(found)


def test_xml_of_programs_and_of_ones_own_says_what_it_means() -> None:
    def first(text: str, name: str) -> dict[str, Any]:
        return next(found.document for found in read(text, name) if not found.of_file)

    gcstar = first('<collection type="GCfilms"><item id="3" title="Owl" date="02/11/1984"/></collection>', "a.gcs")
    assert gcstar["year"] == 1984
    plex = '<MediaContainer><Video ratingKey="5" title="Owl" type="movie"><Label tag="4k"/></Video></MediaContainer>'
    assert first(plex, "plex.xml") == {"title": "Owl", "collection": {"tags": ["4k"]}}
    delicious = '<movie uuid="U" title="Owl" creator="Max Hill" publisher="Arrow" country="us"/>'
    assert first(f"<library><items>{delicious}</items></library>", "d.xml") == {
        "title": "Owl", "directors": ["Max Hill"], "release": {"studio": "Arrow", "country": "United States"}
    }  # fmt: skip
    crow = (
        "<data-crow-objects><movie-items><movie><title>Owl</title><state-items><state><name>Seen</name></state>"
        "</state-items></movie></movie-items></data-crow-objects>"
    )
    assert first(crow, "crow.xml")["collection"] == {"seen": True}
    own = '<filme><film nr="3"><titel>Die Eule</titel><laufzeit>ca. 108 Min.</laufzeit></film></filme>'
    assert first(own, "own.xml") == {"title": "Die Eule", "specs": {"length": 108}}
