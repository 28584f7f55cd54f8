"""Rules for one release: values that are valid each by itself but can't be true together."""

import functools
import os
from collections.abc import Iterator

from disctui.checks.owner_rules import owner_findings
from disctui.release.model import Release
from disctui.release_file.diagnostics import Finding
from disctui.safe_text import clean


def findings_of(root: str, path: str, release: Release) -> Iterator[Finding]:
    """What is wrong with the release at `path` of the library at `root`."""
    price, date = release.price, release.release.date
    if price.sale is not None and price.list is not None and price.sale > price.list:
        yield Finding(
            ("price", "sale"),
            "sale-above-list",
            f"the sale price, {price.sale:g}, is above the list price, {price.list:g}",
            "swap the two, or mend the one that is wrong",
            "warning",
        )
    if release.title == release.release.upc:
        yield Finding(
            ("title",),
            "title-is-code",
            "the title is only the bar code",
            "write the film's title: disctui set ID title=...",
            "warning",
        )
    if date is not None:
        yield from _date_findings(release, date)
    yield from owner_findings(release)
    if release.cover is not None:
        yield from _cover_findings(root, path, release.cover)


def _date_findings(release: Release, date: str) -> Iterator[Finding]:
    years = [film.year for film in release.films if film.year is not None]
    newest = max([release.year] if release.year is not None else years, default=None)
    if newest is not None and int(date[:4]) < newest:
        yield Finding(
            ("release", "date"),
            "released-before-film",
            f"released in {date[:4]}, before the film's year, {newest}",
            "mend release.date, or year if it is not the film's",
            "warning",
        )


def _cover_findings(root: str, path: str, cover: str) -> Iterator[Finding]:
    inside = os.path.normpath(os.path.join(os.path.dirname(path), cover))  # noqa: PTH118, PTH120
    shown = clean(cover, 80)
    if os.path.isabs(cover) or inside == ".." or inside.startswith("../") or "://" in cover:  # noqa: PTH117
        what = "an address, not a path" if "://" in cover else "a path that leaves the library"
        hint = "copy the picture into the library, and write its path relative to this file"
        yield Finding(("cover",), "cover-outside", f"{shown} is {what}", hint)
        return
    try:
        full = os.path.join(root, inside)  # noqa: PTH118
        if not os.path.isfile(full):  # noqa: PTH113
            hint = "mend the path, or delete the line"
            yield Finding(("cover",), "missing-cover", f"there is no picture {shown}", hint, "warning")
        elif not _is_inside(root, full):
            hint = "copy the picture into the library in place of the link"
            yield Finding(("cover",), "cover-outside", f"{shown} is a link that leaves the library", hint)
    except (OSError, ValueError):  # a NUL, or a name past what the system takes
        yield Finding(("cover",), "missing-cover", f"{shown} is no path", "write another path", "warning")


def _is_inside(root: str, full: str) -> bool:
    if os.path.islink(full):  # noqa: PTH114
        return _is_below(_real(root), os.path.realpath(full))
    return _is_below(_real(root), _real(os.path.dirname(full)))  # noqa: PTH120


def _is_below(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


@functools.lru_cache(maxsize=4096)
def _real(folder: str) -> str:
    return os.path.realpath(folder)
