"""`u` and `ctrl+r` go through what was changed, across files and restarts, and never over someone else's change."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from conftest import SHELF, texts
from disctui.cli import run
from disctui.tui.screens.field_form import FieldForm
from disctui.tui.screens.history import HistoryScreen
from disctui.tui.screens.menu import MenuScreen
from disctui.tui.screens.preview import PreviewScreen
from tui.driving import Browser, opened

M, ALIEN = "m.toml", "alien-4k.toml"
AFTER = SHELF | {
    M: SHELF[M].replace("1931", "1932"),
    ALIEN: SHELF[ALIEN].replace("1979", "1980"),
}


@asynccontextmanager
async def browsing(root: Path) -> AsyncIterator[Browser]:
    """A browser in the list."""
    async with opened(root) as browser:
        await browser.press("enter")
        yield browser


async def set_year(browser: Browser, release_id: str, year: str) -> None:
    """Set the year of a release in its form."""
    assert browser.shelf.results is not None
    browser.shelf.go_to(browser.shelf.results.row_of(release_id) or 0)
    await browser.settled()
    assert browser.chosen == release_id
    await browser.press("enter", "2")
    while browser.main.details.body.chosen is None or browser.main.details.body.chosen.key != "year":
        await browser.press("j")
    await browser.press("enter")
    await browser.wait_for(lambda: isinstance(browser.app.screen, FieldForm))
    await browser.press(*year, "enter", "escape")
    await browser.wait_for(lambda: browser.app.screen is browser.main and browser.place == "list")


async def turned(browser: Browser, key: str, root: Path, wanted: dict[str, str]) -> None:
    """Press `u` or `ctrl+r` and see the files as they should then be."""
    await browser.press(key)
    await browser.wait_for(lambda: texts(root) == wanted, f"the files after {key}")


async def test_changes_are_undone_and_done_again_one_by_one_across_files(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await turned(browser, "u", shelf, SHELF)
        await browser.wait_for_toast("nothing to undo")
        await set_year(browser, "alien-4k", "1980")
        await set_year(browser, "m", "1932")
        assert texts(shelf) == AFTER
        first = SHELF | {ALIEN: AFTER[ALIEN]}
        await turned(browser, "u", shelf, first)
        await turned(browser, "u", shelf, SHELF)
        await browser.wait_for(lambda: "1979" in browser.rows[1], "shown in the list too")
        await turned(browser, "ctrl+r", shelf, first)
        await turned(browser, "ctrl+r", shelf, AFTER)
        await browser.wait_for(lambda: "1980" in browser.rows[1] and "1932" in browser.rows[3], "both again")
        browser.app.clear_notifications()
        await turned(browser, "ctrl+r", shelf, AFTER)
        await browser.wait_for_toast("nothing to redo")
        await turned(browser, "u", shelf, first)
        await set_year(browser, "m", "1933")
        await turned(browser, "ctrl+r", shelf, first | {M: SHELF[M].replace("1931", "1933")})


async def test_the_program_can_be_quit_in_between(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await set_year(browser, "alien-4k", "1980")
        await set_year(browser, "m", "1932")
    async with browsing(shelf) as browser:
        await turned(browser, "u", shelf, SHELF | {ALIEN: AFTER[ALIEN]})
        await turned(browser, "u", shelf, SHELF)
    async with browsing(shelf) as browser:
        await turned(browser, "ctrl+r", shelf, SHELF | {ALIEN: AFTER[ALIEN]})
        await turned(browser, "ctrl+r", shelf, AFTER)


async def test_what_the_command_line_changed_is_undone_here_as_one(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with browsing(shelf) as browser:
        assert run(["set", "-l", str(shelf), "studio:criterion", "collection.tags+=criterion", "--yes"]) == 0
        changed = texts(shelf)
        assert {name for name in SHELF if changed[name] != SHELF[name]} == {
            "eight-and-a-half.toml",
            "the-cranes-are-flying.toml",
        }
        await turned(browser, "u", shelf, SHELF)
        assert "undone:addcriteriontoTagsin2releases" in browser.toasts
        await turned(browser, "ctrl+r", shelf, changed)


async def test_a_file_that_changed_since_is_named_and_undo_goes_on_or_merges(
    shelf: Path,
) -> None:
    async with browsing(shelf) as browser:
        await set_year(browser, "alien-4k", "1980")
        await set_year(browser, "m", "1932")
        theirs = AFTER[M].replace("1932", "1933")
        (shelf / M).write_text(theirs)
        await turned(browser, "u", shelf, AFTER | {M: theirs})
        await browser.wait_for(lambda: "m.tomlchangedsince" in browser.toasts and "setFilmyearto1932" in browser.toasts)
        assert "nothingwastouched" in browser.toasts
        assert "undoagaingoesonwiththechangebeforeit" in browser.toasts
        await turned(browser, "u", shelf, SHELF | {M: theirs})
        await browser.wait_for_toast("undone: set Film year to 1980")
        await turned(browser, "ctrl+r", shelf, AFTER | {M: theirs})
        (shelf / M).write_text(AFTER[M] + "# by vim\n")
        await turned(browser, "u", shelf, AFTER | {M: SHELF[M] + "# by vim\n"})
        (shelf / M).write_text(theirs)
        browser.app.clear_notifications()
        await turned(browser, "ctrl+r", shelf, AFTER | {M: theirs})
        await browser.wait_for(lambda: "m.tomlchangedsince" in browser.toasts)


async def test_a_read_only_file_is_not_undone_and_can_be_later(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await set_year(browser, "m", "1932")
        (shelf / M).chmod(0o444)
        await turned(browser, "u", shelf, SHELF | {M: AFTER[M]})
        await browser.wait_for(lambda: "read-only" in browser.toasts)
        assert "undone:" not in browser.toasts
        (shelf / M).chmod(0o644)
        await turned(browser, "u", shelf, SHELF)


async def test_capital_h_lists_what_was_changed_the_newest_first_and_what_is_undone(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await browser.press("H")
        await browser.wait_for("Nothing was changed by disctui in this library yet.")
        await browser.press("escape")
        await set_year(browser, "m", "1932")
        await browser.press("m")
        await browser.wait_for(lambda: isinstance(browser.app.screen, MenuScreen))
        await browser.press(*"retailer")
        await browser.press("enter")
        await browser.wait_for(lambda: isinstance(browser.app.screen, FieldForm))
        await browser.press(*"X", "enter", "enter")
        await browser.wait_for(lambda: "retailer" in texts(shelf)[M])
        await browser.press("u", "H")
        await browser.wait_for(lambda: isinstance(browser.app.screen, HistoryScreen), "the history")
        listed = [line for line in browser.lines() if re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d  ", line)]
        assert len(listed) == 2
        assert "undone  set Bought from to X in 1 release" in listed[0]
        assert "set Film year to 1932 of m" in listed[1]
        assert "undone" not in listed[1]
        assert "u undo" in browser.text(), "the key that it is opened for"
        await browser.press("enter")
        await browser.wait_for(lambda: browser.app.screen is browser.main)
        assert texts(shelf) == SHELF | {M: AFTER[M]}, "looking changes nothing"


async def test_libraries_have_histories_of_their_own(shelf: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / M).write_text(SHELF[M])
    async with browsing(shelf) as browser:
        await set_year(browser, "m", "1932")
    async with browsing(other) as browser:
        await browser.press("u")
        await browser.wait_for_toast("nothing to undo")
        assert texts(shelf) == SHELF | {M: AFTER[M]}
        assert texts(other) == {M: SHELF[M]}


async def test_u_asks_before_it_takes_many_files_away(shelf: Path, tmp_path: Path) -> None:
    (tmp_path / "many.csv").write_text("title,year\n" + "".join(f"Film {n},{1950 + n}\n" for n in range(21)))
    assert run(["import", "-l", str(shelf), "--yes", str(tmp_path / "many.csv")]) == 0
    made = texts(shelf)
    async with browsing(shelf) as browser:
        for key in ("n", "escape"):
            await browser.press("u")
            await browser.wait_for(lambda: isinstance(browser.app.screen, PreviewScreen), "the question")
            assert "made 21 files" in browser.text()
            await browser.press(key)
            await browser.wait_for(lambda: browser.app.screen is browser.main)
            assert texts(shelf) == made
        await browser.press("u", "y")
        await browser.wait_for_toast("undone: import many.csv")
        assert texts(shelf) == SHELF
        await turned(browser, "ctrl+r", shelf, made)
