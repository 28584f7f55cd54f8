import datetime
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from disctui.cli import run
from disctui.editing.editor import Editor
from disctui.importers.apply import Decision, Step, apply
from disctui.importers.dvd_profiler import DvdProfiler
from disctui.importers.existing import existing, text_reader
from disctui.importers.generic_csv import GenericCsv
from disctui.importers.importer import Imported, Importer, Spelling, Unmapped
from disctui.importers.json_records import JsonRecords
from disctui.importers.matching import Existing, Known, Matcher
from disctui.importers.plan import Plan, plan, wanted_id
from disctui.importers.xml_records import XmlRecords
from disctui.library.people_file import read_people
from disctui.safe_write import names


def imported(document: dict[str, Any], *kept: tuple[str, str], **more: Any) -> Imported:
    fields: dict[str, Any] = {"source": "export.xml", "format": "Test", "line": 3} | more
    return Imported(document=document, kept=tuple(Unmapped(*one) for one in kept), **fields)


def planned(root: Path, *imports: Imported) -> Plan:
    return plan(imports, existing(str(root)), text_reader(str(root)))


def done(root: Path, *imports: Imported, decisions: dict[int, Decision] | None = None) -> list[Step]:
    return list(apply(planned(root, *imports), Editor(str(root)), decisions))


def test_a_new_release_becomes_a_file_with_a_comment_for_what_has_no_key(tmp_path: Path) -> None:
    (step,) = done(tmp_path, imported({"title": "Über Film: 2", "year": 1999}, ("Box\nSet", 'a"b\ntitle = "x"')))
    assert step.path == "uber-film-2-1999.toml"
    text = (tmp_path / step.path).read_text()
    assert text == (
        'title = "Über Film: 2"\nyear = 1999\n\n'
        '# Imported from Test, export.xml, line 3, as "Über Film: 2 (1999)"; the format has no key for:\n'
        '#   Box\\nSet: a"b\\ntitle = "x"\n'
    )


def test_the_same_import_twice_changes_nothing(tmp_path: Path) -> None:
    copies = [imported({"title": "Twice"}, ("id", "1")), imported({"title": "Twice"}, ("id", "1"))]
    rest = [
        imported({"title": "Coded", "release": {"upc": "715515242615"}}, ("x", "y")),
        imported({"title": "Coded", "specs": {"discs": ["DVD"]}}),
    ]
    assert [step.done for step in done(tmp_path, *copies, *rest)] == ["created"] * 4
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    assert {step.done for step in done(tmp_path, *copies, *rest)} == {"unchanged"}
    assert before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}


def test_a_merge_fills_what_is_absent_and_leaves_what_differs_and_every_comment(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('# mine\ntitle = "A Film" # so\nyear = 1999\n[release]\nupc = "0715515242615"\n')
    new = imported({"title": "Film, A", "year": 2000, "release": {"upc": "715515242615", "studio": "L"}}, ("Box", "3"))
    (row,) = planned(tmp_path, new).rows
    assert (row.state, row.release_id) == ("differs", "a")
    assert [(one.key, one.mine, one.fills) for one in row.differences] == [
        ("title", "A Film", False),
        ("year", 1999, False),
        ("release.studio", None, True),
    ]
    done(tmp_path, new)
    text = (tmp_path / "a.toml").read_text()
    assert text.startswith('# mine\ntitle = "A Film" # so\nyear = 1999\n')
    assert 'studio = "L"' in text
    assert text.endswith("#   Box: 3\n")
    done(tmp_path, new, decisions={0: Decision("merge", frozenset({"year"}))})
    assert "year = 2000" in (tmp_path / "a.toml").read_text()
    assert (tmp_path / "a.toml").read_text().count("#   Box: 3") == 1


@pytest.mark.parametrize(
    "other",
    [
        {"year": 2001},
        {"specs": {"discs": ["DVD"]}},
        {"release": {"studio": "Other"}},
        {"release": {"upc": "018111275491"}},
    ],
)
def test_releases_of_one_title_that_contradict_each_other_are_two(other: dict[str, Any]) -> None:
    mine = {"title": "Film", "year": 1999, "specs": {"discs": ["Blu-ray Disc"]}}
    mine["release"] = {"studio": "Label", "upc": "715515242615"}
    assert plan([imported({"title": "film"} | other)], [Existing("film", mine)]).rows[0].state == "new"


def test_titles_match_across_case_accents_and_moved_articles() -> None:
    found = plan(
        [imported({"title": "ete, L'"}), imported({"title": "The Film"})], [Existing("f", {"title": "Film, The"})]
    )
    assert [(row.state, row.release_id) for row in found.rows] == [("new", "ete-l"), ("differs", "f")]


def test_what_is_said_of_a_film_goes_to_every_release_of_it(tmp_path: Path) -> None:
    for name, disc in (("a", "DVD"), ("b", "Blu-ray Disc")):
        (tmp_path / f"{name}.toml").write_text(f'title = "Film"\nyear = 1999\n[specs]\ndiscs = ["{disc}"]\n')
    (tmp_path / "c.toml").write_text('title = "Film"\nyear = 2010\n')
    seen = {"title": "Film", "year": 1999, "collection": {"watched": [datetime.date(2024, 1, 2)], "rating": 4}}
    film = imported(seen, of_film=True, needs_release=True)
    assert [step.path for step in done(tmp_path, film) if step.done == "merged"] == ["a.toml", "b.toml"]
    seen["collection"] = {"watched": [datetime.date(2024, 1, 2), datetime.date(2024, 5, 6)], "rating": 2}
    done(tmp_path, imported(seen, of_film=True, needs_release=True))
    assert tomli.loads((tmp_path / "a.toml").read_text())["collection"] == {
        "watched": [datetime.date(2024, 1, 2), datetime.date(2024, 5, 6)],
        "rating": 4,
    }


def test_a_film_that_no_disc_holds_is_not_made_a_release(tmp_path: Path) -> None:
    (row,) = planned(tmp_path, imported({"title": "Film"}, of_film=True, needs_release=True)).rows
    assert row.state == "can't read"
    assert row.imported.problems[0].code == "no-release"


def test_two_files_of_one_collection_make_one_release(tmp_path: Path) -> None:
    first = imported({"title": "Film", "year": 1999}, source="a.xml")
    second = imported({"title": "Film", "release": {"studio": "L"}}, ("x", "y"), source="b.csv")
    assert [step.done for step in done(tmp_path, first, second)] == ["created", "merged"]
    assert [path.name for path in tmp_path.iterdir()] == ["film-1999.toml"]
    assert {step.done for step in done(tmp_path, first, second)} == {"unchanged"}


@pytest.mark.parametrize("bad", ["../out", "/etc/x", "a/../../x", ".hidden", "_x", "people", "a\\b", "con", "x\0y", ""])
def test_an_id_from_a_file_never_leads_out_of_the_library(tmp_path: Path, bad: str) -> None:
    (step,) = done(tmp_path, imported({"title": "Film"}, release_id=bad))
    assert step.path == "film.toml"
    (good,) = done(tmp_path, imported({"title": "Other"}, release_id="label/other-1"))
    assert good.path == "label/other-1.toml"


def test_a_broken_file_in_the_way_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "film.toml").write_text("title = ")
    (step,) = list(apply(plan([imported({"title": "Film"})], []), Editor(str(tmp_path))))
    assert step.path == "film-2.toml"
    assert (tmp_path / "film.toml").read_text() == "title = "


def test_a_row_that_cannot_be_written_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('title = "A"\n')
    both = planned(tmp_path, imported({"title": "A", "year": 1999}), imported({"title": "B"}))
    (tmp_path / "a.toml").write_text("title = ")
    first, second = apply(both, Editor(str(tmp_path)))
    assert (first.done, second.done) == ("failed", "created")
    assert first.problem is not None


def test_stopping_between_two_steps_leaves_whole_files(tmp_path: Path) -> None:
    steps = apply(plan([imported({"title": f"Film {number}"}) for number in range(9)], []), Editor(str(tmp_path)))
    for _ in range(3):
        next(steps)
    del steps
    assert sorted(path.name for path in tmp_path.iterdir()) == ["film-0.toml", "film-1.toml", "film-2.toml"]


def test_many_new_files_are_whole_wherever_it_stops_and_a_second_run_goes_on(tmp_path: Path) -> None:
    many = [imported({"title": f"Film {number}"}, ("n", str(number))) for number in range(150)]
    (tmp_path / "film-7.toml").write_text("not = ")
    steps = apply(plan(many, []), Editor(str(tmp_path)))
    for _ in range(70):
        next(steps)
    del steps
    made = [path for path in tmp_path.iterdir() if path.name != "film-7.toml"]
    assert 70 <= len(made) < 150
    assert all("title" in tomli.loads(path.read_text()) for path in made)
    assert (tmp_path / "film-7-2.toml").exists()
    (tmp_path / "film-7.toml").unlink()
    assert {step.done for step in done(tmp_path, *many)} == {"created", "unchanged"}
    assert len(list(tmp_path.iterdir())) == 150


def test_spellings_that_a_page_shows_go_to_people_toml(tmp_path: Path) -> None:
    found = plan([imported({"title": "F"}, spellings=(Spelling("Tatiana P", "Tatyana P"),))], [])
    assert [step.done for step in apply(found, Editor(str(tmp_path)))] == ["created", "joined"]
    assert [step.done for step in apply(found, Editor(str(tmp_path)))] == ["created", "unchanged"]
    assert read_people(str(tmp_path)).spellings == {"Tatiana P": ("Tatyana P",), "Tatyana P": ("Tatiana P",)}


def test_an_import_can_be_stopped_while_it_is_prepared_and_nothing_is_written(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    def stop_at(what: str, done: int, total: int) -> None:
        told.append((what, done, total))
        if done == 100:
            raise KeyboardInterrupt

    many = plan([imported({"title": f"Film {number}"}) for number in range(150)], [])
    with pytest.raises(KeyboardInterrupt):
        list(apply(many, Editor(str(tmp_path)), None, stop_at))
    assert told == [("preparing", 50, 150), ("preparing", 100, 150)]
    assert list(tmp_path.iterdir()) == []
    assert Editor(str(tmp_path)).entries() == []


TITLES = st.sampled_from(["Film", "film", "The Film", "Other", "Ünï"])
DOCUMENTS = st.fixed_dictionaries(
    {"title": TITLES},
    optional={
        "year": st.sampled_from([1999, 2000]),
        "release": st.fixed_dictionaries(
            {},
            optional={"upc": st.sampled_from(["715515242615", "018111275491"]), "studio": st.sampled_from(["L", "M"])},
        ),
        "specs": st.fixed_dictionaries({}, optional={"discs": st.sampled_from([["DVD"], ["Blu-ray Disc"]])}),
    },
)


@given(st.lists(st.tuples(DOCUMENTS, st.lists(st.tuples(st.just("f"), st.text(max_size=5)), max_size=2)), max_size=8))
def test_any_import_planned_against_what_it_made_is_the_same(
    rows: list[tuple[dict[str, Any], list[tuple[str, str]]]],
) -> None:
    imports = [imported(document, *kept) for document, kept in rows]
    first = plan(imports, [])
    assert {row.state for row in first.rows} <= {"new"}
    made = [Existing(row.release_id or "", row.imported.document) for row in first.rows]
    assert {row.state for row in plan(imports, made).rows} <= {"same"}


def test_a_release_whose_title_was_mended_is_found_again(tmp_path: Path) -> None:
    for rows in (
        [imported({"title": "Glas Owl", "year": 1964}, source="re.csv", line=2)],
        [imported({"title": "Quay"}, ("ID", "M2"), source_id="M2")],
    ):
        (step,) = done(tmp_path, *rows)
        path = tmp_path / str(step.path)
        path.write_text(path.read_text().replace(str(rows[0].document["title"]), "Mended", 1))
        (row,) = planned(tmp_path, *rows).rows
        assert (row.state, f"{row.release_id}.toml") == ("differs", step.path)
        assert [one.fills for one in row.differences] == [False]
        path.unlink()


def test_copies_of_one_release_each_find_their_own_file(tmp_path: Path) -> None:
    copies = [
        imported({"title": "Twice"}, ("ID", name), ("Number", number), source_id=name, line=line)
        for name, number, line in (("A", "11", 2), ("B", "12", 3), ("C", "13", 4))
    ]
    done(tmp_path, *copies)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.toml")}
    assert {step.done for step in done(tmp_path, *reversed(copies))} == {"unchanged"}
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.toml")} == before


def test_a_newer_export_renews_the_block_of_comments(tmp_path: Path) -> None:
    done(tmp_path, imported({"title": "Film"}, ("Votes", "10"), ("Box", "3"), source_id="7"))
    (tmp_path / "film.toml").write_bytes((tmp_path / "film.toml").read_bytes() + b"# mine\n")
    done(
        tmp_path, imported({"title": "Film"}, ("Votes", "11"), ("Box", "3"), source_id="7", line=9, source="newer.xml")
    )
    text = (tmp_path / "film.toml").read_text()
    assert text.count("# Imported from") == 1
    assert "Votes: 11" in text
    assert "Votes: 10" not in text
    assert text.endswith("# mine\n")


def test_a_film_is_found_in_a_box_by_its_other_titles_and_a_year_off(tmp_path: Path) -> None:
    (tmp_path / "box.toml").write_text(
        'title = "Owls"\n[[films]]\ntitle = "Quay"\nyear = 1971\n[[films]]\ntitle = "B"\n'
    )
    (tmp_path / "other.toml").write_text('title = "Kraniche"\nalso_known_as = ["The Cranes"]\nyear = 1957\n')
    seen = {"watched": [datetime.date(2024, 1, 2)], "rating": 4}
    for film, found in (("Quay", "box"), ("The Cranes", "other")):
        for year in (1971 if film == "Quay" else 1957, 1970 if film == "Quay" else 1958):
            of_film = imported({"title": film, "year": year, "collection": seen}, of_film=True, needs_release=True)
            (row,) = planned(tmp_path, of_film).rows
            assert row.release_id == found
            assert ("collection.rating" in [one.key for one in row.differences]) is (found == "other")
    wish = imported({"title": "Quay", "year": 1971, "collection": {"status": "wishlist"}}, of_film=True)
    assert planned(tmp_path, wish).rows[0].state == "same"


def test_an_import_holds_the_texts_of_its_files_packed(tmp_path: Path) -> None:
    texts = (imported({"title": f"Film {n}"}, ("Plot", "word " * 10_000), line=n) for n in range(300))  # 15 MB
    tracemalloc.start()
    try:
        steps = list(apply(plan(texts, []), Editor(str(tmp_path))))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert {step.done for step in steps} == {"created"}
    assert peak < 9_000_000  # one batch and a little more


SHELF = st.lists(
    st.tuples(
        st.sampled_from(["Film", "The Film", "Other", "Ünï"]),
        st.sampled_from(["", "1999", "2000"]),
        st.sampled_from(["", "715515242615", "018111275491"]),
        st.sampled_from(["", "Shelf 1", "Shelf 2"]),
        st.sampled_from(["", "kept", "kept too"]),
    ),
    min_size=1,
    max_size=7,
)


def as_csv(rows: list[tuple[str, ...]]) -> bytes:
    return "\n".join(["Title,Year,UPC,Location,Packaging", *(",".join(row) for row in rows)]).encode()


def as_elements(rows: list[tuple[str, ...]], disc: str, names: list[str], root: str) -> bytes:
    discs = ("".join(f"<{name}>{text}</{name}>" for name, text in zip(names, row, strict=True) if text) for row in rows)
    return f"<{root}>\n{''.join(f'<{disc}>{inner}</{disc}>{chr(10)}' for inner in discs)}</{root}>".encode()


def as_dvd_profiler(rows: list[tuple[str, ...]]) -> bytes:
    return as_elements(rows, "DVD", ["Title", "ProductionYear", "UPC", "Notes", "CaseType"], "Collection")


def as_any_xml(rows: list[tuple[str, ...]]) -> bytes:
    return as_elements(rows, "movie", ["title", "year", "barcode", "location", "packaging"], "shelf")


def as_json(rows: list[tuple[str, ...]]) -> bytes:
    names = ["title", "year", "upc", "location", "packaging"]
    return json.dumps([dict(zip(names, row, strict=True)) for row in rows]).encode()


@pytest.mark.parametrize(
    ("importer", "made"),
    [(GenericCsv(), as_csv), (DvdProfiler(), as_dvd_profiler), (XmlRecords(), as_any_xml), (JsonRecords(), as_json)],
)
@examples(12)
@given(rows=SHELF)
def test_any_shelf_imported_twice_changes_no_byte(
    tmp_path_factory: pytest.TempPathFactory,
    importer: Importer,
    made: Callable[[list[tuple[str, ...]]], bytes],
    rows: list[tuple[str, ...]],
) -> None:
    root = tmp_path_factory.mktemp("shelf")

    def run() -> dict[str, bytes]:
        done(root, *importer.read(made(rows), "shelf"))
        return {path.name: path.read_bytes() for path in root.glob("*.toml")}

    first = run()
    assert len(first) == len(rows)
    assert run() == first


def test_many_releases_of_one_title_are_told_apart_in_as_many_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Known] = []
    is_free = Matcher._is_free

    def noting(matcher: Matcher, one: Known, source: str) -> bool:
        looked.append(one)
        return is_free(matcher, one, source)

    monkeypatch.setattr(Matcher, "_is_free", noting)
    table = tmp_path / "same.csv"
    table.write_text("title,year,studio\n" + "".join(f"Same,1950,Studio {number}\n" for number in range(300)))
    library = tmp_path / "library"
    library.mkdir()
    for _ in range(2):
        looked.clear()
        assert run(["import", "--yes", "-l", str(library), str(table)]) == 0
        assert len(looked) <= 5 * 300
        assert len(list(library.glob("*.toml"))) == 300


def test_a_free_name_is_found_without_trying_those_that_were_given_before(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    fold = names._folded

    def noting(name: str) -> str:
        """Fold a name; that it was looked at is noted."""
        looked.append(name)
        return fold(name)

    monkeypatch.setattr(names, "_folded", noting)
    taken = names.TakenNames(["same-1950", "Same-1950-3"])
    wanted = wanted_id(imported({"title": "Same", "year": 1950}))
    assert [taken.take(wanted) for _ in range(300)] == [
        f"same-1950-{number}" for number in range(2, 303) if number != 3
    ]
    assert len(looked) <= 4 * 300
    taken.give_up("SAME-1950-7")
    assert taken.take("same-1950-7") == "same-1950-7"
