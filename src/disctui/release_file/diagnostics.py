"""A mistake met in a document, and its place in the text: the step from a finding to a `Problem`.

Positions are looked for only where something is wrong, so a good file never pays for them.
"""

from collections.abc import Mapping, Sequence

import msgspec

from disctui.problem import Problem, Severity
from disctui.release_file.layout import KeyPath, Place, line_and_column_at, places_of

PROBLEMS_LIMIT = 200
"""Problems of one file that are listed; a last one tells that there are more."""


class Finding(msgspec.Struct, frozen=True):
    """A problem before its place in the text is known."""

    key_path: KeyPath
    """The key that is meant, as `places_of` names it; () for the file as a whole."""
    code: str
    message: str
    hint: str | None = None
    severity: Severity = "error"
    at_key: bool = False
    """Whether the key itself is wrong, rather than its value."""


def locate(findings: Sequence[Finding], data: bytes, path: str) -> tuple[Problem, ...]:
    """The findings as problems at their places, from the top of the file down.

    Args:
        findings: What is wrong.
        data: The file's bytes without byte-order mark.
        path: The file's path relative to the library.
    """
    if not findings:
        return ()
    places = places_of(data, {str(finding.key_path[0]) for finding in findings if finding.key_path})
    problems = []
    for finding in findings[:PROBLEMS_LIMIT]:
        line = column = 1
        where = _nearest_place(finding.key_path, places)
        if where:
            place = places[where]
            span = place.key if finding.at_key and place.key else place.value
            line, column = line_and_column_at(data, span.start)
        problems.append(
            Problem(
                path=path,
                line=line,
                column=column,
                severity=finding.severity,
                code=finding.code,
                key=key_of(finding.key_path) or None,
                message=finding.message,
                hint=finding.hint,
            )
        )
    problems.sort(key=lambda problem: problem.sort_key)
    if len(findings) > PROBLEMS_LIMIT:
        problems.append(_too_many(problems[-1]))
    return tuple(problems)


def _nearest_place(where: KeyPath, places: Mapping[KeyPath, Place]) -> KeyPath:
    """The path nearest to one whose place is known: itself, a key below it that makes it (`a.b = 1`), or one above."""
    if where in places:
        return where
    below = [path for path in places if path[: len(where)] == where] if where else []
    if below:
        return min(below, key=lambda path: places[path].value.start)
    while where and where not in places:
        where = where[:-1]
    return where


def key_of(where: KeyPath) -> str:
    """A place as people write it: `("films", 0, "title")` is `films[1].title`."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in where).lstrip(".")


def _too_many(last: Problem) -> Problem:
    return Problem(
        path=last.path,
        line=last.line,
        column=last.column + 1,  # so that it stays behind the last one in every order
        severity="warning",
        code="too-many-problems",
        message=f"more is wrong in this file than the {PROBLEMS_LIMIT} problems listed",
        hint="mend these first, then check again",
    )
