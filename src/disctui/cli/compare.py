"""Compare editions side by side: what differs, what only one of them has. One id compares all editions of its film.

disctui compare in-the-mood-for-love
disctui compare se7en se7en-4k --all
disctui compare --markdown m box-sets/world-of-wong-kar-wai#6
disctui compare --json m   {"title", "editions": [{"id", ...}, ...], "rows": [...], "without"}
"""

import argparse
import shutil
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence

from disctui.cli.exit_status import DONE, NOT_FOUND, USAGE
from disctui.cli.output import print_json, say
from disctui.cli.which import named
from disctui.cli.whole_library import catalogue_of
from disctui.exporters.comparison_table import comparison_table
from disctui.library.catalogue import Catalogue
from disctui.library.comparison import FEWEST, MOST, NOTHING, Comparison, compared
from disctui.library.files import release_id
from disctui.safe_text import clean

_LABEL = 18
_NARROWEST = 14
"""Cells of a column at least; a terminal that has no room for them breaks the lines."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("id", nargs="+", metavar="ID", help="an id, ID#2 for a film of a set, or a path; two to six")
    parser.add_argument("--all", action="store_true", help="print the rows too that are the same in all")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--markdown", action="store_true", help="print a table in Markdown")
    way.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """Compare; the exit status is 1 where one is not there, or there are no two, 2 where there are more than six."""
    if len(arguments.id) > MOST:
        say(f"at most {MOST} editions can be compared at once")
        return USAGE
    catalogue = catalogue_of(arguments)
    names = []
    for which in arguments.id:
        name = _id_of(catalogue, which)
        if name is None:
            say(f"there is no release {clean(which, 200)!r}")
            return NOT_FOUND
        names.append(name)
    names = list(dict.fromkeys(names))
    if len(names) == 1:
        names = [*catalogue.editions.editions_of(names[0])][:MOST]
    found = compared(catalogue, names)
    if len(found.editions) < FEWEST:
        say(f"{clean(arguments.id[0], 200)} has no other edition here; name two to compare them")
        return NOT_FOUND
    if arguments.json:
        print_json(_document(found))
    elif arguments.markdown:
        print(comparison_table(found, is_all=arguments.all), end="")
    else:
        for line in _table(found, is_all=arguments.all):
            print(clean(line))
    return DONE


def _id_of(catalogue: Catalogue, which: str) -> str | None:
    """The id of a release, or of a film of a set, that is named; None where there is none."""
    meant = named(catalogue.root, which)
    if meant is None:
        return None
    name = release_id(meant.path) + (f"#{meant.film}" if meant.film else "")
    return name if compared(catalogue, [name]).editions else None


def _document(found: Comparison) -> dict[str, object]:
    editions = zip(found.editions, found.headings, strict=True)
    return {
        "title": found.title,
        "editions": [{"id": one.id, "film": one.number or None, "name": name} for one, name in editions],
        "rows": [
            {"label": row.label.strip(), "key": row.key, "differs": row.differs, "cells": row.cells}
            for row in found.rows
        ],
        "without": [found.without(place) for place in range(len(found.editions))],
    }


def _table(found: Comparison, *, is_all: bool) -> Iterator[str]:
    """The table in as many columns as the terminal has."""
    count = len(found.editions)
    width = max(_NARROWEST, (shutil.get_terminal_size((120, 24)).columns - _LABEL) // count - 3)
    yield found.title
    yield from _row("", [(name,) for name in found.headings], width)
    yield "-+-".join(["-" * (_LABEL - 1), *["-" * width] * count])
    for row in found.shown_rows(is_all=is_all):
        yield from _row(row.label, [cell or (NOTHING,) for cell in row.cells], width)


def _row(label: str, cells: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    wrapped = [[part for line in cell for part in textwrap.wrap(line, width) or [""]] for cell in cells]
    for number in range(max(map(len, wrapped))):
        parts = [lines[number] if number < len(lines) else "" for lines in wrapped]
        yield " | ".join(
            [_padded("" if number else label, _LABEL - 1), *(_padded(part, width) for part in parts)]
        ).rstrip()


def _padded(text: str, width: int) -> str:
    """Text filled up to so many cells; a wide letter takes two, a mark on one none."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    marks = sum(unicodedata.combining(letter) > 0 for letter in text)
    return text + " " * (width - len(text) - wide + marks)
