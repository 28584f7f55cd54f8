"""What happens to whole files: a release is begun, copied as a new edition, taken away, or renamed after its title."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from disctui.editing.file_operations import FileOperation, Outcome
from disctui.editing.history import History
from disctui.release.model import TOML, Release
from disctui.release_file.reading import read_release
from disctui.release_file.templates import file_name, name_fits, template
from disctui.release_file.writing import remove_key
from disctui.safe_write.atomic import WriteError, free_path

OF_THE_EDITION = ("release", "price", "specs", "collection", "special_features", "note", "cover")
"""What a new edition of the same film does not share with the old one."""


def begin(values: Mapping[str, TOML], root: Path, folder: str, history: History) -> tuple[Path, Outcome]:
    """Make a new release file from a commented template with `values` by dotted key.

    Args:
        values: At least a `title`.
        root: The library.
        folder: Where in it, e.g. beside the release that is shown; "" for the top.
        history: Where the action is remembered.

    Returns:
        Where the file is, and what was done.

    Raises:
        WriteError: the folder can't be written, or no copy can be kept for undoing.
        CannotWrite: TOML can't hold a value.
    """
    return create(template(values), root / folder, history, str(values.get("title", "")), _year(values.get("year")))


def create(data: bytes, folder: Path, history: History, title: str, year: int | None = None) -> tuple[Path, Outcome]:
    """Make a new file of `data` in `folder`, named after title and year; never over another file.

    Raises:
        WriteError: the folder can't be written, or no copy can be kept for undoing.
    """
    path = folder / file_name(title, year)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = free_path(path)
    except OSError as error:
        raise WriteError(path, str(error.strerror), "see that the folder can be written") from error
    return path, history.perform(f"new release {title}", [FileOperation.of(path, None, data)])


def copy_as_edition(path: Path, data: bytes, history: History) -> tuple[Path, Outcome]:
    """Copy the release at `path`, which holds `data`, as another edition of the same film, beside it.

    What belongs to the film stays, with its comments; what belongs to the disc is left to be filled in.

    Raises:
        EditRefused: the file does not parse.
        WriteError: the folder can't be written, or no copy can be kept for undoing.
    """
    release = read_release(data, path.name).release
    for name in OF_THE_EDITION:
        data = remove_key(data, (name,))
    title, year = (path.stem, None) if release is None else (release.title, release.year)
    return create(data, path.parent, history, title, year)


def delete(files: Mapping[Path, bytes], history: History) -> Outcome:
    """Move files to the platform's bin, each as it was read; undoing makes them again.

    Raises:
        WriteError: no copy can be kept for undoing, so no file was touched.
    """
    what = next(iter(files)).name if len(files) == 1 else f"{len(files)} releases"
    return history.perform(f"delete {what}", [FileOperation.of(path, data, None) for path, data in files.items()])


def wanted_name(path: Path, release: Release) -> str | None:
    """The file name that the title and year ask for, or None where the file is called so."""
    if name_fits(path.name, release.title, release.year):
        return None
    return file_name(release.title, release.year)


def rename(files: Sequence[tuple[Path, bytes, str]], history: History) -> Outcome:
    """Give files, each as it was read, new names in their folders; a name that is taken gets a number.

    Raises:
        WriteError: a folder can't be read, or no copy can be kept for undoing.
    """
    steps, taken = [], set[Path]()
    for path, data, name in files:
        try:
            to = free_path(path.with_name(name))
        except OSError as error:
            raise WriteError(path, str(error.strerror), "see that its folder can be read") from error
        number = 2
        while to in taken:
            to, number = free_path(path.with_name(f"{Path(name).stem}-{number}.toml")), number + 1
        taken.add(to)
        steps.append(FileOperation.of(path, data, data, to))
    title = f"rename {files[0][0].name}" if len(files) == 1 else f"rename {len(files)} files"
    return history.perform(title, steps)


def _year(value: TOML) -> int | None:
    return value if type(value) is int else None
