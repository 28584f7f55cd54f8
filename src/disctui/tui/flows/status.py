"""How a release stands with its owner: owned, wished for, ordered or sold, and what goes with that."""

from collections.abc import Callable
from typing import Any

from disctui.editing.days import whole_day
from disctui.editing.in_words import as_typed
from disctui.editing.own_copy import of_status
from disctui.editing.typed_values import ChangeError, checked, typed
from disctui.problem import Refused
from disctui.release.days import in_words, this_day
from disctui.release.model import TOML, Collection, Status, keys
from disctui.search.completion import values as values_of
from disctui.tui.flows.own_copy import FormChange, Intended, Meant, change, what_is_meant
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.lines_form import Line, LinesForm, Values
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.target import Target

_WORDS: dict[Status, str] = {"owned": "owned", "wishlist": "on the wishlist", "ordered": "ordered", "sold": "sold"}
_LETTERS: dict[Status, str] = {"owned": "o", "wishlist": "w", "ordered": "r", "sold": "s"}
_PLACES = 200
"""Places of the library that a form completes."""


async def choose_status(screen: CommandScreen[Any], target: Target) -> None:
    """Choose how it stands; what was bought or sold is asked for in one form, all of it optional."""
    meant = await what_is_meant(screen, target._replace(film=None))
    if meant is None:
        return
    now = meant.release.collection.status or "owned"
    choices = [
        Choice(letter, _WORDS[name] + (" …" if name in _FORMS else ""), name) for name, letter in _LETTERS.items()
    ]
    at = list(_LETTERS).index(now)
    chosen = await screen.ask(MenuScreen(f"{meant.name} is …", choices, chosen=at))
    status = next((name for name in _LETTERS if name == chosen), None)
    if status is None:
        return
    if status in _FORMS:
        await _ask_facts(screen, meant, status)
        return
    await change(
        screen, meant, _WORDS[status], lambda release: of_status(release, status, {}), f"already {_WORDS[status]}"
    )


async def _ask_facts(screen: CommandScreen[Any], meant: Meant, status: Status) -> None:
    """Ask for what goes with having bought or sold it."""
    change_of_form = FormChange(screen, meant)
    lines = _FORMS[status](screen, meant.release.collection if not meant.is_marked else Collection())

    def read(typed_in: Values) -> Intended:
        facts = {name: _fact(name, text) for name, text in typed_in.items() if text}
        return Intended(_WORDS[status], lambda release: of_status(release, status, facts))

    form = LinesForm(
        f"{_WORDS[status].capitalize()}: {meant.name}",
        lines,
        lambda typed_in: change_of_form.take(lambda: read(typed_in)),
        lambda _: "All of it is optional.",
    )
    is_saved = await screen.ask(form)
    await change_of_form.finish(is_saved)


def _fact(name: str, text: str) -> TOML:
    """What was typed as the value of a key of `collection`.

    Raises:
        ChangeError: it is none.
    """
    key = keys()[f"collection.{name}"]
    if name in {"bought", "sold_on"}:
        return whole_day(text, this_day())
    if name == "location":
        return text
    try:
        return checked(key, typed(key, text.strip("$€£¥ ").replace(",", ".")))
    except ChangeError as error:
        raise ChangeError(f"{text} is no amount", "write 19.95") from error


def _owned_lines(screen: CommandScreen[Any], mine: Collection) -> list[Line]:
    """Where it stands now, and when and for how much it was bought."""
    places = [value for value, _ in values_of(screen.session.catalogue.index, "collection.location", most=_PLACES)]
    bought = as_typed(mine.bought) or ("" if mine.status in {None, "owned"} else "today")
    return [
        Line("bought", "Bought", bought, "today, sat, 2026-11-27", says=_day_said),
        Line("paid", "Paid", as_typed(mine.paid), "19.95"),
        Line("location", "Location", mine.location or "", "where it stands", places),
    ]


def _sold_lines(_: CommandScreen[Any], mine: Collection) -> list[Line]:
    """When it was sold, and what it brought."""
    return [
        Line("sold_on", "Sold on", as_typed(mine.sold_on) or "today", "today, sat, 2026-11-27", says=_day_said),
        Line("sold_for", "Sold for", as_typed(mine.sold_for), "10"),
    ]


_FORMS: dict[Status, Callable[[CommandScreen[Any], Collection], list[Line]]] = {
    "owned": _owned_lines,
    "sold": _sold_lines,
}
"""The lines of the form that a status asks for."""


def _day_said(text: str) -> str:
    if not text:
        return ""
    try:
        return in_words(whole_day(text, this_day()))
    except Refused:
        return "today, yesterday, sat, -3 or 2026-11-27"
