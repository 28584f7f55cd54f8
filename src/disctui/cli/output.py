"""Output: data on standard output, messages on standard error."""

import datetime
import json
import math
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from disctui.problem import Problem
from disctui.safe_text import clean


def say(message: str) -> None:
    """A message for the person at the terminal, on standard error."""
    print(f"disctui: {clean(message)}", file=sys.stderr)


def say_problems(problems: Iterable[Problem]) -> None:
    """What could not be done, each with its file and the remedy, on standard error."""
    for problem in problems:
        say(f"{problem.path}: {problem.advice}")


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
    sys.stdout.write(json.dumps(plain(document), allow_nan=False).replace("\x7f", "\\u007f") + "\n")
    sys.stdout.flush()
