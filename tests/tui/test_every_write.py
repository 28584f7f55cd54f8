"""Whatever the browser writes is one entry of the history, undone and redone to the byte, and refused if read-only."""

import ast
import contextlib
import importlib
import inspect
from pathlib import Path

import pytest

from conftest import contents, write_library
from disctui.editing import editor as editor_module
from disctui.editing.editor import Editor
from disctui.tui.commands import COMMANDS, command
from disctui.tui.flows.table import FLOWS
from disctui.tui.screens.filling import FillScreen
from disctui.tui.screens.importing import ImportScreen
from tui.conftest import MakeEditor
from tui.driving import Browser, opened

TABLE = "Title,Year,Director\nFilm One,1951,Max Hill\nM,1931,Fritz Lang\n"
PEOPLE = '[[person]\nname = "Luis Buñuel"\n'
"""With a slip in its first line, so that it is listed under the problems."""
CRANES = 'title = "The Cranes Are Flying"\nyear = 1957\nwriters = ["Viktor Rozov"]\n'
"""In another library, from which it can be filled."""
ON_THE_CRANES = ("j", "j")

Step = str | type[object]
"""A key, or a screen to wait for where keys go on meanwhile."""

WRITING: dict[str, tuple[Step, ...]] = {
    "open": (*ON_THE_CRANES, "5", "enter", "enter", *", top", "enter"),
    "add-field": ("a", *"(release.edition", "enter", *"Second", "enter"),
    "edit-here": ("E", *"# mine", "enter", "ctrl+s"),
    "new": ("n", *"Ran", "enter", *"1985", "enter", "ctrl+s"),
    "copy-edition": ("c", "ctrl+s"),
    "delete": ("space", "space", "D", "enter"),
    "rename": (*ON_THE_CRANES, "f2", "enter"),
    "change-marked": ("ctrl+a", "m", *"(collection.location", "enter", *"Attic", "enter", "enter"),
    "fill": (*ON_THE_CRANES, "i", FillScreen, "ctrl+s"),
    "import": ("I", *"made.csv", "ctrl+s", ImportScreen, "ctrl+s"),
    "edit": (*ON_THE_CRANES, "e"),
    "seen": ("w",),
    "seen-on": ("W", *"2019", "enter"),
    "rate": ("r", "4", "j"),
    "lend": ("L", *"Ines", "enter"),
    "status": ("b", "w"),
    "audit": ("A", "enter", "space", "enter", "w"),
    "edit-shelf": ("f", "e"),
    "save-shelf": ("slash", *"cranes", "enter", "f", "F", *" mine", "enter"),
    "save-search": ("slash", *"cranes", "enter", "F", *" mine", "enter"),
}
"""What is pressed in the list to write something, by the command that begins it."""
OF_PEOPLE: dict[str, tuple[Step, ...]] = {
    "people.toml, here": ("p", "E", "end", "]", "ctrl+s", "escape"),
    "people.toml, in an editor": ("p", "e", "escape"),
}
SEARCHES = '[[search]]\nname = "Thirties"\nquery = "year:1930s"\n'
TURNING = {"undo", "redo"}
STEPS = {
    "save",
    "show-plan",
    "take",
    "merge",
    "skip",
    "overwrite",
    "columns",
    "encoding",
    "dates",
    "format",
    "write",
    "agree",
    "write-audit",
    "refuse",
    "choose",
    "remove-viewing",
}
"""Commands of the screens that the writing ones open."""
READING = {
    "cover",
    "wall",
    *("search", "accept", "sort", "reverse", "down", "up", "half-down", "half-up", "page-down", "page-up", "top"),
    *("bottom", "next-pane", "previous-pane", "tab-1", "tab-2", "tab-3", "tab-4", "tab-5", "next-tab"),
    *("previous-tab", "scroll-down", "scroll-up", "copy", "store", "reload", "problems", "export", "mark"),
    *("mark-range", "mark-all", "history", "next-problem", "back", "close", "help", "theme", "palette", "copy-text"),
    *("quit", "exit", "suspend", "shelves", "previous-shelf", "next-shelf", "explain"),
    "new-library",
    *("statistics", "show-rows", "next-panel", "previous-panel", "narrow", "diary", "copy-bars", "go-there"),
    *("year-before", "year-after"),
    *(
        "pick",
        "another",
        "seen-too",
        "double-bill",
        "prices",
        "compare",
        "next-edition",
        "previous-edition",
        "go-to",
        "all-rows",
        "without",
        "copy-table",
    ),
    *("tick", "write-filled"),
    *("by-film", "film-before", "film-after"),
    *("is-here", "not-here", "stays", "take-back", "end-audit", "end-code", "rest-missing", "copy-report"),
    "release-of-code",
}
"""Commands that write nothing into a library."""
Files = dict[str, tuple[bytes, int]]


def now(root: Path) -> Files:
    """Every file of a library with its bytes and permissions, by path; one that goes meanwhile is not among them."""
    found = {}
    for path, data in contents(root).items():
        with contextlib.suppress(FileNotFoundError):
            found[path] = data, (root / path).stat().st_mode
    return found


@pytest.fixture
def library(shelf: Path, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, make_editor: MakeEditor) -> Path:
    """A library with something to change for every command; a bin, a table, another library and an editor beside it."""
    friend = write_library(tmp_path / "friend", {"cranes.toml": CRANES})
    write_library(home / ".config" / "disctui", {"config.toml": f'[sources]\nlibraries = ["{friend}"]\n'})
    (tmp_path / "bin").mkdir()
    monkeypatch.setattr("send2trash.send2trash", lambda path: Path(path).rename(tmp_path / "bin" / Path(path).name))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "made.csv").write_text(TABLE)
    make_editor("\n", "   # by my editor\n")
    (shelf / "the-cranes-are-flying.toml").chmod(0o640)
    return write_library(shelf, {"people.toml": PEOPLE, "searches.toml": SEARCHES})


def test_every_command_of_the_table_is_known_to_write_or_not_to() -> None:
    kinds = [set(WRITING), TURNING, STEPS, READING]
    assert set().union(*kinds) == {item.id for item in COMMANDS}
    assert sum(map(len, kinds)) == len(COMMANDS)


def test_no_flow_that_asks_whether_it_may_write_counts_as_one_that_reads() -> None:
    asking = {name for name, flow in FLOWS.items() if _names_in(flow) & {"require_writable", "attempt", "edit_here"}}
    assert len(asking) > 5
    assert asking <= set(WRITING)


def _names_in(flow: object) -> set[str]:
    source = inspect.getsource(importlib.import_module(flow.__module__))
    body = next(node for node in ast.parse(source).body if getattr(node, "name", "") == flow.__name__)  # type: ignore[attr-defined]
    nodes = [*ast.walk(body)]
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


async def _shown(browser: Browser, screen: type[object]) -> None:
    await browser.wait_for(lambda: isinstance(browser.app.screen, screen), screen.__name__)


@pytest.mark.parametrize("name", [*WRITING, *OF_PEOPLE])
async def test_what_a_command_writes_is_one_entry_undone_and_redone_to_the_byte(name: str, library: Path) -> None:
    before = now(library)
    async with opened(library) as browser:
        await browser.press("enter")
        for step in (WRITING | OF_PEOPLE)[name]:
            if isinstance(step, str):
                await browser.press(step)
            else:
                await _shown(browser, step)
        await browser.wait_for(lambda: browser.app.screen is browser.main and now(library) != before, "written")
        after = now(library)
        (entry,) = Editor(str(library)).entries()
        assert set(Editor(str(library)).relative(entry.files)) == {
            path for path in {**before, **after} if before.get(path) != after.get(path)
        } - set(before if name == "rename" else ())
        assert not name.startswith("people.toml") or after["people.toml"] != before["people.toml"]
        await browser.press("u")
        await browser.wait_for(lambda: now(library) == before, "undone")
        await browser.press("ctrl+r")
        await browser.wait_for(lambda: now(library) == after, "done again")
        assert len(Editor(str(library)).entries()) == 1


async def test_in_a_read_only_library_every_command_that_writes_says_why_it_does_not(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor_module, "sample_library", lambda: library)
    before = now(library)
    async with opened(library) as browser:
        await browser.search("cranes")
        await browser.press("enter")
        for name in (*WRITING, *TURNING):
            browser.app.clear_notifications()
            await browser.press(*(["enter"] if name == "open" else []), command(name).keys[0])
            await browser.wait_for(lambda: "thisisthesamplelibrary" in browser.toasts, name)
            assert "disctuiinit--sample" in browser.toasts, "it says what to do"
            assert browser.app.screen is browser.main, name
            assert now(library) == before, name
        await browser.press("p", "E", "e")
        assert now(library) == before
    assert Editor(str(library)).entries() == []
