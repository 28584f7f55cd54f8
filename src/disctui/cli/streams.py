"""Standard output and error: made ready for any text, and closed or full without a traceback."""

import errno
import os
import sys
from typing import TextIO


def prepare() -> None:
    """Make standard output and error accept any text; open one that is closed."""
    sys.stdout = _opened(sys.stdout, 1)
    sys.stderr = _opened(sys.stderr, 2)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _opened(stream: TextIO | None, number: int) -> TextIO:
    """A stream of its own, or in place of one that is closed one that refuses (output) or drops (errors) everything."""
    if stream is not None:
        return stream
    held = os.open(os.devnull, os.O_RDONLY if number == 1 else os.O_WRONLY)
    if held != number:  # the first file that is opened must not get the number of a stream
        os.dup2(held, number)
        os.close(held)
    return open(number, "w", encoding="utf-8", closefd=False)


def silence_output() -> None:
    """Drop what is still to be written to standard output, now and when the program ends."""
    dropped = os.open(os.devnull, os.O_WRONLY)
    os.dup2(dropped, 1)
    os.close(dropped)


def is_of_output(error: OSError) -> bool:
    """Whether an error came from writing to standard output; errors of files name their file."""
    return error.filename is None and error.errno in {
        errno.EBADF, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC, errno.EINVAL, errno.EPERM,
    }  # fmt: skip
