"""A library at a moment: its listings, its problems and its search index, as one value.

Both front doors hold one. Reading the folder again makes the next one; an edit made here and one made in another
program take the same path. `Reader` does the reading, in whatever thread its caller likes.
"""

import functools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from disctui.library.files import Fingerprint, Scan, Unreadable, explain, read_file, release_id, scan
from disctui.library.people import People, read_people
from disctui.listing import Listing, Sorting, in_order
from disctui.problem import Problem
from disctui.release import Release
from disctui.release_file.reading import read_release

if TYPE_CHECKING:
    from disctui.library.cache import Cached
    from disctui.library.reading import Entry, Read
    from disctui.search.document import Document
    from disctui.search.index import Index

PACKED_LIMIT = 25_000
"""Releases of a library up to which every good version is kept in memory, packed (some 600 bytes each), to be shown
while its file is broken. In a larger one only those are kept that were looked at or changed."""
_FIRST_STEP = 500
"""Files after which the first part of a library can be searched; each further step is larger."""


class LibraryUnreadable(Exception):  # noqa: N818 - it is a state of the folder
    """The library's folder can't be listed; says why and what to do."""

    def __init__(self, root: str, reason: str, remedy: str) -> None:
        super().__init__(f"{root}: {reason}")
        self.root = root
        self.reason = reason
        self.remedy = remedy


class Catalogue(msgspec.Struct, frozen=True, dict=True):
    """What is known of a library at one moment. Never changed; `refreshed` makes the next one."""

    root: str
    entries: "Mapping[str, Entry]" = MappingProxyType({})
    """By path relative to the library."""
    made: Any = None
    """The search index of the releases; None stands for an empty one, so that a first screen need not load it."""
    folder_problems: tuple[Problem, ...] = ()
    """Of folders and files that no entry stands for."""
    people: People = msgspec.field(default_factory=People)

    @functools.cached_property
    def index(self) -> "Index":
        """The search index of the releases."""
        from disctui.search.index import Index  # noqa: PLC0415 - numpy is not needed for the first screen

        return self.made if self.made is not None else Index.empty()

    @functools.cached_property
    def listings(self) -> Mapping[str, Listing]:
        """What the list shows of each release, by id."""
        return {entry.listing.id: entry.listing for entry in self.entries.values() if entry.listing}

    @functools.cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the library, by file and from the top of it down."""
        found = [problem for entry in self.entries.values() if entry.problems for problem in entry.problems]
        return tuple(sorted([*found, *self.folder_problems, *self.people.problems], key=lambda item: item.order))

    @functools.cached_property
    def _sorted(self) -> dict[tuple[str, bool], list[str]]:
        return {}

    def ids_by(self, way: Sorting, *, is_reversed: bool = False) -> list[str]:
        """The ids of all releases, sorted one way."""
        key = (way.name, is_reversed)
        if key not in self._sorted:
            listings = in_order(list(self.listings.values()), way, is_reversed=is_reversed)
            self._sorted[key] = [listing.id for listing in listings]
        return self._sorted[key]

    def entry(self, release: str) -> "Entry | None":
        """The entry of a release by its id."""
        listing = self.listings.get(release)
        return self.entries.get(listing.path) if listing else None

    def release(self, release: str) -> Release | None:
        """All that a release's file says, read now; the earlier good version where the file is broken or gone."""
        entry = self.entry(release)
        if entry is None:
            return None
        try:
            data, _ = read_file(self.root, entry.path)
        except Unreadable:
            good = None
        else:
            good = read_release(data, entry.path).release
        if good is None and entry.packed is not None:
            from disctui.library.reading import unpack  # noqa: PLC0415 - rarely needed

            return unpack(entry.packed)
        return good

    def refreshed(
        self,
        read: "Iterable[Read]",
        gone: Iterable[str] = (),
        *,
        parts: "Sequence[Index]" = (),
        folder_problems: tuple[Problem, ...] | None = None,
        people: People | None = None,
    ) -> "Catalogue":
        """The next catalogue, in which files were read anew and others are gone.

        A file that broke keeps the listing of its last good version, marked as stale.

        Args:
            read: The files that were read.
            gone: Paths of those that are no more.
            parts: Indexes of what was read, where the documents were indexed apart.
            folder_problems: Problems of the folder; as before without.
            people: Who goes by which spellings; as before without.
        """
        from disctui.search.joining import joined  # noqa: PLC0415

        entries = dict(self.entries)
        changed: list[Document] = []
        left = [entry for path in gone if (entry := entries.pop(path, None)) is not None]
        removed = [entry.listing.id for entry in left if entry.listing]
        for item in read:
            before = entries.get(item.entry.path)
            entry = item.entry
            if entry.listing is None and before is not None and before.listing is not None:
                entry = msgspec.structs.replace(entry, listing=before.listing, packed=before.packed, is_stale=True)
            elif item.document is not None:
                changed.append(item.document)
            entries[entry.path] = entry
        index = self.index.updated(changed, removed) if changed or removed else self.index
        index = joined(index, parts)
        return Catalogue(
            self.root,
            entries,
            index,
            self.folder_problems if folder_problems is None else folder_problems,
            self.people if people is None else people,
        )


class Progress(msgspec.Struct, frozen=True):
    """How far reading has come, and what can be searched already."""

    catalogue: Catalogue
    done: int
    total: int
    is_complete: bool


def _never() -> bool:
    return False


class Reader:
    """Reads a library: all of it at first, then what has changed."""

    def __init__(self, root: str) -> None:
        self.root = os.path.abspath(os.path.expanduser(root))  # noqa: PTH100, PTH111 - no link is resolved

    def read_all(self, *, is_cached: bool = True, cancelled: Callable[[], bool] = _never) -> Iterator[Progress]:
        """Read the library, from the cache what has not changed since; yields what can be searched so far.

        Raises:
            LibraryUnreadable: the folder can't be listed.
        """
        from disctui.library import cache  # noqa: PLC0415 - not needed for the first screen

        found, people = self._scan()
        kept = cache.load(self.root, people.stamp) if is_cached else None
        catalogue = Catalogue(self.root, folder_problems=tuple(found.problems), people=people)
        if kept is not None:
            entries = {entry.path: entry for entry in kept.entries}
            catalogue = msgspec.structs.replace(catalogue, entries=entries, made=kept.index)
        for progress in self._steps(catalogue, found, cancelled):
            catalogue = progress.catalogue
            yield progress
        if is_cached and not cancelled() and self._is_worth_keeping(catalogue, kept):
            cache.save(self.root, list(catalogue.entries.values()), catalogue.index, people.stamp)

    def read_changes(self, catalogue: Catalogue, *, cancelled: Callable[[], bool] = _never) -> Catalogue:
        """The catalogue of the folder as it is now, reading only what its fingerprint tells to have changed.

        Raises:
            LibraryUnreadable: the folder can't be listed.
        """
        found, people = self._scan()
        if people.stamp != catalogue.people.stamp:  # every release may be found by other spellings now
            catalogue = Catalogue(self.root, folder_problems=tuple(found.problems), people=people)
        catalogue = msgspec.structs.replace(catalogue, folder_problems=tuple(found.problems), people=people)
        for progress in self._steps(catalogue, found, cancelled):
            catalogue = progress.catalogue
        return catalogue

    def read_paths(self, catalogue: Catalogue, paths: Iterable[str]) -> Catalogue:
        """The catalogue after reading just these files again; one that is gone leaves it."""
        from disctui.library.reading import read_entry  # noqa: PLC0415 - not needed for the first screen

        spellings = catalogue.people.spellings
        read, gone = [], []
        for path in paths:
            if os.path.lexists(os.path.join(self.root, path)):  # noqa: PTH118
                read.append(read_entry(self.root, path, spellings, is_packed=True))
            else:
                gone.append(path)
        return catalogue.refreshed(read, gone)

    def _scan(self) -> tuple[Scan, People]:
        try:
            found = scan(self.root)
        except OSError as error:
            reason, remedy = explain(error)
            if isinstance(error, FileNotFoundError):
                reason, remedy = "there is no such folder", f"make it with: disctui init {self.root}"
            elif isinstance(error, NotADirectoryError):
                reason, remedy = "it is a file, not a folder", "give the folder that holds the release files"
            raise LibraryUnreadable(self.root, reason, remedy) from error
        return found, read_people(self.root) if found.people else People()

    def _steps(self, catalogue: Catalogue, found: Scan, cancelled: Callable[[], bool]) -> Iterator[Progress]:
        """Read what differs from `catalogue`, in steps that grow, so that the index is made about once over."""
        from disctui.library.parallel import read_many  # noqa: PLC0415 - not needed for the first screen

        known = catalogue.entries
        gone = [path for path in known if path not in found.files]
        pending = [path for path, fingerprint in found.files.items() if _differs(known.get(path), fingerprint)]
        total = len(found.files)
        done = total - len(pending)
        is_packed = total <= PACKED_LIMIT or len(pending) <= _FIRST_STEP
        catalogue = catalogue.refreshed((), gone)
        if done or not pending:
            yield Progress(catalogue, done, total, not pending)
        step = _FIRST_STEP
        spellings = catalogue.people.spellings
        read: list[Read] = []
        parts: list[Index] = []
        for batch in read_many(self.root, pending, spellings, is_packed=is_packed, cancelled=cancelled):
            read += batch.read
            parts += [batch.index] if batch.index is not None else []
            if len(read) >= step or done + len(read) == total:
                catalogue = catalogue.refreshed(read, parts=parts)
                done += len(read)
                step *= 2
                read, parts = [], []
                yield Progress(catalogue, done, total, done == total)

    @staticmethod
    def _is_worth_keeping(catalogue: Catalogue, kept: "Cached | None") -> bool:
        """Whether the cache on disk is so far behind that writing it again pays."""
        if kept is None:
            return len(catalogue.entries) > 0
        before = {entry.path: entry.fingerprint for entry in kept.entries}
        differing = sum(before.pop(path, None) != entry.fingerprint for path, entry in catalogue.entries.items())
        return differing + len(before) > max(20, len(catalogue.entries) // 100)


def _differs(entry: "Entry | None", fingerprint: Fingerprint) -> bool:
    return entry is None or entry.fingerprint != fingerprint


def whole_catalogue(root: str, *, is_cached: bool = True) -> Catalogue:
    """Read a library to the end, for the commands.

    Raises:
        LibraryUnreadable: the folder can't be listed.
    """
    reader = Reader(root)
    catalogue = Catalogue(reader.root)
    for progress in reader.read_all(is_cached=is_cached):
        catalogue = progress.catalogue
    return catalogue


__all__ = ["Catalogue", "LibraryUnreadable", "Progress", "Reader", "release_id", "whole_catalogue"]
