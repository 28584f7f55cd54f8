"""What the index takes of one release: texts by field, and numbers by field."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec

from disctui.release.model import Collection, Edition, Film, Price, Release, Specs, short_format
from disctui.search.fields import (
    ASKED,
    CAST_OTHERS,
    DEAL,
    FIELDS,
    FILM_COUNT,
    LATE_FROM,
    PERCENT_OFF,
    SEEN,
    STATUSES,
    TITLE_HEAD,
    Takes,
)

MOST_UNITS = 2000
"""Texts of one release that are indexed; a file with more is found by the first of them."""

MOST_LETTERS = 100_000
"""Letters of them in all: fifty films with a page each. A file of a megabyte in which no word is like another would
take forty of memory."""

NO_SPELLINGS: Mapping[str, Sequence[str]] = MappingProxyType({})
"""Where nobody's name is spelt in several ways."""
_PEOPLE = ("directors", "cast", "writers")
_FIRST_BILLED = 12
"""Of a cast those who are named first, and by whom a film is known."""
_LISTS = ("genres", "countries")
INHERITED = ("directors", *_LISTS)
"""What a set and its films say for one another."""
_BREAK = re.compile(r"\s*(?:: | [-–—] )")
_DATE_END = "release.date.end"
"""A number beside `release.date`: the last day that the date, where only a part is known, may mean."""


class Document(msgspec.Struct, frozen=True, gc=False):
    """What the index takes of one release.

    Texts and numbers are pairs with the field's name: a field with several values has several pairs. Dates are
    ordinals, yes and no are 1 and 0.
    """

    id: str
    sort_key: str
    """Sorts all releases: ties in ranking go by it. No two documents of one index share it."""
    texts: tuple[tuple[str, str], ...] = ()
    numbers: tuple[tuple[str, float], ...] = ()


def document(
    release_id: str, release: Release, sort_key: str, spellings: Mapping[str, Sequence[str]] = NO_SPELLINGS
) -> Document:
    """What the index takes of a release; of a box set what it is itself, as its films have documents of their own.

    Args:
        release_id: The release's id.
        release: What its file says.
        sort_key: A text that sorts it among all others, e.g. its folded sort title, year and id.
        spellings: For a person's name, all other spellings of it, any of which is to find the release.
    """
    texts: list[tuple[str, str]] = [("title", release.title)]
    if (end := _BREAK.search(release.title)) and end.start():
        texts.append((TITLE_HEAD, release.title[: end.start()]))
    texts.extend(
        (name, value) for name in ("original_title", "sort_title", "film_id") if (value := getattr(release, name))
    )
    texts.extend(("also_known_as", title) for title in release.also_known_as)
    numbers: list[tuple[str, float]] = []
    take_film(release if not release.films else _of_its_films(release), texts, numbers, spellings)
    if release.films:
        numbers.append((FILM_COUNT, len(release.films)))
    if is_seen(release):
        numbers.append((SEEN, 1))
    texts.extend(("special_features", feature) for feature in release.special_features)
    texts.extend((name, value) for name in ("note", "cover") if (value := getattr(release, name)))
    take_tables(release, texts, numbers)
    for name, own in release.extra.items():
        _take_own(name, own, texts, numbers)
    return Document(release_id, sort_key, within_limits(texts), tuple(numbers))


def _of_its_films(release: Release) -> Release:
    """A box set with what its row says for what it does not say itself: its films' directors, first year and so on."""
    lacking: dict[str, Any] = {
        name: tuple(dict.fromkeys(value for film in release.films for value in getattr(film, name)))
        for name in INHERITED
        if not getattr(release, name)
    }
    if release.year is None:
        lacking["year"] = min((film.year for film in release.films if film.year is not None), default=None)
    return msgspec.structs.replace(release, **lacking)


def within_limits(texts: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The first of some texts, as many and as much of them as is indexed."""
    del texts[MOST_UNITS:]
    if sum(len(text) for _, text in texts) <= MOST_LETTERS:
        return tuple(texts)
    kept, room = [], MOST_LETTERS
    for name, text in texts:
        kept.append((name, text[:room]))
        room -= len(text)
        if room <= 0:
            break
    return tuple(kept)


def take_film(
    film: Release | Film,
    texts: list[tuple[str, str]],
    numbers: list[tuple[str, float]],
    spellings: Mapping[str, Sequence[str]],
) -> None:
    """Take who made a film and who is in it, its genres, countries, year and synopsis."""
    for field in _PEOPLE:
        for place, name in enumerate(getattr(film, field)):
            own = CAST_OTHERS if field == "cast" and place >= _FIRST_BILLED else field
            texts.append((own, name))
            if spellings and name in spellings:
                texts.extend((own, other) for other in spellings[name] if other != name)
    for field in _LISTS:
        texts.extend([(field, value) for value in getattr(film, field)])
    if film.year is not None:
        texts.append(("year", str(film.year)))
        numbers.append(("year", film.year))
    if film.synopsis:
        texts.append(("synopsis", film.synopsis))


def is_seen(release: Release) -> bool:
    """Whether a release was seen; a box set also where all of its films were."""
    mine = release.collection
    if mine.watched or mine.seen:
        return True
    return bool(release.films) and all(film.watched or film.seen for film in release.films)


_BLANK = {"release": Edition(), "price": Price(), "specs": Specs(), "collection": Collection()}
_TABLES = tuple(
    (table, blank, tuple((f"{table}.{key}", FIELDS[f"{table}.{key}"].takes) for key in blank.__struct_fields__))
    for table, blank in _BLANK.items()
)
"""The tables of a release, each as it is when nothing stands in it, with the fields in their order and what they take.
"""


def take_tables(release: Release, texts: list[tuple[str, str]], numbers: list[tuple[str, float]]) -> None:
    """Take what the tables say: the edition, the price, the specs and the owner's own copy."""
    for table, blank, fields in _TABLES:
        filled = getattr(release, table)
        if filled == blank:
            continue
        for (name, takes), value in zip(fields, msgspec.structs.astuple(filled), strict=True):
            if value is None or value == ():
                continue
            if name == "collection.loans":
                texts.extend([(name, loan.to) for loan in value])
            elif name == "price.target":
                numbers.extend([(name, wanted)] if (wanted := release.price.wanted) is not None else [])
            elif takes is Takes.WORDS or takes is Takes.LONG:
                if isinstance(value, tuple):
                    texts.extend([(name, text) for text in value])
                else:
                    texts.append((name, str(value)))
                    if isinstance(value, int):
                        numbers.append((name, value))
            elif takes is Takes.DATE:
                numbers.extend(dates(name, value))
            elif takes is not Takes.CHOICE:
                numbers.append((name, float(value)))
    _take_computed(release, texts, numbers)


def disc_texts(discs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Kinds of disc and their short names, as texts of the field that has them."""
    yield from (("specs.discs", disc) for disc in discs)
    yield from _short_names(discs)


def _short_names(discs: Sequence[str]) -> Iterator[tuple[str, str]]:
    for disc in discs:
        if (short := short_format(disc)).lower() not in disc.lower():
            yield "specs.discs", short


def _take_computed(release: Release, texts: list[tuple[str, str]], numbers: list[tuple[str, float]]) -> None:
    """Take what no single key says: the short name of a disc, the status that goes without saying, what it costs."""
    texts.extend(_short_names(release.specs.discs))
    if release.collection.status is not None:
        texts.append(("collection.status", release.collection.status))
    numbers.append(("collection.status", STATUSES.index(release.collection.status or "owned")))
    if (asked := release.price.asked) is not None:
        numbers.append((ASKED, asked))
    if (off := release.price.percent_off) is not None:
        numbers.append((PERCENT_OFF, off))
    if release.price.target is not None and (deal := release.price.is_deal) is not None:
        numbers.append((DEAL, deal))
    mine = release.collection
    if mine.due is not None and (mine.loaned_to or mine.loaned_on):
        numbers.append((LATE_FROM, mine.due.toordinal() + 1))


def dates(name: str, value: Any) -> Iterator[tuple[str, float]]:
    """The numbers of a date, of several, or of one of which only a part is known."""
    if isinstance(value, tuple):
        for date in value:
            if (span := days_of(date)) is not None:
                yield name, span[0]
    elif isinstance(value, datetime.date):
        yield name, value.toordinal()
    elif (span := days_of(value)) is not None:
        yield name, span[0]
        yield _DATE_END, span[1]


def days_of(text: str) -> tuple[int, int] | None:
    """The first and last day that a whole or partial ISO date means, as ordinals; None where it means none."""
    try:
        numbers = [int(part) for part in text.split("-")]
        first = datetime.date(*[*numbers, 1, 1][:3]) if len(numbers) < 3 else datetime.date(*numbers)
    except (ValueError, TypeError):
        return None
    if len(numbers) == 1:
        last = datetime.date(first.year, 12, 31)
    elif len(numbers) == 2:
        past = datetime.date(first.year + first.month // 12, first.month % 12 + 1, 1) if first.year < 9999 else first
        last = past - datetime.timedelta(days=1) if past > first else first
    else:
        last = first
    return first.toordinal(), last.toordinal()


def _take_own(name: str, value: Any, texts: list[tuple[str, str]], numbers: list[tuple[str, float]]) -> None:
    """Take a value of an owner's own key: a list value by value, a table key by key."""
    if isinstance(value, str):
        texts.append((name, value))
    elif isinstance(value, bool):
        numbers.append((name, float(value)))
        texts.append((name, "yes" if value else "no"))
    elif isinstance(value, int | float):
        if abs(value) < 1e30:
            numbers.append((name, float(value)))
        texts.append((name, f"{value:g}" if isinstance(value, float) else str(value)[:100]))
    elif isinstance(value, datetime.datetime | datetime.date):
        numbers.append((name, value.toordinal()))
        texts.append((name, value.isoformat()))
    elif isinstance(value, list | tuple):
        for one in value:
            _take_own(name, one, texts, numbers)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _take_own(f"{name}.{key}", inner, texts, numbers)
    elif value is not None:
        texts.append((name, str(value)))
