"""What every command shares: its library, and output that is data on one stream and words on the other."""

import datetime
import gc
import json
import math
import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from typing import Any, TextIO

from disctui.cli.exit_status import UNREADABLE
from disctui.library.catalogue import Catalogue, LibraryUnreadable, whole_catalogue
from disctui.library.locations import library_folder
from disctui.safe_text import clean
from disctui.settings import read_settings


class Ended(SystemExit):
    """The command ends here with a status, its message said."""


def root_of(arguments: Namespace) -> tuple[str, bool]:
    """The folder of the library that a command works on, and whether it is the sample; says so where it is."""
    root, is_sample = library_folder(arguments.library, read_settings())
    if is_sample:
        say("this is the sample library that comes with disctui; -l DIR names another one")
    return root, is_sample


def catalogue_of(arguments: Namespace) -> Catalogue:
    """The whole library that a command works on.

    Raises:
        Ended: it can't be read; said on standard error.
    """
    root, _ = root_of(arguments)
    was_enabled = gc.isenabled()
    gc.disable()  # nothing that is read refers back to itself, and looking for that takes a fifth of the time
    try:
        return whole_catalogue(root)
    except LibraryUnreadable as error:
        say(error.advice)
        raise Ended(UNREADABLE) from error
    finally:
        if was_enabled:
            gc.enable()


def say(message: str) -> None:
    """A message for the person at the terminal, on standard error."""
    print(f"disctui: {clean(message)}", file=sys.stderr)


def is_coloured(stream: TextIO) -> bool:
    """Whether colour is welcome on a stream."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def plain(value: Any) -> Any:
    """A value of a release as JSON has it: dates as ISO text, what isn't a number as null."""
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 64:
        return hex(value)
    return value


def print_json(document: Any) -> None:
    """One JSON document on one line, in ASCII: no byte of it can drive a terminal."""
    sys.stdout.write(json.dumps(plain(document), allow_nan=False) + "\n")
    sys.stdout.flush()
