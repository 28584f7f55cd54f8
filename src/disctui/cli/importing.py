"""Bring in releases from other programs' exports and from saved release pages.

Shows a plan first; nothing is ever overwritten, what has no key in our format is kept as comments, and running the
same import twice changes nothing. The format is recognised by its content.

  disctui import --dry-run Collection.xml
  disctui import letterboxd.zip --wishlist
"""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from disctui.cli.asking import is_agreed
from disctui.cli.exit_status import DONE, INTERRUPTED, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.library_option import root_of
from disctui.cli.output import say, say_problems
from disctui.cli.progress import shown
from disctui.editing.editor import Editor
from disctui.importers.apply import Decision, Tally, apply
from disctui.importers.generic_csv import GenericCsv
from disctui.importers.plan import Plan, Row, words_of
from disctui.importers.registry import importers
from disctui.importers.sources import Choices, Source, UnknownFormat, plan_of, sources_at, sources_of
from disctui.library.catalogue import whole_catalogue
from disctui.problem import Refused
from disctui.release.model import TOML
from disctui.safe_text import clean, clean_lines

_SURENESS = {True: "of which it is sure", False: "which is a guess; --format NAME says otherwise"}
_SIGNS = {"new": "+", "same": "=", "differs": "~", "can't read": "!"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="exports and saved pages; - is standard input")
    parser.add_argument("--dry-run", action="store_true", help="show the plan, and write nothing")
    parser.add_argument("--format", metavar="NAME", help=f"one of: {', '.join(importers().importers)}")
    parser.add_argument("--mapping", metavar="TOML", help="which column is which key, as --propose prints it")
    parser.add_argument("--propose", action="store_true", help="print the mapping proposed for a table, to be edited")
    parser.add_argument("--encoding", metavar="NAME", help="the encoding of the files, e.g. cp1251; guessed without")
    parser.add_argument(
        "--dates", choices=("day-first", "month-first"), help="what 3/4/2020 means; settled by the file without"
    )
    parser.add_argument("--wishlist", action="store_true", help="make wishlist entries of films without a disc")
    parser.add_argument("--overwrite", action="append", default=[], metavar="KEY", help="the import wins for this key")
    parser.add_argument("--yes", action="store_true", help="do not ask before writing")
    parser.add_argument("--verbose", action="store_true", help="list the rows that are the same already, too")


def run(arguments: argparse.Namespace) -> int:
    """Import; the exit status is 3 where something could not be written."""
    root, _ = root_of(arguments)
    if arguments.mapping and not Path(arguments.mapping).is_file():
        say(f"{arguments.mapping}: no such file")
        return UNREADABLE
    return import_files(
        root,
        arguments.files,
        choices=Choices(
            arguments.format,
            Path(arguments.mapping).read_bytes() if arguments.mapping else None,
            arguments.wishlist,
            arguments.encoding,
            None if arguments.dates is None else arguments.dates == "day-first",
        ),
        propose=arguments.propose,
        is_dry=arguments.dry_run,
        is_asked=not arguments.yes,
        overwrite=frozenset(arguments.overwrite),
        verbose=arguments.verbose,
    )


def import_files(
    root: str,
    files: Sequence[str],
    *,
    choices: Choices = Choices(),  # noqa: B008 - frozen
    propose: bool = False,
    is_dry: bool = False,
    is_asked: bool = False,
    overwrite: frozenset[str] = frozenset(),
    verbose: bool = False,
    values: Mapping[str, TOML] | None = None,
) -> int:
    """Plan the import of files into the library at `root`, show the plan, and carry it out.

    `values` are set in each release, whatever the files say.
    """
    try:
        sources = [msgspec.structs.replace(source, values=values or {}) for source in _sources(files, choices)]
        if propose:
            return _propose(sources)
        if not is_dry:
            Editor(root).require_writable()
        with shown() as tell:
            planned = plan_of(whole_catalogue(root, tell), sources, tell)
    except UnknownFormat as error:
        say(error.advice)
        return USAGE
    except Refused as error:
        say(error.advice)
        return UNREADABLE
    except OSError as error:
        say(f"{error.filename or ''} {error.strerror or error}".strip())
        return UNREADABLE
    decisions = {
        row.number: decided for row in planned.rows if (decided := _decision(row, overwrite, wishlist=choices.wishes))
    }
    _print(sources, planned, decisions, verbose=verbose)
    working = [row for row in planned.rows if _does_something(row, decisions)]
    if is_dry or not working:
        return DONE if planned.rows and len(planned.of("can't read")) < len(planned.rows) else NOT_FOUND
    if is_asked and len(working) > 1 and sys.stdin.isatty() and not is_agreed(f"Write {len(working):,} files", ""):
        return USAGE
    return _apply(planned, root, decisions, len(working))


def _sources(files: Sequence[str], choices: Choices) -> list[Source]:
    found = []
    for file in files:
        if file == "-":
            found.extend(sources_of("standard input", sys.stdin.buffer.read(), choices))
        else:
            found.extend(sources_at(Path(file), choices))
    return found


def _propose(sources: Sequence[Source]) -> int:
    for source in sources:
        text = GenericCsv().proposal_text(source.data).decode()
        sys.stdout.write(clean_lines(text) if sys.stdout.isatty() else text)
    return DONE


def _decision(row: Row, overwrite: frozenset[str], *, wishlist: bool) -> Decision | None:
    if row.state == "new" and row.needs_release and not wishlist:
        return Decision("skip")
    if row.state == "differs" and overwrite:
        return Decision("merge", overwrite)
    return None


def _does_something(row: Row, decisions: dict[int, Decision]) -> bool:
    decided = decisions.get(row.number)
    return row.state in {"new", "differs"} and (decided is None or decided.action != "skip")


def _print(sources: Sequence[Source], planned: Plan, decisions: dict[int, Decision], *, verbose: bool) -> None:
    for source in sources:
        title = planned.formats.get(source.name, source.importer.title)
        say(f"{source.name}: read as {title}, {_SURENESS[source.is_sure]}")
    for row in planned.rows:
        if row.state == "same" and not verbose:
            continue
        print(clean(f"{_SIGNS[row.state]} {row.state:<10} {row.title}  ({row.release_id or row.source})"))
        overwritten = decisions[row.number].overwrite if row.number in decisions else frozenset()
        for one in row.differences if row.state == "differs" else ():
            what = "fills in" if one.fills else "replaces" if one.key in overwritten else "keeps"
            mine = "" if one.mine is None else f"{_short(one.mine)} | theirs "
            print(clean(f"    {what} {one.key}: {mine}{_short(one.theirs)}"))
        for problem in row.problems:
            print(clean(f"    {problem.severity}: line {problem.line}: {problem.message}", 300))
        if row.kept_count and row.state in {"new", "differs"}:
            print(clean(f"    kept as comments: {row.kept_names}", 400))
    for aside in planned.asides:
        for problem in aside.problems:
            say(clean(f"  {problem.severity}: {problem.advice}", 400))
        for kept in aside.kept:
            print(clean(f"  apart from releases: {kept.field}: {kept.value}", 300))
    counted: Counter[str] = Counter(row.state for row in planned.rows)
    comments = sum(row.kept_count for row in planned.rows)
    say(
        ", ".join(f"{counted[state]:,} {state}" for state in _SIGNS)
        + f"; {comments:,} value{'' if comments == 1 else 's'} kept as comments"
    )


def _short(value: object) -> str:
    text = words_of(value)
    return text if len(text) <= 80 else text[:79] + "…"


def _apply(planned: Plan, root: str, decisions: dict[int, Decision], total: int) -> int:
    tally = Tally()
    done = tally.rows
    try:
        with shown("") as tell:
            for step in apply(planned, Editor(root), decisions, tell):
                tally.count(step)
                tell("writing", tally.written, total)
    except KeyboardInterrupt:
        say(f"stopped: {done['created']:,} files made and {done['merged']:,} changed, all of them whole")
        return INTERRUPTED
    except Refused as error:
        say(error.advice)
        return UNREADABLE
    say_problems(tally.problems)
    say(f"made {done['created']:,}, changed {done['merged']:,}, left {done['unchanged']:,} as they were")
    return UNREADABLE if tally.problems else DONE
