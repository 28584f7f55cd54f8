"""`disctui fill` and `disctui sources`, without a network."""

import datetime
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from conftest import contents, write_library
from sources.clone import SET_UPC, UPC, write_clone
from test_cli import cli

__all__ = ["cli"]  # the fixture

NORTH = f"""\
title = "The North Ferry"  # the good one
year = 1971
directors = ["Asta Lindquist"]

[release]
upc = "{UPC}"

[collection]
rating = 4.5
"""
LIBRARY = {
    "north.toml": NORTH,
    "south.toml": 'title = "The South Ferry"\nyear = 1974\nsynopsis = "My own words."\n',
    "old.toml": 'title = "North Ferry, The"\nyear = 1971\n',
    "set.toml": f'title = "Both Ferries"\n\n[release]\nupc = "{SET_UPC}"\n',
    "unknown.toml": 'title = "Somewhere Else"\n',
}


@pytest.fixture
def library(tmp_path: Path, home: Path) -> Path:
    """Five releases, a clone of TheDiscDb, and a config.toml that names it."""
    clone = write_clone(tmp_path / "clone")
    (home / ".config" / "disctui").mkdir(parents=True)
    (home / ".config" / "disctui" / "config.toml").write_text(f'[sources]\nthediscdb = "{clone}"\n', "utf-8")
    return write_library(tmp_path / "library", LIBRARY)


def held(library: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((library / f"{name}.toml").read_text("utf-8"))


class TestTheDiscDb:
    def test_a_bar_code_fills_film_and_discs_and_nothing_that_the_file_says_changes(
        self, library: Path, cli: Any
    ) -> None:
        before = contents(library)
        ran = cli("fill", "-l", library, UPC)
        assert (ran.status, "filled 1 file; disctui undo takes it back" in ran.err) == (0, True), ran.err
        assert "keeps directors: Asta Lindquist | theirs Asta Lindqvist" in ran.out
        text = (library / "north.toml").read_text("utf-8")
        for line in NORTH.splitlines():
            assert line in text.splitlines()
        found = held(library, "north")
        assert found["directors"] == ["Asta Lindquist"]
        assert found["cast"] == ["Ole Brandt", "Siri Aas"]
        assert found["specs"] == {
            "length": 94,
            "discs": ["Blu-ray Disc", "DVD"],
            "video": ["1080p AVC/MPEG-4"],
            "audio": [
                "Norwegian: DTS-HD Master Audio 5.1",
                "English: Dolby Digital Stereo",
                "English: Dolby Digital Stereo (Commentary by a ferryman)",
            ],
            "subtitles": ["English", "Danish"],
        }
        assert (found["original_title"], found["countries"]) == ("Nordfergen", ["Norway"]), "of tmdb.json beside it"
        assert found["genres"] == ["Drama", "Mystery"]
        assert found["special_features"] == ["How to Row", "Trailer", "The Night Crossing"]
        assert found["release"] == {
            "upc": UPC,
            "date": datetime.date(2020, 3, 24),
            "country": "United States",
        }
        assert "# Imported from TheDiscDb" in text
        assert "#   Filled on " in text
        assert "#   ExternalIds.Imdb: tt9000001" in text
        assert cli("check", "-l", library, library / "north.toml").status == 0
        assert cli("undo", "-l", library).status == 0
        assert contents(library) == before

    def test_filling_again_changes_no_byte_and_a_newer_answer_shows_as_a_difference(
        self, library: Path, cli: Any, tmp_path: Path
    ) -> None:
        cli("fill", "-l", library, "north")
        before = contents(library)
        ran = cli("fill", "-l", library, "north")
        assert (ran.status, ran.err) == (0, "disctui: 1 complete\n")
        metadata = tmp_path / "clone/data/movie/The North Ferry (1971)/metadata.json"
        metadata.write_text(metadata.read_text("utf-8").replace("A ferryman rows", "A ferrywoman rows"), "utf-8")
        ran = cli("fill", "-l", library, "north")
        assert "keeps synopsis: A ferryman rows" in ran.out
        assert contents(library) == before
        cli("fill", "-l", library, "north", "--overwrite", "synopsis")
        assert held(library, "north")["synopsis"].startswith("A ferrywoman rows")
        assert (library / "north.toml").read_text("utf-8").count("#   Filled on ") == 2

    def test_without_a_bar_code_only_the_film_is_filled_unless_the_edition_is_named(
        self, library: Path, cli: Any
    ) -> None:
        cli("fill", "-l", library, "old")
        assert "synopsis" in held(library, "old")
        assert {"specs", "special_features", "release"}.isdisjoint(held(library, "old"))
        cli("fill", "-l", library, "old", "--take", "data/movie/The North Ferry (1971)/2005-dvd")
        assert held(library, "old")["release"] == {"country": "Germany"}

    def test_values_of_another_kind_are_not_there(self, library: Path, cli: Any) -> None:
        cli("fill", "-l", library, "south", "--only", "cast", "--only", "synopsis")
        found = held(library, "south")
        assert found == {**tomllib.loads(LIBRARY["south.toml"]), "cast": ["Ole Brandt"]}

    def test_a_box_set_gets_its_films_and_its_discs(self, library: Path, cli: Any) -> None:
        cli("fill", "-l", library, "set")
        found = held(library, "set")
        assert [film["title"] for film in found["films"]] == ["The North Ferry", "The South Ferry"]
        assert found["specs"]["discs"] == ["4K Ultra HD", "Blu-ray Disc"]
        assert found["release"]["date"] in {"2021", 2021}
        assert "directors" not in found

    def test_many_at_once_are_one_change_and_what_is_not_known_is_said(self, library: Path, cli: Any) -> None:
        before = contents(library)
        ran = cli("fill", "-l", library, "is:unseen", "--json", "--yes")
        outcomes = {one["id"]: one["outcome"] for one in ran.json["releases"]}
        assert outcomes == dict.fromkeys(("north", "south", "old", "set"), "fills") | {"unknown": "unknown"}
        assert ran.status == 1
        assert cli("undo", "-l", library).status == 0
        assert contents(library) == before

    def test_a_plan_is_shown_and_several_files_are_not_written_unasked(self, library: Path, cli: Any) -> None:
        before = contents(library)
        assert cli("fill", "-l", library, "is:unseen", "--dry-run").status == 1
        ran = cli("fill", "-l", library, "ferry")
        assert ran.status == 2
        assert "--yes writes them without asking" in ran.err
        assert contents(library) == before

    def test_a_link_out_of_the_clone_is_not_followed(self, library: Path, cli: Any, tmp_path: Path) -> None:
        secret = tmp_path / "secret.json"
        secret.write_text('{"Title": "The North Ferry", "Year": 1971, "Plot": "A secret."}', "utf-8")
        metadata = tmp_path / "clone/data/movie/The North Ferry (1971)/metadata.json"
        metadata.unlink()
        metadata.symlink_to(secret)
        assert "A secret" not in cli("fill", "-l", library, "old", "--dry-run").out


class TestOtherLibrary:
    def test_a_friends_file_fills_what_is_absent_and_nothing_of_the_friends_own(
        self, library: Path, cli: Any, home: Path, tmp_path: Path
    ) -> None:
        friend = {
            "n.toml": NORTH.replace("4.5", "1")
            + 'notes = "Mine"\n[specs]\ndiscs = ["Blu-ray Disc"]\n[price]\nlist = 9\n',
            "s.toml": 'title = "The South Ferry"\nyear = 1974\ncountries = ["Norway"]\n[specs]\ndiscs = ["DVD"]\n',
        }
        write_library(tmp_path / "friend", friend)
        config = home / ".config" / "disctui" / "config.toml"
        config.write_text(f'[sources]\nlibraries = ["{tmp_path / "friend"}"]\n', "utf-8")
        assert cli("fill", "-l", library, "north").status == 0
        found = held(library, "north")
        assert found["specs"] == {"discs": ["Blu-ray Disc"]}
        assert (found["collection"], found.get("price")) == ({"rating": 4.5}, None)
        cli("fill", "-l", library, "south")
        assert held(library, "south") == {**tomllib.loads(LIBRARY["south.toml"]), "countries": ["Norway"]}


class TestWords:
    @pytest.mark.usefixtures("library")
    def test_each_source_says_what_it_needs(self, cli: Any) -> None:
        ready = {one["name"]: one["ready"] for one in cli("sources", "--json").json["sources"]}
        assert ready == {"library": False, "thediscdb": True, "tmdb": False, "wikidata": False}
        out = cli("sources").out
        assert "no other library is named; write [sources] and libraries" in out
        assert "TMDb wants a key of your own; get one at themoviedb.org" in out
        assert "not endorsed or certified by TMDB" in " ".join(out.split())

    @pytest.mark.parametrize(
        ("words", "said", "status"),
        [
            (["--source", "tmbd"], "there is no source tmbd; did you mean tmdb?", 2),
            (["--source", "tmdb"], "TMDb wants a key of your own", 2),
            (["--only", "synopsys"], "synopsys is no key of a release; did you mean synopsis?", 2),
        ],
    )
    def test_what_can_not_be_done_is_said(
        self, library: Path, cli: Any, words: list[str], said: str, status: int
    ) -> None:
        ran = cli("fill", "-l", library, "north", *words)
        assert (ran.status, said in ran.err) == (status, True), ran.err

    def test_nothing_of_the_kind_and_nothing_set_up(self, library: Path, cli: Any, home: Path) -> None:
        assert cli("fill", "-l", library, "no such film at all").status == 1
        (home / ".config" / "disctui" / "config.toml").write_text('[sources]\nthediscdb = 5\ntmdb = "x"\n', "utf-8")
        ran = cli("fill", "-l", library, "north")
        assert "no source is set up; disctui sources says how" in ran.err
        assert "sources.thediscdb must be text" in ran.err
        assert "sources.tmdb is not a setting" in ran.err

    def test_no_command_but_fill_opens_a_socket_or_loads_a_client(self, library: Path, home: Path) -> None:
        words = '[sources]\ntmdb_token = "x"\ntmdb_address = "http://127.0.0.1:9"\nwikidata = "en"\n'
        (home / ".config" / "disctui" / "config.toml").write_text(words, "utf-8")
        watch = (
            "import os, sys\nfrom disctui.cli import run\n"
            "asking = ('socket.connect', 'socket.getaddrinfo', 'socket.bind')\n"
            "sys.addaudithook(lambda event, _: event in asking and os._exit(9))\n"
            "library, command = sys.argv[1:]\n"
            "calls = {'search': ['ferry'], 'check': [], 'set': ['south', 'year=1975'], 'add': ['--title', 'New'],\n"
            "         'sources': [], 'stats': [], 'fill': ['north', '--source', 'tmdb']}\n"
            "for name in [command] if command else [one for one in calls if one != 'fill']:\n"
            "    run([name, *(['-l', library] if name != 'sources' else []), *calls[name]])\n"
            "    assert 'httpx' not in sys.modules, name\n"
        )

        def status(command: str) -> tuple[int, str]:
            done = subprocess.run(
                [sys.executable, "-c", watch, str(library), command],
                capture_output=True, text=True, check=False, timeout=60,
            )  # fmt: skip
            return done.returncode, done.stderr

        quiet, said = status("")
        assert (quiet, "Error" in said) == (0, False), said
        assert status("fill")[0] == 9, "the trap bites"
