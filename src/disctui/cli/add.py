"""Write a new release file: from flags, from a saved release page, or from nothing (a commented template).

disctui add --title "The Cranes Are Flying" --year 1957 --directors "Mikhail Kalatozov"
disctui add --from page.txt --collection-location "shelf A"
disctui add --edit

A release that the library may have already, by bar code or by title and year, is reported and added all the same:
`disctui undo` takes it back.
"""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from disctui.cli.exit_status import DONE, UNREADABLE, USAGE
from disctui.cli.library_option import root_of
from disctui.cli.output import say
from disctui.cli.progress import shown
from disctui.editing.changes import Change, ChangeError
from disctui.editing.editor import Editor
from disctui.external_editor import at_line, editor_command, run_editor
from disctui.library.files import release_id
from disctui.problem import Refused
from disctui.release.model import LISTS_OF_TABLES, TOML, Kind, keys
from disctui.safe_text import clean, clean_lines

_BLANK: dict[str, TOML] = {"title": "New release"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags: one flag for every key of the format."""
    parser.add_argument("--from", dest="source", metavar="FILE", help="a saved release page, or an export")
    parser.add_argument("--edit", action="store_true", help="open the new file in $VISUAL or $EDITOR")
    parser.add_argument("--dry-run", action="store_true", help="print what would be written, and write nothing")
    form = parser.add_argument_group("keys of the format")
    for key in keys().values():
        if key.kind not in LISTS_OF_TABLES:
            many = " (again for more)" if key.kind in {Kind.TEXTS, Kind.DATES} else ""
            form.add_argument(
                f"--{key.name.replace('.', '-').replace('_', '-')}",
                dest=key.name,
                metavar="VALUE",
                action="append",
                help=(key.description + many).replace("%", "%%"),
            )


def run(arguments: argparse.Namespace) -> int:
    """Write the file and print its path."""
    root, _ = root_of(arguments)
    try:
        values = _values(arguments)
    except ChangeError as error:
        say(error.advice)
        return USAGE
    if arguments.source:
        from disctui.cli.importing import import_files  # noqa: PLC0415 - importers only where something is imported

        return import_files(root, [arguments.source], is_asked=True, is_dry=arguments.dry_run, values=values)
    if values and "title" not in values:
        say('a release needs a title; write --title "..."')
        return USAGE
    editor = Editor(root)
    if values:
        _tell_twins(root, values)
    try:
        if arguments.dry_run:
            sys.stdout.write(clean_lines(editor.new_release(values or _BLANK).diff, 1_000_000))
            return DONE
        outcome = editor.begin(values or _BLANK)
    except Refused as error:
        say(error.advice)
        return UNREADABLE
    for failure in outcome.failed:
        say(f"{failure.file.name}: not written: {failure.advice}")
    if outcome.failed:
        return UNREADABLE
    path = outcome.done[0].result
    print(clean(str(path)))
    say(f"made {release_id(path.name)}")
    return _edit(editor, path) if arguments.edit else DONE


def _tell_twins(root: str, values: Mapping[str, TOML]) -> None:
    """Say which releases of the library may be the same one."""
    from disctui.library.catalogue import whole_catalogue  # noqa: PLC0415 - a template is made without an index
    from disctui.library.twins import twins_of  # noqa: PLC0415
    from disctui.library.uncollected import uncollected  # noqa: PLC0415

    try:
        with uncollected(), shown() as tell:
            found = twins_of(whole_catalogue(root, tell), values)
    except Refused:
        return
    for listing in found:
        year = f" ({listing.year})" if listing.year else ""
        disc = f", {listing.disc_format}" if listing.disc_format else ""
        say(f"the library has {listing.id} already: {clean(listing.title)}{year}{clean(disc)}")


def _values(arguments: argparse.Namespace) -> dict[str, TOML]:
    values: dict[str, TOML] = {}
    for key in keys().values():
        given = getattr(arguments, key.name, None)
        if not given:
            continue
        if key.kind in {Kind.TEXTS, Kind.DATES}:
            values[key.name] = [item for text in given for item in Change.of(key.name, "=", text).value]
        else:
            values[key.name] = Change.of(key.name, "=", given[-1]).value
    return values


def _edit(editor: Editor, path: Path) -> int:
    before, _ = editor.read([path.name])
    try:
        failure = run_editor(at_line(editor_command(os.environ), str(path)), os.environ)
        editor.note_since(before, f"edit {release_id(path.name)}")
    except Refused as error:  # no editor, or no room to remember what it changed
        failure = error.advice
    if failure:
        say(failure)
    return UNREADABLE if failure else DONE
