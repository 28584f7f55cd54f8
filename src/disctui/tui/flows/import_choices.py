"""What the owner says of a file while its plan is shown: its columns, its encoding, its dates, its format."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

import msgspec
from rich.cells import cell_len

from disctui.importers.reading import Planned, planned
from disctui.importers.registry import importers
from disctui.importers.sources import Choices, Source, UnknownFormat
from disctui.importers.table_columns import Column, columns_of, has_columns
from disctui.release.model import LISTS_OF_TABLES, keys
from disctui.safe_text import clean
from disctui.tui.flows.working import work
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.importing import ImportScreen
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.target import Target
from disctui.tui.widgets.row_list import fitted

_COMMENT = "comment"
_FOUND_OUT = "found out"
_WIDEST = 24
"""Cells of a column's name and of its field at most."""
_BESIDE = 24
"""Cells of the screen that a menu's frame, and the beginning of a value, take."""


async def choose_columns(screen: CommandScreen[Any], _: Target) -> None:
    """Say which column is which field, one after another; the plan is drawn anew after each."""
    if not isinstance(screen, ImportScreen):
        return
    tables = [source for source in screen.reading.sources if has_columns(source)]
    source = tables[0] if tables else None
    if len(tables) > 1:
        sheets = [Choice("", clean(one.name, 60), one.name) for one in tables]
        name = await screen.ask(MenuScreen("The columns of which sheet?", sheets))
        source = next((one for one in tables if one.name == name), None)
    at = 0
    while source is not None:
        found = await _change_column(screen, source, at)
        if found is None:
            return
        at = found
        name = source.name
        source = next((one for one in screen.reading.sources if one.name == name), None)


async def _change_column(screen: ImportScreen, source: Source, at: int) -> int | None:
    """Ask for one column and its field; the number of the column, or None where none was chosen."""
    reading = screen.reading
    try:
        columns = await asyncio.to_thread(columns_of, source)
    except OSError as error:
        screen.say(f"{source.name} can't be read: {error.strerror}", "error")
        return None
    lines = _lines_of(columns.columns, min(_WIDEST, max(8, (screen.size.width - _BESIDE) // 2)))
    chosen = await screen.ask(MenuScreen(f"Columns of {source.name}", lines, is_long=True, chosen=at))
    if chosen is None:
        return None
    number = int(chosen)
    column = columns.columns[number]
    if column.is_read_apart:
        screen.say(f"{source.importer.title} knows its column {column.name}; it can't go elsewhere.", seconds=5)
        return number
    key = await screen.ask(MenuScreen(f"{column.name} is", _fields(column), is_long=True))
    if key is not None and key != (column.key or _COMMENT):
        mapping = columns.changed(column.name, "" if key == _COMMENT else key)
        said = {**reading.choices.columns, source.name: mapping}
        await _read_anew(screen, msgspec.structs.replace(reading.choices, columns=said))
    return number


def _lines_of(columns: Sequence[Column], widest: int) -> list[Choice]:
    """Each column, its field and a value of it; names and fields are cut behind `widest` cells."""
    names = [clean(column.name, widest) for column in columns]
    fields = [clean(column.key or "(a comment)", widest) for column in columns]
    samples = [clean(column.sample, 60) for column in columns]
    name_width, field_width = (max(map(cell_len, texts), default=0) for texts in (names, fields))
    return [
        Choice("", f"{fitted(name, name_width)}  {fitted(field, field_width)}  {sample}", str(number))
        for number, (name, field, sample) in enumerate(zip(names, fields, samples, strict=True))
    ]


def _fields(column: Column) -> list[Choice]:
    """What a column may be, first what it is now."""
    offered = [key for key in keys().values() if key.name == "films" or key.kind not in LISTS_OF_TABLES]
    lines = [Choice("", f"{key.label}  ({key.name})", key.name, is_late=key.name != column.key) for key in offered]
    comment = Choice("", "None: it is kept as a comment", _COMMENT, is_late=bool(column.key))
    return [*lines, comment] if column.key else [comment, *lines]


async def choose_encoding(screen: CommandScreen[Any], _: Target) -> None:
    """Say in which encoding the file is written, by how it reads in each."""
    if not isinstance(screen, ImportScreen):
        return
    reading = screen.reading
    try:
        found = await asyncio.to_thread(reading.given.readings)
    except OSError as error:
        screen.say(f"{reading.given.name} can't be read: {error.strerror}", "error")
        return
    if not found:
        screen.say("Every encoding reads it alike.", seconds=4)
        return
    width = max(len(one.title) for one in found)
    lines = [Choice("", f"{one.title:<{width}}  {clean(one.sample, 60)}", one.encoding) for one in found]
    lines.insert(0, Choice("", "Find it out", _FOUND_OUT))
    now = next((at for at, one in enumerate(lines) if one.value == reading.choices.encoding), 0)
    name = await screen.ask(MenuScreen(f"In which encoding is {reading.given.name}?", lines, is_long=True, chosen=now))
    if name is not None:
        encoding = None if name == _FOUND_OUT else name
        await _read_anew(screen, msgspec.structs.replace(reading.choices, encoding=encoding))


async def choose_dates(screen: CommandScreen[Any], _: Target) -> None:
    """Say whether days or months come first."""
    if not isinstance(screen, ImportScreen):
        return
    reading = screen.reading
    lines = [
        Choice("f", "Find it out by the other dates of the file", _FOUND_OUT),
        Choice("d", "Day first: 3/4/2020 is the 3rd of April", "day"),
        Choice("m", "Month first: 3/4/2020 is the 4th of March", "month"),
    ]
    now = {None: 0, True: 1, False: 2}[reading.choices.day_first]
    chosen = await screen.ask(MenuScreen("What comes first in dates?", lines, chosen=now))
    if chosen is not None:
        day_first = None if chosen == _FOUND_OUT else chosen == "day"
        await _read_anew(screen, msgspec.structs.replace(reading.choices, day_first=day_first))


async def choose_format(screen: CommandScreen[Any], _: Target) -> None:
    """Say which program the file is of."""
    if not isinstance(screen, ImportScreen):
        return
    reading = screen.reading
    known = sorted(importers().importers.values(), key=lambda one: one.title.casefold())
    lines = [
        Choice("", "Find it out", _FOUND_OUT),
        *(Choice("", f"{one.title}  ({one.name})", one.name) for one in known),
    ]
    name = await screen.ask(MenuScreen(f"Of which program is {reading.given.name}?", lines, is_long=True))
    if name is not None:
        format_name = None if name == _FOUND_OUT else name
        await _read_anew(screen, msgspec.structs.replace(reading.choices, format_name=format_name, columns={}))


async def _read_anew(screen: ImportScreen, choices: Choices) -> None:
    """Read the file by what is said of it now, and draw the plan anew; where it can't be read so, nothing changes."""
    reading = screen.reading
    if choices == reading.choices:
        return
    read = partial(_planned, screen.session.catalogue, reading.given, choices)
    found = await work(screen, f"Reading {reading.given.name}", read)
    if isinstance(found, str):
        screen.say(found, "error", seconds=8)
    elif found is not None:
        screen.show_reading(found)


def _planned(*what: Any) -> Planned | str:
    """The plan, or why there is none, in words; called in a thread."""
    try:
        return planned(*what)
    except UnknownFormat as error:
        return error.advice
    except OSError as error:
        return f"it can't be read: {error.strerror}"
