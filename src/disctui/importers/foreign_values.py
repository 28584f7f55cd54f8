"""Values as other programs write them, turned into ours: dates, minutes, amounts, bar codes, names, ratings.

Every reader takes text and gives back a value of our format, or None where the text is not one; then nothing is
guessed and the text is kept as it is.
"""

import datetime
import html
import math
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from disctui.release_file.value_checks import check_digit_is_right, is_openable

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero gennaio",
            "feb february februar février fevrier febrero febbraio",
            "mar march märz maerz mars marzo",
            "apr april avril abril aprile",
            "may mai mayo maggio",
            "jun june juni juin junio giugno",
            "jul july juli juillet julio luglio",
            "aug august août aout agosto",
            "sep sept september septembre septiembre settembre",
            "oct october okt oktober octobre octubre ottobre",
            "nov november novembre noviembre",
            "dec december dez dezember décembre decembre diciembre dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]\d.*)?$")
_THREE = re.compile(r"^(\d{1,2})([-/. ])(\d{1,2})\2\s?(\d{4}|\d{2})(?:[ ,]+\d{1,2}:.*)?$")
_MONTH_DAY = re.compile(r"^([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$")
_DAY_MONTH = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|\.)?[ -]([^\W\d_]+)\.?,?[ -](\d{4})$")
_MONTH_YEAR = re.compile(r"^([^\W\d_]+)\.?,? (\d{4})$")
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_HOURS = re.compile(
    r"^(?:(\d+)\s*h(?:ours?|rs?|\.)?)?\s*(?:and\s+)?(?:(\d+)\s*(?:m|mins?|minutes?|minuten|min\.)?)?\.?$", re.IGNORECASE
)
_SYMBOLS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "zł": "PLN", "₹": "INR", "₩": "KRW",
    "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "US$": "USD",
}  # fmt: skip


def date(text: str, day_first: bool = False) -> str | None:
    """A date, or the part of one that is known, as ISO text; `day_first` settles what 3/4/2020 means."""
    text = " ".join(text.split())
    if re.fullmatch(r"\d{4}", text):
        return text if 1870 <= int(text) <= 2200 else None
    year = month = day = ""
    if match := _ISO.match(text):
        year, month, day = match[1], match[2], match[3] or ""
    elif match := _THREE.match(text):
        one, other, year = match[1], match[3], match[4]
        # A point parts days from months everywhere; else what can't be a month is the day.
        is_day_first = (match[2] == "." or day_first or int(one) > 12) and int(other) <= 12
        day, month = (one, other) if is_day_first else (other, one)
        year = year if len(year) == 4 else str(2000 + int(year) if int(year) < 70 else 1900 + int(year))
    else:
        for pattern, order in ((_MONTH_DAY, "mdy"), (_DAY_MONTH, "dmy"), (_MONTH_YEAR, "my")):
            if match := pattern.match(text):
                parts = dict(zip(order, match.groups(), strict=True))
                year, day = parts["y"], parts.get("d", "")
                month = str(_MONTHS.get(parts["m"].lower(), ""))
                break
    return _checked(year, month, day)


def _checked(year: str, month: str, day: str) -> str | None:
    if not year or not month or not 1870 <= int(year) <= 2200:
        return None
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
    text = re.sub(r"\.0+$", "", text.strip())
    found = date(text)
    return int(found[:4]) if found else None


def minutes(text: str) -> int | float | None:
    """A running time: `97 mins`, `1:37:00`, `1 h 37`, `96 Minutes`, `96`."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{1,3}):(\d{2})(?::(\d{2}))?", text):
        first, second, third = int(match[1]), int(match[2]), int(match[3] or 0)
        is_minutes = not match[3] and first > 12  # no film runs 97 hours
        total = first + second / 60 if is_minutes else first * 60 + second + third / 60
        return _whole(round(total, 2)) if total else None
    if match := re.fullmatch(r"(\d+)[.,](\d+)\s*(?:m|mins?|minutes?|min\.)?", text, re.IGNORECASE):
        return _whole(float(f"{match[1]}.{match[2]}")) or None
    if (match := _HOURS.match(text)) and (match[1] or match[2]):
        return int(match[1] or 0) * 60 + int(match[2] or 0) or None
    return None


def seconds(text: str) -> int | float | None:
    """A running time in seconds."""
    return _whole(round(int(text) / 60, 2)) or None if re.fullmatch(r"\d{1,7}", text.strip()) else None


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else number


class Amount(NamedTuple):
    """An amount of money and its currency, where the text shows one."""

    value: int | float
    currency: str | None


def amount(text: str) -> Amount | None:
    """An amount: `$44.55`, `44,55 €`, `1.234,56`, `USD 12`."""
    match = re.fullmatch(r"\s*([^\d\s.,-]{0,4})\s*(\d[\d., '\u00a0]*)\s*([^\d\s.,-]{0,4})\s*", text)
    if not match:
        return None
    digits = re.sub(r"[ '\u00a0]", "", match[2])
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        digits = digits.replace("." if comma > point else ",", "").replace(",", ".")
    elif comma >= 0:
        # "1,234" is a thousand and more; "12,5" and "12,50" are decimals.
        digits = digits.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", digits) else digits.replace(",", ".")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    try:
        value = float(digits)
    except ValueError:
        return None
    if not math.isfinite(value) or value > 1_000_000_000:
        return None
    sign = match[1] or match[3]
    currency = sign.upper() if re.fullmatch(r"[A-Za-z]{3}", sign) else _SYMBOLS.get(sign)
    return None if sign and not currency else Amount(_whole(value), currency)


def barcode(text: str) -> str | None:
    """A bar code with a right check digit, its grouping and a spreadsheet's damage undone.

    A leading zero lost is given back to 11 digits, where the check digit then fits. Never to 10: two zeros can
    make the valid code of another product.
    """
    digits = re.sub(r"[\s\u00a0-]", "", text.strip().strip("'\"=").strip("\"'"))
    digits = re.sub(r"[.,]0+$", "", digits)
    if not re.fullmatch(r"\d+", digits, re.ASCII):
        return None
    if len(digits) == 11:
        digits = "0" + digits
    return digits if len(digits) in {8, 12, 13, 14} and int(digits) and check_digit_is_right(digits) else None


def person(text: str) -> str | None:
    """One person's name in the order it is spoken: `Lester, Richard` is Richard Lester."""
    parts = [" ".join(part.split()) for part in text.split(",")]
    parts = [part for part in parts if part]
    if len(parts) == 2 and not _SUFFIX.match(parts[1]):
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3 and _SUFFIX.match(parts[2]):
        return f"{parts[1]} {parts[0]} {parts[2]}"
    if len(parts) == 3 and _SUFFIX.match(parts[1]):
        return f"{parts[2]} {parts[0]} {parts[1]}"
    return " ".join(text.split()) or None


def star_rating(text: str, of: float) -> float | None:
    """A rating on a scale up to `of` as halves of 5, only where it falls on a half exactly; 0 means none."""
    match = re.match(r"^\s*(\d+(?:[.,]\d+)?)\s*(?:/\s*(\d+))?\s*$", text)
    if not match:
        return None
    value = float(match[1].replace(",", ".")) * 5 / (float(match[2] or of) or 1)
    return _whole(value) if 0.5 <= value <= 5 and value * 2 == int(value * 2) else None


def truth(text: str) -> bool | None:
    """True or false, in the words of several programs."""
    word = text.strip().lower()
    if word in {"true", "yes", "1", "y", "ja", "oui", "si", "sí", "x"}:
        return True
    return False if word in {"false", "no", "0", "n", "nein", "non"} else None


def address(text: str) -> str | None:
    """An http or https address that may be opened."""
    return text.strip() if is_openable(text.strip()) else None


def html_text(text: str) -> str:
    """Text whose entities, left over from a page, are characters again."""
    return html.unescape(text) if "&" in text else text


def one_line(text: str) -> str | None:
    """Text with its white space in order, or None where there is none."""
    return " ".join(text.split()) or None


def lines(text: str) -> str | None:
    r"""Text of many lines, line ends as \n, without blank edges."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() or None


def feature_list(text: str) -> list[str]:
    """Extras written as lines, with or without bullets: one each."""
    found = (re.sub(r"^\s*(?:[•*·–-]|\d{1,3}[.)]\s)\s*", "", line) for line in (lines(text) or "").split("\n"))
    return [item for line in found if (item := " ".join(line.split()))]


DISC_NAMES = {
    "dvd": "DVD", "hddvd": "HD DVD", "hd dvd": "HD DVD", "blu-ray": "Blu-ray Disc", "bluray": "Blu-ray Disc",
    "blu ray": "Blu-ray Disc", "bd": "Blu-ray Disc", "ultrahd": "4K Ultra HD", "4k": "4K Ultra HD",
    "uhd": "4K Ultra HD", "4k uhd": "4K Ultra HD", "4k ultra hd": "4K Ultra HD", "ultra hd blu-ray": "4K Ultra HD",
}  # fmt: skip


def disc(text: str) -> str | None:
    """A kind of disc by the name on the case."""
    found = one_line(text)
    return DISC_NAMES.get(found.lower(), found) if found else None


def status(text: str) -> str | None:
    """Whether it is owned, in several programs' words."""
    words = {
        "owned": "owned", "in collection": "owned", "own": "owned", "ordered": "ordered", "on order": "ordered",
        "wish list": "wishlist", "wishlist": "wishlist", "want": "wishlist", "wanted": "wishlist",
        "sold": "sold", "previously owned": "sold",
    }  # fmt: skip
    return words.get(" ".join(text.lower().split()))


READERS: dict[str, Callable[[str], Any]] = {
    "text": one_line, "lines": lines, "year": year, "date": release_date, "day": whole_date, "minutes": minutes,
    "seconds": seconds, "barcode": barcode, "person": person, "true or false": truth, "address": address,
    "disc": disc, "status": status, "features": feature_list,
    "date, day first": lambda text: release_date(text, day_first=True),
    "day, day first": lambda text: whole_date(text, day_first=True),
    "rating of 5": lambda text: star_rating(text, 5), "rating of 10": lambda text: star_rating(text, 10),
}  # fmt: skip
"""Readers of one value by the name that a saved mapping calls them."""
