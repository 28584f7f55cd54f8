"""The input of the rules: every readable release of a library by path, and the problems met while reading."""

import os
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from disctui.library.files import Unreadable, read_file, scan_library
from disctui.library.people_file import People, read_people
from disctui.long_work import Tell, told, untold
from disctui.problem import Problem
from disctui.release.model import Release
from disctui.release_file.reading import read_release


class LoadedLibrary(msgspec.Struct, frozen=True):
    """The good releases of a library."""

    root: str
    releases: Mapping[str, Release]
    """By path relative to the library, in the order of the paths."""
    paths: Sequence[str]
    """Of every release file, read or not, in order."""
    people: People
    problems: Sequence[Problem]
    """Problems met while reading, in no order."""


def load_library(root: str, tell: Tell = untold) -> LoadedLibrary:
    """Read a library for checking alone: no cache, no index.

    Args:
        root: Its folder.
        tell: Told how many files are read.

    Raises:
        LibraryUnreadable: the folder can't be listed.
    """
    root = os.path.abspath(os.path.expanduser(root))  # noqa: PTH100, PTH111 - no link is resolved
    found = scan_library(root)
    people = read_people(root) if found.people else People()
    releases, problems = read_files(root, told(sorted(found.paths), "reading", len(found.paths), tell))
    if found.has_searches:
        from disctui.library.searches_file import read_searches  # noqa: PLC0415 - what reads queries takes numpy

        problems += read_searches(root).problems
    return LoadedLibrary(root, releases, sorted(found.paths), people, [*found.problems, *people.problems, *problems])


def read_files(root: str, paths: Iterable[str]) -> tuple[dict[str, Release], list[Problem]]:
    """The releases that these files hold, by path, and what is wrong with them."""
    releases: dict[str, Release] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            data, _ = read_file(root, path)
        except Unreadable as unreadable:
            problems.append(unreadable.problem)
            continue
        reading = read_release(data, path)
        problems += reading.problems
        if reading.release is not None:
            releases[path] = reading.release
    return releases, problems
