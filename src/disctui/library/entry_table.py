"""The entries of a library by path. Only a few of them are needed at a time, so most stay packed.

Entries that another run or another process read stay as the bytes that came from there, in blocks sorted by path: a
hundred thousand of them take neither time when a library is opened nor memory afterwards. Entries that were read or
changed since lie over the blocks, unpacked.
"""

from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from functools import cached_property
from typing import NamedTuple

import numpy as np

from disctui.columns.declaration import Array
from disctui.library.entries import Entry
from disctui.library.files import Scan, release_id
from disctui.library.listing import Listing
from disctui.library.packed_entries import (
    EXTENSION,
    LISTED,
    ODD_EXTENSION,
    PackedEntries,
    flags_of,
    is_packable,
)
from disctui.release.film_id import FilmId, parted

_UNPACKED = 500
"""Entries that stay unpacked in memory: those on screen are drawn again at every key."""


class Differences(NamedTuple):
    """How a folder differs from what is known of it."""

    new: list[str]
    changed: list[str]
    gone: list[str]


class EntryTable(Mapping[str, Entry]):
    """Entries by path; never changes."""

    def __init__(
        self,
        blocks: Sequence[PackedEntries] = (),
        alive: Sequence[Array] = (),
        overlay: Mapping[str, Entry] | None = None,
    ) -> None:
        """Take blocks, for each a mask (bool, a row each) of the rows that still count, and the entries over them."""
        self._blocks = tuple(blocks)
        self._alive = tuple(alive)
        self._overlay = dict(overlay or {})
        self._unpacked: dict[str, Entry] = {}

    @classmethod
    def of(cls, blocks: Sequence[PackedEntries]) -> "EntryTable":
        """The table of blocks that have no path in common."""
        return cls(blocks, [np.ones(len(block), np.bool_) for block in blocks])

    def _place(self, path: str) -> tuple[int, int] | None:
        """The block and row of a path that counts."""
        for number, block in enumerate(self._blocks):
            row = block.row(path)
            if row is not None and self._alive[number][row]:
                return number, row
        return None

    def __getitem__(self, path: str) -> Entry:
        entry = self._overlay.get(path) or self._unpacked.get(path)
        if entry is not None:
            return entry
        place = self._place(path)
        if place is None:
            raise KeyError(path)
        entry = self._blocks[place[0]].entry(place[1])
        if len(self._unpacked) >= _UNPACKED:
            self._unpacked.clear()
        self._unpacked[path] = entry
        return entry

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and (path in self._overlay or self._place(path) is not None)

    def __len__(self) -> int:
        return sum(int(np.count_nonzero(alive)) for alive in self._alive) + len(self._overlay)

    def __iter__(self) -> Iterator[str]:
        for block, alive in zip(self._blocks, self._alive, strict=True):
            yield from (path.decode() for path in block.paths.take(np.flatnonzero(alive).tolist()))
        yield from self._overlay

    def values(self) -> ValuesView[Entry]:
        """All entries, one after the other."""
        return _Values(self)

    def items(self) -> ItemsView[str, Entry]:
        """All paths and entries, one after the other."""
        return _Items(self)

    def with_flag(self, flag: int) -> Iterator[Entry]:
        """The entries that have a flag, or any; nothing else is unpacked."""
        for block, alive in zip(self._blocks, self._alive, strict=True):
            wanted = alive if not flag else alive & ((block.flags & flag) > 0)
            yield from block.entries(np.flatnonzero(wanted).tolist())
        yield from (entry for entry in self._overlay.values() if not flag or flags_of(entry) & flag)

    def count(self, flag: int) -> int:
        """How many entries have a flag."""
        packed = (
            int(np.count_nonzero(alive & ((block.flags & flag) > 0)))
            for block, alive in zip(self._blocks, self._alive, strict=True)
        )
        return sum(packed) + sum(flags_of(entry) & flag > 0 for entry in self._overlay.values())

    def changed(
        self, entries: Iterable[Entry] = (), gone: Iterable[str] = (), blocks: Sequence[PackedEntries] = ()
    ) -> "EntryTable":
        """The table with some entries put in or replaced, and others gone.

        Args:
            entries: The entries.
            gone: Paths of those that leave, those that `blocks` replace included.
            blocks: More entries, none of a path that is there already.
        """
        all_blocks = [*self._blocks, *blocks]
        alive = [*self._alive, *(np.ones(len(block), np.bool_) for block in blocks)]
        overlay = dict(self._overlay)
        new = {entry.path: entry for entry in entries}
        for path in (*gone, *new):
            overlay.pop(path, None)
        dead: dict[int, list[int]] = {}
        for path in (*gone, *new):
            for number, block in enumerate(all_blocks):
                if (row := block.row(path)) is not None and (number < len(self._blocks) or path in new):
                    dead.setdefault(number, []).append(row)
        for number, rows in dead.items():
            alive[number] = alive[number].copy()
            alive[number][rows] = False
        return EntryTable(all_blocks, alive, overlay | new)

    def differences(self, found: Scan) -> Differences:
        """How a folder as it was found now differs from this."""
        numbers = np.frombuffer(found.fingerprints, np.int64).reshape(-1, 4)
        places: dict[bytes, int] = {}
        for block, alive, offset in zip(self._blocks, self._alive, self._offsets, strict=False):
            rows = np.flatnonzero(alive)
            places.update(zip(block.paths.take(rows.tolist()), (rows + offset).tolist(), strict=True))
        new: list[str] = []
        changed: list[str] = []
        known, seen = [], []
        overlay = dict(self._overlay)
        for number, path in enumerate(found.paths):
            entry = overlay.pop(path, None)
            if entry is not None:
                if entry.fingerprint is None or tuple(numbers[number].tolist()) != entry.fingerprint:
                    changed.append(path)
                continue
            place = places.pop(path.encode(errors="surrogateescape"), None)
            if place is None:
                new.append(path)
            else:
                known.append(place)
                seen.append(number)
        if known:
            before = np.concatenate([block.fingerprints for block in self._blocks])[known]
            differing = np.flatnonzero((before != numbers[seen]).any(axis=1))
            changed += [found.paths[seen[place]] for place in differing.tolist()]
        return Differences(new, changed, [*overlay, *(path.decode() for path in places)])

    @property
    def _parts(self) -> tuple[tuple[PackedEntries, ...], tuple[Array, ...], dict[str, Entry]]:
        return self._blocks, self._alive, self._overlay

    @property
    def _offsets(self) -> list[int]:
        return np.cumsum([0, *map(len, self._blocks)]).tolist()  # type: ignore[no-any-return]

    def differing_from(self, other: "EntryTable") -> set[str]:
        """The paths whose entries may not be the same in both."""
        blocks, others, overlay = other._parts  # noqa: SLF001 - one of its kind
        if self._blocks != blocks:
            return {*self, *other}
        paths = {
            path for path in self._overlay.keys() | overlay.keys() if self._overlay.get(path) is not overlay.get(path)
        }
        for block, alive, its in zip(self._blocks, self._alive, others, strict=True):
            paths.update(map(bytes.decode, block.paths.take(np.flatnonzero(alive != its).tolist())))
        return paths

    def as_block(self) -> PackedEntries:
        """All entries that can be packed as one block."""
        if len(self._blocks) == 1 and not self._overlay and self._alive[0].all():
            return self._blocks[0]
        overlay = PackedEntries.of(entry for entry in self._overlay.values() if is_packable(entry.path))
        return PackedEntries.concatenated([*self._blocks, overlay], [*self._alive, np.ones(len(overlay), np.bool_)])

    @cached_property
    def odd_paths(self) -> Mapping[str, str]:
        """By id the path of each release whose file has another extension, `.TOML`."""
        return {
            release_id(entry.path): entry.path for entry in self.with_flag(ODD_EXTENSION) if entry.listing is not None
        }


class _Values(ValuesView[Entry]):
    """Entries in a row, each unpacked without being looked for."""

    _mapping: EntryTable

    def __iter__(self) -> Iterator[Entry]:
        return self._mapping.with_flag(0)


class _Items(ItemsView[str, Entry]):
    """Paths and entries likewise."""

    _mapping: EntryTable

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        return ((entry.path, entry) for entry in self._mapping.with_flag(0))


class Listings(Mapping[str, Listing]):
    """The listings of a table by the id of the release.

    An id such as `three-colours#2` gives the line of a film of a box set; those are not among the keys.
    """

    def __init__(self, table: EntryTable) -> None:
        self._table = table

    def entry(self, name: str) -> Entry | None:
        """The entry of a release, or of the set that a film is in; None where there is no such release or film."""
        return self._found(name)[0]

    def parted(self, name: str) -> FilmId | None:
        """The release and the film that an id means, the film being 0 for a release; None where there is neither.

        A release whose own name holds `#` comes before a film of another.
        """
        entry, film = self._found(name)
        return None if entry is None or entry.listing is None else FilmId(entry.listing.id, film)

    def _found(self, name: str) -> tuple[Entry | None, int]:
        """The entry, and which of the films is meant, 0 for none."""
        entry = self._of_release(name)
        film = parted(name) if entry is None else None
        if film is None:
            return entry, 0
        entry = self._of_release(film.release)
        is_there = entry is not None and entry.listing is not None and film.film <= len(entry.listing.films)
        return (entry, film.film) if is_there else (None, 0)

    def _of_release(self, release: str) -> Entry | None:
        entry = self._table.get(release + EXTENSION)
        if entry is not None and entry.listing is not None:
            return entry
        path = self._table.odd_paths.get(release)
        return None if path is None else self._table[path]

    def __getitem__(self, name: str) -> Listing:
        entry, film = self._found(name)
        if entry is None or entry.listing is None:
            raise KeyError(name)
        return entry.listing.of_film(film) if film else entry.listing

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.entry(name) is not None

    def films(self) -> Iterator[Listing]:
        """The listings of all films: those of the films of each box set, and those of all other releases."""
        for listing in self.values():
            if listing.films:
                yield from (listing.of_film(number) for number in range(1, len(listing.films) + 1))
            else:
                yield listing

    @cached_property
    def _doubled(self) -> int:
        """How many listings have an id that another file has too, which ends in another way."""
        odd_paths = self._table.odd_paths
        also = (self._table.get(release + EXTENSION) for release in odd_paths)
        several = sum(entry.listing is not None for entry in self._table.with_flag(ODD_EXTENSION)) - len(odd_paths)
        return several + sum(entry is not None and entry.listing is not None for entry in also)

    def __len__(self) -> int:
        return self._table.count(LISTED) - self._doubled

    def __iter__(self) -> Iterator[str]:
        return (listing.id for listing in self.values())

    def values(self) -> ValuesView[Listing]:
        """All listings, one after the other."""
        return _Listed(self)


class _Listed(ValuesView[Listing]):
    """Listings in a row, one for each id."""

    _mapping: Listings

    def __iter__(self) -> Iterator[Listing]:
        seen: set[str] = set()
        table = self._mapping._table  # noqa: SLF001 - a part of it
        for entry in table.with_flag(LISTED):
            assert entry.listing is not None
            if table.odd_paths and entry.listing.id in table.odd_paths:
                if entry.listing.id in seen:
                    continue
                seen.add(entry.listing.id)
            yield entry.listing
