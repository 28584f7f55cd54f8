"""What leaves the terminal: the user's own editor, the clipboard, the web browser."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textual.app import SuspendNotSupported

from disctui.external_browser import NoBrowser, open_page
from disctui.external_editor import at_line, deaf_to_interrupts, editor_command, run_editor
from disctui.problem import Refused
from disctui.release.film_id import film_id
from disctui.release_file.value_checks import is_openable
from disctui.safe_text import clean
from disctui.tui.flows.writing import meant_line
from disctui.tui.messages import TerminalReturned
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.target import Target
from disctui.tui.textual_patches import copy_with_program


async def edit_target(screen: CommandScreen[Any], target: Target) -> None:
    """Open a file in the user's editor, at the film that is meant, or else at its problem if it has one."""
    if target.path is not None:
        edit_file(screen, target.path, meant_line(screen, target), 1 if target.film else target.column)


def edit_file(screen: CommandScreen[Any], path: str, line: int = 1, column: int = 1, more: Sequence[str] = ()) -> None:
    """Hand a file to the user's editor, then remember what was changed, so that it can be undone, and read it again.

    Args:
        screen: The screen in front.
        path: The file, relative to the library, or absolute where it stands elsewhere, as config.toml does.
        line: Where to begin, from 1.
        column: The character of that line, from 1.
        more: Files that are opened beside it.
    """
    session, is_of_library = screen.session, not path.startswith("/")  # config.toml stands elsewhere
    if is_of_library:
        session.editor.require_writable()
    command = [*at_line(editor_command(session.environ), str(Path(session.root) / path), line, column), *more]
    before, _ = session.editor.read([path] if is_of_library else [])
    try:
        with deaf_to_interrupts(), screen.app.suspend():
            failure = run_editor(command, session.environ)
        screen.app.post_message(TerminalReturned())
    except SuspendNotSupported as error:
        raise Refused("This terminal can't be handed to an editor", "E edits the text right here") from error
    if failure is not None:
        screen.say(failure, "warning")
    try:
        session.editor.note_since(before, f"edit {path}")
    except Refused as error:
        screen.say(f"u can't undo it: {error.advice}", "warning")
    screen.app.refresh(layout=True)
    session.read_again(path)


async def reload(screen: CommandScreen[Any], _: Target) -> None:
    """Look through the whole folder again, and say what has changed in it."""
    session = screen.session
    before = session.catalogue.entries
    screen.let_keys_go_on()
    await session.read_anew()
    changed = len(session.catalogue.entries.differing_from(before))
    files = "nothing has changed" if not changed else f"{changed:,} file{'' if changed == 1 else 's'} changed"
    screen.say(f"Read again: {files}.", seconds=3)


def edit_both(screen: CommandScreen[Any], path: Path, mine: bytes) -> None:
    """Hand the file as it is, and what was typed as a file beside it, to the user's editor."""
    handle, name = tempfile.mkstemp(prefix=f"{path.stem}-mine-", suffix=".txt")
    with os.fdopen(handle, "wb") as file:
        file.write(mine)
    edit_file(screen, str(path), more=[name])


async def copy_text(screen: CommandScreen[Any], target: Target) -> None:
    """Ask what of a release goes to the clipboard, and copy it."""
    session, release = screen.session, target.release
    if release is None or target.release_id is None:
        return
    number = (release.films[target.film - 1] if target.film else release).year
    year = f" ({number})" if number else ""
    texts = [("t", "title", target.title + year), ("i", "id", film_id(target.release_id, target.film or 0))]
    texts += [("p", "path", str(Path(session.root) / target.path))] if target.path is not None else []
    texts += [("d", "directors", ", ".join(release.directors))] if release.directors else []
    texts += [("u", "UPC", release.release.upc)] if release.release.upc else []
    texts += [("l", "store link", release.price.store_url)] if release.price.store_url else []
    choices = [Choice(key, f"{label}: {text}", text) for key, label, text in texts]
    chosen = await screen.ask(MenuScreen("Copy", choices))
    if chosen is not None:
        safe = clean(chosen)
        screen.app.copy_to_clipboard(safe)
        copy_with_program(safe, session.environ)
        screen.say(f"copied: {clean(safe, 80)}", seconds=2)


async def open_store(screen: CommandScreen[Any], target: Target) -> None:
    """Open a store's page in the web browser, if its address is one that may be opened."""
    url = target.release.price.store_url if target.release is not None else None
    if not url:
        screen.say("There is no store link in this file: a fills one in.")
        return
    if not is_openable(url):
        screen.say(f"not opened, only http and https are: {clean(url, 80)}", "warning")
        return
    try:
        open_page(url, screen.session.environ)
    except NoBrowser:
        screen.app.copy_to_clipboard(url)
        screen.say(f"no web browser here; the address is copied: {clean(url, 120)}")
    else:
        screen.say(f"opened {clean(url, 120)}", seconds=2)
