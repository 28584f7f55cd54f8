"""The edges of the command line: queries that can't be read, mistaken settings, odd streams, flags anywhere."""

import io
import json
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from conftest import write_library
from disctui.cli.command_list import COMMANDS
from disctui.release.model import keys
from test_cli import Ran, cli, program

__all__ = ["cli"]  # the fixture

BOX = """\
title = "Three Colours"
[[films]]
title = "Blue"
year = 1993
length = 98
[[films]]
title = "White"
year = 1994
directors = ["Krzysztof Kieślowski"]
[release]
upc = "715515085625"
"""


def configured(home: Path, text: str) -> Path:
    path = home / ".config" / "disctui" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


class TestQueriesThatCannotBeRead:
    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("year:abc", "abc: year: takes a year: 1957, 1950..1959, 1950s, <1960"),
            ("status:lent", "lent: status: takes one of owned, wishlist, ordered, sold"),
            ("length:<", "<: length: takes a number: 96, 90..120, <100, >=4"),
            ("year:..", "..: year: takes a year: 1957, 1950..1959, 1950s, <1960"),
            ("has:", "has:: has: takes the name of a field, e.g. has:synopsis"),
            ("has:dir", "has:dir: has: takes the name of a field, e.g. has:synopsis"),
            ("...", "...: there is nothing in it to look for"),
            ("", "the query is empty"),
            ("x" * 201, "x: a query has at most 200 characters"),
        ],
    )
    def test_an_export_never_writes_the_whole_library_instead(
        self, shelf: Path, cli: Any, query: str, message: str
    ) -> None:
        ran = cli("export", "--format", "csv", "-l", shelf, query)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err == f"disctui: {message}\n"

    def test_a_search_says_where_and_finds_nothing(self, shelf: Path, cli: Any) -> None:
        ran = cli("search", "--json", "-l", shelf, "alien", "year:abc")
        assert ran.status == 2
        assert ran.json == {
            "query": "alien year:abc",
            "total": 0,
            "ms": 0.0,
            "hits": [],
            "problem": {
                "start": 11,
                "end": 14,
                "message": "year: takes a year: 1957, 1950..1959, 1950s, <1960",
            },
        }
        ran = cli("search", "-l", shelf, "alien", "year:abc")
        assert (ran.status, ran.out) == (2, "")

    @pytest.mark.parametrize("words", [[], [""], ["  "], [" ", "\t"]])
    def test_a_blank_search_answers_with_a_document_too(self, shelf: Path, cli: Any, words: list[str]) -> None:
        ran = cli("search", "--json", "-l", shelf, *words)
        assert ran.status == 2
        assert ran.json["problem"]["message"] == "the query is empty"
        ran = cli("search", "-l", shelf, *words)
        assert (ran.status, ran.out, ran.err) == (2, "", "disctui: the query is empty\n")

    def test_a_conversation_goes_on_after_one(self, shelf: Path) -> None:
        ran = program(["search", "--stdin", "-l", shelf], input="status:lent\nalien\n")
        first, second = map(json.loads, ran.out.splitlines())
        assert first["total"] == 0
        assert first["problem"]["start"] == 7
        assert second["total"] == 1
        assert "problem" not in second
        assert ran.status == 0

    def test_bytes_that_are_not_utf8_are_told(self, shelf: Path) -> None:
        command = [sys.executable, "-m", "disctui", "search", "--json", "-l", str(shelf)]
        done = subprocess.run([*command, b"bu\xf1uel"], capture_output=True, check=False)
        assert done.returncode == 2
        assert json.loads(done.stdout)["problem"]["message"] == "the query is not UTF-8"
        done = subprocess.run(
            [*command[:-3], "--stdin", *command[-2:]], input=b"bu\xf1uel\nalien\n", capture_output=True, check=False
        )
        first, second = map(json.loads, done.stdout.splitlines())
        assert first["problem"]["message"] == "the query is not UTF-8"
        assert second["total"] == 1

    def test_a_shell_without_utf8_hands_over_the_same_query(self, shelf: Path) -> None:
        environ = os.environ | {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
        ran = program(["search", "--ids", "-l", shelf, "director:Buñuel"], env=environ)
        assert (ran.status, ran.out) == (0, "spain/viridiana\n")


class TestSettings:
    @pytest.mark.parametrize(
        "words", [["search", "alien"], ["show", "alien-4k"], ["check"], ["export", "--format", "csv"]]
    )
    def test_every_command_tells_of_a_mistake(self, shelf: Path, home: Path, cli: Any, words: Sequence[str]) -> None:
        path = configured(home, f'# mine\nlibary = "/x"\nlibrary = "{shelf}"\n')
        ran = cli(*words)
        assert ran.status == 0
        assert f"disctui: {path}:2:1: libary is not a setting; did you mean library?\n" in ran.err
        assert ran.err.count("libary") == 1

    @pytest.mark.parametrize(
        "words", [["search", "alien"], ["show", "alien"], ["check"], ["export", "--format", "csv"]]
    )
    @pytest.mark.parametrize("text", ['library = "/x\n', "library = 5\n"])
    def test_a_file_that_hides_the_library_is_never_answered_with_another(
        self, home: Path, cli: Any, words: Sequence[str], text: str
    ) -> None:
        configured(home, text)
        ran = cli(*words)
        assert (ran.status, ran.out) == (3, "")
        assert "so your library is not known; mend config.toml, or name the folder: -l DIR" in ran.err

    def test_a_folder_that_is_named_is_opened_all_the_same(self, shelf: Path, home: Path, cli: Any) -> None:
        configured(home, 'library = "/x\n')
        ran = cli("search", "--ids", "-l", shelf, "alien")
        assert (ran.status, ran.out) == (0, "alien-4k\n")
        assert "config.toml:1:" in ran.err


class TestStreams:
    @pytest.mark.parametrize(
        "words",
        [["search", "alien"], ["search", "--json", "alien"], ["show", "alien-4k"], ["export", "--format", "json"]],
        ids=" ".join,
    )
    def test_a_full_disk_or_a_closed_output_is_told_in_a_sentence(self, shelf: Path, words: list[str]) -> None:
        command = [sys.executable, "-m", "disctui", *words, "-l", str(shelf)]
        for redirect, reason in ((">/dev/full", "No space left on device"), (">&-", "Bad file descriptor")):
            done = subprocess.run(
                ["sh", "-c", f'"$@" {redirect}', "sh", *command], capture_output=True, text=True, check=False
            )
            assert done.returncode == 3, redirect
            assert done.stderr == f"disctui: standard output can't be written: {reason}\n"

    @pytest.mark.parametrize("words", [["--help"], ["--version"], ["search", "--help"], ["schema"]], ids=" ".join)
    def test_the_same_without_a_library(self, words: list[str]) -> None:
        done = subprocess.run(
            ["sh", "-c", '"$@" >/dev/full', "sh", sys.executable, "-m", "disctui", *words],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 3
        assert done.stderr == "disctui: standard output can't be written: No space left on device\n"

    def test_messages_never_land_among_the_data(self, shelf: Path) -> None:
        done = subprocess.run(
            ["sh", "-c", '"$@" 2>&-', "sh", sys.executable, "-m", "disctui", "search", "-l", str(shelf), "xqxqxqxq"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (1, "")

    @pytest.mark.parametrize("name", ["csv", "json", "ndjson", "markdown", "html"])
    def test_no_export_drives_a_terminal(self, tmp_path: Path, name: str) -> None:
        text = '"\\u001b]52;c;UFdO\\u0007\\u009b31m\\u202e\\u007f\\u2066 é"'
        root = write_library(tmp_path / "shelf", {"x.toml": f"title = {text}\nsynopsis = {text}\ncast = [{text}]\n"})
        leader, follower = os.openpty()
        done = subprocess.Popen(
            [sys.executable, "-m", "disctui", "export", "--format", name, "-l", str(root)],
            stdout=follower, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(follower)
        shown = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # the other end is closed
                break
            shown += piece
        os.close(leader)
        assert done.wait(30) == 0
        assert shown
        found = shown.decode().replace("\r\n", "\n")
        assert not set(found) & (set(map(chr, [*range(10), *range(11, 32), *range(0x7F, 0xA0)])) | {"\u202e", "\u2066"})
        if "json" in name:
            assert found.isascii()
            json.loads(found.splitlines()[1] if name == "json" else found)


class TestExportToAFile:
    def export(self, cli: Any, shelf: Path, target: object) -> Ran:
        ran: Ran = cli("export", "--format", "ndjson", "-l", shelf, "-o", target, "alien")
        return ran

    def test_through_a_link_with_mode_kept(self, shelf: Path, tmp_path: Path, cli: Any) -> None:
        (tmp_path / "real").mkdir()
        real = tmp_path / "real" / "shelf.ndjson"
        real.write_text("before")
        real.chmod(0o640)
        link = tmp_path / "link"
        link.symlink_to(real)
        assert self.export(cli, shelf, link).status == 0
        assert link.is_symlink()
        assert json.loads(real.read_text())["id"] == "alien-4k"
        assert real.stat().st_mode & 0o7777 == 0o640
        assert [path.name for path in real.parent.iterdir()] == ["shelf.ndjson"]

    def test_a_new_file_has_the_mode_that_the_umask_leaves(self, shelf: Path, tmp_path: Path, cli: Any) -> None:
        before = os.umask(0o027)
        try:
            assert self.export(cli, shelf, tmp_path / "new").status == 0
        finally:
            os.umask(before)
        assert (tmp_path / "new").stat().st_mode & 0o7777 == 0o640

    def test_a_link_out_of_a_library_is_not_followed(self, shelf: Path, tmp_path: Path, cli: Any) -> None:
        """The folder may come from a stranger."""
        (tmp_path / "mine").write_text("before")
        (shelf / "shelf.html").symlink_to(tmp_path / "mine")
        (shelf / ".shelf.html.part").symlink_to(tmp_path / "mine")
        ran = self.export(cli, shelf, shelf / "shelf.html")
        assert ran.status == 3
        assert "is a link that leads out of the library" in ran.err
        assert (tmp_path / "mine").read_text() == "before"

    def test_into_a_pipe_as_it_comes(self, shelf: Path, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        with subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE) as reading:
            ran = program(["export", "--format", "ndjson", "-l", shelf, "-o", tmp_path / "pipe", "alien"])
            assert ran.status == 0
            out, _ = reading.communicate(timeout=30)
        assert json.loads(out)["id"] == "alien-4k"
        assert (tmp_path / "pipe").is_fifo()

    def test_a_hyphen_is_standard_output(self, shelf: Path, tmp_path: Path, cli: Any, monkeypatch: Any) -> None:
        monkeypatch.chdir(tmp_path)
        ran = self.export(cli, shelf, "-")
        assert json.loads(ran.out)["id"] == "alien-4k"
        assert not (tmp_path / "-").exists()

    def test_what_cannot_be_written_is_status_3_and_leaves_nothing(self, shelf: Path, tmp_path: Path, cli: Any) -> None:
        for target, reason in (
            (tmp_path / "no" / "x", "No such file or directory"),
            (tmp_path, "Is a directory"),
            ("/dev/full", "No space left on device"),
        ):
            ran = self.export(cli, shelf, target)
            assert (ran.status, ran.out) == (3, "")
            assert ran.err == f"disctui: {target}: can't be written: {reason}\n"
        assert not list(tmp_path.glob(".*"))


class TestOneRootParser:
    @pytest.mark.parametrize(
        "words",
        [
            ["-l", "{}", "search", "--ids", "alien"],
            ["-l{}", "search", "--ids", "alien"],
            ["--library={}", "search", "--ids", "alien"],
            ["--library", "{}", "search", "--ids", "alien"],
            ["search", "--library={}", "--ids", "alien"],
            ["search", "alien", "--ids", "-l", "{}"],
            ["search", "alien", "-l{}", "--ids"],
        ],
        ids=" ".join,
    )
    def test_the_library_may_stand_anywhere(self, shelf: Path, cli: Any, words: list[str]) -> None:
        ran = cli(*(word.format(shelf) for word in words))
        assert (ran.status, ran.out, ran.err) == (0, "alien-4k\n", "")

    @pytest.mark.parametrize("words", [["-l", "", "search", "x"], ["search", "-l", "", "x"], ["--library=", "check"]])
    def test_an_empty_name_is_no_library(self, cli: Any, words: list[str]) -> None:
        ran = cli(*words)
        assert (ran.status, ran.out) == (2, "")
        assert "it is empty, and names no folder" in ran.err

    def test_a_misspelt_command_is_known_whatever_follows(self, cli: Any) -> None:
        ran = cli("serch", "kurosawa")
        assert ran.status == 2
        assert ran.err.endswith("'serch' is neither a folder nor a command; did you mean search?\n")

    def test_a_bare_word_is_never_an_empty_library(self, cli: Any) -> None:
        ran = cli("kurosawa")
        assert ran.status == 2
        assert ran.err.endswith("'kurosawa' is neither a folder nor a command; disctui help lists the commands\n")

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            (["-director:scott", "year:1979"], []),
            (["year:1970..", "-director:scott"], ["rec"]),
            (["-label:sony", "year:1970.."], ["alien-4k"]),
            (["year:1970..", "-alien"], ["rec"]),
            (["year:1970..", '-"ridley scott"'], ["rec"]),
            (["--", "-alien", "year:1970.."], ["rec"]),
        ],
        ids=str,
    )
    def test_what_is_excluded_is_no_flag(self, shelf: Path, cli: Any, words: list[str], found: list[str]) -> None:
        ran = cli("search", "--ids", "-l", shelf, *words)
        assert ran.out.split() == found

    def test_help_and_version(self, cli: Any) -> None:
        assert cli("help").out == cli("--help").out
        assert cli("help", "search").out == cli("search", "--help").out
        assert cli("-V").out == cli("--version").out
        ran = cli("help", "serch")
        assert (ran.status, ran.err) == (2, "disctui: there is no command 'serch'; did you mean search?\n")

    def test_a_complaint_quotes_what_was_typed_and_does_not_obey_it(self, cli: Any) -> None:
        for words in (["check", "--\x1b[31m"], ["\x1b]0;x\x07"], ["--\x9b31m"]):
            ran = cli(*words)
            assert ran.status == 2
            assert not set(ran.err) & set("\x1b\x07\x9b"), words


class TestWhichRelease:
    @pytest.mark.parametrize(
        "which", ["spain/viridiana", "spain/viridiana.toml", "{}/spain/viridiana.toml", "./{}/spain/viridiana"]
    )
    def test_by_id_and_by_path(self, shelf: Path, cli: Any, monkeypatch: Any, which: str) -> None:
        monkeypatch.chdir(shelf.parent)
        name = shelf.name if which.startswith(".") else shelf
        ran = cli("show", "--json", "-l", shelf, which.format(name))
        assert (ran.status, ran.json["id"]) == (0, "spain/viridiana")

    def test_every_id_that_search_prints_is_taken(self, shelf: Path, cli: Any) -> None:
        write_library(
            shelf, {"odd name #2.toml": 'title = "O"', "UPPER.TOML": 'title = "U"', "é/a.b.toml": 'title = "E"'}
        )
        for name in cli("search", "--ids", "--limit", 100, "-l", shelf, "has:title").out.splitlines():
            assert cli("show", "--json", "-l", shelf, name).json["id"] == name

    def test_what_is_no_release_is_not_shown(self, shelf: Path, cli: Any) -> None:
        write_library(shelf.parent, {"outside.toml": 'title = "O"'})
        write_library(shelf, {"people.toml": "", ".hidden.toml": 'title = "H"', "_draft/a.toml": 'title = "D"'})
        for which in (
            "../outside",
            "people",
            ".hidden",
            "_draft/a",
            shelf.parent / "outside.toml",
            "spain",
            "",
            "\x00",
        ):
            assert cli("show", "-l", shelf, which).status == 1, which

    def test_by_bar_code_and_by_film(self, shelf: Path, cli: Any) -> None:
        write_library(shelf, {"box.toml": BOX})
        for which in ("715515085625", "0715515085625", "7 15515 08562 5"):
            assert cli("show", "--json", "-l", shelf, which).json["id"] == "box"
        ran = cli("show", "-l", shelf, "box#2")
        assert ran.out.startswith("White (1994)\n")
        assert "Krzysztof Kieślowski" in ran.out
        assert "98 min" in cli("show", "-l", shelf, "box#1").out
        assert cli("show", "--json", "-l", shelf, "box#1").json == {
            "id": "box", "path": "box.toml", "film": 1, "title": "Blue", "year": 1993, "length": 98,
        }  # fmt: skip
        ran = cli("show", "-l", shelf, "box#3")
        assert (ran.status, ran.err) == (1, "disctui: box has 2 films, and no film 3\n")

    def test_what_add_prints_can_be_shown(self, shelf: Path, cli: Any) -> None:
        path = cli("add", "-l", shelf, "--title", "Ran").out.strip()
        assert cli("show", "-l", shelf, path).out.startswith("Ran\n")

    def test_keys_of_a_file_never_hide_the_id(self, shelf: Path, cli: Any) -> None:
        write_library(shelf, {"odd.toml": 'title = "Odd"\nid = 5\npath = "/etc"\nkeys = "k"\n'})
        shown = cli("show", "--json", "-l", shelf, "odd").json
        assert (shown["id"], shown["path"]) == ("odd", "odd.toml")


class TestNearMatches:
    def test_they_are_marked(self, shelf: Path, cli: Any) -> None:
        write_library(shelf, {"aliens.toml": 'title = "Allien"\nyear = 1999\n'})
        ran = cli("search", "-l", shelf, "alien")
        assert ran.out.splitlines() == [
            "Alien (1979)  ·  Ridley Scott  ·  4K+BD  ·  alien-4k",
            "≈ Allien (1999)  ·  aliens",
        ]
        assert [(hit["id"], hit["near"]) for hit in cli("search", "--json", "-l", shelf, "alien").json["hits"]] == [
            ("alien-4k", False),
            ("aliens", True),
        ]


class TestLinesForScripts:
    @pytest.mark.parametrize(
        ("words", "out"),
        [
            (["--ids"], "spain/viridiana\n"),
            (["--ids", "-0"], "spain/viridiana\0"),
            (["--columns", "id, year,directors,specs.length"], "spain/viridiana\t1961\tLuis Buñuel\t\n"),
            (["--format", r"{title} ({year})\t{path}\\{{}}"], "Viridiana (1961)\tspain/viridiana.toml\\{}\n"),
            (["--format", "{price.list} {cast}"], "22.5 Silvia Pinal, Fernando Rey\n"),
        ],
        ids=str,
    )
    def test_of_one_hit(self, shelf: Path, cli: Any, words: list[str], out: str) -> None:
        ran = cli("search", "-l", shelf, *words, "viridiana")
        assert (ran.status, ran.out, ran.err) == (0, out, "")

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["--format", "{titel}"], "titel is no key of the format; did you mean title?"),
            (["--format", "{title"], "a brace stands alone in '{title'; write {{ or }} for the sign itself"),
            (["--columns", "id,yaer"], "yaer is no key of the format; did you mean year?"),
        ],
    )
    def test_a_mistake_is_told_before_anything_is_read(self, cli: Any, words: list[str], message: str) -> None:
        ran = cli("search", "-l", "/nowhere", *words, "viridiana")
        assert (ran.status, ran.out, ran.err) == (2, "", f"disctui: {message}\n")

    def test_sorted(self, shelf: Path, cli: Any) -> None:
        found = cli("search", "--ids", "--sort", "year", "-l", shelf, "has:year").out.split()
        assert found[:3] == ["the-phantom-carriage", "m", "the-cranes-are-flying"]
        again = cli(
            "search", "--ids", "--sort", "year", "--reverse", "--limit", "2", "-l", shelf, "has:year"
        ).out.split()
        assert again == ["rec", "alien-4k"]


class TestPathOpenEdit:
    def test_path_prints_the_file_that_is_named_or_those_that_are_found(self, shelf: Path, cli: Any) -> None:
        assert cli("path", "-l", shelf, "m").out == f"{shelf}/m.toml\n"
        ran = cli("path", "-0", "-l", shelf, "studio:criterion", "-director:fellini")
        assert (ran.status, ran.out) == (0, f"{shelf}/the-cranes-are-flying.toml\0")
        ran = cli("path", "-l", shelf, "kalatazov")
        assert (ran.status, ran.out, ran.err) == (1, "", "disctui: nothing found\n"), "a near match is none"
        assert cli("path", "-l", shelf, "year:abc").status == 2

    def test_open_hands_the_address_of_the_store_over(
        self, shelf: Path, tmp_path: Path, cli: Any, monkeypatch: Any
    ) -> None:
        assert cli("open", "--print", "-l", shelf, "the-cranes-are-flying").out == "https://www.criterion.com/\n"
        program_of(tmp_path, "xdg-open")
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        assert cli("open", "-l", shelf, "kalatozov").err == "disctui: opened https://www.criterion.com/\n"
        for _ in range(200):
            if (tmp_path / "said").exists() and (tmp_path / "said").read_text():
                break
            time.sleep(0.05)
        assert (tmp_path / "said").read_text() == "https://www.criterion.com/\n"

    @pytest.mark.parametrize(
        ("which", "status", "said"),
        [
            ("m", 1, "m has no price.store_url"),
            ("studio:criterion", 2, "2 releases are meant, and one page is opened; name one: "),
            ("xqxqxq", 1, "nothing found"),
        ],
    )
    def test_open_says_why_nothing_is_opened(self, shelf: Path, cli: Any, which: str, status: int, said: str) -> None:
        ran = cli("open", "-l", shelf, which)
        assert (ran.status, ran.out) == (status, "")
        assert said in ran.err

    def test_edit_runs_the_editor_on_the_files(self, shelf: Path, tmp_path: Path, cli: Any, monkeypatch: Any) -> None:
        program_of(tmp_path, "editor")
        monkeypatch.setenv("EDITOR", str(tmp_path / "editor"))
        assert cli("edit", "-l", shelf, "m").status == 0
        assert (tmp_path / "said").read_text() == f"{shelf}/m.toml\n"
        monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
        ran = cli("edit", "-l", shelf, "studio:criterion")
        assert (ran.status, ran.err) == (2, "disctui: 2 files would be opened; --yes opens them\n")
        assert cli("edit", "--yes", "-l", shelf, "studio:criterion").status == 0
        assert len((tmp_path / "said").read_text().splitlines()) == 2

    def test_edit_leaves_the_sample_library_alone(self, cli: Any) -> None:
        ran = cli("edit", "stalker")
        assert ran.status == 3
        assert "this is the sample library; disctui init --sample DIR makes a copy to edit" in ran.err


def program_of(folder: Path, name: str) -> None:
    """A program that writes its arguments into the file `said` beside it, one a line."""
    path = folder / name
    path.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {folder}/said\n")
    path.chmod(0o755)


class TestConfigAndFields:
    def test_config_tells_what_holds_and_from_where(self, shelf: Path, home: Path, cli: Any, monkeypatch: Any) -> None:
        path = configured(home, f'library = "{shelf}"\ntheme = "nord"\n[keys]\nedit = "ctrl+e"\n')
        rows = {row["name"]: (row["value"], row["from"]) for row in cli("config", "--json").json["settings"]}
        assert rows["config.toml"] == (str(path), "there")
        assert rows["library"] == (str(shelf), "config.toml")
        assert rows["theme"] == ("nord", "config.toml")
        assert rows["keys.edit"] == (["ctrl+e"], "config.toml")
        monkeypatch.setenv("DISCTUI_LIBRARY", "/elsewhere")
        assert "library      /elsewhere  ($DISCTUI_LIBRARY)\n" in cli("config").out
        assert "library      /here  (--library)\n" in cli("config", "-l", "/here").out

    def test_config_tells_what_is_wrong(self, home: Path, cli: Any) -> None:
        configured(home, "library = 5\n")
        ran = cli("config", "--json")
        assert ran.status == 3
        (problem,) = ran.json["problems"]
        assert (problem["line"], problem["key"]) == (1, "library")

    def test_fields_lists_every_key_and_the_names_for_it(self, cli: Any) -> None:
        assert "release.upc           " in cli("fields").out
        rows = {row["key"]: row["query"] for row in cli("fields", "--json").json["keys"]}
        assert rows["release.upc"] == ["ean", "upc", "barcode"]
        assert list(rows) == list(keys())

    def test_keys_prints_the_whole_table_as_config_toml_has_it_and_marks_the_users(self, home: Path, cli: Any) -> None:
        configured(home, '[keys]\nreverse = ["Y", "f5"]\nrevers = "x"\n')
        ran = cli("keys")
        assert 'reverse = ["Y", "f5"]  # yours; without it "S"  # Reverse the order' in ran.out.splitlines()
        assert ran.err == "disctui: config.toml gives a key to revers, which is no command\n"
        text = re.sub(r"^# ([a-z0-9-]+ = )", r"\1", ran.out, flags=re.MULTILINE)
        table = tomllib.loads(text)["keys"]
        assert (table["lend"], table["down"], table["theme"]) == ("L", ["j", "↓"], [])
        assert cli("keys", "--json").json["keys"][0] == {
            "command": "search",
            "keys": ["/"],
            "does": "Go to the search box, the old query selected",
            "is_yours": False,
        }


class TestHelp:
    @pytest.mark.parametrize("name", sorted(COMMANDS))
    def test_every_command_tells_its_purpose_and_fits(self, cli: Any, monkeypatch: Any, name: str) -> None:
        monkeypatch.setenv("COLUMNS", "200")
        text = cli(name, "--help").out
        assert text.startswith(f"usage: disctui {name}")
        purpose = text.split("\n\n")[1]
        assert purpose[0].isupper()
        assert max(map(len, text.splitlines())) <= 100

    @pytest.mark.parametrize("name", sorted(COMMANDS))
    def test_and_gives_an_example(self, cli: Any, name: str) -> None:
        assert re.search(rf'^ *(eval "\$\()?disctui {name}', cli(name, "--help").out.partition("\n\n")[2], re.MULTILINE)
