"""Import with `I` and export with `X`: a plan first, what was agreed to written, and one `u` for all of it."""

from pathlib import Path

import pytest

from conftest import contents
from disctui.safe_write.atomic import WriteError
from disctui.tui.flows import transfer
from tui.driving import Browser, Opener

MINE = """\
title,year,directors,collection.rating
Alien,1979,Ridley Scott,4.5
Wanda,1970,Barbara Loden,4
The Hitch-Hiker,1953,Ida Lupino,3
"""


@pytest.fixture
def export_file(tmp_path: Path) -> Path:
    """Three films of another program, one of which stands on the shelf."""
    file = tmp_path / "mine.csv"
    file.write_text(MINE, encoding="utf-8")
    return file


async def see_plan(browser: Browser, pasted: str) -> None:
    """Open the dialog from the list, paste into it, and go on to the plan."""
    await browser.press("escape", "I")
    await browser.wait_for("The path of an export")
    await browser.paste(pasted)
    await browser.press("ctrl+s")
    await browser.wait_for("Import: ")


def plan_rows(browser: Browser) -> list[list[str]]:
    """The decision and the title's first word of each row of the plan."""
    rows = [line.strip("▌ ").split() for line in browser.lines()]
    return [[row[0], row[2]] for row in rows if row and row[0] in {"take", "merge", "skip"} and len(row) > 4]


async def test_a_path_leads_to_a_plan_in_which_each_row_is_decided_and_u_takes_all_of_it_back(
    shelf: Path, open_browser: Opener, export_file: Path
) -> None:
    before = contents(shelf)
    async with open_browser(shelf) as browser:
        await see_plan(browser, str(export_file))
        assert contents(shelf) == before, "a plan writes nothing"
        assert "Wanda" in browser.text()
        await browser.press("G", "s")
        await browser.press("ctrl+s")
        await browser.wait_for_toast("left 1")
        await browser.wait_for(lambda: "Wanda" in browser.text(), "the new release on the shelf")
        after = contents(shelf)
        assert "wanda-1970.toml" in after
        assert not any("hitch" in name for name in after), "the last row was skipped"
        await browser.press("u")
        await browser.wait_for(lambda: contents(shelf) == before, "every byte as it was")
        await browser.wait_for(lambda: browser.count == "7 releases")


async def test_leaving_the_plan_or_the_dialog_writes_nothing(
    shelf: Path, open_browser: Opener, export_file: Path
) -> None:
    before = contents(shelf)
    async with open_browser(shelf) as browser:
        await see_plan(browser, str(export_file))
        await browser.press("escape")
        await browser.wait_for(lambda: browser.app.screen is browser.main, "the shelf")
        await browser.press("I")
        await browser.wait_for("The path of an export")
        await browser.press("escape")
        assert browser.app.screen is browser.main
    assert contents(shelf) == before


async def test_a_table_can_be_pasted_as_it_is(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await see_plan(browser, MINE)
        await browser.press("ctrl+s")
        await browser.wait_for(lambda: browser.count == "9 releases", "the two that are new")
        await browser.wait_for(lambda: "wanda-1970.toml" in contents(shelf))


@pytest.mark.parametrize(
    ("typed", "told"), [("/no/such/file.csv", "can't be read: No such file or directory"), ("/", "can't be read")]
)
async def test_what_can_not_be_read_is_said_in_the_dialog_which_stays(
    shelf: Path, open_browser: Opener, typed: str, told: str
) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("escape", "I")
        await browser.wait_for("The path of an export")
        await browser.paste(typed)
        await browser.press("ctrl+s")
        await browser.wait_for(told)
        assert typed in browser.text(), "what was typed can be mended"


async def test_capital_x_writes_what_is_found_and_asks_before_it_writes_over_a_file(
    shelf: Path, open_browser: Opener, tmp_path: Path
) -> None:
    target = tmp_path / "scott.csv"
    target.write_text("mine\n")
    async with open_browser(shelf) as browser:
        await browser.search("scott")
        await browser.press("enter", "X")
        await browser.wait_for("Export what is found as")
        await browser.press("c")
        await browser.wait_for("Export to which file?")
        await browser.press("end", "ctrl+u")
        await browser.paste(str(target))
        await browser.press("enter")
        await browser.wait_for("enter once more writes over it")
        assert target.read_text() == "mine\n"
        await browser.press("enter")
        await browser.wait_for_toast("1 release written to")
        assert target.read_text(encoding="utf-8").splitlines()[1].startswith("alien-4k,Alien,")


async def test_what_is_only_near_is_signed_in_its_row_and_counted_apart(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("kalatazov")
        assert browser.count == "0 · 1 near of 7"
        assert browser.rows[0].startswith("▌≈ The Cranes Are Flying")
        await browser.empty_box()
        await browser.search("kalatozov")
        assert browser.count == "1 of 7"
        assert browser.rows[0].startswith("▌  The Cranes Are Flying")


async def test_the_box_suggests_the_rest_of_a_field_and_of_its_value_and_right_takes_it(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf) as browser:
        await browser.type_text("dire")
        await browser.wait_for("/ director:")
        assert browser.box.value == "dire", "suggested, not typed"
        await browser.press("right")
        assert browser.box.value == "director:"
        await browser.type_text("sjo")
        await browser.wait_for(
            lambda: "/ director:sjo" in browser.text() and browser.titles == ["The Phantom Carriage"]
        )
        await browser.empty_box()
        await browser.type_text("director:kal")
        await browser.wait_for("/ director:kalatozov")
        await browser.press("right")
        await browser.wait_for(lambda: browser.titles == ["The Cranes Are Flying"], "what was suggested")


async def test_json_in_one_line_is_no_path(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await see_plan(browser, '[{"title": "Wanda", "year": 1970}]')
        assert "Import: 1 new" in browser.text()


async def test_where_an_export_can_t_be_written_is_said_before_and_after(
    shelf: Path, tmp_path: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(path: Path) -> Path:
        """A folder that no name can be looked for in."""
        raise WriteError(path, "Permission denied", "look at its permissions")

    monkeypatch.setattr(transfer, "free_path", unreadable)
    monkeypatch.chdir(tmp_path)
    async with open_browser(shelf, size=(100, 24)) as browser:
        await browser.press("enter", "X", "c")
        await browser.wait_for("Export to which file?")
        await browser.wait_for("disctui-export.csv")
        for typed, said in ((str(tmp_path), "is a folder"), (str(tmp_path / "no" / "x.csv"), "There is no")):
            await browser.press("end", "ctrl+u")
            await browser.type_text(typed)
            await browser.press("enter")
            await browser.wait_for(said)
        await browser.press("end", "ctrl+u")
        await browser.type_text("/dev/full")
        await browser.press("enter")
        await browser.wait_for("There is a file full already")
        await browser.press("enter")
        await browser.wait_for_toast("/dev/full can't be written: No space left on device")


async def test_a_table_without_rows_and_a_query_without_hits_make_nothing(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("zzzzzzzz")
        await browser.press("enter", "X")
        await browser.wait_for_toast("No file is written: only near matches are found, and they are not exported")
        await browser.press("I")
        await browser.wait_for("The path of an export")
        await browser.paste('<?xml version="1.0"?><Collection></Collection>')
        await browser.press("ctrl+s")
        await browser.wait_for_toast("There are no releases in it")
