"""What lacks synopsis, cast, specs or cover is told to whoever asks, and stands on a shelf of its own."""

from pathlib import Path
from typing import Any

from conftest import write_library
from test_cli import cli

__all__ = ["cli"]  # the fixture

WHOLE = """\
title = "Whole"
cast = ["Siri Aas"]
synopsis = "All of it."
cover = "c.png"
[specs]
length = 90
"""
LIBRARY = {
    "whole.toml": WHOLE,
    "bare.toml": 'title = "Bare"\n',
    "near.toml": WHOLE.replace('cover = "c.png"\n', ""),
    "hushed.toml": 'title = "Hushed"  # disctui: ignore[incomplete]\n',
    "set.toml": 'title = "Set"\n[[films]]\ntitle = "A"\nsynopsis = "S"\ncast = ["B"]\nlength = 80\n',
    "box.toml": 'title = "Box"\ncover = "c.png"\n[[films]]\ntitle = "A"\nsynopsis = "S"\nlength = 80\n'
    '[[films]]\ntitle = "B"\ncast = ["C"]\n',
    "discs.toml": '[[films]]\ntitle = "A"\ndiscs = ["DVD"]\n'.join(
        [WHOLE.replace("Whole", "Discs").replace("[specs]\nlength = 90\n", ""), ""]
    ),
    "c.png": "picture",
}
SAID = {
    "bare.toml": "it has no synopsis, cast, specs or cover",
    "near.toml": "it has no cover",
    "set.toml": "it has no cover",
}


def test_what_is_incomplete_is_told_only_to_whoever_asks(tmp_path: Path, cli: Any) -> None:
    library = write_library(tmp_path, LIBRARY)
    assert cli("check", "-l", library, "--json").json["problems"] == []
    ran = cli("check", "-l", library, "--json", "--also", "incomplete")
    assert (ran.status, {one["path"]: one["message"] for one in ran.json["problems"]}) == (0, SAID)
    write_library(tmp_path, {".disctui.toml": '[check]\nalso = ["incomplete"]\n'})
    assert {one["path"] for one in cli("check", "-l", library, "--json").json["problems"]} == set(SAID)
    write_library(tmp_path, {".disctui.toml": '[check]\nalso = ["incomplet"]\n'})
    assert "did you mean incomplete?" in cli("check", "-l", library).out
    ran = cli("check", "-l", library, "--also", "missing-cover")
    assert (ran.status, "--also takes one of incomplete" in ran.err) == (2, True)
    assert "--also incomplete" in cli("check", "--explain", "incomplete").out


def test_the_shelf_to_fill_holds_the_same(tmp_path: Path, cli: Any) -> None:
    library = write_library(tmp_path, LIBRARY)
    found = cli("search", "-l", library, "--shelf", "To fill", "--ids").out.split()
    assert {f"{name}.toml" for name in found} == {*SAID, "hushed.toml"}
    assert cli("search", "-l", library, "--ids", "--", "-is:incomplete").out.split() == ["box", "discs", "whole"]
    found = cli("search", "-l", library, "--ids", "--films", "format:dvd").out.split()
    assert found == ["discs#1"], "the discs of a film are found as its format"
