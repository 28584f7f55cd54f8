"""Editions side by side: `=` on a film, or on the rows that are marked."""

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from conftest import SAMPLE, write_library
from disctui.settings import Settings
from disctui.tui.asides import Asides
from disctui.tui.screens.comparison import ComparisonScreen
from disctui.tui.widgets.list_header import ListHeader
from disctui.tui.widgets.row_list import RowList
from tui.conftest import MakeEditor
from tui.driving import opened

MOOD = ("in-the-mood-for-love.toml", "in-the-mood-for-love-4k.toml", "box-sets/world-of-wong-kar-wai.toml")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = tmp_path / "library"
    for name in (*MOOD, "m.toml", "se7en.toml", "se7en-4k.toml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLE / name, root / name)
    return root


async def test_the_end_of_the_details_is_where_what_is_found_beside_the_file_ends(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, fields = threading.Event(), Asides.fields

    def late(*arguments: Any) -> Any:
        """What is found beside the file, once it may be."""
        go_on.wait(60)
        return fields(*arguments)

    monkeypatch.setattr(Asides, "fields", late)
    async with opened(library, size=(60, 20)) as browser:
        await browser.search("mood 2160p")
        await browser.press("enter", "enter", "G")
        assert "Also on the shelf" not in browser.facts
        go_on.set()
        await browser.wait_for(lambda: "Also on the shelf" in browser.facts, "the other editions, in view")
        assert browser.main.details.body.chosen is not None
        assert browser.main.details.body.chosen.label == "Also on the shelf"


async def test_a_release_that_is_read_again_leaves_its_details_where_they_were_scrolled_to(library: Path) -> None:
    file = library / MOOD[1]
    async with opened(library, size=(60, 20)) as browser:
        await browser.search("mood 2160p")
        await browser.press("enter", "enter", "G")
        await browser.wait_for(lambda: "Also on the shelf" in browser.facts, "the other editions")
        await browser.press("escape", "K", "K", "K")
        body = browser.main.details.body
        line = body.scroll_y
        assert 0 < line < body.max_scroll_y
        file.write_text(file.read_text().replace("2000", "2001"))
        await browser.press("R")
        await browser.wait_for(
            lambda: "Also on the shelf" not in [place.field.label for place in body.places], "another film by now"
        )
        assert line < body.max_scroll_y, "there is still somewhere else to go"
        assert body.scroll_y == line


async def test_a_key_that_comes_with_the_one_that_shows_all_rows_reaches_the_last_of_them(library: Path) -> None:
    async with opened(library, size=(60, 20)) as browser:
        await browser.search("mood 2160p")
        await browser.press("enter", "equals_sign")
        await browser.wait_for("· 3 editions")
        assert "Subtitles" not in browser.text()
        await browser.send(b"llaG")
        assert "Subtitles" in browser.text()


async def test_the_editions_of_a_film_stand_side_by_side_and_what_differs_comes_first(
    library: Path, make_editor: MakeEditor
) -> None:
    editor = make_editor(old="1066", new="1067")
    async with opened(library, size=(120, 40)) as browser:
        await browser.search("mood 2160p")
        await browser.press("enter")
        await browser.wait_for(lambda: "Also on the shelf" in browser.facts, "the other editions")
        assert browser.facts.endswith("Also on the shelf Criterion BD 2012 film 6 of World of Wong Kar Wai")
        await browser.press("equals_sign", "l")  # typed ahead
        await browser.wait_for("In the Mood for Love (2000) · 3 editions")
        lines = browser.lines()
        for name in ("Criterion BD 2012", "Criterion 4K+BD 2022", "World of Wong Kar Wai 2021"):
            assert name in lines[1]
        assert "›World of Wong Kar Wai" in lines[1], "the one after that of the row"
        assert "differences only" in lines[0]
        assert "none in the file" in browser.text()
        assert "≈ in several" in browser.text()
        assert "Country" not in browser.text()
        await browser.press("a")
        assert "all rows" in browser.lines()[0]
        await browser.press("G")
        await browser.wait_for("Country")
        await browser.press("a", "x")
        assert "without this one 4 features, your note, your rating and 1 viewing are gone" in browser.text()
        await browser.press("h")
        assert "its picture (2160p HEVC) is gone" in " ".join(browser.text().split())
        await browser.press("y")
        table = MarkdownIt("commonmark").enable("table").parse(browser.app.clipboard)
        assert [token.type for token in table].count("th_open") == 4
        await browser.resize(40, 12)
        assert "· 3 editions" in browser.lines()[0], "the title is cut before their number"
        await browser.resize(80, 24)
        assert "World of Wong Kar Wai" not in browser.lines()[1], "two columns"
        await browser.press("l")
        assert "›World of Wong Kar Wai" in browser.lines()[1]
        assert "Criterion BD 2012" not in browser.lines()[1]
        assert all(len(line) == 80 for line in browser.lines())
        while browser.app.screen.query_one("ComparisonTable").chosen_row.label != "Spine":  # type: ignore[attr-defined]
            await browser.press("j")
        file = library / "box-sets/world-of-wong-kar-wai.toml"
        assert file.read_text().split("\n")[browser.app.screen.target.line - 1].startswith("spine")  # type: ignore[attr-defined]
        await browser.press("e")
        assert editor.arguments == [str(file)]
        await browser.wait_for("1067")
        await browser.resize(40, 12)
        await browser.wait_for(" Spine")
        await browser.press("enter")
        await browser.wait_for(lambda: not isinstance(browser.app.screen, ComparisonScreen), "the list")
        await browser.wait_for(lambda: browser.chosen == "box-sets/world-of-wong-kar-wai", "the row of the set")


async def test_an_edition_that_is_not_among_the_rows_is_shown_among_all_with_the_columns_of_config_toml(
    library: Path,
) -> None:
    async with opened(library, size=(120, 40), settings=Settings(columns=("bought", "location"))) as browser:
        await browser.wait_for("Location")
        await browser.search("mood disc:4k")
        await browser.press("enter", "equals_sign")
        await browser.wait_for("3 editions")
        await browser.press("l", "enter")
        await browser.wait_for(lambda: len(browser.rows) > 3, "all rows")
        assert browser.chosen != "in-the-mood-for-love-4k"
        assert "Location" in browser.part(browser.main.query_one(ListHeader))


async def test_where_there_is_no_other_edition_marked_rows_are_offered_and_compared(library: Path) -> None:
    async with opened(library, size=(120, 40)) as browser:
        await browser.put("fritz lang")
        await browser.press("enter", "equals_sign")
        await browser.wait_for_toast("No other edition of M (1931) is here; mark two to six rows, and = compares them")
        await browser.press("space")
        await browser.put("kevin spacey se7en 4k")
        await browser.press("enter", "space", "equals_sign")
        await browser.wait_for("2 releases")
        assert "Digibook" not in browser.lines()[1]
        await browser.press("escape")
        await browser.wait_for(lambda: not isinstance(browser.app.screen, ComparisonScreen), "the list")


async def test_a_film_of_a_set_that_is_seen_once_is_asked_for_where_several_have_editions(tmp_path: Path) -> None:
    film = 'title = "{0}"\nyear = 1990\n'
    box = "".join(f"[[films]]\n{film.format(name)}" for name in ("One", "Two", "Three"))
    files = {"box.toml": f'title = "Box"\n{box}', "one.toml": film.format("One"), "two.toml": film.format("Two")}
    async with opened(write_library(tmp_path / "library", files), size=(100, 30)) as browser:
        await browser.press("enter", "equals_sign")
        await browser.wait_for("Compare the editions of")
        assert "Three" not in browser.part(browser.app.screen.query_one(RowList))
        await browser.press("2")
        await browser.wait_for("Two (1990) · 2 editions")
        (tmp_path / "library" / "two.toml").unlink()
        await browser.wait_for(lambda: not isinstance(browser.app.screen, ComparisonScreen), "the list again")


async def test_more_rows_than_fit_side_by_side_are_refused() -> None:
    async with opened(SAMPLE) as browser:
        await browser.press("enter", *["space"] * 7, "equals_sign")
        await browser.wait_for_toast("7 rows are marked; at most 6 can be compared")
