"""The first minutes: the sample says that it is one, `N` makes a library of one's own, an empty one says what to do."""

import time
from pathlib import Path

import pytest

from conftest import write_library
from disctui.settings import config_file, read_settings
from tui.driving import Browser, Opener
from tui.test_real_terminal import start

BANNER = "sample library, nothing is saved    N  one of your own"


async def opened(browser: Browser, root: Path) -> None:
    """Wait until the library that was made is open, in place of the one before."""
    await browser.wait_for(lambda: browser.app.session.root == str(root), "the library that was made")
    await browser.wait_for_toast(f"~/{root.name}isyourlibrarynow;config.tomlremembersit")
    assert len(browser.app.screen_stack) == 1, "nothing of the one before is left"
    assert not browser.app.session.is_sample


async def test_the_sample_says_so_as_long_as_it_is_open_and_gives_way_to_rows(
    shelf: Path, home: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf, size=(80, 24), is_sample=True) as browser:
        assert BANNER in browser.text()
        await browser.search("alien")
        await browser.press("escape", "escape")
        assert BANNER in browser.text()
        assert "N new library" in browser.footer
        await browser.resize(60, 20)
        assert BANNER in browser.text()
        await browser.resize(40, 12)
        assert "sample library" not in browser.text()
        assert len(browser.rows) >= 3
        await browser.resize(80, 24)
        await browser.press("N")
        await browser.wait_for("will be made")
        assert "no: it begins empty" in browser.text()
        await browser.press("end", "ctrl+u", *"~/films", "tab", "y", "right", "enter")
        await opened(browser, home / "films")
        assert BANNER not in browser.text()
        assert "N new library" not in browser.footer
    assert read_settings().library == "~/films"
    assert (home / "films" / "m.toml").is_file(), "the sample's releases came along"


async def test_in_the_search_box_of_the_sample_n_and_enter_is_the_key_that_its_first_line_names(
    shelf: Path, home: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf, is_sample=True) as browser:
        await browser.press("N", "enter")
        await browser.wait_for("~/discs")
        await browser.press("enter")
        await opened(browser, home / "discs")
        assert "There are no releases in ~/discs yet." in browser.text()
        await browser.press("N")
        await browser.wait_for("what it holds")
        await browser.press("end", "ctrl+u", *"~/more", "enter")
        await opened(browser, home / "more")
    assert read_settings().library == "~/more"
    assert not list((home / "discs").glob("[!.]*.toml")), "and no release"


async def test_an_empty_library_and_a_missing_folder_say_what_to_do(tmp_path: Path, open_browser: Opener) -> None:
    (tmp_path / "empty").mkdir()
    async with open_browser(tmp_path / "empty", size=(100, 24)) as browser:
        for words in ("n   a first release", "I   bring your shelf", "N   a library elsewhere", "by hand or by git"):
            assert words in browser.text()
        await browser.resize(80, 24)
        assert "Letterboxd, CSV …" in browser.text(), "an ellipsis never stands alone"
        await browser.resize(60, 20)
        said = [line.strip() for line in browser.text().split("\n") if "Letterboxd, CSV" in line or "bring" in line]
        assert said == ["I   bring your shelf: DVD Profiler, CLZ, blu-ray.com,", "Letterboxd, CSV …"]
        assert "\n       Letterboxd" in browser.text(), "beside its key, and not below it"
        await browser.resize(40, 12)
        assert "I   bring your shelf" in browser.text(), "no empty lines where there is no room for all"
        await browser.press("n")
        await browser.wait_for("Title · new release")
    async with open_browser(tmp_path / "gone", wait=False, size=(100, 24)) as browser:
        await browser.wait_for("N   makes it")
        await browser.press("N")
        await browser.wait_for("will be made")
        await browser.press("enter")
        await browser.wait_for("There are no releases in")
        assert browser.app.session.root == str(tmp_path / "gone")
    assert (tmp_path / "gone").is_dir()


async def test_what_can_t_be_made_keeps_the_form_open_and_a_library_of_one_s_own_needs_none(
    shelf: Path, tmp_path: Path, open_browser: Opener
) -> None:
    (tmp_path / "file").write_text("x")
    async with open_browser(shelf, is_sample=True) as browser:
        await browser.press("enter", "N", "end", "ctrl+u", *str(tmp_path / "file"), "enter")
        await browser.wait_for(lambda: "file;nameafolder" in "".join(browser.text().split()).replace("│", ""), "why")
        await browser.press("escape")
    assert not config_file().exists()
    async with open_browser(shelf) as browser:
        await browser.press("enter", "N")
        await browser.wait_for_toast("This library is your own; disctui DIR opens")
        assert BANNER not in browser.text()


def test_on_a_terminal_the_library_that_was_made_is_opened_at_once_and_the_next_time(home: Path) -> None:
    with start(None) as screen:
        screen.wait_for("95 releases")
        screen.press("N")
        screen.wait_for("/ N")
        screen.press("\r\r")
        screen.wait_for("There are no releases in ~/discs yet.")
        screen.press("q")
        assert screen.wait_exit() == 0
    assert config_file().read_text() == 'library = "~/discs"\n'
    write_library(home / "discs", {"m.toml": 'title = "M"\n'})
    with start(None) as screen:
        screen.wait_for("1 release")


@pytest.mark.parametrize("gap", [0.0, 0.03, 0.1, 0.2, 0.4])
def test_what_is_typed_while_a_library_that_was_made_opens_is_a_command_in_it(home: Path, gap: float) -> None:
    with start(None) as screen:
        screen.wait_for("95 releases")
        screen.press("\r")
        screen.press("N")
        screen.wait_for("will be made")
        screen.press("\r")
        time.sleep(gap)
        screen.press("nThe First\r")
        screen.wait_for("Year")
        screen.press("\x1b")
        screen.wait_for("There are no releases in ~/discs yet.")
        screen.press("q")
        assert screen.wait_exit() == 0


def test_what_is_typed_while_the_sample_is_copied_looks_for_a_release_in_it(home: Path) -> None:
    with start(None) as screen:
        screen.wait_for("95 releases")
        screen.press("\r")
        screen.press("N")
        screen.wait_for("will be made")
        screen.press("\ty\x1b[C\ralien\r")
        screen.wait_for("1 · 1 near of 95")
        screen.press("q")
        assert screen.wait_exit() == 0
    assert list((home / "discs").glob("alien*")), "and not in the sample"
