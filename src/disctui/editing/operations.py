"""What happens to whole files: a release is begun, copied as a new edition, taken away, or renamed after its title.

Each function only says what would be done, as edits or operations; the `Editor` does it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from disctui.editing.changes import Edit
from disctui.editing.file_operations import FileOperation
from disctui.library.files import PEOPLE_FILE, SEARCHES_FILE
from disctui.release.model import TOML, Release
from disctui.release.schema import NAME, schema_line
from disctui.release_file.reading import read_release
from disctui.release_file.templates import file_name, name_fits, template
from disctui.release_file.writing import remove_key, set_value
from disctui.safe_write.names import FreeNames

OF_THE_EDITION = ("release", "price", "specs", "collection", "special_features", "note", "cover")
"""Keys of the edition and of the owner's copy: a new edition of the film begins without them."""


def free_names() -> FreeNames:
    """Names for new release files: none is taken already, and none has another meaning, as people.toml has."""
    return FreeNames(frozenset({PEOPLE_FILE, SEARCHES_FILE}))


def new_release(root: Path, values: Mapping[str, TOML], folder: str) -> Edit:
    """The file of a new release: a commented template with `values` by dotted key, named after title and year.

    Args:
        root: The library.
        values: At least a `title`.
        folder: Where in the library, e.g. beside the release that is shown; "" for the top.

    Raises:
        CannotWrite: TOML can't hold a value.
        WriteError: the folder can't be read.
    """
    year = values.get("year")
    name = file_name(str(values.get("title", "")), year if type(year) is int else None)
    line = schema_line(folder) if (root / NAME).is_file() else ""
    return _made(root, PurePosixPath(folder, name), line.encode() + template(values))


def new_edition(root: Path, path: str, data: bytes, code: str = "") -> Edit:
    """The file of another edition of the film that the release at `path` holds, beside it.

    What belongs to the film stays, with its comments; what belongs to the disc is left to be filled in.

    Args:
        root: The library.
        path: The release's file, relative to the library.
        data: What it holds.
        code: The bar code of the new one, if it is known.

    Raises:
        EditRefused: the file does not parse.
        WriteError: the folder can't be read.
    """
    release = read_release(data, path).release
    for name in OF_THE_EDITION:
        data = remove_key(data, (name,))
    if code:
        data = set_value(data, ("release", "upc"), code)
    file = PurePosixPath(path)
    title, year = (file.stem, None) if release is None else (release.title, release.year)
    return _made(root, file.with_name(file_name(title, year)), data)


def _made(root: Path, path: PurePosixPath, data: bytes) -> Edit:
    free = free_names().take(root / path)
    return Edit(path=str(path.with_name(free.name)), before=None, after=data)


def wanted_name(path: str, release: Release) -> str | None:
    """The file name that the title and year ask for, or None where the file is called so."""
    name = PurePosixPath(path).name
    return None if name_fits(name, release.title, release.year) else file_name(release.title, release.year)


def renames(root: Path, files: Mapping[str, bytes], names: Mapping[str, str]) -> list[FileOperation]:
    """The operations that rename files in their folders; a name that is taken gets a number.

    Args:
        root: The library.
        files: What each file holds, by path relative to the library.
        names: The new file name by the same path.

    Raises:
        WriteError: a folder can't be read.
    """
    free = free_names()
    operations = []
    for path, data in files.items():
        file = root / path
        operations.append(FileOperation.of(file, data, data, free.take(file.with_name(names[path]), file)))
    return operations


def removals(root: Path, files: Mapping[str, bytes]) -> list[FileOperation]:
    """The operations that remove files, each as it was read."""
    return [FileOperation.of(root / path, data, None) for path, data in files.items()]


def counted(paths: Sequence[str], noun: str) -> str:
    """The name of a single file, or how many there are."""
    return PurePosixPath(paths[0]).name if len(paths) == 1 else f"{len(paths):,} {noun}"
