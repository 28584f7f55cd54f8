"""README and manual: what is generated is what the program says of itself, links lead somewhere, examples run."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tools import man_page
from tools.readme import KEYS, ROOT, outdated

from conftest import SAMPLE, write_library
from disctui.cli import run
from disctui.cli.command_list import COMMANDS as COMMAND_LINE
from disctui.release.model import keys
from disctui.tui.commands import COMMANDS, groups

README = ROOT / "README.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*/*.md")])


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def test_everything_that_is_generated_is_up_to_date() -> None:
    assert outdated() == [], "run `make readme`"


def test_every_command_of_the_browser_stands_under_a_heading_of_the_manual() -> None:
    assert sum(map(len, groups().values())) == len(COMMANDS)
    text = KEYS.read_text(encoding="utf-8")
    assert all(f"(`{item.id}`)" in text for item in COMMANDS)


def anchors(page: Path) -> set[str]:
    """What a link can lead to within a page, as code forges make it of a heading."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    missing = set()
    for link in re.findall(r"\]\(([^)]+)\)", text):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if re.match(r"https?:", link):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            missing.add(link)
    assert missing == set()


def readme_commands() -> list[str]:
    return re.findall(r"^    (disctui (?:search|show|export) .*)$", README.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", readme_commands())
def test_a_command_of_the_readme_finds_something_in_the_sample_library(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DISCTUI_LIBRARY", str(SAMPLE))
    assert run(shlex.split(command)[1:]) == 0
    assert capfd.readouterr().out or list(tmp_path.iterdir())


def test_what_the_readme_says_to_type_is_found_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCTUI_LIBRARY", str(SAMPLE))
    (promise,) = re.findall(r"half remembered\.\*\* (.*?)a bar code", README.read_text(encoding="utf-8"), re.DOTALL)
    queries = re.findall(r"`(.*?)`", promise)
    assert len(queries) > 3
    assert [query for query in queries if run(["search", "--limit", "1", query]) != 0] == []


def test_the_readme_is_a_screenful_or_two() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) < 80


def test_the_pictures_that_the_pages_show_are_there() -> None:
    shown = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README.read_text(encoding="utf-8"))
    assert shown
    assert all((ROOT / picture).stat().st_size > 1000 for picture in shown)


SCRIPTING = (ROOT / "docs" / "scripting.md").read_text("utf-8")
RECIPES = re.findall(r"^```sh\n(.*?)^```", SCRIPTING, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: " ".join(recipe.split()[:6]))
def test_a_recipe_for_scripts_runs_as_it_stands(recipe: str, tmp_path: Path) -> None:
    """On a copy of the sample library, which is the working folder too; fzf chooses by a filter instead of a person."""
    for tool in ("jq", "fzf", "git"):
        if re.search(rf"\b{tool}\b", recipe) and shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    library = tmp_path / "discs"
    shutil.copytree(SAMPLE, library)
    programs = write_library(tmp_path / "bin", {"disctui": f'#!/bin/sh\nexec "{sys.executable}" -m disctui "$@"\n'})
    (programs / "disctui").chmod(0o755)
    settings = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "DISCTUI_LIBRARY": str(library),
        "FZF_DEFAULT_OPTS": "--filter=samurai",
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", recipe],
        capture_output=True, text=True, check=False, cwd=library, env={**os.environ, **settings}, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = {"shelf.html", "backup.json", ".git"} & {path.name for path in library.iterdir()}
    assert done.stdout.strip() or made
    if "fzf" in recipe:
        assert "seven-samurai" in done.stdout.split()


def test_the_page_about_python_runs_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    program = "\n".join(re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    library = tmp_path / "discs"
    shutil.copytree(SAMPLE, library)
    monkeypatch.setenv("DISCTUI_LIBRARY", str(library))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "95 releases" in done.stdout
    assert "Seven Samurai" in done.stdout
    assert "year must be a whole number" in done.stdout


class TestExamplePackage:
    FOLDER = ROOT / "examples" / "disctui-shelf-list"

    def test_its_own_tests_pass(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(self.FOLDER / "src")}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:randomly",
            "-c",
            "/dev/null",
        ]
        done = subprocess.run(
            [*command, str(self.FOLDER / "tests")],
            capture_output=True, text=True, check=False, env=environment, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout

    def test_installed_it_is_found_and_imports(self, tmp_path: Path, shelf: Path) -> None:
        copy = tmp_path / "package"
        shutil.copytree(self.FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
        target = tmp_path / "site"
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
        subprocess.run([*install, "--target", str(target), str(copy)], check=True, capture_output=True, timeout=120)
        (tmp_path / "list.txt").write_text("# shelf list\nStalker (1979) [DVD] @ Attic\n", encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "disctui", "import", "--yes", "-l", str(shelf), str(tmp_path / "list.txt")],
            capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(target)}, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        (made,) = shelf.glob("stalker*.toml")
        assert 'location = "Attic"' in made.read_text(encoding="utf-8")


class TestManual:
    def test_it_tells_of_every_command_and_every_key(self) -> None:
        page = man_page.PAGE.read_text(encoding="utf-8")
        assert all(f".SS disctui {name}" in page for name in COMMAND_LINE)
        assert all(f".B {key}" in page for key in keys())

    def test_it_is_what_man_prints_into_a_pipe(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["man"]) == 0
        assert capsys.readouterr().out == man_page.PAGE.read_text(encoding="utf-8")

    def test_another_formatter_has_nothing_to_complain_of_either(self) -> None:
        page = man_page.PAGE.read_text(encoding="utf-8")
        assert re.search(r"^\.SS .*\n\.PP$", page, re.MULTILINE) is None, "a paragraph begins with its heading"
        mandoc = shutil.which("mandoc")
        if mandoc is None:
            pytest.skip("no mandoc")
        command = [mandoc, "-T", "lint", "-W", "warning", str(man_page.PAGE)]
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout
        assert [line for line in said.splitlines() if "missing date" not in line] == [], "the version has its place"

    def test_the_formatter_has_nothing_to_complain_of(self) -> None:
        man = shutil.which("man")
        if man is None or sys.platform == "darwin":
            pytest.skip("no man that tells warnings")
        shown = subprocess.run(
            [man, "--warnings", "-E", "UTF-8", str(man_page.PAGE)],
            capture_output=True, text=True, check=False, timeout=60, env={**os.environ, "MANWIDTH": "90"},
        )  # fmt: skip
        if "groff" in shown.stderr or "nroff" in shown.stderr:
            pytest.skip("no groff")
        assert (shown.returncode, shown.stderr) == (0, "")
        assert "disctui search [QUERY...]" in shown.stdout
        assert "--release-studio" in shown.stdout
