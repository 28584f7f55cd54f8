"""From one cell to a wide wall, before anything is read and with nothing to read, there is a screen one can use."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import SAMPLE, write_library
from disctui.library import catalogue
from disctui.settings import Settings
from disctui.tui.messages import LibraryProgress
from disctui.tui.widgets.details import Details
from disctui.tui.widgets.release_list import ReleaseList
from tui.driving import Browser, Opener, watching


def _is_beside(browser: Browser) -> bool:
    """Whether the details stand at the right of the list."""
    return browser.main.query_one(Details).region.x >= browser.main.query_one(ReleaseList).region.right


async def test_below_110_columns_the_details_go_under_the_list(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf, size=(110, 30)) as browser:
        assert _is_beside(browser)
        await browser.resize(109, 30)
        assert not _is_beside(browser)
        assert browser.main.query_one(Details).region.y > browser.shelf.region.y
        assert "8½ (1963)" in browser.details
        await browser.resize(110, 30)
        assert _is_beside(browser)


async def test_frames_give_way_where_rows_are_few_or_the_user_wants_none(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf, size=(120, 24)) as browser:
        lines = browser.lines()
        assert lines[0].startswith(f"╭─ disctui · {browser.app.session.library_name} ─")
        assert lines[2].endswith(" 7 releases ─╯")
        assert "╭── Title ──" in lines[4] or "╭── Title ──" in lines[3]
        assert " sorted by title ─╯" in lines[-2]
        assert "─ 8½ (1963) ─" in browser.details.split("\n")[0]
        await browser.resize(120, 23)
        assert "╭" not in browser.text()
        await browser.resize(100, 30)
        assert browser.text().count("╭") == 3
        await browser.resize(100, 29)
        assert "╭" not in browser.text()
        assert browser.details.startswith("─ 8½ (1963) ─"), "the title stands in the rule over the details"
    async with open_browser(shelf, size=(120, 40), settings=Settings(density="compact")) as browser:
        assert "╭" not in browser.text()
        assert browser.count == "7 releases"


async def test_at_40x12_one_can_search_read_and_edit(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf, size=(40, 12)) as browser:
        assert len(browser.rows) >= 3
        await browser.search("cranes")
        await browser.wait_for(lambda: browser.cursor_row.startswith("The Cranes Are Flying"), "the film")
        assert browser.count.startswith("1")
        assert "Veronica and Boris" in browser.facts
        await browser.press("enter", "2")
        assert "Release date" in browser.facts
        await browser.press("J", "J", "tab", "j", "escape", "escape")
        await browser.wait_for(lambda: browser.count.startswith("7"))
        assert browser.footer.strip()


async def test_at_one_cell_and_back_nothing_is_lost(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf, size=(120, 36)) as browser:
        await browser.press("enter", "j", "j", "2")
        before = browser.text()
        for size in [(1, 1), (2, 1), (1, 2), (3, 3), (1, 50), (200, 1), (10, 5)]:
            await browser.resize(*size)
            await browser.press("j", "k", "J", "tab", "shift+tab", "3", "2")
            assert browser.is_running, size
        await browser.resize(120, 36)
        await browser.wait_for(lambda: browser.text() == before, "the screen as it was")


async def test_every_other_screen_survives_one_cell(shelf: Path, open_browser: Opener) -> None:
    write_library(shelf, {"b.toml": 'title = "B'})
    async with open_browser(shelf) as browser:
        await browser.press("enter")
        for above in ("f1", "y", "p", "colon"):
            await browser.press(above)
            await browser.wait_for(lambda: browser.app.screen is not browser.main, f"what {above} opens")
            for size in [(1, 1), (5, 3), (120, 36)]:
                await browser.resize(*size)
                await browser.press("down")
            await browser.press("escape")
            await browser.wait_for(lambda: browser.app.screen is browser.main, f"{above} closed")


async def test_it_opens_at_one_cell(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf, size=(1, 1)) as browser:
        await browser.press("down", "enter", "escape")
        assert browser.is_running


async def test_a_wide_screen_is_filled(open_browser: Opener) -> None:
    async with open_browser(SAMPLE, size=(250, 70)) as browser:
        assert len(browser.rows) > 55
        assert browser.main.query_one(Details).region.right == 250


class Gate:
    """Reading that waits, before it begins or after its first step, until it is let on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, at_start: bool = False) -> None:
        self.is_open = threading.Event()
        read_all = catalogue.Reader.read_all

        def slowly(reader: catalogue.Reader, **options: Any) -> Iterator[catalogue.Progress]:
            if at_start:
                self.is_open.wait(20)
            for progress in read_all(reader, **options):
                yield progress
                if progress.done and not progress.is_complete:
                    self.is_open.wait(20)

        monkeypatch.setattr(catalogue.Reader, "read_all", slowly)


def _thousand(root: Path) -> Path:
    return write_library(root, {f"{number:03}.toml": f'title = "Film {number:03}"\n' for number in range(1000)})


async def test_the_first_screen_comes_before_anything_is_read(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, at_start=True)
    async with open_browser(shelf, wait=False) as browser:
        try:
            await browser.wait_for("title, director, cast")
            assert "ctrl+q quit" in browser.footer
            assert browser.app.session.catalogue.listings == {}
            assert "no releases" not in browser.text(), "that is not known yet"
            await browser.type_text("alien")
            assert browser.asked.startswith(" / alien"), "and one can type already"
        finally:
            gate.is_open.set()
        await browser.wait_for(lambda: browser.titles == ["Alien"], "the answer once it is read")


async def test_what_has_been_read_can_be_searched_while_the_rest_is_read(
    tmp_path: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    _thousand(tmp_path)
    gate = Gate(monkeypatch)
    async with open_browser(tmp_path, wait=False) as browser:
        try:
            await browser.wait_for(lambda: browser.app.session.catalogue.listings, "the first of them")
            done = len(browser.app.session.catalogue.listings)
            assert done < 1000
            await browser.wait_for(f"reading {done:,} of 1,000")
            assert "━" in browser.lines()[-2], "a bar"
            await browser.wait_for(lambda: browser.titles, "the first of what was read")
            known = browser.titles[0].split()[1]
            await browser.search(known)
            await browser.wait_for(lambda: browser.cursor_row.startswith(f"Film {known}"), "what was read")
        finally:
            gate.is_open.set()
        await browser.wait_for(lambda: "reading" not in browser.text(), "the end")
        await browser.wait_for(lambda: browser.count.endswith("of 1,000"))


async def test_the_cursor_keeps_its_release_while_others_are_read(
    tmp_path: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    _thousand(tmp_path)
    gate = Gate(monkeypatch)
    async with open_browser(tmp_path, wait=False) as browser:
        try:
            await browser.wait_for("of 1,000")
            await browser.wait_for(lambda: browser.titles, "the first of what was read")
            await browser.press("down", "down")
            chosen = browser.chosen
        finally:
            gate.is_open.set()
        await browser.wait_for(lambda: browser.count == "1,000 releases", "the end")
        assert chosen is not None
        assert browser.chosen == chosen


async def test_quitting_while_the_library_is_read_is_quiet(
    tmp_path: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    _thousand(tmp_path)
    gate = Gate(monkeypatch)
    async with open_browser(tmp_path, wait=False) as browser:
        await browser.wait_for("of 1,000")
        progress = catalogue.Progress(browser.app.session.catalogue, 50, 200, is_complete=False)
        browser.app.exit()
        gate.is_open.set()
        for _ in range(3):
            browser.app.post_message(LibraryProgress(progress))
            browser.app.call_later(lambda: browser.app.post_message(LibraryProgress(progress)))
    assert browser.app._exception is None
    assert browser.app.return_code == 0


async def test_a_message_that_comes_when_the_screen_is_already_gone_is_no_crash(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf) as browser:
        progress = catalogue.Progress(browser.app.session.catalogue, 7, 7, is_complete=True)
        await browser.main.remove_children()
        browser.app.post_message(LibraryProgress(progress))
        await browser.settled()
    assert browser.app._exception is None


async def test_an_empty_library_is_friendly(tmp_path: Path, open_browser: Opener) -> None:
    root = tmp_path / "nothing here"
    root.mkdir()
    async with open_browser(root) as browser:
        await browser.wait_for(str(root))
        text = browser.text()
        assert "no releases" in text
        assert "n   a first release" in text
        assert "q   quit" in text
        await browser.press("question_mark")
        await browser.wait_for("Keys that work now")
        await browser.press("escape", "j", "enter", "e", "y", "o", "s", "2", "escape")
        assert browser.is_running


async def test_a_missing_library_is_friendly_and_opens_once_it_is_there(tmp_path: Path, open_browser: Opener) -> None:
    root = tmp_path / "not" / "there"
    async with open_browser(root) as browser:
        await browser.wait_for("there is no such folder")
        assert str(root) in browser.text()
        assert f"disctui init {root}" in browser.text()
        assert not root.exists(), "nothing is made without being asked for"
        write_library(root, {"m.toml": 'title = "M"\n'})
        await browser.wait_for(lambda: browser.titles == ["M"], "the release")
        assert "no such folder" not in browser.text()


async def test_a_search_in_a_library_that_is_missing_ends_and_keys_go_on(
    tmp_path: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_browser(tmp_path / "nowhere") as browser:
        await browser.wait_for("there is no such folder")
        monkeypatch.setattr(browser.app.session, "library_failed", lambda _: None)  # it is not looked for again so soon
        await browser.press("slash")
        await browser.type_text("kalatazov")
        await browser.press("enter", "j")
        await browser.wait_for(lambda: browser.main.is_ready, "the end of the search, for which the key waits")


async def test_a_library_that_is_a_file_says_so(tmp_path: Path, open_browser: Opener) -> None:
    file = tmp_path / "m.toml"
    file.write_text('title = "M"\n')
    async with open_browser(file) as browser:
        await browser.wait_for("it is a file, not a folder")


async def test_an_empty_library_fills_as_soon_as_a_file_is_saved(tmp_path: Path) -> None:
    async with watching(tmp_path) as browser:
        await browser.wait_for("no releases")
        (tmp_path / "m.toml").write_text('title = "M"\n')
        await browser.wait_for(lambda: browser.titles == ["M"], "the release")
        assert "no releases" not in browser.text()
        assert "M" in browser.details


async def test_a_library_of_broken_files_alone_leads_to_the_problems(tmp_path: Path, open_browser: Opener) -> None:
    async with open_browser(write_library(tmp_path, {"b.toml": 'title = "B'})) as browser:
        await browser.wait_for("press p to see them")
        await browser.press("p")
        await browser.wait_for("Problems: 1 error")


async def test_every_theme_shows_the_same_words(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        before = browser.text()
        for theme in ("textual-light", "ansi-light", "ansi-dark", "solarized-light"):
            browser.app.theme = theme
            await browser.settled()
            assert browser.text() == before, theme
