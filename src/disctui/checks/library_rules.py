"""Rules over the whole library: what is entered twice, and files that another computer takes for one."""

import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from disctui.checks.loaded_library import LoadedLibrary
from disctui.checks.name_variants import spelt_two_ways
from disctui.checks.price_outliers import odd_prices
from disctui.release.model import Release
from disctui.release_file.diagnostics import Finding
from disctui.safe_text import clean
from disctui.search.folding import fold

Found = tuple[str, Finding]
"""A path and a finding there."""


def findings_across(library: LoadedLibrary) -> Iterator[Found]:
    """What is wrong with the library as a whole."""
    yield from _same_upc(library)
    yield from _same_release(library)
    yield from _twin_names(library)
    yield from spelt_two_ways(library)
    yield from odd_prices(library.releases)


def _grouped(pairs: Iterable[tuple[Hashable, str]]) -> Iterator[list[str]]:
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for key, path in pairs:
        groups[key].append(path)
    return (group for group in groups.values() if len(group) > 1)


def _same_upc(library: LoadedLibrary) -> Iterator[Found]:
    upcs = ((release.release.upc, path) for path, release in library.releases.items() if release.release.upc)
    for first, *others in _grouped((upc.zfill(14), path) for upc, path in upcs):
        for path in others:
            yield (
                path,
                Finding(
                    ("release", "upc"),
                    "duplicate-upc",
                    f"{clean(first, 200)} has the same bar code",
                    "keep one of the two files, or mend the bar code that is wrong",
                    "warning",
                ),
            )


def _same_release(library: LoadedLibrary) -> Iterator[Found]:
    films = _grouped(((release.title.casefold(), release.year), path) for path, release in library.releases.items())
    described = ((_description(library.releases[path]), path) for group in films for path in group)
    for group in _grouped((key, path) for key, path in described if key is not None):
        kept: list[str] = []
        for path in group:
            upc = library.releases[path].release.upc
            twin = next((other for other in kept if _may_be_one(upc, library.releases[other].release.upc)), None)
            kept.append(path)
            if twin is not None:
                yield (
                    path,
                    Finding(
                        ("title",),
                        "duplicate-release",
                        f"{clean(twin, 200)} has the same film, label, format, country and edition",
                        "keep one of the two files, or say what sets them apart: release.edition, release.upc",
                        "warning",
                    ),
                )


def _may_be_one(upc: str | None, other: str | None) -> bool:
    """Whether bar codes leave room for one release; two that are the same are reported as such already."""
    return upc is None or other is None


def _description(release: Release) -> Hashable | None:
    edition = release.release
    if not edition.studio or not release.specs.discs:
        return None
    texts = (release.title, edition.studio, edition.country or "", edition.edition or "")
    return (*map(fold, texts), str(edition.spine), release.year, tuple(sorted(map(fold, release.specs.discs))))


def _twin_names(library: LoadedLibrary) -> Iterator[Found]:
    for first, *others in _grouped((_folded(path), path) for path in library.paths):
        for path in others:
            way = "capitals" if path.casefold() == first.casefold() else "the Unicode form of its letters"
            yield (
                path,
                Finding(
                    (),
                    "twin-names",
                    f"differs from {clean(first, 200)} only in {way}; on many disks they are one file",
                    "rename one of the two",
                    "warning",
                ),
            )


def _folded(path: str) -> str:
    if path.isascii():
        return path.casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
