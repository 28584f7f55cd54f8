import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from disctui.exporters.exporter import Options
from disctui.exporters.html_page import HtmlPage
from disctui.exporters.page_assets import LOGIC

from .shelves import DOCUMENTS, entry

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome", "headless_shell"))), None
)


class Page(HTMLParser):
    """What a browser sees: elements, attributes, texts, and whether all is closed."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.inside: dict[str, str] = {}
        self.shelf = ""
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "input", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.tags and self.tags[-1] == ("script", {"type": "application/json", "id": "shelf"}):
            self.shelf += data
        self.inside[self.open[-1] if self.open else ""] = data


def shelf(found: Page) -> list[dict[str, Any]]:
    """The releases as the page's script reads them."""
    read: list[dict[str, Any]] = json.loads(found.shelf)
    return read


def page(*documents: dict[str, Any], **options: Any) -> bytes:
    entries = [entry(document, f"shelf/{number}") for number, document in enumerate(documents)]
    return b"".join(HtmlPage().export(entries, Options(**options)))


@given(DOCUMENTS)
def test_any_release_makes_a_page_whose_elements_are_all_ours_and_closed(document: dict[str, Any]) -> None:
    found = Page(page(document, private=True))
    assert found.open == []
    assert len(shelf(found)) == 1
    allowed = (
        "html head meta title style body header h1 p nav a form input details summary div main ol li button dialog "
        "script noscript"
    )
    assert {tag for tag, _ in found.tags} <= set(allowed.split())
    assert all(not name.startswith("on") for _, attributes in found.tags for name in attributes)


def test_hostile_texts_are_shown_and_do_nothing() -> None:
    hostile = "</td><script>alert(1)</script><img src=x onerror=alert(1)>\x1b[2J\u202e"
    document = {
        "title": hostile,
        "synopsis": hostile,
        "directors": [hostile],
        "price": {"store_url": "javascript:alert(1)"},
    }
    found = Page(page(document, heading=hostile))
    assert [attributes for tag, attributes in found.tags if tag == "script"] == [
        {"type": "application/json", "id": "shelf"},
        {},
    ]
    assert not [tag for tag, _ in found.tags if tag == "img"]
    shown = "</td><script>alert(1)</script><img src=x onerror=alert(1)>[2J"
    assert [(row["t"], row["p"], row["d"], row.get("u")) for row in shelf(found)] == [(shown, [shown], [shown], None)]
    assert "<" not in found.shelf  # nothing in it can end the element that it stands in
    assert shown in "".join(found.texts)
    good = Page(page({"title": "T", "price": {"store_url": "https://x.example/?a=1&b=2"}}))
    assert [row["u"] for row in shelf(good)] == ["https://x.example/?a=1&b=2"]


def test_the_policy_names_style_and_script_by_their_hash_and_allows_nothing_else() -> None:
    found = Page(page({"title": "T"}))
    policy = next(attributes["content"] or "" for tag, attributes in found.tags if attributes.get("http-equiv"))
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(found.inside[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_columns_that_were_asked_for_are_all_that_list_and_details_show() -> None:
    document: dict[str, Any] = {
        "title": "M", "year": 1931, "directors": ["Fritz Lang"], "synopsis": "Berlin.", "shelf_mark": "B 4",
        "genres": ["Crime"], "release": {"studio": "Nero", "edition": "Restored"}, "collection": {"paid": 9.5},
    }  # fmt: skip
    columns = ("shelf_mark", "year", "release.edition", "collection.paid")
    page = b"".join(HtmlPage().export([entry(document)], Options(columns=columns)))
    (row,) = json.loads(Page(page).shelf)
    assert row == {
        "t": "M",
        "k": row["k"],
        "y": 1931,
        "ys": [1931],
        "x": [["shelf_mark", "B 4"], ["Edition", "Restored"]],
    }


def test_covers_inside_the_library_are_embedded_and_no_others(tmp_path: Path) -> None:
    library = tmp_path / "library"
    (library / "shelf").mkdir(parents=True)
    (library / "shelf" / "a.png").write_bytes(PIXEL)
    (library / "shelf" / "b.png").write_text("<svg onload=alert(1)>")
    (tmp_path / "secret.png").write_bytes(PIXEL)
    (library / "shelf" / "link.png").symlink_to(tmp_path / "secret.png")
    (library / "shelf" / "loop.png").symlink_to("loop.png")
    for cover, count in (("a.png", 1), ("../shelf/a.png", 1), ("b.png", 0), ("../../secret.png", 0), ("link.png", 0),
                         ("loop.png", 0), (str(tmp_path / "secret.png"), 0), ("gone.png", 0),
                         ("https://x/y.png", 0)):  # fmt: skip
        (row,) = shelf(Page(page({"title": "T", "cover": cover}, root=str(library))))
        assert ("c" in row) == bool(count), cover
        assert re.match("data:image/(png|jpeg);base64,", row.get("c", "data:image/png;base64,"))


def test_covers_are_drawn_anew_and_small_and_stay_out_where_the_page_would_be_too_big(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = pytest.importorskip("PIL.Image")
    image.new("RGB", (1500, 2000), "teal").save(tmp_path / "a.jpg", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0 Home Street 5")
    (row,) = shelf(Page(page({"title": "T", "cover": "../a.jpg"}, root=str(tmp_path))))
    data = base64.b64decode(row["c"].partition(",")[2])
    assert image.open(io.BytesIO(data)).size == (280, 373)
    assert b"Home Street" not in data
    monkeypatch.setattr("disctui.exporters.covers.TOTAL_LIMIT", len(row["c"]))
    data = page(*[{"title": "T", "cover": "../a.jpg"}] * 3, root=str(tmp_path))
    assert ["c" in row for row in shelf(Page(data))] == [True, False, False]
    assert b"2 covers stayed out" in data


def test_who_allows_no_script_gets_a_plain_list() -> None:
    data = page({"title": "A & B", "year": 1957, "specs": {"discs": ["DVD"]}, "release": {"studio": "Arrow"}})
    assert b"<ol>\n<li>A &amp; B, 1957, DVD, Arrow</li>\n</ol></noscript>" in data


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_a_real_browser_draws_only_what_is_seen_under_the_policy_of_the_page(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(page(*({"title": f"Film {number:05}", "year": 1950 + number % 50} for number in range(3000))))
    command = [
        str(BROWSER),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--window-size=1280,900",
        "--dump-dom",
    ]
    for view, drawn in (("wall", "Film 00000"), ("list", "Film 00000"), ("statistics", "1950s: 600")):
        shown = subprocess.run(
            [*command, f"{file.as_uri()}#{view}"], capture_output=True, text=True, timeout=60, check=True
        ).stdout
        body = shown.partition("<noscript>")[0].partition("<header>")[2]
        body = re.sub(r"<script.*?</script>", "", body, flags=re.DOTALL)
        assert ">3,000 releases<" in body
        assert drawn in body
        assert body.count("<button") < 120


@pytest.mark.skipif(shutil.which("node") is None, reason="no node on this machine")
def test_the_script_searches_filters_counts_and_sorts_with_blanks_last() -> None:
    data = page(
        {"title": "Béta", "year": 1999, "specs": {"discs": ["DVD"]}, "release": {"studio": "Arrow"}},
        {"title": "Alpha", "specs": {"discs": ["4K UHD", "Blu-ray"]}},
        {"title": "The Gamma", "year": 2001, "release": {"studio": "Arrow"}, "cast": ["Beta Tester"]},
    )
    use = """
    const rows = JSON.parse(require("fs").readFileSync(0, "utf8")), titles = rows => rows.map(row => row.t);
    const by = (name, isDown) => titles(inOrder(rows, name, isDown)), counts = name => count(rows, name);
    const found = (typed, picked) => titles(find(rows, typed, picked));
    console.log(JSON.stringify([
      found("BETA", {}), found("", { label: "Arrow", decade: "2000s" }), found("", { label: WITHOUT }),
      by("year", false), by("year", true), by("title", false),
      counts("label"), counts("format").listed, counts("decade").listed,
    ]));
    """
    shown = subprocess.run(
        ["node", "-e", LOGIC + use], input=Page(data).shelf, capture_output=True, text=True, timeout=60, check=True
    ).stdout
    assert json.loads(shown) == [
        ["Béta", "The Gamma"],
        ["The Gamma"],
        ["Alpha"],
        ["Béta", "The Gamma", "Alpha"],
        ["The Gamma", "Béta", "Alpha"],
        ["Alpha", "Béta", "The Gamma"],
        {"listed": [["Arrow", 2]], "without": 1},
        [["4K", 1], ["Blu-ray", 1], ["DVD", 1]],
        [["1990s", 1], ["2000s", 1]],
    ]
