import base64
import hashlib
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
from disctui.exporters.page_assets import SCRIPT

from .shelves import DOCUMENTS, entry

PIXEL = b"\x89PNG\r\n\x1a\n" + b"0" * 20
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
        self.inside[self.open[-1] if self.open else ""] = data


def page(*documents: dict[str, Any], **options: Any) -> bytes:
    entries = [entry(document, f"shelf/{number}") for number, document in enumerate(documents)]
    return b"".join(HtmlPage().export(entries, Options(**options)))


@given(DOCUMENTS)
def test_any_release_makes_a_page_whose_elements_are_all_ours_and_closed(document: dict[str, Any]) -> None:
    found = Page(page(document, private=True))
    assert found.open == []
    allowed = (
        "html head meta title style body header h1 label input p main table thead tr th button tbody td "
        "details summary span dl dt dd a ul li h2 script"
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
    assert sum(tag == "script" for tag, _ in found.tags) == 1
    assert not [tag for tag, _ in found.tags if tag in {"img", "a"}]
    assert "</td><script>alert(1)</script><img src=x onerror=alert(1)>[2J" in found.texts
    good = Page(page({"title": "T", "price": {"store_url": "https://x.example/?a=1&b=2"}}))
    assert [attributes["href"] for tag, attributes in good.tags if tag == "a"] == ["https://x.example/?a=1&b=2"]


def test_the_policy_names_style_and_script_by_their_hash_and_allows_nothing_else() -> None:
    found = Page(page({"title": "T"}))
    policy = next(attributes["content"] or "" for tag, attributes in found.tags if attributes.get("http-equiv"))
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(found.inside[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


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
        found = Page(page({"title": "T", "cover": cover}, root=str(library)))
        pictures = [attributes["src"] or "" for tag, attributes in found.tags if tag == "img"]
        assert len(pictures) == count, cover
        assert all(picture.startswith("data:image/png;base64,") for picture in pictures)


def test_rows_carry_the_keys_they_are_sorted_by() -> None:
    found = Page(page({"title": "The Ünder", "year": 1957, "specs": {"length": 96}}))
    keys = [attributes["data-key"] for tag, attributes in found.tags if tag == "td"]
    assert keys == ["under", "1957", "", "", "", "", "96"]


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_search_and_sorting_work_in_a_real_browser(tmp_path: Path) -> None:
    data = page(
        {"title": "Béta", "year": 2001}, {"title": "Alpha", "year": 2003}, {"title": "Gamma", "year": 2002}
    ).decode()
    probe = (
        'const s=document.getElementById("search");s.value="beta";s.dispatchEvent(new Event("input"));'
        'const shown=[...document.querySelectorAll("tbody tr")].filter(r=>!r.hidden).map(r=>r.cells[1].textContent);'
        's.value="";s.dispatchEvent(new Event("input"));document.querySelectorAll("th button")[1].click();'
        "document.querySelectorAll('th button')[1].click();"
        'const years=[...document.querySelectorAll("tbody tr")].map(r=>r.cells[1].textContent);'
        'document.title=shown.join()+"|"+years.join()+"|"+document.getElementById("count").textContent;'
    )
    data = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", data)  # or the probe itself could not run
    file = tmp_path / "page.html"
    file.write_text(data.replace("</body>", f"<script>{probe}</script></body>"), encoding="utf-8")
    command = [
        str(BROWSER),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom",
    ]
    shown = subprocess.run([*command, file.as_uri()], capture_output=True, text=True, timeout=60, check=True).stdout
    assert "<title>2001|2003,2002,2001|3 releases</title>" in shown
    policed = tmp_path / "policed.html"
    policed.write_bytes(page({"title": "A"}))
    shown = subprocess.run([*command, policed.as_uri()], capture_output=True, text=True, timeout=60, check=True).stdout
    assert "1 release<" in shown  # its own script runs under its own policy


FAKE_PAGE = """
const rows = ROWS.map(([text, keys]) => ({ textContent: text, hidden: false,
  cells: keys.map(key => ({ dataset: { key } })) }));
const listening = () => ({ on: {}, addEventListener(name, then) { this.on[name] = then } });
const search = { ...listening(), value: "" }, count = { textContent: "" };
const body = { rows, append(...sorted) { this.rows = sorted } };
const headings = [0, 1].map(() => ({ sort: null, getAttribute() { return this.sort },
  setAttribute(_, to) { this.sort = to },
  removeAttribute() { this.sort = null } }));
const buttons = headings.map((parentElement, column) => ({ ...listening(), parentElement, dataset: { column } }));
globalThis.document = {
  querySelector: () => body, getElementById: id => ({ search, count })[id],
  querySelectorAll: what => what === "th" ? headings : buttons,
};
"""
FAKE_USE = """
const seen = [count.textContent];
search.value = "BETA"; search.on.input();
seen.push(count.textContent, body.rows.filter(row => !row.hidden).map(row => row.textContent));
for (const column of [1, 1, 0]) { buttons[column].on.click(); seen.push(body.rows.map(row => row.textContent)) }
console.log(JSON.stringify(seen));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="no node on this machine")
def test_the_script_searches_without_accents_and_sorts_numbers_with_blanks_last() -> None:
    rows = json.dumps([["Béta", ["beta", "1001"]], ["Alpha", ["alpha", ""]], ["Gamma", ["gamma", "999"]]])
    script = FAKE_PAGE.replace("ROWS", rows) + SCRIPT + FAKE_USE
    shown = subprocess.run(["node", "-e", script], capture_output=True, text=True, timeout=60, check=True).stdout
    assert json.loads(shown) == [
        "3 releases",
        "1 of 3 releases",
        ["Béta"],
        ["Gamma", "Béta", "Alpha"],
        ["Béta", "Gamma", "Alpha"],
        ["Alpha", "Béta", "Gamma"],
    ]
