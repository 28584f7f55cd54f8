"""Checks a library that is in memory already, for the Problems screen of the browser."""

from disctui.checks.loaded_library import LoadedLibrary
from disctui.checks.reporting import report_on
from disctui.library.catalogue import Catalogue
from disctui.library.entries import unpack
from disctui.long_work import Tell, told, untold
from disctui.problem import Problem
from disctui.release.model import Release


def report(catalogue: Catalogue, tell: Tell = untold) -> tuple[Problem, ...]:
    """Every problem of a library, by file and from the top of it down."""
    return report_on(loaded_from(catalogue, tell), tell=tell).problems


def loaded_from(catalogue: Catalogue, tell: Tell = untold) -> LoadedLibrary:
    """The library that a catalogue holds; a file that is broken now is left out."""
    releases: dict[str, Release] = {}
    for path, entry in told(sorted(catalogue.entries.items()), "reading", len(catalogue.entries), tell):
        if entry.listing is None or entry.is_stale:
            continue
        release = unpack(entry.packed) if entry.packed is not None else catalogue.release(entry.listing.id)
        if release is not None:
            releases[path] = release
    return LoadedLibrary(catalogue.root, releases, sorted(catalogue.entries), catalogue.people, catalogue.problems)
