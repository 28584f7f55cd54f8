"""The import in the browser: what is given, the plan and its decisions, what is written, and that it can be undone."""

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from conftest import write_library
from disctui.cli import run
from disctui.editing.editor import Editor
from disctui.importers.apply import Decision, apply
from disctui.importers.plan import Plan
from disctui.long_work import Tell
from disctui.tui.flows import working, writing
from disctui.tui.screens.import_dialog import ImportDialog
from disctui.tui.screens.importing import ImportScreen
from disctui.tui.screens.menu import MenuScreen
from disctui.tui.screens.prompt import PromptScreen
from importers.test_more_doors import workbook
from importers.test_page import PAGE
from tui.driving import Browser, Opener

TABLE = "Title,Year,Director\nFilm One,1951,Max Hill\nFilm Two,1952,Max Hill\n"


@pytest.fixture
def owl(tmp_path: Path) -> Path:
    """A library of one release."""
    return write_library(tmp_path / "shelf", {"owl.toml": 'title = "Glass Owl"\nyear = 1964\n'})


async def plan_of(browser: Browser, *, pasted: str = "", typed: str = "") -> None:
    """`I`, what is to be imported, and the plan."""
    await browser.press("enter", "I")
    await browser.wait_for(lambda: isinstance(browser.app.screen, ImportDialog), "the dialog")
    if pasted:
        await browser.paste(pasted)
    await browser.type_text(typed)
    await browser.press("ctrl+s")
    await browser.wait_for(lambda: isinstance(browser.app.screen, ImportScreen), "the plan")


def row(browser: Browser, title: str) -> list[str]:
    """The words of the plan's row of a title, without the sign of the cursor."""
    line = next(line for line in browser.lines() if title in line)
    return line.replace("▌", " ").split()


def files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.toml"))


async def test_a_pasted_table_becomes_a_plan_and_releases_and_u_takes_them_back(
    owl: Path, open_browser: Opener
) -> None:
    async with open_browser(owl) as browser:
        await plan_of(browser, pasted=TABLE)
        assert "Import: 2 new, 0 same, 0 differs" in browser.text()
        assert row(browser, "Film One")[:2] == ["take", "new"]
        await browser.press("ctrl+s")
        await browser.wait_for_toast("made 2")
        assert len(files(owl)) == 3
        await browser.wait_for(lambda: "3 releases" in browser.count, "the list")
        await browser.press("u")
        await browser.wait_for(lambda: files(owl) == ["owl.toml"], "all of the import undone")


async def test_write_and_esc_in_one_piece_stop_it_and_lead_out(owl: Path, open_browser: Opener) -> None:
    async with open_browser(owl) as browser:
        await plan_of(browser, pasted=TABLE)
        await browser.send(b"\x13\x1b")
        await browser.wait_for(lambda: browser.app.screen is browser.main, "the list")


async def test_an_error_that_nobody_foresaw_is_said_and_ends_the_writing(
    owl: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("nobody knows why")

    monkeypatch.setattr(writing, "apply", fail)
    async with open_browser(owl) as browser:
        await plan_of(browser, pasted=TABLE)
        await browser.press("ctrl+s")
        await browser.wait_for_toast("nobody knows why")
        await browser.wait_for(lambda: browser.app.screen is browser.main, "the list")
        assert files(owl) == ["owl.toml"]


async def test_a_page_leaves_no_row_though_its_spellings_are_known(owl: Path, open_browser: Opener) -> None:
    page = owl / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    assert run(["import", "-l", str(owl), "--yes", str(page)]) == 0
    [made] = {*files(owl)} - {"owl.toml", "people.toml"}
    (owl / made).unlink()
    async with open_browser(owl) as browser:
        await plan_of(browser, pasted=PAGE)
        await browser.press("ctrl+s")
        await browser.wait_for_toast("made 1, changed 0, left 0")


async def test_rows_are_skipped_and_taken_by_their_keys(owl: Path, open_browser: Opener) -> None:
    async with open_browser(owl) as browser:
        await plan_of(browser, pasted=TABLE.replace(",", "\t"))
        await browser.press("s", "s", "g", "t", "m")
        assert row(browser, "Film One")[0] == "take"
        assert row(browser, "Film Two")[0] == "skip", "m does nothing where there is nothing to merge into"
        await browser.press("ctrl+s")
        await browser.wait_for_toast("made 1")
        await browser.wait_for(lambda: len(files(owl)) == 2, "one file")


async def test_o_lets_the_import_win_where_both_say_something(owl: Path, open_browser: Opener) -> None:
    async with open_browser(owl) as browser:
        await plan_of(browser, pasted="Title,Year,Director\nGlass Owl,1964,Max Hill\nOther,1950,Ann Low\n")
        assert "differs" in browser.text()
        assert "fills in directors" in browser.text()
        await browser.press("ctrl+s")
        await browser.wait_for(lambda: "Max Hill" in (owl / "owl.toml").read_text(), "the director filled in")


async def test_the_plan_says_what_was_guessed_of_the_whole_file(owl: Path, open_browser: Opener) -> None:
    async with open_browser(owl) as browser:
        await plan_of(browser, pasted="My shelf\nTitle,Year,Purchase Date\nA,1951,3/4/2021\nB,1952,5/6/2021\n")
        assert "no date shows whether the day or the month comes first" in browser.text()
        assert "apart from releases: line 1" in browser.text()


async def test_an_import_stopped_while_it_is_prepared_writes_nothing(
    owl: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(plan: Plan, editor: Editor, decisions: Mapping[int, Decision], tell: Tell, title: str | None) -> object:
        """Waits where it tells first how far it is."""

        def told(what: str, done: int, total: int) -> None:
            tell(what, done, total)
            go_on.wait(20)
            tell(what, done, total)

        return apply(plan, editor, decisions, told, title)

    monkeypatch.setattr(writing, "apply", slow)
    monkeypatch.setattr(working, "PATIENCE", 0)
    async with open_browser(owl) as browser:
        await plan_of(browser, pasted="Title,Year\n" + "".join(f"Film {n},1951\n" for n in range(120)))
        await browser.press("ctrl+s")
        await browser.wait_for("preparing 50 of 120")
        assert "esc stops: what was written stays" in browser.text()
        await browser.press("escape")
        await browser.wait_for("stopping")
        go_on.set()
        await browser.wait_for_toast("made 0, changed 0, left 0")
        await browser.wait_for(lambda: browser.app.screen is browser.main, "the list")
        assert files(owl) == ["owl.toml"]


async def test_the_cursor_goes_to_the_one_release_that_was_imported(owl: Path, open_browser: Opener) -> None:
    async with open_browser(owl) as browser:
        await plan_of(browser, pasted="Title,Year\nA Film,1951\n")
        await browser.press("ctrl+s")
        await browser.wait_for(lambda: "2 releases" in browser.count, "both in the list")
        await browser.wait_for(lambda: (browser.chosen or "").startswith("a-film"), "the cursor on what is new")


@pytest.mark.parametrize("leave", ["escape", "q"])
async def test_leaving_the_plan_writes_nothing(owl: Path, open_browser: Opener, leave: str) -> None:
    async with open_browser(owl) as browser:
        await plan_of(browser, pasted=TABLE)
        await browser.press(leave)
        await browser.wait_for(lambda: browser.app.screen is browser.main, "the list")
        assert files(owl) == ["owl.toml"]


@pytest.mark.parametrize("form", ["{path}", "'{path}'", "file://{quoted}", "{escaped} "])
async def test_a_file_that_is_dropped_is_read(owl: Path, tmp_path: Path, open_browser: Opener, form: str) -> None:
    table = tmp_path / "My Exports" / "a b.csv"
    table.parent.mkdir()
    table.write_text(TABLE)
    path = str(table)
    dropped = form.format(path=path, quoted=path.replace(" ", "%20"), escaped=path.replace(" ", "\\ "))
    async with open_browser(owl) as browser:
        await plan_of(browser, pasted=dropped)
        assert "Import: 2 new" in browser.text()


async def test_x_asks_where_to_and_writes_over_nothing_unasked(
    owl: Path, tmp_path: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "disctui-export.csv").write_text("mine")
    async with open_browser(owl) as browser:
        await browser.press("enter", "X")
        await browser.wait_for(lambda: isinstance(browser.app.screen, MenuScreen), "the formats")
        await browser.press("c")
        await browser.wait_for(lambda: isinstance(browser.app.screen, PromptScreen), "the name")
        assert "disctui-export-2.csv" in browser.text(), "its end is seen, however long it is"
        await browser.press("enter")
        written = folder / "disctui-export-2.csv"
        await browser.wait_for(written.exists, "the table")
        assert "Glass Owl" in (folder / "disctui-export-2.csv").read_text()
        assert (folder / "disctui-export.csv").read_text() == "mine"


async def test_columns_encoding_dates_and_format_are_said_in_the_plan_which_is_drawn_anew(
    owl: Path, tmp_path: Path, open_browser: Opener
) -> None:
    table = tmp_path / "shelf.csv"
    lines = ("Title;Year;Where;Purchase Date;Barcode", "Голем;1920;Полка;3/4/2021;", "Мать;1926;Шкаф;5/6/2021;")
    table.write_bytes("\n".join(lines).encode("cp1251"))

    async with open_browser(owl) as browser:
        await plan_of(browser, typed=str(table))
        assert "shelf.csv: read as CSV, which is a guess" in browser.text()
        assert "2 values kept as comments" in browser.text()
        await browser.press("s")
        await choose(browser, "c", "Columns of shelf.csv", "Where")
        await browser.wait_for(lambda: "Where is" in browser.text(), "the fields")
        await browser.type_text("(collection.location")
        await browser.press("enter")
        await browser.wait_for(lambda: "collection.location  Полка" in browser.text(), "the columns once more")
        await browser.press("escape")
        assert "0 values kept as comments" in browser.text()
        assert row(browser, "Голем")[0] == "skip", "what was decided of a row stays"
        await choose(browser, "d", "What comes first in dates?", "d")
        await browser.wait_for(lambda: "no date shows" not in browser.text(), "nothing guessed of dates")
        await choose(browser, "e", "In which encoding", "KOI8")
        await browser.wait_for(lambda: "цНКЕЛ" in browser.text(), "letters as they are in that encoding")
        await choose(browser, "e", "In which encoding", "Windows-1251")
        await browser.wait_for(lambda: "Мать" in browser.text(), "the right letters")
        await browser.press("ctrl+s")
        await browser.wait_for_toast("made 2")  # a row that reads differently is decided anew
    text = (owl / "mat-1926.toml").read_text("utf-8")
    assert 'location = "Шкаф"' in text
    assert "bought = 2021-06-05" in text


async def choose(browser: Browser, key: str, title: str, typed: str) -> None:
    """Open one of the plan's menus, and take the line that what is typed finds."""
    await browser.press(key)
    await browser.wait_for(lambda: title in browser.text(), title)
    await browser.type_text(typed)
    await browser.press("enter")


async def test_the_program_of_a_file_is_said_and_one_that_can_t_read_it_changes_nothing(
    owl: Path, tmp_path: Path, open_browser: Opener
) -> None:
    (tmp_path / "shelf.csv").write_text(TABLE)
    async with open_browser(owl) as browser:
        await plan_of(browser, typed=str(tmp_path / "shelf.csv"))
        await choose(browser, "f", "Of which program is shelf.csv?", "CLZ Movies CSV")
        await browser.wait_for(lambda: "read as CLZ" in browser.text(), "another program")
        assert row(browser, "Film Two")[0] == "take"
        await choose(browser, "f", "Of which program is shelf.csv?", "dvd-profiler")
        await browser.wait_for(lambda: "the XML breaks" in browser.text(), "why it reads nothing")
        await choose(browser, "f", "Of which program is shelf.csv?", "Find it out")
        await browser.wait_for(lambda: "read as CSV, which is a guess" in browser.text(), "as it was")
        await choose(browser, "f", "Of which program is shelf.csv?", "Find it out")
        await browser.press("e")
        await browser.wait_for_toast("Every encoding reads it alike.")
        await browser.press("ctrl+s")
        await browser.wait_for_toast("made 2")
    assert files(owl) == ["film-one-1951.toml", "film-two-1952.toml", "owl.toml"]


async def test_columns_that_a_program_knows_stay_where_they_are(
    owl: Path, tmp_path: Path, open_browser: Opener
) -> None:
    table = Path(__file__).parents[1] / "importers" / "samples" / "blu-ray.com.csv"
    async with open_browser(owl) as browser:
        await plan_of(browser, typed=str(table))
        await choose(browser, "c", "Columns of blu-ray.com.csv", "Blu-ray discs")
        await browser.wait_for_toast("knows its column Blu-ray discs; it can't go elsewhere.")
        await browser.wait_for(lambda: isinstance(browser.app.screen, MenuScreen), "the columns once more")
        await browser.press("escape")
        await browser.wait_for(lambda: isinstance(browser.app.screen, ImportScreen), "the plan")


async def test_of_a_workbook_it_is_asked_which_sheet_is_meant(owl: Path, tmp_path: Path, open_browser: Opener) -> None:
    sheets = [[["Title", "Place"], [f"Film {name}", "Loft"]] for name in ("One", "Two")]
    (tmp_path / "shelf.ods").write_bytes(workbook(*sheets))
    async with open_browser(owl) as browser:
        await plan_of(browser, typed=str(tmp_path / "shelf.ods"))
        await browser.press("c")
        await browser.wait_for(lambda: "The columns of which sheet?" in browser.text(), "the sheets")
        await browser.press("down", "enter")
        await browser.wait_for(lambda: "Columns of shelf.ods: Shelf 1" in browser.text(), "its columns")
        await browser.type_text("Place")
        await browser.press("enter")
        await browser.wait_for(lambda: "Place is" in browser.text(), "the fields")
        await browser.type_text("kept as a comment")
        await browser.press("enter")
        await browser.wait_for(lambda: "(a comment)" in browser.text(), "the columns once more")
        await browser.press("escape")
        await browser.press("ctrl+s")
        await browser.wait_for_toast("made 2")
    assert 'location = "Loft"' in (owl / "film-one.toml").read_text()
    assert "#   Place: Loft" in (owl / "film-two.toml").read_text()


async def test_the_plan_shows_what_a_new_release_will_say(owl: Path, open_browser: Opener) -> None:
    head = "Title;Year;Format;Purchase Date;Director"
    text = f"{head}\nFilm One;1951;4K/BD;03.04.2021;Max Hill\nFilm Two;1952;DVD;05.06.2021;\n"
    async with open_browser(owl, size=(100, 30)) as browser:
        await plan_of(browser, pasted=text)
        for line in (
            "year: 1951",
            "directors: Max Hill",
            "specs.discs: 4K Ultra HD, Blu-ray Disc",
            "bought: 2021-04-03",
        ):
            assert line in browser.text()
        await browser.press("j")
        assert "specs.discs: DVD" in browser.text()
        await browser.resize(80, 20)
        await browser.press("k")
        assert "and collection.bought" in browser.text(), "what has no line is named"
        assert "Import: 2 new, 0 same, 0 differs, 0 can't read; 0 values kept as comments" in browser.text()
        await browser.resize(40, 12)
        await browser.press("j", "k")
        assert browser.lines()[0].strip() == "Import: 2 new"
        assert "year: 1951" in browser.text()
