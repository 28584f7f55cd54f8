"""Show one release, all of it."""

import argparse
import textwrap

from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE
from disctui.cli.library_option import root_of
from disctui.cli.output import print_json, say
from disctui.library.files import Unreadable, read_file, release_id
from disctui.library.lookup import find_path
from disctui.nearest import nearest_name
from disctui.release.details import TABS, fields, heading
from disctui.release.model import Release
from disctui.release_file.parsing import Broken, decode, parse
from disctui.release_file.reading import read_release
from disctui.safe_text import clean

_LABEL = 17


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("id", metavar="ID", help="path in the library without .toml, as `disctui search` prints it")
    parser.add_argument("--json", action="store_true", help="print every key of the file as one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """Show a release; the exit status is 1 where there is none of this id."""
    root, _ = root_of(arguments)
    path = find_path(root, arguments.id)
    if path is None:
        return _not_found(arguments)
    try:
        data, _ = read_file(root, path)
        if arguments.json:
            document = parse(decode(data, path), path)
            print_json({"id": release_id(path), "path": path, **document})
            return DONE
    except (Unreadable, Broken) as error:
        say(f"{error.problem.place}: {error.problem.message}")
        return UNREADABLE
    release = read_release(data, path).release
    if release is None:
        say(f"{path} holds no release that can be read; disctui check tells why")
        return UNREADABLE
    _print(release)
    return DONE


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


def _not_found(arguments: argparse.Namespace) -> int:
    """Say that there is no such release, and which one may be meant."""
    from disctui.cli.whole_library import catalogue_of  # noqa: PLC0415 - numpy, for which one release need not wait

    name = release_id(arguments.id)
    near = nearest_name(name, catalogue_of(arguments).listings)
    say(f"there is no release {clean(name, 200)!r}" + (f"; did you mean {near}?" if near else ""))
    return NOT_FOUND
