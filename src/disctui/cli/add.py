"""Write a new release file: from flags, from a saved release page, or from nothing (a commented template).

disctui add --title "The Cranes Are Flying" --year 1957 --directors "Mikhail Kalatozov"
disctui add --from page.txt
disctui add --edit
"""

import argparse
import os
from pathlib import Path

from disctui.cli.exit_status import DONE, UNREADABLE, USAGE
from disctui.cli.library_option import root_of
from disctui.cli.output import say
from disctui.editing.changes import Change, ChangeError
from disctui.editing.editor import Editor
from disctui.external_editor import NoEditor, at_line, editor_command, run_editor
from disctui.library.files import release_id
from disctui.problem import Refused
from disctui.release.model import LISTS_OF_TABLES, TOML, Kind, keys
from disctui.safe_text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags: one flag for every key of the format."""
    parser.add_argument("--from", dest="source", metavar="FILE", help="a saved release page, or an export")
    parser.add_argument("--edit", action="store_true", help="open the new file in $VISUAL or $EDITOR")
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
    if arguments.source:
        from disctui.cli.importing import import_files  # noqa: PLC0415 - importers only where something is imported

        return import_files(root, [arguments.source], is_asked=True)
    try:
        values = _values(arguments)
    except ChangeError as error:
        say(error.advice)
        return USAGE
    try:
        outcome = Editor(root).begin(values or {"title": "New release"})
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
    return _edit(path) if arguments.edit else DONE


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
    if values and "title" not in values:
        raise ChangeError("a release needs a title", 'write --title "..."')
    return values


def _edit(path: Path) -> int:
    try:
        failure = run_editor(at_line(editor_command(os.environ), str(path)), os.environ)
    except NoEditor as error:
        failure = error.advice
    if failure:
        say(failure)
    return UNREADABLE if failure else DONE
