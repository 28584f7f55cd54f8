"""`python -m tests.walks [--size WxH]... [--mode MODE]... [--picture FOLDER] [--releases N] [--list] [WALK ...]`.

Takes the walks whose names hold one of the WALKs, all without, through the sizes and modes that are named, all
without: one after the other, each on a copy of the sample library and in a home of its own. Prints how each went, a
table of walks by size and mode, and what was expected and seen where one failed; ends with 1 then, with 2 where no
walk is called so. With --picture, keeps a PNG of the steps that walks name, in a folder for each size and mode.
"""

import argparse
import tempfile
import time
import traceback
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from . import themes
from .person import LARGE, MODES, SIZES, Mode, Person
from .seen import WalkFailedError
from .walk import Walk

Size = tuple[int, int]


class Outcome(NamedTuple):
    """How a walk went in one size and mode."""

    walk: Walk
    size: Size
    mode: Mode
    failure: WalkFailedError | None

    @property
    def place(self) -> str:
        """The size and the mode in words."""
        return f"{_words(self.size)} {self.mode.name}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the walks that the command line asks for; gives the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.walks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("walks", nargs="*", metavar="WALK", help="a part of a walk's name")
    parser.add_argument("--size", action="append", type=_size, metavar="WxH", help="again for another")
    parser.add_argument("--mode", action="append", choices=MODES, help="again for another")
    parser.add_argument("--picture", type=Path, metavar="FOLDER")
    parser.add_argument("--releases", type=int, default=LARGE, metavar="N", help="of a large shelf")
    parser.add_argument("--list", action="store_true", help="print the walks and what must hold")
    asked = parser.parse_args(arguments)
    chosen = [one for one in themes.WALKS if not asked.walks or any(part in one.name for part in asked.walks)]
    if not chosen:
        parser.error("no walk is called so; --list prints them")
    if asked.list:
        for one in chosen:
            print(f"{one.name}\n    {one.holds}\n")
        return 0
    outcomes = [
        _took(one, size, MODES[mode], asked.picture, asked.releases)
        for size in asked.size or SIZES
        for mode in asked.mode or MODES
        for one in chosen
    ]
    _print_table(outcomes)
    return int(any(outcome.failure for outcome in outcomes))


def _size(text: str) -> Size:
    columns, rows = text.split("x")
    return int(columns), int(rows)


def _words(size: Size) -> str:
    return f"{size[0]}x{size[1]}"


def _took(walk: Walk, size: Size, mode: Mode, pictures: Path | None, large: int) -> Outcome:
    """Take one walk, and say how it went."""
    began = time.monotonic()
    failure = None
    with tempfile.TemporaryDirectory(prefix="walk-", ignore_cleanup_errors=True) as folder:
        keep = partial(_keep, pictures / f"{_words(size)}-{mode.name}", walk) if pictures else None
        person = Person(Path(folder), size, mode, keep, large)
        try:
            walk.take(person)
        except WalkFailedError as error:
            failure = error
        except (AssertionError, LookupError, OSError, ValueError):  # a screen that the walk did not foresee
            failure = WalkFailedError("the walk to go on", traceback.format_exc())
    outcome = Outcome(walk, size, mode, failure)
    print(
        f"{'failed' if failure else 'held  '}  {outcome.place:16}  {walk.name}  ({time.monotonic() - began:.0f} s)",
        flush=True,
    )
    for words in person.remarked:
        print(f"    {words}", flush=True)
    if failure:
        print(f"    expected {failure.expected}\n    the screen showed\n{_indented(failure.showed)}", flush=True)
    return outcome


def _keep(folder: Path, walk: Walk, person: Person, step: str) -> None:
    from .picture import draw  # only who wants pictures needs what draws them

    draw(person.coloured_screen(), folder / f"{walk.name.replace(' ', '-')}--{step.replace(' ', '-')}.png")


def _indented(text: str) -> str:
    return "\n".join("    | " + line.rstrip() for line in text.split("\n"))


def _print_table(outcomes: Sequence[Outcome]) -> None:
    """Walks by sizes and modes, and how many held in each."""
    places = list(dict.fromkeys(outcome.place for outcome in outcomes))
    failed = {(outcome.walk.name, outcome.place) for outcome in outcomes if outcome.failure}
    names = list(dict.fromkeys(outcome.walk.name for outcome in outcomes))
    print("\n" + "\n".join(f"{number:3}  {place}" for number, place in enumerate(places, 1)))
    width = max(map(len, names))
    print("\n" + " " * width + "".join(f"{number:3}" for number in range(1, len(places) + 1)) + "   + held, F failed")
    for name in names:
        print(name.ljust(width) + "".join("  F" if (name, place) in failed else "  +" for place in places))
    held = [sum((name, place) not in failed for name in names) for place in places]
    print(f"held of {len(names)}".ljust(width) + "".join(f"{count:3}" for count in held))
