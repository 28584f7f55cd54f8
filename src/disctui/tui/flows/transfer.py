"""What comes from other programs and goes to them: an import after its plan, an export of what is found."""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from disctui.exporters.exporter import Exporter, Options, counted, omissions
from disctui.exporters.formats import EXPORTERS
from disctui.exporters.selection import entries_named, names_of
from disctui.importers.reading import planned
from disctui.importers.sources import Choices
from disctui.library.catalogue import Catalogue
from disctui.long_work import Tell, told
from disctui.problem import Refused
from disctui.safe_write.atomic import WriteError, free_path
from disctui.safe_write.stream import write_pieces
from disctui.tui.flows.working import work
from disctui.tui.flows.writing import carry_out
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.import_dialog import ImportDialog
from disctui.tui.screens.importing import ImportScreen
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.screens.prompt import PromptScreen
from disctui.tui.target import Target


async def import_file(screen: CommandScreen[Any], _: Target) -> None:
    """Import a file or a pasted page, after a plan in which each row is taken, merged or skipped."""
    screen.session.editor.require_writable()
    known = await screen.ask(ImportDialog())
    if known is None:
        return
    read = partial(planned, screen.session.catalogue, known.given, Choices(), sources=known.sources)
    reading = await work(screen, f"Reading {known.given.name}", read)
    if reading is None:
        screen.say("Stopped: nothing was imported.")
    elif reading.plan.rows:
        agreed = await screen.ask(ImportScreen(screen.session, reading))
        if agreed is not None:
            await carry_out(screen, agreed, f"Importing {known.given.name}")
    else:
        raise Refused("There are no releases in it")


async def export(screen: CommandScreen[Any], target: Target) -> None:
    """Write what the query finds, or the whole library, to a file in a format and at a place that are asked for."""
    catalogue = screen.session.catalogue
    shelf = catalogue.shelves.named(target.shelf) if target.shelf else None
    query = target.query if shelf is None else catalogue.shelves.query_of(shelf, target.query)
    names = await asyncio.to_thread(names_of, catalogue, query)
    if not names:
        why = (
            "only near matches are found, and they are not exported" if query.strip() else "there is nothing to export"
        )
        raise Refused(f"No file is written: {why}")
    choices = [Choice(name[0], f"{name}: {one.title}", name) for name, one in EXPORTERS.items()]
    name = await screen.ask(MenuScreen("Export what is found as", choices))
    if name is None:
        return
    exporter = EXPORTERS[name]
    agreed: list[str] = []

    def refusal(typed: str) -> str | None:
        """Why a file can't be written where it is wanted; one that is there is written over the second time."""
        file = _target(typed)
        if file.is_dir():
            return f"{file} is a folder: name a file in it."
        if not file.parent.is_dir():
            return f"There is no folder {file.parent}."
        if (file.exists() or file.is_symlink()) and typed not in agreed:
            agreed.append(typed)
            return f"There is a file {file.name} already: enter once more writes over it."
        return None

    typed = await screen.ask(PromptScreen("Export to which file?", str(_proposed(exporter)), refusal))
    if typed is not None:
        if screen.session.catalogue is not catalogue:  # the library changed while it was asked for
            catalogue = screen.session.catalogue
            names = await asyncio.to_thread(names_of, catalogue, query)
        write = partial(_export, catalogue, names, exporter, _target(typed))
        words = await work(screen, f"Writing {_target(typed).name}", write)
        screen.say(words or "Stopped: nothing was written.", seconds=8)


def _proposed(exporter: Exporter) -> Path:
    """A file that is free where the program was started; where that folder can't be read, whatever it holds."""
    path = Path.cwd() / f"disctui-export{exporter.ending}"
    try:
        return free_path(path)
    except WriteError:
        return path


def _target(typed: str) -> Path:
    return Path(typed.strip()).expanduser().absolute()


def _export(catalogue: Catalogue, names: Sequence[str], exporter: Exporter, target: Path, tell: Tell) -> str:
    """Write an export; what was done, in words. Called in a thread."""
    entries, _ = entries_named(catalogue, names, tell)
    options = Options(root=catalogue.root)
    try:
        pieces = exporter.export(told(entries, "writing", len(entries), tell), options)
        write_pieces(pieces, target, strange=Path(catalogue.root))
    except Refused as refused:
        return refused.advice
    except OSError as error:
        return f"{target} can't be written: {error.strerror}"
    return "; ".join(
        [f"{counted(len(entries), 'release')} written to {target}", *omissions(entries, options, exporter.name)]
    )
