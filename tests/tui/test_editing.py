"""`e` hands a release to the user's own editor and shows what it changed, in the same place."""

from pathlib import Path

import pytest

from tui.conftest import MakeEditor
from tui.driving import Browser, Opener


async def _edit_the_cranes(browser: Browser) -> None:
    await browser.press("enter", "j", "j")
    assert browser.chosen == "the-cranes-are-flying"
    await browser.press("e")


async def test_a_year_changed_in_the_editor_shows_at_once_and_the_cursor_stays(
    shelf: Path, open_browser: Opener, make_editor: MakeEditor
) -> None:
    make_editor("1957", "1958")
    async with open_browser(shelf) as browser:
        await browser.press("enter", "s", "y")
        await browser.wait_for(lambda: browser.titles[2:3] == ["The Cranes Are Flying"])
        await browser.press("j", "2")
        while browser.chosen != "the-cranes-are-flying":
            await browser.press("k")
        await browser.press("e")
        await browser.wait_for(lambda: "1958" in browser.cursor_row, "the new year in the list")
        assert browser.cursor_row.startswith("The Cranes Are Flying")
        await browser.wait_for(lambda: "The Cranes Are Flying (1958)" in browser.details, "and in the details")
        assert "Film year 1958" in browser.facts, "the tab is still the same"
        assert browser.place == "list"


async def test_the_details_stay_where_they_were_scrolled_to(
    tmp_path: Path, open_browser: Opener, make_editor: MakeEditor
) -> None:
    lines = "\n".join(f"line {number}." for number in range(200))
    root = tmp_path / "shelf"
    root.mkdir()
    (root / "long.toml").write_text(f'title = "Long"\nsynopsis = """\n{lines}\n"""\n')
    make_editor("line 30.", "line thirty.")
    async with open_browser(root) as browser:
        await browser.wait_for(lambda: "line 1." in browser.facts, "the first lines")
        await browser.send(b"\r" + b"J" * 13)
        assert "line 30." in browser.facts, "each of the keys that came together scrolls"
        await browser.press("e")
        await browser.wait_for(lambda: "line thirty." in browser.facts, "the change, without scrolling")


async def test_an_edit_that_no_longer_matches_the_query_leaves_the_list(
    shelf: Path, open_browser: Opener, make_editor: MakeEditor
) -> None:
    make_editor('"Alien"', '"Predator"')
    async with open_browser(shelf) as browser:
        await browser.search("alien")
        await browser.press("enter", "e")
        await browser.wait_for(lambda: browser.count.startswith("0 "), "nothing found any more")
        assert browser.details.strip("│╭╮╰╯─ \n") == ""


async def test_the_editors_own_arguments_are_kept(shelf: Path, open_browser: Opener, make_editor: MakeEditor) -> None:
    editor = make_editor(arguments="--wait -c 'set number'")
    async with open_browser(shelf) as browser:
        await _edit_the_cranes(browser)
        assert editor.arguments == ["--wait", "-c", "set number", str(shelf / "the-cranes-are-flying.toml")]


async def test_visual_goes_before_editor(shelf: Path, open_browser: Opener, make_editor: MakeEditor) -> None:
    other = make_editor(name="other")
    visual = make_editor(name="visual", variable="VISUAL")
    async with open_browser(shelf) as browser:
        await _edit_the_cranes(browser)
        assert visual.was_run
        assert not other.was_run


@pytest.mark.parametrize(
    ("name", "passed"),
    [
        ("vim", ["+3", "{path}"]),
        ("nano", ["+3", "{path}"]),
        ("hx", ["{path}:3:18"]),
        ("code", ["--goto", "{path}:3:18"]),
        ("unheard-of", ["{path}"]),
    ],
)
async def test_a_release_with_a_problem_opens_at_its_line(
    shelf: Path, open_browser: Opener, make_editor: MakeEditor, name: str, passed: list[str]
) -> None:
    path = shelf / "the-cranes-are-flying.toml"
    path.write_text(path.read_text().replace("= 1957", '= "1957"'))
    editor = make_editor(name=name)
    async with open_browser(shelf) as browser:
        await _edit_the_cranes(browser)
        assert editor.arguments == [word.format(path=path) for word in passed]


async def test_a_name_that_looks_like_an_option_is_still_a_file(
    shelf: Path, open_browser: Opener, make_editor: MakeEditor
) -> None:
    (shelf / "-c quit.toml").write_text('title = "A"\n')
    editor = make_editor()
    async with open_browser(shelf) as browser:
        await browser.search("a")
        await browser.wait_for(lambda: browser.chosen is not None)
        while browser.chosen != "-c quit":
            await browser.press("down")
        await browser.press("enter", "e")
        assert editor.arguments == [str(shelf / "-c quit.toml")]


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("no-such-program-anywhere", "no-such-program-anywhere"),
        ("vim 'unclosed", "quotes"),
    ],
)
@pytest.mark.usefixtures("make_editor")
async def test_an_editor_that_is_not_there_is_a_message(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch, editor: str, said: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    async with open_browser(shelf) as browser:
        await _edit_the_cranes(browser)
        await browser.wait_for(lambda: said in browser.toasts and "$EDITOR" in browser.toasts, "a message")
        await browser.press("j")
        assert browser.cursor_row.startswith("M")


async def test_no_editor_at_all_is_a_message_that_says_what_to_do(
    shelf: Path, tmp_path: Path, open_browser: Opener, make_editor: MakeEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "")
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    async with open_browser(shelf) as browser:
        await _edit_the_cranes(browser)
        await browser.wait_for(lambda: "set$EDITOR" in browser.toasts, "a message")
        await browser.press("j")
        assert browser.cursor_row.startswith("M")


async def test_an_editor_that_fails_is_told_and_what_it_changed_is_shown(
    shelf: Path, open_browser: Opener, make_editor: MakeEditor
) -> None:
    make_editor("1957", "1959", status=3)
    async with open_browser(shelf) as browser:
        await _edit_the_cranes(browser)
        await browser.wait_for(lambda: "status3" in browser.toasts, "a message")
        await browser.wait_for(lambda: "1959" in browser.cursor_row, "what it wrote")
        await browser.press("j")
        assert browser.cursor_row.startswith("M")


async def test_an_editor_that_is_no_program_is_told(shelf: Path, open_browser: Opener, make_editor: MakeEditor) -> None:
    editor = make_editor()
    editor.program.write_text("#!/no/such/interpreter\n")
    async with open_browser(shelf) as browser:
        await _edit_the_cranes(browser)
        await browser.wait_for(lambda: "couldnotberun" in browser.toasts, "a message")
        await browser.press("j")
        assert browser.cursor_row.startswith("M")


async def test_a_terminal_that_cannot_be_handed_over_is_told(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    async with open_browser(shelf) as browser:
        await _edit_the_cranes(browser)
        await browser.wait_for(lambda: "can'tbehandedtoaneditor" in browser.toasts, "a message")


async def test_the_editor_gets_no_color_back(
    shelf: Path, open_browser: Opener, make_editor: MakeEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Textual takes it out of the environment."""
    monkeypatch.setenv("NO_COLOR", "1")
    editor = make_editor()
    async with open_browser(shelf) as browser:
        await _edit_the_cranes(browser)
        assert editor.no_color == "1"


async def test_a_release_broken_in_the_editor_stays_on_screen_as_stale(
    shelf: Path, open_browser: Opener, make_editor: MakeEditor
) -> None:
    make_editor('"Mikhail Kalatozov"]', '"Mikhail Kalatozov')
    async with open_browser(shelf) as browser:
        await _edit_the_cranes(browser)
        await browser.wait_for("1 problem")
        assert browser.cursor_row.startswith("The Cranes Are Flying")
        assert "stale" in browser.details
        assert "Veronica and Boris" in browser.facts
        assert browser.count == "7 releases"
