"""A release is filled in the browser from what config.toml names, after a plan."""

import tomllib
from pathlib import Path

from conftest import write_library
from disctui.tui.screens.importing import ImportScreen
from disctui.tui.screens.menu import MenuScreen
from sources.clone import UPC, write_clone
from tui.driving import opened

NORTH = f'title = "The North Ferry"\nyear = 1971\nsynopsis = "Mine."\n\n[release]\nupc = "{UPC}"\n'


def named(home: Path, words: str) -> None:
    write_library(home / ".config" / "disctui", {"config.toml": f"[sources]\n{words}\n"})


async def test_a_bar_code_makes_a_file_complete_in_three_keys_and_u_takes_it_back(tmp_path: Path, home: Path) -> None:
    named(home, f'thediscdb = "{write_clone(tmp_path / "clone")}"')
    library = write_library(tmp_path / "library", {"north.toml": NORTH})
    async with opened(library) as browser:
        await browser.press("enter", "i")
        await browser.wait_for("fills in special_features: How to Row, Trailer")
        assert "keeps mine synopsis: Mine." in browser.text()
        await browser.press("ctrl+s")
        await browser.wait_for(lambda: browser.app.screen is browser.main, "written")
        found = tomllib.loads((library / "north.toml").read_text())
        assert (found["synopsis"], found["specs"]["length"]) == ("Mine.", 94)
        await browser.press("u")
        await browser.wait_for(lambda: (library / "north.toml").read_text() == NORTH, "undone")


async def test_where_no_source_is_set_up_or_none_knows_it_that_is_said(tmp_path: Path, home: Path) -> None:
    library = write_library(tmp_path / "library", {"else.toml": 'title = "Somewhere Else"\n'})
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
        await browser.wait_for(lambda: isinstance(browser.app.screen, ImportScreen), "the plan")
        await browser.wait_for("fills in genres: 1990")


async def test_on_a_small_screen_the_plan_names_every_key_of_a_row(tmp_path: Path, home: Path) -> None:
    named(home, f'thediscdb = "{write_clone(tmp_path / "clone")}"')
    library = write_library(tmp_path / "library", {"north.toml": NORTH})
    async with opened(library, size=(80, 24)) as browser:
        await browser.press("enter", "i")
        await browser.wait_for("fills in directors")
        text = browser.text()
        film = ("directors", "writers", "cast", "genres", "synopsis", "special_features")
        disc = ("release.date", "release.country", *(f"specs.{key}" for key in ("length", "discs", "video", "audio")))
        assert [key for key in (*film, *disc, "specs.subtitles") if key not in text] == []
