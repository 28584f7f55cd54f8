"""Imports put aside while a plan is made: a large collection is thousands of documents of names and texts.

Each is put aside when it is read and taken out when it is looked at or written: a few megabytes in memory, all beyond
in a file without a name. So a plan grows by little more than what its rows say on the screen.
"""

import contextlib
import gc
import hashlib
import io
import os
import pickle
import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec
import platformdirs

from disctui.importers.importer import Imported, Unmapped
from disctui.problem import Refused
from disctui.release.model import TOML

_IN_MEMORY = 4 << 20
"""Bytes that are put aside in memory; a file takes more."""


class Spool:
    """Bytes put aside until they are asked for, by any thread; they go when nothing refers to them any more."""

    def __init__(self) -> None:
        self._file: BinaryIO = io.BytesIO()
        self._lock = threading.Lock()
        self._end = 0
        self._is_at_end = True

    def put(self, data: bytes) -> "Place":
        """Put bytes aside.

        Raises:
            Refused: the disk takes no more.
        """
        with self._lock:
            try:
                if self._end + len(data) > _IN_MEMORY and isinstance(self._file, io.BytesIO):
                    self._move_to_disk(self._file)
                if not self._is_at_end:
                    self._file.seek(self._end)
                self._file.write(data)
            except OSError as error:
                reason = os.strerror(error.errno or 0).lower()
                raise Refused(f"what was read can't be put aside: {reason}", f"make room in {_folder()}") from None
            place = Place(self, self._end, len(data))
            self._end += len(data)
            self._is_at_end = True
        return place

    def _move_to_disk(self, held: io.BytesIO) -> None:
        file = tempfile.TemporaryFile(dir=_folder())  # noqa: SIM115 - it is closed once nothing refers to it
        weakref.finalize(self, file.close)
        file.write(held.getvalue())
        self._file = cast("BinaryIO", file)

    def get(self, begin: int, size: int) -> bytes:
        """The bytes at a place."""
        with self._lock:
            self._is_at_end = False
            self._file.seek(begin)
            return self._file.read(size)


class Place(msgspec.Struct, frozen=True):
    """Where bytes were put aside."""

    spool: Spool
    begin: int
    size: int

    def take(self) -> bytes:
        """The bytes."""
        return self.spool.get(self.begin, self.size)


class Packed(msgspec.Struct, frozen=True):
    """A value put aside, or in few bytes."""

    data: bytes | Place

    def unpack(self) -> Any:
        """What was packed."""
        found = pickle.loads(self.data if isinstance(self.data, bytes) else self.data.take())  # noqa: S301 - our own
        if not isinstance(found, _Flat):
            return found
        texts = found.kept
        kept = tuple(map(Unmapped, texts[::2], texts[1::2]))
        return msgspec.structs.replace(found.rest, kept=kept)


class _Flat(msgspec.Struct, frozen=True):
    """An import whose kept values are plain texts in a row, which are packed far quicker than pairs."""

    rest: Imported
    kept: list[str]


def pack(value: object, spool: Spool | None = None) -> Packed:
    """An import, or a document, put aside in `spool`; without one, in memory.

    Raises:
        Refused: the disk takes no more.
    """
    if isinstance(value, Imported) and value.kept:
        value = _Flat(msgspec.structs.replace(value, kept=()), list(chain.from_iterable(value.kept)))
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return Packed(data if spool is None else spool.put(data))


def _folder() -> str:
    """Where the file lies: with the cache, which is on a disk where the system's own folder may be memory."""
    folder = Path(platformdirs.user_cache_dir("disctui"))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return tempfile.gettempdir()
    return str(folder) if os.access(folder, os.W_OK) else tempfile.gettempdir()


@contextlib.contextmanager
def seldom_collecting() -> Iterator[None]:
    """Let Python look seldom for circles of unused objects: documents hold none, and a look goes through all rows."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def digest(document: Mapping[str, TOML]) -> bytes:
    """A fingerprint that two documents share only if they say the same, in whatever order."""
    try:
        data = msgspec.msgpack.encode(document, order="deterministic")
    except (OverflowError, TypeError, ValueError):  # a number past 64 bits
        data = repr(document).encode("utf-8", "replace")
    return hashlib.blake2b(data, digest_size=16).digest()
