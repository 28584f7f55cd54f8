"""TMDb, asked of a server on this machine that answers in the documented shapes, with errors, and with malice."""

import json
import threading
import time
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from conftest import contents, write_library
from disctui.sources import web
from test_cli import cli

__all__ = ["cli"]  # the fixture

pytest.importorskip("httpx", reason="it is the extra `online`")

FILM = {
    "id": 900001, "title": "The North Ferry", "original_title": "Nordfergen", "release_date": "1971-10-02",
    "overview": "A ferryman rows a stranger.\n\nNobody asks \u001b[31mwhy.", "tagline": "It leaves at six.",
    "runtime": 94, "imdb_id": "tt9000001", "genres": [{"id": 1, "name": "Drama"}],
    "production_countries": [{"name": "Norway"}, {"name": "United States of America"}],
    "alternative_titles": {"titles": [{"title": "The Ferry"}, {"title": "Nordfergen"}, {"title": [5]}]},
    "credits": {
        "cast": [{"name": "Siri Aas", "order": 1}, {"name": "Ole Brandt", "order": 0}, "nobody"],
        "crew": [
            {"name": "Asta Lindqvist", "job": "Director"}, {"name": "Per Holm", "job": "Screenplay"},
            {"name": "Kari Moe", "job": "Gaffer"},
        ],
    },
}  # fmt: skip
OTHER = {"id": 900002, "title": "The North Ferry", "original_title": "The North Ferry", "release_date": "2019-01-01"}
TOKEN = "a-key-of-mine"


class Server:
    """What it is asked, and what it answers instead of what is documented."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.heard: list[dict[str, str]] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        """Given first, one for a question."""
        self.films: list[dict[str, Any]] = [FILM, OTHER]
        self.pictures = ""
        """Where it says that pictures are."""
        self.picture = b""

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        self.heard.append(headers)
        if self.answers:
            return self.answers.pop(0)
        parts = urlsplit(path)
        if parts.path == "/3/search/movie":
            year = parse_qs(parts.query).get("year", [""])[0]
            found: Any = {"results": [film for film in self.films if str(film["release_date"]).startswith(year)]}
        elif parts.path == "/3/configuration":
            found = {"images": {"secure_base_url": self.pictures, "poster_sizes": ["w92", "w500", "original"]}}
        elif parts.path.startswith("/t/p/"):
            return 200, {"Content-Type": "image/jpeg"}, self.picture
        elif parts.path.startswith("/3/find/"):
            found = {"movie_results": self.films[:1]}
        else:
            found = next(film for film in self.films if parts.path == f"/3/movie/{film['id']}")
        return 200, {"Content-Type": "application/json"}, json.dumps(found).encode()


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    """A server, and a config.toml that names it."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, data = state.answer(self.path, dict(self.headers))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for start in range(0, len(data), 1 << 16):
                    self.wfile.write(data[start : start + (1 << 16)])
            except OSError:
                pass  # it was enough for who asked

        def log_message(self, *_: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
    folder = home / ".config" / "disctui"
    folder.mkdir(parents=True)
    address = f"http://127.0.0.1:{listening.server_port}/3"
    text = f'[sources]\ntmdb_token = "{TOKEN}"\ntmdb_address = "{address}"\n'
    (folder / "config.toml").write_text(text, "utf-8")
    state.pictures = address.replace("/3", "/t/p/")
    yield state
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", {"north.toml": 'title = "The North Ferry"\nyear = 1971\n'})


def held(library: Path) -> dict[str, Any]:
    return tomllib.loads((library / "north.toml").read_text("utf-8"))


def test_a_film_is_filled_and_nothing_is_sent_but_its_title_and_year(server: Server, library: Path, cli: Any) -> None:
    ran = cli("fill", "-l", library, "north")
    assert ran.status == 0, ran.err
    assert held(library) == {
        "title": "The North Ferry",
        "year": 1971,
        "original_title": "Nordfergen",
        "also_known_as": ["The Ferry"],
        "directors": ["Asta Lindqvist"],
        "writers": ["Per Holm"],
        "cast": ["Ole Brandt", "Siri Aas"],
        "genres": ["Drama"],
        "countries": ["Norway", "United States"],
        "synopsis": held(library)["synopsis"],
    }
    assert held(library)["synopsis"].startswith("A ferryman rows a stranger.")
    assert "\x1b" not in ran.out + (library / "north.toml").read_text("utf-8")
    assert server.asked == [
        "/3/search/movie?query=The+North+Ferry&include_adult=false&year=1971",
        "/3/movie/900001?append_to_response=credits%2Calternative_titles",
    ]
    sent = {name for headers in server.heard for name in headers}
    assert sent == {"Host", "Accept", "Accept-Encoding", "Connection", "User-Agent", "Authorization"}
    assert server.heard[0]["Authorization"] == f"Bearer {TOKEN}"


def test_a_second_run_asks_nothing_and_changes_no_byte(server: Server, library: Path, cli: Any, home: Path) -> None:
    cli("fill", "-l", library, "north")
    before, asked = contents(library), len(server.asked)
    assert cli("fill", "-l", library, "north").status == 0
    assert (contents(library), len(server.asked)) == (before, asked)
    kept = [path for path in (home / ".cache").rglob("*") if path.is_file() and "answers" in path.parts]
    assert kept
    assert not any(TOKEN.encode() in path.read_bytes() for path in kept)


def test_several_films_are_left_open_until_one_is_named(server: Server, library: Path, cli: Any) -> None:
    (library / "north.toml").write_text('title = "The North Ferry"\n', "utf-8")
    ran = cli("fill", "-l", library, "north")
    assert ran.status == 1
    assert "none of these is clear; --take ID says which" in ran.out
    assert "[900001]" in ran.out
    assert "[900002]" in ran.out
    assert cli("fill", "-l", library, "north", "--take", "900001").status == 0
    assert held(library)["original_title"] == "Nordfergen"


def test_the_number_at_imdb_decides(server: Server, library: Path, cli: Any) -> None:
    (library / "north.toml").write_text('title = "Something Else"\nfilm_id = "tt9000001"\n', "utf-8")
    assert cli("fill", "-l", library, "north", "--only", "directors").status == 0
    assert server.asked[0] == "/3/find/tt9000001?external_source=imdb_id"
    assert held(library)["directors"] == ["Asta Lindqvist"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((401, {}, b"{}"), "TMDb does not take the key (answer 401); mend the key in config.toml"),
        ((500, {}, b""), "TMDb answered 500; try again later"),
        ((429, {"Retry-After": "9999"}, b""), "TMDb asks for a pause; go on in 9999 s"),
        ((200, {}, b"<html>Log in to this hotel's network</html>"), "TMDb did not answer in JSON"),
        ((302, {"Location": "http://localhost:1/3/elsewhere"}, b""), "sent us on to another place"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "sent us on to another place"),
        ((200, {}, b"[" * 100_000), "TMDb did not answer in JSON"),
        ((200, {}, b'"' + b"x" * (web.MOST_BYTES + 10) + b'"'), "answered more than 8 MB"),
    ],
    ids=["key", "error", "pause", "HTML", "redirect", "file", "nested", "huge"],
)
def test_each_failure_has_its_sentence_and_writes_nothing(
    server: Server, library: Path, cli: Any, answer: tuple[int, dict[str, str], bytes], said: str
) -> None:
    before = contents(library)
    server.answers = [answer]
    ran = cli("fill", "-l", library, "north")
    assert (ran.status, said in ran.out + ran.err) == (3, True), ran.out + ran.err
    assert contents(library) == before
    assert cli("fill", "-l", library, "north").status == 0, "what failed is not kept"


def test_a_pause_that_is_asked_for_is_made_once(server: Server, library: Path, cli: Any) -> None:
    server.answers = [(429, {"Retry-After": "0"}, b"")]
    assert cli("fill", "-l", library, "north").status == 0


def test_a_server_that_takes_too_long_or_is_not_there(
    server: Server, library: Path, cli: Any, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr(web, "MOST_SECONDS", 0.05)
    answered = server.answer

    def late(path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        time.sleep(0.3)
        return answered(path, headers)

    monkeypatch.setattr(server, "answer", late)
    assert "TMDb did not answer within 0.05 s" in cli("fill", "-l", library, "north").out
    config = home / ".config" / "disctui" / "config.toml"
    config.write_text('[sources]\ntmdb_token = "x"\ntmdb_address = "http://127.0.0.1:9"\n', "utf-8")
    assert "TMDb can't be reached" in cli("fill", "-l", library, "north").out


@pytest.mark.parametrize("film", [
    {"id": 900001, "title": ["x"], "release_date": 5, "overview": {"a": 1}},
    {"id": "900001", "title": "The North Ferry", "release_date": "1971", "genres": "Drama", "credits": []},
])  # fmt: skip
def test_values_of_a_wrong_kind_are_left_out(server: Server, library: Path, cli: Any, film: dict[str, Any]) -> None:
    server.films = [film | {"release_date": str(film["release_date"])}]
    ran = cli("fill", "-l", library, "north")
    assert ran.status in {0, 1}
    assert set(held(library)) == {"title", "year"}


def test_plain_http_reaches_this_machine_alone(library: Path, cli: Any, home: Path) -> None:
    (home / ".config" / "disctui").mkdir(parents=True)
    text = '[sources]\ntmdb_token = "x"\ntmdb_address = "http://films.example/3"\n'
    (home / ".config" / "disctui" / "config.toml").write_text(text, "utf-8")
    ran = cli("fill", "-l", library, "north")
    assert (ran.status, "is asked by https only" in ran.err) == (3, True), ran.err
