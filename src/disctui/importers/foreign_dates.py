"""Dates as programs and people write them, in several languages, turned into ISO text or dates.

`day_first` settles what 3/4/2020 means; whether a file writes days or months first is decided once for the file.
"""

import datetime
import re
from collections.abc import Iterable
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jänner janvier enero gennaio januari janeiro stycznia styczeń января январь ene",
            "feb february februar février fevrier févr fév febrero febbraio februari fevereiro lutego luty февраля",
            "mar march märz maerz mrz mars marzo maart março marca marzec марта март",
            "apr april avril avr abril aprile kwietnia апреля abr",
            "may mai mayo maggio mei maio maj maja мая май mag",
            "jun june juni juin junio giugno junho czerwca июня июнь giu",
            "jul july juli juillet juil julio luglio julho lipca июля июль lug",
            "aug august août aout agosto augustus augusti sierpnia августа август ago",
            "sep sept september septembre septiembre settembre setembro września сентября set",
            "oct october okt oktober octobre octubre ottobre outubro października октября ott",
            "nov november novembre noviembre novembro listopada ноября ноябрь",
            "dec december dez dezember décembre decembre déc diciembre dicembre dezembro grudnia декабря dic",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME = r"(?:(?:[T,]| at)?\s*\d{1,2}[:.]\d{2}.*)?"
_ISO = re.compile(rf"^(\d{{4}})[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}}){_TIME})?$")
_COMPACT = re.compile(r"^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")
_THREE = re.compile(rf"^(\d{{1,2}})([-/. ])(\d{{1,2}})\2\s?(\d{{4}}|\d{{2}}){_TIME}$")
_WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?,\s+(?=\S*\d|[^\W\d_]+\.? \d)")
_MONTH_DAY = re.compile(rf"^([^\W\d_]+)\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_TIME}$")
_DAY_MONTH = re.compile(
    rf"^(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[ -]?(?:de |of )?([^\W\d_]+)\.?,?[ -]?(?:de )?'?(\d{{4}}|\d{{2}}){_TIME}$"
)
_MONTH_YEAR = re.compile(r"^([^\W\d_]+)\.?,? (?:de )?(\d{4})$")
_UNSETTLED = re.compile(r"^\s*(\d{1,2})([-/ ])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?")


class DayMonth(NamedTuple):
    """The two numbers of a date of which one is the day and one the month."""

    first: int
    second: int


def day_and_month(text: str) -> DayMonth | None:
    """The numbers of a date like 3/4/2020 that does not say which is the day; None for every other text."""
    match = _UNSETTLED.match(text)
    return DayMonth(int(match[1]), int(match[3])) if match else None


def order_of(texts: Iterable[str], *, is_english: bool) -> tuple[bool, str | None]:
    """Whether days come first in a file, and what has to be said about it where that was guessed.

    Args:
        texts: Its dates, among other texts.
        is_english: Whether the month comes first where nothing tells.
    """
    days = months = both = 0
    for text in texts:
        found = day_and_month(text)
        if found is None:
            continue
        days += found.first > 12 >= found.second
        months += found.second > 12 >= found.first
        both += found.first <= 12 and found.second <= 12 and found.first != found.second
    if days and months:
        return (
            days >= months,
            "some dates put the day first and others the month; those that can be either were guessed",
        )
    if days or months or not both:
        return days > 0, None
    how = "the month" if is_english else "the day"
    return not is_english, f"no date shows whether the day or the month comes first; {how} was taken to"


def has_time(text: str) -> bool:
    """Whether a time of day stands with a date; midnight says nothing."""
    match = _CLOCK.search(text)
    return match is not None and any(int(part or 0) for part in match.groups())


def date(text: str, day_first: bool = False) -> str | None:
    """A date, or the part of one that is known, as ISO text; `day_first` settles what 3/4/2020 means."""
    text = " ".join(text.split())[:60]
    if re.fullmatch(r"\d{4}", text):
        return text if 1870 <= int(text) <= 2200 else None
    year = month = day = ""
    if match := _ISO.match(text) or _COMPACT.match(text):
        year, month, day = match[1], match[2], match[3] or ""
    elif match := _THREE.match(text):
        one, other, year = match[1], match[3], match[4]
        # A point parts days from months everywhere; else what can't be a month is the day.
        is_day_first = (match[2] == "." or day_first or int(one) > 12) and int(other) <= 12
        day, month = (one, other) if is_day_first else (other, one)
    else:
        year, month, day = _in_words(_WEEKDAY.sub("", text))
    if len(year) == 2:
        year = str(2000 + int(year) if int(year) < 70 else 1900 + int(year))
    return _checked(year, month, day)


def _in_words(text: str) -> tuple[str, str, str]:
    """Year, month and day of a date whose month is a word; blanks where it is none."""
    for pattern, order in ((_MONTH_DAY, "mdy"), (_DAY_MONTH, "dmy"), (_MONTH_YEAR, "my")):
        if match := pattern.match(text):
            parts = dict(zip(order, match.groups(), strict=True))
            month = _MONTHS.get(parts["m"].lower())
            if month:
                return parts["y"], str(month), parts.get("d", "")
    return "", "", ""


def _checked(year: str, month: str, day: str) -> str | None:
    if not year or not month or not 1870 <= int(year) <= 2200:
        return None
    if not int(month) or (day and not int(day)):  # as databases write what is not known: "2015-00-00"
        return f"{int(year)}-{int(month):02d}" if 0 < int(month) <= 12 else None if int(day or 0) else year
    try:
        found = datetime.date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return found.isoformat() if day else found.isoformat()[:7]


def whole_date(text: str, day_first: bool = False) -> datetime.date | None:
    """A date whose day is known."""
    found = date(text, day_first)
    return datetime.date.fromisoformat(found) if found and len(found) == 10 else None


def release_date(text: str, day_first: bool = False) -> datetime.date | str | None:
    """A date for `release.date`: a date where the day is known, else the text "2020" or "2020-03"."""
    found = date(text, day_first)
    return datetime.date.fromisoformat(found) if found and len(found) == 10 else found


def year(text: str) -> int | None:
    """A year, alone or as the year of a date; spreadsheets write 1957.0."""
    text = re.sub(r"\.0+$", "", text.strip()[:60])
    found = date(text) or date(text, day_first=True)
    if found is None and (match := re.fullmatch(r"\(((?:18|19|20)\d{2})\)", text)):
        return int(match[1])
    return int(found[:4]) if found else None


def is_bare_year(text: str) -> bool:
    """Whether a text says a year and no more."""
    return re.fullmatch(r"\(?\d{4}\)?(?:\.0+)?", text.strip()) is not None
