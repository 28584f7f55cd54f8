"""A query said in words, e.g. "films by Kurosawa, 1950 to 1959, not War"."""

import datetime
import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from disctui.release.days import MONTHS, in_words
from disctui.release.model import keys
from disctui.search.conditions import GROUP, Condition
from disctui.search.fields import DEAL, FIELDS, FILM_COUNT, QUERY_NAMES, SEEN, Takes
from disctui.search.query import Query
from disctui.search.ranges import Range, above, below

_BY = {
    ("directors",): "by",
    QUERY_NAMES["cast"]: "with",
    ("writers",): "written by",
    ("genres",): "",
    ("countries",): "from",
    ("release.studio",): "issued by",
    ("specs.discs",): "on",
    ("collection.location",): "kept in",
    ("collection.loaned_to",): "loaned to",
    ("collection.retailer",): "bought from",
}
_NAMES = {
    "specs.length": "length",
    "release.date": "released",
    "price": "price",
    "off": "% off",
    "collection.rating": "rated",
    "collection.bought": "bought",
    "collection.watched": "watched",
}
_HAS = {
    "collection.watched": ("watched", "not watched"),
    "collection.loaned_to": ("loaned", "not loaned"),
    "collection.rating": ("rated", "not rated"),
}
_IS = {
    "is:lent": ("lent", "not lent"),
    "is:late": ("late", "not late"),
    "is:seen": ("seen", "unseen"),
    "is:missing": ("missing", "not missing"),
    "is:set": ("box sets", "no box sets"),
    "is:deal": ("at my price or less", "not at my price"),
    "is:incomplete": ("without synopsis, cast, specs or cover", "with synopsis, cast, specs and cover"),
}
"""What a condition of `is:` says, and what its opposite does."""
NO_SHELVES: Mapping[str, str] = MappingProxyType({})
_VOWELS = frozenset("aeiouy")


def describe(query: Query, today: datetime.date | None = None, shelves: Mapping[str, str] = NO_SHELVES) -> str:
    """`query` as one line of English, empty for one that asks for nothing.

    Args:
        query: What is asked.
        today: What day it is, for dates that hang on it; by default that of the clock.
        shelves: By folded name the names of the shelves that `shelf:` may mean.
    """
    if query.is_empty:
        return ""
    query = query.on_day(today)
    parts = []
    subject = "films"
    if query.terms:
        subject += " matching " + " ".join(
            f"“{term.source}”" if len(term.words) > 1 else term.source for term in query.terms
        )
    for condition in query.conditions + query.unknown:
        shelf = shelves.get(_bare(condition).casefold()) if condition.name == "shelf" else None
        said = _said(condition) if shelf is None else f"{'not ' * condition.negated}on the shelf {shelf}"
        if (
            condition.fields in (("directors",), QUERY_NAMES["cast"], ("writers",))
            and condition.source
            and not condition.negated
        ):
            subject += f" {said}"
        else:
            parts.append(said)
    return ", ".join([subject, *parts])


def read_as_word(query: Query) -> str:
    """What to write instead, where "or" stands between others and is looked for as a word; else ""."""
    words = [term.source.casefold() for term in query.terms]
    parts = query.text.casefold().split()
    if "or" not in words or "or" not in parts[1:-1]:
        return ""
    at = parts.index("or", 1)
    (field, _, one), (other_field, _, other) = (parts[place].rpartition(":") for place in (at - 1, at + 1))
    if field and other_field and field != other_field:
        return "“or” is looked for as a word; any of several values of one field is genre:noir|crime"
    return f"“or” is looked for as a word; {field or other_field or 'director'}:{one}|{other} finds either"


def _said(condition: Condition) -> str:
    value = _bare(condition)
    first = condition.fields[0] if condition.fields else ""
    if condition.name in _IS:
        return _IS[condition.name][condition.negated]
    if condition.name == GROUP:
        parts = [_said(msgspec.structs.replace(one, negated=not one.negated)) for one in condition.either]
        return _not_at_once(parts)
    if condition.either:
        said = " or ".join(dict.fromkeys(_said(one) for one in condition.either))
        return f"neither {said.replace(' or ', ' nor ')}" if condition.negated else said
    if not condition.fields and not condition.name:
        return f"{'not ' * condition.negated}{_titled(value)}"
    if not value:
        if first in _HAS:
            return _HAS[first][condition.negated]
        return f"{'without' if condition.negated else 'with'} {_label(condition)}"
    said = _value(condition, first, value)
    return f"not {said}" if condition.negated else said


def _bare(condition: Condition) -> str:
    """The value as typed, without what stands around it."""
    return condition.source.removeprefix("=").strip('"').strip()


def _not_at_once(parts: Sequence[str]) -> str:
    """That not all of some things are so."""
    if len(parts) < 2:
        return f"not {parts[0]}"
    before, last = ", ".join(parts[:-1]), parts[-1]
    return f"not both {before} and {last}" if len(parts) == 2 else f"not all of these: {before} and {last}"


def _value(condition: Condition, first: str, value: str) -> str:
    if condition.range is not None:
        takes = FIELDS[first].takes if first in FIELDS else Takes.NUMBER
        if first == "year":
            return _years_said(condition.range)
        if first == FILM_COUNT:
            said = _range_said(condition.range, dates=False)
            return f"sets of {said} film{'' if said.endswith(' 1') or said == '1' else 's'}"
        if first == DEAL:
            return _IS["is:deal"][not condition.range.low]
        if first in {SEEN, "collection.seen"}:
            return _IS["is:seen"][not condition.range.low]
        if takes is Takes.YES_NO:
            return f"{'' if condition.range.low else 'not '}in stock"
        return _ranged(first, condition, _range_said(condition.range, dates=takes is Takes.DATE))
    if condition.choices:
        return " or ".join(condition.choices)
    said = _titled(value)
    if condition.fields in _BY:
        return f"{_BY[condition.fields]} {said}".strip()
    return f"{_known_label(condition)} {said}"


def _ranged(first: str, condition: Condition, said: str) -> str:
    if first == "off":
        return f"{said} % off"
    if first == "specs.length":
        return f"{said} minutes"
    return f"{_NAMES.get(first) or _label(condition)} {said}"


def _years_said(span: Range) -> str:
    """Years, which are whole, as one counts them."""
    low, high = span.low, span.high
    if math.isinf(low) and math.isinf(high):
        return "any year"
    if math.isinf(low):
        return f"up to {high:g}" if high == round(high) else f"before {math.ceil(high)}"
    if math.isinf(high):
        return f"from {low:g}" if low == round(low) else f"after {math.floor(low)}"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _range_said(span: Range, *, dates: bool) -> str:
    low, high = span.low, span.high
    if math.isinf(low) and math.isinf(high):
        return "any"
    if math.isinf(low):
        over = math.ceil(high)
        if dates:
            return f"before {_day(over)}" if high != over else f"up to {_day(over)}"
        return _bounded("up to", "under", high, over)
    if math.isinf(high):
        under = math.floor(low)
        if dates:
            return f"after {_day(under)}" if low != under else f"from {_day(under)}"
        return _bounded("at least", "over", low, under)
    if low == high:
        return _day(low) if dates else f"{low:g}"
    if dates:
        return _whole(round(low), round(high)) or f"{_day(low)} to {_day(high)}"
    return f"{low:g} to {high:g}"


def _bounded(included: str, excluded: str, bound: float, whole: int) -> str:
    """The word for a bound, which was moved by less than can be told apart if the number itself does not count."""
    for number in (float(whole), round(bound, 2)):
        if bound in (below(number), above(number)):
            return f"{excluded} {number:g}"
    return f"{included} {bound:g}"


def _day(ordinal: float) -> str:
    whole = min(max(round(ordinal), 1), datetime.date.max.toordinal())
    return in_words(datetime.date.fromordinal(whole))


def _whole(low: int, high: int) -> str:
    """The name of the month, year or years that go from one day to another; "" where they are none."""
    if not 1 <= low <= high < datetime.date.max.toordinal():
        return ""
    first, after = datetime.date.fromordinal(low), datetime.date.fromordinal(high + 1)
    if first.day != 1 or after.day != 1:
        return ""
    if first.month == after.month == 1:
        return f"{first.year}" if after.year == first.year + 1 else f"{first.year} to {after.year - 1}"
    last = datetime.date.fromordinal(high)
    begin, end = (f"{MONTHS[day.month - 1]} {day.year}" for day in (first, last))
    return begin if begin == end else f"{begin} to {end}"


def _titled(value: str) -> str:
    """A value as one writes a name; one with a digit or without a vowel, such as 4k or dvd, all in capitals."""
    if not value.islower():
        return value
    is_short = value[0].isdecimal() or (value.isascii() and not _VOWELS & set(value))
    return value.upper() if is_short else value[:1].upper() + value[1:]


def _known_label(condition: Condition) -> str:
    """The field as people know it, such as "HDR" of a key of the format, else the name as it was typed."""
    key = keys().get(condition.fields[0]) if len(condition.fields) == 1 else None
    if key is None:
        return _label(condition)
    return key.label if key.label[:2].isupper() else key.label[:1].lower() + key.label[1:]


def _label(condition: Condition) -> str:
    name = condition.name or (condition.fields[0] if condition.fields else "")
    return name.rpartition(".")[2].replace("_", " ")
