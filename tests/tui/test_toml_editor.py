"""`E` edits the file's text right here; what is typed is never lost, and what others wrote is never overwritten."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import TextArea

from conftest import write_library
from disctui.editing.editor import Editor
from disctui.release_file.reading import Reading, read_release
from disctui.tui.screens import toml_editor
from disctui.tui.screens.menu import MenuScreen
from disctui.tui.screens.preview import PreviewScreen
from disctui.tui.screens.problems import ProblemsScreen
from disctui.tui.screens.toml_editor import TomlEditor
from tui.conftest import MakeEditor
from tui.driving import Browser, opened, watching

RAN = "# mine\ntitle = \"Ran\"   # chaos\nyear  = 1985\n\n[release]\nstudio = 'StudioCanal'\n"


@pytest.fixture
def ran(tmp_path: Path) -> Path:
    """The file of the one release of a library of its own."""
    return write_library(tmp_path / "one", {"ran.toml": RAN}) / "ran.toml"


@pytest.fixture(autouse=True)
def kept_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts are kept at once, so that tests need not wait for them."""
    monkeypatch.setattr(toml_editor, "_KEEP_SECONDS", 0.02)


@asynccontextmanager
async def editing(path: Path, *keys: str) -> AsyncIterator[Browser]:
    """A browser on the folder of a file, the file open in the editor, and some keys pressed there."""
    async with watching(path.parent) as browser:
        await browser.press("enter", "E")
        await browser.wait_for(lambda: isinstance(browser.app.screen, TomlEditor), "the editor")
        await browser.press(*keys)
        yield browser


def area(browser: Browser) -> TextArea:
    """The text that is edited."""
    return next(screen for screen in browser.app.screen_stack if isinstance(screen, TomlEditor)).area


async def asked(browser: Browser, words: str) -> None:
    """Wait for a question."""
    await browser.wait_for(lambda: isinstance(browser.app.screen, MenuScreen) and words in browser.text(), words)


async def left(browser: Browser) -> None:
    """Wait until the editor is closed."""
    await browser.wait_for(lambda: browser.app.screen is browser.main, "the editor closed")


async def kept(path: Path, text: str) -> None:
    """The draft for a file as another program finds it."""
    draft = Editor(str(path.parent)).drafts.get(path.name)
    assert draft is not None
    assert draft.typed == text


def forgotten(path: Path) -> bool:
    """Whether no draft is kept for a file."""
    return Editor(str(path.parent)).drafts.all() == []


async def test_ctrl_s_saves_what_was_typed_and_the_shelf_shows_it(ran: Path) -> None:
    async with editing(ran) as browser:
        assert '1  # mine\n2  title = "Ran"   # chaos\n3  year  = 1985\n' in browser.text()
        assert "* ran.toml" not in browser.text()
        await browser.press("down", "down", "end", "backspace", "6")
        assert "* ran.toml" in browser.text(), "it says that something is not saved"
        await browser.press("ctrl+s")
        await left(browser)
        assert ran.read_text() == RAN.replace("1985", "1986")
        await browser.wait_for(lambda: "1986" in browser.cursor_row)
        assert forgotten(ran)


async def test_keys_values_and_comments_are_told_apart_by_colour(ran: Path) -> None:
    async with editing(ran) as browser:
        strips = browser.app.screen._compositor.render_strips()
        row = next(strip for strip in strips if '"Ran"' in strip.text)
        colours = {segment.text.strip(): segment.style.color for segment in row if segment.style is not None}
        assert colours['"Ran"'] != colours["# chaos"]


async def test_saving_or_leaving_without_a_change_touches_nothing(ran: Path) -> None:
    before = ran.stat().st_ino, ran.stat().st_mtime_ns
    async with editing(ran, "ctrl+s") as browser:
        await left(browser)
        await browser.press("E")
        await browser.wait_for(lambda: isinstance(browser.app.screen, TomlEditor))
        await browser.press("x", "backspace", "escape")
        await left(browser)
        assert browser.app.session.editor.history.entries() == []
    assert (ran.stat().st_ino, ran.stat().st_mtime_ns) == before
    assert forgotten(ran)


async def test_it_opens_at_the_problem_and_shows_problems_as_one_types(ran: Path) -> None:
    ran.write_text(RAN.replace("1985", '"1985"'))
    async with editing(ran) as browser:
        assert area(browser).cursor_location[0] == 2
        assert "3:9 error: year must be a whole number" in browser.text()
        await browser.press("end", "backspace", *["left"] * 4, "backspace")
        assert "error" not in browser.text(), "mended as one types"
        await browser.press("ctrl+home", "up", "up", "up", "home", "x")
        await browser.wait_for(lambda: "1:" in browser.part(browser.app.screen.query_one("#problems")), "line 1")
        await browser.press("down", "down", "down", "down", "f8")
        assert area(browser).cursor_location[0] == 0, "F8 goes to the problem"


async def test_a_problem_opens_from_the_list_of_problems_too(ran: Path) -> None:
    write_library(ran.parent, {"bad.toml": 'title = "Bad"\n\nyear = "x"\n'})
    async with opened(ran.parent) as browser:
        await browser.press("enter", "p")
        await browser.wait_for("Problems:")
        await browser.press("E")
        await browser.wait_for(lambda: isinstance(browser.app.screen, TomlEditor))
        assert area(browser).cursor_location[0] == 2
        await browser.press("end", "backspace", "backspace", "backspace", "7", "ctrl+s")
        await browser.press("escape")


async def test_people_toml_is_not_judged_as_a_release(ran: Path) -> None:
    text = '[[person]]\nname = "Akira Kurosawa"\nalso = 5\n'
    people = write_library(ran.parent, {"people.toml": text}) / "people.toml"
    async with opened(ran.parent) as browser:
        await browser.press("enter", "p")
        await browser.wait_for("Problems:")
        await browser.press("E")
        await browser.wait_for(lambda: isinstance(browser.app.screen, TomlEditor))
        assert "no title" not in browser.text()
        await browser.press("pagedown", "home", "#", "ctrl+s")
        await browser.wait_for(lambda: isinstance(browser.app.screen, ProblemsScreen), "saved without a question")
        assert people.read_text() == text + "#"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (RAN.replace("\n", "\r\n").encode(), RAN.replace("1985", "19857").replace("\n", "\r\n").encode()),
        (b"\xef\xbb\xbf" + RAN.encode(), b"\xef\xbb\xbf" + RAN.replace("1985", "19857").encode()),
        (RAN.rstrip("\n").encode(), RAN.rstrip("\n").replace("1985", "19857").encode()),
        (RAN.replace("\n", "\r\n", 2).encode(), RAN.replace("\n", "\r\n", 2).replace("1985", "19857").encode()),
        (RAN.replace("\n", "  \n").encode(), RAN.replace("\n", "  \n").replace("1985", "19857").encode()),
    ],
    ids=["CRLF", "byte-order mark", "no final newline", "mixed line ends", "blanks at line ends"],
)
async def test_everything_but_what_was_typed_stays_byte_for_byte(ran: Path, before: bytes, after: bytes) -> None:
    ran.write_bytes(before)
    async with editing(ran) as browser:
        assert not browser.text().startswith("*"), "nothing is changed by looking"
        row = area(browser).text[: area(browser).text.index("1985")].count("\n")
        area(browser).move_cursor((row, len("year  = 1985")))
        await browser.press("7", "ctrl+s")
        await left(browser)
    assert ran.read_bytes() == after


async def test_letters_that_some_programs_take_for_line_ends_are_not_changed(ran: Path) -> None:
    before = RAN.replace("chaos", "a\u2028b\u0085c").encode()
    ran.write_bytes(before)
    async with opened(ran.parent) as browser:
        await browser.press("enter", "E")
        await browser.wait_for(lambda: isinstance(browser.app.screen, TomlEditor) or "withe" in browser.toasts)
        if isinstance(browser.app.screen, TomlEditor):
            await browser.press("#", "ctrl+s")
            await left(browser)
            assert ran.read_bytes() == b"#" + before
    assert ran.read_bytes().endswith(before)


async def test_a_link_within_the_library_stays_a_link_and_its_target_is_written(ran: Path) -> None:
    target = ran.parent / ".kept" / "ran.toml"
    target.parent.mkdir()
    ran.rename(target)
    ran.symlink_to(target)
    async with editing(ran, "#", "ctrl+s") as browser:
        await left(browser)
    assert ran.is_symlink()
    assert target.read_text() == "#" + RAN
    assert not target.is_symlink()


async def test_a_link_out_of_the_library_is_not_written_through_and_the_text_stays_here(
    ran: Path, tmp_path: Path
) -> None:
    target = tmp_path / "elsewhere.toml"
    ran.rename(target)
    ran.symlink_to(target)
    async with editing(ran, "#", "ctrl+s") as browser:
        await browser.wait_for(lambda: "notsaved:" in browser.toasts)
        assert area(browser).text == "#" + RAN
    assert ran.is_symlink()
    assert target.read_text() == RAN


async def test_a_read_only_file_is_told_and_the_text_stays_here(ran: Path) -> None:
    ran.chmod(0o444)
    async with editing(ran, "#", "ctrl+s") as browser:
        await browser.wait_for(lambda: "notsaved:" in browser.toasts and "read-only" in browser.toasts)
        assert isinstance(browser.app.screen, TomlEditor)
        assert area(browser).text == "#" + RAN
        assert ran.read_text() == RAN
        ran.chmod(0o644)
        await browser.press("ctrl+s")
        await left(browser)
        assert ran.read_text() == "#" + RAN


THEIRS = RAN.replace("StudioCanal", "Criterion")
MINE = "#" + RAN


@asynccontextmanager
async def in_conflict(ran: Path) -> AsyncIterator[Browser]:
    """The file changed on disk while it was edited, and was then saved here."""
    async with editing(ran, "#") as browser:
        ran.write_text(THEIRS)
        await browser.press("ctrl+s")
        await asked(browser, "The file was changed by another program")
        assert ran.read_text() == THEIRS, "nothing is written before an answer"
        yield browser


async def test_of_two_changes_the_difference_is_shown_and_mine_can_be_kept(ran: Path) -> None:
    async with in_conflict(ran) as browser:
        await browser.press("s")
        await browser.wait_for(lambda: isinstance(browser.app.screen, PreviewScreen), "the difference")
        assert "-studio = 'Criterion'" in browser.text()
        assert "+studio = 'StudioCanal'" in browser.text()
        assert "+## mine" in browser.text()
        await browser.press("escape")
        await asked(browser, "The file was changed by another program")
        await browser.press("m")
        await left(browser)
        assert ran.read_text() == MINE
        await browser.press("u")
        await browser.wait_for(lambda: ran.read_text() == THEIRS, "theirs back by u")


async def test_of_two_changes_theirs_can_be_taken(ran: Path) -> None:
    async with in_conflict(ran) as browser:
        await browser.press("t")
        await left(browser)
        assert ran.read_text() == THEIRS
        assert forgotten(ran)


async def test_of_two_changes_both_can_be_opened_in_the_editor(ran: Path, make_editor: MakeEditor) -> None:
    editor = make_editor()
    async with in_conflict(ran) as browser:
        await browser.press("b")
        await browser.wait_for(lambda: editor.was_run, "the editor")
        theirs, mine = editor.arguments[-2:]
        assert (Path(theirs), Path(mine).read_text()) == (ran, MINE)
        assert ran.read_text() == THEIRS
        await kept(ran, MINE)
        Path(mine).unlink()


async def test_no_answer_goes_on_editing_and_the_question_comes_again(ran: Path) -> None:
    async with in_conflict(ran) as browser:
        await browser.press("escape")
        assert isinstance(browser.app.screen, TomlEditor)
        assert area(browser).text == MINE
        await browser.press("ctrl+s")
        await asked(browser, "The file was changed by another program")
        assert ran.read_text() == THEIRS


async def test_a_change_on_disk_meanwhile_is_told_and_not_applied(ran: Path) -> None:
    async with editing(ran, "#") as browser:
        ran.write_text(THEIRS)
        await browser.wait_for(lambda: "changedbyanotherprogrammeanwhile" in browser.toasts)
        assert area(browser).text == MINE
        assert ran.read_text() == THEIRS


async def test_a_file_that_goes_away_meanwhile_is_told_and_the_text_stays(ran: Path) -> None:
    async with editing(ran, "#") as browser:
        ran.unlink()
        await browser.wait_for(lambda: "ran.toml" in browser.toasts or "file" in browser.toasts, "a message")
        await browser.press("ctrl+s")
        await browser.settle(0.5)
        assert isinstance(browser.app.screen, TomlEditor | MenuScreen)
        assert area(browser).text == MINE
        await kept(ran, MINE)


async def test_a_file_that_becomes_a_folder_meanwhile_does_not_end_the_program(ran: Path) -> None:
    async with editing(ran, "#") as browser:
        ran.unlink()
        ran.mkdir()
        write_library(ran.parent, {"m.toml": 'title = "M"\n'})
        await browser.wait_for(lambda: "m" in browser.app.session.catalogue.listings, "the other file")
        assert browser.is_running
        assert area(browser).text == MINE


BROKEN = '"' + RAN


async def test_what_does_not_parse_can_be_kept_as_a_draft_and_comes_back(ran: Path) -> None:
    async with editing(ran, '"', "ctrl+s") as browser:
        await asked(browser, "save it broken")
        assert ran.read_text() == RAN
        await browser.press("d")
        await left(browser)
        assert ran.read_text() == RAN
    async with editing(ran) as browser:
        assert area(browser).text == BROKEN
        assert "typedlasttime" in browser.toasts
        await browser.press("delete", "ctrl+s")
        await left(browser)
        assert ran.read_text() == RAN[1:] or ran.read_text() == RAN


async def test_a_broken_file_can_be_saved_on_purpose_and_is_then_a_problem(ran: Path) -> None:
    async with editing(ran, '"', "ctrl+s") as browser:
        await asked(browser, "Line 1")
        await browser.press("enter")
        assert isinstance(browser.app.screen, TomlEditor), "enter goes on editing, and never saves it broken"
        assert ran.read_text() == RAN
        await browser.press("ctrl+s")
        await asked(browser, "save it broken")
        await browser.press("b")
        await left(browser)
        assert ran.read_text() == BROKEN
        await browser.wait_for("! 1 problem")
        assert "stale: line 1" in browser.details, "what was read before is still shown"
        await browser.press("u")
        await browser.wait_for(lambda: ran.read_text() == RAN, "mended by u")


async def test_leaving_asks_only_if_there_is_something_to_lose(ran: Path) -> None:
    async with editing(ran, "#", "escape") as browser:
        await asked(browser, "Not saved yet")
        await browser.press("e")
        assert area(browser).text == MINE
        await browser.press("escape")
        await asked(browser, "Not saved yet")
        await browser.press("x")
        await left(browser)
        assert ran.read_text() == RAN
        await browser.settle(0.1)
        assert forgotten(ran)
        await browser.press("E", "#", "escape")
        await asked(browser, "Not saved yet")
        await browser.press("s")
        await left(browser)
        assert ran.read_text() == MINE


async def test_quitting_in_the_middle_keeps_what_was_typed_to_the_last_letter(
    ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toml_editor, "_KEEP_SECONDS", 1.0)
    async with editing(ran, "#") as browser:
        await browser.app._press_keys(["ctrl+q"])
        await browser.settle()
    async with editing(ran) as browser:
        assert area(browser).text == MINE


async def test_what_was_typed_before_the_program_was_killed_is_offered_again(ran: Path) -> None:
    Editor(str(ran.parent)).drafts.keep("ran.toml", MINE, RAN.encode())
    async with editing(ran) as browser:
        assert area(browser).text == MINE
        await browser.press("escape")
        await asked(browser, "Not saved yet")
        await browser.press("d")
        await left(browser)
    await kept(ran, MINE)
    assert ran.read_text() == RAN


@asynccontextmanager
async def with_an_old_draft(ran: Path) -> AsyncIterator[Browser]:
    """A draft is kept, the file has changed since, and `E` asks what to do."""
    Editor(str(ran.parent)).drafts.keep("ran.toml", MINE, RAN.encode())
    ran.write_text(THEIRS)
    async with opened(ran.parent) as browser:
        await browser.press("enter", "E")
        await asked(browser, "There is a draft, and the file has changed since")
        yield browser


async def test_a_draft_of_a_file_that_changed_since_is_not_lost_by_looking_away_or_at_the_file(ran: Path) -> None:
    async with with_an_old_draft(ran) as browser:
        await browser.press("escape")
        assert browser.app.screen is browser.main
        await kept(ran, MINE)
        await browser.press("E")
        await asked(browser, "There is a draft")
        await browser.press("f")
        await browser.wait_for(lambda: isinstance(browser.app.screen, TomlEditor))
        assert area(browser).text == THEIRS
        await browser.press("escape")
        await left(browser)
        await kept(ran, MINE)
        await browser.press("E")
        await asked(browser, "There is a draft")
        await browser.press("x")
        await browser.wait_for(lambda: isinstance(browser.app.screen, TomlEditor))
        assert area(browser).text == THEIRS
        assert forgotten(ran)


async def test_a_draft_of_a_file_that_changed_since_can_be_gone_on_with_and_saving_asks(ran: Path) -> None:
    async with with_an_old_draft(ran) as browser:
        await browser.press("d")
        await browser.wait_for(lambda: isinstance(browser.app.screen, TomlEditor))
        assert area(browser).text == MINE
        await browser.press("ctrl+s")
        await asked(browser, "The file was changed by another program")
        assert ran.read_text() == THEIRS
        await browser.press("m")
        await left(browser)
        assert ran.read_text() == MINE
        assert forgotten(ran)


async def test_a_file_that_is_no_text_is_left_to_another_editor(ran: Path) -> None:
    async with opened(ran.parent) as browser:
        await browser.press("enter")
        ran.write_bytes(b'title = "caf\xe9"\n')
        await browser.press("E")
        await browser.wait_for(lambda: "notUTF-8" in browser.toasts)
        assert browser.app.screen is browser.main


async def test_a_long_text_is_looked_at_in_a_pause_and_not_at_each_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'title = "X"\r\n' + "".join(f'own{number} = "v"\r\n' for number in range(2000))
    (tmp_path / "x.toml").write_bytes(text.encode())
    async with opened(tmp_path) as browser:
        await browser.press("enter", "E")
        await browser.wait_for(lambda: isinstance(browser.app.screen, TomlEditor), "the editor")
        looks: list[bytes] = []

        def read(data: bytes, path: str) -> Reading:
            looks.append(data)
            return read_release(data, path)

        monkeypatch.setattr(toml_editor, "read_release", read)
        monkeypatch.setattr(toml_editor, "_PAUSE", 1000.0)
        await browser.send(b"[bro", b"ken ")
        assert not looks
        await browser.press("f8")
        await browser.wait_for("error:")
        assert len(looks) == 1
