"""What other programs do in the library shows by itself, the cursor kept."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import watchfiles

from conftest import write_library
from disctui.tui.background import watcher
from tui.driving import Opener, watching


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


async def test_a_save_in_another_program_shows_and_the_cursor_stays(shelf: Path, told: list[str]) -> None:
    async with watching(shelf) as browser:
        await browser.press("enter", "j", "j", "2")
        told.clear()
        _replace(shelf / "the-cranes-are-flying.toml", "1957", "1942")
        await browser.wait_for(lambda: "1942" in browser.cursor_row, "the new year")
        assert set(told) == {"the-cranes-are-flying.toml"}, "the system told of it; nobody waited for the next look"
        assert browser.cursor_row.startswith("The Cranes Are Flying")
        assert "Film year 1942" in browser.facts


async def test_a_save_as_editors_do_it_by_renaming_shows_too(shelf: Path) -> None:
    async with watching(shelf) as browser:
        path = shelf / "alien-4k.toml"
        beside = shelf / ".alien-4k.toml.swp"
        beside.write_text(path.read_text().replace("1979", "1980"))
        beside.replace(path)
        await browser.wait_for(lambda: "1980" in browser.rows[1], "the new year")
        assert browser.count == "7 releases"


async def test_a_save_by_moving_the_old_file_away_first_never_loses_the_row(shelf: Path) -> None:
    async with watching(shelf) as browser:
        await browser.press("enter", "j")
        path = shelf / "alien-4k.toml"
        text = path.read_text()
        path.rename(shelf / "alien-4k.toml~")
        time.sleep(0.05)
        path.write_text(text.replace("1979", "1981"))
        await browser.wait_for(lambda: "1981" in browser.cursor_row, "the new year")
        assert browser.cursor_row.startswith("Alien")
        assert browser.count == "7 releases"


async def test_a_new_file_appears_in_its_place(shelf: Path) -> None:
    async with watching(shelf) as browser:
        await browser.press("enter", "G")
        (shelf / "brazil.toml").write_text('title = "Brazil"\nyear = 1985\n')
        await browser.wait_for(lambda: browser.titles[2:3] == ["Brazil"], "the new release")
        assert browser.count == "8 releases"
        assert browser.cursor_row.startswith("Viridiana"), "the cursor stays"


async def test_a_deleted_file_goes_and_the_cursor_stays_near(shelf: Path) -> None:
    async with watching(shelf) as browser:
        await browser.press("enter", "j")
        (shelf / "alien-4k.toml").unlink()
        await browser.wait_for(lambda: browser.count == "6 releases", "one less")
        assert browser.cursor_row.startswith("The Cranes Are Flying"), "the next one takes its place"
        assert "The Cranes Are Flying (1957)" in browser.details


async def test_a_renamed_file_is_listed_once(shelf: Path) -> None:
    async with watching(shelf) as browser:
        (shelf / "alien-4k.toml").rename(shelf / "ridley.toml")
        await browser.press("down")
        await browser.wait_for(lambda: "ridley" in browser.app.session.catalogue.listings, "the new name")
        await browser.wait_for(lambda: browser.count == "7 releases", "as many as before")
        assert browser.titles.count("Alien") == 1


async def test_a_subfolder_made_with_files_in_it_appears(shelf: Path, tmp_path: Path) -> None:
    async with watching(shelf) as browser:
        aside = write_library(
            tmp_path / "aside", {"a/b/brazil.toml": 'title = "Brazil"\n', "a/z.toml": 'title = "Z"\n'}
        )
        shutil.copytree(aside / "a", shelf / "a")
        await browser.wait_for(lambda: browser.count == "9 releases", "two more")
        shutil.rmtree(shelf / "a")
        await browser.wait_for(lambda: browser.count == "7 releases", "two less")


async def test_a_folder_moved_in_appears(shelf: Path, tmp_path: Path) -> None:
    async with watching(shelf) as browser:
        aside = write_library(tmp_path / "aside" / "1.5 volumes", {"brazil.toml": 'title = "Brazil"\n'})
        aside.rename(shelf / "1.5 volumes")
        await browser.wait_for(lambda: browser.count == "8 releases", "one more")


async def test_what_editors_leave_beside_a_file_is_no_release(shelf: Path) -> None:
    async with watching(shelf) as browser:
        for name in (".alien-4k.toml.swp", "alien-4k.toml~", "_draft.toml", ".hidden.toml", "notes.txt"):
            (shelf / name).write_text('title = "Leftover"\n')
        (shelf / "last.toml").write_text('title = "Zazie"\n')
        await browser.wait_for(lambda: browser.count == "8 releases", "one more")
        assert "Leftover" not in browser.text()


async def test_a_broken_file_takes_nothing_else_down_and_its_good_version_stays(shelf: Path) -> None:
    async with watching(shelf) as browser:
        await browser.press("enter", "j", "j")
        path = shelf / "the-cranes-are-flying.toml"
        good = path.read_text()
        path.write_text(good.replace('"Mikhail Kalatozov"', '"Mikhail Kalatozov'))
        await browser.wait_for("! 1 problem")
        assert browser.count == "7 releases"
        assert browser.cursor_row.startswith("The Cranes Are Flying")
        assert browser.rows[2].startswith("▌!"), "marked in the list"
        assert "stale: line 4" in browser.details
        assert "Veronica and Boris" in browser.facts
        await browser.press("slash")
        await browser.search("kalatozov")
        await browser.wait_for(lambda: browser.titles == ["The Cranes Are Flying"], "it is still found")
        path.write_text(good)
        await browser.wait_for(lambda: "problem" not in browser.top, "no problem any more")
        assert "stale" not in browser.details
        assert "▌!" not in browser.text()


async def test_people_toml_joins_spellings_as_soon_as_it_is_saved(shelf: Path) -> None:
    async with watching(shelf) as browser:
        await browser.search("calatosoff")
        (shelf / "people.toml").write_text('[[person]]\nname = "Mikhail Kalatozov"\nalso = ["Michel Calatosoff"]\n')
        await browser.wait_for(lambda: browser.titles == ["The Cranes Are Flying"], "the other spelling")


async def test_capital_r_reads_what_was_not_told(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher.Watcher, "start", lambda _: None)
    async with open_browser(shelf) as browser:
        (shelf / "brazil.toml").write_text('title = "Brazil"\n')
        await browser.settle(0.3)
        assert browser.count == "7 releases"
        await browser.press("enter", "R")
        await browser.wait_for(lambda: browser.count == "8 releases", "the new release")


async def test_what_was_saved_before_watching_began_is_not_missed(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watchfiles.watch

    def late(*arguments: Any, **options: Any) -> Iterator[Any]:
        time.sleep(0.5)
        yield from watch(*arguments, **options)

    monkeypatch.setattr(watcher, "watch", late)
    async with open_browser(shelf) as browser:
        (shelf / "brazil.toml").write_text('title = "Brazil"\n')
        await browser.wait_for(lambda: browser.count == "8 releases", "the new release")


async def test_a_library_that_vanishes_stays_on_screen_and_is_told_once(shelf: Path, tmp_path: Path) -> None:
    async with watching(shelf) as browser:
        shelf.rename(tmp_path / "elsewhere")
        await browser.wait_for(lambda: "stillshown" in browser.toasts, "a message")
        assert browser.count == "7 releases"
        await browser.settle(2.5)
        assert browser.toasts.count("stillshown") == 1
        (tmp_path / "elsewhere").rename(shelf)
        (shelf / "brazil.toml").write_text('title = "Brazil"\n')
        await browser.wait_for(lambda: browser.count == "8 releases", "the library back again")


async def test_a_file_with_a_name_that_is_no_text_does_not_end_watching(shelf: Path) -> None:
    async with watching(shelf) as browser:
        (shelf / "caf\udce9.txt").write_bytes(b"x")
        await browser.settle(0.5)
        (shelf / "brazil.toml").write_text('title = "Brazil"\n')
        await browser.wait_for(lambda: browser.count == "8 releases", "the new release")
