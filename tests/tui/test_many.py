"""Whole files and many at once: marked, previewed, changed, made, copied, renamed, binned and brought back."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from conftest import SHELF, texts, write_library
from disctui.tui.screens.field_form import FieldForm
from disctui.tui.screens.menu import MenuScreen
from disctui.tui.screens.preview import PreviewScreen
from disctui.tui.screens.toml_editor import TomlEditor
from tui.driving import Browser, opened


@asynccontextmanager
async def browsing(root: Path) -> AsyncIterator[Browser]:
    """A browser in the list."""
    async with opened(root) as browser:
        await browser.press("enter")
        yield browser


@pytest.fixture
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of the platform's bin."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def discard(path: str) -> None:
        Path(path).rename(folder / Path(path).name)

    monkeypatch.setattr("send2trash.send2trash", discard)
    return folder


async def shown(browser: Browser, screen: type[object]) -> None:
    """Wait for a screen."""
    await browser.wait_for(lambda: isinstance(browser.app.screen, screen), screen.__name__)


async def choose_field(browser: Browser, key: str) -> None:
    """`m`, and a field in its menu."""
    await browser.press("m")
    await shown(browser, MenuScreen)
    await browser.press(*f"({key})")
    await browser.press("enter")


async def stand_on(browser: Browser, release_id: str) -> None:
    """Move the cursor to a release."""
    await browser.press("g")
    while browser.chosen != release_id:
        await browser.press("j")


def marked(browser: Browser) -> list[str]:
    """The titles of the rows that carry a mark."""
    return [row[3:].strip().split("  ")[0] for row in browser.rows if "*" in row[:3]]


async def test_space_marks_one_v_a_range_and_ctrl_a_all_that_is_found(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await browser.press("space", "j", "space")
        assert marked(browser) == ["8½", "The Cranes Are Flying"]
        assert browser.count == "2 marked · 7 releases"
        await browser.press("k", "space")
        assert marked(browser) == ["8½"], "the second time takes the mark away"
        await browser.press("escape")
        assert marked(browser) == []
        await browser.press("g", "j", "v", "j", "j", "v")
        assert marked(browser) == ["Alien", "The Cranes Are Flying", "M"]
        await browser.press("G", "v", "k", "v")
        assert marked(browser) == ["Alien", "The Cranes Are Flying", "M", "[REC]", "Viridiana"], "upwards too"
        await browser.press("ctrl+a")
        assert len(marked(browser)) == 7
        await browser.press("ctrl+a")
        assert marked(browser) == []
        await browser.press("slash")
        await browser.search("spain")
        await browser.press("ctrl+a")
        assert browser.place == "search", "in the box it is a key of the text"


async def test_all_that_is_found_are_marked_and_stay_so_when_the_query_goes(shelf: Path) -> None:
    async with opened(shelf) as browser:
        await browser.search("studio:criterion")
        await browser.press("enter", "ctrl+a", "slash", *["backspace"] * 20, "enter")
        await browser.wait_for(lambda: browser.count.endswith("7 releases"), "all of them")
        assert marked(browser) == ["8½", "The Cranes Are Flying"]


async def test_a_change_of_many_lists_exactly_the_files_and_writes_nothing_before_it_is_agreed_to(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await browser.press("j", "space", "space")
        assert marked(browser) == ["Alien", "The Cranes Are Flying"]
        await choose_field(browser, "collection.location")
        await shown(browser, FieldForm)
        await browser.press(*"Attic", "enter")
        await shown(browser, PreviewScreen)
        text = browser.text()
        assert "2 files would change" in text
        assert [name for name in SHELF if f"+++ {name}" in text] == ["the-cranes-are-flying.toml", "alien-4k.toml"]
        assert '-location = "Living room, shelf B"' in text
        assert text.count('+location = "Attic"') == 2
        assert texts(shelf) == SHELF
        await browser.press("escape")
        assert texts(shelf) == SHELF, "no"
        assert browser.count.startswith("2 marked"), "the marks stay for another try"
        await choose_field(browser, "collection.location")
        await shown(browser, FieldForm)
        await browser.press(*"Attic", "enter")
        await shown(browser, PreviewScreen)
        await browser.press("enter")
        await browser.wait_for(lambda: texts(shelf) != SHELF, "yes")
        cranes, alien = "the-cranes-are-flying.toml", "alien-4k.toml"
        assert texts(shelf) == SHELF | {
            cranes: SHELF[cranes].replace("Living room, shelf B", "Attic"),
            alien: SHELF[alien] + '\n[collection]\nlocation = "Attic"\n',
        }
        assert marked(browser) == []
        await browser.press("u")
        await browser.wait_for(lambda: texts(shelf) == SHELF, "both undone as one")


async def test_values_are_added_to_and_removed_from_the_lists_of_all_marked(shelf: Path) -> None:
    discs = {name: text for name, text in SHELF.items() if "discs" in text}
    async with browsing(shelf) as browser:
        await browser.press("ctrl+a")
        await choose_field(browser, "specs.discs")
        await shown(browser, MenuScreen)
        await browser.press("a")
        await shown(browser, FieldForm)
        await browser.press(*"CD", "enter", "enter")
        await shown(browser, PreviewScreen)
        assert "7 files would change" in browser.text()
        await browser.press("y")
        await browser.wait_for(lambda: "CD" in texts(shelf)["m.toml"])
        for name, text in discs.items():
            line = next(line for line in text.split("\n") if line.startswith("discs"))
            assert texts(shelf)[name] == text.replace(line, line.replace("]", ', "CD"]')), name
        after = texts(shelf)
        await browser.press("ctrl+a")
        await choose_field(browser, "specs.discs")
        await browser.press("r")
        await shown(browser, FieldForm)
        await browser.press(*"DVD", "enter", "enter")
        await shown(browser, PreviewScreen)
        assert "2 files would change" in browser.text()
        assert "5 say so already" in browser.text()
        await browser.press("enter")
        await browser.wait_for(lambda: texts(shelf) != after)
        changed = {name for name, text in texts(shelf).items() if text != after[name]}
        assert changed == {"rec.toml", "spain/viridiana.toml"}
        assert 'discs = ["CD"]' in texts(shelf)["rec.toml"]


async def test_without_marks_the_release_under_the_cursor_is_changed(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await stand_on(browser, "m")
        await choose_field(browser, "collection.rating")
        await shown(browser, FieldForm)
        await browser.press(*"9", "enter")
        assert isinstance(browser.app.screen, FieldForm), "five is the most"
        await browser.press("backspace", *"4.5", "enter")
        await shown(browser, PreviewScreen)
        await browser.press("enter")
        await browser.wait_for(lambda: "4.5" in texts(shelf)["m.toml"])
        assert texts(shelf) == SHELF | {"m.toml": SHELF["m.toml"] + "\n[collection]\nrating = 4.5\n"}


async def test_a_file_that_cannot_be_changed_is_named_and_the_others_are_changed(shelf: Path) -> None:
    (shelf / "rec.toml").chmod(0o444)
    async with browsing(shelf) as browser:
        await browser.press("ctrl+a")
        await choose_field(browser, "collection.tags")
        await browser.press("a")
        await shown(browser, FieldForm)
        await browser.press(*"x", "enter", "enter")
        await shown(browser, PreviewScreen)
        await browser.press("enter")
        await browser.wait_for(lambda: "rec.toml:" in browser.toasts and "read-only" in browser.toasts)
        assert texts(shelf)["rec.toml"] == SHELF["rec.toml"]
        assert sum('tags = ["x"]' in text for text in texts(shelf).values()) == 6


async def test_a_file_changed_by_another_program_during_the_preview_is_left_alone_and_named(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await browser.press("ctrl+a")
        await choose_field(browser, "collection.location")
        await shown(browser, FieldForm)
        await browser.press(*"Attic", "enter")
        await shown(browser, PreviewScreen)
        (shelf / "m.toml").write_text('title = "M"\n')
        await browser.press("enter")
        await browser.wait_for(lambda: "m.toml:" in browser.toasts and "changed" in browser.toasts)
        assert texts(shelf)["m.toml"] == 'title = "M"\n'
        assert sum('location = "Attic"' in text for text in texts(shelf).values()) == 6


async def test_capital_d_moves_to_the_bin_after_a_question_and_u_brings_back(shelf: Path, trash: Path) -> None:
    async with browsing(shelf) as browser:
        await browser.press("space", "space", "D")
        await shown(browser, PreviewScreen)
        text = browser.text()
        assert "2 files" in text
        alien = next(line for line in text.split("\n") if "alien-4k.toml" in line)
        assert re.search(r"Alien · 1979 · 20th Century Fox · 4K.* · alien-4k.toml", alien), "editions are told apart"
        await browser.press("escape")
        assert texts(shelf) == SHELF
        await browser.press("D")
        await shown(browser, PreviewScreen)
        await browser.press("enter")
        await browser.wait_for(lambda: browser.count == "5 releases", "two less")
        gone = {"alien-4k.toml", "eight-and-a-half.toml"}
        assert set(SHELF) - set(texts(shelf)) == gone
        assert {path.name for path in trash.iterdir()} == gone
        assert "The Cranes" in browser.cursor_row, "the cursor stays near"
        await browser.press("u")
        await browser.wait_for(lambda: browser.count == "7 releases", "both back")
        assert texts(shelf) == SHELF
        await browser.wait_for(lambda: browser.chosen in {"alien-4k", "eight-and-a-half"}, "one under the cursor")


async def test_a_bin_that_takes_nothing_is_told_and_the_file_stays(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: str) -> None:
        raise OSError("the bin is full")

    monkeypatch.setattr("send2trash.send2trash", full)
    async with browsing(shelf) as browser:
        await browser.press("D", "enter")
        await browser.wait_for(lambda: "thebinisfull" in browser.toasts)
        assert texts(shelf) == SHELF
        assert browser.count == "7 releases"


async def test_n_makes_a_release_from_a_template_beside_the_one_under_the_cursor(shelf: Path, trash: Path) -> None:
    async with browsing(shelf) as browser:
        await stand_on(browser, "spain/viridiana")
        await begin_el_sur(browser)
        assert texts(shelf) == SHELF, "nothing is written until it is saved"
        await browser.press("ctrl+s")
        await browser.wait_for(lambda: browser.chosen == "spain/el-sur-1983", "the cursor on it")
        made = shelf / "spain" / "el-sur-1983.toml"
        lines = made.read_text().split("\n")
        assert [line for line in lines if line and not line.startswith(("#", "["))] == [
            'title            = "El Sur"',
            "year             = 1983",
        ]
        assert any(line.startswith("# location") for line in lines), "every other key as a comment"
        assert "El Sur" in browser.cursor_row
        assert browser.count == "8 releases"
        await browser.press("u")
        await browser.wait_for(lambda: browser.count == "7 releases", "undone")
        assert texts(shelf) == SHELF
        assert [path.name for path in trash.iterdir()] == [made.name], "in the bin, not gone for good"


async def begin_el_sur(browser: Browser) -> None:
    """Begin a new release, up to its template."""
    await browser.press("n")
    await shown(browser, FieldForm)
    await browser.press(*"El Sur", "enter")
    await browser.wait_for(lambda: "Film year" in browser.text(), "the year")
    await browser.press(*"1983", "enter")
    await shown(browser, TomlEditor)


async def test_a_new_release_that_is_left_leaves_no_file_and_no_history(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await begin_el_sur(browser)
        await browser.press("escape")
        await browser.wait_for(lambda: browser.app.screen is browser.main)
        await browser.press("n")
        await shown(browser, FieldForm)
        await browser.press(*"El Sur", "enter")
        await browser.wait_for(lambda: "Film year" in browser.text(), "the year")
        await browser.press("escape")
        await browser.wait_for(lambda: browser.app.screen is browser.main)
        assert texts(shelf) == SHELF
        assert browser.app.session.editor.history.entries() == []


async def test_a_new_release_may_have_no_year(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await browser.press("n")
        await shown(browser, FieldForm)
        await browser.press(*"El Sur", "enter")
        await browser.wait_for(lambda: "Film year" in browser.text(), "the year")
        await browser.press("enter")
        await shown(browser, TomlEditor)
        await browser.press("ctrl+s")
        await browser.wait_for(lambda: browser.chosen == "el-sur", "the cursor on it")
        await browser.press("H")
        await browser.wait_for(lambda: re.search(r"\d\d:\d\d  new file ", browser.text()) is not None, "no edit of one")


async def test_no_new_release_without_a_title(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await browser.press("n")
        await shown(browser, FieldForm)
        await browser.press("escape")
        await browser.wait_for(lambda: browser.app.screen is browser.main)
        assert texts(shelf) == SHELF


async def test_c_copies_what_belongs_to_the_film_as_another_edition(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await stand_on(browser, "alien-4k")
        await browser.press("c")
        await shown(browser, TomlEditor)
        made = shelf / "alien-1979.toml"
        assert texts(shelf) == SHELF, "nothing is written until it is saved"
        await browser.press("ctrl+s")
        await browser.wait_for(lambda: browser.chosen == "alien-1979", "the cursor on it")
        assert made.read_text() == SHELF["alien-4k.toml"].partition("\n[release]")[0]
        assert {name: text for name, text in texts(shelf).items() if name != made.name} == SHELF


async def test_f2_names_the_file_after_its_title_once_agreed_and_the_cursor_stays_with_it(shelf: Path) -> None:
    async with browsing(shelf) as browser:
        await stand_on(browser, "spain/viridiana")
        await browser.press("f2")
        await shown(browser, PreviewScreen)
        assert "viridiana-1961.toml" in browser.text()
        await browser.press("escape")
        assert texts(shelf) == SHELF
        await browser.press("f2", "enter")
        await browser.wait_for(lambda: browser.chosen == "spain/viridiana-1961", "the cursor on the new name")
        assert texts(shelf) == {name.replace("viridiana", "viridiana-1961"): text for name, text in SHELF.items()}
        assert browser.count == "7 releases"
        await browser.press("f2")
        await browser.wait_for(lambda: "namedafteritstitlealready" in browser.toasts)
        await browser.press("u")
        await browser.wait_for(lambda: texts(shelf) == SHELF, "undone")


async def test_where_the_name_is_taken_the_cursor_stays_with_the_renamed_one(shelf: Path) -> None:
    write_library(shelf, {"alien-1979.toml": 'title = "Alien, the other one"\nyear = 1979\n'})
    before = texts(shelf)
    async with browsing(shelf) as browser:
        await stand_on(browser, "alien-4k")
        await browser.press("f2", "enter")
        await browser.wait_for(lambda: browser.chosen != "alien-4k")
        await browser.wait_for(lambda: browser.chosen == "alien-1979-2", "the cursor on the new name")
        assert texts(shelf) == {name.replace("alien-4k", "alien-1979-2"): text for name, text in before.items()}


async def test_a_file_whose_name_is_no_text_is_edited_renamed_and_moved_to_the_bin_like_any_other(
    shelf: Path, trash: Path
) -> None:
    (shelf / "m.toml").rename(shelf / "caf\udce9.toml")
    async with browsing(shelf) as browser:
        await stand_on(browser, "caf\udce9")
        await browser.press("E")
        await shown(browser, TomlEditor)
        await browser.press("end", "#", "ctrl+s")
        edited = SHELF["m.toml"].replace('"M"', '"M"#')
        await browser.wait_for(lambda: texts(shelf)["caf\udce9.toml"] == edited, "edited here")
        await browser.press("D", "enter")
        await browser.wait_for(lambda: browser.count == "6 releases")
        await browser.press("u")
        await browser.wait_for(lambda: browser.count == "7 releases")
        await stand_on(browser, "caf\udce9")
        await browser.press("f2", "enter")
        await browser.wait_for(lambda: browser.chosen == "m-1931", "the cursor on the new name")
        assert texts(shelf) == {name: text for name, text in SHELF.items() if name != "m.toml"} | {
            "m-1931.toml": edited
        }
