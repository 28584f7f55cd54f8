"""The statistics of the browser: bars whose rows open, and the diary of what was seen."""

from pathlib import Path

import pytest

from conftest import write_library
from disctui.tui.screens.diary import DiaryScreen
from disctui.tui.widgets.row_list import POINTER
from tui.driving import Browser, Opener


def film(title: str, year: int, label: str, watched: str = "") -> str:
    mine = f"[collection]\nrating = 4.5\nwatched = [{watched}]\n" if watched else ""
    return f'title = "{title}"\nyear = {year}\n[release]\nstudio = "{label}"\n[specs]\ndiscs = ["DVD"]\n{mine}'


LIBRARY = {
    "alien.toml": film("Alien", 1979, "Fox", '2019-05-03, "2018", 2018-11-02, 2018-11-30'),
    "brazil.toml": film("Brazil", 1985, "Criterion", "2018-11-09"),
    "cure.toml": film("Cure", 1997, "Criterion"),
    "dune.toml": film("Dune", 1984, "Kino [Lorber]"),
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", LIBRARY)


def bar_lines(browser: Browser) -> list[str]:
    """The lines of bars under the cursor."""
    return [line.rstrip(" ▐") for line in browser.lines() if line.startswith(POINTER)]


async def counted(browser: Browser) -> None:
    await browser.wait_for("FILMS BY DECADE")


async def test_a_bar_opens_its_rows_and_esc_comes_back_to_it(library: Path, open_browser: Opener) -> None:
    async with open_browser(library, size=(80, 24)) as browser:
        await browser.press("enter", "T")
        await counted(browser)
        assert "panels 1–" in browser.lines()[0]
        assert bar_lines(browser) == [f"{POINTER} 1970s  {'▆' * 34:67} 1"]
        await browser.press("j")
        assert bar_lines(browser) == [f"{POINTER} 1980s  {'▆' * 67} 2"]
        await browser.press("enter")
        await browser.wait_for_titles("Brazil", "Dune", what="the films of the bar")
        assert browser.box.value == "year:1980s"
        await browser.press("escape")
        await browser.wait_for(lambda: bar_lines(browser)[:1] == [f"{POINTER} 1980s  {'▆' * 67} 2"], "the bar again")
        assert browser.box.value == ""
        await browser.press("tab", "tab", "j", "enter")
        await browser.wait_for_titles("Alien", what="the release of the label")
        await browser.press("slash", "backspace", "enter", "escape")
        await browser.wait_for_titles("Alien", "Brazil", "Cure", "Dune", what="all")
        assert browser.app.screen is browser.main, "what was typed since is not the bar's any more"


async def test_typing_narrows_what_is_counted_and_a_slip_keeps_what_was(library: Path, open_browser: Opener) -> None:
    async with open_browser(library, size=(130, 40)) as browser:
        await browser.press("slash", *"label:criterion", "enter", "T")
        await counted(browser)
        assert "2 releases · 2 films · 1 seen" in browser.lines()[0]
        columns = [line for line in browser.lines() if "FILMS BY DECADE" in line]
        assert columns[0].rstrip().count("  ") > 5, "panels stand in two columns"
        await browser.press("slash")
        await browser.type_text(" year:198")
        await browser.wait_for("1 release · 1 film")
        await browser.type_text("x")
        await browser.wait_for("year: takes")
        assert "1 release · 1 film" in browser.lines()[0]
        await browser.press("backspace")
        await browser.press("enter", "y")
        assert browser.app.clipboard.splitlines()[:4] == [
            "1 release · 1 film · 1 seen",
            "",
            "FILMS BY DECADE  (1)",
            f"  1980s  {'█' * 69} 1",
        ]
        await browser.press("escape")
        assert browser.box.value == "label:criterion"


async def test_the_diary_shows_a_year_by_months_and_leads_to_what_was_seen(library: Path, open_browser: Opener) -> None:
    async with open_browser(library, size=(80, 24)) as browser:
        await browser.press("slash", *"label:fox|criterion", "enter", "T")
        await counted(browser)
        await browser.press("d")
        await browser.wait_for("1 viewing in 2019 · 1 film")
        assert bar_lines(browser)[0].split("  ")[0] == f"{POINTER} 03 Fr"
        assert "4th time" in browser.text()
        await browser.press("left_square_bracket")
        await browser.wait_for("4 viewings in 2018 · 2 films")
        assert [" ".join(line.split()) for line in browser.text().splitlines()[2:9]] == [
            "NOVEMBER 2018",
            f"{POINTER} 30 Fr Alien (1979) ★★★★½ DVD 2nd time",
            "09 Fr Brazil (1985) ★★★★½ DVD",
            "02 Fr Alien (1979) ★★★★½ DVD first time",
            "2018, DAY UNKNOWN",
            "Alien (1979) ★★★★½ DVD 3rd time",
            "",
        ]
        assert "months   J" in browser.text()
        await browser.resize(40, 24)
        assert "D▁" in browser.text(), "the last month too"
        await browser.resize(80, 24)
        await browser.press("k", "j", "escape")
        await counted(browser)
        await browser.press("d")
        await browser.wait_for(lambda: isinstance(browser.app.screen, DiaryScreen), "the diary again")
        await browser.wait_for("in 2019")
        await browser.press("left_square_bracket")
        await browser.wait_for("in 2018")
        await browser.press("j", "W")
        await browser.wait_for("Seen: Brazil (1985)")
        await browser.press("end", "backspace", "8", "ctrl+s")
        await browser.wait_for("08 Th")
        assert bar_lines(browser)[0].split("  ")[0] == f"{POINTER} 08 Th", "the cursor stays where it was"
        assert "watched = [2018-11-08]" in (library / "brazil.toml").read_text(), "another day, and not one more"
        await browser.press("enter")
        await browser.wait_for(lambda: browser.chosen == "brazil", "the release that was seen")
        assert browser.box.value == "label:fox|criterion"
        await browser.press("u")
        await browser.wait_for(lambda: (library / "brazil.toml").read_text() == LIBRARY["brazil.toml"], "the old day")


async def test_a_library_without_anything_counts_nothing_and_says_so(tmp_path: Path, open_browser: Opener) -> None:
    async with open_browser(tmp_path, size=(40, 12)) as browser:
        await browser.press("enter", "T")
        await browser.wait_for("There are no films to count yet")
        assert browser.lines()[0].rstrip().endswith("0 films"), "its head is not cut"
        assert "Decades" not in browser.text(), "and no empty panel"
        await browser.press("slash", *"zzz")
        await browser.wait_for("Nothing is found")
        await browser.press("escape")
        await browser.press("j", "tab", "enter", "d")
        await browser.wait_for("nothing was seen yet")
        await browser.press("enter", "escape", "escape")
        assert browser.app.screen is browser.main
