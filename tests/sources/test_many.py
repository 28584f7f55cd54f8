"""Many releases filled in one run that is killed in the middle, and covers that are fetched with them."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import contents, write_library
from sources.clone import DISC, UPC, write_clone
from sources.test_tmdb import FILM, Server, held, server
from test_cli import cli

__all__ = ["cli", "server"]  # fixtures

pytest.importorskip("httpx", reason="it is the extra `online`")
Image = pytest.importorskip("PIL.Image", reason="it is the extra `covers`")
MANY = 40


def picture(kind: str = "JPEG", colour: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 90), (colour, 80, 120)).save(out, kind)
    return out.getvalue()


def bomb() -> bytes:
    """A whole picture of 10 kB, black, with 81 million pixels."""
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    return out.getvalue()


def code(number: int) -> str:
    digits = f"{10_000_000_000 + number:011d}"
    odd = sum(int(one) * (3 if at % 2 == 0 else 1) for at, one in enumerate(digits))
    return f"{digits}{-odd % 10}"


@pytest.fixture
def many(server: Server, home: Path, tmp_path: Path) -> dict[str, str]:
    """Releases that TheDiscDb knows by their bar codes and TMDb by their titles; covers are at either."""
    server.picture = picture()
    server.films = []
    library = {}
    for number in range(MANY):
        title, year = f"Invented {number}", 1900 + number
        film = tmp_path / "clone/data/movie" / f"{title} ({year})"
        documents = {
            "metadata.json": {"Title": title, "Year": year, "Plot": f"Plot {number}."},
            "bd/release.json": {"Upc": code(number), "Title": "Blu-ray", "Locale": "en-us"},
            "bd/disc01.json": DISC,
        }
        write_library(film, {name: json.dumps(document) for name, document in documents.items()})
        if number % 2:
            (film / "bd/front.jpg").write_bytes(picture(colour=number))
        server.films.append({
            **FILM, "id": 1000 + number, "title": title, "original_title": title, "release_date": f"{year}-05-01",
            "poster_path": f"/p{number}.jpg", "credits": {"cast": [{"name": f"Player {number}"}]},
        })  # fmt: skip
        library[f"{number}.toml"] = f'title = "{title}"\nyear = {year}\n\n[release]\nupc = "{code(number)}"\n'
    config = home / ".config" / "disctui" / "config.toml"
    config.write_text(f'{config.read_text()}thediscdb = "{tmp_path / "clone"}"\n', "utf-8")
    return library


def started(library: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "disctui", "fill", "-l", str(library), "year:>0", "--yes"]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_many_are_filled_killed_in_the_middle_and_resumed_with_nothing_doubled(
    server: Server, many: dict[str, str], tmp_path: Path, cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = write_library(tmp_path / "killed", many)
    answered = server.answer
    running = started(library)

    def deadly(path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if len(server.asked) == MANY:
            running.send_signal(signal.SIGKILL)
        return answered(path, headers)

    monkeypatch.setattr(server, "answer", deadly)
    assert running.wait(60) == -signal.SIGKILL
    monkeypatch.setattr(server, "answer", answered)
    assert {path.name: path.read_text() for path in library.iterdir()} == many, "nothing is written while it asks"

    running = started(library)
    while running.poll() is None and (library / "1.toml").read_text() == many["1.toml"]:
        time.sleep(0.005)
    running.kill()
    running.wait(60)
    questions = len(server.asked)
    for name, before in many.items():
        text = (library / name).read_text()
        assert text == before or ("# Imported from TheDiscDb" in text and "# Imported from TMDb" in text)

    assert cli("fill", "-l", library, "year:>0", "--yes").status == 0
    assert len(server.asked) == questions == len(set(server.asked)) + 1, (
        "but for the one that died, none is asked twice"
    )
    after = contents(library)
    assert cli("fill", "-l", library, "year:>0", "--yes").err == f"disctui: {2 * MANY} complete\n"
    assert contents(library) == after
    whole = write_library(tmp_path / "whole", many)
    assert cli("fill", "-l", whole, "year:>0", "--yes").status == 0
    left = {name: data for name, data in after.items() if not Path(name).name.startswith(".")}  # of the one killed
    assert contents(whole) == left
    assert len(left) == 2 * MANY
    assert cli("undo", "-l", whole, "--yes").status == 0
    assert {name: data.decode() for name, data in contents(whole).items()} == many
    assert not (whole / "covers").exists()


@pytest.mark.parametrize(
    ("front", "said"),
    [
        (lambda: b"<svg onload='x'/>", "the cover is no JPEG and no PNG"),
        (lambda: picture("GIF"), "the cover is no JPEG and no PNG"),
        (lambda: picture()[:300], "the cover is cut off or broken"),
        (bomb, "pixels"),
    ],
    ids=["SVG", "GIF", "cut", "bomb"],
)
def test_what_is_no_fair_picture_costs_the_cover_alone(
    home: Path, tmp_path: Path, cli: Any, front: Callable[[], bytes], said: str
) -> None:
    clone = write_clone(tmp_path / "clone")
    (clone / "data/movie/The North Ferry (1971)/2020-blu-ray/front.jpg").write_bytes(front())
    write_library(home / ".config" / "disctui", {"config.toml": f'[sources]\nthediscdb = "{clone}"\n'})
    library = write_library(tmp_path / "library", {"north.toml": f'title = "x"\n[release]\nupc = "{UPC}"\n'})
    ran = cli("fill", "-l", library, "north")
    assert (ran.status, said in ran.err) == (0, True), ran.err
    assert "cover" not in held(library)
    assert not (library / "covers").exists()


def test_a_cover_is_made_anew_and_never_written_over_a_file_or_through_a_link(
    home: Path, tmp_path: Path, cli: Any
) -> None:
    clone = write_clone(tmp_path / "clone")
    front = clone / "data/movie/The North Ferry (1971)/2020-blu-ray/front.jpg"
    image, out, exif = Image.new("RGB", (3000, 4000), "red"), io.BytesIO(), Image.Exif()
    exif[0x010E] = "taken at home"
    image.save(out, "JPEG", exif=exif)
    front.write_bytes(out.getvalue())
    write_library(home / ".config" / "disctui", {"config.toml": f'[sources]\nthediscdb = "{clone}"\n'})
    outside = write_library(tmp_path / "outside", {"mine.jpg": "mine"})
    text = f'title = "x"\n[release]\nupc = "{UPC}"\n'
    library = write_library(tmp_path / "library", {"a/north.toml": text, "b.toml": text, "covers/a-north.jpg": "old"})
    (library / "covers/b.jpg").symlink_to(outside / "mine.jpg")
    before = contents(library)
    assert cli("fill", "-l", library, "a/north", "--without", "cover", "--dry-run").out.count("cover") == 0
    ran = cli("fill", "-l", library, "upc:>0", "--yes")
    assert (ran.status, ran.err.count("filled 2 files")) == (0, 1), ran.err
    assert 'cover = "../covers/a-north-2.jpg"' in (library / "a/north.toml").read_text()
    assert 'cover = "covers/b-2.jpg"' in (library / "b.toml").read_text()
    made = (library / "covers/a-north-2.jpg").read_bytes()
    assert Image.open(io.BytesIO(made)).size == (1125, 1500)
    assert (b"taken at home" in made, len(made) <= 1_000_000) == (False, True)
    assert ((library / "covers/a-north.jpg").read_text(), (outside / "mine.jpg").read_text()) == ("old", "mine")
    assert cli("check", "-l", library).status == 0
    assert cli("undo", "-l", library).status == 0
    assert contents(library) == before
    (library / "covers").rename(tmp_path / "covers")
    (library / "covers").symlink_to(outside, target_is_directory=True)
    assert cli("fill", "-l", library, "b").status == 3
    assert sorted(path.name for path in outside.iterdir()) == ["mine.jpg"]


@pytest.mark.parametrize("base", ["https://pictures.example/t/p/", "http://10.0.0.1/", "file:///etc/", "", 7])
def test_a_poster_is_fetched_from_the_hosts_of_the_source_alone_and_without_the_key(
    server: Server, tmp_path: Path, cli: Any, base: Any
) -> None:
    library = write_library(tmp_path / "library", {"north.toml": 'title = "The North Ferry"\nyear = 1971\n'})
    good, server.pictures = server.pictures, base
    server.films = [FILM | {"poster_path": "/p.jpg"}]
    server.picture = picture("PNG")
    ran = cli("fill", "-l", library, "north", "--only", "cover")
    assert "TMDb says that its pictures are at" in ran.err + ran.out
    assert "cover" not in held(library)
    if base:
        return
    for path in Path(os.environ["HOME"]).rglob("answers/*"):
        path.unlink()
    server.pictures = good
    assert cli("fill", "-l", library, "north", "--only", "cover").status == 0
    assert held(library)["cover"] == "covers/north.jpg"
    assert server.asked[-1] == "/t/p/w500/p.jpg"
    assert "Authorization" not in server.heard[-1]
