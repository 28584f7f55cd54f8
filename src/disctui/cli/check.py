"""List every problem of the library or of single files, as path:line:column, with the line and a remedy."""

import argparse
import os
import sys
from collections.abc import Sequence

from disctui.catalogue import Catalogue
from disctui.cli import DONE, NOT_FOUND
from disctui.cli.output import catalogue_of, is_coloured, print_json, say
from disctui.library.files import source_line
from disctui.problem import Problem
from disctui.safe_text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files or folders of the library; all of it without")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """Print the problems; the exit status is 1 where one of them is an error."""
    catalogue = catalogue_of(arguments)
    problems = _within(catalogue, arguments.paths)
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    if arguments.json:
        listed = [{name: getattr(problem, name) for name in _NAMES} for problem in problems]
        print_json({"releases": len(catalogue.listings), "errors": errors, "warnings": warnings, "problems": listed})
    else:
        for problem in problems:
            print(report(catalogue.root, problem, coloured=is_coloured(sys.stdout)))
        say(f"{len(catalogue.listings):,} releases, {errors:,} errors, {warnings:,} warnings")
    return NOT_FOUND if errors else DONE


_NAMES = ("path", "line", "column", "severity", "code", "key", "message", "hint")


def _within(catalogue: Catalogue, paths: Sequence[str]) -> list[Problem]:
    if not paths:
        return list(catalogue.problems)
    wanted = []
    for path in paths:
        inside = os.path.relpath(os.path.abspath(path), catalogue.root) if os.path.exists(path) else path  # noqa: PTH100, PTH110
        wanted.append(inside.replace(os.sep, "/"))
    return [
        problem
        for problem in catalogue.problems
        if any(name == "." or problem.path == name or problem.path.startswith(f"{name}/") for name in wanted)
    ]


def report(root: str, problem: Problem, *, coloured: bool = False) -> str:
    """A problem as compilers print it: place and message, the line with a caret, the remedy."""
    bold, off = ("\x1b[1m", "\x1b[0m") if coloured else ("", "")
    tint = ("\x1b[31m" if problem.severity == "error" else "\x1b[33m") if coloured else ""
    place = clean(problem.place)
    lines = [f"{bold}{place}{off}: {tint}{problem.severity}[{problem.code}]{off} {clean(problem.message)}"]
    source = source_line(root, problem)
    if source is not None and source.strip():
        number = str(problem.line)
        before = clean(source[: problem.column - 1], 200)
        lines.append(f"  {number} | {clean(source, 200)}")
        if len(before) < 200:
            lines.append(f"  {' ' * len(number)} | {' ' * len(before)}^")
    if problem.hint:
        lines.append(f"  remedy: {clean(problem.hint)}")
    return "\n".join(lines)
