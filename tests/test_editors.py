"""What `init` and `add` make is understood by the two language servers of TOML, and a mistake is seen by both."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import disctui
from conftest import write_library
from disctui.cli import run
from disctui.release.schema import ID, schema, schema_line

LINTERS = {"tombi": ["lint", "--offline"], "taplo": ["lint"]}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the sample library as `init` makes it, with a release from `add`, one in a subfolder, and settings."""
    root = tmp_path / "discs"
    assert run(["init", str(root), "--sample"]) == 0
    assert run(["add", "-l", str(root), "--title", "Made by add", "--release-date", "2020-03", "--year", "1999"]) == 0
    disctui.open_library(root, is_cached=False).add({"title": "In a folder"}, folder="tv/new")
    write_library(root, {".disctui.toml": '[check]\nignore = ["duplicate-upc"]\n'})
    return root


def lint(linter: str, root: Path, *files: str) -> subprocess.CompletedProcess[str]:
    """Run a linter in a library."""
    found = shutil.which(linter, path=str(Path(sys.executable).parent)) or shutil.which(linter)
    if found is None:
        pytest.skip(f"{linter} is not installed")
    command = [found, *LINTERS[linter], *files]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("linter", LINTERS)
def test_a_new_library_passes(linter: str, library: Path) -> None:
    done = lint(linter, library, *(["."] if linter == "tombi" else []))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Warning" not in done.stdout + done.stderr


@pytest.mark.parametrize("linter", LINTERS)
def test_a_wrong_value_is_seen_without_a_line_that_names_the_schema(linter: str, library: Path) -> None:
    write_library(library, {"tv/wrong.toml": 'title = "X"\nyear = "1957"\n'})
    done = lint(linter, library, "tv/wrong.toml")
    assert done.returncode != 0
    assert "wrong.toml:2:8" in done.stdout + done.stderr


@pytest.mark.parametrize("linter", LINTERS)
@pytest.mark.parametrize("folder", ["", "tv", "tv/new"])
def test_the_line_that_names_the_schema_leads_to_it_from_any_folder(linter: str, folder: str, library: Path) -> None:
    for settings in (".tombi.toml", ".taplo.toml"):
        (library / settings).unlink()
    path = f"{folder}/wrong.toml".lstrip("/")
    write_library(library, {path: schema_line(folder) + 'title = "X"\nyear = "1957"\n'})
    done = lint(linter, library, path)
    assert done.returncode != 0
    assert "wrong.toml:3:8" in done.stdout + done.stderr


def test_add_writes_that_line_where_the_schema_is_and_not_elsewhere(library: Path, shelf: Path) -> None:
    assert (
        (library / "made-by-add-1999.toml").read_text(encoding="utf-8").startswith("#:schema ./release.schema.json\n")
    )
    made = (library / "tv" / "new" / "in-a-folder.toml").read_text(encoding="utf-8")
    assert made.startswith("#:schema ../../release.schema.json\n")
    path = shelf / disctui.open_library(shelf).add({"title": "No schema here"}).path
    assert path.read_text(encoding="utf-8").startswith("title")


class TestSchema:
    def test_it_has_a_name_and_says_that_keys_of_the_owner_are_welcome(self) -> None:
        made = schema()
        assert made["$id"] == ID
        tables = [made, *made["$defs"].values()]
        assert all(table["additionalProperties"] is True for table in tables if table.get("type") == "object")

    def test_its_examples_are_valid(self) -> None:
        made = schema()
        for table in (made, *made["$defs"].values()):
            for name, value in table["properties"].items():
                validator = Draft202012Validator({**value, "$defs": made["$defs"]})
                for example in value.get("examples", ()):
                    assert validator.is_valid(example), (name, example)
        assert "Dolby Vision" in made["$defs"]["Specs"]["properties"]["hdr"]["examples"][0]
