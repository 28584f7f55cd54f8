"""`editions` and `compare`: which films are there more than once, and what tells their editions apart."""

from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from conftest import SAMPLE, write_library
from disctui.library.shared_items import shared_items
from test_cli import cli

__all__ = ["cli"]  # the fixture

MOOD = ["in-the-mood-for-love", "in-the-mood-for-love-4k", "box-sets/world-of-wong-kar-wai#6"]


def test_editions_lists_the_films_of_the_sample_that_are_there_more_than_once(cli: Any) -> None:
    films = cli("editions", "--json", "-l", SAMPLE).json["films"]
    assert len(films) == 9
    mood = next(film for film in films if film["title"] == "In the Mood for Love")
    assert [one["id"] for one in mood["editions"]] == MOOD
    assert [one["film"] for one in mood["editions"]] == [None, None, 6]
    assert cli("editions", "title:mood wong", "-l", SAMPLE).out.splitlines() == [
        "In the Mood for Love (2000) · 3 editions",
        f"  Criterion BD 2012           owned     {MOOD[0]}",
        f"  Criterion 4K+BD 2022        owned     {MOOD[1]}",
        f"  World of Wong Kar Wai 2021  owned     {MOOD[2]}",
    ]
    assert cli("editions", "title:happy wong", "-l", SAMPLE).status == 1, "another film of that set"
    assert cli("editions", "year:1931", "-l", SAMPLE).status == 1
    ran = cli("editions", "year:soon", "--json", "-l", SAMPLE)
    assert (ran.status, ran.json["query"]) == (2, "year:soon")
    assert (ran.json["problem"]["start"], ran.json["problem"]["end"]) == (5, 9)
    ran = cli("editions", "year:soon", "-l", SAMPLE)
    assert (ran.status, ran.out) == (2, "")


def test_compare_puts_what_differs_first_and_says_what_would_be_gone(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "118")
    whole = cli("compare", "--json", MOOD[0], "-l", SAMPLE).json
    assert [one["id"] for one in whole["editions"]] == MOOD
    assert whole["title"] == "In the Mood for Love (2000) · 3 editions"
    differing = [row["differs"] for row in whole["rows"]]
    assert differing == sorted(differing, reverse=True)
    assert not all(differing)
    alike = next(row for row in whole["rows"] if row["label"] == "≈ in several")
    assert [bool(cell) for cell in alike["cells"]] == [True, False, True]
    assert whole["without"][0].startswith(
        "without this one 4 features, your note, your rating and 3 viewings are gone; "
    )
    assert whole["without"][0].endswith("the sound and the subtitles stay in Criterion 4K+BD 2022.")
    table = cli("compare", *MOOD, "-l", SAMPLE).out
    assert "Country" not in table
    assert max(map(len, table.splitlines())) <= 118
    assert "\nCountry           | United States " in cli("compare", *MOOD, "--all", "-l", SAMPLE).out


def test_compare_as_markdown_is_a_table_for_whoever_reads_markdown(cli: Any, tmp_path: Path) -> None:
    odd = 'title = "Pipe | <b>"\nyear = 1999\n[collection]\nnotes = "two\\nlines | `x`"\n'
    write_library(tmp_path, {"a.toml": odd, "b.toml": odd.replace("two", "2"), "c.toml": 'title = "C"\n'})
    text = cli("compare", "a", "--markdown", "--all", "-l", tmp_path).out
    kinds = [token.type for token in MarkdownIt("commonmark").enable("table").parse(text)]
    assert kinds[0] == "table_open"
    assert kinds[-1] == "table_close"
    assert kinds.count("th_open") == 3
    assert kinds.count("td_open") == 3 * kinds.count("tr_open") - 3
    assert cli("compare", "c", "-l", tmp_path).err == "disctui: c has no other edition here; name two to compare them\n"
    assert cli("compare", "a", "nothing", "-l", tmp_path).status == 1
    assert cli("compare", *"abcabca", "-l", tmp_path).status == 2


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Deleted scenes", "Deleted scenes, alternate endings", True),
        ("Trailer", "TRAILER.", True),
        ("English: Dolby Digital 5.1", "English: Dolby Digital 2.0", False),
        ("English: DTS-HD Master Audio 5.1", "French: DTS-HD Master Audio 5.1", False),
        ("Commentary by Wong", "Interview with Rayns", False),
    ],
)
def test_what_is_the_same_in_other_words_stands_on_one_line(one: str, other: str, is_one: bool) -> None:
    found = shared_items([[one], [other]], are_tracks=True)
    assert (len(found) == 1) is is_one
    assert sorted(item for shared in found for item in shared.items if item) == sorted([one, other])


def test_an_item_is_one_with_that_it_is_most_like_and_never_with_two_of_a_list() -> None:
    found = shared_items(
        [["Commentary by Ray"], ["Commentary", "Commentary by Ray, in Bengali"], ["Commentary by Ray"]]
    )
    assert [one.items for one in found] == [
        ("Commentary by Ray", found[0].items[1], "Commentary by Ray"),
        (None, *({"Commentary", "Commentary by Ray, in Bengali"} - {found[0].items[1]}), None),
    ]
    assert shared_items([["A", "A"], ["A"]])[1].items == ("A", None)
