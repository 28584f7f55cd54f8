"""What is typed while a screen opens waits for it: keys never reach what is behind, however few reads they come in."""

import asyncio
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from textual import events

from conftest import contents, write_library
from disctui.tui import key_queue
from disctui.tui.screens.browser import BrowserScreen
from disctui.tui.screens.field_form import FieldForm
from disctui.tui.screens.menu import MenuScreen
from disctui.tui.screens.toml_editor import TomlEditor
from tui.driving import Opener
from tui.keyboard import PASTE_BEGIN, PASTE_END

GLASS = 'title = "Night of the Glass Owl"\nyear = 1964\n\n[collection]\nlocation = "Shelf 1"\nbought = 2020-02-03\n'


@pytest.fixture
def glass(tmp_path: Path) -> Path:
    """The first of the two files of a library."""
    return write_library(tmp_path / "two", {"glass.toml": GLASS, "zed.toml": 'title = "Zed"\n'}) / "glass.toml"


async def test_what_is_typed_for_a_form_reaches_the_form_and_not_the_list(glass: Path, open_browser: Opener) -> None:
    async with open_browser(glass.parent) as browser:
        await browser.send(b"\r5\r\rHall 3\r")
        await browser.wait_for(lambda: '"Hall 3"' in glass.read_text(), "the location saved")
        assert glass.read_text() == GLASS.replace("Shelf 1", "Hall 3")
        assert browser.app.screen is browser.main
        assert sorted(path.name for path in glass.parent.iterdir()) == ["glass.toml", "zed.toml"]


async def test_a_value_replaced_in_one_go_is_replaced_and_not_deleted(glass: Path, open_browser: Opener) -> None:
    async with open_browser(glass.parent) as browser:
        await browser.send(b"\r5\rj\r\x152021-01-01\r")
        await browser.wait_for(lambda: "2021-01-01" in glass.read_text(), "the date saved")
        assert glass.read_text() == GLASS.replace("2020-02-03", "2021-01-01")


async def test_letters_typed_ahead_of_the_text_editor_are_text(glass: Path, open_browser: Opener) -> None:
    async with open_browser(glass.parent) as browser:
        await browser.send(b"\rE# cnD \r\x13")
        await browser.wait_for(lambda: glass.read_text().startswith("# cnD \n"), "the text saved")
        assert glass.read_text() == "# cnD \n" + GLASS
        await browser.wait_for(lambda: browser.app.screen is browser.main)
        assert len(list(glass.parent.iterdir())) == 2, "no command of the list was heard"


async def test_a_long_menu_finds_what_is_typed_ahead_of_it(glass: Path, open_browser: Opener) -> None:
    async with open_browser(glass.parent) as browser:
        await browser.send(b"\rmloc\rHall 4\ry")
        await browser.wait_for(lambda: '"Hall 4"' in glass.read_text(), "the location changed")
        assert glass.read_text() == GLASS.replace("Shelf 1", "Hall 4")


async def test_a_paste_waits_too(glass: Path, open_browser: Opener) -> None:
    async with open_browser(glass.parent) as browser:
        await browser.send(b"\r5\r\r" + PASTE_BEGIN + b"Hall\r5\r" + PASTE_END + b"\r")
        await browser.wait_for(lambda: '"Hall 5"' in glass.read_text(), "the location saved")


async def test_a_key_that_ends_a_screen_may_be_struck_twice(glass: Path, open_browser: Opener) -> None:
    async with open_browser(glass.parent) as browser:
        for keys in (b"\ry\x1b\x1b", b"?\x1b\x1b", b"m\x1b\x1b", b"E\x13\x13", b"H\r\r", b"5\r\x13\x13", b"y\r\r"):
            await browser.send(keys)
            await browser.settle(0.1)
            assert browser.is_running, keys
            if not isinstance(browser.app.screen, type(browser.main)):
                await browser.press("escape", "escape")
                await browser.wait_for(lambda: browser.app.screen is browser.main, f"back after {keys!r}")


@pytest.mark.parametrize("what_hangs", ["a flow", "a search"])
async def test_keys_that_waited_too_long_are_forgotten_with_a_word_and_reach_no_other_screen(
    glass: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch, what_hangs: str
) -> None:
    before = contents(glass.parent)
    hanging = asyncio.Event()

    async def hang() -> None:
        await hanging.wait()

    async with open_browser(glass.parent) as browser:
        await browser.press("enter")
        if what_hangs == "a flow":
            browser.main.begin(hang())
        if what_hangs == "a search":
            monkeypatch.setattr(BrowserScreen, "do_what_waited", lambda _: None)  # a late answer to another is none
            browser.main.waiting.append(hanging.set)
        monkeypatch.setattr(key_queue, "PATIENCE", 10)
        await browser.send(b"D\rnX\r")
        await browser.wait_for_toast("5 keys typed meanwhile are forgotten.")
        monkeypatch.undo()
        assert browser.app.screen is browser.main
        await browser.press("G")
        assert browser.chosen == "zed", "what is typed now is heard"
        hanging.set()
        assert contents(glass.parent) == before


async def test_what_is_typed_for_a_screen_that_is_refused_is_no_command(glass: Path, open_browser: Opener) -> None:
    before = contents(glass.parent)
    async with open_browser(glass.parent) as browser:
        await browser.send(b"\rF", b"Dz\r")
        await browser.wait_for_toast("Nothing is searched for")
        await browser.settle()
        assert browser.app.screen is browser.main, "D asks for nothing"
        assert "by release" not in browser.footer, "z has not turned the list"
        await browser.send(b"=GD")
        await browser.wait_for_toast("No other edition")
        await browser.settle()
        assert browser.app.screen is browser.main
        assert browser.chosen != "zed"
        await browser.press("G")
        assert browser.chosen == "zed", "what is typed now is heard"
        assert contents(glass.parent) == before


async def test_keys_for_one_screen_do_not_wait_for_another(glass: Path, open_browser: Opener) -> None:
    async with open_browser(glass.parent) as browser:
        await browser.send(b"\rm")
        await browser.wait_for(lambda: isinstance(browser.app.screen, MenuScreen), "the menu")
        await browser.send(b"loc\r")
        await browser.wait_for(lambda: isinstance(browser.app.screen, FieldForm), "the form")
        await browser.send(b"\x1b")
        await browser.wait_for(lambda: browser.app.screen is browser.main, "the list")
        await browser.send(b"E")
        await browser.wait_for(lambda: isinstance(browser.app.screen, TomlEditor), "the editor")


async def test_a_key_that_still_waits_when_the_program_has_ended_is_no_error(glass: Path, open_browser: Opener) -> None:
    async with open_browser(glass.parent) as browser:
        pass
    await browser.app._keys.put(events.Key("k", "k"))
    assert browser.app._exception is None


async def test_keys_for_a_screen_that_never_comes_are_forgotten_and_the_keyboard_lives(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter")
        first = browser.chosen
        begun = browser.app.session.begun
        begun.add("a flow that hangs")
        await browser.send(b"jj")
        await browser.settle(0.1)
        assert begun, "they wait"
        monkeypatch.setattr(key_queue, "PATIENCE", 5)
        await browser.wait_for(lambda: not begun, "the end of patience")
        assert browser.chosen == first, "they were meant for something else"
        await browser.press("j")
        assert browser.chosen != first


@pytest.mark.parametrize(("last", "kept"), [("escape", ["escape"]), ("f1", ["f1"]), ("x", [])])
async def test_where_keys_are_forgotten_a_last_esc_or_f1_is_not(
    monkeypatch: pytest.MonkeyPatch, last: str, kept: list[str]
) -> None:
    handed: list[str] = []
    forgotten: list[int] = []

    async def hand_on(event: events.Event) -> None:
        assert isinstance(event, events.Key)
        handed.append(event.key)

    app: Any = Mock(is_running=True, **{"post_message.return_value": False})
    monkeypatch.setattr(key_queue, "PATIENCE", 1)
    queue = key_queue.KeyQueue(app, hand_on, lambda: True, forgotten.append)
    for key in ("D", "enter", "escape", last):
        await queue.put(events.Key(key, None))
    assert not handed
    await app.set_timer.call_args.args[1]()
    assert handed == kept
    assert forgotten == [4 - len(kept)]
