"""What the file system can say of a file, and what can become of the cache, ends nothing."""

import os
import random
from pathlib import Path

import pytest

from conftest import SHELF, write_library
from disctui.library import cache
from disctui.library.catalogue import Catalogue, whole_catalogue
from disctui.library.files import Fingerprint, Unreadable, fingerprint_numbers, is_leftover, read_file, scan
from disctui.library.packed_entries import PackedEntries
from disctui.search.query import parse


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", SHELF)


@pytest.mark.parametrize("modified", [2**63 - 1, 2**63, 2**64, 2**66, -(2**63) - 1, -(2**65)])
def test_any_time_of_a_file_is_taken(root: Path, modified: int) -> None:
    """As far as this file system keeps it; the numbers alone are tried below."""
    os.utime(root / "m.toml", ns=(0, modified))
    assert len(whole_catalogue(str(root)).listings) == len(SHELF)
    assert len(whole_catalogue(str(root)).listings) == len(SHELF)


@pytest.mark.parametrize("number", [0, -1, 2**63, -(2**63), 2**64 - 1, 2**70, -(2**70)])
def test_any_number_of_stat_fits_a_fingerprint(number: int) -> None:
    class Status:
        st_size = st_mtime_ns = st_ctime_ns = st_ino = number

    assert all(0 <= part < 2**63 for part in fingerprint_numbers(Status()))  # type: ignore[arg-type]


def test_a_scan_has_the_fingerprints_that_reading_gives(root: Path) -> None:
    found = scan(str(root))
    for number, path in enumerate(found.paths):
        assert Fingerprint(*found.fingerprints[4 * number : 4 * number + 4]) == read_file(str(root), path)[1]


def _use(catalogue: Catalogue) -> None:
    for name, listing in catalogue.listings.items():
        assert listing.id == name or listing.title
        catalogue.release(name)
    catalogue.index.search(parse("alien"))
    assert isinstance(catalogue.problems, tuple)


def test_a_cache_cut_short_while_it_is_open_ends_nothing(root: Path) -> None:
    whole_catalogue(str(root))
    catalogue = whole_catalogue(str(root))
    os.truncate(cache.cache_file(str(root)), 0)
    _use(catalogue)
    assert len(whole_catalogue(str(root)).listings) == len(SHELF)


@pytest.mark.parametrize("seed", range(60))
def test_bits_that_flip_among_the_entries_cost_at_most_what_is_shown(root: Path, seed: int) -> None:
    catalogue = whole_catalogue(str(root), is_cached=False)
    data = bytearray(b"".join(catalogue.entries.as_block().to_parts()))
    chance = random.Random(seed)
    for _ in range(chance.choice([1, 8, 64])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    try:
        block = PackedEntries.from_buffer(memoryview(bytes(data)))
    except ValueError:
        return  # it is not believed, and the library is read anew
    for entry in block.entries(range(len(block))):
        assert entry.path


@pytest.mark.parametrize("path", ["../secret.toml", "a/../../secret.toml", "/etc/passwd", ".."])
def test_no_path_leads_out_of_the_library(root: Path, path: str) -> None:
    (root.parent / "secret.toml").write_text('title = "S"\n')
    with pytest.raises(Unreadable):
        read_file(str(root), path)


@pytest.mark.parametrize(
    "name",
    [
        "a.sync-conflict-20260101-1.toml", "a (conflicted copy 2026).toml", "a (Anna's conflicted copy).toml",
        "a (Case Conflict).toml", "a (CONFLICT 20231005T070858).toml", "a_conflict-20190101-120000.toml",
        "a (SFConflict me@x.org 2019-01-01-12-00-00).toml", "a [conflicted].toml", "a.Conflict.toml",
        "a (conflict on 2019-01-01).toml", "a (Unicode Encoding Conflict).toml", "a_REMOTE_123.toml",
        "a (In Konflikt stehende Kopie von PC 2019-01-01).toml", "a (Copie en conflit de PC).toml",
    ],
)  # fmt: skip
def test_a_second_version_of_a_sync_tool_is_known_by_its_name(name: str) -> None:
    assert is_leftover(name)


@pytest.mark.parametrize(
    "name",
    ["conflict-1945.toml", "the-conflict.toml", "conflict of interest (2019).toml", "a_base.toml",
     "local_hero_1983.toml", "inflict.toml", "journal-d-un-conflit-2001.toml", "攻殻機動隊.toml"],
)  # fmt: skip
def test_a_title_is_none(name: str) -> None:
    assert not is_leftover(name)
