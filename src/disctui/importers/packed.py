"""Imports held in few bytes while a plan is made: a large collection is thousands of documents of names and texts.

Each is packed when it is read and unpacked when it is looked at or written, so that a plan grows by little more than
what its rows say on the screen.
"""

import contextlib
import gc
import hashlib
import pickle
import zlib
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import msgspec

from disctui.importers.importer import Imported, Unmapped
from disctui.release.model import TOML

_FASTEST = 1


class Packed(msgspec.Struct, frozen=True):
    """A value in few bytes."""

    data: bytes

    def unpack(self) -> Any:
        """What was packed."""
        found = pickle.loads(zlib.decompress(self.data))  # noqa: S301 - bytes that this process made a moment ago
        if not isinstance(found, _Flat):
            return found
        texts = found.kept
        kept = tuple(map(Unmapped, texts[::2], texts[1::2]))
        return msgspec.structs.replace(found.rest, kept=kept)


class _Flat(msgspec.Struct, frozen=True):
    """An import whose kept values are plain texts in a row, which are packed far quicker than pairs."""

    rest: Imported
    kept: list[str]


def pack(value: object) -> Packed:
    """An import, or a document, in few bytes."""
    if isinstance(value, Imported) and value.kept:
        value = _Flat(msgspec.structs.replace(value, kept=()), list(chain.from_iterable(value.kept)))
    return Packed(zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), _FASTEST))


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
