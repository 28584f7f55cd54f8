"""One's own copy in the browser: seen, rated, lent and back, owned and sold, each one change and one undo."""

import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest

from conftest import contents, write_library
from disctui.editing.editor import Editor
from disctui.release.days import this_day
from disctui.settings import Settings
from disctui.tui.background.loader import Loader
from disctui.tui.screens.lines_form import LinesForm
from tui.driving import Browser, Opener

MONTH = datetime.timedelta(28)
LIBRARY = {
    "alien.toml": 'title = "Alien"\nyear = 1979\n\n[collection]\nlocation = "Study"  # by the door\n',
    "brazil.toml": 'title = "Brazil"\nyear = 1985\n\n[collection]\nloaned_to = "Ines"\ndue = 2020-01-31\n',
    "cure.toml": (
        'title = "Cure"\nyear = 1997\n\n[price]\ncurrency = "EUR"\n\n[collection]\nstatus = "wishlist"\n'
        'loans = [{ to = "Tomasz", on = 2019-02-01, back = 2019-03-10 }]\n'
    ),
    "wong.toml": (
        'title = "World of Wong"\n\n[[films]]\ntitle = "Fallen Angels"\nyear = 1995\n\n'
        '[[films]]\ntitle = "Happy Together"\nyear = 1997\nwatched = ["2014", 2021-12-04]\n'
    ),
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", LIBRARY)


def held(library: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((library / f"{name}.toml").read_text("utf-8"))


def added_lines(library: Path, name: str) -> list[str]:
    """The lines that a file has now and had not at first."""
    before = LIBRARY[f"{name}.toml"].splitlines()
    return [line for line in (library / f"{name}.toml").read_text("utf-8").splitlines() if line not in before]


async def noted(browser: Browser, library: Path, what: str) -> None:
    """Wait until the last change of the library is called so."""
    await browser.wait_for(lambda: [e.title for e in Editor(str(library)).entries()][:1] == [what], what)


async def undone(browser: Browser, library: Path, times: int = 1) -> None:
    """Press `u`; every byte is as it was."""
    await browser.press(*["u"] * times)
    await browser.wait_for(lambda: contents(library) == {k: v.encode() for k, v in LIBRARY.items()}, "all as before")


async def test_w_is_one_key_and_one_line_and_adds_a_day_once(library: Path, open_browser: Opener) -> None:
    async with open_browser(library, size=(120, 30)) as browser:
        await browser.press("enter", "w")
        await browser.wait_for_toast(f"Alien (1979): seen {this_day()} (u undoes it)")
        assert added_lines(library, "alien") == [f"watched = [{this_day()}]"]
        await browser.wait_for(lambda: browser.cursor_row.endswith("seen"), "the state in the row")
        await browser.press("w")
        await browser.wait_for_toast("already seen today")
        assert len(Editor(str(library)).entries()) == 1
        await undone(browser, library)


async def test_on_a_set_w_asks_which_film_and_a_film_under_the_cursor_is_not_asked_for(
    library: Path, open_browser: Opener
) -> None:
    async with open_browser(library, size=(120, 40)) as browser:
        await browser.press("enter", "G", "w", "1")
        await noted(browser, library, f"seen {this_day()}: wong#1")
        assert held(library, "wong")["films"][0]["watched"] == [this_day()]
        await browser.press("w", "a")
        await noted(browser, library, f"seen {this_day()}: wong")
        assert held(library, "wong")["films"][1]["watched"] == ["2014", datetime.date(2021, 12, 4), this_day()]
        await browser.press("u", "w", "s")
        await browser.wait_for(lambda: held(library, "wong").get("collection") == {"watched": [this_day()]}, "the set")
        await browser.press("u", "enter", "G", "r", "3")
        await browser.wait_for("★★★☆☆")
        assert "Happy Together (1997)" in browser.text(), "the cursor of the details stands on it"
        await browser.press("enter")
        await browser.wait_for(lambda: held(library, "wong")["films"][1].get("rating") == 3, "the film's rating")


async def test_another_day_and_viewings_taken_out_are_one_change(library: Path, open_browser: Opener) -> None:
    async with open_browser(library, size=(120, 40)) as browser:
        await browser.press("enter", "G", "W", "2")
        await browser.wait_for("films[2].watched, wong#2")
        await browser.type_text("2019-05")
        assert "May 2019" in browser.text()
        await browser.press("tab", *"4,5", "enter")
        await noted(browser, library, "seen 2019-05, rated 4.5: wong#2")
        film = held(library, "wong")["films"][1]
        assert film["watched"] == ["2014", datetime.date(2021, 12, 4), "2019-05"]
        assert film["rating"] == 4.5
        await undone(browser, library)
        await browser.wait_for("seen 2×")
        await browser.press("W", "2", "tab", "tab", "j", "x", "enter")
        await noted(browser, library, "not seen 2014: wong#2")
        assert held(library, "wong")["films"][1]["watched"] == [datetime.date(2021, 12, 4)]
        await undone(browser, library)
        await browser.press("W", "1", *"nox", "enter")
        await browser.wait_for("nox is no day")
        await browser.press("backspace", "backspace", "backspace", "?", "enter")
        await browser.wait_for(lambda: held(library, "wong")["films"][0].get("seen") is True, "seen, nobody knows when")


async def test_in_a_narrow_window_what_a_day_means_stands_below_the_lines(library: Path, open_browser: Opener) -> None:
    async with open_browser(library, size=(40, 12)) as browser:
        await browser.press("enter", "W")
        await browser.wait_for("Seen: ")
        await browser.press("ctrl+u", *"2019-05")
        await browser.wait_for("May 2019")
        await browser.press("tab")
        await browser.wait_for("0.5 to 5, 0 for none")
        assert "May 2019" not in browser.text(), "one line has the room"


async def test_digits_give_stars_and_any_other_key_saves_them_and_does_what_it_does(
    library: Path, open_browser: Opener
) -> None:
    async with open_browser(library, size=(120, 30)) as browser:
        await browser.press("enter", "r")
        await browser.wait_for("0 none")
        await browser.press("4", "4")
        assert "★★★½☆  3.5" in browser.text()
        assert contents(library)["alien.toml"] == LIBRARY["alien.toml"].encode(), "nothing is written yet"
        await browser.press("j")
        assert added_lines(library, "alien") == ["rating = 3.5"]
        assert browser.cursor_row.startswith("Brazil")
        assert "0 none" not in browser.text()
        await browser.press("k", "r", "0", "slash")
        assert "rating" not in held(library, "alien")["collection"]
        await browser.wait_for(lambda: browser.place == "search", "the search box")
        await browser.press("enter", "r", "2", "escape", "r", "j")
        assert len(Editor(str(library)).entries()) == 2, "esc writes nothing, nor does what no digit was typed for"
        await browser.press("k", "u", "u")
        await browser.wait_for(lambda: contents(library)["alien.toml"] == LIBRARY["alien.toml"].encode(), "as before")


async def test_a_loan_is_three_lines_and_its_end_is_one_line_of_loans(library: Path, open_browser: Opener) -> None:
    async with open_browser(library, size=(120, 30), settings=Settings(lend_days=14)) as browser:
        await browser.press("enter", "L")
        await browser.wait_for("Ines (1 now) · Tomasz (1 before)")
        assert "in 2 weeks" in browser.text()
        await browser.press(*"in", "right")
        await browser.wait_for("Ines has another: Brazil, late")
        await browser.press("enter")
        due = this_day() + datetime.timedelta(14)
        await noted(browser, library, f"lent to Ines, due {due}: alien")
        assert added_lines(library, "alien") == ['loaned_to = "Ines"', f"loaned_on = {this_day()}", f"due = {due}"]
        await browser.wait_for(lambda: browser.cursor_row.endswith("lent"), "the state in the row")
        await browser.press("5")
        await browser.wait_for("LENT to Ines since")
        await browser.press("L", "b")
        await noted(browser, library, f"back {this_day()}: alien")
        loan = {"to": "Ines", "on": this_day(), "due": due, "back": this_day()}
        assert held(library, "alien")["collection"] == {"location": "Study", "loans": [loan]}
        assert len(added_lines(library, "alien")) == 1
        await undone(browser, library, 2)


async def test_what_was_written_a_moment_ago_counts_however_late_its_file_is_read_again(
    library: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_browser(library, size=(40, 12)) as browser:
        monkeypatch.setattr(Loader, "read_paths", lambda *_: None)
        await browser.send(b"\rLin\x1b[C\r", b"Lb")
        await noted(browser, library, f"back {this_day()}: alien")
        await browser.send(b"bw", b"bw")
        await browser.wait_for_toast("already on the wishlist")
        await browser.send(b"r3j", b"kr")
        await browser.wait_for("★★★☆☆  3")
        await browser.press("escape")
        (library / "alien.toml").write_text(LIBRARY["alien.toml"].replace("Alien", "Aliens"))
        await browser.press("f2")
        await browser.wait_for("→ aliens-1979.toml")
        await browser.press("escape")
        (library / "alien.toml").write_text("broken")
        await browser.press("w")
        await browser.wait_for_toast("alien.toml has errors")


async def test_what_is_lent_gets_another_day_another_person_or_was_back_before(
    library: Path, open_browser: Opener
) -> None:
    async with open_browser(library, size=(120, 30)) as browser:
        await browser.press("enter", "j", "L", "d", *"in 3 days", "enter")
        due = this_day() + datetime.timedelta(3)
        await browser.wait_for(lambda: held(library, "brazil")["collection"]["due"] == due, "another day")
        await browser.press("L", "w", *"tom", "right", "tab", "tab", "backspace", "enter")
        await noted(browser, library, "lent to Tomasz: brazil")
        assert held(library, "brazil")["collection"] == {
            "loaned_to": "Tomasz",
            "loaned_on": this_day(),
            "loans": [{"to": "Ines", "due": due, "back": this_day()}],
        }
        await browser.press("L", "o", "enter")
        await browser.wait_for("when it was lent")
        await browser.press(*"today", "enter")
        await browser.wait_for(lambda: "loaned_to" not in held(library, "brazil")["collection"], "back")
        await undone(browser, library, 3)


async def test_b_says_what_was_bought_and_sold_and_for_how_much(library: Path, open_browser: Opener) -> None:
    async with open_browser(library, size=(120, 30)) as browser:
        await browser.press("enter", "j", "j", "b", "o", "tab", *"9,50", "tab", *"st", "right", "enter")
        await noted(browser, library, "owned: cure")
        mine = held(library, "cure")["collection"]
        assert (mine["status"], mine["bought"], mine["paid"], mine["location"]) == ("owned", this_day(), 9.5, "Study")
        await browser.press("b", "s", "tab", *"12", "enter")
        await browser.wait_for(lambda: held(library, "cure")["collection"].get("sold_for") == 12, "sold")
        assert held(library, "cure")["collection"]["sold_on"] == this_day()
        await browser.press("b", "w")
        await noted(browser, library, "on the wishlist: cure")
        assert held(library, "cure")["collection"].keys().isdisjoint({"sold_on", "sold_for"})
        await browser.press("b", "w")
        await browser.wait_for_toast("already on the wishlist")
        await undone(browser, library, 3)


async def test_what_is_no_day_and_no_amount_keeps_the_form_open(library: Path, open_browser: Opener) -> None:
    before = contents(library)
    async with open_browser(library, size=(120, 30)) as browser:
        await browser.press("enter", "b", "o")
        await browser.wait_for("19.95")
        await browser.press("end", "ctrl+u", *"never", "tab")
        await browser.wait_for("today, yesterday, sat, -3 or")
        await browser.press(*"much", "ctrl+s")
        await browser.wait_for(lambda: isinstance(browser.app.screen, LinesForm), "the form")
        assert contents(library) == before
        await browser.press("shift+tab", "end", "ctrl+u", "tab", "ctrl+s")
        await browser.wait_for("much is no amount; write 19.95")
        await browser.press("end", "ctrl+u", "$", "ctrl+s")
        await browser.wait_for("$ is no amount; write 19.95")
        await browser.press("escape")
        await browser.press("b", "escape")
    assert contents(library) == before


async def test_marked_releases_are_shown_first_and_changed_as_one(library: Path, open_browser: Opener) -> None:
    async with open_browser(library, size=(120, 40)) as browser:
        await browser.press("enter", "space", "space", "w")
        await browser.wait_for("2 releases: 2 files would change")
        await browser.press("enter")
        await noted(browser, library, f"seen {this_day()}: 2 releases")
        assert held(library, "brazil")["collection"]["watched"] == [this_day()]
        await undone(browser, library)
        await browser.press("g", "space", "space", "r", "5", "j")
        await browser.wait_for("rated 5: 2 releases: 2 files would change")
        await browser.press("escape", "L", *"Zoe", "enter")
        await browser.wait_for("Ines has it already")
        await browser.press("enter")
        await browser.wait_for(lambda: held(library, "alien")["collection"].get("loaned_to") == "Zoe", "lent")
        await undone(browser, library)


async def test_the_sample_says_why_nothing_is_noted_and_footer_and_help_leave_it_out(
    library: Path, open_browser: Opener
) -> None:
    async with open_browser(library, size=(120, 30)) as browser:
        await browser.press("enter")
        assert "w seen  r rate  L lend" in browser.footer
    async with open_browser(library, size=(120, 30), is_sample=True) as browser:
        await browser.press("enter")
        assert "w seen" not in browser.footer


async def test_my_copy_begins_with_what_matters(tmp_path: Path, open_browser: Opener) -> None:
    day = this_day() - datetime.timedelta(60)
    text = (
        'title = "M"\n[price]\ncurrency = "USD"\nlist = 39.95\n[collection]\n'
        f'status = "owned"\nbought = 2013-11-16\npaid = 19.98\nlocation = "Shelf A"\nslot = 14\naudited = 2026-08-02\n'
        f'loaned_to = "Ines"\nloaned_on = {day}\ndue = {this_day() - datetime.timedelta(2)}\nrating = 5\n'
        'watched = [2021-10-31, "2013"]\nloans = [{ to = "Tomasz", on = 2019-02-01, back = 2019-03-10 }]\n'
    )
    async with open_browser(write_library(tmp_path, {"m.toml": text}), size=(160, 36)) as browser:
        await browser.press("enter", "5")
        facts = browser.facts
        parts = [
            *("LENT to Ines since", "(60 days), 2 days LATE", "Shelf A · slot 14", "when audited 2026-08-02", "5 of 5"),
            *(
                "2 times, last on 31 Oct 2021",
                "Bought 2013-11-16",
                "Paid $19.98 (list $39.95)",
                "Tomasz, 2019-02-01 to",
            ),
        ]
        assert [part for part in parts if part not in facts] == []
        assert sorted(parts, key=facts.index) == parts
