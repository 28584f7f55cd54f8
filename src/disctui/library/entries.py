"""From a file of the library to an entry of the catalogue: what the list, the search and the problems need of it."""

from collections.abc import Mapping, Sequence

import msgspec

from disctui.library.files import Fingerprint, Unreadable, read_file, release_id
from disctui.library.listing import Listing, listing_of
from disctui.problem import Problem
from disctui.release.model import Release
from disctui.release_file.reading import Reading, read_release
from disctui.search.document import Document, document
from disctui.search.film_documents import film_documents

Spellings = Mapping[str, Sequence[str]]
"""A person's name to the other spellings of it."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Release)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One file as the catalogue keeps it."""

    path: str
    fingerprint: Fingerprint | None
    """None where the file could not be read at all."""
    listing: Listing | None
    """None where it holds no release."""
    problems: tuple[Problem, ...] = ()
    packed: bytes | None = None
    """The release, packed, so that an earlier good version can be shown while its file is broken."""
    is_stale: bool = False
    """Whether `listing` and `packed` are of an earlier version, the file being broken now."""


class Read(msgspec.Struct, frozen=True):
    """The result of reading one file: its entry, and what the search index takes of it."""

    entry: Entry
    documents: tuple[Document, ...] = ()
    """Of its release, then of each film of a box set; none where it holds no release."""


def read_entry(root: str, path: str, spellings: Spellings, *, is_packed: bool) -> Read:
    """Read the file at `path`; never raises, whatever it is."""
    try:
        data, fingerprint = read_file(root, path)
    except Unreadable as unreadable:
        return Read(Entry(path, None, None, (unreadable.problem,)))
    reading = read_release(data, path)
    return entry_of(reading, path, fingerprint, spellings, is_packed=is_packed)


def entry_of(reading: Reading, path: str, fingerprint: Fingerprint, spellings: Spellings, *, is_packed: bool) -> Read:
    """The entry of a file that has been read."""
    release = reading.release
    if release is None:
        return Read(Entry(path, fingerprint, None, reading.problems))
    name = release_id(path)
    listing = listing_of(release, name, path, is_marked=bool(reading.problems))
    packed = pack(release) if is_packed else None
    taken = [document(name, release, listing.sort_key, spellings)]
    if release.films:
        taken += film_documents(name, release, [film.sort_key for film in listing.films], spellings)
    return Read(Entry(path, fingerprint, listing, reading.problems, packed), tuple(taken))


def pack(release: Release) -> bytes:
    """A release as few bytes; an owner's value that msgpack can't hold is left out."""
    try:
        encoded = _encoder.encode(release)
    except (OverflowError, TypeError, RecursionError):
        encoded = _encoder.encode(msgspec.structs.replace(release, extra={}))
    return encoded  # compressing it would take longer than parsing the file


def unpack(packed: bytes) -> Release:
    """The release that `pack` made bytes of."""
    return _decoder.decode(packed)


def stale(entry: Entry, before: Entry) -> Entry:
    """The entry of a file that is broken now, with what is known from when it was not."""
    return msgspec.structs.replace(entry, listing=before.listing, packed=before.packed, is_stale=True)
