"""The command line as scripts know it: names, JSON keys and exit statuses are a contract."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import disctui
from conftest import SAMPLE, write_library
from disctui.cli import run

BROKEN = 'title = "A"\nyear = "1957"\n'


class Ran:
    """What came of a command line: its status, and its two streams."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err

    @property
    def json(self) -> Any:
        """Standard output, which must be one JSON document on its own."""
        return json.loads(self.out)


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str]) -> Any:
    """Runs a command line in this process."""

    def call(*words: object) -> Ran:
        try:
            status = run([str(word) for word in words])
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return Ran(status, out, err)

    return call


def program(words: Sequence[object], **options: Any) -> Ran:
    """Run a command line as a program of its own."""
    command = [sys.executable, "-m", "disctui", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, **options)
    return Ran(done.returncode, done.stdout, done.stderr)


class TestSearch:
    def test_it_prints_a_line_for_each_hit(self, shelf: Path, cli: Any) -> None:
        ran = cli("search", "-l", shelf, "kalatozov", "cranes")
        assert ran.status == 0
        assert ran.out == "The Cranes Are Flying (1957)  ·  Mikhail Kalatozov  ·  Blu-ray  ·  the-cranes-are-flying\n"
        assert ran.err == ""

    def test_json_has_the_documented_shape(self, shelf: Path, cli: Any) -> None:
        ran = cli("search", "--json", "-l", shelf, "bunuel", "viridiana")
        assert ran.status == 0
        assert list(ran.json) == ["query", "total", "ms", "hits"]
        assert ran.json["query"] == "bunuel viridiana"
        assert ran.json["total"] == 1
        assert isinstance(ran.json["ms"], int | float)
        (hit,) = ran.json["hits"]
        score = hit.pop("score")
        assert 0 < score <= 1
        assert hit == {
            "id": "spain/viridiana",
            "path": "spain/viridiana.toml",
            "title": "Viridiana",
            "year": 1961,
            "directors": ["Luis Buñuel"],
            "near": False,
            "state": "",
            "film": None,
            "film_title": None,
        }

    def test_what_a_file_does_not_say_is_null_or_empty(self, tmp_path: Path, cli: Any) -> None:
        write_library(tmp_path, {"stalker.toml": 'title = "Stalker"\n'})
        (hit,) = cli("search", "--json", "-l", tmp_path, "stalker").json["hits"]
        assert hit["year"] is None
        assert hit["directors"] == []

    def test_limit_cuts_the_hits_and_not_the_total(self, cli: Any) -> None:
        everything = cli("search", "--json", "-l", SAMPLE, "the").json
        assert len(everything["hits"]) == 20 < everything["total"]
        some = cli("search", "--json", "--limit", 3, "-l", SAMPLE, "the").json
        assert some["hits"] == everything["hits"][:3]
        assert some["total"] == everything["total"]
        assert cli("search", "--json", "--limit", 0, "-l", SAMPLE, "the").json["hits"] == []

    def test_scores_fall_from_1_to_0(self, cli: Any) -> None:
        scores = [hit["score"] for hit in cli("search", "--json", "--limit", 100, "-l", SAMPLE, "the").json["hits"]]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)

    def test_more_hits_than_are_printed_are_told_on_the_other_stream(self, cli: Any) -> None:
        ran = cli("search", "--limit", 2, "-l", SAMPLE, "the")
        assert len(ran.out.splitlines()) == 2
        assert "more; --limit N shows them" in ran.err

    def test_nothing_found_is_status_1_and_still_json(self, shelf: Path, cli: Any) -> None:
        ran = cli("search", "--json", "-l", shelf, "xqxqxqxqx")
        assert ran.status == 1
        assert ran.json["hits"] == []
        assert ran.json["total"] == 0
        assert "nothing found" in ran.err

    def test_stdin_gives_an_answer_a_line(self, shelf: Path) -> None:
        ran = program(["search", "--stdin", "-l", shelf], input="alien\n\nxqxqxqxqx\nbunuel\n")
        answers = [json.loads(line) for line in ran.out.splitlines()]
        assert [answer["query"] for answer in answers] == ["alien", "", "xqxqxqxqx", "bunuel"]
        assert answers[0]["hits"][0]["title"] == "Alien"
        assert answers[2]["hits"] == []
        assert answers[3]["hits"][0]["title"] == "Viridiana"
        assert ran.status == 0

    def test_stdin_holds_a_conversation(self, shelf: Path) -> None:
        """Each answer is flushed before the next question is read."""
        command = [sys.executable, "-m", "disctui", "search", "--stdin", "--limit", "1", "-l", str(shelf)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as talk:
            assert talk.stdin is not None
            assert talk.stdout is not None
            for query, title in (("alien", "Alien"), ("bunuel", "Viridiana"), ("cranes", "The Cranes Are Flying")):
                talk.stdin.write(f"{query}\n")
                talk.stdin.flush()
                assert json.loads(talk.stdout.readline())["hits"][0]["title"] == title
            talk.stdin.close()
            assert talk.wait(20) == 0

    def test_a_query_of_nothing_is_wrong_usage(self, shelf: Path, cli: Any) -> None:
        ran = cli("search", "-l", shelf)
        assert ran.status == 2
        assert ran.out == ""

    @pytest.mark.parametrize("limit", ["-1", "many", "1.5"])
    def test_a_limit_that_is_no_number_is_wrong_usage(self, shelf: Path, cli: Any, limit: str) -> None:
        ran = cli("search", f"--limit={limit}", "-l", shelf, "alien")
        assert ran.status == 2
        assert "--limit" in ran.err
        assert "Traceback" not in ran.err

    def test_words_that_begin_with_a_minus_can_be_given_after_two(self, shelf: Path, cli: Any) -> None:
        ran = cli("search", "--json", "-l", shelf, "--", "alien", "-zzz")
        assert ran.status == 0
        assert ran.json["query"] == "alien -zzz"


class TestShow:
    def test_it_prints_all_of_one_release(self, shelf: Path, cli: Any) -> None:
        ran = cli("show", "-l", shelf, "the-cranes-are-flying")
        assert ran.status == 0
        lines = [" ".join(line.split()) for line in ran.out.splitlines()]
        for line in (
            "The Cranes Are Flying (1957)",
            "Director Mikhail Kalatozov",
            "Starring Tatiana Samoilova, Aleksey Batalov",
            "Release date 2020-03-24",
            "Sale price $27.88 (30 % off)",
            "Length 96 min (1 h 36 min)",
            "• Essay by critic Chris Fujiwara",
            "Location Living room, shelf B",
        ):
            assert line in lines, line

    def test_json_has_every_key_of_the_file(self, shelf: Path, cli: Any) -> None:
        shown = cli("show", "--json", "-l", shelf, "the-cranes-are-flying").json
        assert shown["id"] == "the-cranes-are-flying"
        assert shown["path"] == "the-cranes-are-flying.toml"
        assert shown["release"] == {"date": "2020-03-24", "studio": "Criterion Collection"}
        assert shown["price"]["sale"] == 27.88
        assert shown["collection"] == {"location": "Living room, shelf B"}

    def test_the_path_is_taken_for_the_id(self, shelf: Path, cli: Any) -> None:
        assert cli("show", "-l", shelf, "spain/viridiana.toml").status == 0

    def test_an_unknown_id_is_status_1_and_the_nearest_is_named(self, shelf: Path, cli: Any) -> None:
        ran = cli("show", "-l", shelf, "alien-4")
        assert ran.status == 1
        assert ran.out == ""
        assert "did you mean alien-4k?" in ran.err

    def test_a_release_that_cannot_be_read_is_status_3(self, shelf: Path, cli: Any) -> None:
        write_library(shelf, {"broken.toml": 'title = "x'})
        ran = cli("show", "-l", shelf, "broken")
        assert ran.status == 3
        assert "disctui check" in ran.err

    def test_control_characters_are_shown_and_never_sent(self, tmp_path: Path, cli: Any) -> None:
        text = '"\\u001b]52;c;UFdO\\u0007[REC]\\u009b31m\\u202e"'
        write_library(tmp_path, {"x.toml": f"title = {text}\nsynopsis = {text}\ncast = [{text}]\n{text} = {text}\n"})
        for words in (("show", "x"), ("search", "rec"), ("check",)):
            ran = cli(words[0], "-l", tmp_path, *words[1:])
            for character in "\x1b\x07\x9b\u202e":
                assert character not in ran.out + ran.err, words
        assert "␛]52;c;UFdO␇[REC]" in cli("show", "-l", tmp_path, "x").out
        for command, word in (("show", "x"), ("search", "rec")):
            ran = cli(command, "-l", tmp_path, "--json", word)
            assert ran.out.isascii(), "no byte of it can drive a terminal"
            assert ran.out.strip().isprintable()


class TestCheck:
    def test_json_has_the_documented_shape(self, shelf: Path, cli: Any) -> None:
        write_library(shelf, {"bad.toml": BROKEN, "near.toml": 'title = "N"\nspeical_features = ["x"]\n'})
        ran = cli("check", "--json", "-l", shelf)
        assert ran.status == 1
        assert {name: ran.json[name] for name in ("releases", "errors", "warnings")} == {
            "releases": 9,
            "errors": 1,
            "warnings": 1,
        }
        wrong, near = ran.json["problems"]
        assert wrong == {
            "path": "bad.toml",
            "line": 2,
            "column": 8,
            "severity": "error",
            "code": "wrong-type",
            "key": "year",
            "message": "year must be a whole number, not text",
            "hint": "write it without quotes: year = 1957",
        }
        assert (near["path"], near["line"], near["column"], near["severity"]) == ("near.toml", 2, 1, "warning")

    def test_it_prints_place_line_and_remedy(self, shelf: Path, cli: Any) -> None:
        write_library(shelf, {"bad.toml": BROKEN})
        ran = cli("check", "-l", shelf)
        assert ran.status == 1
        assert ran.out.splitlines() == [
            "bad.toml:2:8: error[wrong-type] year must be a whole number, not text",
            '  2 | year = "1957"',
            "    |        ^^^^^^",
            "  remedy: write it without quotes: year = 1957",
        ]
        assert "8 releases, 1 error" in ran.err

    def test_warnings_alone_are_status_0(self, shelf: Path, cli: Any) -> None:
        write_library(shelf, {"near.toml": 'title = "N"\nspeical_features = ["x"]\n'})
        ran = cli("check", "-l", shelf)
        assert ran.status == 0
        assert "warning[" in ran.out

    def test_a_good_library_has_nothing_to_say(self, shelf: Path, cli: Any) -> None:
        ran = cli("check", "-l", shelf)
        assert (ran.status, ran.out) == (0, "")

    def test_the_sample_library_is_without_a_fault(self, cli: Any) -> None:
        ran = cli("check", "--json", "-l", SAMPLE)
        assert ran.status == 0
        assert ran.json["problems"] == []
        assert ran.json["releases"] >= 60

    def test_paths_narrow_it_down(self, shelf: Path, cli: Any) -> None:
        write_library(shelf, {"bad.toml": BROKEN, "deep/bad.toml": BROKEN})
        for path in ("deep", "deep/bad.toml", shelf / "deep", shelf / "deep" / "bad.toml"):
            ran = cli("check", "--json", "-l", shelf, path)
            assert [problem["path"] for problem in ran.json["problems"]] == ["deep/bad.toml"], path
        assert cli("check", "-l", shelf, "alien-4k.toml").status == 0

    def test_a_path_that_is_not_there_is_not_passed_over(self, shelf: Path, cli: Any) -> None:
        ran = cli("check", "-l", shelf, "no-such-file.toml")
        assert ran.status in {2, 3}
        assert "no-such-file.toml" in ran.err


class TestInit:
    def test_it_makes_a_library_with_its_schema(self, tmp_path: Path, cli: Any) -> None:
        ran = cli("init", tmp_path / "a" / "new")
        assert ran.status == 0
        schema = json.loads((tmp_path / "a" / "new" / "release.schema.json").read_text())
        assert "title" in schema["properties"] or "$defs" in schema
        assert cli("check", "--json", "-l", tmp_path / "a" / "new").json["releases"] == 0

    def test_sample_copies_every_release(self, tmp_path: Path, cli: Any) -> None:
        ran = cli("init", "--sample", tmp_path / "new")
        assert ran.status == 0
        checked = cli("check", "--json", "-l", tmp_path / "new").json
        releases = checked["releases"]
        assert releases >= 60
        assert checked["problems"] == [], "the covers that its files name are there, too"
        assert f"{releases} releases" in ran.out
        assert (tmp_path / "new" / "the-cranes-are-flying.toml").read_bytes() == (
            SAMPLE / "the-cranes-are-flying.toml"
        ).read_bytes()

    def test_nothing_that_is_there_is_overwritten(self, shelf: Path, cli: Any) -> None:
        mine = (shelf / "the-cranes-are-flying.toml").read_bytes()
        (shelf / "release.schema.json").write_text("mine")
        assert cli("init", "--sample", shelf).status == 0
        assert (shelf / "the-cranes-are-flying.toml").read_bytes() == mine
        assert (shelf / "release.schema.json").read_text() == "mine"

    def test_a_file_in_its_place_is_told(self, tmp_path: Path, cli: Any) -> None:
        (tmp_path / "file").write_text("")
        ran = cli("init", tmp_path / "file")
        assert ran.status in {2, 3}
        assert "is a file, not a folder" in ran.err

    def test_a_folder_that_cannot_be_written_is_status_3(self, tmp_path: Path, cli: Any) -> None:
        (tmp_path / "file").write_text("")
        ran = cli("init", tmp_path / "file" / "below")
        assert ran.status == 3
        assert "can't be written" in ran.err


class TestSchema:
    def test_it_is_a_json_schema_of_a_release(self, cli: Any) -> None:
        ran = cli("schema")
        assert ran.status == 0
        text = json.dumps(ran.json)
        for key in ("title", "special_features", "aspect_ratios", "third_party", "watched"):
            assert f'"{key}"' in text
        assert "$schema" in ran.json


class TestProgram:
    @pytest.mark.parametrize("words", [["--help"], ["-h"]])
    def test_help_names_every_command(self, cli: Any, words: list[str]) -> None:
        ran = cli(*words)
        assert ran.status == 0
        for name in ("search", "show", "check", "init", "schema", "LIBRARY"):
            assert name in ran.out

    @pytest.mark.parametrize("name", ["search", "show", "check", "init", "schema"])
    def test_each_command_explains_itself(self, cli: Any, name: str) -> None:
        ran = cli(name, "--help")
        assert ran.status == 0
        assert ran.out.startswith(f"usage: disctui {name}")

    def test_the_help_names_no_command_that_is_not_there(self, cli: Any) -> None:
        listed = re.findall(r"^  (\w+) {2,}\S", cli("--help").out.split("commands:")[1], re.MULTILINE)
        assert listed
        for name in listed:
            assert cli(name, "--help").status == 0, name

    def test_version(self, cli: Any) -> None:
        ran = cli("--version")
        assert (ran.status, ran.out) == (0, f"disctui {disctui.__version__}\n")

    def test_an_unknown_command_is_told_the_nearest(self, cli: Any) -> None:
        ran = cli("serach")
        assert ran.status == 2
        assert "did you mean search?" in ran.err

    @pytest.mark.parametrize("words", [["--nonsense"], ["search", "--jsn", "x"], ["show"], ["check", "--js"]])
    def test_wrong_usage_is_status_2(self, cli: Any, words: list[str]) -> None:
        ran = cli(*words)
        assert ran.status == 2
        assert ran.out == ""
        assert "usage:" in ran.err

    @pytest.mark.parametrize("name", ["search", "show", "check"])
    def test_a_library_that_is_not_there_is_status_3(self, tmp_path: Path, cli: Any, name: str) -> None:
        ran = cli(name, "-l", tmp_path / "nowhere", *(["x"] if name != "check" else []))
        assert ran.status == 3
        assert ran.out == ""
        assert "no such folder" in ran.err
        assert "disctui init" in ran.err

    def test_the_library_may_stand_before_the_command(self, shelf: Path, cli: Any) -> None:
        assert cli("-l", shelf, "search", "alien").out.startswith("Alien (1979)")

    def test_the_environment_names_the_library(self, shelf: Path, cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DISCTUI_LIBRARY", str(shelf))
        assert cli("check", "--json").json["releases"] == 7

    def test_without_any_it_is_the_sample_and_says_so(self, cli: Any) -> None:
        ran = cli("check", "--json")
        assert ran.json["releases"] >= 60
        assert "sample library" in ran.err

    def test_without_a_terminal_the_browser_says_so_and_ends(self, shelf: Path) -> None:
        ran = program([shelf], stdin=subprocess.DEVNULL)
        assert ran.status == 2
        assert "terminal" in ran.err
        assert ran.out == ""

    def test_a_closed_pipe_ends_quietly(self, tmp_path: Path) -> None:
        write_library(tmp_path, {f"{number}.toml": f'title = "Film {number} {"x" * 200}"\n' for number in range(800)})
        with subprocess.Popen(
            [sys.executable, "-m", "disctui", "search", "--limit", "800", "-l", str(tmp_path), "film"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as running:
            assert running.stdout is not None
            assert running.stderr is not None
            running.stdout.read(10)
            running.stdout.close()
            assert running.stderr.read() == b""
            assert running.wait(20) == 0

    def test_a_closed_pipe_ends_a_conversation_quietly(self, shelf: Path) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "disctui", "search", "--stdin", "-l", str(shelf)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as running:
            assert running.stdin is not None
            assert running.stdout is not None
            assert running.stderr is not None
            running.stdout.close()
            running.stdin.write(b"alien\n" * 100)
            running.stdin.close()
            assert running.stderr.read() == b""
            assert running.wait(20) == 0

    @pytest.mark.parametrize(
        ("environ", "is_coloured"),
        [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
        ids=str,
    )
    def test_colour_on_a_terminal_alone_and_never_with_no_color(
        self, shelf: Path, environ: dict[str, str], *, is_coloured: bool
    ) -> None:
        write_library(shelf, {"bad.toml": BROKEN})
        leader, follower = os.openpty()
        command = [sys.executable, "-m", "disctui", "check", "-l", str(shelf)]
        subprocess.run(command, stdout=follower, stderr=subprocess.DEVNULL, check=False, env=os.environ | environ)
        os.close(follower)
        shown = os.read(leader, 65536)
        os.close(leader)
        assert b"bad.toml:2:8" in shown
        assert (b"\x1b[" in shown) == is_coloured

    def test_into_a_pipe_there_is_no_colour(self, shelf: Path) -> None:
        write_library(shelf, {"bad.toml": BROKEN})
        assert "\x1b" not in program(["check", "-l", shelf]).out

    def test_titles_of_every_script_reach_a_pipe_of_any_encoding(self, shelf: Path) -> None:
        environ = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
        ran = program(["show", "-l", shelf, "the-cranes-are-flying"], env=environ)
        assert ran.status == 0
        assert "Traceback" not in ran.err
