"""Names that are free: not taken in any case or Unicode form, since many disks tell neither apart."""

import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from disctui.safe_write.posix import FileMissing, translate_os_errors


class TakenNames:
    """The names in one place, and those that are free beside them.

    Args:
        names: Those that are taken from the first.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._taken = {_folded(name) for name in names}
        self._numbers: dict[str, int] = {}
        """By wanted name, folded, the last number that was given behind it: those up to it are not tried again."""

    def add(self, name: str) -> None:
        """Let a name be taken."""
        self._taken.add(_folded(name))

    def give_up(self, name: str) -> None:
        """Let a name be free again."""
        self._taken.discard(_folded(name))

    def take(self, name: str, ending: str = "") -> str:
        """`name` with its ending, or the first with a number between the two that is free; it is taken by then."""
        wanted = _folded(name + ending)
        found, number = name + ending, self._numbers.get(wanted, 1)
        while (folded := _folded(found)) in self._taken:
            number += 1
            found = f"{name}-{number}{ending}"
            self._numbers[wanted] = number
        self._taken.add(folded)
        return found


class FreeNames:
    """Gives out names of files to be made, each only once.

    A folder is listed when it is first asked for, so that ten thousand names cost one listing. A name that another
    program takes afterwards is found out by whoever makes the file, which is never written over.

    Args:
        reserved: Names that are free nowhere, since a program reads something else from them.
    """

    def __init__(self, reserved: frozenset[str] = frozenset()) -> None:
        self._reserved = reserved
        self._folders: dict[Path, TakenNames] = {}

    def take(self, path: Path, instead_of: Path | None = None) -> Path:
        """`path`, or with a number behind its name where that name is taken.

        Args:
            path: The wanted one.
            instead_of: The file that would take it as its new name, and gives up its old one.

        Raises:
            WriteError: its folder can't be read.
        """
        names = self._folders.get(path.parent)
        if names is None:
            names = self._folders[path.parent] = TakenNames((*_listed(path.parent), *self._reserved))
        if instead_of is not None and instead_of.parent == path.parent:
            names.give_up(instead_of.name)
        return path.with_name(names.take(path.stem, path.suffix))


def _listed(folder: Path) -> list[str]:
    try:
        with translate_os_errors(folder), os.scandir(folder) as entries:
            return [entry.name for entry in entries]
    except FileMissing:
        return []


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
