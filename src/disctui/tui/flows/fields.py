"""Fields in forms: one of a release, one that it does not have yet, and one of many releases at once."""

import re
from typing import Any

from disctui.editing.changes import Change
from disctui.editing.field_edit import FieldChanged, FieldEdit
from disctui.editing.in_words import as_typed, change_in_words, shortened
from disctui.problem import Refused
from disctui.release.model import LISTS_OF_TABLES, Key, Kind, film_keys, is_unset, keys, value_of
from disctui.safe_text import clean
from disctui.search.completion import values as known_values
from disctui.search.fields import QUERY_NAMES
from disctui.tui.flows.writing import announce, apply_after_preview
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.field_form import FieldForm, is_plain
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.target import Target

_ITEM = re.compile(r"(?<=special_features)\[\d+\]$")
_KNOWN_LIMIT = 2_000
"""Values of the library that a form can complete."""


async def edit_field(screen: CommandScreen[Any], target: Target) -> None:
    """Edit one field of a release in a form; an item of the special features stands for all of them."""
    name = _ITEM.sub("", target.field)
    if target.path is None or target.release is None or not name:
        return
    screen.session.editor.require_writable()
    field = FieldEdit(screen.session.editor, target.path, name)
    if field.key.kind in {Kind.LONG_TEXT, Kind.TEXTS} and not is_plain(as_typed(field.value)):
        raise Refused("It holds rare line ends that a form would change", "edit it with e")
    whose = f"{target.title}, {target.release_id}" if target.film else f"{target.release_id}"

    def save(change: Change) -> str | None:
        """Write the change into the file as it is by now; why not, in words."""
        title = f"{change_in_words(change)} of {whose}"
        try:
            outcome = field.save(change, title)
        except FieldChanged as error:
            shown = clean(as_typed(error.theirs).replace("\n", ", "), 120) or "nothing"
            return f"Another program has changed it meanwhile, to: {shown}. Save again to write over that."
        except Refused as error:
            return f"not saved: {error.advice}"
        if outcome.done:
            announce(screen, outcome, f"{title} (u undoes it)")
        return None

    known = _known(screen, field.key)
    form = FieldForm(field.key, name, field.value, known, target.title, save=save, draft_name=f"{target.path}#{name}")
    await screen.ask(form)


async def add_field(screen: CommandScreen[Any], target: Target) -> None:
    """Choose a field that the file, or the film of a set that is meant, does not have yet, and fill it in.

    Those that it has come last, with what they hold: who asks for one of them changes it, and gets no other.
    """
    release = target.release
    if release is None:
        return
    screen.session.editor.require_writable()
    film = release.films[target.film - 1] if target.film else None
    if film is not None:
        values = [(key, getattr(film, key.name)) for key in film_keys().values()]
    else:
        offered = [key for key in keys().values() if key.kind not in LISTS_OF_TABLES]
        values = [(key, value_of(release, key.name)) for key in offered]
    absent = [_choice(key) for key, value in values if is_unset(value)]
    there = [_choice(key, value) for key, value in values if not is_unset(value)]
    question = f"Add a field to {target.title}" if film else "Add a field"
    name = await screen.ask(MenuScreen(question, [*absent, *there], remembers="fields"))
    if name is not None:
        await edit_field(screen, target._replace(field=f"films[{target.film}].{name}" if film else name))


def _choice(key: Key, value: Any = None) -> Choice:
    """The line of a field, with what it holds if it is there already."""
    held = shortened(value)
    now = f"  now: {held}" if held else ""
    also = " ".join((key.description, *(name for name, fields in QUERY_NAMES.items() if fields == (key.name,))))
    return Choice("", f"{key.label}  ({key.name}){now}", key.name, is_late=bool(held), also=also)


def _known(screen: CommandScreen[Any], key: Key) -> list[str]:
    """Values that the library has for a key, most used first, for completion."""
    if key.kind is Kind.LONG_TEXT or key.kind in LISTS_OF_TABLES:
        return []
    name = key.name.rpartition(".")[2] if key.name.startswith("films[") else key.name
    return [value for value, _ in known_values(screen.session.catalogue.index, name, most=_KNOWN_LIMIT)]


async def change_many(screen: CommandScreen[Any], target: Target) -> None:
    """Change one field of the marked releases after a preview."""
    names = target.release_ids
    if not names:
        return
    screen.session.editor.require_writable()
    count = f"{len(names)} release{'' if len(names) == 1 else 's'}"
    change = await _change_of_many(screen, count)
    if change is None:
        return
    editor, listings = screen.session.editor, screen.session.catalogue.listings
    files, problems = editor.read(listings[name].path for name in names if name in listings)
    for problem in problems:
        screen.say(f"{problem.path}: {problem.advice}", "warning")
    await apply_after_preview(screen, editor.plan(files, [change]), change_in_words(change) + f" in {count}")


async def _change_of_many(screen: CommandScreen[Any], count: str) -> Change | None:
    """Ask which field of many is to become what."""
    offered = [key for key in keys().values() if key.kind not in LISTS_OF_TABLES and key.name != "title"]
    name = await screen.ask(
        MenuScreen(f"Change which field of {count}?", [_choice(key) for key in offered], remembers="fields")
    )
    if name is None:
        return None
    key = keys()[name]
    operation: str | None = "="
    if key.kind in {Kind.TEXTS, Kind.DATES}:
        ways = [Choice("a", "add values", "+="), Choice("r", "remove values", "-="), Choice("s", "set it whole", "=")]
        operation = await screen.ask(MenuScreen(f"{name} of {count}", ways))
    if operation is None:
        return None
    change = await screen.ask(FieldForm(key, name, None, _known(screen, key), count))
    if change is None or operation == "=" or change.operation != "=":
        return change
    return Change.with_value(change.path, operation, change.value)
