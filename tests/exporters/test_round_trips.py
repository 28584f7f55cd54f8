import csv
import io
import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from disctui.exporters.exporter import Options, omissions
from disctui.exporters.formats import EXPORTERS
from disctui.importers.registry import importers, recognise
from disctui.release_file.reading import to_release

from .shelves import DOCUMENTS, FILLED, ODD, TEXTS, entry

ALL = importers().importers
EVERYTHING = Options(private=True)


def exported(name: str, documents: list[dict[str, Any]], options: Options = EVERYTHING) -> bytes:
    entries = [entry(document, f"shelf/{number}") for number, document in enumerate(documents)]
    return b"".join(EXPORTERS[name].export(entries, options))


def back(data: bytes) -> list[tuple[str | None, dict[str, Any]]]:
    importer = recognise(data, "export", ALL)
    assert importer is not None
    return [(found.release_id, found.document) for found in importer.read(data, "export")]


OWN = st.dictionaries(TEXTS.filter(lambda name: name not in {"title", "films"}), ODD, max_size=3)


@given(
    st.lists(st.builds(lambda own, document: own | document, OWN, DOCUMENTS), min_size=1, max_size=3),
    st.sampled_from(["json", "ndjson"]),
)
def test_json_gives_back_every_key_with_its_type(documents: list[dict[str, Any]], name: str) -> None:
    found = back(exported(name, documents))
    assert [document for _, document in found] == documents
    assert [repr(document) for _, document in found] == [repr(document) for document in documents]
    assert [release_id for release_id, _ in found] == [f"shelf/{number}" for number in range(len(documents))]


@example([{"title": "0", "price": {"target": 9.3e-308}}], False, ",")
@given(st.lists(DOCUMENTS, min_size=1, max_size=3), st.booleans(), st.sampled_from([",", ";", "\t"]))
def test_csv_gives_back_the_same_releases(documents: list[dict[str, Any]], mark: bool, delimiter: str) -> None:
    options = Options(private=True, byte_order_mark=mark, delimiter=delimiter)
    found = back(exported("csv", documents, options))
    assert [to_release(document) for _, document in found] == [to_release(document) for document in documents]


@given(FILLED)
def test_no_cell_of_a_csv_begins_as_a_formula(title: str) -> None:
    data = exported("csv", [{"title": title}], Options(columns=("title",)))
    (cell,) = list(csv.reader(io.StringIO(data.decode(), newline="")))[1]
    assert cell[:1] not in {*"=+-@＝＋－＠\t\r\n\0"}


def test_formulas_are_defused_unless_raw_is_asked_and_numbers_are_left_alone() -> None:
    document = {"title": "=1+1", "cast": ["+358 40", "x"], "price": {"list": 12.5}}
    columns = ("title", "cast", "price.list")
    assert exported("csv", [document], Options(columns=columns)).decode().splitlines()[1] == "'=1+1,'+358 40; x,12.5"
    assert (
        exported("csv", [document], Options(columns=columns, raw=True)).decode().splitlines()[1]
        == "=1+1,+358 40; x,12.5"
    )


def test_line_ends_in_a_cell_stay_what_they_are() -> None:
    document = {"title": "T", "collection": {"notes": "one\r\ntwo\nthree"}}
    assert back(exported("csv", [document]))[0][1] == document
    assert back(exported("json", [document]))[0][1] == document


def test_what_is_private_stays_out_unless_asked() -> None:
    private = {"paid": 9.99, "location": "under the bed", "loaned_to": "Pat Smith", "notes": "secret words"}
    document = {"title": "T", "collection": private | {"rating": 4}}
    for name in EXPORTERS:
        open_ = exported(name, [document], Options()).decode()
        for secret in ("9.99", "under the bed", "Pat Smith", "secret words"):
            assert secret not in open_
        if name != "markdown":
            assert "under the bed" in exported(name, [document]).decode()
    assert document["collection"] == private | {"rating": 4}


def test_json_is_one_document_and_ndjson_one_a_line() -> None:
    documents: list[dict[str, Any]] = [{"title": "A"}, {"title": "B\nC"}]
    assert [one["document"]["title"] for one in json.loads(exported("json", documents))["releases"]] == ["A", "B\nC"]
    lines = exported("ndjson", documents).decode().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["shelf/0", "shelf/1"]
    assert json.loads(exported("json", []))["releases"] == []


def test_a_broken_line_of_ndjson_costs_itself_alone() -> None:
    data = exported("ndjson", [{"title": "A"}, {"title": "B"}]).replace(b'"B"', b'"B')
    found = list(ALL["json"].read(data, "x.ndjson"))
    assert [one.document.get("title") for one in found] == ["A", None]
    assert found[1].line == 2


def test_markdown_is_a_list_in_which_no_title_is_markup() -> None:
    document = {"title": "*Big* [Box](x)\n# no", "year": 1999, "directors": ["D_C"], "specs": {"discs": ["DVD"]}}
    text = exported("markdown", [document]).decode()
    assert r"- **\*Big\* \[Box\](x) \# no** (1999), D\_C — DVD" in text
    assert text.endswith("\n1 release\n")


def test_an_export_says_what_it_leaves_out() -> None:
    document = {"title": "T", "mood": "dark", "collection": {"paid": 9.99}}
    entries = [entry(document)._replace(comments=3)]
    said = " ".join(omissions(entries, Options(), "csv"))
    assert "1 private value stayed out" in said
    assert "1 values under keys of your own" in said
    assert "3 lines of comments" in said
    assert omissions(entries, Options(private=True, columns=("title", "mood")), "csv") == omissions(
        entries, Options(private=True), "json"
    )
