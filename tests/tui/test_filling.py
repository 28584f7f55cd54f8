"""A release is filled in the browser, or made anew, from what config.toml names, after a plan key by key."""

import tomllib
from pathlib import Path

import pytest

from conftest import contents, write_library
from disctui.tui.screens.filling import FillScreen
from disctui.tui.screens.menu import MenuScreen
from disctui.tui.screens.new_release import NewReleaseScreen
from sources.clone import UPC, write_clone
from tui.driving import Browser, opened

NORTH = f'title = "The North Ferry"\nyear = 1971\nsynopsis = "Mine."\n\n[release]\nupc = "{UPC}"\n'
OTHER = 'title = "Somewhere Else"\n'


def named(home: Path, words: str) -> None:
    write_library(home / ".config" / "disctui", {"config.toml": f"[sources]\n{words}\n"})


async def plan(browser: Browser) -> None:
    await browser.wait_for(lambda: isinstance(browser.app.screen, FillScreen), "the plan")


async def written(browser: Browser) -> None:
    await browser.wait_for(lambda: browser.app.screen is browser.main, "written")


async def test_a_bar_code_makes_a_file_complete_in_three_keys_and_u_takes_it_back(tmp_path: Path, home: Path) -> None:
    named(home, f'thediscdb = "{write_clone(tmp_path / "clone")}"')
    library = write_library(tmp_path / "library", {"north.toml": NORTH})
    async with opened(library) as browser:
        await browser.press("enter", "i")
        await plan(browser)
        await browser.wait_for("[x] absent  special_features  How to Row, Trailer")
        assert "[ ] differs synopsis" in browser.text()
        assert "    same    year" in browser.text()
        await browser.press("enter")
        await written(browser)
        await browser.wait_for_toast("made 0, changed 1, left 0; u undoes it")
        found = tomllib.loads((library / "north.toml").read_text())
        assert (found["synopsis"], found["specs"]["length"]) == ("Mine.", 94)
        await browser.press("u")
        await browser.wait_for(lambda: (library / "north.toml").read_text() == NORTH, "undone")


async def test_only_what_is_ticked_is_written_and_the_comment_says_no_more(tmp_path: Path, home: Path) -> None:
    named(home, f'thediscdb = "{write_clone(tmp_path / "clone")}"')
    library = write_library(tmp_path / "library", {"north.toml": NORTH})
    async with opened(library, size=(80, 24)) as browser:
        await browser.press("enter", "i")
        await plan(browser)
        await browser.press("g", "space")
        await browser.wait_for("0 ticked of")
        await browser.press("enter")
        await browser.wait_for_toast("Nothing is ticked: space takes a key.")
        while "synopsis differs, mine stays" not in browser.text():
            await browser.press("j")
        await browser.press("space")
        await browser.wait_for("1 ticked of")
        await browser.press("enter")
        await written(browser)
        text = (library / "north.toml").read_text()
        assert set(tomllib.loads(text)) == {"title", "year", "synopsis", "release"}
        assert "A ferryman rows a stranger" in text
        assert next(line for line in text.splitlines() if "Filled on" in line).endswith(": synopsis")


async def test_a_scanned_code_that_no_release_has_is_looked_up_and_made_complete_in_two_keys(
    tmp_path: Path, home: Path
) -> None:
    named(home, f'thediscdb = "{write_clone(tmp_path / "clone")}"')
    library = write_library(tmp_path / "library", {"else.toml": OTHER})
    before = contents(library)
    async with opened(library) as browser:
        await browser.press(*UPC, "enter")  # the scanner types both
        await browser.wait_for(f"No release has the bar code {UPC}")
        await browser.press("l")
        await plan(browser)
        assert contents(library) == before
        await browser.press("enter")
        await browser.wait_for(lambda: browser.chosen == "the-north-ferry-1971", "the cursor on it")
        found = tomllib.loads((library / "the-north-ferry-1971.toml").read_text())
        assert (found["release"]["upc"], found["specs"]["length"]) == (UPC, 94)
        assert (found["cast"], len(found["special_features"])) == (["Ole Brandt", "Siri Aas"], 3)
        await browser.press("u")
        await browser.wait_for(lambda: contents(library) == before, "undone")
        await browser.put("4006381333931")
        await browser.wait_for("No release has the bar code 4006381333931.")
        await browser.press("enter")
        await browser.wait_for(lambda: isinstance(browser.app.screen, MenuScreen), "the question")
        await browser.press("l")
        await browser.wait_for_toast("TheDiscDb does not know 4006381333931.")
        await browser.wait_for(lambda: isinstance(browser.app.screen, NewReleaseScreen), "made by hand then")


async def test_a_new_release_is_filled_while_its_title_is_typed_and_nothing_is_written_before(
    tmp_path: Path, home: Path
) -> None:
    friend = write_library(
        tmp_path / "friend", {"n.toml": 'title = "The North Ferry"\nyear = 1971\ngenres = ["Sea"]\n'}
    )
    named(home, f'thediscdb = "{write_clone(tmp_path / "clone")}"\nlibraries = ["{friend}"]')
    library = write_library(tmp_path / "library", {"shelf/else.toml": OTHER})
    before = contents(library)
    async with opened(library) as browser:
        await browser.press("enter", "n", *"nor fer")
        await browser.wait_for("The North Ferry (1971) · Asta Lindqvist · Harbour Blu-ray, en-us · TheDiscDb")
        assert "as typed: nor fer" in browser.text()
        await browser.press("down", "enter")
        await plan(browser)
        assert contents(library) == before
        await browser.press("enter")
        await browser.wait_for(lambda: browser.chosen == "shelf/the-north-ferry-1971", "the cursor on it")
        found = tomllib.loads((library / "shelf/the-north-ferry-1971.toml").read_text())
        assert (found["genres"], found["directors"]) == (["Sea"], ["Asta Lindqvist"])
        await browser.press("n", *"Ran", "enter", "enter", "ctrl+s")  # as typed, without a year
        await browser.wait_for((library / "shelf/ran.toml").is_file, "made by hand")


async def test_where_no_source_is_set_up_or_none_knows_it_that_is_said(tmp_path: Path, home: Path) -> None:
    library = write_library(tmp_path / "library", {"else.toml": OTHER})
    async with opened(library) as browser:
        await browser.press("enter", "i")
        await browser.wait_for_toast("no source is set up; disctui sources says how")
        named(home, f'thediscdb = "{write_clone(tmp_path / "clone")}"')
        await browser.press("i")
        await browser.wait_for_toast("No source knows it.")


async def test_where_it_is_not_clear_which_film_is_meant_one_is_asked(tmp_path: Path, home: Path) -> None:
    friend = {f"{year}.toml": f'title = "Twice"\nyear = {year}\ngenres = ["{year}"]\n' for year in (1950, 1990)}
    named(home, f'libraries = ["{write_library(tmp_path / "friend", friend)}"]')
    library = write_library(tmp_path / "library", {"twice.toml": 'title = "Twice"\n'})
    async with opened(library) as browser:
        await browser.press("enter", "i")
        await browser.wait_for(lambda: isinstance(browser.app.screen, MenuScreen), "the menu")
        await browser.press(next(line.split("Twice")[0].split()[-1] for line in browser.lines() if "(1990)" in line))
        await plan(browser)
        await browser.wait_for("[x] absent  genres  1990")


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_on_a_small_screen_every_key_of_the_plan_is_reached(
    tmp_path: Path, home: Path, size: tuple[int, int]
) -> None:
    named(home, f'thediscdb = "{write_clone(tmp_path / "clone")}"')
    library = write_library(tmp_path / "library", {"north.toml": NORTH})
    async with opened(library, size=size) as browser:
        await browser.press("enter", "i")
        await plan(browser)
        wanted = {
            "directors",
            "special_features",
            "release.date",
            "specs.length",
            "specs.subtitles",
            "synopsis",
            "year",
        }
        seen: set[str] = set()
        for _ in range(20):
            seen |= {key for key in wanted if any(f" {key} " in line for line in browser.lines())}
            await browser.press("j")
        assert seen == wanted
        assert "esc" in browser.lines()[-1]
