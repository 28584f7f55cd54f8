"""Fill in what is missing in releases, from the sources that config.toml names, after a plan."""

from collections.abc import Sequence
from typing import Any

from disctui.importers.existing import text_reader
from disctui.library.catalogue import Catalogue
from disctui.library.files import Unreadable
from disctui.problem import Refused
from disctui.release.days import this_day
from disctui.release_file.parsing import Broken
from disctui.safe_text import clean
from disctui.settings import read_settings
from disctui.sources.filling import Answer, Rules, answers, plan_of, wanted_at
from disctui.sources.registry import chosen, sources
from disctui.sources.source import Candidate, Source
from disctui.tui.flows.writing import is_writable
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.importing import ImportScreen
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.target import Target

_LETTERS = "abcdefghilmnop"


async def fill(screen: CommandScreen[Any], target: Target) -> None:
    """Fill the release under the cursor, or all that are marked, after a plan in which each is taken or skipped."""
    if not is_writable(screen) or not target.release_ids:
        return
    asked = await screen.in_thread(_sources_to_ask)
    if isinstance(asked, str):
        screen.say(asked, "warning", seconds=10)
        return
    screen.say(f"asking {', '.join(source.title for source in asked)} …", seconds=2)
    taken: frozenset[str] = frozenset()
    while True:
        found = await screen.in_thread(_answers, screen.session.catalogue, target.release_ids, asked, taken)
        if isinstance(found, str):
            screen.say(found, "warning", seconds=10)
            return
        unclear = (
            next((one for one in found if one.outcome == "several"), None) if len(target.release_ids) == 1 else None
        )
        if unclear is None or taken & {one.source_id for one in unclear.others}:
            break
        candidate = await screen.ask(MenuScreen(f"Which one is it at {unclear.source}?", _choices(unclear.others)))
        if candidate is None:
            break
        taken |= {candidate}
    plan = plan_of(found, with_differing=True)
    if not plan.rows:
        screen.say(_nothing(found), seconds=8)
        return
    names = ", ".join(dict.fromkeys(one.source for one in found if one.row is not None))
    await screen.ask(ImportScreen(screen.session, plan, "Fill in", f"fill from {names}"))


def _sources_to_ask() -> list[Source] | str:
    """The sources that can be asked; why there are none. Called in a thread."""
    try:
        return chosen(sources(read_settings().sources).sources, ())
    except Refused as refused:
        return refused.advice


def _answers(
    catalogue: Catalogue, release_ids: Sequence[str], asked: Sequence[Source], taken: frozenset[str]
) -> list[Answer] | str:
    """What the sources give; why none can be asked. Called in a thread."""
    wanted = []
    for name in release_ids:
        path = catalogue.listings[name].path
        try:
            wanted.append(wanted_at(catalogue.root, path))
        except (Unreadable, Broken) as error:
            return f"{path} is left as it is: {error.problem.advice}"
    try:
        return list(answers(wanted, asked, text_reader(catalogue.root), Rules(taken=taken, day=this_day())))
    except Refused as refused:
        return refused.advice


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
