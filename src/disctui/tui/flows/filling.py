"""Fill in what is missing in releases, from the sources that config.toml names, after a plan."""

import asyncio
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from disctui.importers.existing import text_reader
from disctui.library.catalogue import Catalogue
from disctui.library.files import Unreadable
from disctui.long_work import Stopped, Tell
from disctui.problem import Refused
from disctui.release.days import this_day
from disctui.release.model import TOML
from disctui.release_file.parsing import Broken
from disctui.safe_text import clean
from disctui.settings import read_settings
from disctui.sources.filling import Answer, Rules, answers, wanted_at
from disctui.sources.finding import Find, by_code, new_answers
from disctui.sources.registry import chosen, sources
from disctui.sources.source import Candidate, Source, Wanted
from disctui.tui.flows.working import work
from disctui.tui.flows.writing import carry_out
from disctui.tui.messages import MarksUsed
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.filling import FillScreen
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.target import Target

_LETTERS = "abcdefghilmnop"


async def fill(screen: CommandScreen[Any], target: Target) -> None:
    """Fill the release under the cursor, or all that are marked, after a plan in which each key is taken or left."""
    screen.session.editor.require_writable()
    if not target.release_ids:
        return
    asked = await asyncio.to_thread(sources_to_ask)
    wanted = await asyncio.to_thread(_wanted, screen.session.catalogue, target.release_ids)
    taken: frozenset[str] = frozenset()
    while True:
        rules = _rules(screen, taken)
        ask = functools.partial(answers, wanted, asked, text_reader(screen.session.catalogue.root), rules)
        found = await _gathered(screen, ask, len(wanted) * len(asked), asked)
        unclear = next((one for one in found if one.outcome == "several"), None) if len(wanted) == 1 else None
        if unclear is None or taken & {one.source_id for one in unclear.others}:
            break
        candidate = await screen.ask(MenuScreen(f"Which one is it at {unclear.source}?", _choices(unclear.others)))
        if candidate is None:
            break
        taken |= {candidate}
    if not any(answer.row for answer in found):
        raise Refused(_nothing(found))
    if await _write(screen, found, rules) and len(wanted) > 1:
        screen.post_message(MarksUsed())


async def _write(screen: CommandScreen[Any], found: Sequence[Answer], rules: Rules) -> bool:
    """Write what the owner takes of the answers; whether any file was changed."""
    agreed = await screen.ask(FillScreen(screen.session, found, rules))
    if agreed is None:
        return False
    names = ", ".join(dict.fromkeys(answer.source for answer in found if answer.row is not None))
    return await carry_out(screen, agreed, f"Filling in from {names}", f"fill from {names}")


async def _gathered(
    screen: CommandScreen[Any], ask: Callable[[], Iterator[Answer]], total: int, asked: Sequence[Source]
) -> list[Answer]:
    """What the sources give, with a way to stop where that takes long.

    Raises:
        Refused: none can be asked, or it was stopped before.
    """
    names = ", ".join(source.title for source in asked)
    found = await work(screen, f"Asking {names}", functools.partial(_told, ask, total), "what was answered is kept")
    if found is None:
        raise Refused("Nothing was asked")
    return found


def _told(ask: Callable[[], Iterator[Answer]], total: int, tell: Tell) -> list[Answer]:
    """The answers, told one by one; those that came before it was stopped."""
    found: list[Answer] = []
    try:
        for answer in ask():
            found.append(answer)
            tell("answered", len(found), total)
    except Stopped:
        pass
    return found


async def look_up(
    screen: CommandScreen[Any], target: Target, begun: Mapping[str, TOML], asked: Sequence[Source]
) -> bool:
    """Make a release of what the sources say of a bar code; whether one of them knows it."""
    digits = str(begun["release.upc"])
    try:
        finds = await asyncio.to_thread(by_code, digits, asked)
    except Refused as refused:  # the title is asked for instead
        screen.refuse(refused)
        return False
    if not finds:
        names = ", ".join(source.title for source in asked if source.knows_codes)
        screen.say(f"{names} does not know {digits}.", seconds=6)
        return False
    find: Find | None = finds[0]
    if len(finds) > 1:
        number = await screen.ask(MenuScreen(f"Which one is {digits}?", _choices([one.candidate for one in finds])))
        find = next((one for one in finds if one.candidate.source_id == number), None)
    if find is not None:
        await make(screen, target, find, begun, asked)
    return True


async def make(
    screen: CommandScreen[Any], target: Target, find: Find, begun: Mapping[str, TOML], asked: Sequence[Source]
) -> None:
    """Make a new release of a candidate, after a plan; nothing is written before.

    Args:
        screen: The screen in front.
        target: Beside which release it is to stand.
        find: The candidate.
        begun: What is known already, by dotted key.
        asked: The sources that may complete it: those on the network only if the candidate is theirs.
    """
    rules = _rules(screen, frozenset())
    ask = functools.partial(new_answers, find, begun, target.folder, asked, rules)
    found = await _gathered(screen, ask, len(asked), asked)
    await _write(screen, found, rules)


def sources_to_ask() -> list[Source]:
    """The sources that can be asked. Called in a thread.

    Raises:
        Refused: there is none.
    """
    return chosen(sources(read_settings().sources).sources, ())


def _rules(screen: CommandScreen[Any], taken: frozenset[str]) -> Rules:
    return Rules(taken=taken, day=this_day(), covers_for=Path(screen.session.catalogue.root))


def _wanted(catalogue: Catalogue, release_ids: Sequence[str]) -> list[Wanted]:
    """The releases as their files have them. Called in a thread.

    Raises:
        Refused: one can't be read.
    """
    wanted = []
    for name in release_ids:
        path = catalogue.listings[name].path
        try:
            wanted.append(wanted_at(catalogue.root, path))
        except (Unreadable, Broken) as error:
            raise Refused(f"{path} is left as it is: {error.problem.advice}") from error
    return wanted


def _choices(candidates: Sequence[Candidate]) -> list[Choice]:
    return [
        Choice(letter, clean(candidate.words, 120), candidate.source_id)
        for letter, candidate in zip(_LETTERS, candidates, strict=False)
    ]


def _nothing(found: Sequence[Answer]) -> str:
    """Why there is nothing to write, in words."""
    failed = next((one.trouble for one in found if one.trouble), None)
    if failed:
        return failed
    if any(one.outcome == "same" for one in found):
        return "Nothing is missing that a source knows."
    if any(one.outcome == "several" for one in found):
        return "No source is sure which film it is; one release at a time, you are asked."
    return "No source knows it."
