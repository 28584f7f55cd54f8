"""Griffith's own database is read as what it would export; one that wants to do more than be read is not."""

import datetime
import sqlite3
from pathlib import Path

import pytest

from disctui.importers.importer import Imported
from disctui.importers.registry import recognise
from disctui.importers.sources import sources_at

from .reading import kept

SCHEMA = """
CREATE TABLE movies (movie_id INTEGER PRIMARY KEY, number INTEGER, volume_id, medium_id, ratio_id, seen, rating, region,
    cond, runtime, year, barcode, o_title, title, director, studio, "cast", plot, poster_md5);
CREATE TABLE media (medium_id INTEGER PRIMARY KEY, name);
CREATE TABLE volumes (volume_id INTEGER PRIMARY KEY, name);
CREATE TABLE languages (lang_id INTEGER PRIMARY KEY, name);
CREATE TABLE acodecs (acodec_id INTEGER PRIMARY KEY, name);
CREATE TABLE tags (tag_id INTEGER PRIMARY KEY, name);
CREATE TABLE people (person_id INTEGER PRIMARY KEY, name);
CREATE TABLE movie_lang (ml_id INTEGER PRIMARY KEY, type, movie_id, lang_id, acodec_id);
CREATE TABLE movie_tag (mt_id INTEGER PRIMARY KEY, movie_id, tag_id);
CREATE TABLE loans (loan_id INTEGER PRIMARY KEY, person_id, movie_id, date, return_date);
CREATE TABLE posters (md5sum PRIMARY KEY, data);
"""
FILMS = """
INSERT INTO media VALUES (1, 'Blu-ray');
INSERT INTO volumes VALUES (1, 'Shelf 3');
INSERT INTO languages VALUES (1, 'English'), (2, 'German');
INSERT INTO acodecs VALUES (1, 'DTS');
INSERT INTO tags VALUES (1, 'Favourite');
INSERT INTO people VALUES (1, 'Ines Low'), (2, 'Max Hill');
INSERT INTO movies VALUES (7, 12, 1, 1, NULL, 1, 8, 2, 4, 108, 1964, '0715515242615', 'Die Eule', 'The Owl',
    'Ada Finch', 'Bavaria', 'Ben Moor as Owl', 'A plot', 'abc'),
    (8, 13, NULL, 1, NULL, 0, 0, 0, 4, 95, 1971, '', '', 'Quay', '', '', '', '', '');
INSERT INTO movie_lang VALUES (1, 0, 7, 1, 1), (2, 3, 7, 2, NULL);
INSERT INTO movie_tag VALUES (1, 7, 1);
INSERT INTO loans VALUES (1, 1, 7, '2024-02-03', NULL), (2, 2, 7, '2019-01-02', '2019-03-04');
INSERT INTO posters VALUES ('abc', x'ffd8ff');
"""


def database(path: Path, script: str) -> bytes:
    with sqlite3.connect(path) as base:
        base.executescript(script)
    base.close()
    return path.read_bytes()


def read(data: bytes) -> list[Imported]:
    importer = recognise(data, "griffith.db")
    assert importer is not None
    assert importer.title == "Griffith"
    return list(importer.read(data, "griffith.db"))


def test_films_arrive_with_their_lists_and_loans_and_pictures_are_said_to_be_left(tmp_path: Path) -> None:
    owl, quay, aside = read(database(tmp_path / "g.db", SCHEMA + FILMS))
    assert owl.document == {
        "title": "The Owl",
        "original_title": "Die Eule",
        "year": 1964,
        "directors": ["Ada Finch"],
        "cast": ["Ben Moor"],
        "synopsis": "A plot",
        "release": {"studio": "Bavaria", "upc": "0715515242615", "regions": ["2"]},
        "specs": {"length": 108, "discs": ["Blu-ray Disc"], "audio": ["English: DTS"], "subtitles": ["German"]},
        "collection": {
            "location": "Shelf 3",
            "loaned_to": "Ines Low",
            "loaned_on": datetime.date(2024, 2, 3),
            "loans": [{"to": "Max Hill", "on": datetime.date(2019, 1, 2), "back": datetime.date(2019, 3, 4)}],
            "rating": 4,
            "seen": True,
            "tags": ["Favourite"],
        },
    }
    assert (owl.source_id, kept(owl)["cast"], kept(owl)["cond"]) == ("12", "Ben Moor as Owl", "4")
    assert quay.document == {"title": "Quay", "year": 1971, "specs": {"length": 95, "discs": ["Blu-ray Disc"]}}
    assert (aside.of_file, aside.kept[0].field) == (True, "posters")


@pytest.mark.parametrize(
    "hostile",
    [
        "CREATE VIEW movies AS WITH RECURSIVE n(o_title) AS (SELECT 1 UNION ALL SELECT o_title + 1 FROM n) "
        "SELECT o_title, 'x' AS title FROM n; CREATE TABLE media (a);",
        "CREATE VIRTUAL TABLE movies USING fts4(o_title, title); CREATE TABLE media (a);",
    ],
)
def test_a_database_that_would_do_more_than_be_read_gives_nothing(tmp_path: Path, hostile: str) -> None:
    data = database(tmp_path / "g.db", hostile)
    assert [imported.document for imported in read(data) if imported.document.get("title")] == []
    broken = database(tmp_path / "h.db", SCHEMA + FILMS)
    for cut in (broken[:6000], broken[:5000] + b"\xff" * 4000 + broken[9000:]):
        assert [imported.problems for imported in read(cut) if imported.problems], "what is broken is said"


def test_a_large_database_is_read_where_it_lies_and_not_written_to(tmp_path: Path) -> None:
    padding = "INSERT INTO posters VALUES ('big', zeroblob(5000000));"
    file = tmp_path / "large é.db"
    before = database(file, SCHEMA + FILMS + padding)
    (source,) = sources_at(file)
    assert source.path == file
    titles = [imported.document.get("title") for imported in source.read(lambda _done, _total: None)]
    assert titles == ["The Owl", "Quay", None]
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
