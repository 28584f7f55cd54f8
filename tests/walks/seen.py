"""What is asked of a screen, and how a walk says that it did not come."""

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

CURSOR = "▌"
"""What stands before the row under the cursor."""


class Look(NamedTuple):
    """Something that is asked of the screen."""

    words: str
    """What is expected, for who reads that it did not come."""
    holds: Callable[[str], bool]


Seen = str | Look
"""A text that stands on the screen, or something else that is asked of it."""


def line(*parts: str) -> Look:
    """A line that holds all the parts in their order, whatever stands between them."""
    pattern = re.compile(".*".join(map(re.escape, parts)))
    return Look("a line with " + " … ".join(parts), lambda text: pattern.search(text) is not None)


def no(*texts: str) -> Look:
    """A screen without these texts."""
    return Look("no " + ", no ".join(texts), lambda text: not any(one in text for one in texts))


def any_of(*texts: Seen) -> Look:
    """A screen with one of these."""
    words = " or ".join(one if isinstance(one, str) else one.words for one in texts)
    return Look(words, lambda text: any(shows(text, one) for one in texts))


def shows(text: str, expected: Seen) -> bool:
    """Whether a screen with this text shows what is expected."""
    return expected in text if isinstance(expected, str) else expected.holds(text)


class WalkFailedError(Exception):
    """What was expected did not come.

    Args:
        expected: In words.
        showed: The screen, or the files' differences, at that moment.
    """

    def __init__(self, expected: str, showed: str) -> None:
        super().__init__(expected)
        self.expected = expected
        self.showed = showed


def expects(holds: object, expected: str, showed: object = "") -> None:
    """Say that something must hold now.

    Raises:
        WalkFailedError: it does not.
    """
    if not holds:
        raise WalkFailedError(expected, str(showed))


def today() -> datetime.date:
    """The day that a person at the terminal calls today: its clock is in UTC."""
    return datetime.datetime.now(datetime.UTC).date()
