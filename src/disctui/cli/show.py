"""Show one release, all of it.

disctui show criterion/the-cranes-are-flying-1957
disctui show --json 715515240512
disctui show three-colours#2
"""

import argparse
import textwrap
from collections.abc import Mapping

import msgspec

from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE
from disctui.cli.library_option import root_of
from disctui.cli.output import print_json, say
from disctui.cli.which import is_bar_code, matching, named
from disctui.library.files import Unreadable, read_file, release_id
from disctui.library.lookup import Named
from disctui.nearest import nearest_name
from disctui.release.details import TABS, fields, heading
from disctui.release.model import TOML, Film, Release
from disctui.release_file.parsing import Broken, decode, parse
from disctui.release_file.reading import read_release, to_release
from disctui.safe_text import clean

_LABEL = 17


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("id", metavar="ID", help="an id, a path, a bar code, or ID#2 for the second film of a box set")
    parser.add_argument("--json", action="store_true", help="print every key of the file as one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """Show a release; the exit status is 1 where there is none of this id."""
    root, _ = root_of(arguments)
    meant = named(root, arguments.id) or _looked_up(arguments)
    if meant is None:
        return NOT_FOUND
    try:
        data, _ = read_file(root, meant.path)
        if arguments.json:
            return _print_json(meant, parse(decode(data, meant.path), meant.path))
    except (Unreadable, Broken) as error:
        say(f"{error.problem.place}: {error.problem.advice}")
        return UNREADABLE
    release = read_release(data, meant.path).release
    if release is not None and meant.film is not None:
        if meant.film > len(release.films):
            return _no_film(meant, len(release.films))
        release = _of_film(release.films[meant.film - 1])
    if release is None:
        say(f"{meant.path} holds no release that can be read; disctui check tells why")
        return UNREADABLE
    _print(release)
    return DONE


def _of_film(film: Film) -> Release | None:
    """A film of a box set as a release that holds it alone."""
    document = msgspec.to_builtins(film)
    length = document.pop("length", None)
    return to_release(document if length is None else document | {"specs": {"length": length}})


def _print_json(meant: Named, document: Mapping[str, TOML]) -> int:
    """The documented answer: id and path, then every key of the file; keys that are called so go under `keys`."""
    if meant.film is not None:
        films = document.get("films")
        if not isinstance(films, list) or meant.film > len(films) or not isinstance(films[meant.film - 1], dict):
            return _no_film(meant, len(films) if isinstance(films, list) else 0)
        document = {"film": meant.film, **films[meant.film - 1]}
    answer: dict[str, object] = {"id": release_id(meant.path), "path": meant.path}
    hidden = {name: value for name, value in document.items() if name in answer}
    rest = {name: value for name, value in document.items() if name not in answer}
    print_json(answer | rest | ({"keys": hidden} if hidden else {}))
    return DONE


def _no_film(meant: Named, count: int) -> int:
    say(f"{release_id(meant.path)} has {count} films, and no film {meant.film}")
    return NOT_FOUND


def _print(release: Release) -> None:
    print(heading(release))
    for number, tab in enumerate(TABS):
        shown = fields(release, number)
        if shown:
            print(f"\n{tab}")
        for field in shown:
            print(_field(field.label, field.text, is_item=field.style == "item"))


def _field(label: str, text: str, *, is_item: bool) -> str:
    indent = " " * (2 + _LABEL if label else 4 if is_item else 2)
    first = f"  {label:<{_LABEL}}" if label else "  • " if is_item else "  "
    wrapped = [part for line in text.split("\n") for part in textwrap.wrap(line, 96, break_on_hyphens=False) or [""]]
    return "\n".join((first if number == 0 else indent) + line for number, line in enumerate(wrapped)).rstrip()


def _looked_up(arguments: argparse.Namespace) -> Named | None:
    """The release with this bar code; else say that there is none, and which id may be meant."""
    from disctui.cli.whole_library import catalogue_of  # noqa: PLC0415 - numpy, for which one release need not wait

    catalogue = catalogue_of(arguments, is_told=False)
    if is_bar_code(arguments.id):
        found = matching(catalogue, arguments.id)
        if len(found) > 1:
            say(f"{len(found)} releases have this bar code; the others are {', '.join(found[1:])}")
        if found:
            return Named(catalogue.listings[found[0]].path)
    name = release_id(arguments.id)
    near = nearest_name(name, catalogue.listings)
    say(f"there is no release {clean(name, 200)!r}" + (f"; did you mean {near}?" if near else ""))
    return None
