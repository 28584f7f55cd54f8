"""What `--json` prints: one document, whose keys the command's help or the manual names."""

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import SAMPLE
from disctui.cli.command_list import COMMANDS
from test_cli import cli

__all__ = ["cli"]  # the fixture

RUNS: dict[str, list[list[str]]] = {
    "search": [["kurosawa"]],
    "show": [["m"]],
    "check": [[]],
    "watched": [["stalker"]],
    "rate": [["stalker", "4"]],
    "lend": [["stalker", "Ines"]],
    "return": [["m"]],
    "loans": [[]],
    "diary": [[]],
    "editions": [[]],
    "compare": [["parasite"]],
    "pick": [["--seed", "7"]],
    "prices": [["m"]],
    "audit": [["Study"], ["Study", "--scan", "--write"]],
    "stats": [[]],
    "undo": [["--dry-run"]],
    "redo": [["--dry-run"]],
    "history": [[]],
    "fill": [["stalker", "--dry-run"]],
    "sources": [[]],
    "shelves": [[]],
    "people": [[]],
    "config": [[]],
    "keys": [[]],
    "fields": [[]],
}
"""By command, what to ask it for."""
WITHOUT_LIBRARY = {"keys", "fields", "sources"}
IN_THE_MANUAL = {"search", "show", "check"}


def test_every_command_that_has_a_document_is_asked_for_it(cli: Any) -> None:
    assert {name for name in COMMANDS if "--json" in cli("help", name).out} == set(RUNS)


@pytest.mark.parametrize("name", RUNS)
def test_it_is_one_document_and_its_keys_are_named(
    tmp_path: Path, cli: Any, name: str, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    config = home / ".config" / "disctui" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'[sources]\nlibraries = ["{SAMPLE}"]\n', "utf-8")
    library = shutil.copytree(SAMPLE, tmp_path / "library")
    cli("rate", "-l", library, "akira-4k", "5")
    if name == "redo":
        cli("undo", "-l", library)
    told = cli("help", name).out
    if name in IN_THE_MANUAL:
        told = (Path(__file__).parents[1] / "docs" / "scripting.md").read_text("utf-8").replace("`", '"')
    for words in RUNS[name]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"0715515240512\n")))
        where = [] if name in WITHOUT_LIBRARY else ["-l", library]
        document = cli(name, *where, "--json", *words).json
        named = set(re.findall(r'"(\w+)"', told))
        outermost, *inner = _objects(document)
        if name == "show":
            assert named >= {"id", "path"}, "the keys of the file follow"
            continue
        assert named >= outermost, outermost - named
        assert ", ...}" in told or all(named >= keys for keys in inner), inner


def _objects(document: Any) -> list[set[str]]:
    """The keys of a document, then those of the first of each list in it."""
    if isinstance(document, list):
        return [set(), *(set(one) for one in document[:1])]
    firsts = (inner[0] if isinstance(inner, list) and inner else inner for inner in document.values())
    return [set(document), *(set(first) for first in firsts if isinstance(first, dict))]
