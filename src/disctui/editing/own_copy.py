"""What an owner does with a copy, as changes of its file: see it, rate it, lend it and have it back.

Each takes the release, and for one film of a box set its number from 1; the film's own keys are changed then.
"""

import datetime

from disctui.editing.changes import Change
from disctui.editing.days import UNKNOWN
from disctui.problem import Refused
from disctui.release.model import TOML, Collection, Film, Release
from disctui.release_file.layout import KeyPath

_LOAN = ("loaned_to", "loaned_on", "due")
_MOST_STARS = 5


class NoSuchFilm(Refused):
    """A release has no film of this number."""


def record_of(release: Release, film: int | None) -> Collection | Film:
    """What the owner says of a release, or of one film of it.

    Raises:
        NoSuchFilm: it has none of this number.
    """
    if film is None:
        return release.collection
    if not 1 <= film <= len(release.films):
        count = len(release.films)
        has = "holds no films of its own" if count == 0 else f"holds {count} films"
        raise NoSuchFilm(f"{release.title} {has}", f"write a number from 1 to {count}" if count else "leave the # out")
    return release.films[film - 1]


def seen(release: Release, film: int | None, day: str) -> list[Change]:
    """That it was seen on a day, which is ISO text as `days.typed_day` gives it; no change where the file says so.

    Raises:
        NoSuchFilm: there is none of this number.
    """
    record = record_of(release, film)
    if day == UNKNOWN:
        return [] if record.seen else [_set(film, "seen", value=True)]
    if day in record.watched:
        return []
    value: TOML = datetime.date.fromisoformat(day) if len(day) == len("2026-11-27") else day
    return [Change.with_value(_path(film, "watched"), "+=", value)]


def rated(release: Release, film: int | None, stars: float) -> list[Change]:
    """That it has a rating of 0.5 to 5 in halves; 0 takes the rating away.

    Raises:
        NoSuchFilm: there is none of this number.
        Refused: there is no such rating.
    """
    record = record_of(release, film)
    if not 0 <= stars <= _MOST_STARS or (stars * 2) % 1:
        raise Refused(f"{stars:g} is no rating", "write 0.5 to 5 in halves, or 0 for none")
    if stars == (record.rating or 0):
        return []
    return [_set(film, "rating", int(stars) if stars.is_integer() else stars)] if stars else [_remove(film, "rating")]


def lent(release: Release, film: int | None, person: str, on: datetime.date, due: datetime.date | None) -> list[Change]:
    """That somebody has it since a day, and when it should be back.

    Raises:
        NoSuchFilm: there is none of this number.
        Refused: nobody is named, or somebody has it already.
    """
    record = record_of(release, film)
    if not person.strip():
        raise Refused("nobody is named", "say who has it")
    if record.loaned_to:
        raise Refused(f"{record.loaned_to} has it already", "disctui return takes note that it is back")
    if due is not None and due < on:
        raise Refused(f"{due} is before {on}, when it is lent", "mend one of the two days")
    changes = [_set(film, "loaned_to", person.strip()), _set(film, "loaned_on", on)]
    if due is not None:
        changes.append(_set(film, "due", due))
    elif record.due is not None:
        changes.append(_remove(film, "due"))
    return changes


def returned(release: Release, film: int | None, back: datetime.date) -> list[Change]:
    """That it is back: what the file says of the loan goes, and the loan joins those that ended.

    Loans of single films are kept with those of their set, which is the only place that the format has for them.

    Raises:
        NoSuchFilm: there is none of this number.
        Refused: nobody has it, or it would be back before it was lent.
    """
    record = record_of(release, film)
    if not record.loaned_to:
        raise Refused("nobody has it", "disctui loans lists what is lent")
    if record.loaned_on is not None and back < record.loaned_on:
        raise Refused(f"{back} is before {record.loaned_on}, when it was lent", "mend the day")
    days = {"on": record.loaned_on, "due": record.due, "back": back}
    loan: dict[str, TOML] = {"to": record.loaned_to, **{name: day for name, day in days.items() if day is not None}}
    gone = [_remove(film, name) for name in _LOAN if getattr(record, name) is not None]
    return [*gone, Change.with_value(("collection", "loans"), "+=", loan)]


def _path(film: int | None, name: str) -> KeyPath:
    return ("collection", name) if film is None else ("films", film - 1, name)


def _set(film: int | None, name: str, value: TOML) -> Change:
    return Change.with_value(_path(film, name), "=", value)


def _remove(film: int | None, name: str) -> Change:
    return Change(path=_path(film, name), operation="!")
