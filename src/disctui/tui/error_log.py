"""Where errors that nobody foresaw are written down: a file in the state folder, with the place in the program."""

import datetime
import traceback
from pathlib import Path

import platformdirs

from disctui.problem import Refused
from disctui.safe_write.state_files import locked_state_dir, write_state

_KEPT = 200_000
"""Bytes of the file that are kept, the latest."""


def log_file() -> Path:
    """The file."""
    return Path(platformdirs.user_state_dir("disctui")) / "errors" / "errors.log"


def log_error(error: BaseException) -> Path | None:
    """Write an error down with its traceback; the file, or None where it can't be written."""
    file = log_file()
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    text = f"{at}\n{''.join(traceback.format_exception(error))}\n"
    try:
        with locked_state_dir(file.parent):
            before = file.read_bytes() if file.exists() else b""
            write_state(file, (before + text.encode("utf-8", "backslashreplace"))[-_KEPT:])
    except (Refused, OSError):
        return None
    return file
