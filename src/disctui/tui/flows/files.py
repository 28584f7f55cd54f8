"""Whole files: a new release, another edition of a film, and taking files away or naming them anew."""

import asyncio
from collections.abc import Sequence
from typing import Any

from textual.content import Content

from disctui.editing.file_operations import Outcome
from disctui.editing.own_copy import release_now
from disctui.library.audit import titled
from disctui.library.listing import Listing
from disctui.problem import Refused
from disctui.release.model import TOML, keys
from disctui.release_file.value_checks import scanned
from disctui.safe_text import clean
from disctui.sources.finding import Find
from disctui.sources.source import Source
from disctui.tui.flows import filling
from disctui.tui.flows.text import edit_new
from disctui.tui.flows.writing import attempt
from disctui.tui.messages import MarksUsed, ReleaseExpected
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.field_form import FieldForm
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.screens.new_release import NewReleaseScreen
from disctui.tui.screens.preview import PreviewScreen
from disctui.tui.target import Target

_NAMED = 10
"""Files that a question lists by name; the rest are only counted."""


async def new_release(screen: CommandScreen[Any], target: Target) -> None:
    """Ask for a title, and make a release of what a source knows of it, else open a commented template.

    A bar code that was searched for is looked up where a source knows such codes. The file is to stand beside the
    release under the cursor.
    """
    screen.session.editor.require_writable()
    code = _scanned(target)
    await make_release(screen, target, {"release.upc": code} if code else {})


async def make_release(screen: CommandScreen[Any], target: Target, begun: dict[str, TOML]) -> None:
    """Make a release of which something is known already, by dotted key: a bar code, where it stands."""
    try:
        sources = await asyncio.to_thread(filling.sources_to_ask)
    except Refused:
        sources = []
    code = str(begun.get("release.upc", ""))
    if code and any(source.knows_codes for source in sources):
        answer = await screen.ask(_what_to_do(code, sources))
        if answer == "edition":
            await _edition_with(screen, code)
            return
        if answer is None or (answer == "look" and await filling.look_up(screen, target, begun, sources)):
            return
    typed = await _title(screen, sources)
    if isinstance(typed, Find):
        own = [source for source in sources if not source.is_online or source is typed.source]
        await filling.make(screen, target, typed, begun, own)
    elif typed:
        await _begin(screen, target, typed, begun)


def _what_to_do(code: str, sources: Sequence[Source]) -> MenuScreen:
    """The question what to do with a bar code that no release has."""
    names = ", ".join(source.title for source in sources)
    choices = [
        Choice("l", f"look it up: {names}", "look"),
        Choice("n", "a new release with it", "new"),
        Choice("c", "the same, as another edition of a film you have", "edition"),
    ]
    return MenuScreen(f"No release has the bar code {code}", choices)


async def _title(screen: CommandScreen[Any], sources: Sequence[Source]) -> Find | str | None:
    """The title of a new release, or what a source knows of it; None where it was left."""
    if sources:
        return await screen.ask(NewReleaseScreen(sources))
    title = await screen.ask(FieldForm(keys()["title"], "title", None, [], "new release"))
    return None if title is None or not title.value else str(title.value)


async def _begin(screen: CommandScreen[Any], target: Target, title: str, begun: dict[str, TOML]) -> None:
    """Ask for the year, then open a commented template."""
    year = await screen.ask(FieldForm(keys()["year"], "year", None, [], title, can_be_empty=True))
    if year is None:
        return
    values = {"title": title} | ({"year": year.value} if year.value else {}) | begun
    await edit_new(screen, screen.session.editor.new_release(values, target.folder))


def _scanned(target: Target) -> str:
    """The bar code that was searched for, where no release has it; else ""."""
    code = scanned(target.query) if target.release is None else None
    return code.digits if code is not None and code.mistake is None else ""


async def copy_edition(screen: CommandScreen[Any], target: Target) -> None:
    """Open a copy of a release as another edition of the same film; of one asked for, with a bar code none has."""
    screen.session.editor.require_writable()
    if target.path is not None:
        await _open_copy(screen, target.path)
    elif code := _scanned(target):
        await _edition_with(screen, code)


async def _edition_with(screen: CommandScreen[Any], code: str) -> None:
    """Ask of which film an edition has this bar code, and open it."""
    listings = sorted(screen.session.catalogue.listings.values(), key=lambda one: one.sort_key)
    choices = [Choice("", clean(titled(one), 200), one.id) for one in listings]
    chosen = await screen.ask(MenuScreen(f"{code} is another edition of which film?", choices, is_long=True))
    if chosen is not None:
        await _open_copy(screen, screen.session.catalogue.listings[chosen].path, code)


async def _open_copy(screen: CommandScreen[Any], path: str, code: str = "") -> None:
    await edit_new(screen, screen.session.editor.new_edition(path, code))


async def delete(screen: CommandScreen[Any], target: Target) -> None:
    """Move files to the platform's bin, after a question."""
    if not target.release_ids:
        return
    screen.session.editor.require_writable()
    listings = screen.session.catalogue.listings
    chosen = [listings[name] for name in target.release_ids if name in listings]
    lines = [f"  {clean(_named(one), 200)}" for one in chosen[:_NAMED]]
    more = [f"  … and {len(chosen) - _NAMED} more"] if len(chosen) > _NAMED else []
    question = f"To the bin: {len(chosen)} file{'' if len(chosen) == 1 else 's'}"
    text = Content("\n".join([*lines, *more, "", "The files go to the platform's bin, and u brings them back."]))
    if not await screen.ask(PreviewScreen(question, text)):
        return
    editor, paths = screen.session.editor, [one.path for one in chosen]
    outcome = attempt(screen, lambda: editor.delete(paths), f"{question} (u undoes it)")
    if outcome is not None and not outcome.failed:
        screen.post_message(MarksUsed())


def _named(one: Listing) -> str:
    """A release as a question names it, told from the other editions of its film."""
    return " · ".join(filter(None, (one.title, str(one.year or ""), one.studio, one.disc, one.path)))


async def rename(screen: CommandScreen[Any], target: Target) -> None:
    """Name a file after its title and year, after a question."""
    path = target.path
    if path is None or target.release is None:
        return
    editor = screen.session.editor
    editor.require_writable()
    name = editor.wanted_name(path, release_now(editor, path))
    if name is None:
        raise Refused("The file is named after its title already")
    text = Content(f"  {clean(path)}\n→ {clean(name)}\n\nIts id changes with it.")
    if not await screen.ask(PreviewScreen("Rename the file after its title", text)):
        return

    def renamed() -> Outcome:
        """Rename it, and let the cursor go to it once it is read."""
        outcome = editor.rename({path: name})
        for made in editor.relative(step.result for step in outcome.done):
            screen.post_message(ReleaseExpected(made))
        return outcome

    attempt(screen, renamed, f"renamed after its title, {name}")
