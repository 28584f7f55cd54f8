"""Lists of titles as people type them, and titles of tables with more than the title in them."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disctui.importers.importer import Imported
from disctui.importers.title_list import TitleList
from importers.reading import kept, read, releases


def said(imported: Imported) -> tuple[Any, ...]:
    """Title, year, discs and edition of a release."""
    document: Any = imported.document
    specs, release = document.get("specs", {}), document.get("release", {})
    return document["title"], document.get("year"), specs.get("discs", []), release.get("edition")


def listed(text: str, name: str = "shelf.txt") -> list[Imported]:
    """The releases of a list, which no other importer is to take."""
    return [one for one in read(text, name, "titles") if not one.of_file]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Glass Heron", ("Glass Heron", None, [], None)),
        ("Glass Heron (1961)", ("Glass Heron", 1961, [], None)),
        ("Glass Heron [1961]", ("Glass Heron", 1961, [], None)),
        ("(1961) Glass Heron", ("Glass Heron", 1961, [], None)),
        ("Glass Heron - 1961", ("Glass Heron", 1961, [], None)),
        ("Glass Heron – Blu-ray", ("Glass Heron", None, ["Blu-ray Disc"], None)),
        ("Glass Heron DVD", ("Glass Heron", None, ["DVD"], None)),
        ("Glass Heron (1961) [4K]", ("Glass Heron", 1961, ["4K Ultra HD"], None)),
        ("Glass Heron (4K UHD, 1961)", ("Glass Heron", 1961, ["4K Ultra HD"], None)),
        ("Glass Heron [4K + Blu-ray] (1961)", ("Glass Heron", 1961, ["4K Ultra HD", "Blu-ray Disc"], None)),
        ("Glass Heron (Director's Cut)", ("Glass Heron", None, [], "Director's Cut")),
        ("Glass Heron (SteelBook) [Blu-ray]", ("Glass Heron", None, ["Blu-ray Disc"], "SteelBook")),
        ("Glass Heron 2049", ("Glass Heron 2049", None, [], None)),
        ("1961", ("1961", None, [], None)),
        ("(500) Herons", ("(500) Herons", None, [], None)),
        ("Heron (The Return)", ("Heron (The Return)", None, [], None)),
        ("Heron (The Return) (1961)", ("Heron (The Return)", 1961, [], None)),
        ("Heron: Part 2", ("Heron: Part 2", None, [], None)),
        ("Herons 3D", ("Herons 3D", None, [], None)),
        ("[HERON]", ("[HERON]", None, [], None)),
        ("M", ("M", None, [], None)),
    ],
)
def test_a_line_is_a_title_and_what_stands_around_it(line: str, wanted: tuple[Any, ...]) -> None:
    first, second = listed(f"{line}\nThe Salt Road\n")
    assert said(first) == wanted
    assert said(second)[0] == "The Salt Road"
    assert (first.line, second.line) == (1, 2)
    assert not wanted[2] or kept(first) == {"line": line}


def test_numbers_bullets_and_boxes_are_no_part_of_titles_unless_few_lines_have_them() -> None:
    for marks in ("1. 2. 3.", "1) 2) 3)", "- - -", "* * *", "• • •", "#1. #2. #3."):
        lines = zip(marks.split(), ("Twelve", "300", "3 Herons"), strict=True)
        found = listed("\n".join(f"{mark} {title}" for mark, title in lines))
        assert [one.document["title"] for one in found] == ["Twelve", "300", "3 Herons"]
    found = listed("12. Heron Street\nThe Salt Road\nNight Ferry\n")
    assert found[0].document["title"] == "12. Heron Street"
    ticked, not_ticked = listed("- [x] Twelve\n- [ ] Night Ferry\n")
    assert (ticked.document["title"], kept(ticked)) == ("Twelve", {"mark": "x"})
    assert (not_ticked.document["title"], kept(not_ticked)) == ("Night Ferry", {})


def test_years_without_a_sign_are_years_where_most_lines_have_one() -> None:
    found = listed("Twelve 1961\nHeron Street 1974\nWinter 2049 1988\nNight Ferry\n")
    assert [said(one)[:2] for one in found] == [
        ("Twelve", 1961),
        ("Heron Street", 1974),
        ("Winter 2049", 1988),
        ("Night Ferry", None),
    ]
    found = listed("1961 - Twelve\n1974 - Heron Street\n")
    assert [said(one)[:2] for one in found] == [("Twelve", 1961), ("Heron Street", 1974)]
    found = listed("2001 - A Heron Street\nNight Ferry\nTwelve\n")
    assert said(found[0])[:2] == ("2001 - A Heron Street", None)


def test_a_heading_says_what_the_lines_below_it_are() -> None:
    text = "My shelf\n========\n\n4K UHD:\nTwelve\nNight Ferry [DVD]\n\nWishlist\n--------\nHeron\n\n## Loft\nOwl\n"
    about, *found = read(text, "shelf.txt", "titles")
    assert [one.document["title"] for one in found] == ["Twelve", "Night Ferry", "Heron", "Owl"]
    assert [said(one)[2] for one in found] == [["4K Ultra HD"], ["DVD"], [], []]
    collection: Any = found[2].document["collection"]
    assert collection == {"status": "wishlist"}
    assert kept(found[3]) == {"list": "Loft"}
    assert kept(about) == {"line 1": "My shelf", "line 4": "4K UHD:", "line 8": "Wishlist", "line 12": "## Loft"}
    (problem,) = about.problems
    assert "each line is taken for a title" in problem.message


def listed_under(text: str) -> list[tuple[Any, str | None]]:
    """Titles, each with its heading."""
    return [(one.document["title"], kept(one).get("list")) for one in listed(text)]


@pytest.mark.parametrize(
    "text",
    [
        "My shelf\n- Heron\n- Owl\nAsh\n- Bee\n",
        "- Heron\n- Owl\nAsh\n- Bee\n",
        "- Heron\n- Owl\n- Bee\nAsh\n",
        "1. Heron\n2. Owl\nAsh\n3. Bee\n",
        "- Heron\n\n- Owl\n\nAsh\n\n- Bee\n",
        "* Heron\n* Owl\n\n* Dune\nAsh\n\n* Bee\n",
        "- HERON\n- OWL\nASHES\n- BEE\n",
        "- Heron\n- Owl\nAsh (2)\n- Bee\n",
        "- Heron\n- Owl\nAsh\nElm\n- Bee\n",
    ],
)
def test_a_line_whose_mark_was_forgotten_is_a_film(text: str) -> None:
    found = [title for title, _ in listed_under(text)]
    assert found == re.findall(r"(?:HERON|OWL|ASHES|BEE)|(?:Heron|Owl|Dune|Ash|Elm|Bee)(?: \(2\))?", text)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Loft", "- Heron\n- Owl\n{}:\n- Bee\n"),
        ("Loft", "- Heron\n- Owl\n\n{}\n- Bee\n"),
        ("Loft", "- Heron\n- Owl\n{}\n----\n- Bee\n"),
        ("Loft", "- Heron\n- Owl\n## {}\n- Bee\n"),
        ("Loft", "  - Heron\n  - Owl\n{}\n  - Bee\n"),
        ("Loft", "1. Heron\n2. Owl\n{}\n1. Bee\n"),
        ("Loft (2)", "- Heron\n- Owl\n{}\n- Bee\n- Bee\n"),
        ("Science Fiction", "- Heron\n- Owl\n{}\n- Bee\n"),
        ("LOFT", "- Heron\n- Owl\n{}\n- Bee\n"),
        ("Loft", "Attic\n\n- Heron\n- Owl\n\n{}\n\n- Bee\n"),
    ],
)
def test_a_line_without_a_mark_that_parts_the_items_is_a_heading(heading: str, text: str) -> None:
    found = listed_under(text.format(heading))
    assert found[-1] == ("Bee", heading)
    assert [title for title, _ in found if title != "Bee"] == ["Heron", "Owl"]


def test_headings_among_items_say_kinds_and_status_though_they_count_what_follows() -> None:
    heron, owl, ash = listed("DVDs (1)\n- Heron\nBlu-ray (1 film)\n- Owl\nWishlist (1)\n- Ash\n")
    assert [said(one)[2] for one in (heron, owl, ash)] == [["DVD"], ["Blu-ray Disc"], []]
    assert ash.document["collection"] == {"status": "wishlist"}


def test_what_is_indented_below_an_item_is_said_of_it() -> None:
    heron, owl, ash = listed("- Heron\n  bought in Lyon\n  signed\n- Owl\nAsh\n")
    assert [kept(one) for one in (heron, owl, ash)] == [{"below": "signed"}, {}, {}]
    assert [entry.value for entry in heron.kept] == ["bought in Lyon", "signed"]
    heron, owl = listed("1. Heron\n   bought in Lyon\n   signed\n2. Owl\n   lent\n")
    assert (heron.document["title"], owl.document["title"], kept(owl)) == ("Heron", "Owl", {"below": "lent"})


def test_letters_of_the_alphabet_part_a_list() -> None:
    found = listed("A\nAnt\nAsh\n\nB\nBee\n\nM\nM\nMud\n")
    assert [one.document["title"] for one in found] == ["Ant", "Ash", "Bee", "Mud"]


@pytest.mark.parametrize(
    "text",
    [
        "hello there",
        "",
        "Dear Sir,\nI should like to know whether the film that you sent me is the one of 1961 or not.\nYours,\n",
        "import os\n\ndef main():\n    return os.name\n",
        "name: Heron\nyear: 1961\nkind: film\n",
        "/home/heron/a.mkv\n/home/heron/b.mkv\n",
        "Heron;1961;Roe\nOwl;1962;Roe\n",
        "0012345678905\n0085392118823\n",
        "ann@example.org\nbob@example.org\n",
        "<ul>\n<li>Heron\n</ul>\n",
    ],
)
def test_what_is_no_list_of_titles_is_not_taken_for_one(text: str) -> None:
    assert TitleList().recognises(text.encode(), "notes.txt") == 0.0


def test_a_line_that_is_too_long_is_reported_with_its_number() -> None:
    lines = [*(f"Heron {number}" for number in range(30)), "x" * 300]
    *found, last = listed("\n".join(lines))
    assert len(found) == 30
    assert last.line == 31
    assert "too long" in last.problems[0].message


titles = st.lists(
    st.from_regex(r"\A[A-Z][a-z]{1,8}( [A-Za-z][a-z]{1,8}){0,3}\Z").filter(
        lambda text: not re.search("dvd|edition|disc|cut|wish|steelbook|book|digital|ray", text, re.IGNORECASE)
    ),
    min_size=2,
    max_size=12,
)


@given(
    titles,
    st.sampled_from(["", "- ", "* ", "{}. ", "{}) ", "- [ ] "]),
    st.sampled_from(["", " (1961)", " [Blu-ray]", ", 1961"]),
    st.sampled_from([("\n", "utf-8"), ("\r\n", "utf-8-sig"), ("\n\n", "utf-16"), ("\r", "utf-8"), ("\n", "utf-16")]),
    st.sets(st.integers(2, 12), max_size=3),
)
def test_any_list_has_as_many_releases_as_lines_in_their_order(
    wanted: list[str], before: str, behind: str, written: tuple[str, str], forgotten: set[int]
) -> None:
    eol, encoding = written
    marks = {number: before.format(number) for number in range(1, len(wanted) + 1)}
    if len(wanted) > 2 * len(forgotten):
        marks |= dict.fromkeys(forgotten, "")
    text = eol.join(f"{marks[number]}{title}{behind}" for number, title in enumerate(wanted, 1))
    found = [one for one in TitleList().read(text.encode(encoding), "list.txt") if not one.of_file]
    assert [one.document.get("title") for one in found] == wanted


def test_a_title_in_a_table_gives_up_what_stands_in_brackets_behind_it() -> None:
    text = "Title,Director\nHeron (1961),Roe\nOwl (1962) [Blu-ray],Roe\nAsh (The Return),Roe\nBee (Extended Cut),Roe\n"
    found = read(text, "shelf.csv", "csv")
    assert [said(one) for one in found] == [
        ("Heron", 1961, [], None),
        ("Owl", 1962, ["Blu-ray Disc"], None),
        ("Ash (The Return)", None, [], None),
        ("Bee", None, [], "Extended Cut"),
    ]
    assert kept(found[1]) == {"Title": "Owl (1962) [Blu-ray]"}


def test_brackets_stay_where_the_table_says_otherwise() -> None:
    text = (
        "Title,Year,Format\nHeron (1961),1961,DVD\nOwl (1962),1963,DVD\nAsh [Blu-ray],1964,DVD\nBee 2049 DVD,1965,DVD\n"
    )
    found = releases(read(text, "shelf.csv", "csv"))
    assert [(one["title"], one["year"], one["specs"]["discs"]) for one in found] == [
        ("Heron", 1961, ["DVD"]),
        ("Owl (1962)", 1963, ["DVD"]),
        ("Ash [Blu-ray]", 1964, ["DVD"]),
        ("Bee 2049 DVD", 1965, ["DVD"]),
    ]


def test_a_table_of_titles_alone_is_read_as_a_list_of_them() -> None:
    found = read("Title\nHeron - 1961\nOwl – Blu-ray\n", "shelf.csv", "csv")
    assert [said(one)[:3] for one in found] == [("Heron", 1961, []), ("Owl", None, ["Blu-ray Disc"])]
