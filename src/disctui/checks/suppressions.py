"""Problems that the owner of a library does not want to hear of: by a comment on the line, or by the library's config.

`.disctui.toml` at the library's root:

```toml
[check]
ignore = ["missing-cover"]                 # nowhere

also = ["incomplete"]                      # what is off unless asked for

[check.files]
"box-sets/*" = ["released-before-film"]    # not in these files
```

A comment silences its own line: `sale = 50.00  # disctui: ignore[sale-above-list]`. A file that can't be read has
no say in whether that is told.
"""

import fnmatch
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

from disctui.checks.rules import codes
from disctui.library.files import Unreadable, read_file
from disctui.nearest import suggestion
from disctui.problem import Problem
from disctui.release.model import TOML
from disctui.release_file.diagnostics import Finding, locate
from disctui.release_file.layout import KeyPath
from disctui.release_file.parsing import BOM, Broken, decode, parse

CONFIG_FILE = ".disctui.toml"
"""Path of a library's own config; not a release, and never needed."""
_COMMENT = re.compile(r"#\s*disctui:\s*ignore(?:\[([\w\s,-]*)\])?")
_NOT_FROM_WITHIN = {
    "syntax", "merge-conflict", "not-utf8", "too-big", "too-deep", "too-large", "too-many-problems", "unreadable",
    "not-a-file", "no-title", "setting",
}  # fmt: skip


class Suppressions(msgspec.Struct, frozen=True):
    """What a library's config silences."""

    everywhere: frozenset[str] = frozenset()
    in_files: Mapping[str, frozenset[str]] = MappingProxyType({})
    """Pattern of a path, with `*` and `?`, to codes."""
    problems: tuple[Problem, ...] = ()
    also: frozenset[str] = frozenset()
    """Codes that are off unless asked for, and are."""

    def covers(self, problem: Problem) -> bool:
        """Whether the config silences a problem."""
        if problem.code in self.everywhere:
            return True
        return any(
            problem.code in names and fnmatch.fnmatchcase(problem.path, pattern)
            for pattern, names in self.in_files.items()
        )


def read_suppressions(root: str) -> Suppressions:
    """Read a library's config; never raises."""
    try:
        data, _ = read_file(root, CONFIG_FILE)
        document = parse(decode(data, CONFIG_FILE), CONFIG_FILE)
    except Unreadable as unreadable:
        is_absent = isinstance(unreadable.__cause__, FileNotFoundError)
        return Suppressions(problems=() if is_absent else (unreadable.problem,))
    except Broken as broken:
        return Suppressions(problems=(broken.problem,))
    findings: list[Finding] = []
    check = _table(document, ("check",), findings)
    _unknown(document, (), ("check",), findings)
    _unknown(check, ("check",), ("ignore", "files", "also"), findings)
    everywhere = _names(check.get("ignore", []), ("check", "ignore"), findings)
    files = _table(check, ("check", "files"), findings)
    in_files = {pattern: _names(value, ("check", "files", pattern), findings) for pattern, value in files.items()}
    also = _names(check.get("also", []), ("check", "also"), findings)
    return Suppressions(everywhere, in_files, locate(findings, data.removeprefix(BOM), CONFIG_FILE), also)


def _table(holder: Mapping[str, TOML], where: tuple[str, ...], findings: list[Finding]) -> dict[str, TOML]:
    value = holder.get(where[-1], {})
    if isinstance(value, dict):
        return value
    name = ".".join(where)
    findings.append(Finding(where, "setting", f"{name} must be a table", f"write [{name}] on a line of its own"))
    return {}


def _unknown(
    holder: Mapping[str, TOML], where: tuple[str, ...], known: tuple[str, ...], findings: list[Finding]
) -> None:
    for name in holder.keys() - set(known):
        message, hint = f"{name} is not a setting of a library", suggestion(name[:40], known)
        findings.append(Finding((*where, name), "setting", message, hint, "warning", at_key=True))


def _names(value: TOML, where: tuple[str, ...], findings: list[Finding]) -> frozenset[str]:
    listed = [value] if isinstance(value, str) else value if isinstance(value, list) else [value]
    good = set()
    for number, name in enumerate(listed):
        place: KeyPath = (*where, number) if isinstance(value, list) else where
        if isinstance(name, str) and name in codes():
            good.add(name)
        else:
            hint = suggestion(name[:40], codes()) if isinstance(name, str) else "disctui check --explain lists them"
            findings.append(Finding(place, "setting", "that is not the code of a problem", hint, "warning"))
    return frozenset(good)


def unsuppressed(root: str, problems: Iterable[Problem], suppressions: Suppressions) -> list[Problem]:
    """The problems that neither the config nor a comment on their line silences."""
    lines: dict[str, list[str]] = {}
    kept = []
    for problem in problems:
        if problem.path not in lines:
            lines[problem.path] = _lines(root, problem.path)
        if not is_suppressed(problem, lines[problem.path], suppressions):
            kept.append(problem)
    return kept


def is_suppressed(problem: Problem, lines: Sequence[str], suppressions: Suppressions) -> bool:
    """Whether the config or a comment silences a problem of a file that has these lines."""
    if suppressions.covers(problem):
        return True
    if problem.code in _NOT_FROM_WITHIN or problem.line > len(lines):
        return False
    found = _COMMENT.search(lines[problem.line - 1])
    return found is not None and (found[1] is None or problem.code in re.split(r"[\s,]+", found[1]))


def _lines(root: str, path: str) -> list[str]:
    try:
        data, _ = read_file(root, path)
    except Unreadable:
        return []
    return data.decode("utf-8", "replace").split("\n") if b"disctui:" in data else []
