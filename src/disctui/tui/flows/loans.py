"""Lending: to whom, since when and until when; and once it is lent, that it is back, or who has it next."""

import asyncio
import datetime
from collections.abc import Sequence
from typing import Any

from disctui.editing.days import whole_day, whole_day_before_today
from disctui.editing.own_copy import due_on, lent, passed_on, record_of, returned
from disctui.library.borrowers import Borrower, borrowers_of
from disctui.problem import Refused
from disctui.release.days import in_words, this_day
from disctui.release.model import Collection, Film
from disctui.tui.flows.own_copy import FormChange, Intended, Meant, change, changes_in, what_is_meant
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.lines_form import Line, LinesForm, Values
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.target import Target

_NAMED = 3
"""People, and things that one has, that are named."""
_WEEK = 7


async def lend(screen: CommandScreen[Any], target: Target) -> None:
    """Lend it; what is lent comes back, or goes on."""
    meant = await what_is_meant(screen, target)
    if meant is None:
        return
    if meant.film is None and not meant.is_marked and not meant.release.collection.loaned_to:
        # a film of a set may be lent while the set is not
        number = next((n for n, film in enumerate(meant.release.films, 1) if film.loaned_to), None)
        meant = meant._replace(films=(number,))
    record = record_of(meant.release, meant.film)
    are_lent = _are_lent(screen, target) if meant.is_marked else bool(record.loaned_to)
    if are_lent:
        await _turn(screen, meant, record)
    else:
        await _ask_who(screen, meant, is_next=False)


def _are_lent(screen: CommandScreen[Any], target: Target) -> bool:
    """Whether all that is marked is lent."""
    listings = screen.session.catalogue.listings
    return all(listings[name].is_lent for name in target.row_ids if name in listings)


async def _turn(screen: CommandScreen[Any], meant: Meant, record: Collection | Film) -> None:
    """What becomes of a loan."""
    title = f"{meant.name} are lent" if meant.is_marked else f"{meant.name} is lent to {record.loaned_to}"
    if record.loaned_on is not None and not meant.is_marked:
        title += f" since {in_words(record.loaned_on)}"
    choices = [
        Choice("b", "it is back today, kept under “Lent before”", "back"),
        Choice("o", "it came back on another day", "back-on"),
        Choice("d", "another due date", "due"),
        Choice("w", "another person has it now", "next"),
    ]
    chosen = await screen.ask(MenuScreen(title, choices))
    if chosen == "back":
        today = this_day()
        changes = changes_in(meant, lambda release, film: returned(release, film, today))
        await change(screen, meant, f"back {today}", changes, "it is back already")
    elif chosen == "back-on":
        await _ask_day(screen, meant, Line("day", "Back", "yesterday", "sat, -3, 2026-11-27", says=_day_said))
    elif chosen == "due":
        now = record.due.isoformat() if record.due is not None else ""
        await _ask_day(screen, meant, Line("due", "Due", now, "none", says=_due_said))
    elif chosen == "next":
        await _ask_who(screen, meant, is_next=True)


async def _ask_day(screen: CommandScreen[Any], meant: Meant, line: Line) -> None:
    """Ask for the day on which it came back, or should."""
    change_of_form = FormChange(screen, meant)

    def read(values: Values) -> Intended:
        if line.name == "due":
            due = whole_day(values["due"], this_day()) if values["due"] else None
            changes = changes_in(meant, lambda release, film: due_on(release, film, due))
            return Intended(f"due {due}" if due else "due on no day", changes)
        back = whole_day_before_today(values["day"], this_day())
        return Intended(f"back {back}", changes_in(meant, lambda release, film: returned(release, film, back)))

    form = LinesForm(meant.name, [line], lambda values: change_of_form.take(lambda: read(values)))
    is_saved = await screen.ask(form)
    await change_of_form.finish(is_saved)


async def _ask_who(screen: CommandScreen[Any], meant: Meant, *, is_next: bool) -> None:
    """Ask to whom it is lent, since when and until when."""
    people = await asyncio.to_thread(borrowers_of, screen.session.catalogue)  # keys wait for the form
    lend_days = screen.session.settings.lend_days
    lines = [
        Line("to", "To", "", "who has it", [one.name for one in people], says=lambda _: _people_said(people)),
        Line("on", "On", "today", "today, yesterday, sat", says=_day_said),
        Line("due", "Due", _in_days(lend_days), "none", says=_due_said),
    ]
    change_of_form = FormChange(screen, meant)

    def read(values: Values) -> Intended:
        on = whole_day_before_today(values["on"] or "today", this_day())
        due = whole_day(values["due"], this_day()) if values["due"] else None
        person = values["to"]
        make = passed_on if is_next else lent
        what = f"lent to {person}" + (f", due {due}" if due else "")
        return Intended(what, changes_in(meant, lambda release, film: make(release, film, person, on, due)))

    form = LinesForm(
        f"Lend: {meant.name}",
        lines,
        lambda values: change_of_form.take(lambda: read(values)),
        lambda values: _has_said(people, values["to"]),
    )
    is_saved = await screen.ask(form)
    await change_of_form.finish(is_saved)


def _in_days(days: int) -> str:
    """The due day that a form proposes: "in 4 weeks"; "" for none."""
    if not days:
        return ""
    count, unit = (days // _WEEK, "week") if days % _WEEK == 0 else (days, "day")
    return f"in {count} {unit}{'' if count == 1 else 's'}"


def _people_said(people: Sequence[Borrower]) -> str:
    """The people of all loans in words: "Ines (3 before), Tomasz (1 now)"."""
    said = []
    for one in people[:_NAMED]:
        counts = [(len(one.has), "now"), (one.before, "before")]
        said.append(f"{one.name} ({', '.join(f'{count} {word}' for count, word in counts if count)})")
    return " · ".join([*said, "or a new name"])


def _has_said(people: Sequence[Borrower], name: str) -> str:
    """What somebody has already: "Ines has another: Stalker, late"."""
    one = next((one for one in people if one.name.casefold() == name.casefold()), None)
    if one is None or not one.has:
        return ""
    today = this_day()
    titles = [f"{loan.title}, late" if loan.days_late(today) else loan.title for loan in one.has[:_NAMED]]
    more = f" and {len(one.has) - _NAMED} more" if len(one.has) > _NAMED else ""
    return f"{one.name} has another: {'; '.join(titles)}{more}"


def _day_said(text: str) -> str:
    try:
        return in_words(whole_day_before_today(text or "today", this_day()))
    except Refused:
        return "today, yesterday, sat, -3 or 2026-11-27"


def _due_said(text: str) -> str:
    if not text:
        return "on no day"
    try:
        day: datetime.date = whole_day(text, this_day())
    except Refused:
        return "in 4 weeks, +10d or 2026-12-24; empty: none"
    return in_words(day)
