"""The rule for releases that lack something; off unless asked for, since a short file is no mistake."""

from collections.abc import Iterator

from disctui.checks.rule import Rule
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
    films = release.films
    missing = [
        name
        for name, is_there in (
            ("synopsis", release.synopsis or any(film.synopsis for film in films)),
            ("cast", release.cast or any(film.cast for film in films)),
            ("specs", any((release.specs.discs, release.specs.length, release.specs.video, release.specs.audio,
                           release.specs.subtitles)) or any(film.discs or film.length for film in films)),
            ("cover", release.cover),
        )
        if not is_there
    ]  # fmt: skip
    if missing:
        words = " or ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
        hint = "disctui fill, or i in the browser, completes it"
        yield Finding(("title",), INCOMPLETE.name, f"it has no {words}", hint, INCOMPLETE.severity)
