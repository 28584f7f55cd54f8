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

from disctui.library.files import Scan, Unreadable, explain, read_file, release_id, scan
from disctui.library.listing import Listing, Sorting, in_order
from disctui.library.people_file import People, read_people
from disctui.problem import Problem, Refused
from disctui.release.model import Release
from disctui.release_file.reading import read_release

if TYPE_CHECKING:
    from disctui.library.entries import Entry, Read
    from disctui.library.entry_table import EntryTable
    from disctui.library.workers import Batch
    from disctui.search.doc_ids import DocIds
    from disctui.search.document import Document
    from disctui.search.index import Index

PACKED_LIMIT = 25_000
"""Releases of a library up to which every good version is kept in memory, packed (some 1,500 bytes each), to be shown
while its file is broken. In a larger one only those are kept that were looked at or changed."""
_FIRST_STEP = 500
"""Files after which the first part of a library can be searched; each further step is larger."""
_MANY_PARTS = 4
"""Parts of the index from which on it pays to make one of them."""
_FEW_RELEASES = 25_000
"""Releases up to which a command makes one part of the index itself, for those that come after it."""


_NOTHING: Mapping[str, Listing] = MappingProxyType({})


class LibraryUnreadable(Refused):
    """The library's folder can't be listed; `reason` says why without naming the folder."""

    def __init__(self, root: str, reason: str, hint: str) -> None:
        super().__init__(f"{root}: {reason}", hint)
        self.root = root
        self.reason = reason


class Catalogue(msgspec.Struct, frozen=True, dict=True):
    """What is known of a library at one moment. Never changed; `refreshed` makes the next one."""

    root: str
    known: Any = None
    """The entries by path, a register; None stands for an empty one, so that a first screen need not load it."""
    made: Any = None
    """The search index of the releases; None likewise."""
    folder_problems: tuple[Problem, ...] = ()
    """Of folders and files that no entry stands for."""
    people: People = msgspec.field(default_factory=People)

    @functools.cached_property
    def entries(self) -> "EntryTable":
        """What is known of each file, by path relative to the library."""
        from disctui.library.entry_table import EntryTable  # noqa: PLC0415 - numpy is not needed for the first screen

        return self.known if self.known is not None else EntryTable()

    @functools.cached_property
    def index(self) -> "Index":
        """The search index of the releases."""
        from disctui.search.index import Index  # noqa: PLC0415 - numpy is not needed for the first screen

        return self.made if self.made is not None else Index.empty()

    @property
    def is_in_parts(self) -> bool:
        """Whether the index has so many parts that it pays to make one of them."""
        return self.made is not None and len(self.made.segments) >= _MANY_PARTS

    @functools.cached_property
    def listings(self) -> Mapping[str, Listing]:
        """What the list shows of each release, by id."""
        if self.known is None:
            return _NOTHING
        from disctui.library.entry_table import Listings  # noqa: PLC0415 - numpy is not needed for the first screen

        return Listings(self.known)

    @functools.cached_property
    def count(self) -> int:
        """How many releases there are."""
        return len(self.listings)

    @functools.cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the library, by file and from the top of it down."""
        found: list[Problem] = []
        if self.known is not None:
            from disctui.library.entry_table import HAS_PROBLEMS  # noqa: PLC0415 - as above

            found = [problem for entry in self.entries.having(HAS_PROBLEMS) for problem in entry.problems]
        return tuple(sorted([*found, *self.folder_problems, *self.people.problems], key=lambda item: item.order))

    @functools.cached_property
    def _sorted(self) -> "dict[tuple[str, bool], DocIds]":
        return {}

    def ids_by(self, way: Sorting, *, is_reversed: bool = False) -> "DocIds":
        """The ids of all releases, sorted one way."""
        from disctui.search.doc_ids import DocIds  # noqa: PLC0415 - numpy is not needed for the first screen

        key = (way.name, is_reversed)
        if key not in self._sorted:
            by_title = self.index.by_order
            if way.name == "title":
                self._sorted[key] = DocIds(self.index, by_title[::-1] if is_reversed else by_title)
            else:
                places = dict(zip(self.index.ids_of(by_title), by_title.tolist(), strict=True))
                slots = in_order(self.listings.values(), way, places, is_reversed=is_reversed)
                self._sorted[key] = DocIds(self.index, slots)
        return self._sorted[key]

    def entry(self, release: str) -> "Entry | None":
        """The entry of a release by its id."""
        if self.known is None:
            return None
        from disctui.library.entry_table import Listings  # noqa: PLC0415 - numpy is not needed for the first screen

        return self.listings.entry(release) if isinstance(self.listings, Listings) else None

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
            from disctui.library.entries import unpack  # noqa: PLC0415 - rarely needed

            return unpack(entry.packed)
        return good

    def refreshed(
        self,
        read: "Iterable[Read]",
        gone: Iterable[str] = (),
        *,
        batches: "Sequence[Batch]" = (),
        replaced: Iterable[str] = (),
    ) -> "Catalogue":
        """The next catalogue, in which files were read anew and others are gone.

        A file that broke keeps the listing of its last good version, marked as stale.

        Args:
            read: The files that were read.
            gone: Paths of those that are no more.
            batches: Files that were read and indexed apart.
            replaced: Paths of files known before that are in `batches`.
        """
        from disctui.library.entry_table import LISTED  # noqa: PLC0415 - numpy is not needed for the first screen

        left = [entry for path in gone if (entry := self.entries.get(path)) is not None]
        removed = [entry.listing.id for entry in left if entry.listing]
        known = [entry for path in replaced if (entry := self.entries.get(path)) is not None]
        broken: set[str] = set()
        entries: list[Entry] = []
        changed: list[Document] = []
        sheets = [batch.sheet for batch in batches if batch.sheet is not None]
        for sheet in sheets:
            broken.update(sheet.without(LISTED) if known else ())
        for entry in known:
            if entry.path in broken and entry.listing is not None:
                now = next(sheet.entry(row) for sheet in sheets if (row := sheet.row(entry.path)) is not None)
                entries.append(_stale(now, entry))
        for item in (*read, *(item for batch in batches for item in batch.read)):
            before = self.entries.get(item.entry.path)
            if item.entry.listing is None and before is not None and before.listing is not None:
                entries.append(_stale(item.entry, before))
                continue
            entries.append(item.entry)
            if item.document is not None:
                changed.append(item.document)
        good = [entry.listing.id for entry in known if entry.listing is not None and entry.path not in broken]
        parts = [batch.index for batch in batches if batch.index is not None]
        index = self.index.joined(parts, good)
        index = index.updated(changed, removed) if changed or removed else index
        register = self.entries.changed(entries, [*gone, *replaced], sheets)
        return Catalogue(self.root, register, index, self.folder_problems, self.people)


def _stale(entry: "Entry", before: "Entry") -> "Entry":
    """The entry of a file that is broken now, with what is known from when it was not."""
    return msgspec.structs.replace(entry, listing=before.listing, packed=before.packed, is_stale=True)


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
            catalogue = msgspec.structs.replace(catalogue, known=kept.entries, made=kept.index)
        for progress in self._steps(catalogue, found, cancelled):
            catalogue = progress.catalogue
            yield progress
        if is_cached and not cancelled():
            behind = len(catalogue.entries.differing_from(kept.entries)) if kept else len(catalogue.entries)
            if behind > (max(20, len(catalogue.entries) // 100) if kept else 0):
                self.keep(catalogue)

    def keep(self, catalogue: Catalogue) -> bool:
        """Keep a catalogue for the next run; False where that isn't possible."""
        from disctui.library import cache  # noqa: PLC0415 - not needed for the first screen

        return cache.save(self.root, catalogue.entries, catalogue.index, catalogue.people.stamp)

    def kept(self, catalogue: Catalogue) -> Catalogue | None:
        """What is kept of the library now, as a catalogue like the one given; None where there is nothing of use."""
        from disctui.library import cache  # noqa: PLC0415 - not needed for the first screen

        kept = cache.load(self.root, catalogue.people.stamp)
        if kept is None:
            return None
        return msgspec.structs.replace(catalogue, known=kept.entries, made=kept.index)

    def read_changes(self, catalogue: Catalogue, *, cancelled: Callable[[], bool] = _never) -> Catalogue:
        """The catalogue of the folder as it is now, reading only what its fingerprint tells to have changed.

        Raises:
            LibraryUnreadable: the folder can't be listed.
        """
        found, people = self._scan()
        if people.stamp != catalogue.people.stamp:  # every release may be found by other spellings now
            catalogue = Catalogue(self.root)
        catalogue = msgspec.structs.replace(catalogue, folder_problems=tuple(found.problems), people=people)
        for progress in self._steps(catalogue, found, cancelled):
            catalogue = progress.catalogue
        return catalogue

    def read_paths(self, catalogue: Catalogue, paths: Iterable[str]) -> Catalogue:
        """The catalogue after reading just these files again; one that is gone leaves it."""
        from disctui.library.entries import read_entry  # noqa: PLC0415 - not needed for the first screen

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
        """Read what differs from `catalogue`; where it is indexed here, in steps that grow, so that it is done once."""
        from disctui.library.workers import read_many  # noqa: PLC0415 - not needed for the first screen

        new, changed, gone = catalogue.entries.differences(found)
        pending = [*new, *changed]
        total = len(found.paths)
        done = total - len(pending)
        is_packed = total <= PACKED_LIMIT or len(pending) <= _FIRST_STEP
        if gone:
            catalogue = catalogue.refreshed((), gone)
        if done or not pending:
            yield Progress(catalogue, done, total, not pending)
        step = _FIRST_STEP
        known = set(changed)
        batches: list[Batch] = []
        read = 0
        for batch in read_many(
            self.root, pending, catalogue.people.spellings, is_packed=is_packed, cancelled=cancelled
        ):
            batches.append(batch)
            read += batch.count
            if batch.index is not None or read >= step or done + read == total:
                replaced = [path for batch in batches if batch.sheet is not None for path in batch.sheet.among(known)]
                catalogue = catalogue.refreshed((), batches=batches, replaced=replaced)
                done += read
                step *= 2
                batches, read = [], 0
                yield Progress(catalogue, done, total, done == total)


def whole_catalogue(root: str, *, is_cached: bool = True) -> Catalogue:
    """Read a library to the end, for the commands.

    Raises:
        LibraryUnreadable: the folder can't be listed.
    """
    reader = Reader(root)
    catalogue = Catalogue(reader.root)
    for progress in reader.read_all(is_cached=is_cached):
        catalogue = progress.catalogue
    if is_cached and catalogue.is_in_parts and catalogue.count <= _FEW_RELEASES:
        catalogue = msgspec.structs.replace(catalogue, made=catalogue.index.compacted())
        reader.keep(catalogue)
    return catalogue


__all__ = ["Catalogue", "LibraryUnreadable", "Progress", "Reader", "release_id", "whole_catalogue"]
