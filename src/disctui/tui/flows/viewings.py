"""Seen and rated: today by one key, on another day by a form, and stars by digits."""

from typing import Any

from disctui.editing.changes import Change
from disctui.editing.days import UNKNOWN, day_before_today
from disctui.editing.own_copy import rated, record_of, seen, unseen
from disctui.editing.typed_values import ChangeError
from disctui.problem import Refused
from disctui.release.days import part_in_words, this_day
from disctui.release.model import Release
from disctui.tui.flows.own_copy import FormChange, Intended, Meant, change, change_now, changes_in, what_is_meant
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.lines_form import Line, Values
from disctui.tui.screens.viewing_form import UNKNOWN_DAY, ViewingForm
from disctui.tui.target import Target
from disctui.tui.widgets.rating_bar import RatingBar

_SAID_SO = "the file says so already"


async def seen_today(screen: CommandScreen[Any], target: Target) -> None:
    """Take note that it was seen today."""
    meant = await what_is_meant(screen, target, "Seen")
    if meant is not None:
        day = this_day().isoformat()
        changes = changes_in(meant, lambda release, film: seen(release, film, day))
        await change(screen, meant, f"seen {day}", changes, "already seen today")


async def seen_on(screen: CommandScreen[Any], target: Target) -> None:
    """Ask when it was seen and how it was, and show the viewings before, which can be taken out.

    Where one viewing is meant, another day takes the place of its own.
    """
    meant = await what_is_meant(screen, target, "Seen")
    if meant is None:
        return
    is_one = not meant.is_marked and len(meant.films) == 1
    record = record_of(meant.release, meant.film) if is_one else None
    before = [*record.watched, *([UNKNOWN] if record.seen else [])] if record is not None else []
    rating = f"{record.rating:g}" if record is not None and record.rating else ""
    lines = [
        Line("when", "When", target.viewing or "today", "no new viewing", says=_day_said),
        Line("rating", "Rating", rating, "optional", says=lambda _: "0.5 to 5, 0 for none"),
    ]
    change_of_form = FormChange(screen, meant)

    def save(values: Values, gone: frozenset[str]) -> str | None:
        return change_of_form.take(lambda: _intended(meant, values, gone, rating, target.viewing))

    place = "collection" if meant.film is None else f"films[{meant.film}]"
    below = f"{place}.watched, {meant.where}" if is_one else ""
    form = ViewingForm(f"Seen: {meant.name}", lines, before, save, lambda _: below)
    is_saved = await screen.ask(form)
    await change_of_form.finish(is_saved)


def _intended(meant: Meant, values: Values, gone: frozenset[str], rating: str, viewing: str) -> Intended:
    """What a form for a viewing asks for.

    Args:
        meant: What was seen.
        values: What stands in the boxes.
        gone: The viewings that are to be taken out.
        rating: The one there was.
        viewing: The one that is changed; "" for a new one.

    Raises:
        Refused: a value can't be read.
    """
    day = day_before_today(values["when"], this_day()) if values["when"] else None
    if viewing and day not in {None, viewing}:
        gone |= {viewing}
    stars = _stars(values["rating"]) if values["rating"] != rating else None
    said = [] if day is None else ["seen" if day == UNKNOWN else f"seen {day}"]
    said += [f"not seen {one or 'at all'}" for one in sorted(gone)]
    said += [] if stars is None else [rated_said(stars)]

    def changes(release: Release, film: int | None) -> list[Change]:
        return [
            *(unseen(release, film, gone) if gone else ()),
            *(seen(release, film, day) if day is not None and day not in gone else ()),
            *(rated(release, film, stars) if stars is not None else ()),
        ]

    return Intended(", ".join(said) or "seen", changes_in(meant, changes))


def _stars(text: str) -> float:
    try:
        return float((text or "0").replace(",", "."))
    except ValueError:
        raise ChangeError(f"{text} is no rating", "write 0.5 to 5 in halves, or 0 for none") from None


def _day_said(text: str) -> str:
    """The day that is meant, in words; while it can't be read, what can be written."""
    if not text:
        return "no new viewing"
    try:
        day = day_before_today(text, this_day())
    except Refused:
        return "today, yesterday, -3, sat, 2019-05, 2019 or ?"
    return part_in_words(day) if day else UNKNOWN_DAY


def rated_said(stars: float) -> str:
    """A rating in words, for the history."""
    return f"rated {stars:g}" if stars else "not rated"


async def rate(screen: CommandScreen[Any], target: Target) -> None:
    """Open the bar in which digits give stars; what it ends with is written as one change."""
    meant = await what_is_meant(screen, target, "Rate")
    if meant is None:
        return
    bar = next(iter(screen.query(RatingBar)), None)
    if bar is None:
        bar = RatingBar()
        await screen.mount(bar)
    is_one = not meant.is_marked and len(meant.films) == 1
    before = record_of(meant.release, meant.film).rating if is_one else None

    def take(stars: float) -> bool:
        """Write the stars into the one file, or ask for the marked ones; whether the key that ended it counts."""
        what = rated_said(stars)
        changes = changes_in(meant, lambda release, film: rated(release, film, stars))
        if meant.is_marked:
            screen.begin(change(screen, meant, what, changes, ""))
            return False
        if (wrong := change_now(screen, meant, what, changes, _SAID_SO)) is not None:
            screen.say(wrong, "error", seconds=8)
        return wrong is None

    bar.open(meant.name, before or 0.0, take)
