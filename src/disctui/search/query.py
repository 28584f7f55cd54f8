"""The query language: what is typed into the one box, read without ever failing.

Free words, `field:value`, `"exact phrase"` and `-not`, in any order; all of them must hold.
"""

import functools
import re
from collections.abc import Collection

import msgspec
from rapidfuzz.distance import OSA

from disctui.search.fields import FIELDS, QUERY_NAMES, STATUSES, Takes
from disctui.search.ranges import Range, date_span, number_span, parsed_range, year_span
from disctui.search.tokenizer import query_words

LONGEST = 200
"""Characters of a query that are read."""
MOST_TERMS = 16
"""Free words that are looked for; a pasted title of more is found by its first."""

COMMON_WORDS = frozenset(
    """
    a an and at by das de der des die el en et for from il in is la las le les los of on the to und with film movie
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
COMMON_WEIGHT, YEAR_WEIGHT = 0.3, 0.6
_YEAR = re.compile("1[89][0-9]{2}|20[0-4][0-9]")

_PART = re.compile(r'(?P<minus>-?)(?:(?P<name>[^\s":<>=]+):)?(?P<value>"[^"]*"?|[^\s"]*)')
_SPACES = re.compile(r"\s*")
_YES, _NO = ("yes", "true", "y", "ye"), ("no", "false", "n")
_CODE_LENGTHS = (8, 12, 13, 14)


class QueryProblem(msgspec.Struct, frozen=True):
    """A part of a query that can't be read, and why."""

    start: int
    end: int
    message: str


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
    range: Range | None = None
    choices: tuple[str, ...] = ()
    name: str = ""
    """The field's name as typed."""
    source: str = ""
    """The value as typed; empty: the field has any value."""


class Query(msgspec.Struct, frozen=True):
    """What was asked for."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    conditions: tuple[Condition, ...] = ()
    unknown: tuple[Condition, ...] = ()
    """Conditions on fields that the format does not have: the owner's own, or else they are free words."""
    problem: QueryProblem | None = None
    cut: int = 0
    """Free words past the most that are looked for."""

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing, so that everything is found."""
        return not (self.terms or self.conditions or self.unknown)

    def resolved(self, own_fields: Collection[str]) -> "Query":
        """The query with each unknown field either taken as an own key, where there is such a key, or as free words."""
        if not self.unknown:
            return self
        terms, conditions = list(self.terms), list(self.conditions)
        for condition in self.unknown:
            names = tuple(name for name in own_fields if name.casefold() == condition.name.casefold())
            if names:
                conditions.append(_own_condition(condition, names))
            elif condition.negated:
                words = _terms(f"{condition.name} {condition.source}", fuzzy=False)
                conditions.extend(Condition((), negated=True, terms=(word,)) for word in words)
            else:
                terms.extend(_terms(f"{condition.name} {condition.source}"))
        return Query(self.text, tuple(terms[:MOST_TERMS]), tuple(conditions), (), self.problem, self.cut)


@functools.lru_cache(maxsize=256)
def parse(text: str, *, is_complete: bool = False) -> Query:
    """Read a query. Never throws: what can't be read is left out, and the query's `problem` says where and why.

    Args:
        text: What was typed.
        is_complete: Whether nothing more will be typed, so that what only begins like a condition is a problem too.
    """
    return _Reader(text[:LONGEST], is_complete=is_complete).query(text)


class _Reader:
    """Reads one query from left to right."""

    def __init__(self, text: str, *, is_complete: bool) -> None:
        self.text = text
        self.is_complete = is_complete
        self.terms: list[Term] = []
        self.conditions: list[Condition] = []
        self.unknown: list[Condition] = []
        self.problem: QueryProblem | None = None

    def query(self, whole: str) -> Query:
        """The query that the text asks."""
        code = _bar_code(self.text)
        if code:
            self.terms.append(Term((code,), is_prefix=False, fuzzy=False, source=self.text.strip()))
        else:
            self._read_parts()
        terms = tuple(self.terms[:MOST_TERMS])
        return Query(
            whole,
            terms,
            tuple(self.conditions),
            tuple(self.unknown),
            self.problem,
            len(self.terms) - len(terms),
        )

    def _read_parts(self) -> None:
        place = 0
        while place < len(self.text):
            spaces = _SPACES.match(self.text, place)
            place = spaces.end() if spaces else place
            match = _PART.match(self.text, place)
            if not match or match.end() == place:
                place += 1
                continue
            self._read_part(match)
            place = match.end()

    def _read_part(self, match: re.Match[str]) -> None:
        negated, name, value = bool(match["minus"]), match["name"], match["value"]
        if name is None:
            self._read_words(value, negated=negated)
            return
        known = name.casefold()
        if known == "has" and value.strip('"'):
            self._read_has(match, value.strip('"').casefold(), negated=negated)
        elif known in QUERY_NAMES:
            self._read_condition(match, QUERY_NAMES[known], negated=negated)
        elif known == "has":
            self._wants_name(match)
        else:
            self._read_unknown(match, negated=negated)

    def _read_words(self, value: str, *, negated: bool) -> None:
        terms = _terms(value, fuzzy=not negated)
        if not negated:
            self.terms.extend(terms)
        elif value.startswith('"') or len(terms) < 2:
            self.conditions.extend(
                Condition((), negated=True, terms=(term,), source=value) for term in map(_as_whole, terms)
            )
        else:
            words = tuple(word for term in terms for word in term.words)
            together = Term(words, is_prefix=False, fuzzy=False, source=value)
            self.conditions.append(Condition((), negated=True, terms=(together,), source=value))

    def _read_has(self, match: re.Match[str], named: str, *, negated: bool) -> None:
        if named in QUERY_NAMES:
            self.conditions.append(Condition(QUERY_NAMES[named], negated, name=named))
        elif not any(name.startswith(named) for name in QUERY_NAMES):
            self.unknown.append(Condition((), negated, name=named))
        else:
            self._wants_name(match)

    def _wants_name(self, match: re.Match[str]) -> None:
        if self.is_complete:
            self._complain(match.start(), match.end(), "has: takes the name of a field, e.g. has:synopsis")

    def _read_unknown(self, match: re.Match[str], *, negated: bool) -> None:
        name, value = match["name"], match["value"]
        self.unknown.append(Condition((), negated, name=name, source=value))
        near = [known for known in QUERY_NAMES if len(name) > 2 and OSA.distance(name.casefold(), known) == 1]
        if near:
            self._complain(match.start("name"), match.end("name"), f"no field “{name}”; is it {near[0]}:?")

    def _read_condition(self, match: re.Match[str], fields: tuple[str, ...], *, negated: bool) -> None:
        name, typed = match["name"].casefold(), match["value"]
        bare = typed.strip('"').strip()
        if not bare:
            self.conditions.append(Condition(fields, negated, name=name))
            return
        takes = FIELDS[fields[0]].takes
        half_typed = match.end() == len(self.text) and not self.is_complete
        yes_or_no = _yes_or_no(bare, half_typed=half_typed)
        if yes_or_no is not None and (takes in (Takes.NUMBER, Takes.DATE) or fields == ("collection.loaned_to",)):
            loans = ("collection.loaned_on",) if fields == ("collection.loaned_to",) else ()
            self.conditions.append(Condition(fields + loans, negated != (not yes_or_no), name=name))
            return
        condition, expected = _condition(fields, takes, typed, yes_or_no)
        if condition is None or (self.is_complete and condition.range == Range()):
            if not (half_typed and _may_grow(bare, takes)):
                self._complain(match.start("value"), match.end("value"), f"{name}: takes {expected}")
            return
        self.conditions.append(msgspec.structs.replace(condition, negated=negated, name=name, source=typed))

    def _complain(self, start: int, end: int, message: str) -> None:
        if self.problem is None:
            self.problem = QueryProblem(start, end, message)


def _condition(
    fields: tuple[str, ...], takes: Takes, typed: str, yes_or_no: bool | None
) -> tuple[Condition | None, str]:
    """The condition a value means for a field, or None and what would have been right."""
    bare = typed.strip('"').strip()
    if takes is Takes.NUMBER:
        year = fields[0] == "year"
        found = parsed_range(bare, year_span if year else number_span)
        expected = "a year: 1957, 1950..1959, 1950s, <1960" if year else "a number: 96, 90..120, <100, >=4"
        return (Condition(fields, range=found) if found else None), expected
    if takes is Takes.DATE:
        found = parsed_range(bare, date_span)
        return (Condition(fields, range=found) if found else None), "a date: 2020, 2020-03, 2020..2021-03, >2020-03-24"
    if takes is Takes.YES_NO:
        return (None if yes_or_no is None else Condition(fields, range=Range(yes_or_no, yes_or_no))), "yes or no"
    if takes is Takes.CHOICE:
        meant = tuple(status for status in STATUSES if status.startswith(bare.casefold()))
        return (Condition(fields, choices=meant) if meant else None), f"one of {', '.join(STATUSES)}"
    if fields == ("release.spine",) and (".." in bare or bare[0] in "<>=≤≥"):
        found = parsed_range(bare, number_span)
        return (Condition(fields, range=found) if found else None), "a number: 96, 90..120, <100"
    code = _bar_code(bare) if "release.upc" in fields else None
    terms = [Term((code,), is_prefix=False, fuzzy=False, source=bare)] if code else _terms(typed)
    return Condition(fields, terms=tuple(terms[:MOST_TERMS])), "words"


def _own_condition(condition: Condition, names: tuple[str, ...]) -> Condition:
    bare = condition.source.strip('"').strip()
    found = None
    if bare and (".." in bare or bare[0] in "<>=≤≥"):
        found = parsed_range(bare, number_span) or parsed_range(bare, date_span)
    terms = () if found else tuple(_terms(condition.source)[:MOST_TERMS])
    return msgspec.structs.replace(condition, fields=names, range=found, terms=terms)


def _terms(value: str, *, fuzzy: bool = True) -> list[Term]:
    """The terms of a bare value, or the one of a quoted phrase, whose last word may be begun while it is unclosed."""
    words = query_words(value)
    if value.startswith('"'):
        flat = tuple(word for run in words for word in run)
        closed = len(value) > 1 and value.endswith('"')
        return [Term(flat, is_prefix=not closed, fuzzy=False, source=value.strip('"'))] if flat else []
    terms = []
    for run in words:
        word = "".join(run)
        code = word.lstrip("0") if len(run) == 1 and word.isdecimal() and len(word) in _CODE_LENGTHS[1:] else None
        if code:
            terms.append(Term((code,), is_prefix=False, fuzzy=False, source=word))
        else:
            terms.append(Term(tuple(run), fuzzy=fuzzy and len(run) == 1, source=word))
    return terms


def _as_whole(term: Term) -> Term:
    return msgspec.structs.replace(term, is_prefix=False, fuzzy=False)


def _bar_code(text: str) -> str | None:
    """The digits of a bar code, whatever stands between them, without leading zeros: a UPC is an EAN with one more."""
    digits = re.sub(r"[\s-]", "", text)
    if not (digits.isascii() and digits.isdecimal() and len(digits) in _CODE_LENGTHS[1:]):
        return None
    return digits.lstrip("0") or None


def _yes_or_no(value: str, *, half_typed: bool) -> bool | None:
    value = value.casefold()
    if value in _YES[: None if half_typed else 2]:
        return True
    if value in _NO[: None if half_typed else 2]:
        return False
    return None


def _may_grow(value: str, takes: Takes) -> bool:
    """Whether a value that can't be read yet is the beginning of one that can."""
    value = value.casefold()
    if takes is Takes.YES_NO:
        return any(word.startswith(value) for word in ("yes", "no", "true", "false"))
    if takes is Takes.DATE:
        return bool(re.fullmatch(r"(<|>|<=|>=)?[\d.-]*|t(o(d(a(y)?)?)?)?", value)) or value[0] in "<>="
    if takes is Takes.NUMBER:
        return bool(re.fullmatch(r"[<>=]*[€$£¥]?-?[\d.,]*", value))
    return False
