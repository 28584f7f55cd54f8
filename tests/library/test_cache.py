"""What is kept between runs: believed only where it is whole and of this version, and never about a changed file."""

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from conftest import SHELF, write_library
from disctui.library import cache, catalogue, compact, workers
from disctui.library.catalogue import Catalogue, Reader, whole_catalogue
from disctui.search.query import parse

RELEASES = {
    "dark.toml": 'title = "The Dark Knight"\nyear = 2008\ndirectors = ["Christopher Nolan"]\nseries = "Batman"\n',
    "samourai.toml": 'title = "Le Samouraï"\nyear = 1967\nupc = "715515022927"\n[collection]\nlocation = "Shelf A"\n',
    "apu.toml": 'title = "The Apu Trilogy"\n[[films]]\ntitle = "Pather Panchali"\n[[films]]\ntitle = "Aparajito"\n',
    "broken.toml": 'title = "M"\nyear = "1931"\n',
}
MADE_BY = 2, "39ecb0c12381725e"
"""The number of the rules, and a digest of the index and the listings that they make of `RELEASES`."""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return write_library(tmp_path / "library", SHELF)


def ids(catalogue: Catalogue, query: str) -> list[str]:
    return catalogue.index.search(parse(query)).ids()


def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the files that are read from now on, rather than taken from the cache."""
    from disctui.library import workers

    seen: list[str] = []
    original = workers.read_many

    def watched(root: str, paths: list[str], *rest: object, **options: object) -> object:
        seen.extend(paths)
        return original(root, paths, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("disctui.library.catalogue.read_many", watched)
    return seen


def test_a_second_reading_reads_no_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = whole_catalogue(str(root))
    seen = read_files(monkeypatch)
    second = whole_catalogue(str(root))
    assert seen == []
    assert dict(second.listings) == dict(first.listings)
    assert second.problems == first.problems
    assert ids(second, "kalatazov") == ids(first, "kalatazov") == ["the-cranes-are-flying"]


def test_what_was_kept_by_other_rules_is_made_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_catalogue(str(root))
    monkeypatch.setattr(cache, "RULES", cache.RULES - 1)
    seen = read_files(monkeypatch)
    whole_catalogue(str(root))
    assert len(seen) == len(SHELF)


def test_where_something_else_is_made_of_the_same_files_the_number_of_the_rules_is_another(
    root: Path, tmp_path: Path
) -> None:
    one = whole_catalogue(str(write_library(tmp_path / "one", RELEASES)))
    made = msgspec.json.encode(list(one.listings.values())) + one.index.to_bytes()
    assert (cache.RULES, hashlib.sha256(made).hexdigest()[:16]) == MADE_BY, (
        "raise RULES in library/cache, so that nobody is shown what older rules made; then write both down here"
    )


def test_a_file_changed_since_is_read_again_though_size_and_time_are_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_catalogue(str(root))
    path = root / "rec.toml"
    before = path.stat()
    path.write_text(path.read_text().replace("[REC]", "[CER]", 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    seen = read_files(monkeypatch)
    assert whole_catalogue(str(root)).listings["rec"].title == "[CER]"
    assert seen == ["rec.toml"]


def test_a_file_replaced_by_an_older_one_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = root.parent / "older"
    older.write_text((root / "rec.toml").read_text().replace("2007", "1907"))
    os.utime(older, (1, 1))
    whole_catalogue(str(root))
    older.replace(root / "rec.toml")
    seen = read_files(monkeypatch)
    assert whole_catalogue(str(root)).listings["rec"].year == 1907
    assert seen == ["rec.toml"]


def test_files_that_came_and_went_are_known(root: Path) -> None:
    whole_catalogue(str(root))
    (root / "rec.toml").unlink()
    (root / "new.toml").write_text('title = "Kagemusha"')
    catalogue = whole_catalogue(str(root))
    assert "rec" not in catalogue.listings
    assert ids(catalogue, "kagemusha") == ["new"]
    assert "rec" not in ids(catalogue, "reporter")


def test_damage_anywhere_costs_no_more_than_the_time_to_read_again(root: Path) -> None:
    wanted = dict(whole_catalogue(str(root)).listings)
    kept = cache.cache_file(str(root))
    data = kept.read_bytes()
    for place in range(0, len(data), max(1, len(data) // 150)):
        for damaged in (data[:place], data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]):
            kept.write_bytes(damaged)
            assert dict(whole_catalogue(str(root)).listings) == wanted
            kept.write_bytes(data)


def test_another_version_of_the_program_reads_everything(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_catalogue(str(root))
    monkeypatch.setattr(cache, "__version__", "another")
    assert cache.load(str(root)) is None


def test_other_spellings_of_people_make_another_index(root: Path) -> None:
    whole_catalogue(str(root))
    (root / "people.toml").write_text('[[person]]\nname = "Mikhail Kalatozov"\nalso = ["Mikheil Kalatozishvili"]\n')
    assert ids(whole_catalogue(str(root)), "kalatozishvili") == ["the-cranes-are-flying"]


def test_a_folder_that_cannot_be_written_is_passed_over_in_silence(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    blocked = root.parent / "blocked"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert len(whole_catalogue(str(root)).listings) == len(SHELF)
    assert capfd.readouterr() == ("", "")


def test_two_programs_that_keep_at_once_leave_a_whole_cache(root: Path) -> None:
    def search() -> None:
        assert ids(whole_catalogue(str(root)), "kalatazov") == ["the-cranes-are-flying"]

    for _ in range(10):
        cache.cache_file(str(root)).unlink(missing_ok=True)
        programs = [in_child(search) for _ in range(4)]
        assert all(os.waitpid(program, 0)[1] == 0 for program in programs)
        assert cache.load(str(root)) is not None
    assert not list(cache.cache_file(str(root)).parent.glob(".*.part"))


def test_what_a_killed_program_left_while_writing_is_not_believed(root: Path) -> None:
    whole_catalogue(str(root))
    kept = cache.cache_file(str(root))
    (kept.parent / ".abc.part").write_bytes(kept.read_bytes()[:100])
    assert cache.load(str(root)) is not None


def in_child(work: Callable[[], None]) -> int:
    """Do something in another process, which ends with 0 if nothing went wrong; its number."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


@pytest.fixture
def apart(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library that is read by other processes, in many parts."""

    monkeypatch.setattr(workers, "PARALLEL_FROM", 1)
    monkeypatch.setattr(workers, "_FIRST", 5)
    for number in range(60):
        (root / f"more-{number}.toml").write_text(f'title = "Film {number}"\nyear = {1940 + number}\n')
    (root / "broken.toml").write_text('title = "Broken\n')
    return root


def test_what_other_processes_read_is_what_this_one_would(apart: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_FIRST_STEP", 60)
    steps = list(Reader(str(apart)).read_all(is_cached=False))
    assert (steps[0].done, steps[0].total) == (0, steps[-1].total), "it is said at once how much there is to read"
    together = steps[-1].catalogue
    assert together.is_in_parts
    monkeypatch.undo()
    alone = whole_catalogue(str(apart), is_cached=False)
    assert dict(together.entries) == dict(alone.entries)
    assert dict(together.listings) == dict(alone.listings)
    assert together.problems == alone.problems
    for query in ("film", "1957", "cranse", "kalatazov", "-film", ""):
        assert ids(together, query) == ids(alone, query)


def test_what_other_processes_leave_is_read_here(apart: Path) -> None:
    (apart / "loud.TOML").write_text('title = "Loud"')
    name = os.fsdecode(b"bad\xff.toml")
    (apart / name).write_text('title = "Bad"')
    catalogue = whole_catalogue(str(apart))
    assert catalogue.listings["loud"].path == "loud.TOML"
    assert ids(catalogue, "loud") == ["loud"]
    assert ids(catalogue, "bad") == [name[:-5]]
    again = whole_catalogue(str(apart))
    assert dict(again.listings) == dict(catalogue.listings)
    assert ids(again, "bad") == [name[:-5]]


def test_a_large_library_is_merged_on_disk_and_is_the_same(apart: Path) -> None:
    reader = Reader(str(apart))
    before = list(reader.read_all())[-1].catalogue
    process = compact.start(reader.root, before.people.stamp)
    assert process is not None
    assert process.wait(60) == 0
    after = reader.kept(before)
    assert after is not None
    assert (before.is_in_parts, after.is_in_parts) == (True, False)
    assert {path: one for path, one in before.entries.items() if one.fingerprint} == dict(after.entries)
    for query in ("film", "1957", "cranse", "kalatazov", "-film", ""):
        assert ids(before, query) == ids(after, query)


def test_a_command_leaves_a_merged_index_for_the_next_one(apart: Path) -> None:
    command = whole_catalogue(str(apart))
    kept = cache.load(str(apart), command.people.stamp)
    assert kept is not None
    assert len(kept.index.segments) == len(command.index.segments) == 1


def test_a_command_on_a_large_library_has_its_index_merged_behind_itself(
    apart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("disctui.library.catalogue._FEW_RELEASES", 1)
    merging: list[subprocess.Popen[bytes] | None] = []
    started = compact.start
    monkeypatch.setattr(compact, "start", lambda *given: merging.append(started(*given)))
    whole_catalogue(str(apart))
    assert merging[0] is not None
    assert merging[0].wait(60) == 0
    following = whole_catalogue(str(apart))
    assert len(following.index.segments) == 1
    assert len(merging) == 1


def test_merging_what_is_not_there_fails_and_says_so(root: Path) -> None:
    process = compact.start(str(root), "")
    assert process is not None
    assert process.wait(60) == 1


def test_files_that_broke_while_the_program_was_closed_keep_their_last_good_version(apart: Path) -> None:
    whole_catalogue(str(apart))
    for number in range(40):
        (apart / f"more-{number}.toml").write_text(f'title = "Film {number}\n' if number % 2 else 'title = "Other"')
    catalogue = whole_catalogue(str(apart))
    assert catalogue.listings["more-1"].title == "Film 1"
    assert catalogue.entries["more-1.toml"].is_stale
    assert catalogue.entries["more-1.toml"].problems
    assert catalogue.listings["more-2"].title == "Other"
    assert "more-1" in ids(catalogue, "film")
    assert "more-2" not in ids(catalogue, "film")
    assert len(ids(catalogue, "")) == catalogue.count == len(catalogue.listings)


def test_the_thread_that_reads_takes_the_merged_index_and_what_changed_meanwhile(apart: Path) -> None:
    from disctui.tui.background.loader import Loader
    from disctui.tui.messages import LibraryProgress

    told = threading.Semaphore(0)
    messages: list[Catalogue] = []

    def post(message: object) -> None:
        assert isinstance(message, LibraryProgress)
        messages.append(message.progress.catalogue)
        told.release()

    loader = Loader(str(apart), post)
    loader.start()
    try:
        (apart / "more-3.toml").write_text('title = "Seven Samurai"')
        loader.read_paths(["more-3.toml"])
        whole = len(SHELF) + 60
        while messages == [] or messages[-1].count < whole or messages[-1].is_in_parts:
            assert told.acquire(timeout=30), "the merged index is not taken"
        assert ids(messages[-1], "samurai") == ["more-3"]
    finally:
        loader.stop()


def test_neither_side_waits_for_the_other_where_names_are_long(tmp_path: Path) -> None:
    """Questions and answers that are larger than what a pipe holds."""
    folder = tmp_path / ("deep" * 50)
    folder.mkdir()
    for number in range(4000):
        (folder / f"{'long' * 40}-{number}.toml").write_text(f'title = "Film {number}"\nsynopsis = "{"word " * 40}"\n')
    command = [sys.executable, "-m", "disctui", "search", "-l", str(tmp_path), "film", "3999"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.startswith("Film 3999")
