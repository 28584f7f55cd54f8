"""Nothing but the browser imports Textual, so that scripts need not wait for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import disctui
from conftest import SHELF, write_library

PACKAGE = Path(disctui.__file__).parent
MODULES = sorted(
    ".".join(("disctui", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
)
HEADLESS = [name for name in MODULES if not name.startswith("disctui.tui")]

_IMPORT = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    guilty = [module for module in sys.modules if module.partition(".")[0] in {"textual", "rich"}]
    guilty += [module for module in sys.modules if module.startswith("disctui.tui")]
    if guilty:
        sys.exit(f"{name} imports {guilty[0]}")
"""
_RUN = """
import sys
from disctui.cli import run
status = run(sys.argv[1:])
guilty = [module for module in sys.modules if module.partition(".")[0] in {"textual", "rich"}]
sys.exit(f"imports {guilty[0]}" if guilty else status)
"""


def test_the_list_of_modules_is_not_empty() -> None:
    assert "disctui.cli.search" in HEADLESS
    assert "disctui.library.catalogue" in HEADLESS
    assert "disctui.tui.app" not in HEADLESS


def test_no_headless_module_imports_textual() -> None:
    """In one clean process, one after the other: the first that brings it in is named."""
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT, *HEADLESS], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["disctui.cli", "disctui.library.catalogue", "disctui.__main__"])
def test_alone_in_a_clean_process_too(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT, name], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["search", "-l", "{shelf}", "alien"],
        ["search", "--json", "-l", "{shelf}", "alien"],
        ["show", "-l", "{shelf}", "alien-4k"],
        ["check", "-l", "{shelf}"],
        ["init", "{shelf}/new"],
        ["schema"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_no_command_imports_textual_when_it_is_run(tmp_path: Path, words: list[str]) -> None:
    shelf = write_library(tmp_path / "shelf", SHELF)
    command = [word.format(shelf=shelf) for word in words]
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *command], capture_output=True, text=True, check=False, timeout=60, env=os.environ
    )
    assert done.returncode == 0, done.stderr


_LOADED = """
import sys
from disctui.cli import run
try:
    run(sys.argv[1:])
except SystemExit:
    pass
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""
HEAVY = {"numpy", "textual", "rich", "tree_sitter", "rapidfuzz"}


def loaded(*words: str) -> set[str]:
    """The packages that a command loads in a clean process."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *words], capture_output=True, text=True, check=True, timeout=60, env=os.environ
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        ["show", "--help"],
        ["schema"],
        ["show", "alien-4k"],
        ["show", "--json", "alien-4k"],
        ["set", "alien-4k", "year=1980"],
    ],
    ids=" ".join,
)
def test_what_needs_one_file_or_none_waits_for_no_heavy_package(shelf: Path, words: list[str]) -> None:
    library = ["-l", str(shelf)] if "alien-4k" in words else []
    assert not loaded(*words, *library) & HEAVY


@pytest.mark.parametrize(
    "words",
    [["check"], ["fields"], ["export", "--format", "json"], ["export", "--format", "html"], ["undo"], ["history"]],
    ids=" ".join,
)
def test_what_reads_each_file_once_waits_for_no_index(shelf: Path, words: list[str]) -> None:
    library = ["-l", str(shelf)] if words != ["fields"] else []
    assert not loaded(*words, *library) & {"numpy", "textual", "rich", "tree_sitter"}


def test_a_search_waits_for_no_screen_and_no_importer(shelf: Path) -> None:
    assert not loaded("search", "-l", str(shelf), "alien") & {
        "textual",
        "rich",
        "tree_sitter",
        "defusedxml",
        "send2trash",
    }
