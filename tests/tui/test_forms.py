"""One field of a release in a form of its own kind: only that value of the file changes, and nothing typed is lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.containers import Vertical
from textual.widgets import Input, TextArea

from conftest import SAMPLE, write_library
from disctui.editing import editor
from disctui.tui.screens import field_form
from disctui.tui.screens.field_form import FieldForm
from disctui.tui.screens.menu import MenuScreen
from disctui.tui.widgets.menu_list import MenuList
from tui.driving import Browser, opened

RAN = """\
# bought in Paris
title   = "Ran"      # chaos
year    = 1985       # of the film
synopsis = "An old lord gives his land away."
directors = [
    "Akira Kurosawa",  # of course
]
genres  = ['Drama', "War"]

[price]
currency = "EUR"
list     = 39.95  # at the shop
in_stock = true

[release]
date   = 2020-03-24
studio = 'StudioCanal'

[collection]
status   = "owned"
bought   = 2021-05-06   # with Ikiru
paid     = 12345.67
location = "Living room, shelf B"
watched  = [2021-05-07]
tags     = ["samurai"]
mine     = { shelf = 3 }
# the end
"""
PLACES = {
    "year": ("2", 1),
    "synopsis": ("1", 0),
    "directors": ("1", 1),
    "release.date": ("2", 0),
    "release.studio": ("2", 2),
    "price.list": ("2", 3),
    "price.in_stock": ("2", 4),
    "collection.status": ("5", 4),
    "collection.location": ("5", 0),
    "collection.watched": ("5", 1),
    "collection.bought": ("5", 2),
    "collection.paid": ("5", 3),
    "collection.tags": ("5", 5),
    "collection.mine": ("5", 6),
}
"""Where the fields of RAN stand: the key of the tab, and how far below its first field."""


@pytest.fixture
def ran(tmp_path: Path) -> Path:
    """The file of the one release of a library of its own."""
    return write_library(tmp_path / "one", {"ran.toml": RAN}) / "ran.toml"


@asynccontextmanager
async def browsing(path: Path) -> AsyncIterator[Browser]:
    """A browser on the folder of a file, the list under the cursor."""
    async with opened(path.parent) as browser:
        await browser.press("enter")
        yield browser


async def open_form(browser: Browser, key: str) -> FieldForm:
    """Press the keys that open the form of a field."""
    if browser.place != "details":
        await browser.press("enter")
    tab, below = PLACES[key]
    await browser.press("4", tab, *["j"] * below)
    chosen = browser.main.details.body.chosen
    assert chosen is not None
    assert chosen.key == key
    await browser.press("enter")
    await browser.wait_for(lambda: isinstance(browser.app.screen, FieldForm), f"the form of {key}")
    form = browser.app.screen
    assert isinstance(form, FieldForm)
    return form


async def form_is_gone(browser: Browser) -> None:
    await browser.wait_for(lambda: browser.app.screen is browser.main, "the form gone")


@pytest.mark.parametrize(
    ("key", "part", "keys", "change"),
    [
        ("release.studio", Input, [*"Arte", "enter"], ("'StudioCanal'", "'Arte'")),
        ("synopsis", TextArea, ["end", *" War.", "ctrl+s"], ("land away.", "land away. War.")),
        ("directors", Input, [*"Kon", "enter", "enter"], ("# of course\n", '# of course\n    "Kon",\n')),
        ("collection.status", MenuList, ["down", "enter"], ('"owned"', '"wishlist"')),
        ("price.in_stock", MenuList, ["down", "enter"], ("= true", "= false")),
        ("collection.bought", Input, [*"2022-01-02", "enter"], ("2021-05-06", "2022-01-02")),
        ("price.list", Input, [*"27.88", "enter"], ("39.95", "27.88")),
        ("year", Input, [*"1986", "enter"], ("1985", "1986")),
        ("release.date", Input, [*"2020-03", "enter"], ("= 2020-03-24", '= "2020-03"')),
        ("collection.watched", Input, [*"2019", "enter", "enter"], ("[2021-05-07]", '[2021-05-07, "2019"]')),
    ],
)
async def test_enter_opens_a_form_of_the_fields_own_kind_and_only_its_value_changes(
    ran: Path, key: str, part: type[Input | TextArea | MenuList], keys: list[str], change: tuple[str, str]
) -> None:
    assert RAN.count(change[0]) == 1
    async with browsing(ran) as browser:
        form = await open_form(browser, key)
        assert isinstance(form.focused, part)
        await browser.press(*keys)
        await form_is_gone(browser)
        assert ran.read_text() == RAN.replace(*change)


async def test_line_ends_and_byte_order_mark_and_the_missing_end_stay(ran: Path) -> None:
    before = b"\xef\xbb\xbf" + RAN.rstrip("\n").replace("\n", "\r\n").encode()
    ran.write_bytes(before)
    async with browsing(ran) as browser:
        await open_form(browser, "year")
        await browser.press(*"1986", "enter")
        await form_is_gone(browser)
        after = before.replace(b"1985", b"1986")
        assert ran.read_bytes() == after
        await open_form(browser, "directors")
        await browser.press(*"Ishiro Honda", "enter", "enter")
        await form_is_gone(browser)
        assert ran.read_bytes() == after.replace(b"course\r\n", b'course\r\n    "Ishiro Honda",\r\n')
        await browser.wait_for(lambda: "Film year 1986" in browser.facts or "Ishiro" in browser.facts)


async def test_a_film_of_a_box_set_is_edited_in_its_own_place(tmp_path: Path) -> None:
    films = 'title = "A"\nyear = 1990\n\n[[films]]\ntitle = "B"\noriginal_title = "Bé" # second\nyear = 1990\n'
    text = f'title = "Box"\n\n[[films]]\n{films}'
    path = write_library(tmp_path / "box", {"box.toml": text}) / "box.toml"
    async with browsing(path) as browser:
        await browser.press("enter", "1", "g", "j")
        assert "2 B 1990" in browser.facts
        await browser.press("enter")
        await browser.wait_for("Original title")
        await browser.press("j", "enter")  # its title comes first
        await browser.wait_for(lambda: isinstance(browser.app.screen, FieldForm))
        await browser.press(*"Beta", "enter")
        await form_is_gone(browser)
        assert path.read_text() == text.replace('"Bé"', '"Beta"')


async def test_a_file_whose_name_is_no_text_is_edited_like_any_other(tmp_path: Path) -> None:
    root = tmp_path / "odd"
    root.mkdir()
    path = root / "caf\udce9.toml"
    path.write_bytes(RAN.encode())
    async with browsing(path) as browser:
        await open_form(browser, "year")
        await browser.press(*"1986", "enter")
        await form_is_gone(browser)
        assert path.read_bytes() == RAN.replace("1985", "1986").encode()
        assert browser.is_running


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("year", "57", "1870"),
        ("collection.bought", "2021-02-30", "date"),
        ("price.list", "39,95", "39,95"),
    ],
)
async def test_a_wrong_value_says_so_and_keeps_the_form(ran: Path, key: str, typed: str, said: str) -> None:
    async with browsing(ran) as browser:
        form = await open_form(browser, key)
        await browser.press(*typed, "enter")
        assert browser.app.screen is form
        assert said in browser.part(form.query_one("#wrong"))
        assert form.query_one(Input).value == typed
        assert ran.read_text() == RAN
        await browser.press("escape", "escape")
        await form_is_gone(browser)
        assert ran.read_text() == RAN


async def test_an_empty_field_removes_the_key_and_only_that(ran: Path) -> None:
    async with browsing(ran) as browser:
        await open_form(browser, "collection.location")
        await browser.press("delete", "ctrl+s")
        await form_is_gone(browser)
        without = RAN.replace('location = "Living room, shelf B"\n', "")
        assert ran.read_text() == without
        await browser.wait_for(lambda: "Location" not in browser.facts, "the line goes from the details")
        await browser.press("4", "5", "j", "j", "j", "enter")  # one line higher than before
        await browser.wait_for(lambda: browser.app.screen.query(MenuList), "the form of the status")
        assert browser.app.screen.query_one(MenuList).cursor == 0
        await browser.press("end", "enter")
        await form_is_gone(browser)
        assert ran.read_text() == without.replace('status   = "owned"\n', "")


async def test_escape_asks_only_when_something_was_typed(ran: Path) -> None:
    async with browsing(ran) as browser:
        await open_form(browser, "release.studio")
        await browser.press("escape")
        await form_is_gone(browser)
        form = await open_form(browser, "release.studio")
        await browser.press("end", "x", "escape")
        assert browser.app.screen is form
        assert "Not saved" in browser.text()
        assert form.query_one(Input).value == "StudioCanalx", "what was typed is still there"
        await browser.press("escape")
        await form_is_gone(browser)
        form = await open_form(browser, "release.studio")
        await browser.press("end", "x", "backspace", "escape")
        await form_is_gone(browser)
        assert ran.read_text() == RAN


async def test_an_item_typed_and_not_yet_added_is_neither_dropped_by_saving_nor_by_escape(ran: Path) -> None:
    async with browsing(ran) as browser:
        form = await open_form(browser, "collection.tags")
        await browser.press(*"war", "escape")
        assert browser.app.screen is form, "it asks first"
        await browser.press("ctrl+s")
        await form_is_gone(browser)
        assert ran.read_text() == RAN.replace('["samurai"]', '["samurai", "war"]')


async def test_nothing_changed_writes_nothing(ran: Path) -> None:
    before = ran.stat().st_ino, ran.stat().st_mtime_ns
    async with browsing(ran) as browser:
        for key in ("year", "collection.tags", "price.in_stock", "synopsis"):
            await open_form(browser, key)
            await browser.press("ctrl+s")
            await form_is_gone(browser)
        assert browser.app.session.editor.history.entries() == []
    assert (ran.stat().st_ino, ran.stat().st_mtime_ns) == before


async def test_a_form_shows_the_whole_amount(ran: Path) -> None:
    async with browsing(ran) as browser:
        form = await open_form(browser, "collection.paid")
        assert form.query_one(Input).value == "12345.67"


async def test_letters_that_some_programs_take_for_line_ends_are_not_changed(ran: Path) -> None:
    text = RAN.replace("land away.", "land\u2028away.\u0085")
    ran.write_text(text, encoding="utf-8")
    async with browsing(ran) as browser:
        await browser.press("enter", "1", "enter")
        await browser.wait_for_toast("It holds rare line ends that a form would change; edit it with e")
        assert browser.app.screen is browser.main
        assert ran.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("key", "typed", "offered"),
    [
        ("collection.location", "Hal", "Hall, shelf C"),
        ("collection.tags", "chan", "chanbara"),
    ],
)
async def test_values_of_the_library_complete_what_is_typed(ran: Path, key: str, typed: str, offered: str) -> None:
    other = (
        RAN.replace("Living room, shelf B", "Hall, shelf C").replace("samurai", "chanbara").replace('"Ran"', '"Other"')
    )
    write_library(ran.parent, {"other.toml": other})
    async with browsing(ran) as browser:
        await browser.press("j")
        await browser.wait_for(lambda: browser.chosen == "ran")
        form = await open_form(browser, key)
        await browser.press(*typed)
        field = form.query_one(Input)
        await browser.wait_for(lambda: field._suggestion == offered, f"{offered} offered")
        await browser.press("right", "enter", "ctrl+s")
        await form_is_gone(browser)
        assert f'"{offered}"' in ran.read_text() or f"'{offered}'" in ran.read_text()


async def test_a_adds_a_field_and_opens_one_that_is_there_already(tmp_path: Path) -> None:
    begun = '# mine\ntitle = "M"\n\n[collection]\nbought = 2020-01-01\n'
    path = write_library(tmp_path / "bare", {"m.toml": begun}) / "m.toml"
    async with browsing(path) as browser:

        async def field(typed: str) -> str:
            """The line that enter would take once this is typed behind `a`."""
            await browser.press("a")
            await browser.wait_for(lambda: isinstance(browser.app.screen, MenuScreen), "a menu of fields")
            await browser.press(*typed)
            chosen = browser.app.screen.query_one(MenuList).chosen
            return chosen.label if chosen is not None else ""

        assert await field("bought") == "Bought  (collection.bought)  now: 2020-01-01", "and not where it was bought"
        await browser.press("enter")
        await browser.wait_for(lambda: isinstance(browser.app.screen, FieldForm), "its form")
        await browser.press("ctrl+u", *"soon", "enter")
        said = " ".join(browser.part(browser.app.screen.query_one("#wrong")).split())
        assert said == "Bought must be a date, not text: soon; for example 2020-03-24", "no word of a file's keys"
        await browser.press("ctrl+u", *"2021-02-03", "enter")
        await form_is_gone(browser)
        await browser.wait_for(
            lambda: "setBoughtto2021-02-03ofm(uundoesit)" in browser.toasts, "its name as it is seen"
        )

        assert (await field("bought from")).startswith("Bought from"), "the whole name"
        await browser.press("ctrl+u", *"collection loc")
        await browser.wait_for("(collection.location)")
        await browser.press("enter")
        await browser.wait_for(lambda: isinstance(browser.app.screen, FieldForm), "its form")
        await browser.press(*"Hall", "enter")
        await form_is_gone(browser)
        assert path.read_text() == begun.replace("2020-01-01", "2021-02-03") + 'location = "Hall"\n'
        await browser.press("5")
        await browser.wait_for(lambda: "Location Hall" in browser.facts)


async def test_a_read_only_file_is_told_and_what_was_typed_is_still_there(ran: Path) -> None:
    ran.chmod(0o444)
    async with browsing(ran) as browser:
        form = await open_form(browser, "release.studio")
        await browser.press(*"Arte", "enter")
        await browser.wait_for("read-only")
        assert ran.read_text() == RAN
        assert browser.app.screen is form
        assert form.query_one(Input).value == "Arte"
        ran.chmod(0o644)
        await browser.press("enter")
        await form_is_gone(browser)
        assert ran.read_text() == RAN.replace("StudioCanal", "Arte")


async def test_a_file_changed_by_another_program_meanwhile_loses_neither_change(ran: Path) -> None:
    async with browsing(ran) as browser:
        form = await open_form(browser, "release.studio")
        await browser.press(*"Arte")
        theirs = RAN.replace("1985", "1986")
        ran.write_text(theirs)
        await browser.press("enter")
        await browser.settle()
        both = theirs.replace("StudioCanal", "Arte")
        if ran.read_text() != both:
            assert ran.read_text() == theirs
            assert browser.app.screen is form, "what was typed is still there"
            assert form.query_one(Input).value == "Arte"
            assert "changed" in browser.text()


async def test_another_programs_change_of_the_same_field_is_not_overwritten_unseen(ran: Path) -> None:
    async with browsing(ran) as browser:
        form = await open_form(browser, "collection.tags")
        await browser.press(*"war")
        theirs = RAN.replace('["samurai"]', '["samurai", "Lear"]')
        ran.write_text(theirs)
        await browser.press("ctrl+s")
        await browser.settle()
        if "war" not in ran.read_text():
            assert browser.app.screen is form, "what was typed is still there"
            assert "changed" in browser.text()
        assert "Lear" in ran.read_text()


async def test_a_change_that_cannot_be_made_in_a_broken_file_is_told(ran: Path) -> None:
    async with browsing(ran) as browser:
        broken = RAN.replace('["samurai"]', '["samurai"')
        await browser.press("enter")
        ran.write_text(broken)
        await browser.wait_for("! 1 problem")
        tab, below = PLACES["release.studio"]
        await browser.press("4", tab, "g", *["j"] * below, "enter")
        await browser.wait_for_toast("the file does not parse (line")
        assert browser.app.screen is browser.main
        assert ran.read_text() == broken


async def test_a_key_of_ones_own_is_left_to_the_text(ran: Path) -> None:
    async with browsing(ran) as browser:
        await browser.press("enter", "5", "g", *["j"] * PLACES["collection.mine"][1], "enter")
        await browser.wait_for(lambda: "keyofyourown" in browser.toasts)
        assert browser.app.screen is browser.main


async def test_nothing_is_written_to_the_sample_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_library(
        tmp_path / "sample", {"ran.toml": RAN, "alien-4k.toml": (SAMPLE / "alien-4k.toml").read_text()}
    )
    monkeypatch.setattr(editor, "sample_library", lambda: root)
    monkeypatch.setattr("send2trash.send2trash", lambda _: pytest.fail("nothing may go"))
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in root.iterdir()}
    async with opened(root, is_sample=True) as browser:
        await browser.press("enter")
        for keys in ("n", "c", "D", "f2", "m", "E", "enter 2 g enter"):
            browser.app.clear_notifications()
            await browser.press(*keys.split())
            await browser.wait_for(lambda: "thisisthesamplelibrary;" in browser.toasts, keys)
            assert browser.app.screen is browser.main, keys
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in root.iterdir()} == before


async def test_what_was_typed_into_a_form_is_kept_while_one_types_and_shown_the_next_time(
    ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field_form, "KEEP_SECONDS", 0.02)
    async with browsing(ran) as browser:
        form = await open_form(browser, "release.studio")
        await browser.press(*"Arte")
        await browser.wait_for(lambda: [draft.typed for draft in form.session.editor.drafts.all()] == ["Arte"], "kept")
        assert "'StudioCanal'" in ran.read_text()
    async with browsing(ran) as browser:
        form = await open_form(browser, "release.studio")
        await browser.wait_for("This is what you typed last time and did not save.")
        await browser.press("enter")
        await form_is_gone(browser)
        assert "'Arte'" in ran.read_text()
        assert form.session.editor.drafts.all() == []


def said(browser: Browser) -> str:
    """What a form says, as one line."""
    return " ".join(browser.part(browser.app.screen.query(Vertical).first()).replace("│", " ").split())


async def test_a_form_says_that_empty_removes_only_where_it_does(tmp_path: Path) -> None:
    write_library(tmp_path / "one", {"ran.toml": 'title = "Ran"\nyear = 1985\n'})
    async with opened(tmp_path / "one") as browser:
        await browser.press("enter", "2", "enter", "enter")
        await browser.wait_for(lambda: isinstance(browser.app.screen, FieldForm), "the year")
        assert "empty removes it" in said(browser)
        await browser.press("escape")
        await browser.wait_for(lambda: browser.app.screen is browser.main)
        await browser.press("n")
        await browser.wait_for(lambda: isinstance(browser.app.screen, FieldForm), "the title")
        assert "empty" not in said(browser)
        await browser.press("X", "enter")
        await browser.wait_for(lambda: "may stay empty" in said(browser), "the year, which may be left out")
