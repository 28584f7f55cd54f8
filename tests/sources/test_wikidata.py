"""Wikidata, asked of a server on this machine that answers as its query service is documented to."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from conftest import contents, write_library
from disctui.sources import wikidata
from sources.test_tmdb import Server, held, server
from test_cli import cli

__all__ = ["cli", "server"]  # fixtures

pytest.importorskip("httpx", reason="it is the extra `online`")


def rows(*found: dict[str, str]) -> dict[str, Any]:
    """An answer in the form "SPARQL 1.1 Query Results JSON"."""
    bindings = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in found]
    return {"head": {"vars": sorted({name for row in found for name in row})}, "results": {"bindings": bindings}}


def item(key: str, name: str, number: str = "") -> dict[str, str]:
    place = {"value": "http://www.wikidata.org/entity/Q77", "valueLabel": name, "key": key}
    return place | ({"number": number} if number else {})


FILM = {
    "film": "http://www.wikidata.org/entity/Q900001",
    "filmLabel": "The North Ferry",
    "date": "1971-10-02T00:00:00Z",
}
FOUND = rows(
    FILM | {"original": "Nordfergen", "directorLabel": "Asta Lindqvist"},
    FILM | {"date": "1972-01-01T00:00:00Z", "directorLabel": "Asta Lindqvist"},
    {"film": "http://www.wikidata.org/entity/Q900002", "filmLabel": "The North Ferry", "date": "2019-01-01T00:00:00Z"},
    {"film": "http://www.wikidata.org/entity/Q900003", "filmLabel": "Q900003"},
    {"film": "javascript:alert(1)", "filmLabel": "The North Ferry"},
)
SAID = rows(
    item("cast", "Siri Aas", "2"), item("cast", "Ole Brandt", "1"), item("cast", "Q5"),
    item("directors", "Asta Lindqvist"),
    item("countries", "Norway"), item("countries", "United States of America"), item("writers", "Per \u001b[31mHolm"),
    {"key": "original_title", "value": "Nordfergen", "valueLabel": "Nordfergen"},
    {"key": "title", "value": "The North Ferry"}, {"key": "date", "value": "1971-10-02T00:00:00Z"},
    {"key": "length", "value": "94"}, {"key": "imdb", "value": "tt9000001"},
)  # fmt: skip


@pytest.fixture
def library(server: Server, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release, and a config.toml that names a server which answers as above."""
    monkeypatch.setattr(wikidata, "GAP", 0.0)

    def answer(path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        server.asked.append(path)
        server.heard.append(headers)
        if server.answers:
            return server.answers.pop(0)
        query = parse_qs(urlsplit(path).query)["query"][0]
        return 200, {}, json.dumps(SAID if "wd:Q900001 " in query else FOUND).encode()

    monkeypatch.setattr(server, "answer", answer)
    address = server.pictures.replace("/t/p/", "/sparql")
    words = f'[sources]\nwikidata = "en"\nwikidata_address = "{address}"\n'
    write_library(home / ".config" / "disctui", {"config.toml": words})
    return write_library(tmp_path / "library", {"north.toml": 'title = "The \\"North\\" Ferry"\nyear = 1971\n'})


def test_a_film_is_filled_by_title_and_year_and_the_year_decides(server: Server, library: Path, cli: Any) -> None:
    ran = cli("fill", "-l", library, "north")
    assert ran.status == 0, ran.err
    assert held(library) == {
        "title": 'The "North" Ferry',
        "year": 1971,
        "original_title": "Nordfergen",
        "directors": ["Asta Lindqvist"],
        "writers": ["Per \x1b[31mHolm"],
        "cast": ["Ole Brandt", "Siri Aas"],
        "countries": ["Norway", "United States"],
    }
    text = (library / "north.toml").read_text("utf-8")
    assert "#   duration: 94 min" in text
    assert "\x1b" not in text
    first = parse_qs(urlsplit(server.asked[0]).query)
    assert first["format"] == ["json"]
    assert 'mwapi:search "The \\"North\\" Ferry" ;' in first["query"][0]
    assert {"Authorization", "Cookie"}.isdisjoint(server.heard[0])
    assert server.heard[0]["User-Agent"].startswith("disctui/")
    before, asked = contents(library), len(server.asked)
    assert cli("fill", "-l", library, "north").status == 0
    assert (contents(library), len(server.asked)) == (before, asked)


def test_the_number_at_imdb_decides_and_each_failure_has_its_sentence(server: Server, library: Path, cli: Any) -> None:
    (library / "north.toml").write_text('title = "Other"\nfilm_id = "tt9000001"\n', "utf-8")
    before = contents(library)
    answers: list[tuple[tuple[int, dict[str, str], bytes], str]] = [
        ((429, {"Retry-After": "9999"}, b""), "Wikidata asks for a pause; go on in 9999 s"),
        ((500, {}, b"java.util.concurrent.TimeoutException"), "Wikidata answered 500"),
        ((200, {}, b"<html>"), "Wikidata did not answer in JSON"),
        ((200, {}, b'{"results": {"bindings": [7, {"film": 7, "filmLabel": []}]}}'), "does not know it"),
    ]
    for answer, said in answers:
        server.answers = [answer, answer]
        ran = cli("fill", "-l", library, "north")
        assert said in ran.out + ran.err
        assert contents(library) == before
        for kept in Path.home().rglob("answers/*"):
            kept.unlink()
    assert cli("fill", "-l", library, "north", "--only", "directors").status == 0
    assert 'wdt:P345 "tt9000001"' in parse_qs(urlsplit(server.asked[-2]).query)["query"][0]
    assert held(library)["directors"] == ["Asta Lindqvist"]


def test_it_is_asked_only_where_it_is_switched_on(home: Path, cli: Any) -> None:
    ready = {one["name"]: one["why"] for one in cli("sources", "--json").json["sources"]}
    assert ready["wikidata"] == 'Wikidata is not switched on; write [sources] and wikidata = "en" in config.toml'
    write_library(home / ".config" / "disctui", {"config.toml": '[sources]\nwikidata = "} DROP"\n'})
    ready = {one["name"]: one["why"] for one in cli("sources", "--json").json["sources"]}
    assert ready["wikidata"].startswith("} DROP is no language")
