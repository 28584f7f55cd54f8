"""Nothing ends the browser: a screen answers once, what has gone is told kindly, an error is shown and written down."""

import asyncio
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from conftest import SHELF, write_library
from disctui.library.listing import SORTINGS
from disctui.tui.app import DisctuiApp
from disctui.tui.error_log import log_file
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.field_form import FieldForm
from disctui.tui.screens.menu import MenuScreen
from disctui.tui.widgets.details import Details
from disctui.tui.widgets.field_list import FieldList
from disctui.tui.widgets.list_pane import ListPane
from disctui.tui.widgets.release_list import ReleaseList
from tui.driving import Opener, opened
from tui.keyboard import bytes_of
from tui.test_real_terminal import start


def typed(*keys: str) -> bytes:
    """The bytes of keys, as one read gives them."""
    return b"".join(map(bytes_of, keys))


@pytest.mark.parametrize("opening", [["y"], ["m"], ["n"], ["D"], ["H"], ["?"], ["p"], ["X"], ["I"], [":"], ["E"]])
async def test_the_key_that_ends_a_screen_may_be_struck_twice(
    shelf: Path, open_browser: Opener, opening: list[str]
) -> None:
    (shelf / "broken.toml").write_text('title = "B')
    async with open_browser(shelf) as browser:
        await browser.wait_for("! 1 problem")
        await browser.press("enter", *opening)
        await browser.wait_for(lambda: browser.app.screen is not browser.main, "a screen")
        screen = browser.app.screen
        screen.dismiss(None)
        screen.dismiss(None)
        await browser.settled()
        assert browser.app.screen is browser.main
        await browser.press("j")
        assert browser.is_running


async def test_a_form_whose_release_goes_meanwhile_says_so_and_keeps_what_was_typed(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("alien")
        await browser.press("enter", "enter", "2", "enter")
        await browser.wait_for(lambda: isinstance(browser.app.screen, FieldForm), "a form")
        (shelf / "alien-4k.toml").unlink()
        await browser.wait_for(lambda: "alien-4k" not in browser.app.session.catalogue.listings, "it is gone")
        await browser.press("ctrl+u", *"2001-01-01", "enter")
        await browser.wait_for("not saved")
        await browser.press("escape", "escape", "escape")
        assert browser.is_running


@pytest.mark.parametrize(
    "keys", [["m", "enter"], ["D"], ["f2"], ["c"], ["E"], ["e"], ["y", "p"], ["a", "enter"], ["o"]]
)
async def test_what_is_asked_about_a_release_that_has_just_gone_is_answered(
    shelf: Path, open_browser: Opener, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    async with open_browser(shelf) as browser:
        await browser.press("enter", "space", "space", "k")
        for file in shelf.rglob("*.toml"):
            file.unlink()
        await browser.press(*keys)
        await browser.press("enter", "escape", "escape")
        await browser.wait_for(lambda: not browser.app.session.catalogue.listings, "an empty shelf")
        await browser.press(*keys, "escape")
        assert browser.is_running


@pytest.fixture
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DisctuiApp, "is_lenient", True)


@pytest.mark.usefixtures("lenient")
async def test_an_error_in_a_handler_is_shown_and_written_down_and_the_program_goes_on(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_browser(shelf) as browser:

        def fails(_: object) -> None:
            raise RuntimeError("no [luck]")

        with monkeypatch.context() as failing:
            failing.setattr(ListPane, "action_reverse", fails)
            await browser.press("enter", "S")
            await browser.wait_for_toast("RuntimeError: no [luck]")
        assert "in fails" in log_file().read_text()
        first = browser.titles[0]
        await browser.press("S")
        assert browser.main.list_pane.view.is_reversed
        await browser.wait_for(lambda: browser.titles[-1] == first, "the rows the other way round")


async def test_what_a_thread_finds_while_the_program_ends_ends_it_no_other_way(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answer = threading.Event(), threading.Event()

    def beside(*_: object) -> list[object]:
        asked.set()
        answer.wait(20)
        return [object()]

    async def gone(_: FieldList) -> None:
        answer.set()
        await asyncio.sleep(0.1)

    async with opened(shelf) as browser:
        monkeypatch.setattr(browser.main.query_one(Details), "_beside", beside)
        monkeypatch.setattr(FieldList, "on_unmount", gone, raising=False)
        await browser.press("enter", "j")
        await browser.wait_for(asked.is_set, "the question")


@pytest.mark.usefixtures("lenient")
async def test_an_error_in_a_flow_is_shown_and_the_next_one_works(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    from disctui.tui.flows import table

    async def fails(_: CommandScreen[None], __: object) -> None:
        raise ValueError("halfway")

    async with open_browser(shelf) as browser:
        flows = dict(table.FLOWS)
        monkeypatch.setattr(table, "FLOWS", flows | {"copy": fails})
        await browser.press("enter", "y")
        await browser.wait_for_toast("ValueError: halfway")
        monkeypatch.setattr(table, "FLOWS", flows)
        await browser.press("y")
        await browser.wait_for(lambda: isinstance(browser.app.screen, MenuScreen), "the menu")


@pytest.mark.usefixtures("lenient")
async def test_an_error_that_comes_back_at_every_picture_ends_the_program(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object, __: int) -> None:
        raise RuntimeError("for ever")

    async def draw_again_and_again() -> None:
        async with open_browser(shelf) as browser:
            monkeypatch.setattr(ReleaseList, "render_line", fails)
            for _ in range(100):
                browser.shelf.refresh()
                await Pilot(browser.app).pause(0.01)
                await browser.settled()

    with pytest.raises(RuntimeError, match="for ever"):
        await draw_again_and_again()


def test_the_header_names_the_order_as_soon_as_it_is_another(tmp_path: Path) -> None:
    """What is drawn at once must not make Textual forget what else is to be drawn."""
    with start(write_library(tmp_path / "shelf", SHELF), size=(80, 24)) as screen:
        screen.wait_for("7 releases")
        screen.press("\r")
        for order in (*SORTINGS[1:], SORTINGS[0]):
            screen.press(f"s{order.letter}")
            screen.wait_for("Title  " if order is SORTINGS[0] else f"Title · by {order.label}"[:20])
        screen.press("\x11")
        assert screen.wait_exit() == 0
