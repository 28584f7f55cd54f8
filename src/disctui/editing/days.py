"""Days as one types them: `today`, `sat`, `-3`, `2019-05`, as the ISO text that a release file holds."""

import datetime
import re

from disctui.editing.typed_values import ChangeError
from disctui.search.ranges import date_span, is_relative

UNKNOWN = ""
"""The day that nobody knows."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LETTERS = 3
"""Of a weekday at least."""
_LATER = re.compile(r"in (\d{1,4}) (day|week|month|year)s?")
_AGO = re.compile(r"-\d{1,4}")
_PART = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_HINT = 'write 2026-11-27, 2026-11, 2026, "today", "yesterday", "sat", "-3" (days ago), "-2w" or "in 4 weeks"'


def typed_day(text: str, today: datetime.date) -> str:
    """A day, month or year as ISO text, cut after what is known; `UNKNOWN` for `?`.

    Args:
        text: What was typed. A weekday is the last one that has been, today included.
        today: What day it is.

    Raises:
        ChangeError: it is no day.
    """
    text = text.strip().casefold()
    if text == "?":
        return UNKNOWN
    weekday = _weekday(text)
    if weekday is not None:
        return (today - datetime.timedelta((today.weekday() - weekday) % 7)).isoformat()
    if _AGO.fullmatch(text):
        text += "d"
    elif (later := _LATER.fullmatch(text)) is not None:
        text = f"+{later[1]}{later[2][0]}"
    if is_relative(text) and (span := date_span(text, today)) is not None and span[0] == span[1]:
        return datetime.date.fromordinal(round(span[0])).isoformat()
    part = _PART.fullmatch(text)
    if part is None:
        raise ChangeError(f"{text or 'nothing'} is no day", _HINT)
    year, month, day = (int(number) if number else None for number in part.groups())
    try:
        datetime.date(year or 0, month or 1, day or 1)
    except ValueError:
        raise ChangeError(f"there is no day {text}", _HINT) from None
    return f"{year:04}" + "".join(f"-{number:02}" for number in (month, day) if number is not None)


def day_before_today(text: str, today: datetime.date) -> str:
    """A day, month or year that has begun: one on which something can have been seen.

    Raises:
        ChangeError: it is none, or still to come.
    """
    found = typed_day(text, today)
    if found > today.isoformat()[: len(found)]:
        raise ChangeError(f"{found} is still to come", "write a day that has been")
    return found


def whole_day(text: str, today: datetime.date) -> datetime.date:
    """A day that must be known to the day.

    Raises:
        ChangeError: it is none, or only a month or a year.
    """
    found = typed_day(text, today)
    if len(found) != len("2026-11-27"):
        raise ChangeError(f"{text.strip()} is no whole day", _HINT)
    return datetime.date.fromisoformat(found)


def whole_day_before_today(text: str, today: datetime.date) -> datetime.date:
    """A day that must be known to the day, and has begun.

    Raises:
        ChangeError: it is none, only a month or a year, or still to come.
    """
    day_before_today(text, today)
    return whole_day(text, today)


def _weekday(text: str) -> int | None:
    """The number of a weekday, Monday being 0, by at least its first three letters."""
    found = (number for number, name in enumerate(_WEEKDAYS) if len(text) >= _LETTERS and name.startswith(text))
    return next(found, None)
