"""Bar codes typed or scanned into the search box: found by their twins, made into a release, refused if wrong."""

from pathlib import Path

import pytest

from conftest import write_library
from disctui.checks.catalogue_report import report
from disctui.library.catalogue import whole_catalogue
from disctui.search.index import Index
from tui.driving import Opener

LIBRARY = {"m.toml": 'title = "M"\n[release]\nupc = "0715515240512"\n'}


async def test_a_code_that_no_release_has_becomes_a_new_one(
    tmp_path: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = write_library(tmp_path / "library", LIBRARY)
    async with open_browser(library, size=(100, 30)) as browser:
        await browser.search("715515240512")
        await browser.wait_for_titles("M", what="the code of 13 digits by its 12")
        await browser.put("4006381333931")
        await browser.wait_for("No release has the bar code 4006381333931.")
        assert "enter   a new release with it, looked up if a source can" in browser.text()
        await browser.wait_for("1 of 1 releases have a bar code; -has:upc lists the others.")
        assert "enter new release" in browser.lines()[-1]
        with monkeypatch.context() as patched:
            patched.setattr(Index, "search", lambda *_, **__: pytest.fail("drawing it searches the library"))
            browser.shelf.refresh()
            browser.lines()
        await browser.press("enter")
        await browser.wait_for("Title · new release")
        await browser.press(*"Ran", "enter", "enter", "ctrl+s")
        await browser.wait_for(lambda: browser.chosen == "ran", "the cursor on it")
        assert 'upc = "4006381333931"' in " ".join((library / "ran.toml").read_text().split())
    assert [one for one in report(whole_catalogue(str(library))) if one.path == "ran.toml"] == []


async def test_in_a_small_window_what_can_be_done_with_a_code_is_wrapped_and_said_before_what_else_there_is(
    tmp_path: Path, open_browser: Opener
) -> None:
    async with open_browser(write_library(tmp_path / "library", LIBRARY), size=(40, 12)) as browser:
        await browser.search("4006381333931")
        await browser.wait_for("4006381333931.")
        said = " ".join(" ".join(browser.lines()).split())
        assert (
            "No release has the bar code 4006381333931. enter a new release with it, looked up if a source" in said
        ), said
        assert "c the same, as another edition" in said


async def test_a_wrong_check_digit_is_refused_and_ten_digits_are_never_guessed(
    tmp_path: Path, open_browser: Opener
) -> None:
    async with open_browser(write_library(tmp_path / "library", LIBRARY), size=(100, 30)) as browser:
        await browser.search("4006381333932")
        await browser.wait_for("is no bar code: release.upc has a wrong check digit")
        await browser.press("enter")
        await browser.wait_for_toast("compare it with the digits under the bars")
        await browser.put("4006381333")
        await browser.wait_for("must be 8, 12, 13 or 14 digits")
        await browser.press("enter")
        assert browser.app.screen is browser.main


async def test_c_behind_a_code_that_no_release_has_makes_it_another_edition_of_a_film_that_is_there(
    tmp_path: Path, open_browser: Opener
) -> None:
    library = write_library(tmp_path / "library", LIBRARY | {"ran.toml": 'title = "Ran"\nyear = 1985\n'})
    async with open_browser(library, size=(100, 30)) as browser:
        await browser.search("4006381333931")
        await browser.wait_for("c       the same, as another edition of a film you have")
        await browser.press("c")
        await browser.wait_for("4006381333931 is another edition of which film?")
        await browser.press(*"ran", "enter")
        await browser.wait_for("ran-1985.toml")
        await browser.press("ctrl+s")
        await browser.wait_for((library / "ran-1985.toml").exists, "written")
    assert (library / "ran-1985.toml").read_text() == (
        'title = "Ran"\nyear = 1985\n\n[release]\nupc = "4006381333931"\n'
    )
