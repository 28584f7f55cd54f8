"""Entries as arrays, as the cache and the reading processes hand them on: nothing is unpacked until it is asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import msgspec
import numpy as np

from disctui.columns.declaration import Array, DTypes
from disctui.columns.file_format import Parts, arrays_from, arrays_to_parts
from disctui.columns.ragged import ByteStrings, is_ragged
from disctui.library.entries import Entry
from disctui.library.files import release_id
from disctui.library.listing import Listing

LISTED, HAS_PROBLEMS, ODD_EXTENSION = 1, 2, 4
"""Flags of an entry: it has a listing; it has problems; its path ends in something else than `.toml` (`.TOML`), so that
its id alone does not give its path."""
EXTENSION = ".toml"
_NO_NUMBERS = (-1, -1, -1, -1)
"""Stands for the fingerprint of a file that could not be read: no real one equals it."""

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
    """A block of entries as arrays, sorted by path; never changes."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Take the arrays of a block of n entries.

        Args:
            arrays: `path_bytes` and `entry_bytes` (uint8) hold the paths and the packed entries one after the other,
                cut by `path_bounds` and `entry_bounds` (uint32, n + 1 each); `fingerprints` is int64 of 4 n, `flags`
                uint8 of n.
        """
        self.paths = ByteStrings(arrays["path_bytes"], arrays["path_bounds"])
        self.fingerprints = arrays["fingerprints"].reshape(-1, 4)
        self.flags = arrays["flags"]
        self.packed = ByteStrings(arrays["entry_bytes"], arrays["entry_bounds"])

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "PackedEntries":
        """A block of these entries; no two have the same path, and every path can be packed."""
        ordered = sorted(entries, key=lambda entry: entry.path.encode())
        return cls.from_sorted(
            ByteStrings.of([entry.path.encode() for entry in ordered]),
            np.array([entry.fingerprint or _NO_NUMBERS for entry in ordered], np.int64),
            np.array([flags_of(entry) for entry in ordered], np.uint8),
            ByteStrings.of(list(map(_encoder.encode, ordered))),
        )

    @classmethod
    def from_sorted(cls, paths: ByteStrings, fingerprints: Array, flags: Array, packed: ByteStrings) -> "PackedEntries":
        """A block of entries that are packed already, and sorted by path."""
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
    def concatenated(cls, blocks: "Sequence[PackedEntries]", alive: Sequence[Array]) -> "PackedEntries":
        """One block of the rows whose mask in `alive` (bool, a row each) is True; no two have the same path."""
        rows = [np.flatnonzero(mask) for mask in alive]
        paths = [path for block, own in zip(blocks, rows, strict=True) for path in block.paths.take(own.tolist())]
        order = sorted(range(len(paths)), key=paths.__getitem__)
        packed = [text for block, own in zip(blocks, rows, strict=True) for text in block.packed.take(own.tolist())]
        fingerprints = [block.fingerprints[own] for block, own in zip(blocks, rows, strict=True)]
        flags = [block.flags[own] for block, own in zip(blocks, rows, strict=True)]
        return cls.from_sorted(
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
        return next(self.entries([row]))

    def entries(self, rows: Sequence[int]) -> Iterator[Entry]:
        """The entries in rows, one after the other."""
        for row, packed in zip(rows, self.packed.take(rows), strict=True):
            try:
                yield _decoder.decode(packed)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                yield self._stand_in(row)

    def _stand_in(self, row: int) -> Entry:
        """The entry for a file whose packed entry is damaged: it has the path alone, so that the file is read again."""
        path = self.paths[row].decode("utf-8", "replace")
        name = release_id(path)
        listing = Listing(
            id=name, path=path, title=name, sort_key=f"{name}\0\0{name}", year=None, directors=(), disc_format="",
            studio="", date="", price=None, currency="", status="owned", is_marked=False,
        )  # fmt: skip
        return Entry(path, None, listing if self.flags[row] & LISTED else None)

    def without(self, flag: int) -> list[str]:
        """The paths of the entries that lack a flag."""
        return list(map(bytes.decode, self.paths.take(np.flatnonzero((self.flags & flag) == 0).tolist())))

    def among(self, paths: Set[str]) -> list[str]:
        """Those of `paths` that have an entry here."""
        return [path for path in map(bytes.decode, self.paths) if path in paths] if paths else []

    def to_parts(self) -> Parts:
        """The block as bytes that `from_buffer` takes, in parts."""
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
        """The block that `to_parts` made `buffer` of, which stays in use.

        Raises:
            ValueError: it is damaged, or made by another version.
        """
        block = cls(arrays_from(buffer, _DTYPES)[0])
        count = len(block)
        if len(block.fingerprints) != count or not (
            is_ragged(block.paths.offsets, count, block.paths.data)
            and is_ragged(block.packed.offsets, count, block.packed.data)
        ):
            raise ValueError("the block is damaged")
        if not block.paths.data.tobytes().isascii():
            for path in block.paths:
                path.decode()
        return block


def flags_of(entry: Entry) -> int:
    """The flags of an entry, added up."""
    return (
        LISTED * (entry.listing is not None)
        | HAS_PROBLEMS * bool(entry.problems)
        | ODD_EXTENSION * (not entry.path.endswith(EXTENSION))
    )
