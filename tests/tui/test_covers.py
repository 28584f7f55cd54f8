"""Covers: painted as the terminal can, decided without asking it; what can't be shown costs a sentence, no more."""

import functools
import io
import re
import zlib
from pathlib import Path
from struct import pack

import pytest
from PIL import Image
from rich.segment import Segment
from textual.color import Color

from conftest import write_library
from disctui.problem import Refused
from disctui.settings import Settings
from disctui.tui.covers import kitty
from disctui.tui.covers.gallery import Gallery
from disctui.tui.covers.painter import BLOCKS, KITTY, Painter, painter_for
from disctui.tui.covers.pictures import Picture, Wanted, load
from disctui.tui.readable import Readable
from disctui.tui.widgets.cover_view import CoverView
from disctui.tui.widgets.wall import Wall
from tui.driving import Browser, Opener
from tui.test_real_terminal import terminal

_QUERY = re.compile(rb"\x1b\[[?>=]?[0-9;]*(?:c|n|\$p|t|u|q)|\x1b\][0-9;]*\?|\x1bP\+q|_G[^;]*a=q")
_SENT = re.compile(rb"\x1b_G[^\x1b]*a=T")


def picture(*, kind: str = "PNG", size: tuple[int, int] = (60, 90)) -> bytes:
    """A red picture with a blue lower half."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (0, size[1] // 2, *size))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 50,000 x 50,000 pixels."""
    head = b"IHDR" + pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    parts = (head, b"IDAT" + zlib.compress(bytes(100)), b"IEND")
    chunks = (pack(">I", len(part) - 4) + part + pack(">I", zlib.crc32(part)) for part in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.fixture
def covered(tmp_path: Path) -> Path:
    """Sixty films, every one with the same picture, and a few whose picture can't be shown."""
    root = tmp_path / "shelf"
    files = {f"f{number:03}.toml": f'title = "Film {number:03}"\ncover = "covers/a.png"\n' for number in range(60)}
    wrong = {
        "bomb": "bomb.png",
        "cut": "cut.jpg",
        "link": "link.png",
        "big": "big.png",
        "gone": "gone.png",
        "text": "t.png",
    }
    files |= {f"{name}.toml": f'title = "{name}"\ncover = "covers/{cover}"\n' for name, cover in wrong.items()}
    write_library(
        root, files | {"out.toml": 'title = "out"\ncover = "../secret.png"\n', "plain.toml": 'title = "plain"\n'}
    )
    covers = root / "covers"
    covers.mkdir()
    (covers / "a.png").write_bytes(picture())
    (covers / "bomb.png").write_bytes(bomb())
    (covers / "cut.jpg").write_bytes(picture(kind="JPEG", size=(400, 600))[:700])
    (covers / "big.png").write_bytes(picture() + b"\0" * 20 * 1024 * 1024)
    (covers / "t.png").write_text("<svg/>")
    (tmp_path / "secret.png").write_bytes(picture())
    (covers / "link.png").symlink_to(tmp_path / "secret.png")
    return root


PAINTED = {
    ("xterm-256color", ""): BLOCKS,
    ("xterm-kitty", ""): KITTY,
    ("xterm-ghostty", ""): KITTY,
    ("xterm-256color", "KITTY_WINDOW_ID=1"): KITTY,
    ("xterm-256color", "TERM_PROGRAM=ghostty"): KITTY,
    ("xterm-kitty", "TMUX=/tmp/tmux"): BLOCKS,
    ("tmux-256color", "KITTY_WINDOW_ID=1"): BLOCKS,
    ("xterm-kitty", "ZELLIJ=0"): "",
    ("xterm-kitty", "STY=1.pts"): "",
    ("xterm-kitty", "NO_COLOR=1"): "",
    ("linux", ""): "",
    ("dumb", ""): "",
}


def test_how_pictures_are_painted_is_told_from_the_environment() -> None:
    for (term, variable), kind in PAINTED.items():
        name, _, value = variable.partition("=")
        painter = painter_for({"TERM": term, **({name: value} if name else {})})
        assert painter.kind == kind, (term, variable)
        assert bool(painter.reason) == (not kind), "and why not"
    assert painter_for({"TERM": "xterm-kitty"}, "off").kind == ""
    assert painter_for({"TERM": "tmux", "TMUX": "x"}, "kitty").kind == KITTY, "who says so may have it"
    assert painter_for({"TERM": "xterm-kitty", "ZELLIJ": "0"}, "blocks").kind == BLOCKS
    assert painter_for({"TERM": "xterm-kitty", "NO_COLOR": "1"}, "kitty").kind == ""


WRONG = {
    "bomb.png": "pixels",
    "cut.jpg": "cut off or broken",
    "link.png": "a link out of the library",
    "big.png": "more than 8 MiB",
    "gone.png": "not there",
    "t.png": "no JPEG, PNG, WebP or GIF",
    "../../secret.png": "not inside the library",
    "/etc/passwd": "not inside the library",
    "https://x/y.png": "not inside the library",
}


def test_a_picture_fills_its_cells_and_what_is_none_is_refused_with_a_reason(covered: Path) -> None:
    for kind, cell in ((BLOCKS, (1, 2)), (KITTY, (8, 16))):
        made = load(str(covered), Wanted("f000.toml", "covers/a.png", 20, 20), kind, cell)
        assert (made.columns, made.rows) == (20, 15), "two to three, in cells twice as high as wide"
        if kind == BLOCKS:
            assert len(made.pixels) == 20 * 30
            assert made.pixels[0][0] > 150 > made.pixels[-1][0]
        else:
            assert Image.open(io.BytesIO(made.png)).size == (160, 240), "no more pixels than the cells have"
    stripes = Image.new("RGB", (8, 12))
    stripes.paste((255, 255, 255), (0, 0, 4, 12))
    stripes.save(covered / "covers" / "half.png")
    half = load(str(covered), Wanted("f000.toml", "covers/half.png", 1, 1), BLOCKS, (1, 2)).pixels[0][0]
    assert 180 < half < 192, "half of it bright is half the light, which is more than half the number"
    for name, reason in WRONG.items():
        cover = name if "/" in name else f"covers/{name}"
        with pytest.raises(Refused, match=reason):
            load(str(covered), Wanted("f000.toml", cover, 20, 20), BLOCKS, (1, 2))


async def test_a_terminal_is_sent_a_picture_once_and_told_to_forget_the_oldest(covered: Path) -> None:
    sent: list[str] = []
    gallery = Gallery(str(covered), Painter(KITTY), sent.append, kept=2)
    for columns in (10, 10, 11, 12):
        shown = await gallery.ready(Wanted("f000.toml", "covers/a.png", columns, 20))
        assert {strip.cell_length for strip in shown.strips} == {columns}
    assert [text.count("a=T") for text in sent if "a=T" in text] == [1, 1, 1], "the second time it is known"
    assert [text for text in sent if "a=d" in text] == [kitty.forgotten(kitty.number(0))]
    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", kitty.sent(5, Picture(2, 2, png=bytes(9000))))
    assert len(pieces) == 3
    assert all("q=2" in keys and len(data) <= 4096 for keys, data in pieces)
    cells = list(shown.strips[0])
    assert Readable().apply(cells, Color(0, 0, 0)) == cells, "the colour is the picture's number"
    assert Readable().apply([Segment("a", cells[0].style)], Color(0, 0, 0))
    gallery.stop()


def seen(browser: Browser) -> str:
    return browser.part(browser.main.query_one(CoverView)) if browser.main.query(CoverView) else ""


def is_known(browser: Browser, name: str) -> bool:
    """Whether the cover of a file has been tried, and can't be shown."""
    return any(path == f"{name}.toml" for view in browser.main.query(CoverView) for path, _ in view.troubles)


async def test_the_cover_comes_once_the_cursor_rests_and_c_makes_it_large_or_takes_it_away(
    covered: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_browser(covered, settings=Settings(covers="blocks")) as browser:
        main = browser.main
        await browser.press("enter", "end", "k")
        for name, reason in (("out", "not inside"), ("link", "a link out"), ("gone", "not there"), ("cut", "broken")):
            await browser.put(name)
            await browser.press("enter")
            await browser.wait_for(functools.partial(is_known, browser, name), "it was tried")
            await browser.press("C")
            await browser.wait_for_toast(reason)
            browser.app.clear_notifications()
        await browser.press("escape", "escape", "home")
        await browser.put("film 000")
        await browser.wait_for(lambda: "▀" in seen(browser), "the picture")
        small = main.query_one(CoverView).size.width
        decoded = main.panes.gallery.decoded
        await browser.empty_box()
        await browser.press("escape", "home")
        monkeypatch.setattr("disctui.tui.widgets.cover_view.REST", 60.0)
        await browser.send(b"j" * 50)
        assert main.panes.gallery.decoded - decoded <= 1, "nothing is decoded on the way"
        monkeypatch.setattr("disctui.tui.widgets.cover_view.REST", 0.0)
        await browser.press("k")
        await browser.wait_for(lambda: "▀" in seen(browser), "what it rests on")
        assert main.panes.gallery.decoded - decoded <= 3
        await browser.press("C")
        await browser.wait_for(lambda: main.query_one(CoverView).size.width > small, "a large one")
        await browser.press("C")
        await browser.wait_for(lambda: not main.query_one(CoverView).display, "none")
        await browser.press("C")
        await browser.wait_for(lambda: main.query_one(CoverView).display, "the small one again")
        await browser.resize(80, 24)
        await browser.press("C")
        await browser.wait_for(lambda: main.query_one(CoverView).size.height > 10, "below the list it gets more room")
        await browser.press("C", "C")
        await browser.put("plain")
        await browser.press("enter", "C")
        await browser.wait_for_toast("this file names no picture")


async def test_c_before_a_cover_was_tried_says_why_there_is_none_once_it_is(
    covered: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("disctui.tui.widgets.cover_view.REST", 60.0)
    async with open_browser(covered, settings=Settings(covers="blocks")) as browser:
        await browser.search("cut")
        await browser.press("enter")
        monkeypatch.setattr("disctui.tui.widgets.cover_view.REST", 0.0)
        await browser.press("C")
        await browser.wait_for_toast("cover can't be shown: it is cut off or broken")
        assert browser.main.details.cover_size == "on", "a key that did nothing leaves the next cover as it was"


async def test_another_theme_brings_covers_and_takes_them_away(covered: Path, open_browser: Opener) -> None:
    async with open_browser(covered, settings=Settings(covers="blocks", theme="ansi-dark")) as browser:
        await browser.search("film 000")
        await browser.press("enter", "C")
        await browser.wait_for_toast("cover can't be shown: this theme has only the terminal's own colours")
        browser.app.theme = "disctui-dark"
        await browser.wait_for(lambda: "▀" in seen(browser), "the picture")
        browser.app.theme = "ansi-dark"
        await browser.wait_for(lambda: "▀" not in browser.text(), "none")


async def test_beside_a_cover_a_long_text_stands_below_its_label(covered: Path, open_browser: Opener) -> None:
    file = covered / "f000.toml"
    file.write_text(file.read_text() + '[collection]\nlocation = "Living room, shelf A"\ndue = 2030-01-01\n')
    async with open_browser(covered, size=(120, 36), settings=Settings(covers="blocks")) as browser:
        await browser.search("film 000")
        await browser.press("enter", "5")
        await browser.wait_for(lambda: "▀" in seen(browser), "the picture")
        lines = [line.strip() for line in browser.part(browser.main.details.query_one("#fields")).split("\n")]
        assert any(line.startswith("Living room, shelf A ") for line in lines), "and not in pieces of fourteen cells"
        assert any(line.startswith("Due back       2030-01-01 ") for line in lines), "a short one is beside it"


async def test_a_cover_that_another_program_changed_is_shown_anew(
    covered: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("disctui.tui.widgets.panes.LOOK", 0.3)
    async with open_browser(covered, settings=Settings(covers="blocks")) as browser:
        await browser.put("film 000")
        await browser.wait_for(lambda: "▀" in seen(browser), "the picture")
        small = browser.main.query_one(CoverView).size.height
        decoded = browser.main.panes.gallery.decoded
        (covered / "covers/a.png").write_bytes(b"no picture any more")
        await browser.wait_for(lambda: is_known(browser, "f000"), "it can't be shown")
        (covered / "covers/a.png").write_bytes(picture(size=(90, 60)))
        await browser.wait_for(lambda: browser.main.panes.gallery.decoded > decoded, "read anew")
        await browser.wait_for(lambda: "▀" in seen(browser), "the other picture")
        assert seen(browser).count("▀") < small * browser.main.query_one(CoverView).size.width


async def test_the_wall_shows_cards_moves_by_arrows_and_searches_while_it_stands(
    covered: Path, open_browser: Opener
) -> None:
    async with open_browser(covered, size=(100, 36), settings=Settings(covers="blocks")) as browser:
        main = browser.main
        await browser.press("escape", "home", "V")
        await browser.press("H")
        await browser.wait_for("Nothing was changed")
        await browser.press("escape")
        await browser.wait_for(lambda: browser.app.screen is main, "the wall again")
        assert browser.place == "list", "what is typed after a dialog are commands, and no text"
        wall = main.query_one(Wall)
        across = 100 // (18 + 2)
        await browser.put("film")
        await browser.wait_for(lambda: browser.part(wall).count("▀") > 18 * 4, "pictures")
        assert main.panes.gallery.decoded <= across * (wall.page + 1), "of what is seen and no more"
        await browser.press("enter", "l", "down")
        assert browser.shelf.cursor == across + 1
        await browser.press("end")
        assert browser.chosen == "f059"
        await browser.wait_for("Film 059")
        await browser.put("plain")
        assert "╭────────────────╮" in browser.part(wall), "a card with its title where there is no picture"
        assert "plain" in browser.part(wall)
        await browser.put("bomb")
        assert "bomb" in browser.part(wall)
        await browser.press("escape", "escape", "escape")
        assert not main.panes.is_wall
        assert browser.shelf.has_focus
        await browser.press("V", "enter")
        await browser.wait_for(lambda: browser.place == "details", "the details of the card")
        assert not main.panes.is_wall


def test_a_terminal_that_draws_pictures_gets_each_once_and_keeps_none(covered: Path) -> None:
    common = {"COLORTERM": "truecolor", "NO_COLOR": "", "XDG_CONFIG_HOME": str(covered.parent / "config")}
    with terminal(covered, TERM="xterm-kitty", VISUAL="true", **common) as running:
        running.press("film 001\r")
        running.wait_for(lambda: "\U0010eeee".encode() in running.raw)
        assert len(_SENT.findall(running.raw)) == len(set(_SENT.findall(running.raw)))
        seen = len(running.raw)
        running.press("e")
        running.wait_for(lambda: b"\x1b[?1049h" in running.raw[seen:] and _SENT.search(running.raw[seen:]))
        assert seen < running.raw.find(b"a=d,d=I", seen) < running.raw.find(b"\x1b[?1049l", seen), "not over the editor"
        running.press("?")
        running.wait_for("Keys that work now")
        running.press("\x1b\x11")
        assert running.wait_exit() == 0
        raw = bytes(running.raw)
    assert 0 < raw.rfind(b"a=d,d=I") < raw.rfind(b"\x1b[?1049l"), "forgotten before the terminal is given back"
    with terminal(covered, TERM="xterm-kitty", ZELLIJ="0", **common) as plain:
        plain.press("film 001\r")
        plain.wait_for("Film 001")
        plain.press("\x11")
        assert plain.wait_exit() == 0
    assert b"\x1b_G" not in plain.raw
    assert set(_QUERY.findall(raw)) == set(_QUERY.findall(plain.raw)), "it asks nothing that it did not ask before"
