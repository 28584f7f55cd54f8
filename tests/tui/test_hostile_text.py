"""Text from a file is text: markup and control characters are shown as themselves, wherever they turn up."""

import json
from pathlib import Path

from conftest import write_library
from disctui.tui.widgets.field_list import FieldList
from tui.driving import Browser, Opener, watching

MARKUP = ["[REC]", "[/]", "[@click=app.quit]Quit[/]", "[red]x", "[/foo]", "$text [b]", "a[b[c]]", "\\[x]", "x [/"]
CONTROLS = {
    "\x1b]52;c;UFdO\x1b\\": "␛]52;c;UFdO␛\\",
    "\x1b[31mred": "␛[31mred",
    "\x9b31mred": "\ufffd31mred",
    "bell\x07": "bell␇",
    "del\x7f": "del␡",
    "nul\x00": "nul␀",
    "back\u202eward": "back\ufffdward",
}
"""What stands in a file, and how it is shown."""
SHOWN = {text: text for text in MARKUP} | CONTROLS


def release(text: str) -> str:
    """A release file that has a text in every field that holds one."""
    quoted = json.dumps(text)
    texts = ["original_title", "synopsis", "note", "cover"]
    lists = ["also_known_as", "directors", "cast", "genres", "countries", "writers", "special_features"]
    lines = [
        f"title = {quoted}",
        *(f"{name} = {quoted}" for name in texts),
        *(f"{name} = [{quoted}]" for name in lists),
    ]
    lines += [f"my_own = {quoted}", f"{quoted} = {quoted}"]
    lines += ["[release]", *(f"{name} = {quoted}" for name in ("country", "studio", "edition", "spine", "upc", "date"))]
    lines += [f"regions = [{quoted}]", "[price]", f"store_url = {quoted}", f"currency = {quoted}", "list = 5"]
    lines += [
        "[specs]",
        *(f"{name} = [{quoted}]" for name in ("discs", "video", "hdr", "aspect_ratios", "audio", "subtitles")),
    ]
    lines += ["[collection]", *(f"{name} = {quoted}" for name in ("retailer", "location", "loaned_to", "notes"))]
    lines += [f"tags = [{quoted}]", "[[films]]", f"title = {quoted}", f"synopsis = {quoted}"]
    return "\n".join(lines) + "\n"


def assert_clean(browser: Browser) -> None:
    """No character on the screen can drive a terminal."""
    for line in browser.lines():
        assert line.isprintable(), repr(line)


async def test_every_field_is_shown_literally_in_list_heading_and_tabs(tmp_path: Path, open_browser: Opener) -> None:
    texts = {text: SHOWN[text] for text in ("[REC]", "[/]", "[@click=app.quit]Quit[/]", "\x1b]52;c;UFdO\x1b\\")}
    files = {f"{number:02}.toml": release(text) for number, text in enumerate(texts)}
    async with open_browser(write_library(tmp_path, files), size=(132, 46)) as browser:
        await browser.press("enter")
        for _ in files:
            assert browser.chosen is not None
            shown = list(texts.values())[int(browser.chosen)]
            assert browser.cursor_row.startswith(shown), browser.cursor_row
            assert browser.cursor_row.count(shown[:8]) >= 2, "title and director"
            assert shown in browser.details.split("\n")[0]
            for key, least in (("1", 10), ("2", 4), ("3", 6), ("4", 1), ("5", 6)):
                await browser.press(key)
                assert browser.part(browser.main.query_one(FieldList)).count(shown) >= least, (
                    f"tab {key}\n{browser.text()}"
                )
                assert_clean(browser)
            await browser.press("1", "right_parenthesis")
            assert browser.part(browser.main.query_one(FieldList)).count(shown) >= 2, (
                "synopsis and director of its film"
            )
            assert_clean(browser)
            await browser.click(FieldList, 20, 2)
            await browser.press("escape", "j")
        assert browser.is_running


async def test_the_list_the_copy_menu_and_toasts_show_it_literally(tmp_path: Path, open_browser: Opener) -> None:
    files = {f"{number:02}.toml": f"title = {json.dumps(text)}\n" for number, text in enumerate(SHOWN)}
    async with open_browser(write_library(tmp_path, files), size=(150, 50)) as browser:
        await browser.press("enter")
        for _ in SHOWN:
            assert browser.chosen is not None
            shown = list(SHOWN.values())[int(browser.chosen)]
            assert browser.cursor_row.startswith(shown), browser.cursor_row
            await browser.press("y")
            await browser.wait_for(f"title: {shown}")
            assert_clean(browser)
            await browser.press("t")
            await browser.wait_for_toast(f"copied: {shown}")
            assert_clean(browser)
            assert browser.app.clipboard == shown
            browser.app.clear_notifications()
            await browser.press("j")


async def test_queries_show_it_literally(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        for text in [*MARKUP, "title:[/]", "year:[/]", "-[REC]", '"[/foo]"', "director:[@click=app.quit]x"]:
            await browser.put(text)
            assert text in browser.top
            assert browser.is_running
        browser.box.value = ""
        await browser.search("[rec]")
        await browser.wait_for(lambda: browser.titles[:1] == ["[REC]"])


async def test_the_palette_survives_it(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("enter", "colon")
        await browser.wait_for("Go to the search box")
        for text in ("[REC]", "[/]", "[@click=app.quit]x[/]"):
            await browser.type_text(text)
            await browser.wait_for(text)
            await browser.press(*["backspace"] * len(text))
        await browser.press("escape")
        await browser.wait_for(lambda: browser.app.screen is browser.main)
        assert browser.is_running


async def test_paths_and_lines_of_problems_show_it_literally(tmp_path: Path, open_browser: Opener) -> None:
    names = ["[REC].toml", "x [.toml", "[@click=app.quit]x.toml", "esc\x1b[31m.toml", "new\nline.toml"]
    files = {name: f"title = {json.dumps(text)} oops\n" for name, text in zip(names, SHOWN, strict=False)}
    files["[red]/y.toml"] = 'title = "[/]"\nyear = "[/]"\n'
    async with open_browser(write_library(tmp_path, files), size=(140, 40)) as browser:
        await browser.press("enter", "p")
        await browser.wait_for("Problems:")
        for name in ("[REC].toml:1:", "x [.toml:1:", "[@click=app.quit]x.toml:1:", "esc␛[31m.toml", "new␊line.toml"):
            assert name in browser.text()
        seen = ""
        for _ in files:
            assert_clean(browser)
            seen += browser.text()
            await browser.press("j")
        assert "[red]/y.toml:2:8" in seen
        assert 'year = "[/]"' in seen


async def test_the_folder_of_an_empty_library_is_shown_literally(tmp_path: Path, open_browser: Opener) -> None:
    root = tmp_path / "[REC] [x] \x1b[31m [@click=app.quit]q"
    root.mkdir()
    async with open_browser(root, size=(200, 30)) as browser:
        assert "[REC] [x] ␛[31m [@click=app.quit]q" in browser.text()
        assert_clean(browser)


async def test_a_mistake_in_config_toml_is_told_literally(shelf: Path, home: Path, open_browser: Opener) -> None:
    from disctui.settings import read_settings

    config = home / ".config" / "disctui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('theme = "[/]"\n[keys]\n"[@click=app.quit]x" = "z"\n')
    async with open_browser(shelf, settings=read_settings()) as browser:
        await browser.wait_for(lambda: "notheme[/]" in browser.toasts, "the theme's name")
        await browser.wait_for(lambda: "nocommand[@click=app.quit]x" in browser.toasts, "the command's name")
        assert_clean(browser)


async def test_a_stale_release_says_why_literally(shelf: Path) -> None:
    async with watching(shelf) as browser:
        (shelf / "alien-4k.toml").write_text('title = "Alien"\n[/] = "[@click=app.quit]"\n')
        await browser.wait_for("1 problem")
        await browser.press("enter", "j")
        await browser.wait_for("stale: line 2")
        assert_clean(browser)


async def test_a_very_long_text_is_cut_and_costs_nothing(tmp_path: Path, open_browser: Opener) -> None:
    files = {
        "long.toml": f'title = "{"Long " * 20_000}"\nsynopsis = "{"word " * 100_000}"\n',
        "marks.toml": f'title = "z{chr(0x301) * 5000}"\n',
    }
    async with open_browser(write_library(tmp_path, files)) as browser:
        assert browser.cursor_row.startswith("Long Long")
        await browser.press("down", "enter", "k", "2", "1")
        assert browser.is_running
