"""The query language: what is typed into the one box, read without ever failing.

Free words, `field:value`, `"exact phrase"` and `-not`, in any order; all of them must hold.
"""

import datetime
import functools
import re
from collections.abc import Collection

import msgspec
from rapidfuzz.distance import OSA

from disctui.release.days import this_day
from disctui.search.conditions import (
    GROUP,
    STATES,
    VALUE,
    Condition,
    Term,
    alternatives,
    dates_condition,
    group_end,
    hangs_on_today,
    has_condition,
    is_range,
    may_grow,
    moved_to,
    not_all_of,
    yes_or_no_of,
)
from disctui.search.fields import FIELDS, FILM_COUNT, QUERY_NAMES, STATUSES, Takes
from disctui.search.ranges import Range, date_span, number_span, parsed_range, year_span
from disctui.search.tokenizer import query_words, without_pieces

LONGEST = 200
"""Characters of a query that are read."""
MOST_TERMS = 16
"""Free words that are looked for; a pasted title of more is found by its first."""


_PART = re.compile(
    rf'(?P<minus>-?)(?:(?P<name>[^\s":<>=|]+):)?(?P<value>(?:=?"[^"]*"?|[^\s"|]+)(?:\|{VALUE})*|(?:\|{VALUE})*)'
)
_SPACES = re.compile(r"\s*")
_CODE_LENGTHS = (8, 12, 13, 14)
_NUMBERED = (("release.spine",), ("collection.slot",))
"""Fields of words that may be numbers too."""


class QueryProblem(msgspec.Struct, frozen=True):
    """A part of a query that can't be read, and why."""

    start: int
    end: int
    message: str


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

    @property
    def is_relative(self) -> bool:
        """Whether it finds something else from one day to the next."""
        return any(map(hangs_on_today, self.conditions))

    def on_day(self, today: datetime.date | None = None) -> "Query":
        """The query with each date that hangs on today as what it means on that day; by default that of the clock."""
        if not self.is_relative:
            return self
        day = today or this_day()
        conditions = tuple(moved_to(condition, day) for condition in self.conditions)
        return msgspec.structs.replace(self, conditions=conditions)

    def resolved(self, own_fields: Collection[str], today: datetime.date | None = None) -> "Query":
        """The query as it is searched for: unknown fields and days that hang on today are what they are now.

        Args:
            own_fields: The owner's own keys; an unknown field that is none of them becomes free words.
            today: What day it is; by default that of the clock.
        """
        if not self.unknown:
            return self.on_day(today)
        terms, conditions = list(self.terms), list(self.on_day(today).conditions)
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


def query_of_code(digits: str) -> str:
    """The query for the releases with a bar code; one that was read in part finds none whose code begins like it."""
    return f"upc:{digits}" if len(digits) in _CODE_LENGTHS[1:] else f'upc:="{digits}"'


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
        kept = _without_pieces(self.terms)
        terms = tuple(kept[:MOST_TERMS])
        return Query(
            whole,
            terms,
            tuple(self.conditions),
            tuple(self.unknown),
            self.problem,
            len(kept) - len(terms),
        )

    def _read_parts(self) -> None:
        place = 0
        while place < len(self.text):
            spaces = _SPACES.match(self.text, place)
            place = spaces.end() if spaces else place
            if self.text.startswith(GROUP, place):
                place = self._read_group(place + len(GROUP))
                continue
            match = _PART.match(self.text, place)
            if not match or match.end() == place:
                place += 1
                continue
            self._read_part(match)
            place = match.end()

    def _read_group(self, start: int) -> int:
        """Read what does not hold all at once, up to the closing bracket; where reading goes on."""
        end = group_end(self.text, start)
        within = _Reader(self.text[start:end], is_complete=self.is_complete or end < len(self.text))
        inner = within.query("")
        if inner.problem is not None:
            self._complain(start + inner.problem.start, start + inner.problem.end, inner.problem.message)
        elif inner.unknown:
            self._complain(start, end, f"there is no field {inner.unknown[0].name}")
        words = (Condition((), terms=(term,), source=term.source) for term in inner.terms)
        asked = (*inner.conditions, *words)
        if asked:
            self.conditions.append(not_all_of(asked, self.text[start:end]))
        return end + 1

    def _read_part(self, match: re.Match[str]) -> None:
        negated, name, value = bool(match["minus"]), match["name"], match["value"]
        if name is None:
            self._read_words(value, negated=negated)
            return
        known = name.casefold()
        if known == "is":
            self._read_is(match, negated=negated)
        elif known == "has" and value.strip('"'):
            self._read_has(match, value.strip('"').casefold(), negated=negated)
        elif known in QUERY_NAMES:
            self._read_condition(match, QUERY_NAMES[known], negated=negated)
        elif known == "has":
            self._wants_name(match)
        else:
            self._read_unknown(match, negated=negated)

    def _read_words(self, value: str, *, negated: bool) -> None:
        value = value[value.startswith('="') :]
        if value.startswith('"') and "|" in value:
            for piece in alternatives(value):
                self._read_words(piece, negated=negated)
            return
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

    def _read_is(self, match: re.Match[str], *, negated: bool) -> None:
        """Read `is:lent`; several words joined by `|` mean any of them."""
        half_typed = match.end() == len(self.text) and not self.is_complete
        meant: list[Condition] = []
        for word in alternatives(match["value"]):
            plain = word.strip('"').casefold()
            if plain in STATES:
                meant.append(STATES[plain])
            elif not (half_typed and any(known.startswith(plain) for known in STATES)):
                self._complain(match.start("value"), match.end("value"), f"is: takes one of {', '.join(STATES)}")
        if len(meant) > 1:
            self.conditions.append(Condition((), negated, either=tuple(meant), name="is", source=match["value"]))
        elif meant:
            self.conditions.append(msgspec.structs.replace(meant[0], negated=meant[0].negated != negated))

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
        pieces = [piece for piece in alternatives(typed) if piece.strip('" ')]
        if not pieces:
            self.conditions.append(Condition(fields, negated, name=name))
            return
        if len(pieces) > 1:
            self._read_either(match, fields, pieces, negated=negated)
            return
        typed = pieces[0]
        bare = _bare(typed)
        takes = FIELDS[fields[0]].takes
        half_typed = match.end() == len(self.text) and not self.is_complete
        yes_or_no = yes_or_no_of(bare, half_typed=half_typed)
        if yes_or_no is not None and (takes in (Takes.NUMBER, Takes.DATE) or fields == ("collection.loaned_to",)):
            self.conditions.append(has_condition(fields, name, negated=negated != (not yes_or_no)))
            return
        condition, expected = _condition(fields, takes, typed, yes_or_no)
        if condition is None or (self.is_complete and condition.range == Range()):
            if not (half_typed and may_grow(bare, takes)):
                self._complain(match.start("value"), match.end("value"), f"{name}: takes {expected}")
            return
        self.conditions.append(msgspec.structs.replace(condition, negated=negated, name=name, source=typed))

    def _read_either(self, match: re.Match[str], fields: tuple[str, ...], pieces: list[str], *, negated: bool) -> None:
        """Read several values joined by `|`, any of which will do."""
        name = match["name"].casefold()
        takes = FIELDS[fields[0]].takes
        half_typed = match.end() == len(self.text) and not self.is_complete
        meant: list[Condition] = []
        for number, piece in enumerate(pieces):
            yes_or_no = yes_or_no_of(piece.strip('"'), half_typed=False)
            if yes_or_no is not None and takes in (Takes.NUMBER, Takes.DATE):
                meant.append(has_condition(fields, name, negated=not yes_or_no))
                continue
            condition, expected = _condition(fields, takes, piece, yes_or_no)
            if condition is not None:
                meant.append(msgspec.structs.replace(condition, name=name, source=piece))
            elif not (half_typed and number == len(pieces) - 1 and may_grow(piece, takes)):
                self._complain(match.start("value"), match.end("value"), f"{name}: takes {expected}")
        if meant:
            self.conditions.append(Condition(fields, negated, either=tuple(meant), name=name, source=match["value"]))

    def _complain(self, start: int, end: int, message: str) -> None:
        if self.problem is None:
            self.problem = QueryProblem(start, end, message)


def _condition(
    fields: tuple[str, ...], takes: Takes, typed: str, yes_or_no: bool | None
) -> tuple[Condition | None, str]:
    """The condition a value means for a field, or None and what would have been right."""
    bare = _bare(typed)
    if fields == QUERY_NAMES["films"] and is_range(bare):
        found = parsed_range(bare, number_span)
        return (Condition((FILM_COUNT,), range=found) if found else None), "a number of films: >1, 3..7"
    if takes is Takes.NUMBER:
        year = fields[0] == "year"
        found = parsed_range(bare, year_span if year else number_span)
        expected = "a year: 1957, 1950..1959, 1950s, <1960" if year else "a number: 96, 90..120, <100, >=4"
        return (Condition(fields, range=found) if found else None), expected
    if takes is Takes.DATE:
        return dates_condition(fields, bare), "a date: 2020, 2020-03, 2020..2021-03, >2020-03-24, today, -30d.."
    if takes is Takes.YES_NO:
        return (None if yes_or_no is None else Condition(fields, range=Range(yes_or_no, yes_or_no))), "yes or no"
    if takes is Takes.CHOICE:
        meant = tuple(status for status in STATUSES if status.startswith(bare.casefold()))
        return (Condition(fields, choices=meant) if meant else None), f"one of {', '.join(STATUSES)}"
    if fields in _NUMBERED and is_range(bare):
        found = parsed_range(bare, number_span)
        return (Condition(fields, range=found) if found else None), "a number: 96, 90..120, <100"
    if typed.startswith('="'):
        return Condition(fields, terms=tuple(_terms(typed[1:])), is_whole=True), "words"
    code = _bar_code(bare) if "release.upc" in fields else None
    terms = [Term((code,), is_prefix=False, fuzzy=False, source=bare)] if code else _terms(typed)
    return Condition(fields, terms=tuple(terms[:MOST_TERMS])), "words"


def _own_condition(condition: Condition, names: tuple[str, ...]) -> Condition:
    bare, is_whole = _bare(condition.source), condition.source.startswith('="')
    found = None
    if bare and is_range(bare) and not is_whole:
        found = parsed_range(bare, number_span) or parsed_range(bare, date_span)
    terms = () if found else tuple(_terms(condition.source[is_whole:])[:MOST_TERMS])
    return msgspec.structs.replace(condition, fields=names, range=found, terms=terms, is_whole=is_whole)


def _bare(value: str) -> str:
    """A value without its quotation marks, and without the `=` before them that says that it is the whole value."""
    return (value[1:] if value.startswith('="') else value).strip('"').strip()


def _terms(value: str, *, fuzzy: bool = True) -> list[Term]:
    """The terms of a bare value, or the one of a quoted phrase, whose last word may be begun while it is unclosed."""
    words = without_pieces(query_words(value))
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
            terms.append(Term(tuple(run), fuzzy=fuzzy, source=word))
    return terms


def _without_pieces(terms: list[Term]) -> list[Term]:
    """Terms without those that only say that a number is that of a part; what was typed stays with the number."""
    runs = [[*term.words] for term in terms]
    kept = {id(run) for run in without_pieces(runs)}
    found, before = list[Term](), ""
    for term, run in zip(terms, runs, strict=True):
        if id(run) not in kept:
            before = f"{before}{term.source} "
            continue
        found.append(msgspec.structs.replace(term, source=before + term.source) if before else term)
        before = ""
    return found


def _as_whole(term: Term) -> Term:
    return msgspec.structs.replace(term, is_prefix=False, fuzzy=False)


def _bar_code(text: str) -> str | None:
    """The digits of a bar code, whatever stands between them, without leading zeros: a UPC is an EAN with one more."""
    digits = re.sub(r"[\s-]", "", text)
    if not (digits.isascii() and digits.isdecimal() and len(digits) in _CODE_LENGTHS[1:]):
        return None
    return digits.lstrip("0") or None
