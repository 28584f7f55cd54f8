"""List the searches that have a name, with how many releases each finds; save one, or remove it.

disctui shelves
disctui shelves add "Cheap now" status:wishlist deal:yes --sort off
disctui shelves remove "Cheap now"
disctui shelves --json      {"shelves": [{"name", "query", "count", "sort", "key", "own"}, ...]}
"""

import argparse

from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.output import print_json, say
from disctui.cli.whole_library import catalogue_of
from disctui.editing import searches
from disctui.editing.editor import Editor
from disctui.library.searches_file import Shelf
from disctui.problem import Refused
from disctui.safe_text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("action", nargs="?", choices=("list", "add", "remove"), default="list", help="list without")
    parser.add_argument("name", nargs="?", metavar="NAME", help="of the search to save or remove")
    parser.add_argument("query", nargs="*", metavar="QUERY", help="what it asks for")
    parser.add_argument("--sort", default="", metavar="KEY", help="add: its order; - before it is the other way round")
    parser.add_argument("--key", default="", metavar="C", help="add: the letter that opens it in the browser")
    parser.add_argument("--json", action="store_true", help="list as one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """List, save or remove; the exit status is 1 where there is no search of that name."""
    catalogue = catalogue_of(arguments)
    if arguments.action == "list":
        counted = [(shelf, catalogue.count_on(shelf)) for shelf in catalogue.shelves.shelves]
        if arguments.json:
            rows = [
                {
                    "name": one.name,
                    "query": one.query,
                    "count": count,
                    "sort": one.sort,
                    "key": one.key,
                    "own": one.is_own,
                }
                for one, count in counted
            ]
            print_json({"shelves": rows})
            return DONE
        width = max(len(shelf.name) for shelf, _ in counted)
        for shelf, count in counted:
            print(f"{clean(shelf.name):<{width}}  {count:>6,}  {clean(shelf.query)}".rstrip())
        return DONE
    query = " ".join(arguments.query)
    if not arguments.name or (arguments.action == "add" and not query.strip()):
        say(f"{arguments.action} takes a name" + (" and a query" if arguments.action == "add" else ""))
        return USAGE
    try:
        if arguments.action == "add":
            searches.add(Editor(catalogue.root), Shelf(arguments.name, query, arguments.sort, key=arguments.key))
        elif (known := catalogue.shelves.named(arguments.name)) is None or not known.is_own:
            say(f"searches.toml has no search {clean(arguments.name, 60)}")
            return NOT_FOUND
        else:
            searches.remove(Editor(catalogue.root), arguments.name)
    except Refused as error:
        say(error.advice)
        return UNREADABLE
    say(f"searches.toml: {clean(arguments.name, 60)} {'saved' if arguments.action == 'add' else 'removed'}")
    return DONE
