"""What is loaded before anything is seen: the fewer modules, the sooner the first screen is there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SHELF, write_library

FIRST_SCREEN = {
    "disctui",
    "disctui.cli",
    "disctui.nearest",
    "disctui.problem",
    "disctui.safe_text",
    "disctui.settings",
    "disctui.version",
    "disctui.tui",
}
FIRST_SCREEN |= {f"disctui.tui.{name}" for name in (
    "app", "background", "background.checker", "background.searcher", "commands", "deferred", "flows", "garbage",
    "job_control", "key_queue", "key_stream", "keymap", "keys", "readable",
    "look", "messages", "results", "screens", "screens.browser", "saying", "screens.command_screen",
    "session", "target", "textual_patches", "view",
    "widgets", "widgets.details", "widgets.empty_notice", "widgets.field_list", "widgets.hint_bar",
    "widgets.letters",
    "widgets.line_input", "widgets.list_header", "widgets.list_pane", "widgets.panes",
    "widgets.plain_text", "widgets.problem_count", "widgets.progress_line",
    "widgets.query_line", "widgets.reading_line", "widgets.search_line",
    "widgets.release_list", "widgets.result_count", "widgets.row_list", "widgets.search_box",
    "widgets.disc_badge", "widgets.scroll_bar", "widgets.shelf_bar", "widgets.tab_bar", "widgets.wrapping",
)}  # fmt: skip
"""Modules of the program that may be loaded when the first screen is drawn."""
HEAVY = {"numpy", "msgspec", "tomli", "tree_sitter", "rapidfuzz", "watchfiles"}
_LOADED = """
import asyncio, json, sys
from disctui.tui.app import DisctuiApp

seen = []
DisctuiApp._load_modules = lambda app: seen.extend(list(sys.modules))

async def main():
    app = DisctuiApp(sys.argv[1], is_cached=False)
    async with app.run_test() as pilot:
        while not seen:
            await pilot.pause(0.01)
        app.exit()

asyncio.run(main())
print(json.dumps(seen))
"""
_RUN = """
import json, sys
from disctui.cli import run
try:
    run(sys.argv[1:])
except SystemExit:
    pass
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def test_the_first_screen_is_drawn_before_any_module_of_the_domain_is_loaded(tmp_path: Path) -> None:
    library = write_library(tmp_path / "shelf", SHELF)
    done = subprocess.run([sys.executable, "-c", _LOADED, str(library)], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert {name for name in loaded if name.partition(".")[0] == "disctui"} <= FIRST_SCREEN
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        ["show", "m"],
        ["set", "m", "year=1931"],
    ],
)
def test_a_command_about_one_release_loads_neither_the_screen_nor_the_search(tmp_path: Path, words: list[str]) -> None:
    library = write_library(tmp_path / "shelf", {"m.toml": 'title = "M"\n'})
    words = [*words, "--library", str(library)] if words[0][0] != "-" else words
    done = subprocess.run([sys.executable, "-c", _RUN, *words], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stderr.splitlines()[-1]))
    assert loaded & {"textual", "numpy", "tree_sitter"} == set()
