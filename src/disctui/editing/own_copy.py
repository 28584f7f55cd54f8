"""What an owner does with a copy, as changes of its file: see it, rate it, lend it and have it back.

Each takes the release, and for one film of a box set its number from 1; the film's own keys are changed then.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping

from disctui.editing.changes import Change, Edit, Plan, Refusal
from disctui.editing.days import UNKNOWN
from disctui.editing.editor import Editor
from disctui.problem import Refused
from disctui.release.model import TOML, Collection, Film, Release, Status
from disctui.release_file.layout import KeyPath
from disctui.release_file.reading import read_release

ChangesOf = Callable[[Release], list[Change]]
"""What shall change in a release, from what its file says; raises `Refused` where it can't be so."""
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
    return [Change.with_value(_path(film, "watched"), "+=", _day(day))]


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
    if record.loaned_to:
        raise Refused(f"{record.loaned_to} has it already", "disctui return takes note that it is back")
    gone = [_remove(film, "due")] if due is None and record.due is not None else []
    return [*_loan(film, person, on, due), *gone]


def passed_on(
    release: Release, film: int | None, person: str, on: datetime.date, due: datetime.date | None
) -> list[Change]:
    """That it went from who had it to somebody else: the loan before joins those that ended.

    Raises:
        NoSuchFilm: there is none of this number.
        Refused: nobody is named, nobody had it, or it was lent later than that.
    """
    return [*returned(release, film, on), *_loan(film, person, on, due)]


def due_on(release: Release, film: int | None, due: datetime.date | None) -> list[Change]:
    """That what is lent should be back on another day, or on none.

    Raises:
        NoSuchFilm: there is none of this number.
        Refused: nobody has it, or it would be due before it was lent.
    """
    record = record_of(release, film)
    if not record.loaned_to:
        raise Refused("nobody has it", "lend it first")
    if due == record.due:
        return []
    if due is None:
        return [_remove(film, "due")]
    if record.loaned_on is not None:
        _in_order(record.loaned_on, due)
    return [_set(film, "due", due)]


def _loan(film: int | None, person: str, on: datetime.date, due: datetime.date | None) -> list[Change]:
    if not person.strip():
        raise Refused("nobody is named", "say who has it")
    changes = [_set(film, "loaned_to", person.strip()), _set(film, "loaned_on", on)]
    if due is not None:
        _in_order(on, due)
        changes.append(_set(film, "due", due))
    return changes


def _in_order(on: datetime.date, due: datetime.date) -> None:
    if due < on:
        raise Refused(f"{due} is before {on}, when it is lent", "mend one of the two days")


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


def unseen(release: Release, film: int | None, days: Iterable[str]) -> list[Change]:
    """That it was not seen on some days after all; a day is ISO text as the file has it, `UNKNOWN` for no known day.

    Raises:
        NoSuchFilm: there is none of this number.
    """
    record, gone = record_of(release, film), set(days)
    changes = [_remove(film, "seen")] if UNKNOWN in gone and record.seen else []
    left = [day for day in record.watched if day not in gone]
    if not left and record.watched:
        changes.append(_remove(film, "watched"))
    elif len(left) < len(record.watched):
        known = gone & set(record.watched)
        changes.append(Change.with_value(_path(film, "watched"), "-=", [_day(day) for day in sorted(known)]))
    return changes


def of_status(release: Release, status: Status, facts: dict[str, TOML]) -> list[Change]:
    """How it stands with its owner, with what goes with that: `bought`, `paid`, `location`, `sold_on`, `sold_for`.

    Without a status a release is owned, so that one that has none stays without when it is said to be.
    """
    mine = release.collection
    changes = [] if status == (mine.status or "owned") else [_set(None, "status", status)]
    if status != "sold":
        changes += [_remove(None, name) for name in ("sold_on", "sold_for") if getattr(mine, name) is not None]
    wanted = {name: value for name, value in facts.items() if value is not None and value != getattr(mine, name)}
    return [*changes, *(_set(None, name, value) for name, value in wanted.items())]


def release_now(editor: Editor, path: str) -> Release:
    """What a file says now, which may be more than was read of it last: it may have been written a moment ago.

    Raises:
        Refused: the file can't be read or has errors.
    """
    return _read_now(editor, path)[1]


def _read_now(editor: Editor, path: str) -> tuple[bytes, Release]:
    files, problems = editor.read([path])
    if problems:
        raise Refused(f"{problems[0].place}: {problems[0].message}", problems[0].hint)
    release = read_release(files[path], path).release
    if release is None:
        raise Refused(f"{path} has errors", f"disctui check {path}")
    return files[path], release


def planned_for(editor: Editor, path: str, changes_of: ChangesOf) -> Plan:
    """What would change in one file, as it is on the disk now.

    Raises:
        Refused: the file can't be read or has errors, or it can't be so.
    """
    data, release = _read_now(editor, path)
    planned = editor.plan({path: data}, changes_of(release))
    if planned.refused:
        raise Refused(planned.refused[0].message, planned.refused[0].hint)
    return planned


def planned_for_all(editor: Editor, changes: Mapping[str, ChangesOf]) -> Plan:
    """What would change in several files, given by path; what can't be so in one is said of it, the others change."""
    edits: list[Edit] = []
    refused: list[Refusal] = []
    unchanged: list[str] = []
    for path, changes_of in changes.items():
        try:
            planned = planned_for(editor, path, changes_of)
        except Refused as error:
            refused.append(Refusal(path=path, message=error.message, hint=error.hint))
        else:
            edits += planned.edits
            unchanged += planned.unchanged
    return Plan(tuple(edits), tuple(refused), tuple(unchanged))


def _day(day: str) -> TOML:
    """A day as TOML has it: a date where it is known whole."""
    return datetime.date.fromisoformat(day) if len(day) == len("2026-11-27") else day


def _path(film: int | None, name: str) -> KeyPath:
    return ("collection", name) if film is None else ("films", film - 1, name)


def _set(film: int | None, name: str, value: TOML) -> Change:
    return Change.with_value(_path(film, name), "=", value)


def _remove(film: int | None, name: str) -> Change:
    return Change(path=_path(film, name), operation="!")
