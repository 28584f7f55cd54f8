"""Show one release, all of it."""

import argparse
import textwrap

from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE
from disctui.cli.output import catalogue_of, print_json, say
from disctui.library.files import Unreadable, read_file, release_id
from disctui.nearest import nearest_name
from disctui.release.details import TABS, fields, heading
from disctui.release_file.parsing import Broken, decode, parse
from disctui.safe_text import clean

_LABEL = 17


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("id", metavar="ID", help="path in the library without .toml, as `disctui search` prints it")
    parser.add_argument("--json", action="store_true", help="print every key of the file as one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """Show a release; the exit status is 1 where there is none of this id."""
    catalogue = catalogue_of(arguments)
    name = release_id(arguments.id)
    listing = catalogue.listings.get(name)
    if listing is None:
        return _not_found(name, list(catalogue.listings), [entry.path for entry in catalogue.entries.values()])
    if arguments.json:
        try:
            data, _ = read_file(catalogue.root, listing.path)
            document = parse(decode(data, listing.path), listing.path)
        except (Unreadable, Broken) as error:
            say(f"{error.problem.place}: {error.problem.message}")
            return UNREADABLE
        print_json({"id": name, "path": listing.path, **document})
        return DONE
    release = catalogue.release(name)
    if release is None:
        say(f"{name} is no longer there")
        return NOT_FOUND
    print(heading(release))
    for number, tab in enumerate(TABS):
        shown = fields(release, number)
        if shown:
            print(f"\n{tab}")
        for field in shown:
            print(_field(field.label, field.text, is_item=field.style == "item"))
    return DONE


def _field(label: str, text: str, *, is_item: bool) -> str:
    indent = " " * (2 + _LABEL if label else 4 if is_item else 2)
    first = f"  {label:<{_LABEL}}" if label else "  • " if is_item else "  "
    wrapped = [part for line in text.split("\n") for part in textwrap.wrap(line, 96, break_on_hyphens=False) or [""]]
    return "\n".join((first if number == 0 else indent) + line for number, line in enumerate(wrapped)).rstrip()


def _not_found(name: str, names: list[str], paths: list[str]) -> int:
    path = next((path for path in paths if release_id(path) == name), None)
    if path is not None:
        say(f"{path} holds no release that can be read; disctui check tells why")
        return UNREADABLE
    near = nearest_name(name, names)
    say(f"there is no release {clean(name, 200)!r}" + (f"; did you mean {near}?" if near else ""))
    return NOT_FOUND
