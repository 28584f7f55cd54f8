"""Typing finds releases at once, the count is honest, and keys mean what they mean in the place where one is."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SAMPLE
from disctui.library.catalogue import Catalogue
from disctui.tui import deferred
from disctui.tui.results import Results, find
from disctui.tui.view import View
from disctui.tui.widgets import list_pane as list_pane_module
from tui.driving import Browser, Opener


async def test_it_starts_in_the_search_box_so_that_typing_finds(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        assert browser.place == "search"
        assert browser.count == "7 releases"
        await browser.type_text("ali")
        await browser.wait_for(lambda: browser.count == "1 of 7", "1 of 7")
        assert browser.titles == ["Alien"]


FOUND_BY = {
    "cranes": "The Cranes Are Flying",
    "flying cranes": "The Cranes Are Flying",
    "журавли": "The Cranes Are Flying",
    "samoilova kalatozov cranes": "The Cranes Are Flying",
    "bunuel": "Viridiana",
    "buñuel": "Viridiana",
    "sjostrom": "The Phantom Carriage",
    "KORKARLEN": "The Phantom Carriage",
    "weaver": "Alien",
}


async def test_words_in_any_order_sit_in_titles_directors_or_cast(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        for query, title in FOUND_BY.items():
            await browser.put(query)
            await browser.wait_for_titles(title, what=query)
            assert browser.count == "1 of 7"


async def test_what_nothing_matches_leaves_an_empty_list_and_says_so(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("xqxqxqxqx")
        await browser.wait_for(lambda: browser.count == "0 of 7", "0 of 7")
        assert browser.rows == []
        assert browser.chosen is None
        assert browser.details.strip("│╭╮╰╯─ \n") == ""
        await browser.press("down", "enter", "j", "e", "o", "y", "2")
        assert browser.is_running


async def test_a_misspelt_name_finds_the_film_first(open_browser: Opener) -> None:
    async with open_browser(SAMPLE) as browser:
        await browser.search("kalatazov")
        await browser.wait_for(lambda: browser.cursor_row.startswith("The Cranes Are Flying"), "the film first")
        assert "Mikhail Kalatozov" in browser.details


async def test_the_matched_letters_are_marked_in_the_list(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("alien")
        await browser.wait_for(lambda: browser.count == "1 of 7")
        y = browser.shelf.region.y
        strip = browser.app.screen._compositor.render_strips()[y]
        marked = "".join(part.text for part in strip if part.style is not None and part.style.underline)
        assert "Alien" in marked
        assert "1979" not in marked


async def test_only_words_as_they_were_typed_are_marked_in_what_has_them_all(shelf: Path, open_browser: Opener) -> None:
    (shelf / "aliens.toml").write_text('title = "Aline"\ncast = ["Alina Alien", "Sigourney Weaver"]\n')
    (shelf / "near.toml").write_text('title = "Alein"\n')

    def marked(browser: Browser, row: int) -> str:
        is_below = 0 < browser.shelf.rule_at <= row
        strip = browser.app.screen._compositor.render_strips()[browser.shelf.region.y + row + is_below]
        return "".join(part.text for part in strip if part.style is not None and part.style.underline)

    async with open_browser(shelf) as browser:
        await browser.search("alien")
        await browser.wait_for(lambda: len(browser.rows) == 3, "all three")
        found = {title: marked(browser, row) for row, title in enumerate(browser.titles)}
        assert "Alien" in found["Alien"]
        assert not found["Aline"]
        assert "Alein" in found["Alein"]
        lines = browser.part(browser.shelf).split("\n")
        assert "── near" in lines[2], "a line parts what was typed from what is near"
        await browser.press("enter", "G")
        assert browser.cursor_row.startswith("Alein")
        await browser.click(browser.shelf, 5, 2)
        assert browser.cursor_row.startswith("Alein"), "the line is no row"
        await browser.click(browser.shelf, 5, 1)
        await browser.press("j")
        assert browser.cursor_row.startswith("Alein")


async def test_x_says_which_words_were_found_where_and_how(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("escape", "x")
        await browser.wait_for_toast("type what to find")
        await browser.press("slash")
        await browser.search("kalatazov cran year:1957")
        await browser.press("enter", "x")
        await browser.wait_for("Why The Cranes Are Flying is found")
        assert "kalatazov  one letter off  directors: Mikhail Kalatozov" in browser.text()
        assert "cran  begun  title: The Cranes Are Flying" in browser.text()
        assert "all that is found: films, 1957" in browser.text()
        await browser.press("escape")
        assert browser.place == "list"
        await browser.put("kalatozov or fellini")
        await browser.wait_for("“or” is looked for as a word; director:kalatozov|fellini finds either")
        await browser.put("kalatozov")
        await browser.wait_for(lambda: "is looked for" not in browser.text(), "nothing to be said")


async def test_of_equal_hits_the_one_opened_before_comes_first_the_next_time(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "own-state"))
    for year in (1950, 1960):
        (shelf / f"twin-{year}.toml").write_text(f'title = "Twin"\nyear = {year}\n')
    async with open_browser(shelf) as browser:
        await browser.search("twin")
        await browser.wait_for(lambda: len(browser.rows) == 2 and "1950" in browser.rows[0], "the older first")
        await browser.press("enter", "down", "enter")
        assert browser.place == "details"
    async with open_browser(shelf) as browser:
        await browser.search("twin")
        await browser.wait_for(lambda: len(browser.rows) == 2 and "1960" in browser.rows[0], "the opened one first")


async def test_deleting_letters_widens_the_answer_again(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("alien")
        await browser.press(*["backspace"] * 5)
        await browser.wait_for(lambda: browser.count == "7 releases", "all of them")
        assert len(browser.rows) == 7


@pytest.mark.parametrize("key", ["enter", "tab"])
async def test_enter_and_tab_leave_the_box_for_the_list(shelf: Path, open_browser: Opener, key: str) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("an")
        await browser.press(key)
        assert browser.place == "list"
        assert browser.box.value == "an", "the query stays"


async def test_a_new_query_puts_the_cursor_on_its_best_answer(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("down", "down", "down")
        await browser.search("the")
        await browser.wait_for(lambda: browser.shelf.cursor == 0 and browser.rows[0].startswith("▌"))


async def test_slash_comes_back_with_the_old_query_selected(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("alien")
        await browser.press("enter", "slash")
        assert browser.place == "search"
        assert browser.box.selected_text == "alien"
        await browser.type_text("cranes")
        assert browser.box.value == "cranes", "typing replaces what was there"


async def test_what_is_pasted_replaces_what_is_selected_and_comes_once_and_as_one_line(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf) as browser:
        await browser.paste("alien")
        assert browser.box.value == "alien"
        await browser.press("enter", "slash")
        await browser.paste("  the\ncranes \t are\n")
        assert browser.box.value == "the cranes are"
        await browser.paste("\x07 fly")
        assert browser.box.value == "the cranes are fly", "its control character is no text, its blank parts words"


async def test_letters_and_corrections_go_in_while_a_completion_is_looked_for(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answer = threading.Event(), threading.Event()

    def late(*_: object) -> list[object]:
        asked.set()
        answer.wait(20)
        return []

    monkeypatch.setattr(deferred, "complete", late, raising=False)
    async with open_browser(shelf) as browser:
        try:
            await browser.type_text("direct")
            await browser.wait_for(asked.is_set, "the question what completes it")
            await browser.send(b"ox\x7fr:weav\x15alien")
            assert browser.box.value == "alien"
        finally:
            answer.set()


async def test_a_paste_may_come_in_pieces_with_keys_before_and_after_it(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.send(b"al\x1b[20", b"0~i\xc3", b"\xa9q/\x1b[20", b"1~\x7f\x7f", b"n")
        assert browser.box.value == "alién"


async def test_a_slash_typed_into_an_empty_box_is_ignored(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("slash")
        assert browser.box.value == ""
        await browser.press("escape", "slash", "slash", "m")
        assert browser.box.value == "m"


async def test_a_slash_after_letters_is_a_letter(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("f", "slash")
        assert browser.box.value == "f/"


async def test_letters_that_are_commands_in_the_list_are_text_in_the_box(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.type_text("qjkgGesSR?:Jy15op")
        assert browser.box.value == "qjkgGesSR?:Jy15op"
        assert browser.is_running
        assert browser.app.screen is browser.main


async def test_escape_in_the_box_takes_back_what_was_typed_there(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("alien")
        await browser.press("enter", "slash", "end")
        await browser.type_text(" xyzzy")
        await browser.wait_for(lambda: browser.answered == "alien xyzzy", "what was typed on")
        await browser.press("escape")
        await browser.wait_for_titles("Alien", what="what was asked for before")
        assert browser.place == "list"


async def test_escape_in_the_list_clears_the_query_and_then_does_nothing(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("alien")
        await browser.press("escape", "escape")
        await browser.wait_for(lambda: browser.count == "7 releases", "all of them")
        assert browser.box.value == ""
        assert browser.cursor_row.startswith("Alien"), "the cursor stays on its release"
        await browser.press("escape", "escape", "escape")
        assert browser.is_running
        assert browser.place == "list"


async def test_arrows_and_page_keys_drive_the_list_while_the_box_has_the_focus(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("down", "down")
        assert browser.cursor_row.startswith("The Cranes Are Flying")
        await browser.press("up")
        assert browser.cursor_row.startswith("Alien")
        await browser.press("pagedown")
        assert browser.cursor_row.startswith("Viridiana")
        await browser.press("pageup")
        assert browser.cursor_row.startswith("8½")
        assert browser.place == "search"
        assert browser.box.value == ""


async def test_the_mouse_drives_the_list_while_one_searches(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("the")
        await browser.wait_for(lambda: len(browser.rows) > 1)
        await browser.click(browser.shelf, 3, 1)
        assert browser.rows[1].startswith("▌")


class Held:
    """`find`, which does not answer certain queries until it is told to."""

    def __init__(self, held: str) -> None:
        self._held = held
        self.may_answer = threading.Event()
        self.has_begun = threading.Event()
        self.has_answered = threading.Event()

    def __call__(self, catalogue: Catalogue, view: View, generation: int, cancelled: Callable[[], bool]) -> Results:
        if view.query.text != self._held:
            return find(catalogue, view, generation, cancelled)
        self.has_begun.set()
        self.may_answer.wait(20)
        try:
            return find(catalogue, view, generation, lambda: False)
        finally:
            self.has_answered.set()


async def test_the_late_answer_of_an_earlier_keystroke_never_replaces_a_later_one(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held("a")
    monkeypatch.setattr(list_pane_module, "find", held)
    async with open_browser(shelf) as browser:
        try:
            await browser.press("a")
            await browser.wait_for(held.has_begun.is_set, "the first search")
            await browser.type_text("lien")
            await browser.wait_for(lambda: browser.count == "1 of 7", "the later answer")
        finally:
            held.may_answer.set()
        await browser.wait_for(held.has_answered.is_set, "the late answer")
        await browser.settle()
        assert browser.count == "1 of 7"
        assert browser.titles == ["Alien"]


async def test_a_move_typed_with_what_changes_the_rows_is_a_move_among_the_new_ones(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held("e")
    monkeypatch.setattr(list_pane_module, "find", held)
    async with open_browser(shelf) as browser:
        await browser.send(b"e", b"\x1b[B\x1b[B")
        await browser.wait_for(held.has_begun.is_set, "the search")
        held.may_answer.set()
        await browser.wait_for(lambda: browser.count == "3 of 7", "the rows that were asked for")
        await browser.wait_for(lambda: browser.shelf.cursor == 2, "the cursor on the third of them")


async def test_a_stale_answer_that_was_already_on_its_way_is_dropped(shelf: Path, open_browser: Opener) -> None:
    """Even one that no longer could be cancelled: it was posted before the later one and is handled after it."""
    from disctui.search.query import parse
    from disctui.tui.background.searcher import ResultsReady

    async with open_browser(shelf) as browser:
        stale = find(browser.app.session.catalogue, View(parse("cranes")), 1, lambda: False)
        await browser.search("alien")
        browser.main.post_message(ResultsReady(stale))
        await browser.settled()
        assert browser.titles == ["Alien"]


async def test_typing_is_never_held_up_by_a_search(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held("a")
    monkeypatch.setattr(list_pane_module, "find", held)
    async with open_browser(shelf) as browser:
        try:
            await browser.press("a")
            await browser.wait_for(held.has_begun.is_set, "the first search")
            await browser.type_text("bc")
            assert browser.asked.startswith(" / abc")
        finally:
            held.may_answer.set()


async def test_a_key_costs_nothing_that_grows_with_the_library_but_the_search(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Textual describes a worker by writing out what it is given: the whole catalogue, if one lets it."""
    written: list[int] = []

    def counted(_: Catalogue) -> str:
        written.append(1)
        return "a catalogue"

    async with open_browser(shelf) as browser:
        monkeypatch.setattr(Catalogue, "__repr__", counted)
        await browser.search("alien")
        assert browser.count.startswith("1 ")
        assert written == []
