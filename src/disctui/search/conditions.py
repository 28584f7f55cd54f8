"""What a part of a query asks: words to be found, and conditions that must hold."""

import datetime
import functools
import re
from collections.abc import Sequence
from types import MappingProxyType

import msgspec

from disctui.release.incomplete import PARTS
from disctui.search.fields import DEAL, FIELDS, FILM_COUNT, LATE_FROM, SEEN, Takes
from disctui.search.ranges import Range, date_span, is_relative, parsed_range

COMMON_WORDS = frozenset(
    """
    a an and at by das de der des die el en et for from il in is la las le les los of on the to und with film movie
    that this about where
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
COMMON_WEIGHT, YEAR_WEIGHT = 0.3, 0.6
_YEAR = re.compile("1[89][0-9]{2}|20[0-4][0-9]")

GROUP = "-("
"""Opens conditions that do not hold all at once: `-(status:owned is:unseen)`."""
VALUE = r'(?:=?"[^"]*"?|[^\s"|]*)'
"""One value of a query as a regular expression; several may be joined by `|`."""
_YES, _NO = ("yes", "true", "y", "ye"), ("no", "false", "n")
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


_LACKING = tuple(
    Condition((*part.keys, *(name for key in part.film_keys if (name := f"films.{key}") in FIELDS)), negated=True)
    for part in PARTS
)
"""What is not there where a release is incomplete: one of these."""
STATES = MappingProxyType(
    {
        "lent": Condition(("collection.loaned_to", "collection.loaned_on"), name="is:lent"),
        "late": Condition((LATE_FROM,), relative="..today", name="is:late"),
        "seen": Condition((SEEN,), name="is:seen"),
        "unseen": Condition((SEEN,), negated=True, name="is:seen"),
        "missing": Condition(("collection.missing",), name="is:missing"),
        "set": Condition((FILM_COUNT,), name="is:set"),
        "deal": Condition((DEAL,), range=Range(1, 1), name="is:deal"),
        "incomplete": Condition((), either=_LACKING, name="is:incomplete"),
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


def yes_or_no_of(value: str, *, half_typed: bool) -> bool | None:
    """What a value says that is yes or no, or may become it; None where it is neither."""
    value = value.casefold()
    if value in _YES[: None if half_typed else 2]:
        return True
    if value in _NO[: None if half_typed else 2]:
        return False
    return None


def may_grow(value: str, takes: Takes) -> bool:
    """Whether a value that can't be read yet is the beginning of one that can."""
    value = value.casefold()
    if takes is Takes.YES_NO:
        return any(word.startswith(value) for word in ("yes", "no", "true", "false"))
    if takes is Takes.DATE:
        last = value.rpartition("..")[2].strip("<>=≤≥.")
        named = any(day.startswith(last) for day in ("today", "tomorrow", "yesterday"))
        return named or re.fullmatch(r"[\d-]*|[+-]\d*[dwmy]?", last) is not None or value[0] in "<>="
    if takes is Takes.NUMBER:
        return bool(re.fullmatch(r"[<>=]*[€$£¥]?-?[\d.,]*", value))
    return False


def hangs_on_today(condition: Condition) -> bool:
    """Whether it asks something else from one day to the next."""
    return bool(condition.relative) or any(map(hangs_on_today, condition.either))


def group_end(text: str, start: int) -> int:
    """Where the bracket closes that was opened before `start`; the end of the text where it does not."""
    depth, is_quoted = 1, False
    for place in range(start, len(text)):
        sign = text[place]
        is_quoted ^= sign == '"'
        if not is_quoted and sign in "()":
            depth += 1 if sign == "(" else -1
        if not depth:
            return place
    return len(text)


def not_all_of(conditions: Sequence[Condition], source: str) -> Condition:
    """The condition that some do not hold all at once: for one of them the opposite is true."""
    opposites = tuple(msgspec.structs.replace(one, negated=not one.negated) for one in conditions)
    return Condition((), either=opposites, name=GROUP, source=source)
