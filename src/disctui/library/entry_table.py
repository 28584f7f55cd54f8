"""The entries of a library by path, of which nobody needs more than a few at a time.

Those that were read by another run or another process stay packed, sorted by path, as they came: a hundred thousand
cost neither time when a library is opened nor memory while it is. The others stand beside them as they are.
"""

from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, Set, ValuesView
from functools import cached_property
from typing import NamedTuple

import msgspec
import numpy as np

from disctui.columns.declaration import Array, DTypes
from disctui.columns.file_format import Parts, arrays_from, arrays_to_parts
from disctui.columns.ragged import ByteStrings
from disctui.library.entries import Entry
from disctui.library.files import Scan, release_id
from disctui.library.listing import Listing

LISTED, HAS_PROBLEMS, ODD_EXTENSION = 1, 2, 4
"""Flags of an entry: it has a listing; it has problems; its path does not end as nearly all do, so that its id must be
looked for."""
_EXTENSION = ".toml"
_UNPACKED = 500
"""Entries that are remembered unpacked: what is on screen is drawn again at every key."""
_NO_NUMBERS = (-1, -1, -1, -1)
"""For the fingerprint of a file that could not be read: it differs from any."""

_DTYPES: DTypes = {
    "path_bytes": np.uint8,
    "path_bounds": np.uint32,
    "fingerprints": np.int64,
    "flags": np.uint8,
    "entry_bytes": np.uint8,
    "entry_bounds": np.uint32,
}
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Entry)


def is_packable(path: str) -> bool:
    """Whether the entry of a path can be packed; a file whose name is not UTF-8 is read anew each time."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


class PackedEntries:
    """Entries as arrays, sorted by path; never changes."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Take arrays as they are kept."""
        self.paths = ByteStrings(arrays["path_bytes"], arrays["path_bounds"])
        self.fingerprints = arrays["fingerprints"].reshape(-1, 4)
        self.flags = arrays["flags"]
        self.packed = ByteStrings(arrays["entry_bytes"], arrays["entry_bounds"])

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "PackedEntries":
        """The sheet of entries whose paths differ and can be packed."""
        ordered = sorted(entries, key=lambda entry: entry.path.encode())
        return cls.made(
            ByteStrings.of([entry.path.encode() for entry in ordered]),
            np.array([entry.fingerprint or _NO_NUMBERS for entry in ordered], np.int64),
            np.array([_flags(entry) for entry in ordered], np.uint8),
            ByteStrings.of(list(map(_encoder.encode, ordered))),
        )

    @classmethod
    def made(cls, paths: ByteStrings, fingerprints: Array, flags: Array, packed: ByteStrings) -> "PackedEntries":
        """The sheet of packed entries that are sorted by path."""
        return cls(
            {
                "path_bytes": paths.data,
                "path_bounds": paths.offsets,
                "fingerprints": fingerprints,
                "flags": flags,
                "entry_bytes": packed.data,
                "entry_bounds": packed.offsets,
            }
        )

    @classmethod
    def joined(cls, sheets: "Sequence[PackedEntries]", alive: Sequence[Array]) -> "PackedEntries":
        """The sheet of those rows of several that count, whose paths differ."""
        rows = [np.flatnonzero(mask) for mask in alive]
        paths = [path for sheet, own in zip(sheets, rows, strict=True) for path in sheet.paths.take(own.tolist())]
        order = sorted(range(len(paths)), key=paths.__getitem__)
        packed = [text for sheet, own in zip(sheets, rows, strict=True) for text in sheet.packed.take(own.tolist())]
        fingerprints = [sheet.fingerprints[own] for sheet, own in zip(sheets, rows, strict=True)]
        flags = [sheet.flags[own] for sheet, own in zip(sheets, rows, strict=True)]
        return cls.made(
            ByteStrings.of([paths[place] for place in order]),
            np.concatenate([np.zeros((0, 4), np.int64), *fingerprints])[order],
            np.concatenate([np.zeros(0, np.uint8), *flags])[order],
            ByteStrings.of([packed[place] for place in order]),
        )

    def __len__(self) -> int:
        return len(self.flags)

    def row(self, path: str) -> int | None:
        """The row of a path; None where it isn't there."""
        return self.paths.find(path.encode(errors="surrogateescape"))

    def entry(self, row: int) -> Entry:
        """The entry in a row."""
        return _decoder.decode(self.packed[row])

    def without(self, flag: int) -> list[str]:
        """The paths of the entries that lack a flag."""
        return list(map(bytes.decode, self.paths.take(np.flatnonzero((self.flags & flag) == 0).tolist())))

    def among(self, paths: Set[str]) -> list[str]:
        """Those of `paths` that have an entry here."""
        return [path for path in map(bytes.decode, self.paths) if path in paths] if paths else []

    def to_parts(self) -> Parts:
        """The sheet as bytes that `from_buffer` takes, in parts."""
        return arrays_to_parts(
            {
                "path_bytes": self.paths.data,
                "path_bounds": self.paths.offsets,
                "fingerprints": self.fingerprints.reshape(-1),
                "flags": self.flags,
                "entry_bytes": self.packed.data,
                "entry_bounds": self.packed.offsets,
            },
            _DTYPES,
        )

    @classmethod
    def from_buffer(cls, buffer: memoryview) -> "PackedEntries":
        """The sheet that `to_parts` made `buffer` of, which stays in use.

        Raises:
            ValueError: it is damaged, or made by another version.
        """
        return cls(arrays_from(buffer, _DTYPES)[0])


def _flags(entry: Entry) -> int:
    return (
        LISTED * (entry.listing is not None)
        | HAS_PROBLEMS * bool(entry.problems)
        | ODD_EXTENSION * (not entry.path.endswith(_EXTENSION))
    )


class Differences(NamedTuple):
    """How a folder differs from what is known of it."""

    new: list[str]
    changed: list[str]
    gone: list[str]


class EntryTable(Mapping[str, Entry]):
    """Entries by path; never changes."""

    def __init__(
        self,
        sheets: Sequence[PackedEntries] = (),
        alive: Sequence[Array] = (),
        loose: Mapping[str, Entry] | None = None,
    ) -> None:
        """Take sheets, for each which of its rows still count, and the entries that stand beside them."""
        self._sheets = tuple(sheets)
        self._alive = tuple(alive)
        self._loose = dict(loose or {})
        self._unpacked: dict[str, Entry] = {}

    @classmethod
    def of(cls, sheets: Sequence[PackedEntries]) -> "EntryTable":
        """The register of sheets that have no path in common."""
        return cls(sheets, [np.ones(len(sheet), np.bool_) for sheet in sheets])

    def _place(self, path: str) -> tuple[int, int] | None:
        """The sheet and row of a path that counts."""
        for number, sheet in enumerate(self._sheets):
            row = sheet.row(path)
            if row is not None and self._alive[number][row]:
                return number, row
        return None

    def __getitem__(self, path: str) -> Entry:
        entry = self._loose.get(path) or self._unpacked.get(path)
        if entry is not None:
            return entry
        place = self._place(path)
        if place is None:
            raise KeyError(path)
        entry = self._sheets[place[0]].entry(place[1])
        if len(self._unpacked) >= _UNPACKED:
            self._unpacked.clear()
        self._unpacked[path] = entry
        return entry

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and (path in self._loose or self._place(path) is not None)

    def __len__(self) -> int:
        return sum(int(np.count_nonzero(alive)) for alive in self._alive) + len(self._loose)

    def __iter__(self) -> Iterator[str]:
        for sheet, alive in zip(self._sheets, self._alive, strict=True):
            yield from (path.decode() for path in sheet.paths.take(np.flatnonzero(alive).tolist()))
        yield from self._loose

    def values(self) -> ValuesView[Entry]:
        """All entries, one after the other."""
        return _Values(self)

    def items(self) -> ItemsView[str, Entry]:
        """All paths and entries, one after the other."""
        return _Items(self)

    def having(self, flag: int) -> Iterator[Entry]:
        """The entries that have a flag, or any; nothing else is unpacked."""
        for sheet, alive in zip(self._sheets, self._alive, strict=True):
            wanted = alive if not flag else alive & ((sheet.flags & flag) > 0)
            yield from map(_decoder.decode, sheet.packed.take(np.flatnonzero(wanted).tolist()))
        yield from (entry for entry in self._loose.values() if not flag or _flags(entry) & flag)

    def count(self, flag: int) -> int:
        """How many entries have a flag."""
        packed = (
            int(np.count_nonzero(alive & ((sheet.flags & flag) > 0)))
            for sheet, alive in zip(self._sheets, self._alive, strict=True)
        )
        return sum(packed) + sum(_flags(entry) & flag > 0 for entry in self._loose.values())

    def changed(
        self, entries: Iterable[Entry] = (), gone: Iterable[str] = (), sheets: Sequence[PackedEntries] = ()
    ) -> "EntryTable":
        """The register with some entries put in or replaced, and others gone.

        Args:
            entries: The entries.
            gone: Paths of those that leave, those that `sheets` replace included.
            sheets: More entries, none of a path that is there already.
        """
        all_sheets = [*self._sheets, *sheets]
        alive = [*self._alive, *(np.ones(len(sheet), np.bool_) for sheet in sheets)]
        loose = dict(self._loose)
        new = {entry.path: entry for entry in entries}
        for path in (*gone, *new):
            loose.pop(path, None)
        dead: dict[int, list[int]] = {}
        for path in (*gone, *new):
            for number, sheet in enumerate(all_sheets):
                if (row := sheet.row(path)) is not None and (number < len(self._sheets) or path in new):
                    dead.setdefault(number, []).append(row)
        for number, rows in dead.items():
            alive[number] = alive[number].copy()
            alive[number][rows] = False
        return EntryTable(all_sheets, alive, loose | new)

    def differences(self, found: Scan) -> Differences:
        """How a folder as it was found now differs from this."""
        numbers = np.frombuffer(found.fingerprints, np.int64).reshape(-1, 4)
        places: dict[bytes, int] = {}
        for sheet, alive, offset in zip(self._sheets, self._alive, self._offsets, strict=False):
            rows = np.flatnonzero(alive)
            places.update(zip(sheet.paths.take(rows.tolist()), (rows + offset).tolist(), strict=True))
        new: list[str] = []
        changed: list[str] = []
        known, seen = [], []
        loose = dict(self._loose)
        for number, path in enumerate(found.paths):
            entry = loose.pop(path, None)
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
            before = np.concatenate([sheet.fingerprints for sheet in self._sheets])[known]
            differing = np.flatnonzero((before != numbers[seen]).any(axis=1))
            changed += [found.paths[seen[place]] for place in differing.tolist()]
        return Differences(new, changed, [*loose, *(path.decode() for path in places)])

    @property
    def _parts(self) -> tuple[tuple[PackedEntries, ...], tuple[Array, ...], dict[str, Entry]]:
        return self._sheets, self._alive, self._loose

    @property
    def _offsets(self) -> list[int]:
        return np.cumsum([0, *map(len, self._sheets)]).tolist()  # type: ignore[no-any-return]

    def differing_from(self, other: "EntryTable") -> set[str]:
        """The paths whose entries may not be the same in both."""
        sheets, others, loose = other._parts  # noqa: SLF001 - one of its kind
        if self._sheets != sheets:
            return {*self, *other}
        paths = {path for path in self._loose.keys() | loose.keys() if self._loose.get(path) is not loose.get(path)}
        for sheet, alive, its in zip(self._sheets, self._alive, others, strict=True):
            paths.update(map(bytes.decode, sheet.paths.take(np.flatnonzero(alive != its).tolist())))
        return paths

    def as_sheet(self) -> PackedEntries:
        """All entries that can be packed as one sheet."""
        if len(self._sheets) == 1 and not self._loose and self._alive[0].all():
            return self._sheets[0]
        loose = PackedEntries.of(entry for entry in self._loose.values() if is_packable(entry.path))
        return PackedEntries.joined([*self._sheets, loose], [*self._alive, np.ones(len(loose), np.bool_)])

    @cached_property
    def extended(self) -> Mapping[str, str]:
        """By id the path of each release whose file has another extension, `.TOML`."""
        return {release_id(entry.path): entry.path for entry in self.having(ODD_EXTENSION) if entry.listing is not None}


class _Values(ValuesView[Entry]):
    """Entries in a row, each unpacked without being looked for."""

    _mapping: EntryTable

    def __iter__(self) -> Iterator[Entry]:
        return self._mapping.having(0)


class _Items(ItemsView[str, Entry]):
    """Paths and entries likewise."""

    _mapping: EntryTable

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        return ((entry.path, entry) for entry in self._mapping.having(0))


class Listings(Mapping[str, Listing]):
    """The listings of a register by the id of the release."""

    def __init__(self, register: EntryTable) -> None:
        self._register = register

    def entry(self, release: str) -> Entry | None:
        """The entry of a release; None where there is no such release."""
        entry = self._register.get(release + _EXTENSION)
        if entry is not None and entry.listing is not None:
            return entry
        path = self._register.extended.get(release)
        return None if path is None else self._register[path]

    def __getitem__(self, release: str) -> Listing:
        entry = self.entry(release)
        if entry is None or entry.listing is None:
            raise KeyError(release)
        return entry.listing

    def __contains__(self, release: object) -> bool:
        return isinstance(release, str) and self.entry(release) is not None

    @cached_property
    def _doubled(self) -> int:
        """How many listings have an id that another file has too, which ends in another way."""
        extended = self._register.extended
        also = (self._register.get(release + _EXTENSION) for release in extended)
        several = sum(entry.listing is not None for entry in self._register.having(ODD_EXTENSION)) - len(extended)
        return several + sum(entry is not None and entry.listing is not None for entry in also)

    def __len__(self) -> int:
        return self._register.count(LISTED) - self._doubled

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
        register = self._mapping._register  # noqa: SLF001 - a part of it
        for entry in register.having(LISTED):
            assert entry.listing is not None
            if register.extended and entry.listing.id in register.extended:
                if entry.listing.id in seen:
                    continue
                seen.add(entry.listing.id)
            yield entry.listing
