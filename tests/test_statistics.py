"""Each bar is a query: what it says is what the search finds, whatever the library holds."""

import datetime
import json
import random
from pathlib import Path
from typing import Any

import pytest

from conftest import SAMPLE, write_library
from disctui.cli import run
from disctui.library.catalogue import Catalogue, whole_catalogue
from disctui.library.people_file import People
from disctui.problem import Refused
from disctui.search.document import Document, document
from disctui.search.index import Index
from disctui.search.query import parse
from disctui.statistics.overview import Statistics, panel_names, statistics
from disctui.statistics.panel import Bar, Panel
from disctui.statistics.text import Columns, cells, lines_of, series, shown_bar
from search.shelf import doc, entries, release

TODAY = datetime.date(2026, 11, 27)
LABELS = (
    "Kino",
    "Kino Lorber",
    "Criterion Collection",
    "Criterion",
    "KINO",
    '"Quoted" & Co.',
    "Spider-Man",
    "東宝",
    "!!!",
)
NAMES = ("Akira Kurosawa", "Wong Kar-wai", "Wong Kar Wai", "Pt 2", "O'Brien", "Kurosawa", "Müller", "Ким Ки Дук")
DISCS = ("Blu-ray Disc", "2 Blu-ray Discs", "4K Ultra HD Blu-ray", "4K Ultra HD", "DVD", "2 DVDs", "LaserDisc", "")
KEYS = ("decade", "format", "label", "country", "director", "genre", "rating", "seen", "bought", "key")


def made(count: int) -> list[Document]:
    """Releases in which anything may be missing, drawn from a few values that are like each other."""
    draw = random.Random(26)

    def some(values: Any, most: int) -> list[Any]:
        return draw.sample(values, draw.randint(0, most))

    def day() -> datetime.date:
        return datetime.date(draw.randint(2019, 2026), draw.randint(1, 12), draw.randint(1, 28))

    found = []
    for number in range(count):
        mine: dict[str, Any] = {"watched": [str(day()) for _ in range(draw.randint(0, 2))]}
        if draw.random() < 0.5:
            mine |= {"paid": draw.randint(1, 9999) / 100, "rating": draw.randint(1, 10) / 2}
        if draw.random() < 0.5:
            mine |= {"bought": day(), "status": draw.choice(("owned", "sold", "wishlist"))}
        keys: dict[str, Any] = {"collection": mine, "directors": some(NAMES, 2), "genres": some(("Drama", "War"), 2)}
        if draw.random() < 0.9:
            keys["year"] = draw.randint(1925, 2024)
        if draw.random() < 0.3:
            keys["films"] = [{"title": f"Film {part}", "year": draw.randint(1950, 1999)} for part in range(3)]
        keys["release"] = {"studio": draw.choice(LABELS)} if draw.random() < 0.9 else {}
        keys["specs"] = {"discs": some(DISCS, 2), "length": draw.randint(60, 200)}
        keys["price"] = {"currency": draw.choice(("USD", "EUR"))} if draw.random() < 0.7 else {}
        found += entries({f"r{number:03}": release(f"Film {number}", **keys)})
    return found


@pytest.fixture(scope="module")
def library() -> Catalogue:
    """Three hundred releases, in an index of several parts from which some are gone."""
    documents = made(300)
    first, second, third = (
        [one for one in documents if low <= int(one.id[1:4]) < high] for low, high in ((0, 200), (200, 250), (250, 300))
    )
    gone = [one.id for one in first if one.id.partition("#")[0] in {"r007", "r150"}]
    index = Index.build(first).updated(second, gone).updated(third)
    return Catalogue("", index=index)


def found(catalogue: Catalogue, query: str, unit: str = "releases") -> int:
    search = catalogue.films_found if unit == "films" else catalogue.index.search
    return search(parse(query, is_complete=True)).total


def untrue(catalogue: Catalogue, counted: Statistics) -> list[tuple[str, Bar, int]]:
    """Bars that say another number than their query finds."""
    return [
        (panel.by, bar, number)
        for panel in counted.panels
        for bar in panel.lines
        if bar.query and (number := found(catalogue, f"{counted.query} {bar.query}", panel.unit)) != bar.count
    ]


@pytest.mark.parametrize("query", ["", "status:owned year:1950s..1970s", "-has:label"])
def test_each_bar_says_what_its_query_finds(library: Catalogue, query: str) -> None:
    counted = statistics(library, query, TODAY)
    assert untrue(library, counted) == []
    assert counted.totals.releases == (found(library, query) if query else len(library.index))
    assert sum(len(panel.lines) for panel in counted.panels) > 50


def test_so_it_does_in_the_sample_library_for_every_field() -> None:
    catalogue = whole_catalogue(str(SAMPLE), is_cached=False)
    for by in panel_names():
        counted = statistics(catalogue, "", TODAY, by=by, top=5)
        assert untrue(catalogue, counted) == [], by


def test_bars_others_and_what_has_no_value_are_all_there_is(library: Catalogue) -> None:
    (panel,) = statistics(library, "", TODAY, by="label", top=3).panels
    assert sum(line.count for line in panel.lines) == len(library.index)
    assert panel.others is not None
    assert (panel.others.label, panel.others.query) == ("5 others", "")  # one of them has no word to ask for
    assert [bar.count for bar in panel.bars] == sorted((bar.count for bar in panel.bars), reverse=True)


def test_a_name_is_not_counted_with_a_longer_one_that_holds_it(library: Catalogue) -> None:
    (panel,) = statistics(library, "", TODAY, by="label", top=20).panels
    counts = {bar.label.casefold(): bar.count for bar in panel.bars}
    assert counts["kino"] + counts["kino lorber"] == found(library, "label:kino")


def test_formats_are_told_by_their_short_names(library: Catalogue) -> None:
    (panel,) = statistics(library, "", TODAY, by="format").panels
    assert {bar.label for bar in panel.bars} == {"Blu-ray", "4K", "DVD", "LaserDisc"}
    assert next(bar for bar in panel.bars if bar.label == "4K").query == 'format:="4K Ultra HD Blu-ray"|="4K Ultra HD"'


def test_the_spellings_of_a_person_are_one_bar() -> None:
    spellings = {"Tatiana Samoilova": ["Tatyana Samoylova"], "Tatyana Samoylova": ["Tatiana Samoilova"]}
    films = {"a": "Tatiana Samoilova", "b": "Tatiana Samoilova", "c": "Tatyana Samoylova"}
    documents = [document(name, release(name, directors=[who]), name, spellings) for name, who in films.items()]
    catalogue = Catalogue("", index=Index.build(documents), people=People(spellings))
    (panel,) = statistics(catalogue, "", TODAY, by="director").panels
    assert [bar.count for bar in panel.lines] == [3]


def test_money_is_summed_by_currency_to_the_cent_and_says_of_how_many_it_is_known() -> None:
    paid = [(19.98, "USD", 2024), (0.02, "USD", 2024), (5, "EUR", 2023), (7, None, 2024), (9.99, "USD", None)]
    documents = [
        doc(
            f"r{number}",
            f"Film {number}",
            price={} if currency is None else {"currency": currency},
            collection={"paid": amount} | ({} if year is None else {"bought": datetime.date(year, 5, 1)}),
        )
        for number, (amount, currency, year) in enumerate(paid)
    ]
    documents.append(doc("r9", "Film 9"))
    panels = statistics(Catalogue("", index=Index.build(documents)), "", TODAY, by="spent").panels
    assert [(panel.currency, [(bar.label, bar.amount) for bar in panel.lines]) for panel in panels] == [
        ("USD", [("2024", 20.0), ("on no known day", 9.99)]),
        ("EUR", [("2023", 5.0)]),
        ("", [("2024", 7.0)]),
    ]
    assert panels[0].foot == "$29.99 in all for 3; 1 of 6 owned say nothing"


def test_an_unknown_field_names_the_nearest(library: Catalogue) -> None:
    with pytest.raises(Refused, match="drector") as refused:
        statistics(library, "", TODAY, by="drector")
    assert refused.value.hint == "did you mean director?"


def test_bars_are_as_long_as_their_numbers_and_lines_as_wide_as_they_may_be() -> None:
    panel = Panel("x", "X", "films", bars=(Bar("東" * 40, 8), Bar("b", 4), Bar("c", 1), Bar("none", 0)))
    assert [shown_bar(bar, panel, 4) for bar in panel.bars] == ["████", "██", "▌", ""]
    assert series(panel) == "█▅▂▁"
    for width in (12, 40, 80, 120):
        heading, *lines = lines_of(panel, width)
        assert heading == "X"
        assert {cells(line) for line in lines} == {width}
    assert Columns.of(panel, 20).bar >= 1


def test_the_command_prints_bars_or_one_document_and_its_status_says_what_was_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    files = {
        f"{number}.toml": f'title = "Film {number}"\nyear = {year}\ndirectors = ["{who}"]\n'
        for number, (year, who) in enumerate([(1951, "Kurosawa"), (1954, "Kurosawa"), (1988, "Oshii")])
    }
    folder = str(write_library(tmp_path, files))

    def stats(*words: str) -> tuple[int, str, str]:
        status = run(["stats", "-l", folder, *words])
        return status, *capsys.readouterr()

    status, out, _ = stats("--by", "director", "year:>1900")
    assert (status, out.splitlines()) == (
        0,
        ["3 releases · 3 films · 0 seen", "", "DIRECTORS", f"  Kurosawa  {'█' * 26} 2", f"  Oshii     {'█' * 13:26} 1"],
    )
    document = json.loads(stats("--by", "decade", "--json")[1])
    assert document["panels"][0]["bars"][0] == {"label": "1950s", "count": 2, "query": "year:1950s"}
    assert [bar["count"] for bar in document["panels"][0]["bars"]] == [2, 0, 0, 1]
    assert stats("year:1900")[0] == 1
    assert [stats(*words)[0] for words in (("year:soon",), ("--by", "tilte"), ("--json", "price:x"))] == [2, 2, 2]
