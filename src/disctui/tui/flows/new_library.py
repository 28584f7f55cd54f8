"""A library of one's own, from the sample, an empty library or a folder that isn't there: made, remembered, opened."""

from typing import Any

from disctui.editing.new_library import folder_meant, make_library
from disctui.problem import Refused
from disctui.safe_text import clean
from disctui.settings import remember
from disctui.tui.messages import LibraryMade
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.lines_form import Line, LinesForm, Values
from disctui.tui.session import OPENING
from disctui.tui.target import Target

_USUAL = "~/discs"
_SAMPLES = {"no": False, "n": False, "": False, "yes": True, "y": True}


async def make_new_library(screen: CommandScreen[Any], _: Target) -> None:
    """Ask where, and whether the sample's releases come along; make it, remember it and open it at once."""
    if not screen.is_enabled("new-library"):
        raise Refused("This library is your own", "disctui DIR opens another one, disctui init DIR makes one")
    missing = screen.session.root if screen.session.failure is not None else ""
    lines = [
        Line("where", "Where", missing or _USUAL, "a folder", is_long=True, says=_where_said),
        Line("sample", "Sample", "no", "no", ["no", "yes"], says=_sample_said),
    ]

    made: list[LibraryMade] = []

    def save(values: Values) -> str | None:
        """Make it; why that can't be, in words."""
        with_sample = _SAMPLES.get(values["sample"].casefold())
        if not values["where"] or with_sample is None:
            return "Say where, e.g. ~/discs." if not values["where"] else "Write yes or no."
        folder = folder_meant(values["where"])
        try:
            make_library(folder, with_sample=with_sample)
        except Refused as error:
            return error.advice
        is_remembered = remember("library", values["where"])
        made.append(LibraryMade(str(folder), is_remembered=is_remembered))
        return None

    await screen.ask(LinesForm("A library of your own", lines, save, lambda _: "Your config.toml remembers where."))
    if made:
        screen.session.begun.add(OPENING)  # what is typed from here on is for the library that opens
        screen.app.post_message(made[0])


def _where_said(text: str) -> str:
    if not text:
        return "a folder, made if it is not there"
    folder = folder_meant(text)
    if folder.is_dir():
        return "is there, and what it holds stays as it is"
    return clean(f"{folder} is a file") if folder.exists() else "will be made"


def _sample_said(text: str) -> str:
    answers = {
        True: "yes: the sample's releases come along, to play with",
        False: "no: it begins empty",
        None: "yes or no",
    }
    return answers[_SAMPLES.get(text.casefold())]
