"""What is kept between runs so that a large library need not be read again. It can be deleted at any time.

One file per library under the platform's cache folder: written beside itself and renamed, so that a crash or a
second program leaves a whole file; checked before it is believed; dropped when the program's version changes.
Whether a *release file* changed is decided by its fingerprint, never by this cache.
"""

import contextlib
import hashlib
import mmap
import os
import struct
import tempfile
import zlib
from pathlib import Path

import msgspec
import platformdirs

from disctui import __version__
from disctui.library.reading import Entry
from disctui.search.index import Index

_MAGIC = b"disctui cache 1\n"
_HEAD = struct.Struct("<16s32sIQQ")
"""Magic, digest of version and spellings, CRC of the entries, bytes of the entries, bytes of the index."""
_ALIGNMENT = 64

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[Entry])


class Cached(msgspec.Struct, frozen=True):
    """What a cache holds: the entries, and the index made of them."""

    entries: list[Entry]
    index: Index


def cache_file(root: str) -> Path:
    """Where the cache of the library at `root` stands."""
    digest = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:24]
    return Path(platformdirs.user_cache_dir("disctui")) / f"{digest}.library"


def _stamp(spellings: str) -> bytes:
    return hashlib.sha256(f"{__version__}\0{spellings}".encode()).digest()


def load(root: str, spellings: str = "") -> Cached | None:
    """The cache of a library, or None where there is none that can be believed.

    Args:
        root: The library's folder.
        spellings: What people.toml says, as text; an index made with other spellings is not used.
    """
    try:
        with cache_file(root).open("rb") as file:
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        magic, stamp, checksum, entries_size, index_size = _HEAD.unpack_from(view)
        if magic != _MAGIC or stamp != _stamp(spellings):
            return None
        entries_end = _HEAD.size + entries_size
        packed = view[_HEAD.size : entries_end]
        begin = entries_end + -entries_end % _ALIGNMENT
        if zlib.crc32(packed) != checksum or len(view) != begin + index_size:
            return None
        entries = _decoder.decode(packed)
        index = Index.from_buffer(view[begin:])
    except (OSError, ValueError, struct.error, msgspec.MsgspecError):
        return None
    return Cached(entries, index)


def save(root: str, entries: list[Entry], index: Index, spellings: str = "") -> bool:
    """Keep what was read of a library for the next run; False, and nothing else, where that isn't possible."""
    target = cache_file(root)
    packed = _encoder.encode([entry for entry in entries if _is_encodable(entry.path)])
    built = index.to_bytes()
    head = _HEAD.pack(_MAGIC, _stamp(spellings), zlib.crc32(packed), len(packed), len(built))
    gap = -(_HEAD.size + len(packed)) % _ALIGNMENT
    name = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            for part in (head, packed, bytes(gap), built):
                file.write(part)
        Path(name).replace(target)
    except OSError:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        return False
    _sweep(target.parent)
    return True


def _is_encodable(path: str) -> bool:
    """Whether a path is UTF-8; a file of another name is read anew each time."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed while writing left behind, a day later."""
    with contextlib.suppress(OSError):
        newest = max((file.stat().st_mtime for file in folder.glob("*.library")), default=0.0)
        for litter in folder.glob(".*.part"):
            if litter.stat().st_mtime < newest - 86_400:
                litter.unlink(missing_ok=True)
