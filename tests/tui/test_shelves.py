"""Shelves of the browser: the bar that counts them, the letters that open them, and searches that become one."""

import datetime
from pathlib import Path

import pytest

from conftest import write_library
from disctui.settings import read_settings
from disctui.tui.widgets.shelf_bar import ShelfBar
from tui.conftest import MakeEditor
from tui.driving import Browser, Opener, opened

LIBRARY = {
    "alien.toml": 'title = "Alien"\nyear = 1979\n[collection]\nstatus = "wishlist"\n'
    '[price]\ncurrency = "USD"\nlist = 40\nsale = 20\ntarget = 25\n',
    "brazil.toml": 'title = "Brazil"\nyear = 1985\n[collection]\nstatus = "wishlist"\n',
    "cure.toml": 'title = "Cure"\nyear = 1997\n[collection]\nloaned_to = "Ines"\ndue = 2020-01-01\n',
    "dune.toml": 'title = "Dune"\nyear = 1984\n',
}
OWN = '# mine\n[[search]]\nname = "Eighties"\nquery = "year:1980s"\nsort = "-year"\n'


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", LIBRARY | {"searches.toml": OWN})


def bar(browser: Browser) -> str:
    return browser.part(browser.main.query_one(ShelfBar)).strip()


def opened_shelf(browser: Browser) -> str:
    """The shelf that stands on a ground of its own."""
    line = browser.app.screen._compositor.render_strips()[browser.main.query_one(ShelfBar).region.y]
    grounds = [part.style and part.style.bgcolor for part in line]
    return "".join(part.text for part, ground in zip(line, grounds, strict=True) if ground != grounds[0]).strip()


async def test_the_bar_counts_the_shelves_and_marks_the_open_one(library: Path, open_browser: Opener) -> None:
    async with open_browser(library, size=(120, 24)) as browser:
        await browser.wait_for("Eighties 2")
        assert bar(browser) == "All 4  Owned 2  Wishlist 2  Lent 1 · 1 late  Unseen 2  Eighties 2"
        assert opened_shelf(browser) == "All 4"
        await browser.press("enter", "f", "w")
        await browser.wait_for_titles("Alien", "Brazil", what="the wishes")
        assert opened_shelf(browser) == "Wishlist 2"
        assert browser.asked.startswith(" Wishlist /")
        assert browser.count == "2 of 4"
        await browser.resize(40, 24)
        assert bar(browser).endswith("…")
        assert opened_shelf(browser) == "Wishlist 2", "the open one is there however narrow"
        await browser.click(ShelfBar, 3)
        await browser.wait_for(lambda: opened_shelf(browser) == "All 4", "what was clicked")
        await browser.resize(40, 12)
        assert "Owned 2" not in browser.text(), "the rows need its line"


async def test_a_shelf_and_what_is_typed_hold_together_and_esc_leaves_one_after_the_other(
    library: Path, open_browser: Opener
) -> None:
    async with open_browser(library, size=(160, 24)) as browser:
        await browser.press("enter", "f", "w")
        await browser.wait_for_titles("Alien", "Brazil", what="the wishes")
        assert "$20.00" in browser.rows[0]
        assert "50 %" in browser.rows[0]
        assert "$25.00" in browser.rows[0]
        await browser.resize(60, 24)
        assert "…" not in browser.rows[0], "what has room is not cut"
        await browser.press("slash")
        await browser.type_text("brazil")
        await browser.wait_for_titles("Brazil", what="one of them")
        await browser.press("escape")
        await browser.wait_for_titles("Alien", "Brazil", what="the shelf again")
        await browser.press("escape")
        await browser.wait_for(lambda: browser.count == "4 releases", "all")
        assert browser.asked.startswith(" / ")


async def test_config_toml_names_the_shelf_and_the_columns_that_a_start_begins_with(
    library: Path, home: Path, open_browser: Opener
) -> None:
    config = home / ".config" / "disctui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(
        'start = "wishlist"\ncolumns = ["year", "price"]\n[themes.dusk]\nprimary = "#d08770"\ndark = true\n'
    )
    async with open_browser(library, size=(120, 24), settings=read_settings()) as browser:
        await browser.wait_for_titles("Alien", "Brazil", what="the wishes")
        await browser.press("escape", "escape")
        await browser.wait_for(lambda: "$20.00" in browser.rows[0] and len(browser.rows) == 4, "all, with prices")
        assert "dusk" in browser.app.available_themes
    config.write_text('start = "Wishes"\ncolumns = ["prize"]\n')
    async with open_browser(library, size=(120, 24), settings=read_settings()) as browser:
        await browser.wait_for("2 problems")
        assert [(one.line, one.hint) for one in browser.app.session.all_problems] == [
            (1, "did you mean Wishlist?"),
            (2, "did you mean price?"),
        ]
        assert len(browser.rows) == 4


async def test_comma_and_full_stop_go_from_shelf_to_shelf(library: Path, open_browser: Opener) -> None:
    async with open_browser(library) as browser:
        await browser.press("enter", "comma")
        await browser.wait_for_titles("Brazil", "Dune", what="the last shelf, by year the other way round")
        assert browser.main.list_pane.view.sorted_by == "year, reversed"
        await browser.press("full_stop", "full_stop")
        await browser.wait_for_titles("Cure", "Dune", what="what is owned")
        await browser.press("f", "m")
        await browser.wait_for("Nothing stands on the shelf Missing")


async def test_a_search_is_saved_as_a_shelf_with_its_order_key_and_columns_and_the_bar_shows_it(
    library: Path, open_browser: Opener
) -> None:
    async with open_browser(library, size=(120, 24)) as browser:
        await browser.search("year:1979")
        await browser.press("enter", "F", *["backspace"] * 12, *"Old", "enter")
        await browser.wait_for("Old 1")
        old = f'{OWN}\n[[search]]\nname = "Old"\nquery = "year:1979"\n'
        assert (library / "searches.toml").read_text() == old
        await browser.press("z")
        await browser.wait_for(lambda: browser.count.startswith("1 film of"), "films")
        await browser.wait_for("z by release")
        await browser.press("s", "p", "F", *"OLD", "tab", "w", "tab", *"price, prize", "enter")
        await browser.wait_for("There is a shelf Old: enter once more replaces it.")
        await browser.press("enter")
        await browser.wait_for("There is no column prize; did you mean price?")
        await browser.press(*["backspace"] * 7, "enter")
        await browser.wait_for("w opens Wishlist")
        await browser.press("shift+tab", "backspace", "y", "enter")
        await browser.wait_for(lambda: (library / "searches.toml").read_text() != old, "replaced")
        more = 'name = "OLD"\nquery = "year:1979"\nsort = "price"\ncolumns = ["price"]\nkey = "y"\nfilms = true\n'
        assert (library / "searches.toml").read_text() == f"{OWN}\n[[search]]\n{more}"
        await browser.press("u", "u")
        await browser.wait_for(lambda: "Old 1" not in bar(browser) and "OLD" not in bar(browser), "the bar without it")
        assert (library / "searches.toml").read_text() == OWN


async def test_the_list_of_shelves_opens_the_editor_at_the_search_under_the_cursor(
    library: Path, open_browser: Opener, make_editor: MakeEditor
) -> None:
    editor = make_editor("Eighties", "The eighties", name="vim")
    async with open_browser(library, size=(120, 24)) as browser:
        await browser.wait_for("Eighties 2")
        await browser.press("enter", "f")
        await browser.wait_for("── searches.toml")
        assert "1 late" in browser.text()
        await browser.press("G", "e")
        await browser.wait_for("The eighties 2")
        assert "+2" in editor.arguments, "below the comment"
        await browser.press("u")
        await browser.wait_for(" Eighties 2")
        assert (library / "searches.toml").read_text() == OWN


async def test_a_shelf_written_in_an_editor_is_there_at_once_and_a_mistake_is_a_problem(
    library: Path, open_browser: Opener
) -> None:
    async with open_browser(library, size=(120, 24)) as browser:
        await browser.wait_for("Eighties 2")
        (library / "searches.toml").write_text(f'{OWN}[[search]]\nname = "Wrong"\nquery = "year:soon"\n')
        await browser.wait_for("1 problem")
        assert "Eighties 2" in bar(browser)
        assert "Wrong" not in bar(browser)


async def test_an_open_shelf_has_the_columns_that_an_editor_gave_it_and_is_left_once_it_is_gone(
    library: Path, open_browser: Opener
) -> None:
    async with open_browser(library, size=(120, 24)) as browser:
        await browser.wait_for("Eighties 2")
        await browser.press("enter", "comma")
        await browser.wait_for(lambda: browser.asked.startswith(" Eighties /"), "the shelf")
        (library / "searches.toml").write_text(f'{OWN}columns = ["price"]\n')
        await browser.wait_for("Price")
        await browser.press("slash", *"dune")
        await browser.wait_for_titles("Dune")
        (library / "searches.toml").write_text("")
        await browser.wait_for(lambda: browser.asked.startswith(" / dune"), "what is typed, of all releases")
        await browser.wait_for_toast("There is no shelf Eighties any more: these are all.")
        assert browser.titles == ["Dune"]
        assert opened_shelf(browser) == "All 4"


async def test_while_searches_toml_is_broken_the_last_good_one_counts(library: Path, open_browser: Opener) -> None:
    async with open_browser(library, size=(120, 24)) as browser:
        await browser.wait_for("Eighties 2")
        (library / "searches.toml").write_text(f"{OWN}[[search\n")
        await browser.wait_for("1 problem")
        assert "Eighties 2" in browser.text()
        await browser.put("shelf:")
        await browser.wait_for(lambda: len(browser.rows) == 4, "a shelf without a name asks for nothing yet")
        await browser.put("-shelf:wishlist")
        await browser.wait_for_titles("Cure", "Dune", what="what is on no wishlist")
        await browser.put("shelf:eighties")
        await browser.wait_for_titles("Brazil", "Dune")
        assert "films, on the shelf Eighties" in browser.text()
        await browser.put("-shelf:unseen")
        await browser.wait_for_titles("Alien", "Brazil", what="what is not both owned and unseen")
        assert "films, not on the shelf Unseen" in browser.text()


async def test_after_midnight_the_bar_counts_anew(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = [datetime.date(2019, 12, 31)]
    for module in ("disctui.tui.deferred", "disctui.search.query"):
        monkeypatch.setattr(f"{module}.this_day", lambda: day[0])
    monkeypatch.setattr("disctui.tui.screens.browser.DAY_SECONDS", 0.05)
    async with opened(library) as browser:
        await browser.wait_for("Lent 1  ")
        day[0] = datetime.date(2020, 1, 2)
        await browser.wait_for("Lent 1 · 1 late")
