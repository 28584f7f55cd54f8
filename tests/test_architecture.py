"""Imports go one way: a module imports its own room and those below it, in no circle, and only one room knows a screen.

What breaks a rule still stands in a list of what is known, and an entry that no longer holds fails too, so that lists
only shrink.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import disctui

grimp = pytest.importorskip("grimp", reason="it is one of the tools in the `dev` extra")

ROOMS = (
    "__main__", "cli", "tui", "api", "sources", "importers", "editing", "checks", "exporters", "statistics", "library",
    "settings", "external_editor", "external_browser", "release_file", "search", "safe_write", "release", "columns",
    "nearest", "problem", "long_work", "safe_text", "version",
)  # fmt: skip
"""From top to bottom. `disctui` itself, which offers `api` to other programs, is imported by none of them."""
KNOWN_LONG: frozenset[str] = frozenset()
"""Files past the limit still; whoever shortens one takes it out."""
MOST_LINES = 400
MOST_FUNCTION_LINES = 40
"""Those of its docstring not counted; a longer one says why in a comment that begins with "Past forty lines"."""
PACKAGE = Path(disctui.__file__).parent


@cache
def _imports() -> dict[str, set[str]]:
    """Each module of the program, and those it imports anywhere in it."""
    graph = grimp.build_graph("disctui", include_external_packages=True)
    return {name: graph.find_modules_directly_imported_by(name) for name in graph.modules if name.startswith("disctui")}


def _arrows() -> Iterator[tuple[str, str]]:
    for name, imported in sorted(_imports().items()):
        yield from ((name, other) for other in sorted(imported))


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _circles() -> list[frozenset[str]]:
    """Groups of modules in which each is reached from each other by imports."""
    reached = {name: _reached_from(name) for name in _imports()}
    groups = {
        frozenset({name, *(other for other in others if name in reached.get(other, ()))})
        for name, others in reached.items()
        if name in others
    }
    return sorted(groups, key=min)


def _reached_from(start: str) -> set[str]:
    seen: set[str] = set()
    pending = [start]
    while pending:
        for name in _imports().get(pending.pop(), ()):
            if name not in seen:
                seen.add(name)
                pending.append(name)
    return seen


def test_every_room_has_its_place() -> None:
    assert {_room(name) for name in _imports()} - {""} <= set(ROOMS)


def test_no_module_imports_upwards() -> None:
    upwards = [
        (name, other)
        for name, other in _arrows()
        if _room(name) and other.startswith("disctui.") and ROOMS.index(_room(other)) < ROOMS.index(_room(name))
    ]
    assert upwards == []


def test_no_modules_import_one_another_in_a_circle() -> None:
    assert _circles() == []


def test_only_the_screens_import_textual() -> None:
    guilty = {name for name, other in _arrows() if other in {"textual", "rich"} and _room(name) != "tui"}
    assert guilty == set()


def test_only_the_browse_command_imports_the_screens() -> None:
    assert {name for name, other in _arrows() if _room(other) == "tui" and _room(name) != "tui"} == {
        "disctui.cli.browse"
    }


def test_only_the_editor_of_text_needs_a_grammar() -> None:
    assert {name for name, other in _arrows() if other.startswith("tree_sitter") and _room(name) != "tui"} == set()


def test_no_file_is_too_long_to_be_read_at_once() -> None:
    lengths = {
        path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8").count("\n") for path in PACKAGE.rglob("*.py")
    }
    assert {name for name, lines in lengths.items() if lines > MOST_LINES} == KNOWN_LONG


def test_a_function_too_long_to_be_seen_at_once_says_why() -> None:
    unexplained = []
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text("utf-8")
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            docstring = ast.get_docstring(node, clean=False)
            lines = (node.end_lineno or 0) - node.lineno + 1 - (docstring.count("\n") + 1 if docstring else 0)
            if lines > MOST_FUNCTION_LINES and "# Past forty lines" not in (ast.get_source_segment(source, node) or ""):
                unexplained.append(f"{path.relative_to(PACKAGE)}: {node.name}, {lines} lines")
    assert unexplained == []


PAGE = Path(__file__).parents[1] / "ARCHITECTURE.md"


def test_every_room_stands_on_the_page_about_the_structure() -> None:
    page = PAGE.read_text("utf-8")
    rooms = {_room(name) for name in _imports()} - {"", "__main__"}
    assert {room for room in rooms if f"`{room}/`" not in page and f"`{room}`" not in page} == set()


def test_every_module_that_the_page_about_the_structure_names_exists() -> None:
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]*)(?:\.py)?`", PAGE.read_text("utf-8"))
    homes = (PACKAGE, PACKAGE / "tui", PACKAGE / "search", PAGE.parent)
    missing = {
        name for name in named if not any((home / name).exists() or (home / f"{name}.py").exists() for home in homes)
    }
    assert len(named) > 30
    assert missing == set()
