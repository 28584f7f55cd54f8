"""Make a new library: the folder, and beside it the schema by which editors complete and check release files.

disctui init ~/discs
disctui init ~/discs --sample
"""

import argparse
import os
from pathlib import Path

from disctui.cli.exit_status import DONE, UNREADABLE, USAGE
from disctui.cli.output import say
from disctui.editing.editor import Editor
from disctui.editing.new_library import files_of, missing_files, write_files
from disctui.library.files import PEOPLE_FILE, SEARCHES_FILE, is_release_name
from disctui.problem import Refused
from disctui.safe_text import clean


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
    wanted = files_of(with_sample=arguments.sample)
    missing = missing_files(folder, with_sample=arguments.sample)
    if arguments.dry_run:
        for edit in missing:
            print(clean(str(folder / edit.path)))
        return DONE
    failures = []
    releases = 0
    try:
        for edit, failure in write_files(Editor(str(folder)), missing):
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
