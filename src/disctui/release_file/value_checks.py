"""Checks one value: its type, its range and its meaning, e.g. the check digit of a bar code."""

import datetime
import math
import re
import typing
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from disctui.problem import Severity
from disctui.release.model import TOML, Key, Kind, Status

_STATUSES: tuple[str, ...] = typing.get_args(Status)
URL_LIMIT = 2048
"""Characters of an address that is opened at most."""


class Mistake(msgspec.Struct, frozen=True):
    """A mistake in one value, and the value that is nevertheless kept, if any."""

    code: str
    message: str
    hint: str | None = None
    value: Any = None
    severity: Severity = "error"


_WANTED = {
    Kind.TEXT: ("text", 'put it in quotes: {name} = "..."'),
    Kind.LONG_TEXT: ("text", 'put it in quotes: {name} = "..."'),
    Kind.PICTURE: ("text", 'write the path of the picture in quotes: {name} = "cover.jpg"'),
    Kind.TEXT_OR_WHOLE: ("text or a whole number", 'put it in quotes: {name} = "..."'),
    Kind.TEXTS: ("a list of texts", 'write {name} = ["...", "..."]'),
    Kind.WHOLE: ("a whole number", "write it without quotes: {name} = {example}"),
    Kind.NUMBER: ("a number", "write it without quotes: {name} = {example}"),
    Kind.AMOUNT: ("an amount", "write the number alone: {name} = {example}"),
    Kind.BOOLEAN: ("true or false", "write {name} = true"),
    Kind.DATE: ("a date", "write it without quotes: {name} = 2020-03-24"),
    Kind.PARTIAL_DATE: ("a date", 'write {name} = 2020-03-24, or "2020-03" or "2020" where the day is unknown'),
    Kind.DATES: ("a list of dates", 'write {name} = [2020-03-24], with "2020-03" or "2020" where the day is unknown'),
    Kind.CHOICE: ("one of " + ", ".join(f'"{status}"' for status in _STATUSES), 'write {name} = "owned"'),
    Kind.CURRENCY: ("a currency code", 'write three capital letters: {name} = "USD"'),
    Kind.UPC: ("text of digits", 'put the digits in quotes: {name} = "715515242615"'),
    Kind.URL: ("a web address", 'put it in quotes: {name} = "https://..."'),
    Kind.TARGET: ("an amount, or percent off", 'write {name} = {example}, or "-40%" for so much off the list price'),
    Kind.FILMS: ("a list of tables", "write [[films]] above each film"),
    Kind.LOANS: ("a list of tables", 'write loans = [{{ to = "..." }}]'),
}
_RANGES = {
    "year": "from 1870 to 2200",
    "length": "more than 0 minutes, and no more than 100,000",
    "rating": "from 0.5 to 5 in halves",
}


def kind_of(value: TOML) -> str:
    """What a TOML value is, as a message says it."""
    if isinstance(value, bool):
        return "true or false"
    names = ((str, "text"), (int, "a whole number"), (float, "a number"), (list, "a list"), (dict, "a table"))
    named = next((name for kind, name in names if isinstance(value, kind)), None)
    if named:
        return named
    if isinstance(value, datetime.datetime):
        return "a date with a time"
    return "a date" if isinstance(value, datetime.date) else "a time"


def wrong_type(key: Key, value: TOML, *, of_list: bool = False) -> Mistake:
    """The mistake in a value that the model does not take for `key`; `of_list` where it is one item of a list."""
    name = key.name.rpartition(".")[2]
    wanted, hint = _WANTED[key.kind]
    if of_list:
        wanted, hint = (
            ("text", 'put each in quotes: "..."')
            if key.kind is Kind.TEXTS
            else ("a date", 'write 2020-03-24, or "2020-03" or "2020" where the day is unknown')
        )
        return Mistake("wrong-type", f"each of {key.name} must be {wanted}, not {kind_of(value)}", hint)
    if _is_right_type(key.kind, value):
        return _out_of_range(key, name, value)
    kept: Any = None
    if key.kind is Kind.DATE and isinstance(value, str):
        kept = _date(value)
    elif key.kind is Kind.UPC and type(value) is int and value >= 0:
        kept = _digits(value)
        hint = f'put the digits in quotes: {name} = "{kept or value}"'
    hint = hint.format(name=name, example=_example(key, value))
    return Mistake("wrong-type", f"{key.name} must be {wanted}, not {kind_of(value)}", hint, kept)


def _is_right_type(kind: Kind, value: TOML) -> bool:
    if isinstance(value, bool):
        return False
    if kind is Kind.WHOLE:
        return isinstance(value, int)
    if kind in {Kind.NUMBER, Kind.AMOUNT, Kind.TARGET}:
        return isinstance(value, int | float)
    if kind is Kind.TEXT_OR_WHOLE:
        return isinstance(value, int)
    return isinstance(value, str) and kind in {Kind.TEXT, Kind.CHOICE, Kind.CURRENCY, Kind.PARTIAL_DATE}


def _out_of_range(key: Key, name: str, value: TOML) -> Mistake:
    if key.kind is Kind.CHOICE:
        return Mistake(
            "unknown-value", f"{key.name} must be {_WANTED[key.kind][0]}", f'write it like this: {name} = "owned"'
        )
    if key.kind is Kind.CURRENCY:
        return Mistake("unknown-value", f"{key.name} must be an ISO 4217 code", 'three capital letters: "USD"')
    if key.kind is Kind.PARTIAL_DATE:
        hint = 'write date = 2020-03-24, or "2020-03" or "2020" where the day is unknown'
        return Mistake("wrong-type", f"{key.name} is not a date", hint)
    if key.name == "title" or name == "title":
        return Mistake("no-title", "the title is blank", 'write title = "..."')
    if key.kind is Kind.TEXT_OR_WHOLE:
        return Mistake("out-of-range", f"{key.name} is past 64 bits", f'put it in quotes: {name} = "..."')
    if isinstance(value, float) and not math.isfinite(value):
        return _not_finite(key.name)
    bounds = _RANGES.get(name, "0 or more, and no more than 1,000,000,000")
    hint = f"write it like this: {name} = {_example(key, None)}"
    return Mistake("out-of-range", f"{key.name} must be {bounds}", hint)


def _not_finite(name: str) -> Mistake:
    return Mistake(
        "out-of-range", f"{name} must be a real number, neither nan nor inf", "write the number, or delete the line"
    )


def _example(key: Key, value: TOML) -> str:
    if isinstance(value, str):
        number = re.search(r"\d+([.,]\d+)?", value[:100])
        if number:
            return number[0].replace(",", ".") if key.kind is not Kind.WHOLE else number[0].split(",")[0].split(".")[0]
    return {"year": "1957", "collection.rating": "4.5"}.get(key.name, "96" if key.kind is Kind.NUMBER else "39.95")


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _digits(number: int) -> str | None:
    digits = str(number) if number < 10**14 else ""
    return digits if _is_upc(digits) else None


def _is_upc(digits: str) -> bool:
    return re.fullmatch(r"\d{8}|\d{12,14}", digits, re.ASCII) is not None


class Scanned(NamedTuple):
    """Digits that somebody typed or scanned as a bar code."""

    digits: str
    mistake: Mistake | None
    """Why they are none."""


def scanned(text: str) -> Scanned | None:
    """The bar code that a text means, whatever stands between its digits; None where it means none.

    Shorter codes are no bar codes, and none is made of them: which digits are missing can't be known.
    """
    digits = re.sub(r"[\s-]", "", text)
    if re.fullmatch(r"\d{8,14}", digits, re.ASCII) is None:
        return None
    return Scanned(digits, check_value("release.upc", digits))


def check_digit_is_right(digits: str) -> bool:
    """Whether a bar code of 8, 12, 13 or 14 digits ends in the digit that the others demand (GS1's modulo 10)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return total % 10 == 0


def is_openable(url: str) -> bool:
    """Whether an address may be handed to a browser: http(s), plain ASCII, a host, no password, not overlong."""
    if len(url) > URL_LIMIT or not re.fullmatch(r"https?://[!-~]+", url, re.IGNORECASE):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def check_value(name: str, value: TOML) -> Mistake | None:
    """The mistake in a value of the right type for the dotted key `name`, or None."""
    if name == "release.upc":
        if not _is_upc(value):
            return Mistake("wrong-upc", f"{name} must be 8, 12, 13 or 14 digits", "copy the digits under the bars")
        if not check_digit_is_right(value):
            return Mistake("wrong-upc", f"{name} has a wrong check digit", "compare it with the digits under the bars")
    elif name == "price.store_url" and not is_openable(value):
        return Mistake("wrong-url", f"{name} is not an http or https address", "it is shown, and never opened")
    elif name.endswith(".rating") and (not math.isfinite(value) or value * 2 != int(value * 2)):
        return Mistake("out-of-range", f"{name} must be from 0.5 to 5 in halves", "write it like this: rating = 4.5")
    elif name == "release.date" and _is_no_day(value):
        return Mistake("wrong-type", f"{name} is a day that does not exist", "write date = 2020-03-24, without quotes")
    elif name.endswith(".watched") and any(map(_is_no_day, value)):
        wrong = next(filter(_is_no_day, value))
        return Mistake(
            "wrong-type", f"{name} has a day that does not exist, {wrong}", "write 2020-03-24, without quotes"
        )
    return None


def _is_no_day(text: str) -> bool:
    """Whether a text in the form of a whole date is no day of the calendar."""
    return len(text) == 10 and _date(text) is None
