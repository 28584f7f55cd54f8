"""An audit in the browser: ticked by hand or scanned, left and gone on with, and written as one change."""

from pathlib import Path

import pytest

from conftest import contents, write_library
from disctui.editing.editor import Editor
from disctui.release.days import this_day
from disctui.tui.screens.audit import AuditScreen
from disctui.tui.widgets.row_list import POINTER
from test_audit import disc
from tui.driving import Browser, Opener

CODE = 7155152400000


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Fourteen discs in one place, one of them lent, and one that belongs elsewhere."""
    files = {
        f"d{number:02}.toml": disc(
            f"Film {number:02}",
            "Shelf B",
            f"slot = {number}\n" + ('loaned_to = "Ines"\n' if number == 5 else ""),
            str(CODE + number),
        )
        for number in range(14)
    }
    return write_library(tmp_path / "library", files | {"red.toml": disc("The Red Shoes", "Study", "", str(CODE + 99))})


def cursor(browser: Browser) -> str:
    """The disc under the cursor, its cells with single blanks between them."""
    lines = (line for line in browser.lines() if line.startswith(POINTER))
    return next((" ".join(line.strip(f"{POINTER} ▐").split()) for line in lines), "")


async def begun(browser: Browser) -> None:
    await browser.press("enter", "A", "enter")
    await browser.wait_for(lambda: isinstance(browser.app.screen, AuditScreen), "the audit")


async def test_in_a_narrow_window_what_is_said_of_a_code_is_whole(library: Path, open_browser: Opener) -> None:
    async with open_browser(library, size=(40, 12)) as browser:
        await begun(browser)
        await browser.press(*"4006381333932", "enter")
        await browser.wait_for("Scan it again.")
        assert "4006381333932: release.upc has a wrong check digit. Scan it again." in " ".join(browser.text().split())
        assert len([line for line in browser.lines() if "Film" in line]) >= 4
        await browser.press(*str(CODE + 99), "enter")
        await browser.wait_for("m it stays here")


async def test_what_was_ticked_is_written_as_one_change_and_one_undo_takes_it_back(
    library: Path, open_browser: Opener
) -> None:
    before = contents(library)
    async with open_browser(library) as browser:
        await begun(browser)
        for number in range(14):
            if number == 5:
                assert cursor(browser) == "– Film 05 lent to Ines"
                await browser.press("j")
            else:
                await browser.press("n" if number == 9 else "space")
        assert "12 of 14 · 1 missing" in browser.lines()[0]
        await browser.resize(40, 12)
        await browser.press("g")
        await browser.wait_for(lambda: "Film 05" in browser.text(), "the one that is lent")
        assert "lent" in browser.text()
        assert "lent to" not in browser.text(), "in a narrow window titles have the room"
        await browser.resize(80, 24)
        await browser.press("enter")
        await browser.wait_for("12 here · 1 lent · 1 missing")
        assert f"audited = {this_day()} in 12 files, missing = {this_day()} in 1 file" in browser.text()
        await browser.press("y", "w")
        assert "missing        Film 09" in browser.app.clipboard
        await browser.wait_for(lambda: len(Editor(str(library)).entries()) == 1, "written")
        after = contents(library)
        changed = {path: data for path, data in after.items() if data != before[path]}
        assert len(changed) == 13
        assert all(len(data.splitlines()) == len(before[path].splitlines()) + 1 for path, data in changed.items())
        await browser.press("u")
        await browser.wait_for(lambda: contents(library) == before, "undone")


async def test_an_audit_that_was_left_goes_on_where_it_was(library: Path, open_browser: Opener) -> None:
    async with open_browser(library) as browser:
        await begun(browser)
        await browser.press("space", "n", *str(CODE + 99), "enter")
        await browser.wait_for("belongs to Study")
        await browser.press("m", *"123", "tab")
        await browser.wait_for("no release has this bar code")
        await browser.press(*"45", "escape", "u", "escape")
        await browser.wait_for(lambda: browser.app.screen is browser.main, "left")
    async with open_browser(library) as browser:
        await browser.press("enter", "A")
        await browser.wait_for("begun")
        await browser.press("enter")
        await browser.wait_for("1 of 14 · 1 missing · 1 elsewhere")
        assert cursor(browser) == "2 Film 02"
        await browser.press("enter")
        await browser.wait_for("not looked at")
        await browser.press("n", "w")
        await browser.wait_for(lambda: Editor(str(library)).entries(), "written")
        red = (library / "red.toml").read_text()
        assert 'location = "Shelf B"' in red
        assert f"audited = {this_day()}" in red
        await browser.press("A")
        await browser.wait_for("Shelf B")
        assert "begun" not in browser.text()


async def test_many_codes_in_one_go_are_all_counted_in_their_order(library: Path, open_browser: Opener) -> None:
    async with open_browser(library) as browser:
        await begun(browser)
        codes = [CODE + number % 14 for number in range(50)]
        reads = [str(code).encode() + b"\r\t"[number % 2 :][:1] for number, code in enumerate(codes)]
        await browser.send(*reads[:25], b"".join(reads[25:]))
        await browser.wait_for("14 of 14")
        screen = browser.app.screen
        assert isinstance(screen, AuditScreen)
        assert [step.code for step in screen._steps] == [str(code) for code in codes]


async def test_the_digits_of_a_code_that_come_together_are_one_step(
    library: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    show = AuditScreen._show_scanned

    def noting(screen: AuditScreen) -> None:
        said.append(screen._digits)
        show(screen)

    monkeypatch.setattr(AuditScreen, "_show_scanned", noting)
    async with open_browser(library) as browser:
        await begun(browser)
        said.clear()
        await browser.send(f"{CODE + 3}\r{CODE + 4}x\x7f5\r".encode())
        await browser.wait_for("2 of 14")
        one, other = str(CODE + 3), str(CODE + 4)
        assert said == [one, "", other, other[:-1], f"{other[:-1]}5", ""]


async def test_of_a_code_that_no_release_has_the_report_makes_one_that_stands_there(
    library: Path, open_browser: Opener
) -> None:
    async with open_browser(library) as browser:
        await begun(browser)
        await browser.press(*"4006381333932", "enter")
        await browser.wait_for("4006381333932: release.upc has a wrong check digit. Scan it again.")
        await browser.press(*"4006381333931", "enter")
        await browser.wait_for("scanned 4006381333931: no release has this bar code")
        await browser.press("enter")
        await browser.wait_for("1 unknown")
        assert "4006381333932" not in browser.text()
        await browser.press("r")
        await browser.wait_for("Title · new release")
        await browser.press(*"Ran", "enter", "enter", "ctrl+s")
        await browser.wait_for("1 from another place · 0 unknown")
        await browser.wait_for(f"w writes: audited = {this_day()} in 1 file")
        await browser.press("w")
        await browser.wait_for(lambda: "audited" in (library / "ran.toml").read_text(), "written")
    said = " ".join((library / "ran.toml").read_text().split())
    assert all(one in said for one in ('upc = "4006381333931"', 'location = "Shelf B"', 'status = "owned"')), said


async def test_without_locations_there_is_nothing_to_audit_and_a_place_may_be_left(
    tmp_path: Path, open_browser: Opener, library: Path
) -> None:
    async with open_browser(write_library(tmp_path / "none", {"m.toml": 'title = "M"\n'})) as browser:
        await browser.press("enter", "A")
        await browser.wait_for_toast("No release has a location yet")
    async with open_browser(library) as browser:
        await browser.press("enter", "A")
        await browser.wait_for("Audit: which place?")
        await browser.press("escape", "j")
        assert not isinstance(browser.app.screen, AuditScreen)


async def test_of_several_codes_that_no_release_has_it_is_asked_which_one_is_meant(
    library: Path, open_browser: Opener
) -> None:
    before = contents(library)
    async with open_browser(library) as browser:
        await begun(browser)
        for code in ("4006381333931", "5051892007245"):
            await browser.press(*code, "enter")
            await browser.wait_for(f"scanned {code}: no release has this bar code")
        await browser.press("enter")
        await browser.wait_for("2 unknown")
        await browser.press("r")
        await browser.wait_for("Make a release of which bar code?")
        await browser.press("escape")
        await browser.wait_for("2 unknown")
        await browser.press("r", "down", "enter")
        await browser.wait_for("Title · new release")
        await browser.press("escape")
        await browser.wait_for("2 unknown")
    assert contents(library) == before, "a release that was not made is none"
