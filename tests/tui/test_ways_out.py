"""A screen never leaves one wondering: what is not found, not there or not right is said, with the way out."""

from pathlib import Path

import pytest
from textual.widgets import Input

from conftest import write_library
from disctui.tui.widgets.details import Details
from disctui.tui.widgets.problem_list import ProblemList
from tui.driving import Browser, Opener


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 12)])
async def test_where_nothing_is_found_the_list_says_so_and_how_to_get_out(
    shelf: Path, open_browser: Opener, size: tuple[int, int]
) -> None:
    async with open_browser(shelf, size=size) as browser:
        await browser.search("qqqqxz")
        await browser.wait_for("Nothing is found.")
        assert browser.rows in ([], [""])
        await browser.press("escape", "escape")
        await browser.wait_for(lambda: len(browser.titles) > 1, "all of it")
        assert "Nothing is found" not in browser.text()


async def test_conditions_that_nothing_fulfils_are_named_as_the_reason(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("year:1500")
        await browser.wait_for("All conditions must hold")


async def test_an_empty_library_names_the_keys_that_fill_it(tmp_path: Path, open_browser: Opener) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.wait_for("There are no releases in")
        for words in ("n   a first release", "I   bring your shelf", "N   a library elsewhere"):
            assert words in browser.text()


async def test_problems_open_at_the_one_of_the_release_under_the_cursor(shelf: Path, open_browser: Opener) -> None:
    (shelf / "aaa.toml").write_text('title = "Aaa"\nyear = "never"\n')
    (shelf / "zzz.toml").write_text('title = "Zzz"\nyear = "never"\n')
    async with open_browser(shelf) as browser:
        await browser.wait_for("! 2 problems")
        await browser.search("zzz")
        await browser.press("enter")
        await browser.wait_for("! line 2")
        await browser.press("p")
        await browser.wait_for("Problems: ")
        chosen = browser.app.screen.query_one(ProblemList).chosen
        assert chosen is not None
        assert chosen.path == "zzz.toml"


async def test_what_is_wrong_with_a_broken_file_is_told_in_full_beside_it(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("alien")
        await browser.press("enter")
        file = shelf / "alien-4k.toml"
        file.write_text(file.read_text() + "\nbroken = [1, 2\n")
        await browser.wait_for("stale: line")
        assert "this is the version before" in " ".join(browser.details.replace("│", " ").split())


async def test_o_says_so_where_there_is_no_store_link(tmp_path: Path, open_browser: Opener) -> None:
    async with open_browser(write_library(tmp_path, {"m.toml": 'title = "M"\n'})) as browser:
        await browser.press("enter", "o")
        await browser.wait_for_toast("There is no store link in this file")


async def test_r_says_what_it_found(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter", "R")
        await browser.wait_for_toast("Read again: nothing has changed.")


async def test_export_asks_where_and_writes_over_nothing_without_a_word(
    shelf: Path, open_browser: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    (elsewhere / "disctui-export.csv").write_text("mine")
    async with open_browser(shelf) as browser:
        await browser.press("enter", "X", "c")
        await browser.wait_for(lambda: _asked_for(browser) == str(elsewhere / "disctui-export-2.csv"), "a free name")
        await browser.press("enter")
        await browser.wait_for_toast("7 releases written to")
        assert (elsewhere / "disctui-export-2.csv").read_text().startswith("id,")
        assert (elsewhere / "disctui-export.csv").read_text() == "mine"
        await browser.press("X", "c")
        await browser.wait_for(lambda: _asked_for(browser) == str(elsewhere / "disctui-export-3.csv"), "a free name")
        await browser.press("ctrl+u", *"disctui-export.csv", "enter")
        await browser.wait_for("already")
        assert (elsewhere / "disctui-export.csv").read_text() == "mine"
        await browser.press("escape")
        await browser.wait_for(lambda: browser.app.screen is browser.main)
        await browser.put("cranse flyign")
        await browser.wait_for(lambda: len(browser.titles) == 1, "the answer")
        assert browser.titles == ["The Cranes Are Flying"], "a near match"
        await browser.press("enter", "X")
        await browser.wait_for_toast("No file is written: only near matches")
        assert browser.app.screen is browser.main
        assert sorted(path.name for path in elsewhere.iterdir()) == ["disctui-export-2.csv", "disctui-export.csv"]


def _asked_for(browser: Browser) -> str:
    """What the box of the question holds."""
    return "".join(box.value for box in browser.app.screen.query(Input) if browser.app.screen is not browser.main)


async def test_lines_are_as_wide_with_a_scrollbar_as_without(tmp_path: Path, open_browser: Opener) -> None:
    """The scrollbar's place is kept, so that nothing is wrapped anew when it comes."""
    short, long = "word " * 30, "word " * 900
    files = {"a.toml": f'title = "A"\nsynopsis = "{short}"\n', "b.toml": f'title = "B"\nsynopsis = "{long}"\n'}
    async with open_browser(write_library(tmp_path, files), size=(120, 30)) as browser:
        await browser.press("enter")
        first = _longest(browser.main.query_one(Details), browser.details)
        await browser.press("j")
        await browser.wait_for(lambda: "B" in browser.details.split("\n")[0], "the other")
        assert _longest(browser.main.query_one(Details), browser.details) == first


def _longest(_: Details, text: str) -> int:
    return max(len(line.rstrip(" ▁▂▃▄▅▆▇█")) for line in text.split("\n") if "word word" in line)
