"""File names that are free: not taken in any case or Unicode form, since many disks tell neither apart."""

import os
import unicodedata
from pathlib import Path

from disctui.safe_write.posix import FileMissing, translate_os_errors


class FreeNames:
    """Gives out names of files to be made, each only once.

    A folder is listed when it is first asked for, so that ten thousand names cost one listing. A name that another
    program takes afterwards is found out by whoever makes the file, which is never written over.

    Args:
        reserved: Names that are free nowhere, since a program reads something else from them.
    """

    def __init__(self, reserved: frozenset[str] = frozenset()) -> None:
        self._reserved = {_folded(name) for name in reserved}
        self._taken: dict[Path, set[str]] = {}
        self._numbers: dict[Path, int] = {}

    def take(self, path: Path, instead_of: Path | None = None) -> Path:
        """`path`, or with a number behind its name where that name is taken.

        Args:
            path: The wanted one.
            instead_of: The file that would take it as its new name, and gives up its old one.

        Raises:
            WriteError: its folder can't be read.
        """
        taken = self._taken.get(path.parent)
        if taken is None:
            taken = self._taken[path.parent] = self._listed(path.parent)
        if instead_of is not None and instead_of.parent == path.parent:
            taken.discard(_folded(instead_of.name))
        candidate, number = path, self._numbers.get(path, 2)
        while (folded := _folded(candidate.name)) in taken:
            candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
            number += 1
            self._numbers[path] = number
        taken.add(folded)
        return candidate

    def _listed(self, folder: Path) -> set[str]:
        try:
            with translate_os_errors(folder), os.scandir(folder) as entries:
                return {_folded(entry.name) for entry in entries} | self._reserved
        except FileMissing:
            return set(self._reserved)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
