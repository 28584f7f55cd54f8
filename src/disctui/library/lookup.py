"""Finds the file of one release, or of a film of it, from an id or path, by looking at that file alone."""

import os
from typing import NamedTuple

from disctui.library.files import PEOPLE_FILE, SEARCHES_FILE, is_release_name, release_id
from disctui.release.film_id import parted

_EXTENSION = ".toml"


class Named(NamedTuple):
    """A release that was named, not searched for."""

    path: str
    """Of its file, relative to the library."""
    film: int | None = None
    """Which of its films is meant, from 1; None for the release itself."""


def find_named(root: str, which: str) -> Named | None:
    """The release whose id or path `which` is, with `#2` behind it the second film of a box set; None where none is.

    A file whose own name holds `#` comes before a film of another.
    """
    path = find_path(root, which)
    if path is not None:
        return Named(path)
    film = parted(which)
    path = find_path(root, film.release) if film is not None else None
    return None if path is None or film is None else Named(path, film.film)


def find_path(root: str, which: str) -> str | None:
    """The path, relative to the library, of the release file that `which` names; None where there is none.

    Args:
        root: The library's folder.
        which: A release's id, its path in the library, or the path of its file from the working folder.
    """
    inside = _inside(root, which)
    for path in (which, inside):
        if path is not None:
            found = _existing(root, release_id(path))
            if found is not None:
                return found
    return None


def _inside(root: str, path: str) -> str | None:
    """A path from the working folder as one relative to the library, or None where it leads elsewhere."""
    try:
        relative = os.path.relpath(os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path)),  # noqa: PTH118, PTH119, PTH120
                                   os.path.realpath(root))  # fmt: skip
    except ValueError:  # on another drive, or no path at all
        return None
    return None if relative.startswith(os.pardir) else relative.replace(os.sep, "/")


def _existing(root: str, name: str) -> str | None:
    """The path of the release file whose id is `name`, if it exists."""
    *folders, last = name.split("/")
    if "\0" in name or not last or any(part in {"", ".", ".."} or part[0] in "._" for part in folders):
        return None
    folder = os.path.join(root, *folders)  # noqa: PTH118
    if not is_release_name(last + _EXTENSION) or (not folders and last + _EXTENSION in {PEOPLE_FILE, SEARCHES_FILE}):
        return None
    if os.path.lexists(os.path.join(folder, last + _EXTENSION)):  # noqa: PTH118
        return name + _EXTENSION
    try:
        names = os.listdir(folder)  # noqa: PTH208 - only the names are looked at
    except OSError:
        return None
    other = next((found for found in sorted(names) if release_id(found) == last and found != last), None)
    return None if other is None else "/".join([*folders, other])
