"""The rule for releases that lack something; off unless asked for, since a short file is no mistake."""

import operator
from collections.abc import Iterator

from disctui.checks.rule import Rule
from disctui.release.incomplete import PARTS, Part
from disctui.release.model import Release
from disctui.release_file.diagnostics import Finding

INCOMPLETE = Rule(
    "incomplete",
    "warning",
    "The release has no synopsis, no cast, no specs or no cover. Nothing is wrong with it; there is more to be said.",
    'title = "Solaris"\nyear = 1972',
    "disctui fill solaris-1972, or i in the browser, completes it from sources (see disctui sources)",
    is_asked_for=True,
)


def lacking(release: Release) -> Iterator[Finding]:
    """What a release has nothing of, as one finding."""
    missing = [part.name for part in PARTS if not _is_said(release, part)]
    if missing:
        words = " or ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
        hint = "disctui fill, or i in the browser, completes it"
        yield Finding(("title",), INCOMPLETE.name, f"it has no {words}", hint, INCOMPLETE.severity)


def _is_said(release: Release, part: Part) -> bool:
    return any(operator.attrgetter(key)(release) for key in part.keys) or any(
        getattr(film, key) for film in release.films for key in part.film_keys
    )
