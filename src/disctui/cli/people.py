"""Join the spellings of one person in people.toml: proposals, accepted or refused once and for all.

disctui people                              list the proposals
disctui people accept "Tatiana Samoilova" "Tatyana Samoylova"
disctui people refuse "John Ford" "John Forde"
disctui people --json      {"proposals": [{"name", "also", "reason", "score", "films"}, ...]}
"""

import argparse
import sys
from collections import defaultdict

from disctui.checks.name_proposals import Proposal, proposals
from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.output import print_json, say
from disctui.cli.whole_library import catalogue_of
from disctui.editing import people
from disctui.editing.editor import Editor
from disctui.library.catalogue import Catalogue
from disctui.problem import Refused
from disctui.release.model import Film, Release
from disctui.safe_text import clean, clean_lines


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("action", nargs="?", choices=("list", "accept", "refuse"), default="list", help="list without")
    parser.add_argument("names", nargs="*", metavar="NAME", help="the spelling to show first, then the others")
    parser.add_argument("--json", action="store_true", help="list as one JSON document")
    parser.add_argument("--dry-run", action="store_true", help="print what would change, and change nothing")
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="list at most N proposals (50)")


def run(arguments: argparse.Namespace) -> int:
    """List, accept or refuse; the exit status is 1 where there is nothing to propose."""
    catalogue = catalogue_of(arguments)
    if arguments.action == "list":
        return _list(arguments, catalogue)
    if len(arguments.names) < 2:
        say(f"{arguments.action} takes two names or more")
        return USAGE
    name, *others = arguments.names
    is_accepted = arguments.action == "accept"
    editor = Editor(catalogue.root)
    try:
        if arguments.dry_run:
            edit = (people.accepted if is_accepted else people.refused)(editor, name, others)
            sys.stdout.write(clean_lines(edit.diff, 1_000_000))
            return DONE
        (people.accept if is_accepted else people.refuse)(editor, name, others)
    except Refused as error:
        say(error.advice)
        return UNREADABLE
    say(f"people.toml: {name} {'is also' if is_accepted else 'is not'} {', '.join(others)}")
    return DONE


def proposed(catalogue: Catalogue, limit: int) -> list[Proposal]:
    """Pairs of names of a library that may be one person's, surest first."""
    credited: dict[str, set[str]] = defaultdict(set)
    for name in catalogue.listings:
        release = catalogue.release(name)
        films: list[Release | Film] = [release, *release.films] if release else []
        for film in films:
            for person in (*film.directors, *film.writers, *film.cast):
                credited[person].add(f"{film.title} ({film.year})" if film.year else film.title)
    return proposals(credited, catalogue.people, limit)


def _list(arguments: argparse.Namespace, catalogue: Catalogue) -> int:
    found = proposed(catalogue, arguments.limit)
    if arguments.json:
        fields = ("name", "also", "reason", "score", "films")
        print_json({"proposals": [{field: getattr(one, field) for field in fields} for one in found]})
    else:
        for one in found:
            films = f"; both in {', '.join(one.films[:2])}" if one.films else ""
            print(clean(f"{one.name}  =  {one.also}?  ({one.reason}{films})"))
    if not found:
        say("no two names look like one person's")
    return DONE if found else NOT_FOUND
