"""What is seen first: the screen before the library, and the rows before the details."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import SHELF, write_library
from disctui.library import catalogue
from disctui.library.catalogue import Catalogue, Progress
from disctui.tui.results import Results, Shown, find
from disctui.tui.view import View
from disctui.tui.widgets import list_pane as list_pane_module
from disctui.tui.widgets.details import Details
from tui.driving import Opener, opened
from tui.test_real_terminal import Terminal, start


class Slowly:
    """Reading of a library that begins when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.may_begin = threading.Event()
        read_all = catalogue.Reader.read_all

        def waiting(reader: catalogue.Reader, **arguments: bool) -> Iterator[Progress]:
            self.may_begin.wait(20)
            return read_all(reader, is_cached=False)

        monkeypatch.setattr(catalogue.Reader, "read_all", waiting)


async def test_what_is_typed_before_the_library_is_read_is_answered_once_it_is(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowly = Slowly(monkeypatch)
    async with opened(shelf, wait=False) as browser:
        await browser.type_text("alien")
        assert " / alien" in browser.text()
        assert browser.rows == []
        slowly.may_begin.set()
        await browser.wait_for(lambda: browser.count == "1 of 7", "the answer")
        assert browser.titles == ["Alien"]
        await browser.wait_for("Alien (1979)")


async def test_a_command_on_a_release_waits_for_the_library(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly = Slowly(monkeypatch)
    async with opened(shelf, wait=False) as browser:
        await browser.type_text("alien")
        await browser.press("enter", "enter")
        slowly.may_begin.set()
        await browser.wait_for(lambda: browser.place == "details", "the details of what was found")
        assert "Alien (1979)" in browser.details


@pytest.mark.parametrize(
    "key", ["tab", "shift+tab", "down", "pagedown", "question_mark", "f1", "escape", "J", "2", "s"]
)
async def test_any_key_may_come_before_the_library(shelf: Path, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    slowly = Slowly(monkeypatch)
    async with opened(shelf, wait=False) as browser:
        await browser.press("escape", key, key)
        slowly.may_begin.set()
        await browser.wait_for(lambda: browser.app.session.is_watching, "the library")
        assert browser.is_running


async def test_the_rows_are_drawn_before_the_details_are_made(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    show = Details.watch_shown
    async with open_browser(shelf) as browser:

        def watched(details: Details, before: Shown, now: Shown) -> None:
            seen.append(browser.rows)
            show(details, before, now)

        monkeypatch.setattr(Details, "watch_shown", watched)
        await browser.search("alien")
        await browser.wait_for("Alien (1979)")
        assert ["Alien" in row for row in seen[-1]] == [True]


async def test_a_release_is_read_again_for_the_details_when_the_library_changed(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("alien")
        await browser.wait_for("Alien (1979)")
        file = next(shelf.rglob("alien-4k.toml"))
        file.write_text(file.read_text(encoding="utf-8").replace("1979", "1980"), encoding="utf-8")
        browser.app.session.loader.read_paths([file.relative_to(shelf).as_posix()])
        await browser.wait_for("Alien (1980)")


class Failing:
    """`find`, which fails for one query."""

    def __init__(self, query: str, late: threading.Event | None = None) -> None:
        self._query = query
        self._late = late

    def __call__(self, catalogue: Catalogue, view: View, generation: int, cancelled: Callable[[], bool]) -> Results:
        if view.query.text == self._query:
            if self._late is not None:
                self._late.wait(20)
            raise RuntimeError("no such [luck]")
        return find(catalogue, view, generation, cancelled)


@pytest.mark.parametrize("is_late", [False, True])
async def test_a_search_that_fails_is_told_and_the_next_one_works(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch, is_late: bool
) -> None:
    late = threading.Event()
    async with open_browser(shelf) as browser:
        monkeypatch.setattr(list_pane_module, "find", Failing("x", late if is_late else None))
        await browser.press("x")
        late.set()
        await browser.wait_for_toast("searching failed: no such [luck]")
        await browser.wait_for(lambda: not browser.main.is_searching, "the end of searching")
        await browser.press("backspace")
        await browser.search("alien")
        assert browser.titles == ["Alien"]


async def test_a_failure_nobody_waits_for_any_more_is_not_told(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = threading.Event()
    async with open_browser(shelf) as browser:
        monkeypatch.setattr(list_pane_module, "find", Failing("a", late))
        await browser.type_text("alien")
        late.set()
        await browser.wait_for(lambda: browser.count == "1 of 7", "the answer")
        await browser.settle()
        assert browser.toasts == ""


async def test_what_follows_a_search_with_typing_is_the_last_of_it(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        for text in ("a", "al", "viridiana", "alien", "cranes"):
            browser.box.value = text
        await browser.wait_for(lambda: browser.titles == ["The Cranes Are Flying"], "the last")
        await browser.wait_for("The Cranes Are Flying (1957)")


async def test_the_count_is_whole_however_long_it_becomes(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        for query in ("zz", "alien zzz", "alien", ""):
            await browser.put(query)
            results = browser.shelf.results
            assert results is not None
            assert browser.count == results.count


def test_what_is_typed_ahead_of_the_first_screen_is_not_lost(tmp_path: Path) -> None:
    """The keys are there before the program is."""
    with start(write_library(tmp_path / "shelf", SHELF)) as screen:
        screen.press("kalatozov\r")
        screen.wait_for("1 of 7")
        screen.wait_for("The Cranes Are Flying (1957)")
        _quit(screen)


def test_what_is_typed_on_the_first_screen_is_not_lost(tmp_path: Path) -> None:
    with start(write_library(tmp_path / "shelf", SHELF)) as screen:
        screen.wait_for("title, director")
        screen.press("alien")
        screen.wait_for("1 of 7")
        _quit(screen)


def test_letters_and_corrections_that_come_at_once_are_taken_in_their_order(tmp_path: Path) -> None:
    """As over a slow line, which hands over many keys at a time."""
    with start(write_library(tmp_path / "shelf", SHELF)) as screen:
        screen.wait_for("7 releases")
        screen.press("viri\x7f\x7f\x7f\x7falxen\x1b[D\x1b[D\x7fi")
        screen.wait_for("1 of 7")
        screen.wait_for("/ alien")
        _quit(screen)


def _quit(screen: Terminal) -> None:
    screen.press("\x11")
    assert screen.wait_exit() == 0
