"""The library for other programs: read it, search it, change it, with the promises that the browser makes.

    import disctui

    shelf = disctui.open_library("~/discs")
    for hit in shelf.search("director:kurosawa -genre:war"):
        print(hit.release.title, hit.release.year)
    shelf["seven-samurai"].change({"collection.rating": 5})
    shelf.undo()

A change touches nothing but its value, is refused where somebody else changed the file meanwhile, and can be taken back
here, in the browser and by `disctui undo`. What can't be done raises a `Refused`, and nothing was written.
"""

import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from disctui.editing.changes import Change, Edit
from disctui.editing.editor import Editor
from disctui.editing.file_operations import Outcome
from disctui.editing.in_words import changes_in_words
from disctui.editing.typed_values import key_path
from disctui.library.catalogue import Reader, whole_catalogue
from disctui.library.files import Unreadable, read_file
from disctui.library.listing import sorting
from disctui.library.locations import library_folder
from disctui.problem import Problem, Refused
from disctui.release.model import TOML, Release
from disctui.release_file.parsing import Broken, decode, parse
from disctui.search.query import parse as parse_query
from disctui.settings import read_settings

__all__ = ["Changes", "Library", "QueryError", "Refused", "ReleaseFile", "open_library"]

Changes = Mapping[str, TOML] | Sequence[str] | str
"""What shall change: a value by dotted key, None to remove the key; or changes as `disctui set` takes them, e.g.
`collection.tags+=criterion`."""

_DATES = (datetime.date, datetime.datetime, datetime.time)


class QueryError(Refused):
    """A query can't be read; `start` and `end` say which part of it."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


class FileGone(Refused):
    """A release has no file that can be read now."""


class ReleaseFile:
    """One release of a library, by its file. Made by the library; reads the file when it is asked for what it says."""

    def __init__(self, library: "Library", release_id: str, path: str, score: float = 1.0) -> None:
        self._library = library
        self.id = release_id
        """Its path in the library without `.toml`, with `/` between parts."""
        self.path = path
        """Its path relative to the library."""
        self.score = score
        """How well it fits the query that found it, from 0 to 1; 1 where none did."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"

    @property
    def release(self) -> Release:
        """All that the file says, typed; the last version that could be read where it is broken now.

        Raises:
            FileGone: there is none.
        """
        found = self._library._catalogue.release(self.id)  # noqa: SLF001 - one module
        if found is None:
            raise FileGone(f"{self.path} holds no release that can be read", "disctui check tells why")
        return found

    @property
    def document(self) -> dict[str, TOML]:
        """The TOML document as it stands in the file, the owner's own keys and all.

        Raises:
            FileGone: it can't be read or parsed.
        """
        try:
            data, _ = read_file(str(self._library.path), self.path)
            return parse(decode(data, self.path), self.path)
        except (Unreadable, Broken) as error:
            raise FileGone(error.problem.advice) from error

    def change(self, changes: Changes, *, is_dry: bool = False) -> str:
        """Change fields of the file, carefully; see `Library.change`. Gives the difference, "" where there is none."""
        return "".join(edit.diff for edit in self._library.change([self], changes, is_dry=is_dry))


class Library:
    """A library at a moment: its releases by id, in the order of their titles.

    It knows what it read; `reload` looks for what other programs changed since.
    """

    def __init__(self, path: str, *, is_cached: bool = True) -> None:
        self._catalogue = whole_catalogue(path, is_cached=is_cached)
        self._reader = Reader(path)
        self._editor = Editor(self._catalogue.root)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.path}: {len(self)} releases>"

    @property
    def path(self) -> Path:
        """Its folder."""
        return Path(self._catalogue.root)

    def __len__(self) -> int:
        return self._catalogue.count

    def __iter__(self) -> Iterator[ReleaseFile]:
        return map(self._file, self._catalogue.ids_by(sorting("title")))

    def __contains__(self, release_id: object) -> bool:
        named = self._catalogue.listings.parted(release_id) if isinstance(release_id, str) else None
        return named is not None and not named.film

    def __getitem__(self, release_id: str) -> ReleaseFile:
        if release_id not in self:
            raise KeyError(release_id)
        return self._file(release_id)

    def _file(self, release_id: str, score: float = 1.0) -> ReleaseFile:
        return ReleaseFile(self, release_id, self._catalogue.listings[release_id].path, score)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in files of the library, by file and from the top of it down."""
        return self._catalogue.problems

    def search(self, query: str, *, limit: int | None = None, near: bool = True) -> list[ReleaseFile]:
        """What a query finds, best first, exactly as the browser finds it.

        Args:
            query: Words and conditions, see docs/searching.md.
            limit: How many at most.
            near: Whether words may be misspelt, and one may be missing where nothing has all of them.

        Raises:
            QueryError: a part of it can't be read.
        """
        parsed = parse_query(query)
        if parsed.problem is not None:
            raise QueryError(parsed.problem.message, parsed.problem.start, parsed.problem.end)
        hits = self._catalogue.index.search(parsed, is_fuzzy=near)
        if hits.is_partial and not near:
            return []
        wanted = hits.ids(0, limit) if near else hits.exact_ids()[:limit]
        return [self._file(release_id, hits.score(rank)) for rank, release_id in enumerate(wanted)]

    def change(self, files: Sequence[ReleaseFile], changes: Changes, *, is_dry: bool = False) -> tuple[Edit, ...]:
        """Change fields of several files as one action that can be undone; all of them or none.

        Args:
            files: Releases of this library.
            changes: What shall change in each of them.
            is_dry: Whether to write nothing, and only say what would be written.

        Returns:
            The edits, one for each file that said something else before.

        Raises:
            Refused: a change or a value is not valid, a file can't take it, can't be read or written, or was changed
                by another program meanwhile. Nothing was written, but where a disk failed between two files.
        """
        wanted = _changes(changes)
        texts, problems = self._editor.read(file.path for file in files)
        for problem in problems:
            raise FileGone(f"{problem.place}: {problem.message}", problem.hint)
        planned = self._editor.plan(texts, wanted)
        for refusal in planned.refused:
            raise Refused(f"{refusal.path}: {refusal.message}", refusal.hint)
        if planned.edits and not is_dry:
            self._done(self._editor.apply(planned.edits, changes_in_words(wanted)))
        return planned.edits

    def add(self, values: Mapping[str, TOML], folder: str = "") -> ReleaseFile:
        """Write a new release file from a commented template, named after its title and year.

        Args:
            values: By dotted key; at least `title`.
            folder: Where in the library; its top without.

        Raises:
            Refused: a value is not valid, or the file can't be written; nothing was.
        """
        checked = {change.path: change.value for change in _changes(values)}
        if ("title",) not in checked:
            raise Refused("a release needs a title", 'add({"title": "..."})')
        outcome = self._editor.begin({".".join(map(str, path)): value for path, value in checked.items()}, folder)
        self._done(outcome)
        (path,) = self._editor.relative(step.result for step in outcome.done)
        return next(self._file(name) for name, one in self._catalogue.listings.items() if one.path == path)

    def undo(self) -> str:
        """Take back the last change of the library that is not undone yet; gives its title.

        Raises:
            Refused: there is none, or a file was changed since; nothing was written.
        """
        entry, outcome = self._editor.undo()
        self._done(outcome)
        return entry.title

    def redo(self) -> str:
        """Make again what was undone last; gives its title.

        Raises:
            Refused: there is none, or a file was changed since; nothing was written.
        """
        entry, outcome = self._editor.redo()
        self._done(outcome)
        return entry.title

    def reload(self) -> None:
        """Read what other programs changed since.

        Raises:
            LibraryUnreadable: the folder can't be listed.
        """
        self._catalogue = self._reader.read_changes(self._catalogue)

    def _done(self, outcome: Outcome) -> None:
        """Read the files of an outcome again; raises what stood in the way of the first that failed."""
        touched = self._editor.relative(outcome.files)
        self._catalogue = self._reader.read_paths(self._catalogue, touched)
        for failure in outcome.failed:
            raise failure.error


def _changes(changes: Changes) -> list[Change]:
    """The changes that are meant.

    Raises:
        ChangeError: one is not valid.
    """
    if isinstance(changes, Mapping):
        return [Change.to(key_path(name), _plain(value)) for name, value in changes.items()]
    return [Change.parse(text) for text in ([changes] if isinstance(changes, str) else changes)]


def _plain(value: TOML) -> TOML:
    """A value as TOML has it: tuples of a release are lists there."""
    return msgspec.to_builtins(value, builtin_types=_DATES) if isinstance(value, tuple | msgspec.Struct) else value


def open_library(path: str | os.PathLike[str] | None = None, *, is_cached: bool = True) -> Library:
    """Read a library to the end.

    Args:
        path: Its folder; without, the one that the command line would take.
        is_cached: Whether to begin with what was kept of the last time, and to keep what is read for the next.

    Raises:
        LibraryUnreadable: the folder can't be listed; a `Refused` as well.
    """
    folder, _ = library_folder(None if path is None else os.fspath(path), read_settings())
    return Library(folder, is_cached=is_cached)
