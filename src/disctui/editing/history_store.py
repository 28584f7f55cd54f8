"""Where the entries of a library's history are kept: two files for each action, what it is and what it did.

The entry is small and read each time; the steps, with the bytes of every file before and after, are read only where
an action is taken back or done again.
"""

import datetime
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from disctui.editing.file_operations import FileOperation
from disctui.problem import Refused
from disctui.safe_write.state_files import write_state
from disctui.safe_write.system import READ, has_locked

ENTRIES_LIMIT = 500
"""Entries that are kept at most."""
BYTES_LIMIT = 64 * 1024 * 1024
"""Bytes of all entries together, past which the oldest go; the newest always stays."""

State = Literal["done", "undone", "superseded", "passed"]
"""`superseded`: undone, and something else done since. `passed`: undo could not take it back, and went on."""


class HistoryRefused(Refused):
    """Nothing was undone or redone; `files` are those that stand in the way."""

    def __init__(self, message: str, hint: str | None = None, files: tuple[Path, ...] = ()) -> None:
        super().__init__(message, hint)
        self.files = files


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One action, as the history lists it."""

    number: int
    """Rises with every action."""
    title: str
    """What the user did, in the words of the screen."""
    at: datetime.datetime
    """When, with its time zone."""
    state: State = "done"
    paths: tuple[bytes, ...]
    """The files as they are called after it, absolute."""
    undone: tuple[int, ...] = ()
    """Numbers of the steps that are taken back."""
    redoing: tuple[int, ...] = ()
    """Numbers of the steps of a redo that has not ended: it is at work, or was killed."""
    is_tried: bool = False
    """Whether undo failed at it before, for a reason that may pass."""
    folders: tuple[bytes, ...] = ()
    """The folders that it made, absolute; undo removes those that are empty then."""

    @property
    def files(self) -> list[Path]:
        """The files as they are called after it."""
        return [Path(os.fsdecode(path)) for path in self.paths]

    @property
    def is_wholly_done(self) -> bool:
        """Whether nothing of it is left to be done again."""
        return self.state == "done" and not self.numbers_to_redo

    @property
    def numbers_to_redo(self) -> tuple[int, ...]:
        """Numbers of the steps that a redo does."""
        return self.undone or self.redoing


_LONG_ARRAY = b"\xdd"
"""What MessagePack begins an array with whose length is a number of four bytes."""


def _packed(steps: Sequence[FileOperation]) -> Iterator[bytes]:
    """Steps as they are kept, each asked for once and let go, so that those of a large import never fill the memory."""
    packer = zlib.compressobj(1)
    yield packer.compress(_LONG_ARRAY + len(steps).to_bytes(4, "big"))
    for step in steps:
        yield packer.compress(msgspec.msgpack.encode(step))
    yield packer.flush()


class HistoryStore:
    """The entries of one library. Whoever writes holds the folder's lock, `state_files.locked_state_dir`.

    Args:
        folder: Where they are kept.
        entries_limit: Entries that are kept at most.
        bytes_limit: Bytes of all entries together, past which the oldest go; the newest always stays.
    """

    def __init__(self, folder: Path, entries_limit: int = ENTRIES_LIMIT, bytes_limit: int = BYTES_LIMIT) -> None:
        self.folder = folder
        self._entries_limit = entries_limit
        self._bytes_limit = bytes_limit

    def lock(self, entry: Entry) -> int:
        """Hold an entry as one whose action still goes on, until the returned file descriptor is closed."""
        handle = os.open(self._path(entry.number, ".steps"), READ)
        with suppress(OSError):  # a disk without locks
            has_locked(handle)
        return handle

    def is_at_work(self, entry: Entry) -> bool:
        """Whether some program still carries out an action."""
        try:
            handle = os.open(self._path(entry.number, ".steps"), READ)
        except OSError:
            return False
        try:
            return not has_locked(handle)
        except OSError:
            return False
        finally:
            os.close(handle)

    def _path(self, number: int, suffix: str) -> Path:
        return self.folder / f"{number:09d}{suffix}"

    def read(self) -> list[Entry]:
        """Every entry, the oldest first."""
        entries = []
        for path in sorted(self.folder.glob("*.entry")):
            try:
                entries.append(msgspec.msgpack.decode(path.read_bytes(), type=Entry))
            except (OSError, msgspec.DecodeError):  # damaged by something else; the others still serve
                continue
        return entries

    def steps(self, entry: Entry) -> list[FileOperation]:
        """What an action did to each file.

        Raises:
            HistoryRefused: the copy is damaged or gone.
        """
        path = self._path(entry.number, ".steps")
        try:
            return msgspec.msgpack.decode(zlib.decompress(path.read_bytes()), type=list[FileOperation])
        except (OSError, zlib.error, msgspec.DecodeError):
            raise HistoryRefused(f"the copy that was kept for “{entry.title}” is damaged or gone") from None

    def mark(self, entry: Entry) -> None:
        """Write an entry in the place of the one of its number.

        Raises:
            WriteError: the system refuses.
        """
        write_state(self._path(entry.number, ".entry"), msgspec.msgpack.encode(entry))

    def write(self, entry: Entry, steps: Sequence[FileOperation]) -> None:
        """Write an entry and its steps.

        Raises:
            WriteError: the system refuses.
        """
        write_state(self._path(entry.number, ".steps"), _packed(steps))
        self.mark(entry)

    def forget(self, number: int) -> None:
        """Remove an entry and its steps."""
        with suppress(OSError):
            self._path(number, ".entry").unlink(missing_ok=True)
            self._path(number, ".steps").unlink(missing_ok=True)

    def prune(self, entries: list[Entry]) -> None:
        """Remove the oldest entries past the limits, and steps that belong to none.

        Args:
            entries: All there are, the oldest first.

        Raises:
            OSError: a file went away meanwhile.
        """
        sizes = {path.stem: path.stat().st_size for path in self.folder.glob("*.steps")}
        known = {f"{entry.number:09d}" for entry in entries}
        for stem in sizes.keys() - known:
            self.forget(int(stem))
        total = sum(sizes[stem] for stem in sizes.keys() & known)
        for position, entry in enumerate(entries[:-1]):
            if len(entries) - position <= self._entries_limit and total <= self._bytes_limit:
                break
            total -= sizes.get(f"{entry.number:09d}", 0)
            self.forget(entry.number)
