"""What a part of a query asks: words to be found, and conditions that must hold."""

import datetime
import functools
import re
from types import MappingProxyType

import msgspec

from disctui.search.fields import DEAL, FIELDS, FILM_COUNT, LATE_FROM, SEEN, Takes
from disctui.search.ranges import Range, date_span, is_relative, parsed_range

COMMON_WORDS = frozenset(
    """
    a an and at by das de der des die el en et for from il in is la las le les los of on the to und with film movie
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
COMMON_WEIGHT, YEAR_WEIGHT = 0.3, 0.6
_YEAR = re.compile("1[89][0-9]{2}|20[0-4][0-9]")

VALUE = r'(?:=?"[^"]*"?|[^\s"|]*)'
"""One value of a query as a regular expression; several may be joined by `|`."""
_ALTERNATIVE = re.compile(rf"({VALUE})(?:\||$)")


class Term(msgspec.Struct, frozen=True):
    """A word to be found, or several that must stand together."""

    words: tuple[str, ...]
    is_prefix: bool = True
    """Whether the last word may be the beginning of a longer one."""
    fuzzy: bool = True
    """Whether a misspelling of it will do, after all others."""
    source: str = ""
    """As it was typed."""

    @property
    def letters(self) -> int:
        """How many letters it has."""
        return sum(map(len, self.words))

    @property
    def weight(self) -> float:
        """What it counts beside the other words: a year and words that titles in any number have decide little."""
        word = self.words[0]
        if len(self.words) > 1:
            return 1.0
        return COMMON_WEIGHT if word in COMMON_WORDS else YEAR_WEIGHT if _YEAR.fullmatch(word) else 1.0


class Condition(msgspec.Struct, frozen=True):
    """What must hold, or with `negated` must not, for the fields it names; one of them is enough."""

    fields: tuple[str, ...]
    """Empty: any field, as for an excluded free word."""
    negated: bool = False
    terms: tuple[Term, ...] = ()
    """Words that one value of the field must have, all of them."""
    is_whole: bool = False
    """Whether the value must have no other words: `label:="Kino"` does not find Kino Lorber."""
    range: Range | None = None
    choices: tuple[str, ...] = ()
    either: tuple["Condition", ...] = ()
    """Conditions of which one is enough: `format:4k|dvd`."""
    relative: str = ""
    """A range of dates that hangs on today, as typed; `Query.resolved` makes `range` of it."""
    name: str = ""
    """The field's name as typed."""
    source: str = ""
    """The value as typed; empty: the field has any value."""


STATES = MappingProxyType(
    {
        "lent": Condition(("collection.loaned_to", "collection.loaned_on"), name="is:lent"),
        "late": Condition((LATE_FROM,), relative="..today", name="is:late"),
        "seen": Condition((SEEN,), name="is:seen"),
        "unseen": Condition((SEEN,), negated=True, name="is:seen"),
        "missing": Condition(("collection.missing",), name="is:missing"),
        "set": Condition((FILM_COUNT,), name="is:set"),
        "deal": Condition((DEAL,), range=Range(1, 1), name="is:deal"),
    }
)
"""What `is:` takes, and what it means."""


def dates_condition(fields: tuple[str, ...], bare: str) -> Condition | None:
    """The condition that a date or a range of dates means; one that hangs on today is worked out when it is asked."""
    found = parsed_range(bare, date_span)
    if found is None:
        return None
    fields = tuple(name for name in fields if FIELDS[name].takes is Takes.DATE)
    return Condition(fields, relative=bare) if is_relative(bare) else Condition(fields, range=found)


def moved_to(condition: Condition, day: datetime.date) -> Condition:
    """The condition with dates that hang on today as what they mean on a day."""
    if condition.either:
        return msgspec.structs.replace(condition, either=tuple(moved_to(one, day) for one in condition.either))
    if not condition.relative:
        return condition
    found = parsed_range(condition.relative, functools.partial(date_span, today=day))
    return msgspec.structs.replace(condition, range=found, relative="")


def has_condition(fields: tuple[str, ...], name: str, *, negated: bool) -> Condition:
    """The condition that fields hold anything at all; one that was lent may name its day and no person."""
    loans = ("collection.loaned_on",) if fields == ("collection.loaned_to",) else ()
    return Condition(fields + loans, negated, name=name)


def is_range(bare: str) -> bool:
    """Whether a value is a comparison, or lies between two others, rather than words."""
    return ".." in bare or bare[0] in "<>=≤≥"


def alternatives(value: str) -> list[str]:
    """The values that stand between `|`; one within quotes is part of its value."""
    return [piece for piece in _ALTERNATIVE.findall(value) if piece]
