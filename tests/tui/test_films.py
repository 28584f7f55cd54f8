"""Films of box sets in the browser: which one was found, each as a row, and the page of one."""

import re
import shutil
import threading
import tomllib
from pathlib import Path

import pytest

from disctui.library.editions import grouped
from disctui.release.days import this_day
from tui.conftest import MakeEditor
from tui.driving import Opener

SAMPLE = Path(__file__).parents[2] / "library"
BOX = "box-sets/world-of-wong-kar-wai"
NAMES = ("box-sets/world-of-wong-kar-wai", "in-the-mood-for-love", "in-the-mood-for-love-4k", "m")


def shelf_of(folder: Path) -> Path:
    """A box set, two other editions of one of its films, and a release that is none of that."""
    (folder / "box-sets").mkdir()
    for name in NAMES:
        shutil.copy(SAMPLE / f"{name}.toml", folder / f"{name}.toml")
    return folder


async def test_a_film_of_a_box_is_found_as_itself_and_z_makes_a_row_of_each_film_and_back(
    open_browser: Opener, tmp_path: Path
) -> None:
    async with open_browser(shelf_of(tmp_path), size=(130, 40)) as browser:
        await browser.search("happy together")
        assert len(browser.rows) == 1
        assert re.search(r"World of.* › Happy Together +1997 .* BD +5/7", browser.rows[0])
        assert "Happy Together (1997)" in browser.details
        assert "film 5 of 7 in World of" in browser.details
        assert "Leslie Cheung" in browser.facts
        await browser.resize(60, 20)
        assert re.search(r"World of.*… › Happy Together +1997", browser.rows[0]), "the film is named whole"
        await browser.resize(130, 40)

        await browser.press("enter", "z")
        await browser.wait_for(lambda: browser.chosen == f"{BOX}#5", "the row of the film")
        assert browser.count == "1 film of 8"
        await browser.empty_box()
        await browser.search("wong kar wai")
        await browser.wait_for(lambda: browser.count == "7 films of 8", "seven films")
        assert sum("In the Mood for Love" in row for row in browser.rows) == 1
        mood = next(row for row in browser.rows if "In the Mood for Love" in row)
        assert "3 ed." in mood
        assert mood.rstrip().endswith("5"), "it is rated on one of its editions"
        assert not any("World of" in row for row in browser.rows)

        await browser.press("enter", "s", "y")  # by year: as in the box
        await browser.wait_for(lambda: "by year" in browser.text(), "in the order of years")
        assert "As Tears" in browser.rows[0]
        await browser.press("G", "k", "k")
        assert browser.chosen == f"{BOX}#5"
        await browser.press("right_parenthesis")
        assert "In the Mood for Love" in browser.cursor_row
        await browser.press("left_parenthesis", "left_parenthesis", "space", "space")
        await browser.press("z")
        await browser.wait_for(lambda: browser.chosen == BOX, "the set, from a film of it")
        assert browser.count.endswith("3 of 4")


async def test_what_is_written_on_a_film_stands_in_its_own_table_and_its_file_opens_at_it(
    open_browser: Opener, tmp_path: Path, make_editor: MakeEditor
) -> None:
    editor = make_editor("In the Mood for Love", "In the Mood", name="vim")
    library = tmp_path / "library"
    library.mkdir()
    file = shelf_of(library) / f"{BOX}.toml"
    before = file.read_text()
    async with open_browser(library, size=(130, 40)) as browser:
        await browser.search("happy together")
        await browser.press("enter", "w")
        await browser.wait_for_toast("Happy Together (1997): seen")
        watched = f"watched   = [{this_day()}]"
        added = set(file.read_text().splitlines()) - set(before.splitlines())
        assert [line.split("=")[0].strip() for line in added] == ["watched"], watched
        assert tomllib.loads(file.read_text())["films"][4]["watched"] == [this_day()]

        await browser.press("z")
        await browser.wait_for(lambda: browser.chosen == f"{BOX}#5", "the row of the film")
        await browser.wait_for(lambda: "seen" in browser.cursor_row, "its state")
        await browser.put("is:unseen wong")
        await browser.wait_for(lambda: browser.count.startswith("3 films"), "the films nobody has seen")
        assert not any("Happy Together" in row for row in browser.rows)
        assert not any("In the Mood" in row for row in browser.rows), "one of its editions was seen"
        await browser.press("enter", "u")
        await browser.wait_for(lambda: file.read_text() == before, "as before")
        await browser.wait_for(lambda: browser.count.startswith("4 films"), "one more")

        while "Fallen Angels" not in browser.cursor_row:
            await browser.press("j")
        await browser.press("space")
        while "As Tears" not in browser.cursor_row:
            await browser.press("k")
        await browser.press("space", "w")
        await browser.wait_for("1 file would change")
        await browser.press("enter")
        await browser.wait_for(lambda: file.read_text() != before, "two films of one file")
        films = tomllib.loads(file.read_text())["films"]
        assert [number for number, film in enumerate(films, 1) if film.get("watched") == [this_day()]] == [1, 4]
        await browser.press("u")
        await browser.wait_for(lambda: file.read_text() == before, "as before again")

        await browser.put("happy together")
        await browser.wait_for(lambda: browser.count.startswith("1 film "), "one film")
        await browser.press("enter", "enter", "a")
        await browser.wait_for("Add a field to Happy Together")
        await browser.press("escape", "e")
        await browser.wait_for(lambda: editor.was_run, "the editor")
        line = before.splitlines().index('title          = "Happy Together"')
        assert f"+{line}" in editor.arguments, "that of its header"
        await browser.put("in the mood")
        await browser.wait_for("In the Mood (2000)")  # as the editor has renamed it


async def test_the_first_tab_of_a_box_is_its_films_and_each_has_a_page(open_browser: Opener, tmp_path: Path) -> None:
    async with open_browser(shelf_of(tmp_path), size=(150, 40)) as browser:
        await browser.search("world of")
        assert "World of Wong Kar Wai · 7 films" in browser.details
        assert "1 Films" in browser.tabs
        assert "3 Chungking Express 1994 103 min 5 seen 2×" in browser.facts
        assert "98 min 4.5 seen +2 ed." in browser.facts
        assert "Seven films in which" in browser.facts

        await browser.press("enter", "enter", "j", "j", "enter")
        assert "Chungking Express (1994)" in browser.details
        assert "1 Synopsis" in browser.tabs
        assert "Brigitte Lin" in browser.facts
        await browser.press("5")
        assert browser.facts.index("Watched") < browser.facts.index("Living room, top board")
        assert "My rating (set) 4.5 of 5" in browser.facts
        await browser.press("2")
        assert "Criterion Collection" in browser.facts
        await browser.press("1", "right_parenthesis", "right_parenthesis")
        assert "Happy Together (1997)" in browser.details
        await browser.press("left_parenthesis")
        assert "Fallen Angels (1995)" in browser.details
        await browser.press("escape")
        assert "1 Films" in browser.tabs
        assert browser.place == "details"
        await browser.press("enter")
        assert "Fallen Angels (1995)" in browser.details, "the cursor is on the film whose page was closed"
        await browser.press("escape", "escape")
        assert browser.place == "list"
        await browser.press("j", "k")
        assert "World of Wong Kar Wai · 7 films" in browser.details


async def test_in_a_large_library_films_are_there_at_once_and_editions_come_together_when_they_are_known(
    open_browser: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("catalogue", "film_rows"):
        monkeypatch.setattr(f"disctui.library.{module}.QUICKLY_GROUPED", 0)
    may_group = threading.Event()
    monkeypatch.setattr("disctui.library.catalogue.grouped", lambda index: (may_group.wait(10), grouped(index))[1])
    library = tmp_path / "library"
    library.mkdir()
    async with open_browser(shelf_of(library), size=(130, 40)) as browser:
        await browser.press("enter", "z")
        await browser.wait_for(lambda: browser.count == "10 films", "each edition a row")
        await browser.press("j", "j", "j")
        chosen = browser.chosen
        may_group.set()
        await browser.wait_for(lambda: browser.count == "8 films", "each film once")
        assert browser.chosen == chosen
        assert "3 ed." in next(row for row in browser.rows if "In the Mood" in row)
        (library / "m.toml").unlink()
        await browser.wait_for(lambda: browser.count == "7 films", "one less, merged as before")


async def test_the_title_of_a_film_of_a_box_is_edited_in_a_form(open_browser: Opener, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    file = shelf_of(library) / f"{BOX}.toml"
    before = file.read_text()
    async with open_browser(library, size=(130, 40)) as browser:
        await browser.search("fallen angels chungking express")
        assert browser.chosen == BOX
        assert browser.count == "1 of 4", "two of its titles together find the box"
        await browser.put("year:1997 wong")
        await browser.wait_for("Happy Together (1997)")
        await browser.press("enter", "enter")
        while browser.app.screen.target.field != "films[5].title":  # type: ignore[attr-defined]
            await browser.press("j")
        await browser.press("enter", *["backspace"] * 14, *"Buenos Aires", "enter")
        await browser.wait_for(lambda: "Buenos Aires (1997)" in browser.details, "the new title")
        changed = [
            pair for pair in zip(before.splitlines(), file.read_text().splitlines(), strict=True) if len(set(pair)) > 1
        ]
        assert [new for _, new in changed] == ['title          = "Buenos Aires"']
