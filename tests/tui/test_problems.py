"""What is wrong in the library is told with its place, reason and remedy, and leaves by itself once it is mended."""

from pathlib import Path

import pytest

from conftest import write_library
from disctui.settings import read_settings
from tui.conftest import MakeEditor
from tui.driving import Browser, Opener, watching

BROKEN = {
    "a.toml": 'title = "A"\nyear = "1957"\n',
    "b.toml": 'title = "B"\ndirectors = ["Nobody\n',
    "c.toml": 'title = "C"\nspeical_features = ["one"]\n',
    "d.toml": "year = 1950\n",
}


@pytest.fixture
def broken(shelf: Path) -> Path:
    """The shelf with four files that have problems: two with a release, two without."""
    return write_library(shelf, BROKEN)


async def _open_problems(browser: Browser) -> None:
    await browser.press("enter", "p")
    await browser.wait_for("Problems:")


async def test_the_main_screen_counts_the_problems_and_loses_nothing_else(broken: Path, open_browser: Opener) -> None:
    async with open_browser(broken) as browser:
        assert "! 4 problems" in browser.top
        assert browser.count == "9 releases"
        assert {"A", "C", "Alien"} <= set(browser.titles)


async def test_one_problem_is_not_called_problems(shelf: Path, open_browser: Opener) -> None:
    write_library(shelf, {"b.toml": BROKEN["b.toml"]})
    async with open_browser(shelf) as browser:
        assert "! 1 problem " in browser.top + " "


async def test_each_problem_has_path_line_column_reason_and_remedy(broken: Path, open_browser: Opener) -> None:
    async with open_browser(broken) as browser:
        await _open_problems(browser)
        text = browser.text()
        assert "3 errors, 1 warning" in text
        for place in ("a.toml:2:8", "b.toml:2:", "c.toml:2:1", "d.toml:1:1"):
            assert place in text
        assert "year must be a whole number, not text" in text
        assert 'year = "1957"' in text, "the line itself"
        assert f"{text.split('year = ')[0].rsplit(chr(10))[-1]}       ^" in text, "the caret stands below the value"
        assert "write it without quotes: year = 1957" in text
        await browser.press("j", "j")
        await browser.wait_for("did you mean special_features?")
        await browser.resize(40, 12)
        await browser.press("k", "j")
        await browser.wait_for(lambda: "remedy: write special_features" in browser.text(), "what is wrong, first")


async def test_keys_move_through_the_problems(broken: Path, open_browser: Opener) -> None:
    async with open_browser(broken) as browser:
        await _open_problems(browser)

        def under_cursor() -> str:
            return next(line for line in browser.lines() if line.startswith("▌"))[2:8]

        for key, name in [
            ("j", "b.toml"),
            ("down", "c.toml"),
            ("G", "d.toml"),
            ("k", "c.toml"),
            ("up", "b.toml"),
            ("g", "a.toml"),
            ("pagedown", "d.toml"),
            ("pageup", "a.toml"),
            ("end", "d.toml"),
            ("home", "a.toml"),
        ]:
            await browser.press(key)
            assert under_cursor() == name, key


async def test_escape_goes_back_to_the_shelf(broken: Path, open_browser: Opener) -> None:
    async with open_browser(broken) as browser:
        await _open_problems(browser)
        await browser.press("escape")
        assert browser.app.screen is browser.main
        assert browser.place == "list"


async def test_a_click_on_the_number_of_problems_opens_them(broken: Path, open_browser: Opener) -> None:
    async with open_browser(broken) as browser:
        await browser.click("#problems", 2)
        await browser.wait_for("Problems:")


async def test_e_opens_the_file_at_the_problem_and_once_mended_it_is_gone(
    broken: Path, open_browser: Opener, make_editor: MakeEditor
) -> None:
    editor = make_editor('["Nobody', '["Nobody"]', name="hx")
    async with open_browser(broken) as browser:
        await _open_problems(browser)
        await browser.press("j")
        place = next(line for line in browser.lines() if line.startswith("▌")).strip("▌ ").split()[0]
        await browser.press("e")
        assert editor.arguments == [f"{broken}/{place}"], "path, line and column"
        await browser.wait_for(lambda: "b.toml" not in browser.text(), "the problem gone")
        assert "Problems: 2 errors, 1 warning" in browser.text()
        await browser.press("escape")
        assert browser.count == "10 releases"
        assert "! 3 problems" in browser.top


async def test_what_is_mended_elsewhere_leaves_the_open_screen_by_itself(shelf: Path) -> None:
    write_library(shelf, {"b.toml": BROKEN["b.toml"]})
    async with watching(shelf) as browser:
        await _open_problems(browser)
        (shelf / "b.toml").write_text('title = "B"\n')
        await browser.wait_for("No problems")
        assert "b.toml" not in browser.text()
        await browser.press("escape")
        assert "problem" not in browser.top


async def test_a_problem_of_config_toml_stands_among_them_and_can_be_edited(
    shelf: Path, home: Path, open_browser: Opener, make_editor: MakeEditor
) -> None:
    config = home / ".config" / "disctui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[keys]\nrevers = "x"\n')
    write_library(shelf, {"b.toml": BROKEN["b.toml"]})
    editor = make_editor(name="vim")
    async with open_browser(shelf, settings=read_settings(), size=(200, 30)) as browser:
        await _open_problems(browser)
        await browser.wait_for("there is no command revers")
        for _ in range(5):
            if not next(line for line in browser.lines() if line.startswith("▌"))[2:].startswith(str(config)):
                await browser.press("k")
        await browser.press("e")
        assert editor.arguments == ["+2", str(config)]
        await browser.settle(0.5)
        assert "no title" not in browser.text(), "config.toml is no release"


async def test_a_problem_of_people_toml_can_be_edited(
    shelf: Path, open_browser: Opener, make_editor: MakeEditor
) -> None:
    write_library(shelf, {"people.toml": "[[person]\nname = 1\n"})
    make_editor("[[person]\nname = 1", '[[person]]\nname = "Luis Buñuel"\nalso = ["Bunuel, Luis"]')
    async with open_browser(shelf) as browser:
        await _open_problems(browser)
        assert "people.toml:1" in browser.text()
        await browser.press("e")
        await browser.wait_for("No problems")


async def test_p_says_so_where_there_are_no_problems(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter")
        assert "p problems" not in browser.footer
        await browser.press("p")
        await browser.wait_for_toast("There are no problems in this library")
        assert browser.app.screen is browser.main


async def test_a_file_that_cannot_be_opened_is_a_problem(shelf: Path, open_browser: Opener) -> None:
    (shelf / "nowhere.toml").symlink_to(shelf / "not-there")
    (shelf / "folder.toml").mkdir()
    (shelf / "latin.toml").write_bytes(b'title = "caf\xe9"\n')
    async with open_browser(shelf) as browser:
        assert browser.count == "7 releases"
        await _open_problems(browser)
        for name in ("nowhere.toml", "folder.toml", "latin.toml:1:"):
            assert name in browser.text(), name


async def test_a_conflict_copy_is_told_and_is_no_release(shelf: Path, open_browser: Opener) -> None:
    write_library(shelf, {"alien-4k.sync-conflict-20260101-101010-ABC.toml": 'title = "Alien twice"\n'})
    async with open_browser(shelf) as browser:
        assert browser.count == "7 releases"
        await _open_problems(browser)
        assert "conflict" in browser.text()
