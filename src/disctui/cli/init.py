"""Make a new library: the folder, and beside it the schema by which editors complete and check release files."""

import argparse
import os
import shutil
from pathlib import Path

from disctui.cli.exit_status import DONE, UNREADABLE, USAGE
from disctui.cli.output import say
from disctui.library.locations import sample_library
from disctui.release.schema import NAME, schema_text
from disctui.safe_text import clean

TOMBI = f"""# Tells Tombi, a TOML language server, how a release file is made up. Even Better TOML reads {NAME} through
# the line `#:schema ./{NAME}` at the top of a release file.
toml-version = "v1.0.0"

[[schemas]]
path = "{NAME}"
include = ["**/*.toml"]
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("folder", metavar="DIR", help="the folder to make")
    parser.add_argument("--sample", action="store_true", help="copy the sample library into it, to play with")


def run(arguments: argparse.Namespace) -> int:
    """Make the library; nothing that is there is overwritten."""
    folder = Path(os.path.expanduser(arguments.folder))  # noqa: PTH111 - a folder named ~x need not be a user's
    if folder.exists() and not folder.is_dir():
        say(f"{folder} is a file, not a folder")
        return USAGE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [_write(folder / NAME, schema_text()), _write(folder / ".tombi.toml", TOMBI)]
        copied = _copy_sample(folder) if arguments.sample else 0
    except OSError as error:
        say(f"{folder} can't be written: {error.strerror}")
        return UNREADABLE
    print(f"{clean(str(folder))}: a library" + (f" of {copied} releases" if copied else ", empty as yet"))
    if not all(written):
        say("files that were there already were left as they are")
    say(f"open it with: disctui {clean(str(folder))}")
    return DONE


def _write(path: Path, text: str) -> bool:
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _copy_sample(folder: Path) -> int:
    copied = 0
    source = sample_library()
    for file in sorted(source.rglob("*.toml")):
        target = folder / file.relative_to(source)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            copied += target.name != "people.toml"
    return copied
