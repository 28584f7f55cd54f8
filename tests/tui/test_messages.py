"""What the program says stands at the foot of the screen, one thing at a time, and covers nothing that it speaks of."""

from pathlib import Path

import pytest

from disctui.settings import Settings, read_settings
from disctui.tui.widgets.hint_bar import HintBar
from tui.driving import Browser, Opener


async def test_what_is_said_after_a_key_takes_the_place_of_what_was_said_before(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter", "R")
        await browser.wait_for_toast("nothing has changed")
        await browser.press("v")
        await browser.wait_for_toast("range: move to its other end")
        assert "nothing" not in browser.toasts
        assert len(browser.app.screen.query("Toast")) == 1


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 12)])
async def test_a_message_covers_the_footer_and_no_more_lines_than_it_has(
    shelf: Path, open_browser: Opener, size: tuple[int, int]
) -> None:
    async with open_browser(shelf, size=size) as browser:
        await browser.press("enter", "G")
        await browser.settle()  # the details follow the row, and then their scrollbar
        before = browser.lines()
        footer = browser.main.query_one(HintBar).region
        browser.main.say("copied: Viridiana", seconds=1)
        await browser.wait_for_toast("copied: Viridiana")
        toast = browser.app.screen.query("Toast").first()
        assert toast.region == footer
        assert browser.lines()[: footer.y] == before[: footer.y]


async def _how_to_quit(browser: Browser) -> None:
    await browser.press("ctrl+c")
    await browser.wait_for_toast("ctrl+q quits")
    browser.app.clear_notifications()


async def test_ctrl_c_says_how_to_quit_wherever_it_is_pressed(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await _how_to_quit(browser)  # in the search box
        await browser.type_text("alien")
        await _how_to_quit(browser)
        await browser.press("enter")
        await _how_to_quit(browser)
        for key in ("E", "y", "question_mark", "colon", "n", "I", "a"):
            await browser.press(key)
            await browser.wait_for(lambda: browser.app.screen is not browser.main, f"what {key} opens")
            await _how_to_quit(browser)
            await browser.press("escape")
            await browser.wait_for(lambda: browser.app.screen is browser.main, f"{key} closed")


async def test_mistakes_of_config_toml_are_counted_and_placed_on_the_first_screen(
    shelf: Path, home: Path, open_browser: Opener
) -> None:
    config = home / ".config" / "disctui" / "config.toml"
    config.parent.mkdir(parents=True)
    lines = ['theme = "nrod"', "[keys]", 'reverse = "ctrl+nonsense"', 'revers = "z"', 'sort = "e"', 'copy = "e"']
    config.write_text("\n".join(lines))
    async with open_browser(shelf, settings=read_settings(), size=(120, 30)) as browser:
        settings: Settings = browser.app.session.settings
        assert [problem.line for problem in settings.problems] == [1, 3, 4, 5, 6]
        await browser.wait_for("! 5 problems")
        await browser.wait_for_toast("config.toml:1:1: there is no theme nrod")
        assert "there is no key ctrl+nonsense".replace(" ", "") in browser.toasts
        assert "and2more:pshowsthemall" in browser.toasts
        await browser.press("enter", "p")
        await browser.wait_for("config.toml:6:1")
