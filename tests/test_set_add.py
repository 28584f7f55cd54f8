"""`disctui set` and `disctui add`: careful edits and new files from the command line."""

import io
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli

from conftest import SHELF, write_library
from disctui.cli import run
from disctui.editing import editor


class Ran(NamedTuple):
    """What came of a command line."""

    status: int
    out: str
    err: str


Cli = Callable[..., Ran]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command line in this process, its input no terminal."""

    def call(*words: object) -> Ran:
        try:
            status = run([str(word) for word in words])
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return call


def now(root: Path) -> dict[str, str]:
    """Every file of a library, by path."""
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


M = SHELF["m.toml"]
CRANES = SHELF["the-cranes-are-flying.toml"]


class TestSet:
    @pytest.mark.parametrize(
        ("change", "old", "new"),
        [
            ("year=1958", "1957", "1958"),
            ("synopsis=They love.", '"Veronica and Boris are in love until the war parts them."', '"They love."'),
            ("price.list = 40", "39.95", "40"),
            ("release.date=2020-03", "2020-03-24", '"2020-03"'),
            ("genres+=Romance", '"War"]', '"War", "Romance"]'),
            ('genres += ["Romance", "War"]', '"War"]', '"War", "Romance"]'),
            ("genres-=War", ', "War"]', "]"),
            ("original_title!", 'original_title = "Летят журавли"\n', ""),
            ("collection!", '\n[collection]\nlocation = "Living room, shelf B"\n', ""),
            ("collection.rating=4.5", 'shelf B"\n', 'shelf B"\nrating = 4.5\n'),
            ("mine=yes", "\n[release]", '\nmine = "yes"\n[release]'),
        ],
    )
    def test_only_what_is_named_changes(self, shelf: Path, cli: Cli, change: str, old: str, new: str) -> None:
        ran = cli("set", "-l", shelf, "the-cranes-are-flying", change)
        assert ran.status == 0
        assert CRANES.count(old) == 1
        after = now(shelf)["the-cranes-are-flying.toml"]
        if change == "mine=yes":
            assert tomli.loads(after) == tomli.loads(CRANES) | {"mine": "yes"}
            assert set(CRANES.split("\n")) <= set(after.split("\n"))
        else:
            assert after == CRANES.replace(old, new)
        assert {name: text for name, text in now(shelf).items() if text != SHELF[name]}.keys() == {
            "the-cranes-are-flying.toml"
        }
        assert "1 file changed" in ran.err

    def test_several_changes_are_made_together_or_not_at_all(self, shelf: Path, cli: Cli) -> None:
        assert cli("set", "-l", shelf, "m", "year=1932", "directors+=Fritz Lang").status == 0
        changed = now(shelf)["m.toml"]
        assert changed == 'title = "M"\nyear  = 1932\ndirectors = ["Fritz Lang"]\n'
        assert cli("set", "-l", shelf, "m", "year=1933", "directr=X").status == 2
        assert now(shelf)["m.toml"] == changed

    def test_the_difference_goes_to_standard_output_alone(self, shelf: Path, cli: Cli) -> None:
        ran = cli("set", "-l", shelf, "m.toml", "year=1932")
        assert ran.out == '--- m.toml\n+++ m.toml\n@@ -1,2 +1,2 @@\n title = "M"\n-year  = 1931\n+year  = 1932\n'
        assert ran.err == "disctui: 1 file changed\n"

    def test_a_dry_run_prints_the_same_and_writes_nothing(self, shelf: Path, cli: Cli) -> None:
        before = {path: path.stat().st_mtime_ns for path in shelf.rglob("*")}
        dry = cli("set", "-l", shelf, "--dry-run", "studio:criterion", "collection.tags+=c")
        assert dry.status == 0
        assert dry.out.count("+++ ") == 2
        assert now(shelf) == SHELF
        assert {path: path.stat().st_mtime_ns for path in shelf.rglob("*")} == before
        assert cli("set", "-l", shelf, "--yes", "studio:criterion", "collection.tags+=c").out == dry.out

    def test_several_files_need_a_yes(self, shelf: Path, cli: Cli) -> None:
        ran = cli("set", "-l", shelf, "studio:criterion", "collection.tags+=c")
        assert ran.status == 2
        assert "--yes" in ran.err
        assert now(shelf) == SHELF
        ran = cli("set", "-l", shelf, "studio:criterion", "collection.tags+=c", "--yes")
        assert ran.status == 0
        assert "2 files changed" in ran.err
        changed = {name for name, text in now(shelf).items() if text != SHELF[name]}
        assert changed == {"the-cranes-are-flying.toml", "eight-and-a-half.toml"}

    @pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 2), ("", 2), ("\n", 2)])
    def test_at_a_terminal_it_asks(
        self, shelf: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, answer: str, status: int
    ) -> None:
        typed = io.StringIO(answer)
        monkeypatch.setattr(typed, "isatty", lambda: True)
        monkeypatch.setattr("sys.stdin", typed)
        ran = cli("set", "-l", shelf, "studio:criterion", "collection.tags+=c")
        assert ran.status == status
        assert "Change 2 files? [y/N]" in ran.err
        assert (now(shelf) == SHELF) == bool(status)

    def test_what_is_so_already_is_not_written(self, shelf: Path, cli: Cli) -> None:
        before = (shelf / "m.toml").stat()
        ran = cli("set", "-l", shelf, "m", "year=1931")
        assert (ran.status, ran.out) == (0, "")
        assert "m.toml: says so already" in ran.err
        after = (shelf / "m.toml").stat()
        assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ("directr=X", "did you mean directors?"),
            ("studio=X", "did you mean release.studio?"),
            ("release=X", "release is a table"),
            ("year", "key=value, key+=value, key-=value or key!"),
            ("year=nineteen", "year must be a whole number"),
            ("year=57", "1870"),
            ("year+=1", "year holds one value"),
            ("title!", "a title can't be removed"),
            ("title=", "would be empty"),
            ("collection.status=borrowed", "owned"),
            ("price.currency=dollars", "USD"),
            ("collection.rating=6", "5"),
            ("collection.bought=2021-02-30", "date"),
        ],
    )
    def test_a_wrong_change_is_told_before_anything_is_read(
        self, shelf: Path, cli: Cli, change: str, said: str
    ) -> None:
        ran = cli("set", "-l", shelf, "m", change)
        assert ran.status == 2
        assert said in ran.err
        assert ran.out == ""
        assert now(shelf) == SHELF

    @pytest.mark.parametrize("words", [["set"], ["set", "m"], ["set", "--no-such", "m", "year=1"]])
    def test_a_missing_word_is_wrong_usage(self, shelf: Path, cli: Cli, words: list[str]) -> None:
        ran = cli(*words, "-l", shelf)
        assert ran.status == 2
        assert "usage: disctui set" in ran.err

    @pytest.mark.parametrize(
        "which", ["kalatazov", "the crains", "no-such-thing", "year:nineteen", "", "  ", "m.toml.toml"]
    )
    def test_only_true_matches_are_changed(self, shelf: Path, cli: Cli, which: str) -> None:
        ran = cli("set", "-l", shelf, "--yes", "--", which, "collection.tags+=x")
        assert ran.status in {1, 2}
        assert ran.err.startswith("disctui: ")
        assert now(shelf) == SHELF

    def test_a_query_changes_all_that_it_finds_and_no_other(self, shelf: Path, cli: Cli) -> None:
        assert cli("set", "-l", shelf, "--yes", "year:<1960 -director:lang", "collection.tags+=old").status == 0
        tagged = {name for name, text in now(shelf).items() if "old" in text and "old" not in SHELF[name]}
        tagged = {name for name in tagged if tomli.loads(now(shelf)[name]).get("collection", {}).get("tags") == ["old"]}
        assert tagged == {"the-cranes-are-flying.toml", "m.toml", "the-phantom-carriage.toml"}

    def test_an_id_goes_before_a_query(self, shelf: Path, cli: Cli) -> None:
        write_library(shelf, {"criterion.toml": 'title = "About labels"\n'})
        assert cli("set", "-l", shelf, "criterion", "year=2000").status == 0
        assert now(shelf) == SHELF | {"criterion.toml": 'title = "About labels"\nyear = 2000\n'}

    def test_a_read_only_file_is_told_and_the_others_are_changed(self, shelf: Path, cli: Cli) -> None:
        (shelf / "m.toml").chmod(0o444)
        ran = cli("set", "-l", shelf, "m", "year=1932")
        assert ran.status == 3
        assert "m.toml: not written" in ran.err
        assert "read-only" in ran.err
        assert "chmod u+w" in ran.err
        ran = cli("set", "-l", shelf, "--yes", "year:<1940", "collection.tags+=old")
        assert ran.status == 3
        assert now(shelf)["m.toml"] == M
        assert 'tags = ["old"]' in now(shelf)["the-phantom-carriage.toml"]

    def test_the_sample_library_is_not_changed(self, shelf: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(editor, "sample_library", lambda: shelf)
        ran = cli("set", "-l", shelf, "m", "year=1932")
        assert ran.status == 3
        assert "disctui init --sample" in ran.err
        assert now(shelf) == SHELF

    def test_a_folder_that_is_not_there_is_status_3(self, tmp_path: Path, cli: Cli) -> None:
        assert cli("set", "-l", tmp_path / "nowhere", "m", "year=1932").status == 3

    def test_line_ends_byte_order_mark_mode_and_link_stay(self, shelf: Path, cli: Cli) -> None:
        target = shelf / ".kept" / "m.toml"
        target.parent.mkdir()
        before = b'\xef\xbb\xbftitle = "M" # \xc3\xa9\r\nyear  = 1931   # film\r\n[collection]\r\ntags = [ "a" ]'
        target.write_bytes(before)
        target.chmod(0o640)
        (shelf / "m.toml").unlink()
        (shelf / "m.toml").symlink_to(target)
        assert cli("set", "-l", shelf, "m", "year=1932", "collection.tags+=b").status == 0
        assert target.read_bytes() == before.replace(b"1931", b"1932").replace(b'[ "a" ]', b'[ "a", "b" ]')
        assert (shelf / "m.toml").is_symlink()
        assert stat.S_IMODE(target.stat().st_mode) == 0o640

    def test_a_good_field_is_not_made_bad(self, shelf: Path, cli: Cli) -> None:
        (shelf / "box.toml").write_text('title = "Box"\nfilms = [{ title = "A" }]\n')
        ran = cli("set", "-l", shelf, "box", "films[3].year=1990")
        assert ran.status == 3
        assert "box.toml: not changed" in ran.err
        assert now(shelf)["box.toml"] == 'title = "Box"\nfilms = [{ title = "A" }]\n'
        assert cli("set", "-l", shelf, "box", "films[1].year=1990").status == 0
        assert tomli.loads(now(shelf)["box.toml"])["films"] == [{"title": "A", "year": 1990}]

    def test_what_a_file_says_never_reaches_the_terminal_raw(self, shelf: Path, cli: Cli) -> None:
        (shelf / "m.toml").write_text('title = "M\u009b31m\u202e"\nyear = 1931\n', encoding="utf-8")
        ran = cli("set", "-l", shelf, "m", "year=1932")
        assert ran.status == 0
        assert "+year = 1932" in ran.out
        assert not {"\u009b", "\u202e", "\x1b"} & set(ran.out + ran.err)


class TestAdd:
    def test_flags_fill_in_a_commented_template(self, shelf: Path, cli: Cli) -> None:
        ran = cli(
            *("add", "-l", shelf, "--title", "Летят журавли", "--year", "1957"),
            *("--directors", "Mikhail Kalatozov", "--cast", "Tatiana Samoilova", "--cast", "Aleksey Batalov"),
            *("--release-date", "2020-03", "--collection-watched", "2024-01-02", "--collection-watched", "2024-02-03"),
            *(
                "--price-in-stock",
                "true",
                "--price-list",
                "39.95",
                "--release-spine",
                "146",
                "--release-upc",
                "715515242615",
            ),
        )
        path = shelf / "letyat-zhuravli-1957.toml"
        assert ran.status == 0
        assert ran.out == f"{path}\n"
        assert ran.err == "disctui: made letyat-zhuravli-1957\n"
        text = path.read_text(encoding="utf-8")
        found = tomli.loads(text)
        assert (found["title"], found["year"]) == ("Летят журавли", 1957)
        assert found["cast"] == ["Tatiana Samoilova", "Aleksey Batalov"]
        assert [str(day) for day in found["collection"]["watched"]] == ["2024-01-02", "2024-02-03"]
        assert (found["price"], found["release"]["date"]) == ({"in_stock": True, "list": 39.95}, "2020-03")
        assert (str(found["release"]["spine"]), found["release"]["upc"]) == ("146", "715515242615")
        assert any(line.startswith("# synopsis") for line in text.split("\n")), "the other keys as comments"
        assert {name: kept for name, kept in now(shelf).items() if name != path.name} == SHELF

    def test_without_flags_it_is_all_template(self, shelf: Path, cli: Cli) -> None:
        ran = cli("add", "-l", shelf)
        assert ran.status == 0
        lines = Path(ran.out.strip()).read_text().split("\n")
        assert [line.split()[0] for line in lines if line and not line.startswith(("#", "["))] == ["title"]

    def test_never_over_another_file(self, shelf: Path, cli: Cli) -> None:
        for name in ("m-1931.toml", "m-1931-2.toml"):
            assert cli("add", "-l", shelf, "--title", "M", "--year", "1931").out == f"{shelf / name}\n"
        assert now(shelf)["m.toml"] == M

    @pytest.mark.parametrize(
        ("flags", "said"),
        [
            (["--year", "1957"], "--title"),
            (["--title", "M", "--year", "57"], "1870"),
            (["--title", "M", "--collection-status", "lost"], "owned"),
            (["--title", "M", "--release-upc", "715515242616"], "check digit"),
            (["--title", " "], "empty"),
            (["--titel", "M"], "usage: disctui add"),
        ],
    )
    def test_a_wrong_flag_is_told_and_makes_no_file(self, shelf: Path, cli: Cli, flags: list[str], said: str) -> None:
        ran = cli("add", "-l", shelf, *flags)
        assert ran.status == 2
        assert said in ran.err
        assert ran.out == ""
        assert now(shelf) == SHELF

    def test_nothing_is_added_to_the_sample_library(
        self, shelf: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(editor, "sample_library", lambda: shelf)
        ran = cli("add", "-l", shelf, "--title", "M")
        assert ran.status == 3
        assert "sample library" in ran.err
        assert now(shelf) == SHELF

    def test_a_folder_that_cannot_be_made_is_status_3(self, tmp_path: Path, cli: Cli) -> None:
        (tmp_path / "file").write_text("")
        ran = cli("add", "-l", tmp_path / "file" / "inside", "--title", "M")
        assert ran.status == 3
        assert ran.err.startswith("disctui: ")

    def test_edit_opens_the_new_file_in_the_editor(
        self, shelf: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        editor = tmp_path / "editor"
        editor.write_text(f'#!{sys.executable}\nimport sys\nopen(sys.argv[-1], "a").write("# seen\\n")\n')
        editor.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(editor))
        ran = cli("add", "-l", shelf, "--edit", "--title", "Brazil")
        assert ran.status == 0
        assert (shelf / "brazil.toml").read_text().endswith("# seen\n")
        monkeypatch.setenv("EDITOR", str(tmp_path / "none"))
        ran = cli("add", "-l", shelf, "--edit", "--title", "Delicatessen")
        assert ran.status == 3
        assert "none" in ran.err
        assert (shelf / "delicatessen.toml").exists(), "what was made stays"


def test_as_a_program_of_its_own_it_keeps_its_streams_apart(shelf: Path) -> None:
    command = [sys.executable, "-m", "disctui", "set", "-l", str(shelf), "m", "year=1932"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=dict(os.environ))
    assert (done.returncode, done.stderr) == (0, "disctui: 1 file changed\n")
    assert done.stdout.startswith("--- m.toml\n+++ m.toml\n")
