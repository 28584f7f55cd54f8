"""Packed entries behave as a dictionary of entries would, whatever is done to them."""

import os
from array import array
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import given

from disctui.library.entries import Entry, read_entry
from disctui.library.entry_table import EntryTable, Listings
from disctui.library.files import Fingerprint, Scan
from disctui.library.listing import Listing
from disctui.library.packed_entries import HAS_PROBLEMS, LISTED, PackedEntries, is_packable
from disctui.problem import Problem

paths = st.sampled_from([f"{name}.toml" for name in ("a", "a-b", "a/b", "ä", "b", "b/c", "letyat", "летят", "z")])


def entry(path: str, title: str = "A film", *, is_listed: bool = True, problems: int = 0) -> Entry:
    name = path[:-5]
    listing = Listing(
        id=name, path=path, title=title, sort_key=f"{title}\0{name}", year=None, directors=(), disc_format="",
        studio="", date="", price=None, currency="", status="owned", is_marked=False,
    )  # fmt: skip
    told = tuple(Problem(path=path, code="wrong-type", message="m", line=line + 1) for line in range(problems))
    return Entry(path, Fingerprint(1, 2, 3, 4), listing if is_listed else None, told)


entries = st.builds(
    entry, paths, st.sampled_from(["A film", "Летят журавли"]), is_listed=st.booleans(), problems=st.integers(0, 2)
)
shelves = st.lists(entries, max_size=6, unique_by=lambda one: one.path)


changes = st.lists(st.tuples(st.sampled_from(["put", "drop", "sheet"]), shelves), max_size=5)


def same(table: EntryTable, wanted: dict[str, Entry]) -> None:
    assert dict(table) == wanted
    assert len(table) == len(wanted)
    assert set(table) == set(wanted)
    assert sorted(table.values(), key=lambda one: one.path) == sorted(wanted.values(), key=lambda one: one.path)
    flagged = {
        LISTED: {one.path for one in wanted.values() if one.listing is not None},
        HAS_PROBLEMS: {one.path for one in wanted.values() if one.problems},
    }
    for flag, having in flagged.items():
        assert {one.path for one in table.with_flag(flag)} == having
        assert table.count(flag) == len(having)
    listed = {one.listing.id: one.listing for one in wanted.values() if one.listing}
    listings = Listings(table)
    assert dict(listings) == listed
    assert (len(listings), set(listings)) == (len(listed), set(listed))
    assert listings.get("nowhere") is None


@given(changes)
def test_any_series_of_changes_leaves_what_a_dictionary_would_hold(series: list[tuple[str, tuple[Entry, ...]]]) -> None:
    table, wanted = EntryTable(), dict[str, Entry]()
    for kind, shelf in series:
        before = table
        names = [one.path for one in shelf]
        if kind == "drop":
            table = table.changed(gone=names)
            wanted = {path: one for path, one in wanted.items() if path not in names}
        else:
            more = [PackedEntries.of(shelf)] if kind == "sheet" else []
            table = table.changed(() if more else shelf, names if more else (), more)
            wanted = wanted | {one.path: one for one in shelf}
        same(table, wanted)
        differing = {path for path in {*before, *table} if before.get(path) != table.get(path)}
        assert differing <= table.differing_from(before)
    kept = EntryTable.of([PackedEntries.from_buffer(memoryview(b"".join(table.as_block().to_parts())))])
    same(kept, wanted)


@given(shelves, shelves, st.sets(paths))
def test_a_folder_is_compared_by_the_numbers_of_each_file(
    packed: tuple[Entry, ...], loose: tuple[Entry, ...], touched: set[str]
) -> None:
    table = EntryTable.of([PackedEntries.of(packed)]).changed(loose)
    there = [path for path in table if path != "b.toml"] + ["new.toml"]
    found = _scan({path: 9 if path in touched else 4 for path in there})
    differences = table.differences(found)
    assert differences.new == ["new.toml"]
    assert set(differences.changed) == touched & set(there)
    assert set(differences.gone) == set(table) - set(there)


def _scan(inodes: dict[str, int]) -> Scan:
    numbers = array("q", [number for inode in inodes.values() for number in (1, 2, 3, inode)])
    return Scan(list(inodes), numbers, [], None)


def test_a_file_of_another_extension_is_found_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "loud.TOML").write_text('title = "Loud"')
    (tmp_path / "both.TOML").write_text('title = "Both"')
    (tmp_path / "both.toml").write_text('title = "Both"')
    read = [
        read_entry(str(tmp_path), path, {}, is_packed=True).entry for path in ("loud.TOML", "both.TOML", "both.toml")
    ]
    for table in (EntryTable().changed(read), EntryTable.of([PackedEntries.of(read)])):
        listings = Listings(table)
        assert listings["loud"].path == "loud.TOML"
        assert (len(listings), sorted(listings)) == (2, ["both", "loud"])


def test_a_name_that_is_not_utf8_stays_beside_the_packed_ones(tmp_path: Path) -> None:
    name = os.fsdecode(b"bad\xff.toml")
    (tmp_path / name).write_text('title = "Bad"')
    read = read_entry(str(tmp_path), name, {}, is_packed=True).entry
    table = EntryTable.of([PackedEntries.of([entry("a.toml")])]).changed([read])
    assert not is_packable(name)
    assert table[name] == read
    assert name in table
    assert list(EntryTable.of([table.as_block()])) == ["a.toml"]


def test_a_file_that_could_not_be_read_differs_from_any() -> None:
    unread = Entry("a.toml", None, None, (Problem(path="a.toml", code="unreadable", message="m"),))
    for table in (EntryTable().changed([unread]), EntryTable.of([PackedEntries.of([unread])])):
        assert table.differences(_scan({"a.toml": 4})).changed == ["a.toml"]
