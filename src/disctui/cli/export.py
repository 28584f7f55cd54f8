"""Write the library, or what a query finds, in another format.

  disctui export --format html -o shelf.html
  disctui export --format csv --columns title,year,release.studio 'studio:criterion'

What is private (paid, location, loaned_to, notes) stays out unless --private asks for it.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.output import say
from disctui.cli.whole_library import catalogue_of
from disctui.exporters.exporter import Options, count_private
from disctui.exporters.formats import EXPORTERS
from disctui.exporters.selection import entries_of, write
from disctui.nearest import suggestion
from disctui.release.model import keys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="only what this finds; all without")
    parser.add_argument("--format", required=True, choices=sorted(EXPORTERS), help="what to write")
    parser.add_argument("-o", "--output", metavar="FILE", help="write there, not to standard output")
    parser.add_argument("--private", action="store_true", help="paid, location, loaned_to and notes go along")
    parser.add_argument("--columns", metavar="KEY,KEY", default="", help="csv, html: which keys, in their order")
    parser.add_argument("--raw", action="store_true", help="csv: leave texts that a spreadsheet takes for formulas")
    parser.add_argument("--bom", action="store_true", help="csv: tell spreadsheets that it is UTF-8")
    parser.add_argument("--delimiter", default=",", metavar="C", help="csv: what parts the cells (,)")


def run(arguments: argparse.Namespace) -> int:
    """Export; the exit status is 1 where the query finds nothing."""
    columns = tuple(name.strip() for name in arguments.columns.split(",") if name.strip())
    catalogue = catalogue_of(arguments)
    own = {name for name in columns if name != "id" and name not in keys()}
    for name in sorted(own):
        say(f"{name} is no key of the format, and taken for one of your own ({suggestion(name, keys())})")
    if len(arguments.delimiter) != 1:
        say("--delimiter takes one character")
        return USAGE
    entries, problems = entries_of(catalogue, " ".join(arguments.query))
    for problem in problems:
        say(f"{problem.path}: left out: {problem.message}")
    options = Options(
        private=arguments.private,
        columns=columns,
        raw=arguments.raw,
        byte_order_mark=arguments.bom,
        delimiter=arguments.delimiter,
        root=catalogue.root,
    )
    if not entries:
        say("nothing found")
        return NOT_FOUND
    pieces = EXPORTERS[arguments.format].export(entries, options)
    try:
        written = _write(pieces, arguments.output)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        say(f"{arguments.output}: can't be written: {error.strerror}")
        return UNREADABLE
    private = count_private(entries, options)
    if private:
        say(f"{private:,} private values stayed out; --private takes them along")
    if arguments.output:
        say(f"{len(entries):,} releases, {written:,} bytes: {arguments.output}")
    return DONE


def _write(pieces: Iterator[bytes], output: str | None) -> int:
    if output is not None:
        return write(pieces, Path(output))
    written = 0
    for piece in pieces:
        written += sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
    return written
