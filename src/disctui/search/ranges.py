"""The values a query compares with: numbers, dates and what lies between two of them."""

import calendar
import datetime
import math
import re
from collections.abc import Callable

import msgspec

from disctui.release.days import this_day
from disctui.search.document import days_of

Span = tuple[float, float]
"""The lowest and highest number that a value typed in a query may mean."""
_NUMBER = re.compile(r"[€$£¥]?\s*(-?\d+(?:[.,]\d+)?)\s*(?:%|min|m)?")
_COMPARISON = re.compile(r"(<=|>=|=<|=>|<|>|=|≤|≥)(.*)")
_DECADE = re.compile(r"(\d{3}0)s")
_DATE = re.compile(r"\d{4}(?:-(?:\d{1,2}(?:-(?:\d{1,2})?)?)?)?")
_NAMED_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_FROM_TODAY = re.compile(r"([+-]\d{1,4})([dwmy])")
"""So many days, weeks, months or years before or after today: `-30d`, `+2w`."""
_HAS_TODAY = re.compile(r"(?:[<>=≤≥]*|.*\.\.)(?:yesterday|today|tomorrow|[+-]\d{1,4}[dwmy])(?:\.\..*)?")


class Range(msgspec.Struct, frozen=True):
    """Numbers from `low` to `high`, each end included."""

    low: float = -math.inf
    high: float = math.inf


def number_span(text: str) -> Span | None:
    """A number such as `96`, `19,95`, `$20` or `30%`; None where it is none."""
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    number = float(match[1].replace(",", "."))
    return number, number


def year_span(text: str) -> Span | None:
    """A year, a decade such as `1950s`, or a year that is still being typed: `195` may be any of ten."""
    if match := _DECADE.fullmatch(text):
        return int(match[1]), int(match[1]) + 9
    if text.isdecimal() and text.isascii() and len(text) <= 4:
        unit = 10 ** (4 - len(text))
        return int(text) * unit, int(text) * unit + unit - 1
    return None


def is_relative(text: str) -> bool:
    """Whether a date or range of dates hangs on what day it is today: `today`, `-30d..`, `<+2w`."""
    return _HAS_TODAY.fullmatch(text.casefold()) is not None


def date_span(text: str, today: datetime.date | None = None) -> Span | None:
    """A whole or partial date in ISO order, or one that is told from today, as ordinals.

    Args:
        text: What was typed, in small letters.
        today: What day it is; by default that of the clock.
    """
    if text in _NAMED_DAYS:
        day = (today or this_day()).toordinal() + _NAMED_DAYS[text]
        return day, day
    if match := _FROM_TODAY.fullmatch(text):
        day = _moved(today or this_day(), int(match[1]), match[2]).toordinal()
        return day, day
    if text.isdecimal() and len(text) < 4 and (years := year_span(text)):
        first, last = days_of(f"{max(years[0], 1):04.0f}"), days_of(f"{years[1]:04.0f}")
        return (first[0], last[1]) if first and last else None
    if not _DATE.fullmatch(text):
        return None
    return days_of(text.rstrip("-"))


def _moved(day: datetime.date, count: int, unit: str) -> datetime.date:
    """A day so many units later; the last of its month where that month has no such day, and none past the calendar."""
    if unit in "dw":
        ordinal = day.toordinal() + count * (7 if unit == "w" else 1)
        return datetime.date.fromordinal(min(max(ordinal, 1), datetime.date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
    year, month = min(max(months // 12, 1), 9999), months % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def parsed_range(text: str, span_of: Callable[[str], Span | None]) -> Range | None:
    """What `a`, `a..b`, `a..`, `..b`, `<a`, `>=a` and so on mean; None where it can't be read.

    An end that is still missing leaves that side open, so that a half-typed range is one.
    """
    text = text.strip().casefold()
    if ".." in text:
        return _between(text, span_of)
    match = _COMPARISON.fullmatch(text)
    if not match:
        span = span_of(text)
        return Range(*span) if span else None
    sign, rest = match[1].replace("≤", "<=").replace("≥", ">="), match[2].strip()
    if not rest:
        return Range()
    span = span_of(rest)
    if not span:
        return None
    if "<" in sign:
        return Range(high=span[1] if "=" in sign else below(span[0]))
    if ">" in sign:
        return Range(low=span[0] if "=" in sign else above(span[1]))
    return Range(*span)


def _between(text: str, span_of: Callable[[str], Span | None]) -> Range | None:
    low_text, _, high_text = text.partition("..")
    low_text, high_text = low_text.strip("."), high_text.strip(".")
    low = span_of(low_text) if low_text else (-math.inf, -math.inf)
    high = span_of(high_text) if high_text else (math.inf, math.inf)
    if low is None or high is None:
        return None
    return Range(low[0], high[1]) if low[0] <= high[1] else Range(high[0], low[1])


def below(number: float) -> float:
    """The next lower number that the index can tell from `number`."""
    return number - max(abs(number), 1.0) * 2e-7


def above(number: float) -> float:
    """The next higher number that the index can tell from `number`."""
    return number + max(abs(number), 1.0) * 2e-7
