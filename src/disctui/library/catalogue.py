"""A library at a moment: its listings, its problems and its search index, as one value.

Both front doors hold one. Reading the folder again makes the next one; an edit made here and one made in another
program take the same path. `Reader` does the reading, in whatever thread its caller likes.
"""

import functools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.library import cache, compact
from disctui.library.editions import Groups, first_editions, grouped
from disctui.library.entries import Entry, Read, read_entry, stale, unpack
from disctui.library.entry_table import EntryTable, Listings
from disctui.library.files import Scan, Unreadable, read_file, scan_library
from disctui.library.listing import Listing, Sorting, in_order
from disctui.library.packed_entries import HAS_PROBLEMS, LISTED
from disctui.library.people_file import People, read_people
from disctui.library.searches_file import Shelf, Shelves, read_searches
from disctui.library.workers import Batch, read_many
from disctui.long_work import Tell, untold
from disctui.problem import Problem
from disctui.release.model import Release
from disctui.release_file.reading import read_release
from disctui.search.doc_ids import DocIds
from disctui.search.document import Document
from disctui.search.hits import Hits
from disctui.search.index import Index
from disctui.search.query import Query, parse

PACKED_LIMIT = 25_000
"""Releases of a library up to which every good version is kept in memory, packed (some 1,500 bytes each), to be shown
while its file is broken. In a larger one only those are kept that were looked at or changed."""
_never: Callable[[], bool] = bool
"""Says no."""
_FIRST_STEP = 500
"""Files after which the first part of a library can be searched; each further step is larger."""
_MANY_PARTS = 4
"""Parts of the index from which on merging them pays."""
QUICKLY_GROUPED = 4_000
"""Releases whose editions are found while one waits; of more only in a worker."""
_FEW_RELEASES = 25_000
"""Releases up to which a command makes one part of the index itself, for those that come after it."""


class Catalogue(msgspec.Struct, frozen=True, dict=True):
    """What is known of a library at one moment. Never changed; `refreshed` makes the next one."""

    root: str
    entries: EntryTable = msgspec.field(default_factory=EntryTable)
    """What is known of each file, by path relative to the library."""
    index: Index = msgspec.field(default_factory=Index.empty)
    """The search index of the releases."""
    folder_problems: tuple[Problem, ...] = ()
    """Problems of folders, and of files that have no entry."""
    people: People = msgspec.field(default_factory=People)
    shelves: Shelves = msgspec.field(default_factory=Shelves)
    """The searches that have a name."""

    @property
    def is_in_parts(self) -> bool:
        """Whether the index has so many parts that merging them pays."""
        return len(self.index.segments) >= _MANY_PARTS

    @functools.cached_property
    def listings(self) -> Listings:
        """What the list shows of each release, by id."""
        return Listings(self.entries)

    @functools.cached_property
    def count(self) -> int:
        """How many releases there are."""
        return len(self.listings)

    @functools.cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the library, by file and from the top of it down."""
        found = [problem for entry in self.entries.with_flag(HAS_PROBLEMS) for problem in entry.problems]
        return tuple(
            sorted(
                [*found, *self.folder_problems, *self.people.problems, *self.shelves.problems],
                key=lambda item: item.sort_key,
            )
        )

    @functools.cached_property
    def _sorted(self) -> dict[tuple[str, bool, bool], DocIds]:
        return {}

    def ids_by(self, way: Sorting, *, is_reversed: bool = False, by_film: bool = False) -> DocIds:
        """The ids of all releases, or by film those of all films, sorted one way."""
        key = (way.name, is_reversed, by_film)
        if key not in self._sorted:
            by_title = self.index.in_order(by_film=by_film)
            if way.name == "title":
                self._sorted[key] = DocIds(self.index, by_title[::-1] if is_reversed else by_title)
            else:
                places = dict(zip(self.index.ids_of(by_title), by_title.tolist(), strict=True))
                rows = self.listings.films() if by_film else self.listings.values()
                slots = in_order(rows, way, places, is_reversed=is_reversed)
                self._sorted[key] = DocIds(self.index, slots)
        return self._sorted[key]

    @functools.cached_property
    def _twins(self) -> dict[str, bool]:
        return {}

    def has_twin(self, listing: Listing) -> bool:
        """Whether another release has the same title and year, so that only the edition tells the two apart."""
        shared = listing.sort_key.rpartition("\0")[0] + "\0"
        known = self._twins.get(shared)
        if known is None:
            count = 0
            for segment, alive in self.index.segments:
                first, last = segment.documents.sort_keys.prefix_range(shared.encode(errors="surrogateescape"))
                count += int(alive[first:last].sum())
                if segment.has_films:
                    count -= int(np.count_nonzero((segment.film_numbers[first:last] > 0) & alive[first:last]))
            known = self._twins[shared] = count > 1
        return known

    @functools.cached_property
    def _grouped(self) -> tuple[Groups, Array]:
        return grouped(self.index)

    @property
    def editions(self) -> Groups:
        """Which films there are in several editions; in a large library made in a worker, as it takes a while."""
        return self._grouped[0]

    @property
    def is_grouped(self) -> bool:
        """Whether editions are known by now, or found out at once."""
        return "_grouped" in self.__dict__ or self.count <= QUICKLY_GROUPED

    def other_editions(self, listing: Listing) -> tuple[int, ...]:
        """By film of a box set how many other editions of it there are; empty where that takes too long to find out."""
        if not listing.films or not self.is_grouped:
            return ()
        return tuple(len(self.editions.others(name)) for name in listing.film_ids)

    def count_on(self, shelf: Shelf) -> int:
        """How many releases a shelf holds; films, where it is one of films."""
        query = parse(self.shelves.query_of(shelf), is_complete=True).on_day()
        if query.is_empty:
            return self.film_count if shelf.films else self.count
        key = query, shelf.films
        if key not in self._counts:
            found = (self.films_found if shelf.films else self.index.search)(query, is_fuzzy=False)
            self._counts[key] = found.exact_count
        return self._counts[key]

    @functools.cached_property
    def _counts(self) -> dict[tuple[Query, bool], int]:
        return {}

    @property
    def film_count(self) -> int:
        """How many different films there are: those of box sets and of all other releases."""
        return self.editions.film_count

    @property
    def edition_numbers(self) -> Array:
        """By slot a number for each film of several editions, 0 for all others, int64; empty where there is none."""
        return self._grouped[1]

    def films_found(
        self,
        query: Query,
        *,
        is_fuzzy: bool = True,
        cancelled: Callable[[], bool] | None = None,
        opened: Mapping[str, int] | None = None,
        is_merged: bool = True,
    ) -> Hits:
        """What a query finds by film, of several editions of a film the best; the arguments are those of the index.

        Where it is not to be merged, each edition is found by itself, and nobody waits for the editions.
        """
        numbers = self.edition_numbers if is_merged else np.zeros(0, np.int64)
        found = self.index.search(
            query, is_fuzzy=is_fuzzy, by_film=True, editions=numbers, cancelled=cancelled, opened=opened
        )
        places = first_editions(numbers, found.slots)
        return found if places is None else found.at(places)

    def entry(self, name: str) -> Entry | None:
        """The entry of the file of a release, or of a film of it, by its id."""
        return self.listings.entry(name)

    def release(self, release: str) -> Release | None:
        """All that a release's file says, read now; the earlier good version where the file is broken or gone.

        For the id of a film of a box set what the file of the set says.
        """
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
            return unpack(entry.packed)
        return good

    def refreshed(
        self,
        read: Iterable[Read],
        gone: Iterable[str] = (),
        *,
        batches: Sequence[Batch] = (),
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
        left = [entry for path in gone if (entry := self.entries.get(path)) is not None]
        removed = [entry.listing.id for entry in left if entry.listing]
        known = [entry for path in replaced if (entry := self.entries.get(path)) is not None]
        broken: set[str] = set()
        entries, changed = self._read_apart([*read, *(item for batch in batches for item in batch.read)])
        blocks = [batch.block for batch in batches if batch.block is not None]
        for block in blocks:
            broken.update(block.without(LISTED) if known else ())
        for entry in known:
            if entry.path in broken and entry.listing is not None:
                now = next(block.entry(row) for block in blocks if (row := block.row(entry.path)) is not None)
                entries.append(stale(now, entry))
        good = [entry.listing.id for entry in known if entry.listing is not None and entry.path not in broken]
        parts = [batch.index for batch in batches if batch.index is not None]
        index = self.index.joined(parts, good)
        index = index.updated(changed, removed) if changed or removed else index
        table = self.entries.changed(entries, [*gone, *replaced], blocks)
        return Catalogue(self.root, table, index, self.folder_problems, self.people, self.shelves)

    def _read_apart(self, read: Sequence[Read]) -> tuple[list[Entry], list[Document]]:
        """The entries of files that were read, those that broke marked as stale, and the documents of the others."""
        entries: list[Entry] = []
        documents: list[Document] = []
        for item in read:
            before = self.entries.get(item.entry.path)
            if item.entry.listing is None and before is not None and before.listing is not None:
                entries.append(stale(item.entry, before))
                continue
            entries.append(item.entry)
            documents.extend(item.documents)
        return entries, documents


class Progress(msgspec.Struct, frozen=True):
    """How far reading has come, and what can be searched already."""

    catalogue: Catalogue
    done: int
    total: int
    is_complete: bool


class Reader:
    """Reads a library: all of it at first, then what has changed."""

    def __init__(self, root: str, tell: Tell = untold) -> None:
        self.root = os.path.abspath(os.path.expanduser(root))  # noqa: PTH100, PTH111 - no link is resolved
        self._tell = tell

    def read_all(self, *, is_cached: bool = True, cancelled: Callable[[], bool] = _never) -> Iterator[Progress]:
        """Read the library, from the cache what has not changed since; yields what can be searched so far.

        Raises:
            LibraryUnreadable: the folder can't be listed.
        """
        found, people = self._scan()
        kept = cache.load(self.root, people.stamp) if is_cached else None
        catalogue = Catalogue(
            self.root, folder_problems=tuple(found.problems), people=people, shelves=self._shelves(found, Shelves())
        )
        if kept is not None:
            catalogue = msgspec.structs.replace(catalogue, entries=kept.entries, index=kept.index)
        for progress in self._steps(catalogue, found, cancelled):
            catalogue = progress.catalogue
            yield progress
        if is_cached and not cancelled():
            behind = len(catalogue.entries.differing_from(kept.entries)) if kept else len(catalogue.entries)
            if behind > (max(20, len(catalogue.entries) // 100) if kept else 0):
                self.keep(catalogue)

    def keep(self, catalogue: Catalogue) -> bool:
        """Keep a catalogue for the next run; False where that isn't possible."""
        return cache.save(self.root, catalogue.entries, catalogue.index, catalogue.people.stamp)

    def kept(self, catalogue: Catalogue) -> Catalogue | None:
        """What is kept of the library now, as a catalogue like the one given; None where there is nothing of use."""
        kept = cache.load(self.root, catalogue.people.stamp)
        if kept is None:
            return None
        return msgspec.structs.replace(catalogue, entries=kept.entries, index=kept.index)

    def read_changes(self, catalogue: Catalogue, *, cancelled: Callable[[], bool] = _never) -> Catalogue:
        """The catalogue of the folder as it is now, reading only what its fingerprint tells to have changed.

        Raises:
            LibraryUnreadable: the folder can't be listed.
        """
        for progress in self.read_on(catalogue, cancelled=cancelled):
            catalogue = progress.catalogue
        return catalogue

    def read_on(self, catalogue: Catalogue, *, cancelled: Callable[[], bool] = _never) -> Iterator[Progress]:
        """Read what has changed since a catalogue was made, or was not read for it; yields what can be searched so far.

        Raises:
            LibraryUnreadable: the folder can't be listed.
        """
        found, people = self._scan()
        shelves = self._shelves(found, catalogue.shelves)
        if people.stamp != catalogue.people.stamp:  # every release may be found by other spellings now
            catalogue = Catalogue(self.root)
        problems = tuple(found.problems)
        catalogue = msgspec.structs.replace(catalogue, folder_problems=problems, people=people, shelves=shelves)
        yield from self._steps(catalogue, found, cancelled)

    def read_paths(self, catalogue: Catalogue, paths: Iterable[str]) -> Catalogue:
        """The catalogue after reading just these files again; one that is gone leaves it."""
        spellings = catalogue.people.spellings
        read, gone = [], []
        for path in paths:
            if os.path.lexists(os.path.join(self.root, path)):  # noqa: PTH118
                read.append(read_entry(self.root, path, spellings, is_packed=True))
            else:
                gone.append(path)
        return catalogue.refreshed(read, gone)

    def _scan(self) -> tuple[Scan, People]:
        found = scan_library(self.root)
        return found, read_people(self.root) if found.people else People()

    def _shelves(self, found: Scan, before: Shelves) -> Shelves:
        """Those of searches.toml; while that is broken, those that it had before."""
        shelves = read_searches(self.root) if found.has_searches else Shelves()
        return msgspec.structs.replace(shelves, shelves=before.shelves) if shelves.is_broken else shelves

    def _steps(self, catalogue: Catalogue, found: Scan, cancelled: Callable[[], bool]) -> Iterator[Progress]:
        """Read what differs from `catalogue`; where it is indexed here, in steps that grow, so that it is done once."""
        new, changed, gone = catalogue.entries.differences(found)
        pending = [*new, *changed]
        total = len(found.paths)
        done = total - len(pending)
        is_packed = total <= PACKED_LIMIT or len(pending) <= _FIRST_STEP
        if gone:
            catalogue = catalogue.refreshed((), gone)
        if done or not pending or len(pending) > _FIRST_STEP:  # so that it can be said how much there is to read
            yield Progress(catalogue, done, total, not pending)
        step, read = _FIRST_STEP, 0
        known = set(changed)
        batches: list[Batch] = []
        for batch in read_many(
            self.root, pending, catalogue.people.spellings, is_packed=is_packed, cancelled=cancelled
        ):
            batches.append(batch)
            read += batch.count
            self._tell("reading", done + read, total)
            if batch.index is not None or read >= step or done + read == total:
                replaced = [path for batch in batches if batch.block is not None for path in batch.block.among(known)]
                catalogue = catalogue.refreshed((), batches=batches, replaced=replaced)
                done += read
                step *= 2
                batches, read = [], 0
                yield Progress(catalogue, done, total, done == total)


def whole_catalogue(root: str, tell: Tell = untold, *, is_cached: bool = True) -> Catalogue:
    """Read a library to the end, for the commands.

    Raises:
        LibraryUnreadable: the folder can't be listed.
    """
    reader = Reader(root, tell)
    catalogue = Catalogue(reader.root)
    for progress in reader.read_all(is_cached=is_cached):
        catalogue = progress.catalogue
    if is_cached and catalogue.is_in_parts and catalogue.count <= _FEW_RELEASES:
        catalogue = msgspec.structs.replace(catalogue, index=catalogue.index.compacted())
        reader.keep(catalogue)
    elif is_cached and catalogue.is_in_parts:
        compact.start(reader.root, catalogue.people.stamp)  # behind this command, for the next one
    return catalogue
