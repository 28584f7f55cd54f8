"""The details: every fact of a release has a place under a tab, and they follow the cursor."""

import functools
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from conftest import SAMPLE, write_library
from disctui.settings import Settings
from disctui.tui.widgets.field_list import FieldList
from disctui.tui.widgets.tab_bar import TabBar
from tui.driving import Browser, Opener

PAGE = {
    "1": [
        "Director Mikhail Kalatozov",
        "Vasily Merkuryev",
        "Svetlana Kharitonova",
        "Alexander Shvorin",
        "Tatiana Samoilova",
        "Genres Drama, Romance, War",
        "Veronica and Boris",
        "Sergei Urusevsky",
        "Palme d'Or",
        "Note",
        "distributor",
    ],
    "2": [
        "Release date 2020-03-24",
        "Film year 1957",
        "Country United States",
        "Studio Criterion Collection",
        "Sale price $27.88 (30 % off)",
        "List price $39.95",
        "3rd party $22.52",
        "Stock in stock",
        "Store https://www.criterion.com/",
    ],
    "3": [
        "Length 96 min",
        "Disc Blu-ray Disc",
        "Video 1080p AVC/MPEG-4",
        "Aspect ratio 1.37:1",
        "Audio Russian: PCM Mono",
        "Subtitles English",
    ],
    "4": [
        "Ian Christie",
        "landmark of Soviet cinema",
        "Audio interview with director Mikhail Kalatozov, 1961",
        "Hurricane Kalatozov",
        "2009",
        "2008 program",
        "original storyboards",
        "Alexei Batalov",
        "Claude Lelouch",
        "1958",
        "2001",
        "New English subtitle translation",
        "Chris Fujiwara",
    ],
}
"""The facts of the reference page, by the key of their tab."""


@pytest.fixture
def cranes(tmp_path: Path) -> Path:
    """A library that holds the sample library's file of the reference page alone."""
    root = tmp_path / "cranes"
    root.mkdir()
    shutil.copy(SAMPLE / "the-cranes-are-flying.toml", root)
    return root


def _shows(browser: Browser, facts: Sequence[str]) -> bool:
    return all(fact in browser.facts for fact in facts)


async def test_every_fact_of_the_reference_page_has_its_place(cranes: Path, open_browser: Opener) -> None:
    async with open_browser(cranes, size=(120, 50)) as browser:
        assert "The Cranes Are Flying (1957)" in browser.details
        await browser.press("enter")
        for key, facts in PAGE.items():
            await browser.press(key)
            await browser.wait_for(functools.partial(_shows, browser, facts), f"tab {key}: {facts}")


async def test_each_special_feature_has_a_line_of_its_own(cranes: Path, open_browser: Opener) -> None:
    async with open_browser(cranes, size=(200, 50)) as browser:
        await browser.press("enter", "4")
        lines = browser.part(browser.main.query_one(FieldList)).split("\n")
        assert sum("• " in line for line in lines) == 7
        assert "4 Special features" in browser.tabs


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_on_a_small_screen_j_scrolls_every_fact_into_view(
    cranes: Path, open_browser: Opener, size: tuple[int, int]
) -> None:
    async with open_browser(cranes, size=size, settings=Settings(covers="off")) as browser:
        await browser.press("enter")
        for key, facts in PAGE.items():
            await browser.press(key)
            body = browser.main.query_one(FieldList)
            lines: dict[int, str] = {}
            while True:
                for number, line in enumerate(browser.part(body).split("\n")):
                    lines.setdefault(round(body.scroll_y) + number, line.rstrip("▐"))
                if body.scroll_y >= body.max_scroll_y:
                    break
                await browser.press("J")
            assert sorted(lines) == list(range(len(lines))), "no line was skipped"
            text = "".join("".join(lines[number].split()) for number in sorted(lines))
            missing = [fact for fact in facts if "".join(fact.split()) not in text]
            assert not missing, f"tab {key}: {missing} in {text}"


@pytest.mark.parametrize("size", [(120, 36), (160, 45), (60, 30)])
async def test_the_cursor_covers_the_label_of_its_field_and_nothing_of_the_value(
    cranes: Path, open_browser: Opener, size: tuple[int, int]
) -> None:
    async with open_browser(cranes, size=size) as browser:
        await browser.press("enter", "enter", "2")
        fields = browser.main.query_one("#fields")
        under = [one.text for one in fields.render_lines(fields.size.region)[0] if one.style and one.style.reverse]
        assert "".join(under).strip() == "Release date"


async def test_my_copy_shows_the_owners_table(cranes: Path, open_browser: Opener) -> None:
    async with open_browser(cranes) as browser:
        await browser.press("enter", "5")
        for fact in [
            "2020-07-18",
            "$19.98",
            "Barnes & Noble",
            "Living room, shelf B",
            "5 of 5",
            "2022-05-09",
            "favourite",
        ]:
            assert fact in browser.facts, fact
        assert "The staircase, the birches." in browser.facts


async def test_my_copy_shows_keys_of_the_owners_own(tmp_path: Path, open_browser: Opener) -> None:
    text = 'title = "Stalker"\nborrowed_from = "Anna"\n[shelf]\nrow = 3\n'
    async with open_browser(write_library(tmp_path, {"stalker.toml": text}), size=(160, 30)) as browser:
        assert "5 My copy" in browser.tabs
        await browser.press("enter", "5")
        assert "borrowed_from Anna" in browser.facts
        assert "shelf.row 3" in browser.facts


async def test_an_empty_tab_says_so_and_can_still_be_reached(tmp_path: Path, open_browser: Opener) -> None:
    async with open_browser(write_library(tmp_path, {"m.toml": 'title = "M"\n'}), size=(160, 30)) as browser:
        await browser.press("enter")
        for key, words in [
            ("1", "no synopsis"),
            ("3", "no specs"),
            ("4", "no special features"),
            ("5", "[collection]"),
        ]:
            await browser.press(key)
            assert words in browser.facts


@pytest.mark.parametrize("width", [120, 100, 84, 80, 60, 40])
async def test_the_tabs_are_the_same_for_every_release(shelf: Path, open_browser: Opener, width: int) -> None:
    async with open_browser(shelf, size=(width, 24)) as browser:
        await browser.press("enter")
        seen = set()
        for _ in range(7):
            seen.add(browser.tabs)
            await browser.press("j")
        assert len(seen) == 1
        assert [part for part in seen.pop().split() if part.isdigit()] == ["1", "2", "3", "4", "5"]


async def test_what_the_file_does_not_say_has_no_label(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("alien")
        await browser.press("enter", "3")
        assert browser.facts.startswith("Discs 4K Ultra HD Blu-ray Disc")
        for label in ("Length", "Audio", "Subtitles", "None"):
            assert label not in browser.facts


async def test_the_details_follow_the_cursor_and_the_tab_stays(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        assert "8½ (1963)" in browser.details
        await browser.press("down")
        assert "Alien (1979)" in browser.details
        assert "In space no one can hear you scream." in browser.facts
        await browser.press("enter", "2", "j")
        assert "The Cranes Are Flying (1957)" in browser.details
        assert "Release date 2020-03-24" in browser.facts


def _opened_tab(browser: Browser) -> str:
    """The label of the tab that is shown as open."""
    bar = browser.main.query_one(TabBar)
    strip = browser.app.screen._compositor.render_strips()[bar.region.y].crop(bar.region.x, bar.region.right)
    return "".join(part.text for part in strip if part.style is not None and part.style.bold).strip()


def _is_open(browser: Browser, name: str) -> bool:
    return _opened_tab(browser).startswith(name)


async def test_numbers_brackets_and_arrows_open_the_tabs(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("cranes")
        await browser.press("enter")
        for key, name in [
            ("4", "4 "),
            ("2", "2 Release"),
            ("]", "3 Specs"),
            ("[", "2 Release"),
            ("right", "3 Specs"),
            ("left", "2 Release"),
            ("1", "1 Synopsis"),
            ("5", "5 My copy"),
            ("]", "1 Synopsis"),
        ]:
            await browser.press(key)
            await browser.wait_for(functools.partial(_is_open, browser, name), f"{name} after {key}")


@pytest.mark.parametrize("size", [(160, 30), (90, 30), (80, 24), (40, 12)])
async def test_a_click_opens_the_tab_under_the_mouse(shelf: Path, open_browser: Opener, size: tuple[int, int]) -> None:
    async with open_browser(shelf, size=size) as browser:
        await browser.search("cranes")
        for number in "35214":
            await browser.click(TabBar, browser.tabs.index(number))
            await browser.settled()
            assert _opened_tab(browser).startswith(number)
        assert "Ian Christie" in browser.facts


async def test_from_the_list_capital_j_and_k_scroll_the_details(tmp_path: Path, open_browser: Opener) -> None:
    text = 'title = "Long"\nsynopsis = """' + "\n".join(f"line {number}." for number in range(200)) + '"""\n'
    async with open_browser(write_library(tmp_path, {"long.toml": text})) as browser:
        await browser.press("enter", "J")
        assert "line 0." not in browser.facts
        assert browser.place == "list"
        await browser.press("K")
        assert "line 0." in browser.facts
        await browser.press("tab")
        assert browser.place == "details"
        await browser.press("G")
        assert "line 199." in browser.facts
        await browser.press("g", "j")
        assert "line 0." not in browser.facts
        await browser.press("escape")
        assert browser.place == "list"


async def test_a_key_that_comes_with_the_one_that_opens_a_tab_reaches_its_end(
    tmp_path: Path, open_browser: Opener
) -> None:
    extras = "".join(f'  "extra {number}.",\n' for number in range(90))
    text = f'title = "Long"\nsynopsis = "Short."\nspecial_features = [\n{extras}]\n'
    async with open_browser(write_library(tmp_path, {"long.toml": text})) as browser:
        await browser.press("enter", "tab")
        await browser.send(b"4G")
        assert "extra 89." in browser.facts


async def test_tab_goes_round_search_list_and_details_and_back(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        places = [browser.place]
        for key in ("tab", "tab", "tab", "shift+tab", "shift+tab", "shift+tab"):
            await browser.press(key)
            places.append(browser.place)
        assert places == ["search", "list", "details", "search", "details", "list", "search"]


async def test_a_box_set_shows_its_films(open_browser: Opener, tmp_path: Path) -> None:
    shutil.copy(SAMPLE / "box-sets" / "three-colors.toml", tmp_path)
    async with open_browser(tmp_path, size=(120, 60)) as browser:
        for film in ("Blue", "White", "Red"):
            assert film in browser.facts
