"""Commands are found by key, footer, help and palette, all from one table; none does what one doesn't expect."""

import importlib
import pkgutil
from pathlib import Path
from typing import Any

import pytest

from disctui.settings import read_settings
from disctui.tui import screens
from disctui.tui.commands import BROWSER, COMMANDS, Command
from disctui.tui.keys import key_name
from disctui.tui.screens.browser import BrowserScreen
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.menu import MenuScreen
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.line_input import LineInput
from tui.driving import Browser, Opener

STORE = "Open the store's page in the web browser"
EDIT = "Open the file in $VISUAL or $EDITOR"
PROBLEMS = "Show what is wrong in the library, and where"


def _hints(footer: str) -> list[str]:
    return [hint for hint in footer.strip().split("  ") if hint]


async def test_the_help_lists_what_works_now_and_nothing_else(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf, size=(120, 120)) as browser:
        await browser.press("enter", "question_mark")
        await browser.wait_for("Keys that work now")
        assert EDIT in browser.text()
        assert STORE not in browser.text(), "8½ has no store link"
        assert PROBLEMS not in browser.text(), "there are none"
        assert "g  home  <" in browser.text(), "all keys of a command"
        await browser.press("escape", "j", "j", "f1")
        await browser.wait_for("Keys that work now")
        assert STORE in browser.text(), "The Cranes Are Flying has one"
        await browser.press("question_mark")
        await browser.wait_for(lambda: browser.app.screen is browser.main, "the key that opened it closes it")
        await browser.press("f1", "f1")
        assert browser.app.screen is browser.main
        assert browser.place == "list"


async def test_typed_words_find_keys_in_the_help_and_enter_does_what_the_line_says(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf, size=(120, 60)) as browser:
        await browser.press("enter", "question_mark", *"mark all")
        await browser.wait_for(lambda: EDIT not in browser.text(), "only what is looked for")
        assert "ctrl+a" in browser.text()
        await browser.press("enter")
        await browser.wait_for(lambda: len(browser.shelf.marked) == 7, "all marked")
        await browser.press("escape", "question_mark", *"nothing like it", "enter")
        assert browser.app.screen is not browser.main, "no line is there to choose"
        await browser.press("escape")
        await browser.wait_for("Choose an order by its letter")
        await browser.press("escape", "question_mark", *"lend", "enter", *"Ines", "enter")
        lent = shelf / "eight-and-a-half.toml"
        await browser.wait_for(lambda: 'loaned_to = "Ines"' in lent.read_text("utf-8"), "lent")
        await browser.press("question_mark", *"shelf lent")
        await browser.wait_for("f l")
        await browser.press("enter")
        await browser.wait_for(lambda: browser.main.list_pane.view.shelf == "Lent", "the shelf")


async def test_a_long_menu_has_what_was_chosen_last_on_top(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter", "colon", *"reverse", "enter", "colon", "enter")
        await browser.wait_for(
            lambda: browser.titles[0] == "8½" and not browser.main.list_pane.view.is_reversed, "reversed twice"
        )
        await browser.press("a", *"label's own", "enter", *"4", "enter")
        await browser.wait_for(lambda: "spine" in (shelf / "eight-and-a-half.toml").read_text(), "the field")
        await browser.press("space", "m", "enter")
        await browser.wait_for("Spine number · 1 release")


async def test_in_the_search_box_the_help_is_on_f1_and_lists_no_letters(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf, size=(120, 90)) as browser:
        await browser.press("f1")
        await browser.wait_for("Keys that work now")
        assert "Leave the search box for the list" in browser.text()
        assert EDIT not in browser.text()
        assert "↓" in browser.text()
        assert "j  ↓" not in browser.text()


async def test_the_help_fits_a_small_screen_by_scrolling(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf, size=(40, 12)) as browser:
        await browser.press("enter", "f1")
        await browser.wait_for("Find")
        assert "The shelf Missing" not in browser.text()
        for _ in range(40):
            await browser.press("pagedown")
        await browser.wait_for("The shelf Missing")


async def test_no_hint_in_the_footer_is_ever_cut(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf, size=(200, 24)) as browser:
        for keys in ([], ["enter", "down", "down"], ["tab"]):
            await browser.press(*keys)
            whole = _hints(browser.footer)
            bar = browser.app.screen.query_one(HintBar)
            assert len(whole) >= 4
            assert len(whole) == len(bar.hints), "at 200 columns there is room for all"
            for width in range(1, 201):
                ends = [(start, end) for start, end, _ in bar.fitting(width)]
                assert all(0 <= start < end <= width for start, end in ends)
            for width in (1, 8, 21, 40, 80):
                await browser.resize(width, 24)
                shown = _hints(browser.footer)
                assert shown == whole[: len(shown)], f"{width} columns: {browser.footer}"
            await browser.resize(200, 24)


async def test_a_click_on_a_hint_does_it(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter")
        await browser.click(HintBar, browser.footer.index("s sort") + 1)
        await browser.wait_for("Sort by")
        await browser.press("y")
        await browser.wait_for("by year")
        await browser.click(HintBar, browser.footer.index("help"))
        await browser.wait_for("Keys that work now")


async def test_every_key_of_the_table_is_bound_where_it_says(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter")
        active = browser.app.screen.active_bindings
        for command in COMMANDS:
            if "list" in command.places:
                for key in command.keys:
                    assert active[key].binding.action == f"do('{command.id}')", key


async def test_each_command_is_done_by_a_part_of_the_screen_it_works_on(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        for command in (one for one in COMMANDS if set(one.places) & set(BROWSER)):
            assert any(_does(part, command) for part in browser.main.doers), command.id


def test_each_command_of_another_screen_is_done_by_it() -> None:
    for module in pkgutil.iter_modules(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)
    classes = [one for one in _subclasses(CommandScreen) if "PLACES" in dir(one) and one is not BrowserScreen]
    assert len(classes) >= 20
    for one in classes:
        for command in (command for command in COMMANDS if set(command.places) & set(one.PLACES)):
            assert _does(one, command), f"{one.__name__}: {command.id}"


def _does(part: object, command: Command) -> bool:
    return callable(getattr(part, f"action_{command.action[0]}", None))


def _subclasses(parent: type[Any]) -> list[type[Any]]:
    return [one for child in parent.__subclasses__() for one in (child, *_subclasses(child))]


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_the_palette_finds_commands_by_name_and_does_them(shelf: Path, open_browser: Opener, key: str) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter", key)
        await browser.wait_for("Go to the search box")
        assert STORE not in browser.text()
        await browser.type_text("reverse")
        await browser.wait_for(lambda: "Go to the search box" not in browser.text(), "only what matches")
        await browser.wait_for("Reverse the order")
        await browser.press("down", "enter")
        await browser.wait_for(lambda: browser.titles[:1] == ["Viridiana"], "the list reversed")
        assert browser.app.screen is browser.main


async def test_the_keys_of_help_and_palette_close_either_so_that_none_lies_over_another(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf) as browser:
        for opens, closes in (("ctrl+p", "ctrl+p"), ("ctrl+p", "f1"), ("f1", "ctrl+p"), ("f1", "f1")):
            await browser.press(opens)
            await browser.wait_for(lambda: len(browser.app.screen_stack) == 2, "a menu")
            await browser.press(closes)
            await browser.wait_for(lambda: browser.app.screen is browser.main, "the list")


async def test_what_a_small_menu_cuts_is_said_whole_under_it_and_nothing_found_is_said(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf, size=(60, 20)) as browser:
        await browser.press("enter", "colon", *"reload", "backspace")
        await browser.wait_for("reload · Read the library again")
        await browser.press(*"qq")
        await browser.wait_for("no line has these words")
        await browser.press("ctrl+u", *"reverse")
        await browser.wait_for(lambda: "no line has" not in browser.text(), "said no more")
        await browser.press("escape", "escape")
        await browser.wait_for(lambda: browser.app.screen is browser.main, "the list")


async def test_the_box_of_a_menu_stays_where_it_is_as_lines_go_and_come(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter", "colon")
        await browser.wait_for(lambda: isinstance(browser.app.screen, MenuScreen), "the palette")
        await browser.settled()
        box = browser.app.screen.query_one(LineInput)
        place = box.region
        for typed in ("th", "eme", "zzz"):
            await browser.type_text(typed)
            await browser.settled()
            assert box.region == place, typed
        assert "no line has these words" in browser.text()
        await browser.press("escape")
        await browser.settled()
        assert box.region == place


async def test_the_palette_opens_from_the_search_box_too(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("ctrl+p")
        await browser.wait_for("Go to the search box")
        await browser.press("escape")
        await browser.wait_for(lambda: browser.app.screen is browser.main)
        assert browser.place == "search"


async def test_config_toml_gives_commands_other_keys(shelf: Path, home: Path, open_browser: Opener) -> None:
    config = home / ".config" / "disctui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[keys]\nreverse = "x"\nhelp = ["H", "f2"]\nquit = "Q"\n')
    async with open_browser(shelf, settings=read_settings(), size=(120, 90)) as browser:
        await browser.press("enter", "q", "S")
        assert browser.is_running
        assert browser.titles[0] == "8½", "S is no longer a key"
        browser.app.clear_notifications()  # H was the key of history, which is said where the footer stands
        await browser.settled()
        assert "H help" in _hints(browser.footer)
        await browser.press("x")
        await browser.wait_for(lambda: browser.titles[0] == "Viridiana", "reversed by x")
        await browser.press("f2")
        await browser.wait_for("Keys that work now")
        await browser.type_text("reverse")
        await browser.wait_for(lambda: "x reverse" in " ".join(browser.text().split()), "its new key")
        await browser.press("escape", "escape")
        await _quits(browser, "Q")


async def test_a_mistake_in_config_toml_is_told_with_its_line_and_the_rest_holds(
    shelf: Path, home: Path, open_browser: Opener
) -> None:
    config = home / ".config" / "disctui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('theme = "nrod"\n\n[keys]\nrevers = "z"\nreverse = "x"\n')
    async with open_browser(shelf, settings=read_settings()) as browser:
        await browser.wait_for(lambda: browser.toasts.count("didyoumean") == 2, "two messages")
        assert "config.toml:1:1:thereisnothemenrod;didyoumeannord?" in browser.toasts
        assert "config.toml:4:1:thereisnocommandrevers;didyoumeanreverse?" in browser.toasts
        await browser.press("enter", "x")
        await browser.wait_for(lambda: browser.titles[0] == "Viridiana", "reversed by x")


async def _quits(browser: Browser, key: str) -> None:
    await browser.app._press_keys([key])
    assert browser.app._exit


@pytest.mark.parametrize("keys", [["enter", "q"], ["ctrl+q"], ["enter", "tab", "q"]])
async def test_q_and_ctrl_q_quit(shelf: Path, open_browser: Opener, keys: list[str]) -> None:
    async with open_browser(shelf) as browser:
        await browser.press(*keys[:-1])
        await _quits(browser, keys[-1])
        assert browser.app.return_code == 0


@pytest.mark.parametrize("above", ["question_mark", "p"])
async def test_ctrl_q_quits_from_other_screens_too(shelf: Path, open_browser: Opener, above: str) -> None:
    (shelf / "broken.toml").write_text('title = "x')
    async with open_browser(shelf) as browser:
        await browser.press("enter", above)
        await browser.wait_for(lambda: browser.app.screen is not browser.main, "the other screen")
        await _quits(browser, "ctrl+q")


async def test_escape_goes_one_step_back_and_never_out(shelf: Path, open_browser: Opener) -> None:
    (shelf / "broken.toml").write_text('title = "x')
    async with open_browser(shelf) as browser:
        for above in ("question_mark", "y", "p", "colon"):
            await browser.press("escape", above)
            await browser.wait_for(lambda: browser.app.screen is not browser.main, f"what {above} opens")
            await browser.press("escape")
            await browser.wait_for(lambda: browser.app.screen is browser.main, f"{above} closed")
        await browser.press(*["escape"] * 10)
        assert browser.is_running
        assert not browser.app._exit


async def test_y_copies_what_is_chosen_from_a_menu(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.search("viridiana")
        await browser.press("enter", "y")
        await browser.wait_for("title: Viridiana (1961)")
        assert "id: spain/viridiana" in browser.text()
        await browser.press("i")
        await browser.wait_for(lambda: browser.app.clipboard == "spain/viridiana", "the id copied")
        await browser.wait_for("copied: spain/viridiana")
        await browser.press("y", "j", "j", "enter")
        await browser.wait_for(lambda: browser.app.clipboard == str(shelf / "spain/viridiana.toml"), "the path copied")


async def test_o_opens_the_store_page_outside(
    shelf: Path, tmp_path: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    for name in ("xdg-open", "open"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{opened}"\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    async with open_browser(shelf) as browser:
        await browser.search("alien")
        await browser.press("enter", "o")
        await browser.settle(0.1)
        assert not opened.exists(), "Alien has no store link"
        browser.box.value = "cranes"
        await browser.wait_for(lambda: browser.titles == ["The Cranes Are Flying"])
        await browser.press("o")
        await browser.wait_for(lambda: opened.exists() and opened.read_text(), "the web browser")
        assert opened.read_text() == "https://www.criterion.com/\n"


async def test_only_http_addresses_are_opened(
    tmp_path: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conftest import write_library

    text = 'title = "Trap"\n[price]\nstore_url = "file:///etc/passwd"\n'
    started: list[object] = []
    async with open_browser(write_library(tmp_path / "shelf", {"trap.toml": text})) as browser:
        monkeypatch.setattr("subprocess.Popen", lambda *arguments, **_: started.append(arguments))
        await browser.press("enter", "o")
        await browser.settle(0.1)
        assert started == []


def test_every_command_says_its_keys_in_a_way_a_person_can_type() -> None:
    for command in COMMANDS:
        for key in command.keys:
            assert key_name(key).isprintable()
            assert "_" not in key_name(key), key
    ids = [command.id for command in COMMANDS]
    assert len(ids) == len(set(ids))


async def test_without_colours_there_is_no_theme_to_choose_and_that_is_said(
    shelf: Path, home: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_browser(shelf) as browser:
        await browser.press("enter", "colon", *"theme", "enter")
        await browser.wait_for_toast("NO_COLOR is set: there are no colours to choose; start without it to choose some")
        assert browser.app.screen is browser.main


async def test_the_theme_chosen_in_the_palette_is_remembered(shelf: Path, home: Path, open_browser: Opener) -> None:
    config = home / ".config" / "disctui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('# mine\ntheme = "nord" # the cold one\n[keys]\nreverse = "x"\n')
    async with open_browser(shelf, settings=read_settings()) as browser:
        assert browser.app.theme == "nord"
        browser.app.theme = "gruvbox"
        await browser.wait_for(lambda: read_settings().theme == "gruvbox", "the theme in config.toml")
    assert config.read_text() == '# mine\ntheme = "gruvbox" # the cold one\n[keys]\nreverse = "x"\n'
