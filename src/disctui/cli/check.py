"""List every problem of the library, or of single files, as path:line:column, with the line and a remedy.

  disctui check                          every problem of the library
  disctui check criterion/ --fix --dry-run
  disctui check --explain wrong-table

A problem is silenced by a comment at the end of its line, `# disctui: ignore[CODE]`, or for good in
.disctui.toml at the library's root: [check] ignore = ["CODE"].
"""

import argparse
import difflib
import os
import sys
from collections.abc import Sequence

from disctui.checks.fixes import fix_all
from disctui.checks.reporting import Report, check_folder, check_text
from disctui.checks.rules import codes, explanation
from disctui.checks.suppressions import read_suppressions
from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.library_option import Ended, chosen_library, root_of
from disctui.cli.output import is_coloured, print_json, say
from disctui.cli.problem_text import annotation, compiler_style
from disctui.cli.progress import shown
from disctui.editing.changes import Edit
from disctui.editing.editor import Editor
from disctui.nearest import suggestion
from disctui.problem import Problem, Refused
from disctui.safe_text import clean

STANDARD_INPUT = "<standard input>"
"""What stands in a message where else a file's path does."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files or folders of the library, or - for a release on standard input; all of it without",
    )
    parser.add_argument(
        "--json", action="store_const", const="json", dest="format", default="text", help="print one JSON document"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="github: annotations for its workflows (default: text)",
    )
    parser.add_argument("--fix", action="store_true", help="mend what has one safe remedy")
    parser.add_argument("--dry-run", action="store_true", help="with --fix: print a diff, write nothing")
    parser.add_argument(
        "--also", action="append", default=[], metavar="CODE", help="look for this too, which is off unless asked for"
    )
    parser.add_argument(
        "--explain", nargs="?", const="", metavar="CODE", help="tell what a code means; without CODE, list them"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the problems; the exit status is 1 where one of them is an error."""
    if arguments.explain is not None:
        return _explain(arguments.explain)
    if arguments.dry_run and not arguments.fix:
        say("--dry-run goes with --fix")
        return USAGE
    optional = [code.name for code in codes().values() if code.is_asked_for]
    for name in arguments.also:
        if name not in optional:
            say(f"--also takes one of {', '.join(optional)}; every other rule is always on")
            return USAGE
    if "-" in arguments.paths:
        return _check_standard_input(arguments)
    root, wanted = _scope(arguments)
    status = DONE
    try:
        with shown() as tell:
            report = check_folder(root, arguments.also, tell)
        if arguments.fix:
            status = _fix(report, wanted, is_dry=arguments.dry_run)
            with shown("") as tell:
                report = report if arguments.dry_run else check_folder(root, arguments.also, tell)
    except Refused as error:
        say(error.advice)
        return UNREADABLE
    problems = [problem for problem in report.problems if _is_within(problem.path, wanted)]
    if not arguments.dry_run:
        releases = sum(_is_within(path, wanted) for path in report.paths)
        _print(report.root, releases, problems, arguments.format)
    return status or (NOT_FOUND if any(problem.severity == "error" for problem in problems) else DONE)


def _check_standard_input(arguments: argparse.Namespace) -> int:
    """Check one release that is piped in, e.g. by an editor or a git hook, by the rules of a file for itself."""
    if len(arguments.paths) > 1 or arguments.fix:
        say("- is standard input, which is checked alone and not mended")
        return USAGE
    problems = check_text(sys.stdin.buffer.read(), STANDARD_INPUT)
    is_good = not any(problem.severity == "error" for problem in problems)
    _print(".", 1, problems, arguments.format)
    return DONE if is_good else NOT_FOUND


def _explain(name: str) -> int:
    known = codes()
    if not name:
        for code in known.values():
            print(f"{code.name:<22} {code.severity:<8} {code.about.partition('. ')[0].rstrip('.')}.")
        return DONE
    if name not in known:
        say(f"there is no code {clean(name, 60)!r}; {suggestion(name, known)}")
        return USAGE
    print(explanation(known[name]))
    return DONE


# Which library, and what of it


def _scope(arguments: argparse.Namespace) -> tuple[str, list[str]]:
    """The library to read, and the paths within it that were asked for; none for all of it.

    A path outside the library is looked at by itself, unless a library was named.
    """
    paths: list[str] = arguments.paths
    if not paths:
        return root_of(arguments)[0], []
    root = os.path.abspath(chosen_library(arguments.library)[0])  # noqa: PTH100 - links stay
    inside = [_inside(root, path) for path in paths]
    if all(inside):
        return root, [path for path in inside if path]
    outside = [path for path, found in zip(paths, inside, strict=True) if not found]
    for path in outside:
        if not os.path.lexists(path):
            say(f"there is no {clean(path, 400)}")
            raise Ended(UNREADABLE)
    if arguments.library or len(outside) < len(paths):
        say(f"{clean(outside[0], 400)} is not in the library {clean(root, 400)}")
        raise Ended(USAGE)
    return _by_themselves([os.path.abspath(path) for path in paths])  # noqa: PTH100


def _inside(root: str, path: str) -> str | None:
    """`path` relative to the library, "." for all of it; None where it is elsewhere or nowhere."""
    for full in (os.path.abspath(path), os.path.join(root, path)):  # noqa: PTH100, PTH118
        relative = os.path.relpath(full, root)
        if os.path.lexists(full) and relative != ".." and not relative.startswith(f"..{os.sep}"):
            return relative.replace(os.sep, "/")
    return None


def _by_themselves(paths: Sequence[str]) -> tuple[str, list[str]]:
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in paths]  # noqa: PTH112, PTH120
    root = os.path.commonpath(folders)
    return root, [os.path.relpath(path, root).replace(os.sep, "/") for path in paths]


def _is_within(path: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(name in {".", path} or path.startswith(f"{name}/") for name in wanted)


# Mending


def _fix(report: Report, wanted: Sequence[str], *, is_dry: bool) -> int:
    """Mend what can be, as one entry of the history; the exit status is 3 where a file could not be written."""
    editor = Editor(report.root)
    if not is_dry:
        editor.require_writable()
    suppressions = read_suppressions(report.root)
    can = {code.name for code in codes().values() if code.is_fixable}
    paths = sorted({one.path for one in report.problems if one.code in can and _is_within(one.path, wanted)})
    edits: list[Edit] = []
    counts: dict[str, int] = {}
    for path, before in editor.read(paths)[0].items():
        after = fix_all(before, path, suppressions)
        if after.data != before:
            edits.append(Edit(path=path, before=before, after=after.data))
            counts[path] = len(after.problems)
    if is_dry:
        for edit in edits:
            _print_diff(edit)
        say(f"would mend {_counted(sum(counts.values()), 'problem')} in {_counted(len(edits), 'file')}")
        return DONE
    outcome = editor.apply(edits, f"mend {_counted(sum(counts.values()), 'problem')}")
    for failure in outcome.failed:
        say(f"{failure.file.name}: not mended: {failure.advice}")
    count = sum(counts[path] for path in editor.relative(step.result for step in outcome.done))
    say(f"mended {_counted(count, 'problem')} in {_counted(len(outcome.done), 'file')}")
    return UNREADABLE if outcome.failed else DONE


def _print_diff(edit: Edit) -> None:
    shown = clean(edit.path)
    old, new = ((data or b"").decode("utf-8", "replace").splitlines() for data in (edit.before, edit.after))
    for line in difflib.unified_diff(old, new, f"a/{shown}", f"b/{shown}", lineterm=""):
        print(clean(line))


# Printing


def _print(root: str, releases: int, problems: Sequence[Problem], form: str) -> None:
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    if form == "json":
        listed = [{name: getattr(problem, name) for name in _NAMES} for problem in problems]
        print_json({"releases": releases, "errors": errors, "warnings": warnings, "problems": listed})
        return
    for problem in problems:
        if form == "github":
            print(annotation(problem, os.path.relpath(os.path.join(root, problem.path))))  # noqa: PTH118
        else:
            print(compiler_style(root, problem, coloured=is_coloured(sys.stdout)))
    say(", ".join((_counted(releases, "release"), _counted(errors, "error"), _counted(warnings, "warning"))))


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


_NAMES = ("path", "line", "column", "severity", "code", "key", "message", "hint")
