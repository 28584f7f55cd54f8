"""Make a new library: the folder, and beside it the schema by which editors complete and check release files.

disctui init ~/discs
disctui init ~/discs --sample
"""

import argparse
import os
from pathlib import Path

from disctui.cli.exit_status import DONE, UNREADABLE, USAGE
from disctui.cli.output import say
from disctui.editing.changes import Edit
from disctui.editing.editor import Editor
from disctui.library.files import PEOPLE_FILE, SEARCHES_FILE, is_release_name
from disctui.library.locations import sample_library
from disctui.problem import Refused
from disctui.release.schema import NAME, schema_text
from disctui.safe_text import clean

TOMBI = f"""# Tells Tombi, a TOML language server, how a release file is made up.
toml-version = "v1.0.0"

[files]
exclude = ["{PEOPLE_FILE}", "searches.toml", ".*", "**/.*", "**/_*"]

[[schemas]]
path = "{NAME}"
include = ["**/*.toml"]
"""
TAPLO = f"""# Tells Taplo and Even Better TOML how a release file is made up.
exclude = ["{PEOPLE_FILE}", "searches.toml", ".*", "**/.*", "**/_*"]

[[rule]]
include = ["**/*.toml"]

[rule.schema]
path = "{NAME}"
"""


def editor_files() -> dict[str, bytes]:
    """Files beside a library by which editors complete and check: name to what they hold."""
    return {
        name: text.encode() for name, text in ((NAME, schema_text()), (".tombi.toml", TOMBI), (".taplo.toml", TAPLO))
    }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("folder", metavar="DIR", help="the folder to make")
    parser.add_argument("--dry-run", action="store_true", help="list what would be made, and make nothing")
    parser.add_argument("--sample", action="store_true", help="copy the sample library into it, to play with")


def run(arguments: argparse.Namespace) -> int:
    """Make the library; nothing that is there is overwritten."""
    folder = Path(os.path.expanduser(arguments.folder))  # noqa: PTH111 - a folder named ~x need not be a user's
    if folder.exists() and not folder.is_dir():
        say(f"{folder} is a file, not a folder")
        return USAGE
    editor = Editor(str(folder))
    wanted = editor_files()
    wanted |= _sample() if arguments.sample else {}
    missing = [
        Edit(path=path, before=None, after=data) for path, data in wanted.items() if not os.path.lexists(folder / path)
    ]
    if arguments.dry_run:
        for edit in missing:
            print(clean(str(folder / edit.path)))
        return DONE
    failures = []
    releases = 0
    try:
        editor.require_writable()
        for edit, failure in zip(missing, editor.apply_in_batches(missing, "init"), strict=True):
            if failure is not None:
                failures.append(failure)
            else:
                releases += is_release_name(Path(edit.path).name) and edit.path not in {PEOPLE_FILE, SEARCHES_FILE}
    except Refused as error:
        say(error.advice)
        return UNREADABLE
    for failure in failures:
        say(f"{clean(str(folder))} can't be written: {failure.advice}")
    if failures:
        return UNREADABLE
    print(f"{clean(str(folder))}: a library" + (f" of {releases} releases" if releases else ", empty as yet"))
    if len(missing) < len(wanted):
        say("files that were there already were left as they are")
    say(f"open it with: disctui {clean(str(folder))}")
    return DONE


def _sample() -> dict[str, bytes]:
    """The files of the sample library, by path."""
    source = sample_library()
    return {file.relative_to(source).as_posix(): file.read_bytes() for file in sorted(source.rglob("*.toml"))}
