"""All problems of a library: those of reading and of the rules, without those that its owner silenced."""

from collections import defaultdict
from collections.abc import Container, Iterable

import msgspec

from disctui.checks.incomplete import INCOMPLETE, lacking
from disctui.checks.library_rules import Found, findings_across
from disctui.checks.loaded_library import LoadedLibrary, load_library
from disctui.checks.release_rules import findings_of
from disctui.checks.suppressions import read_suppressions, unsuppressed
from disctui.library.files import Unreadable, read_file
from disctui.library.uncollected import uncollected
from disctui.long_work import Tell, told, untold
from disctui.problem import Problem
from disctui.release_file.diagnostics import Finding, locate
from disctui.release_file.parsing import BOM
from disctui.release_file.reading import read_release


class Report(msgspec.Struct, frozen=True):
    """A library that has been checked."""

    root: str
    paths: frozenset[str]
    """Of the release files that hold a release."""
    problems: tuple[Problem, ...]
    """By file and from the top of it down."""


def check_folder(root: str, also: Container[str] = (), tell: Tell = untold) -> Report:
    """Read a library and check it.

    Args:
        root: The library.
        also: Codes that are off unless asked for, beside those that its `.disctui.toml` asks for.
        tell: Told how many releases are read, and then checked.

    Raises:
        LibraryUnreadable: the folder can't be listed.
    """
    with uncollected():
        return report_on(load_library(root, tell), also, tell)


def check_text(data: bytes, name: str) -> list[Problem]:
    """The problems of one release that stands in no library, from the top down, by the rules of a file for itself.

    Args:
        data: What a file would hold.
        name: What it is called in the problems.
    """
    reading = read_release(data, name)
    found = [] if reading.release is None else list(findings_of(".", name, reading.release))
    problems = [*reading.problems, *locate(found, data.removeprefix(BOM), name)]
    return sorted(problems, key=lambda problem: problem.sort_key)


def report_on(library: LoadedLibrary, also: Container[str] = (), tell: Tell = untold) -> Report:
    """Check what has been read."""
    found = [
        (path, finding)
        for path, release in told(library.releases.items(), "checking", len(library.releases), tell)
        for finding in findings_of(library.root, path, release)
    ]
    found += findings_across(library)
    suppressions = read_suppressions(library.root)
    if INCOMPLETE.name in also or INCOMPLETE.name in suppressions.also:
        found += [(path, finding) for path, release in library.releases.items() for finding in lacking(release)]
    problems = [*library.problems, *_located(library.root, found), *suppressions.problems]
    heard = unsuppressed(library.root, problems, suppressions)
    return Report(library.root, frozenset(library.releases), tuple(sorted(heard, key=lambda problem: problem.sort_key)))


def _located(root: str, found: Iterable[Found]) -> list[Problem]:
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for path, finding in found:
        by_path[path].append(finding)
    problems: list[Problem] = []
    for path, findings in by_path.items():
        try:
            data, _ = read_file(root, path)
        except Unreadable:  # gone since it was read
            data = b""
        problems += locate(findings, data.removeprefix(BOM), path)
    return problems
