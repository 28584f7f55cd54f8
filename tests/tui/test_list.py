"""The list shows what the width has room for, in the order asked for, and keeps the cursor on its release."""

import datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

from conftest import write_library
from disctui.tui.widgets.list_header import labels_in
from disctui.tui.widgets.release_list import Columns, ReleaseList
from tui.driving import Browser, Opener, opened

BY_TITLE = ["8½", "Alien", "The Cranes Are Flying", "M", "The Phantom Carriage", "[REC]", "Viridiana"]
"""A leading article doesn't count, nor does punctuation."""
ORDERS = {
    "year": ["The Phantom Carriage", "M", "The Cranes Are Flying", "Viridiana", "8½", "Alien", "[REC]"],
    "director": ["[REC]", "Viridiana", "8½", "The Cranes Are Flying", "Alien", "The Phantom Carriage", "M"],
    "release date": ["Viridiana", "[REC]", "8½", "The Phantom Carriage", "Alien", "The Cranes Are Flying", "M"],
    "studio": ["Alien", "The Phantom Carriage", "8½", "The Cranes Are Flying", "Viridiana", "[REC]", "M"],
    "price": ["[REC]", "The Phantom Carriage", "Viridiana", "The Cranes Are Flying", "8½", "Alien", "M"],
}
LETTERS = dict(zip(ORDERS, "ydrlp", strict=True))
"""M has neither director nor date, studio or price, and comes last."""


async def test_a_row_has_title_year_director_and_disc(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf, size=(160, 30)) as browser:
        assert browser.titles == BY_TITLE
        row = browser.rows[2]
        assert browser.titles[2] == "The Cranes Are Flying"
        assert "1957" in row
        assert "Mikhail Kalatozov" in row
        assert "BD" in row
        assert " 4K  +BD" in browser.rows[1]


async def test_columns_fit_the_width_and_the_title_is_the_last_to_go(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf, size=(160, 24)) as browser:
        for width in (200, 120, 84, 83, 80, 60, 50, 40, 30, 24, 20, 16, 12, 8, 5):
            await browser.resize(width, 24)
            row = browser.rows[2]
            columns = ["The Cranes" in row, "1957" in row, " BD" in row, "Mikhail" in row]
            assert columns == sorted(columns, reverse=True), f"{width}: {row}"
            assert width < 12 or row.lstrip().startswith("T")
            if width >= 160 or width in {80, 83}:
                assert all(columns), f"{width}: {row}"
            if width >= 40:
                assert columns[:2] == [True, True], f"{width}: {row}"
            assert {cell_len(line) for line in browser.lines()} == {width}


def test_a_wide_list_never_has_less_room_for_titles_than_a_narrow_one() -> None:
    for values in range(5):
        least = {width: Columns.fitting(width, values=values) for width in range(24, 200)}
        for width, columns in least.items():
            assert columns.whole <= width
            assert width < 37 or columns.title >= (20 if values else 24) or columns.gutter > 3, (values, width, columns)
            assert columns.title >= least[min(width, 39)].title - (0 if values else 4), (values, width, columns)
            assert columns.value == 0 or columns.value >= (8 if values else 12), (values, width, columns)
            if values > 1 and 0 < columns.value < 9 * values - 1 and width >= 48:
                assert (columns.value + 1) % 9 == 0, "no room for a part of a value"


async def test_columns_line_up_whatever_the_script(tmp_path: Path, open_browser: Opener) -> None:
    titles = ["七人の侍", "Летят журавли", "기생충", "e\u0301tranger", "👨\u200d👩\u200d👧 family", "WALL·E", "한 글"]
    files = {f"{number}.toml": f'title = "{title}"\nyear = 1954\n' for number, title in enumerate(titles)}
    async with open_browser(write_library(tmp_path, files), size=(112, 24)) as browser:
        list_end = browser.shelf.region.right
        lines = browser.lines()[browser.shelf.region.y :][: len(titles)]
        ends = {cell_len(line[: line.index("1954")]) for line in lines}
        assert len(ends) == 1, "\n".join(lines)
        assert all(cell_len(line) == 112 for line in lines)
        assert list_end < 112


async def test_s_and_a_letter_sort_by_it_and_s_twice_by_the_next(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter")
        for way, titles in ORDERS.items():
            await browser.press("s", LETTERS[way])
            await browser.wait_for_titles(*titles, what=way)
            assert f"by {way}" in browser.text()
        await browser.press("s", "t")
        await browser.wait_for(lambda: browser.titles == BY_TITLE, "by title again")
        for way in ("year", "director"):
            await browser.press("s", "s")
            await browser.wait_for_titles(*ORDERS[way], what=f"the next, {way}")
        await browser.press("s", "escape")
        assert browser.titles == ORDERS["director"]


async def test_capital_s_reverses_what_has_a_value(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter", "S")
        await browser.wait_for(lambda: browser.titles == BY_TITLE[::-1], "title, reversed")
        for way, titles in ORDERS.items():
            await browser.press("s", LETTERS[way])
            wanted = titles[::-1] if way == "year" else [*titles[-2::-1], "M"]
            if way == "studio":  # the two of one label stay in the order of their titles
                wanted = ["[REC]", "Viridiana", "8½", "The Cranes Are Flying", "The Phantom Carriage", "Alien", "M"]
            await browser.wait_for_titles(*wanted, what=f"{way}, reversed")
        await browser.press("S")
        await browser.wait_for(lambda: browser.titles == ORDERS["price"], "price, the right way round")


async def test_what_was_found_can_be_sorted_too(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        browser.box.value = "year:1921..1963"
        await browser.wait_for(lambda: browser.count == "5 of 7", "five of seven")
        await browser.press("enter")
        for way, titles in ({"title": BY_TITLE} | ORDERS).items():
            await browser.press("s", ({"title": "t"} | LETTERS)[way])
            found = [title for title in titles if title not in {"Alien", "[REC]"}]
            await browser.wait_for_titles(*found, what=way)


async def test_another_search_begins_with_the_best_match_whatever_the_order_before(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("the")
        await browser.press("enter", "s", "p", "S")
        await browser.wait_for("by price, rev")
        await browser.press("slash", "end")
        await browser.type_text(" c")
        await browser.wait_for(lambda: browser.answered == "the c", "the same search, typed on")
        assert browser.main.list_pane.view.sorted_by == "price, reversed", "it is the same search, typed on"
        await browser.press("enter", "slash")
        await browser.search("alien")
        assert browser.main.list_pane.view.sorted_by == "best match"
        await browser.press("escape", "escape")
        await browser.wait_for_titles(*BY_TITLE, what="all of them")


async def test_what_the_list_is_sorted_by_stands_in_the_place_of_the_director(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf, size=(120, 24)) as browser:
        await browser.press("enter", "s", "p")
        await browser.wait_for_titles(*ORDERS["price"], what="price")
        assert "Price" in browser.text()
        assert "$14.99" in browser.rows[0]
        assert "Balagueró" not in browser.rows[0]
        await browser.resize(40, 12)
        assert "$14.99" in browser.rows[0]
        await browser.resize(60, 20)
        await browser.press("s", "r")
        await browser.wait_for("Title · release date", "the order whole, where the column of titles is narrow")
        assert not any("…" in line for line in browser.lines() if " Year " in line)
        await browser.press("s", "d")
        await browser.resize(120, 24)
        await browser.wait_for_titles(*ORDERS["director"], what="director")
        assert "Director" in browser.text()


def test_a_value_whose_name_is_too_long_for_its_column_has_the_last_word_of_it() -> None:
    assert labels_in(12, ["release date"]) == ["Release date"]
    assert labels_in(10, ["release date"]) == ["Date"]
    assert labels_in(26, ["my rating", "last seen", "my price"]) == ["Rating", "Seen", "My price"]


STATES = {
    "late": "[collection]\nloaned_to = 'Ines'\ndue = 2020-01-01\nrating = 5\n",
    "lent": "[collection]\nloaned_to = 'Ines'\ndue = 9000-01-01\nrating = 4.5\n",
    "missing": "[collection]\nmissing = 2020-01-01\n",
    "order": "[collection]\nstatus = 'ordered'\n",
    "wish": "[collection]\nstatus = 'wishlist'\n",
    "sold": "[collection]\nstatus = 'sold'\nwatched = [2020-01-01]\n",
    "rated": "[collection]\nrating = 3.5\nwatched = [2020-01-01]\n",
    "seen": "[collection]\nwatched = ['2019']\n",
    "xowned": "",
}
"""Titles in their order, which say the state, and how it is written."""
WORDS = ["late 5", "lent", "missing", "order", "wish", "sold", "3.5", "seen", ""]
SHORT = ["late", "lent", "miss", "order", "wish", "sold", "3.5", "seen", ""]
SIGNS = ["L", "l", "m", "o", "w", "s", "3", "v", ""]


@pytest.mark.parametrize(("width", "wanted"), [(160, WORDS), (110, WORDS), (80, WORDS), (52, SHORT), (40, SIGNS)])
async def test_how_a_release_stands_is_said_at_any_width(
    tmp_path: Path, open_browser: Opener, width: int, wanted: list[str]
) -> None:
    files = {f"{name}.toml": f'title = "{name.title()}"\n{text}' for name, text in STATES.items()}
    async with open_browser(write_library(tmp_path, files), size=(width, 36)) as browser:
        rows = {row[3:].split()[0] if width > 47 else row[4:].split()[0]: row for row in browser.rows}
        for name, word in zip(sorted(STATES), [wanted[list(STATES).index(one)] for one in sorted(STATES)], strict=True):
            row = rows[name.title()]
            if width < 48:
                assert row[2:3].strip() == word, row
            else:
                assert row.partition(name.title())[2].strip() == word, row


async def test_what_is_not_on_the_shelf_is_fainter_than_what_is(tmp_path: Path, open_browser: Opener) -> None:
    files = {f"{name}.toml": f'title = "{name.title()}"\n{text}' for name, text in STATES.items()}
    async with open_browser(write_library(tmp_path, files)) as browser:
        await browser.press("enter", "G")
        colours = {}
        for row in range(len(files)):
            segments = list(browser.shelf.render_line(row))
            title = next(one for one in segments if one.text.strip().lower() in STATES)
            colours[title.text.strip().lower()] = title.style and title.style.color
        assert len({colours[name] for name in ("rated", "seen")}) == 1
        gone = {colours[name] for name in ("late", "lent", "missing", "order", "wish", "sold")}
        assert len(gone) == 1
        assert gone != {colours["seen"]}


async def test_a_box_says_how_many_films_and_editions_of_one_film_are_told_apart(
    tmp_path: Path, open_browser: Opener
) -> None:
    film = 'title = "Ran"\nyear = 1985\n'
    files = {
        "box.toml": 'title = "Box"\n[specs]\ndiscs = ["7 Blu-ray Discs"]\n' + '[[films]]\ntitle = "F"\n' * 7,
        "one.toml": film,
        "two.toml": film + '[release]\nedition = "SteelBook"\n',
        "other.toml": 'title = "Ikiru"\nyear = 1952\n[release]\nedition = "Only one"\n',
    }
    async with open_browser(write_library(tmp_path, files), size=(100, 24)) as browser:
        assert " BD  x7" in browser.rows[0]
        assert browser.titles[1:] == ["Ikiru", "Ran", "Ran · SteelBook"]


async def test_at_midnight_what_is_due_becomes_late_without_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = [datetime.date(2026, 11, 27)]
    for module in ("disctui.tui.deferred", "disctui.search.query"):
        monkeypatch.setattr(f"{module}.this_day", lambda: day[0])
    monkeypatch.setattr("disctui.tui.screens.browser.DAY_SECONDS", 0.05)
    text = 'title = "M"\n[collection]\nloaned_to = "Ines"\ndue = 2026-11-27\n'
    async with opened(write_library(tmp_path, {"m.toml": text})) as browser:
        assert "lent" in browser.rows[0]
        browser.box.value = "due:<today"
        await browser.wait_for("due before 27 Nov 2026")
        assert browser.rows == []
        day[0] = datetime.date(2026, 11, 28)
        await browser.wait_for(lambda: browser.rows and "late" in browser.rows[0], "late, and found")
        await browser.wait_for("due before 28 Nov 2026")


async def test_the_cursor_stays_on_its_release_however_the_list_is_rebuilt(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter", "down", "down")
        assert browser.chosen == "the-cranes-are-flying"
        for keys in (["s", "y"], ["s", "p"], ["S"], ["s", "d"], ["S"], ["R"]):
            await browser.press(*keys)
            await browser.settle(0.05)
            assert browser.cursor_row.startswith("The Cranes Are Flying"), keys
        await browser.press("slash")
        await browser.search("kalatozov")
        await browser.press("escape", "escape")
        await browser.wait_for(lambda: browser.count == "7 releases")
        assert browser.cursor_row.startswith("The Cranes Are Flying")


async def test_letters_move_as_in_loved_programs(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter")
        for keys, title in [
            (["j"], "Alien"),
            (["j", "j"], "M"),
            (["k"], "The Cranes Are Flying"),
            (["G"], "Viridiana"),
            (["j"], "Viridiana"),
            (["g"], "8½"),
            (["k"], "8½"),
            (["end"], "Viridiana"),
            (["home"], "8½"),
            (["down"], "Alien"),
            (["up"], "8½"),
            (["ctrl+d"], "Viridiana"),
            (["ctrl+u"], "8½"),
            (["pagedown"], "Viridiana"),
            (["pageup"], "8½"),
        ]:
            await browser.press(*keys)
            assert browser.cursor_row.startswith(title), keys


async def test_half_a_page_is_half_of_what_is_in_view(tmp_path: Path, open_browser: Opener) -> None:
    files = {f"{number:03}.toml": f'title = "Film {number:03}"\n' for number in range(100)}
    async with open_browser(write_library(tmp_path, files), size=(120, 24)) as browser:
        height = browser.shelf.size.height
        await browser.press("enter", "ctrl+d")
        assert height // 2 - 1 <= browser.shelf.cursor <= height // 2 + 1
        await browser.press("pagedown")
        assert height + height // 2 - 3 <= browser.shelf.cursor <= height + height // 2 + 1
        await browser.press("pageup", "ctrl+u")
        assert browser.shelf.cursor == 0


async def test_a_click_moves_the_cursor_and_a_second_goes_to_the_details(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.click(browser.shelf, 5, 4)
        await browser.settled()
        assert browser.cursor_row.startswith("The Phantom Carriage")
        assert "Victor Sjöström" in browser.details
        await browser.click(browser.shelf, 5, 1, times=2)
        await browser.settled()
        assert browser.place == "details"
        assert browser.cursor_row.startswith("Alien")


async def test_a_click_below_the_last_row_changes_nothing(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.click(browser.shelf, 5, 20)
        assert browser.cursor_row.startswith("8½")


async def test_the_wheel_scrolls_the_list(tmp_path: Path, open_browser: Opener) -> None:
    files = {f"{number:03}.toml": f'title = "Film {number:03}"\n' for number in range(100)}
    async with open_browser(write_library(tmp_path, files), size=(120, 24)) as browser:
        await browser.turn_wheel(browser.shelf, is_down=True, times=3)
        await browser.wait_for(lambda: browser.titles[0] != "Film 000", "a scrolled list")
        await browser.turn_wheel(browser.shelf, is_down=False, times=3)
        await browser.wait_for(lambda: browser.titles[0] == "Film 000", "the list scrolled back")


@pytest.fixture(scope="module")
def ten_thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of ten thousand files."""
    root = tmp_path_factory.mktemp("large")
    for number in range(10_000):
        text = f'title = "Film {number:05}"\nyear = {1900 + number % 120}\ndirectors = ["Person {number % 700}"]\n'
        (root / f"{number:05}.toml").write_text(text)
    return root


async def test_of_ten_thousand_rows_only_those_in_view_are_drawn(
    ten_thousand: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: set[int] = set()
    render_line = ReleaseList.render_line

    def counting(self: ReleaseList, y: int) -> object:
        drawn.add(y + round(self.scroll_y))
        return render_line(self, y)

    monkeypatch.setattr(ReleaseList, "render_line", counting)
    async with open_browser(ten_thousand) as browser:
        await browser.wait_for(lambda: browser.count == "10,000 releases", timeout=60)
        height = browser.shelf.size.height
        assert len(drawn) <= height + 1
        assert browser.titles[0] == "Film 00000"
        await browser.press("enter", "G")
        assert browser.cursor_row.startswith("Film 09999")
        await browser.press("g", "j")
        assert browser.cursor_row.startswith("Film 00001")
        assert len(drawn) <= 3 * height
        await _finds(browser)


async def _finds(browser: Browser) -> None:
    await browser.press("slash")
    await browser.search("07777")
    await browser.wait_for(lambda: browser.cursor_row.startswith("Film 07777"), "film 7777")
    assert browser.count.endswith("of 10,000")
