"""Completion: what could stand at the end of a command line, and that real shells put it there when tab is pressed."""

import os
import pty
import re
import select
import shutil
import string
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexers.shell import PowerShellLexer
from pygments.token import Error
from tools import command_table

from conftest import write_library
from disctui.checks.rules import codes
from disctui.cli import completions, run
from disctui.cli.command_list import COMMANDS
from disctui.cli.completion_answers import answer
from disctui.cli.completions import SCRIPTS, split
from disctui.release.model import Kind, keys

SHELLS = Path(completions.__file__).parent / "shells"


def offered(*words: str) -> list[str]:
    """What is offered in place of the last of `words`."""
    return [one.word for one in answer(["disctui", *words]).candidates]


class TestAnswers:
    def test_the_table_is_up_to_date(self) -> None:
        assert command_table.TABLE.read_text(encoding="utf-8") == command_table.text(), "run `make readme`"

    def test_first_every_command_and_the_folder_of_a_library(self) -> None:
        assert offered("") == list(COMMANDS)
        assert offered("se") == ["search", "set"]
        assert answer(["disctui", ""]).also == "folders"

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_flag_of_every_command(self, command: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run([command, "--help"]) == 0
        printed = capsys.readouterr().out
        flags = set(re.findall(r"^\s+(?:-\w(?: \w+)?, )?(--[a-z][a-z0-9-]*)", printed, re.MULTILINE))
        assert flags
        assert flags <= set(offered(command, "--"))

    def test_a_flag_that_stands_there_is_not_offered_again_but_where_it_may(self) -> None:
        assert "--json" not in offered("search", "--json", "--")
        assert "--directors" in offered("add", "--directors", "X", "--")

    def test_after_two_dashes_there_are_no_flags(self) -> None:
        assert offered("show", "--", "--j") == []

    def test_the_closed_values_of_a_flag_in_both_ways_of_writing(self) -> None:
        assert offered("export", "--format", "ht") == ["html"]
        assert offered("export", "--format=ht") == ["--format=html"]
        assert offered("add", "--collection-status", "") == ["owned", "wishlist", "ordered", "sold"]
        assert offered("import", "--format", "clz") == ["clz-xml", "clz-csv"]

    def test_every_code_of_check(self) -> None:
        assert offered("check", "--explain", "") == list(codes())

    def test_the_fields_of_a_query_and_their_values(self) -> None:
        assert offered("search", "direc") == ["director:", "directors:"]
        assert offered("search", "x", "-genre") == ["-genre:", "-genres:"]
        assert offered("search", "status:w") == ["status:wishlist"]
        assert offered("search", 'format:"H') == ['format:"HD DVD"']
        assert offered("export", "--format", "csv", "-status:s") == ["-status:sold"]

    def test_every_key_that_set_takes_and_its_values(self) -> None:
        wanted = {f"{key.name}=" for key in keys().values() if key.kind is not Kind.FILMS}
        assert set(offered("set", "some-id", "")) == wanted
        assert offered("set", "some-id", "price.in_stock=") == ["price.in_stock=true", "price.in_stock=false"]
        assert offered("set", "some-id", "specs.hdr") == ["specs.hdr=", "specs.hdr+=", "specs.hdr-="]
        assert offered("set", "some-id", "specs.hdr+=D") == ["specs.hdr+=Dolby Vision"]

    def test_columns_with_commas_between_them(self) -> None:
        assert offered("export", "--columns", "title,ye") == ["title,year"]
        assert "title,title" not in offered("export", "--columns", "title,")

    def test_ids_folder_by_folder(self, shelf: Path) -> None:
        library = ["-l", str(shelf)]
        assert offered("show", *library, "the-") == ["the-cranes-are-flying", "the-phantom-carriage"]
        assert offered("show", *library, "s") == ["spain/"]
        assert offered("show", *library, "spain/") == ["spain/viridiana"]
        assert offered(*library, "show", "spain/") == ["spain/viridiana"]
        assert offered("check", f"--library={shelf}", "re") == ["rec.toml"]

    def test_ids_of_the_library_that_the_environment_names(self, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DISCTUI_LIBRARY", str(shelf))
        assert offered("set", "alie") == ["alien-4k"]

    def test_what_is_no_release_is_not_offered_and_nothing_outside_of_the_library(self, tmp_path: Path) -> None:
        shelf = write_library(
            tmp_path / "shelf",
            {"a.toml": "", "_b.toml": "", ".c.toml": "", "people.toml": "", "n.txt": "", "x\ny.toml": ""},
        )
        assert offered("show", "-l", str(shelf), "") == ["a"]
        assert offered("show", "-l", str(shelf), "../shelf/") == []
        assert offered("show", "-l", str(shelf), f"{shelf}/") == []
        assert offered("show", "-l", str(tmp_path / "none"), "") == []

    @given(
        st.lists(
            st.text(max_size=12) | st.sampled_from(["-l", "--", "--format", "set", "search", "--explain"]), max_size=6
        )
    )
    def test_no_line_is_too_odd_to_be_answered(self, words: list[str]) -> None:
        last = words[-1] if words else ""
        for one in answer(["disctui", *words]).candidates:
            assert one.word.startswith(last) or last.lower() in one.word.lower() or ":" in one.word


class TestWordsOfALine:
    @pytest.mark.parametrize(
        ("line", "words", "quote"),
        [
            ("disctui ", ["disctui", ""], ""),
            ("disctui sh", ["disctui", "sh"], ""),
            ("disctui show 'the c", ["disctui", "show", "the c"], "'"),
            ('disctui search "seven sam', ["disctui", "search", "seven sam"], '"'),
            (r"disctui show the\ c", ["disctui", "show", "the c"], ""),
            ("disctui show the\\", ["disctui", "show", "the"], ""),
            ("disctui search #1", ["disctui", "search", "#1"], ""),
        ],
    )
    def test_a_line_is_parted_as_bash_parts_it(self, line: str, words: list[str], quote: str) -> None:
        assert split(line) == (words, quote)

    @given(st.text(alphabet=string.ascii_letters + " '\"\\#;|&$`\n", max_size=30))
    def test_any_line_has_a_last_word(self, typed: str) -> None:
        words, _ = split(typed)
        assert words


class Shell:
    """An interactive shell in a terminal of its own, that writes its command line to a file at ctrl+t."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        self.dump = folder / "line"
        self._pid, self._master = pty.fork()
        if self._pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self._master, text.encode())

    def line(self, text: str) -> str:
        """What stands on the command line after `text` was typed, tabs and all; the line is empty again then."""
        self.dump.unlink(missing_ok=True)
        self.type(f"{text}\x14")
        end = time.monotonic() + 60
        while not self.dump.exists() or not self.dump.read_text(encoding="utf-8").endswith("\n"):
            if time.monotonic() > end:
                pytest.fail(f"the shell never answered {text!r}")
            self._drain()
        self.type("\x15")
        return self.dump.read_text(encoding="utf-8").removesuffix("\n")

    def _drain(self) -> None:
        if select.select([self._master], [], [], 0.05)[0]:
            os.read(self._master, 65536)

    def close(self) -> None:
        """End it."""
        os.kill(self._pid, 9)
        os.waitpid(self._pid, 0)
        os.close(self._master)


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A folder with the program, to be found by a shell."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "disctui"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m disctui "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


def environment(bin_folder: Path, shelf: Path) -> dict[str, str]:
    """What a shell is started with."""
    path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "DISCTUI_LIBRARY": str(shelf), "PS1": "", "TERM": "xterm", "LC_ALL": "C.UTF-8"}


def start(shell: str) -> list[str]:
    """The command line of a shell that reads no files of the user's."""
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    return {"bash": [found, "--norc", "--noprofile", "-i"], "zsh": [found, "-f", "-i"]}[shell]


SETUP = {
    "bash": """eval "$(disctui completions bash)"; bind -x '"\\C-t": printf "%s\\n" "$READLINE_LINE" > line'\n""",
    "zsh": 'autoload -Uz compinit; compinit -u -D; eval "$(disctui completions zsh)"; '
    "dump() { print -r -- \"$BUFFER\" > line }; zle -N dump; bindkey '^T' dump; bindkey '^U' kill-whole-line\n",
}


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_tab_completes_in_a_real_shell(shell: str, bin_folder: Path, shelf: Path, tmp_path: Path) -> None:
    write_library(shelf, {"it's a wonderful life.toml": 'title = "It\'s a Wonderful Life"\n'})
    (tmp_path / "page one.txt").write_text("", encoding="utf-8")
    terminal = Shell(start(shell), tmp_path, environment(bin_folder, shelf))
    try:
        terminal.type(SETUP[shell])
        terminal.line("")
        assert terminal.line("disctui sea\t") == "disctui search "
        assert terminal.line("disctui search --js\t") == "disctui search --json "
        assert terminal.line("disctui search -l . status:w\t") == "disctui search -l . status:wishlist "
        assert terminal.line("disctui search original_t\t") == "disctui search original_title:"
        assert terminal.line("disctui export --format=ht\t") == "disctui export --format=html "
        assert terminal.line("disctui show alie\t") == "disctui show alien-4k "
        assert terminal.line("disctui show spa\t") == "disctui show spain/"
        assert terminal.line("disctui show spain/\t") == "disctui show spain/viridiana "
        assert terminal.line("disctui show it\t") == r"disctui show it\'s\ a\ wonderful\ life "
        assert terminal.line("disctui set alien-4k collection.stat\t") == "disctui set alien-4k collection.status="
        assert terminal.line("disctui set alien-4k collection.status=so\t") == (
            "disctui set alien-4k collection.status=sold "
        )
        assert terminal.line("disctui check --explain duplicate-u\t") == "disctui check --explain duplicate-upc "
        assert terminal.line("disctui import pag\t") == r"disctui import page\ one.txt "
        assert terminal.line("disctui -l bi\t") == "disctui -l bin/"
    finally:
        terminal.close()


def test_completes_in_a_real_fish(bin_folder: Path, shelf: Path, tmp_path: Path) -> None:
    fish = shutil.which("fish")
    if fish is None:
        pytest.skip("fish is not installed")
    (tmp_path / "page one.txt").write_text("", encoding="utf-8")

    def completed(line: str) -> list[str]:
        script = f"disctui completions fish | source; complete --do-complete '{line}'"
        done = subprocess.run(
            [fish, "--no-config", "--private", "-c", script],
            capture_output=True, text=True, check=True, cwd=tmp_path, env=environment(bin_folder, shelf), timeout=60,
        )  # fmt: skip
        return done.stdout.splitlines()

    assert completed("disctui sea") == [f"search\t{COMMANDS['search']}"]
    assert completed("disctui search status:w") == ["status:wishlist"]
    assert completed("disctui show spain/") == ["spain/viridiana"]
    assert completed("disctui set alien-4k collection.status=so") == ["collection.status=sold"]
    assert [line.partition("\t")[0] for line in completed("disctui check --explain duplicate-u")] == ["duplicate-upc"]
    assert [line.partition("\t")[0] for line in completed("disctui import pag")] == ["page one.txt"]
    assert [line.partition("\t")[0] for line in completed("disctui search --js")] == ["--json"]


class TestScripts:
    @pytest.mark.parametrize("shell", SCRIPTS)
    def test_each_is_printed(self, shell: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["completions", shell]) == 0
        assert capsys.readouterr().out == (SHELLS / SCRIPTS[shell]).read_text(encoding="utf-8")

    def test_powershell_could_read_its_own(self) -> None:
        """No PowerShell is at hand, so this is all that is known of it."""
        text = (SHELLS / SCRIPTS["powershell"]).read_text(encoding="utf-8")
        assert [token for token, _ in PowerShellLexer().get_tokens(text) if token is Error] == []
        for opening, closing in ("()", "{}", "[]"):
            assert text.count(opening) - text.count("(){};,") == text.count(closing) - text.count("(){};,")

    def test_a_shell_that_is_not_known_is_wrong_usage(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["completions", "tcsh"]) == 2
        assert "bash" in capsys.readouterr().err
