"""What the file system can say of a file, and what can become of the cache, ends nothing."""

import contextlib
import os
import random
from pathlib import Path

import numpy as np
import pytest

from conftest import SHELF, rounds, write_library
from disctui.columns.declaration import arrays_of, dtypes_of
from disctui.columns.file_format import arrays_to_parts
from disctui.library import cache
from disctui.library.catalogue import Catalogue, whole_catalogue
from disctui.library.files import Fingerprint, Unreadable, fingerprint_numbers, is_leftover, read_file, scan
from disctui.library.packed_entries import PackedEntries
from disctui.search.completion import complete
from disctui.search.fields import NAMES
from disctui.search.index import Index
from disctui.search.query import parse
from disctui.search.segment import Segment
from disctui.search.segment_columns import SegmentColumns


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


QUERIES = (
    *("alien", "a", "al", "the phantom", "kalatozof", "8 1/2", '"cranes are flying"', "criterion blu-ray", "xqzt"),
    *("year:1950-1970", "director:fellini -war", "synopsis:sea OR cart", "price<20", "bttf", "журавли", "has:upc"),
)


def _search_in_every_way(index: Index) -> None:
    for text in QUERIES:
        hits = index.search(parse(text))
        assert all(isinstance(one, str) for one in index.ids_of(hits.slots))
    index.warm(0)
    assert len(index.in_order()) <= len(index)
    list(complete(index, "dir", 3))
    index.updated((), ["m"]).compacted()


@pytest.mark.hypothesis
@pytest.mark.parametrize("name", dtypes_of(SegmentColumns))
def test_bits_that_flip_in_a_column_cost_its_words_and_its_order_alone(name: str, segment: Segment) -> None:
    """Whatever the checksums say: what no search could go through is not believed, and the library is read anew."""
    believed = 0
    for seed in rounds(4):
        arrays = {own: array.copy() for own, array in arrays_of(segment.columns).items()}
        data, chance = arrays[name].view(np.uint8), random.Random(seed)
        for _ in range(chance.choice([1, 3, 30]) if len(data) else 0):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        if seed == 0:
            arrays[name] = arrays[name][: len(arrays[name]) // 2]  # and where one is shorter
        parts = arrays_to_parts(arrays, dtypes_of(SegmentColumns), (NAMES, segment.own))
        with contextlib.suppress(ValueError):
            _search_in_every_way(Index.from_buffer(memoryview(b"".join(parts))))
            believed += 1
    assert believed < len(rounds(4)) or not len(arrays_of(segment.columns)[name]), "or the cut was taken for whole"


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Segment:
    """The index of eight releases, one with a key of its own."""
    files = SHELF | {"own.toml": 'title = "Back to the Future"\nmood = "dark"\n[release]\nupc = "025192025327"\n'}
    root = write_library(tmp_path_factory.mktemp("indexed"), files)
    return whole_catalogue(str(root), is_cached=False).index.compacted().segments[0][0]


@pytest.mark.parametrize("seed", range(20))
def test_a_cache_of_flipped_bits_whose_checksums_are_right_ends_nothing(
    root: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_catalogue(str(root))
    path, chance = cache.cache_file(str(root)), random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 8, 64])):
        data[chance.randrange(16, len(data))] ^= 1 << chance.randrange(8)
    path.unlink()
    path.write_bytes(data)
    with monkeypatch.context() as lenient:
        lenient.setattr("zlib.crc32", _AnyChecksum)
        kept = cache.load(str(root))
    if kept is None:
        return  # it is not believed
    _search_in_every_way(kept.index)
    block = kept.entries.as_block()
    for entry in block.entries(range(len(block))):
        with contextlib.suppress(Unreadable):
            read_file(str(root), entry.path)


def test_a_cache_that_is_whole_is_believed(root: Path) -> None:
    """What makes the test above one that can fail."""
    whole_catalogue(str(root))
    assert cache.load(str(root)) is not None


class _AnyChecksum(int):
    """A checksum that is right, whatever it is compared with."""

    def __new__(cls, *_: object) -> "_AnyChecksum":
        return super().__new__(cls, 0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int)

    def __ne__(self, other: object) -> bool:
        return not isinstance(other, int)

    __hash__ = int.__hash__


@pytest.mark.parametrize("is_root", [True, False])
def test_a_large_cache_that_is_cut_short_while_it_is_mapped_ends_nothing(
    root: Path, is_root: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no program of ours may write to it, it is mapped as it stands; where one may, root's, a copy is."""
    whole_catalogue(str(root))
    file = cache.cache_file(str(root))
    assert file.stat().st_mode & 0o777 == 0o400
    monkeypatch.setattr(cache, "_COPIED", 0)
    if is_root:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        catalogue = whole_catalogue(str(root))
        file.chmod(0o600)
        os.truncate(file, 0)
        _use(catalogue)
        return
    if os.geteuid() == 0:
        pytest.skip("root may do anything")
    with pytest.raises(PermissionError):
        os.truncate(file, 0)
