"""The generated parts of the README are what the program says of itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tools import man_page
from tools.readme import README, outdated, with_keys

from disctui.cli import run
from disctui.cli.command_list import COMMANDS as COMMAND_LINE
from disctui.release.model import keys
from disctui.tui.commands import COMMANDS, groups


def test_the_table_of_keys_is_up_to_date() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_keys(text) == text, "run `make readme`"
    assert all(f"(`{item.id}`)" in text for item in COMMANDS)


def test_every_command_stands_under_a_heading() -> None:
    assert sum(map(len, groups().values())) == len(COMMANDS)


def test_the_pictures_that_the_readme_shows_are_there() -> None:
    assert (Path(README).parent / "docs" / "browser.svg").read_text(encoding="utf-8").startswith("<svg")


def test_everything_that_is_generated_is_up_to_date() -> None:
    assert outdated() == [], "run `make readme`"


class TestManual:
    def test_it_tells_of_every_command_and_every_key(self) -> None:
        page = man_page.PAGE.read_text(encoding="utf-8")
        assert all(f".SS disctui {name}" in page for name in COMMAND_LINE)
        assert all(f".B {key}" in page for key in keys())

    def test_it_is_what_man_prints_into_a_pipe(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["man"]) == 0
        assert capsys.readouterr().out == man_page.PAGE.read_text(encoding="utf-8")

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
