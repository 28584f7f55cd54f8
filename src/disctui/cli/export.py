"""Write the library, or what a query finds, in another format.

  disctui export --format html -o shelf.html
  disctui export --format csv --columns title,year,release.studio 'studio:criterion'
  disctui export --format ndjson -o - | jq .id

What is private (paid, location, loaned_to, notes) stays out unless --private asks for it.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.library_option import Ended, root_of
from disctui.cli.output import say
from disctui.cli.progress import shown
from disctui.exporters.exporter import Entry, Options, counted, omissions
from disctui.exporters.formats import EXPORTERS
from disctui.exporters.whole_library import library_entries
from disctui.library.files import LibraryUnreadable
from disctui.long_work import Tell, told
from disctui.nearest import nearest_name
from disctui.problem import Problem, Refused
from disctui.release.model import keys
from disctui.safe_text import clean_lines
from disctui.safe_write.stream import write_pieces

_WHOLE = 1 << 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="only what this finds; all without")
    parser.add_argument("--format", required=True, choices=sorted(EXPORTERS), help="what to write")
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="write there (default: -, which is standard output)"
    )
    parser.add_argument("--private", action="store_true", help="paid, location, loaned_to and notes go along")
    parser.add_argument("--columns", metavar="KEY,KEY", default="", help="csv, html: which keys, in their order")
    parser.add_argument("--raw", action="store_true", help="csv: leave texts that a spreadsheet takes for formulas")
    parser.add_argument("--bom", action="store_true", help="csv: tell spreadsheets that it is UTF-8")
    parser.add_argument("--delimiter", default=",", metavar="C", help="csv: what parts the cells (default: ,)")


def run(arguments: argparse.Namespace) -> int:
    """Export; the exit status is 1 where the query finds nothing, 2 where it can't be read."""
    if len(arguments.delimiter) != 1:
        say("--delimiter takes one character")
        return USAGE
    columns = _columns(arguments.columns)
    with shown() as tell:
        root, entries, problems = _found(arguments, tell) if arguments.query else _whole(arguments, tell)
    for problem in problems:
        say(f"{problem.path}: left out: {problem.message}")
    options = Options(
        private=arguments.private,
        columns=columns,
        raw=arguments.raw,
        byte_order_mark=arguments.bom,
        delimiter=arguments.delimiter,
        root=root,
    )
    if not entries:
        say("nothing found")
        return NOT_FOUND
    status = _carry_out(arguments, entries, options, root)
    if status != DONE:
        return status
    for sentence in omissions(entries, options, arguments.format):
        say(sentence)
    return DONE


def _carry_out(arguments: argparse.Namespace, entries: Sequence[Entry], options: Options, root: str) -> int:
    """Write what was found where it is wanted; the exit status."""
    exporter = EXPORTERS[arguments.format]
    if arguments.output == "-":
        if sys.stdout.isatty():  # which shows how far it is by itself
            _print(exporter.export(entries, options))
        else:
            with shown("") as tell:
                _print(exporter.export(told(entries, "writing", len(entries), tell), options))
        return DONE
    with shown(f"what was at {arguments.output} before still is") as tell:
        pieces = exporter.export(told(entries, "writing", len(entries), tell), options)
        status, said = _write(pieces, arguments.output, root, len(entries))
    if said:
        say(said)
    return status


def _whole(arguments: argparse.Namespace, tell: Tell) -> tuple[str, list[Entry], list[Problem]]:
    """The library's folder, every release of it, and why some are left out."""
    root, _ = root_of(arguments)
    try:
        return root, *library_entries(root, tell)
    except LibraryUnreadable as refused:
        say(refused.advice)
        raise Ended(UNREADABLE) from refused


def _found(arguments: argparse.Namespace, tell: Tell) -> tuple[str, list[Entry], list[Problem]]:
    """The library's folder, the releases that the query finds, and why some are left out.

    Only this needs an index, so only here is one read.
    """
    from disctui.cli.query import QueryRefused, joined, read_query  # noqa: PLC0415
    from disctui.cli.whole_library import catalogue_of  # noqa: PLC0415
    from disctui.exporters.selection import entries_of  # noqa: PLC0415

    try:
        query = read_query(joined(arguments.query))
    except QueryRefused as refused:
        say(refused.advice)
        raise Ended(USAGE) from refused
    catalogue = catalogue_of(arguments)
    return catalogue.root, *entries_of(catalogue, query, tell)


def _columns(listed: str) -> tuple[str, ...]:
    """The columns that were asked for; tells of those that the format does not have."""
    columns = tuple(name.strip() for name in listed.split(",") if name.strip())
    for name in sorted({name for name in columns if name != "id" and name not in keys()}):
        near = nearest_name(name, keys())
        meant = f"; did you mean {near}?" if near else ""
        say(f"{name} is no key of the format, and taken for one of your own{meant}")
    return columns


def _write(pieces: Iterator[bytes], output: str, root: str, count: int) -> tuple[int, str]:
    """Write to a file; the exit status, and how much was written or what stands in the way."""
    try:
        written = write_pieces(pieces, Path(output), strange=Path(root))
    except Refused as refused:
        return UNREADABLE, refused.advice
    except BrokenPipeError:  # whoever read the pipe has enough
        return DONE, ""
    except OSError as error:
        return UNREADABLE, f"{output}: can't be written: {os.strerror(error.errno or 0)}"
    return DONE, f"{counted(count, 'release')}, {counted(written, 'byte')}: {output}"


def _print(pieces: Iterator[bytes]) -> None:
    """Write to standard output: as it is, but to a terminal no character that could drive it."""
    if sys.stdout.isatty():
        for piece in pieces:
            sys.stdout.write(clean_lines(piece.decode("utf-8", "replace"), _WHOLE))
    else:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
    sys.stdout.flush()
