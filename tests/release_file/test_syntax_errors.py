"""A file that does not parse: every mistake in it at its place, each with a remedy that a person can follow."""

import pytest

from disctui.problem import Problem
from disctui.release_file.reading import read_release


def problems(text: str) -> list[Problem]:
    return list(read_release(text.encode(), "x.toml").problems)


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("title = Solaris", (1, 9), "quotes"),
        ("title = “Solaris”", (1, 9), "straight quotes"),
        ('title: "Solaris"', (1, 6), "key = value"),
        ('film title = "S"', (1, 6), '"key of two words"'),
        ('title = "S" year = 1972', (1, 13), "a line of its own"),
        ("title = 'it's'", (1, 13), "double quotes"),
        ('title = "S"\nyear =', (2, 7), "delete the line"),
        ('title = "S"\nx = True', (2, 5), "true or false"),
        ('title = "S"\nx = null', (2, 5), "delete the line"),
        ('title = "S"\n[price]\nlist = 12,50', (3, 10), "12.50"),
        ('title = "S"\n[price]\nlist = $12', (3, 8), "currency"),
        ('title = "S"\nspine = 0972', (2, 10), '"0972"'),
        ('title = "S"\ncover = "C:\\new\\x"', (2, 18), "'C:\\films'"),
        ('title = "S"\n[release]\ndate = 2024-02-30', (3, 8), "year-month-day"),
        ('title = "S"\n[release]\ndate = 24.03.2020', (3, 13), "year-month-day"),
        ('title = "S"\ncast = ["a" "b"]', (2, 13), '["...", "..."]'),
        ('title = "S"\n// a comment', (2, 1), "#"),
        ("[release", (1, 9), "[table]"),
        ('title = "S"\nyear = 1957,', (2, 12), "remove the , at the end"),
        ('title = "S";', (1, 12), "remove the ; at the end"),
        ('title = "S"\ngenres = "Drama", "War"', (2, 17), 'put them in [ ]: genres = ["Drama", "War"]'),
        ('title = "S"\n[release]\ndate = 2020-3-24', (3, 12), "write 2020-03-24"),
        ('title = "S"\nspecs.length = 96 min', (2, 19), "write 96"),
        ('{"title": "S"}', (1, 1), "disctui import"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", (1, 1), "git lfs pull"),
        ("../.git/annex/objects/x/y/SHA256E-s1--a.toml", (1, 1), "git annex get"),
    ],
)
def test_the_remedy_names_what_to_write(text: str, place: tuple[int, int], hint: str) -> None:
    found = problems(text)[0]
    assert (found.line, found.column) == place
    assert hint in str(found.hint)


def test_a_key_that_stands_twice_names_both_lines() -> None:
    found = problems('title = "S"\nyear = 1972\ntitle = "T"\n')[0]
    assert (found.line, found.key) == (3, "title")
    assert "line 1" in found.message


def test_all_mistakes_of_a_file_are_listed_at_once_those_of_values_too() -> None:
    text = 'title = Solaris\nyear = "1972"\ncast = ["a" "b"]\n[price]\nlist = 12,50\nsale = 1\nsale = 2\nin_stock = 5\n'
    assert [(found.line, found.code) for found in problems(text)] == [
        (1, "syntax"),
        (2, "wrong-type"),
        (3, "syntax"),
        (5, "syntax"),
        (7, "syntax"),
        (8, "wrong-type"),
    ]


def test_a_list_that_is_never_closed_costs_no_mistake_below_it() -> None:
    text = 'title = "S"\ncast = [\n "a",\n "b"\nyear = 1972\n[specs]\nlength = "9"\n'
    assert [(found.line, found.code) for found in problems(text)] == [(5, "syntax"), (7, "wrong-type")]


def test_a_second_table_of_one_name_costs_its_keys_no_mistake() -> None:
    text = 'title = "S"\n[price]\nlist = 1\n[price]\nlist = 2\n[specs]\nlength = "9"\n'
    assert [(found.line, found.code) for found in problems(text)] == [(4, "syntax"), (7, "wrong-type")]


def test_no_more_than_twenty_syntax_errors_are_listed() -> None:
    assert len(problems("".join(f"k{number} = nothing\n" for number in range(100)))) == 20


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('[Release]\nstudio = "x"\n', 2, 2, "[Release] is not a table of the format; did you mean [release]?"),
        ('[relase]\nstudio = "x"\n', 2, 2, "[relase] is not a table of the format; did you mean [release]?"),
        ("year = 1957\nSpecs.length = 3\n", 3, 1, "[Specs] is not a table of the format; did you mean [specs]?"),
        ('[film]\ntitle = "x"\n', 2, 2, "[film] is not a table of the format; did you mean [[films]]?"),
    ],
)
def test_a_misspelt_table_is_told_at_its_header(text: str, line: int, column: int, message: str) -> None:
    found = next(problem for problem in problems(f'title = "T"\n{text}') if "table" in problem.message)
    assert (found.line, found.column, found.severity, found.message) == (line, column, "warning", message)


def test_a_table_of_the_owners_is_none() -> None:
    assert problems('title = "T"\n[lending]\nto = "Anna"\n[cast_notes]\na = 1\n') == []


def test_the_remedy_for_a_bar_code_has_its_own_digits() -> None:
    (found,) = problems('title = "T"\n[release]\nupc = 715515239318\n')
    assert found.hint == 'put the digits in quotes: upc = "715515239318"'
