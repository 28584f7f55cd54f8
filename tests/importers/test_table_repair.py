"""Every row of a table arrives, whatever a spreadsheet, a hand or a program did to it."""

import csv
import io
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disctui.importers.records import Records
from disctui.importers.table import delimiter_of, headings, read_table, unique

from .reading import kept, read, releases

CELLS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=8).map(
    lambda text: " ".join(text.split())
)
INNER = st.one_of(CELLS, st.sampled_from(["a, b", "a; b", 'say "so"', "two\nlines", "x | y", "12 in", "a\tb"]))
DELIMITERS = st.sampled_from([",", ";", "\t", "|"])


def written(rows: list[list[str]], delimiter: str, quoting: Literal[0, 1], line_end: str) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, quoting=quoting, lineterminator=line_end).writerows(rows)
    return buffer.getvalue()


STYLES = st.sampled_from([
    (csv.QUOTE_MINIMAL, "\n"), (csv.QUOTE_MINIMAL, "\r\n"), (csv.QUOTE_ALL, "\n"), (csv.QUOTE_ALL, "\r\n"),
    (csv.QUOTE_ALL, "\r"),
])  # fmt: skip


@given(
    st.lists(st.lists(INNER, min_size=3, max_size=3), min_size=3, max_size=12),
    DELIMITERS,
    STYLES,
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.booleans(),
)
def test_every_row_of_any_table_arrives_cell_by_cell(
    cells: list[list[str]], delimiter: str, style: tuple[Literal[0, 1], str], encoding: str, declared: bool
) -> None:
    quoting, line_end = style
    rows = [[f"Film {number}", *row] for number, row in enumerate(cells)]
    text = written([["Title", "Year", "Director", "Notes"], *rows], delimiter, quoting, line_end)
    if declared:
        text = f"sep={delimiter}{line_end if line_end != chr(13) else chr(10)}{text}"
    table = read_table(text.encode(encoding), delimiter if declared else None)
    assert table.header == ["Title", "Year", "Director", "Notes"]
    assert [row.cells for row in table.rows] == rows


@given(
    st.lists(st.tuples(INNER, INNER), min_size=3, max_size=8),
    DELIMITERS,
    STYLES,
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "cp1251", "cp932"]),
    st.integers(0, 3),
)
def test_rows_of_any_table_below_a_preamble_are_read_or_reported(
    cells: list[tuple[str, str]], delimiter: str, style: tuple[Literal[0, 1], str], encoding: str, preamble: int
) -> None:
    quoting, line_end = style
    rows = [["Title", "Director", "Notes", "Year"], *([f"Film {n}", *row, "1957"] for n, row in enumerate(cells))]
    text = f"My shelf{line_end}" * preamble + written(rows, delimiter, quoting, line_end)
    table = read_table(text.encode(encoding, "replace"))
    assert len(table.preamble) == preamble
    assert [row.cells[0] for row in table.rows] == [row[0] for row in rows[1:]]


@given(
    st.lists(st.sampled_from(["Film", '"Film', 'Film"', '"Film"', 'a "b" c', '""', "", "x, y", '"a, b"']), min_size=3),
    st.lists(st.integers(0, 3), max_size=3),
)
def test_no_line_vanishes_whatever_its_quotes(cells: list[str], preamble: list[int]) -> None:
    rows = [f"Title {number},{cell},19{number % 90 + 10}" for number, cell in enumerate(cells)]
    text = "\n".join(["A shelf"] * len(preamble) + ["Title,Director,Year", *rows]) + "\n"
    table = read_table(text.encode())
    said = "\n".join("\n".join(row.cells) for row in table.rows)
    assert all(f"Title {number}" in said for number in range(len(rows)))
    swallowed = {row.line for row in table.rows if any("\n" in cell for cell in row.cells)}
    assert swallowed <= {mend.line for mend in table.mends}


def test_rows_quoted_throughout_keep_the_commas_in_their_cells() -> None:
    rows = "".join(f'"Film {number}";"19{number}";"Max Hill"\n' for number in range(50, 60))
    text = '"Title";"Year";"Director"\n' + rows + '"Lost Film";"1999";"Hill, Max"\n"Owl; Part 2";"1998";"Max Hill"\n'
    found = releases(read(text, "shelf.csv", "csv"))
    assert len(found) == 12
    assert found[-2]["directors"] == ["Max Hill"]
    assert found[-1] == {"title": "Owl; Part 2", "year": 1998, "directors": ["Max Hill"]}


def test_a_quote_never_closed_costs_no_row_after_it() -> None:
    text = 'Title,Year,Director,Notes\n"Film 1,1951,Max Hill,\nFilm 2,1952,Max Hill,\n"Film, the 3rd",1953,Max Hill,\n'
    found = read(text, "c.csv", "csv")
    assert [document["title"] for document in releases(found)] == ["Film 1", "Film 2", "Film, the 3rd"]
    assert "never closed" in found[0].problems[0].message


def test_quotes_that_are_not_doubled_shift_no_cell() -> None:
    text = (
        'Title,Summary,Year\nFilm 1,"Seeks the ship "Owl", lost at sea",1951\nFilm 2,"She said \\"no\\", twice",1952\n'
    )
    found = read(text, "c.csv", "csv")
    assert [document["year"] for document in releases(found)] == [1951, 1952]
    assert releases(found)[0]["synopsis"] == 'Seeks the ship "Owl", lost at sea'
    assert "not doubled" in found[0].problems[0].message


def test_more_cells_than_headings_are_reported_and_kept() -> None:
    (imported,) = read("Title,Year\nFilm,1951,surplus\n", "c.csv", "csv")
    assert kept(imported) == {"column 3": "surplus"}
    assert "3 cells stand under 2 headings" in imported.problems[0].message


def test_a_row_wrapped_in_quotes_under_a_plain_heading_is_unwrapped() -> None:
    text = 'Title,Studio,Year,Notes\n"""Some Film"",""A, B"",1951,x",,,\nOther,C,1952,y\n'
    first, second = releases(read(text, "c.csv", "csv"))
    assert (first["title"], first["release"], first["year"]) == ("Some Film", {"studio": "A, B"}, 1951)
    assert second["title"] == "Other"


def test_a_list_of_titles_with_commas_is_one_column() -> None:
    found = releases(read("Title\nThe Good, the Bad\nOther\n", "list.csv", "csv"))
    assert [document["title"] for document in found] == ["The Good, the Bad", "Other"]


@pytest.mark.parametrize("above", ["My shelf, exported 2026-01-01\n\n", "My shelf\n", "Shelf;;\nof;Ann;\n"])
def test_a_heading_below_a_preamble_is_found_and_the_preamble_said(above: str) -> None:
    found = read(above + "Title,Year,Director\nA Film,1950,Max Hill\n", "c.csv", "csv")
    assert found[0].of_file
    assert found[0].kept
    assert releases(found) == [{"title": "A Film", "year": 1950, "directors": ["Max Hill"]}]


def test_a_heading_with_a_line_end_is_one_heading() -> None:
    (imported,) = read('"Nr.\nim Regal";"Titel";Jahr\n1;Ein Film;1950\n', "c.csv", "csv")
    assert imported.document == {"title": "Ein Film", "year": 1950}
    assert kept(imported) == {"Nr. im Regal": "1"}


def test_a_table_without_a_heading_keeps_its_first_row() -> None:
    found = read("1,First Film,1957,Blu-ray\n2,Second Film,2001,DVD\n", "c.csv", "csv")
    assert [document["title"] for document in releases(found)] == ["First Film", "Second Film"]
    assert releases(found)[0]["specs"]["discs"] == ["Blu-ray Disc"]
    assert "no heading" in found[0].problems[0].message


def test_columns_of_one_name_are_all_kept() -> None:
    text = "Title,Director,Director,Actor 1,Actor 2,Price,Price\nA,Max Hill,Jane Roe,Ben Moor,Cora Vane,9.99,5\n"
    (imported,) = read(text, "c.csv", "csv")
    assert imported.document["directors"] == ["Max Hill", "Jane Roe"]
    assert imported.document["cast"] == ["Ben Moor", "Cora Vane"]
    assert imported.document["price"] == {"list": 9.99}
    assert kept(imported) == {"Price (2)": "5"}


def test_an_exact_name_beats_an_alias_that_stands_before_it() -> None:
    (imported,) = read("Disc Title;title;year\nBox disc 2;The Long Quay;1971\n", "c.csv", "csv")
    assert imported.document["title"] == "The Long Quay"
    assert kept(imported) == {"Disc Title": "Box disc 2"}


def lines_read(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many times a record of the text was begun."""
    counted = 0
    strict = Records._strict

    def counting(self: Records, at: int) -> object:
        nonlocal counted
        counted += 1
        return strict(self, at)

    monkeypatch.setattr(Records, "_strict", counting)
    list(Records(text, ",", width=3))
    monkeypatch.undo()
    return counted


def test_lines_that_each_open_a_quote_are_read_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines_read('"a,b\n' * 400, monkeypatch) <= 400
    assert lines_read('"a,b\n' * 1600, monkeypatch) <= 1600


def test_many_equal_headings_and_open_brackets_are_no_work() -> None:
    assert unique(["x"] * 20_000)[-1] == "x (20000)"
    assert headings(("(" * 80_000 + ",Title\n").encode()) != []
    assert delimiter_of('"' * 60_000) == ""
