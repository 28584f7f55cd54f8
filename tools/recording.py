"""Makes the README's moving picture: the program itself at work on the sample library, as one SVG file.

Each line of the terminal is kept once, however many moments show it, and says by a CSS animation when it is seen. Where
motion is not wanted, and where SVG files are drawn without animations, the last moment is what is seen.
"""

import asyncio
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from disctui.library.locations import sample_library
from disctui.settings import Settings
from disctui.tui.app import DisctuiApp
from tools.screenshots import FOLDER, loaded, on_a_grid

NAME = "tour.svg"
SIZE = (100, 28)
_TYPED, _LOOKED_AT = 0.18, 2.2


class Step(NamedTuple):
    """Some keys, pressed one after the other."""

    keys: tuple[str, ...]
    seconds: float
    """How long each of the screens is seen that they lead to; the last one `_LOOKED_AT` longer."""


TOUR = (
    Step((), 0.8),
    Step(tuple("kalatazov"), _TYPED),
    Step(("enter", "3"), _TYPED),
    Step(("slash", "ctrl+u"), _TYPED),
    Step(tuple("8 1/2"), _TYPED),
    Step(("ctrl+u",), _TYPED),
    Step(tuple("by:kurosawa year:1950s"), 0.08),
    Step(("enter", "question_mark"), _TYPED),
    Step(("escape", "slash", "ctrl+u"), _TYPED),
    Step(tuple("spiderman"), _TYPED),
)
"""What the picture tells: a name misspelt, the specs, a title in figures, a condition, help."""

_CLASS = re.compile(r"\.terminal-\d+-(r\d+) \{(.*?)\}")
_ITEM = re.compile(r"<(?P<kind>rect|text)[^>]*? y=\"(?P<y>[\d.]+)\".*?(?:/>|</text>)", re.DOTALL)
_FIRST_LINE = {"rect": 1.5, "text": 20.0}
_LINE_HEIGHT = 24.4


class Moment(NamedTuple):
    """What the terminal shows for some time."""

    lines: tuple[str, ...]
    seconds: float


async def record(steps: Sequence[Step]) -> tuple[list[Moment], dict[str, str], str]:
    """Run the browser and press the keys; the moments, the class of each style, and the frame around them."""
    app = DisctuiApp(str(sample_library()), Settings(), is_cached=False)
    classes: dict[str, str] = {}
    moments: list[Moment] = []
    frame = ""
    async with app.run_test(size=SIZE) as pilot:
        await loaded(app, pilot)
        for step in steps:
            for key in step.keys or (None,):
                if key is not None:
                    await pilot.press({" ": "space", ":": "colon", "/": "slash"}.get(key, key))
                    await pilot.pause(0.3)
                frame = on_a_grid(app.export_screenshot(title="disctui"))
                moments.append(Moment(_lines(frame, classes), step.seconds))
            moments[-1] = moments[-1]._replace(seconds=step.seconds + _LOOKED_AT)
    return moments, classes, frame


def _lines(svg: str, classes: dict[str, str]) -> tuple[str, ...]:
    """The lines of a picture, each with its grounds and letters; styles are named alike in all pictures."""
    names = {found[1]: classes.setdefault(found[2].strip(), f"s{len(classes)}") for found in _CLASS.finditer(svg)}
    body = svg[svg.rindex('<g class="terminal-') :]
    lines: defaultdict[int, list[str]] = defaultdict(list)
    for found in _ITEM.finditer(body):
        item = re.sub(r' clip-path="[^"]*"| shape-rendering="[^"]*"', "", found[0])
        item = re.sub(r"terminal-\d+-(r\d+)", lambda name: names[name[1]], item)
        lines[round((float(found["y"]) - _FIRST_LINE[found["kind"]]) / _LINE_HEIGHT)].append(item)
    return tuple("".join(lines[number]) for number in range(SIZE[1]))


def animated(moments: Sequence[Moment], classes: dict[str, str], frame: str) -> str:
    """One picture of all moments, over and over again."""
    whole = sum(moment.seconds for moment in moments)
    seen: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for number, moment in enumerate(moments):
        for place, line in enumerate(moment.lines):
            if line:
                seen[place, line].append(number)
    starts = [sum(moment.seconds for moment in moments[:number]) / whole * 100 for number in range(len(moments))]
    rules, groups, known = [], [], dict[tuple[int, ...], str]()
    for (_, line), numbers in seen.items():
        if len(numbers) == len(moments):
            groups.append(f"<g>{line}</g>")
            continue
        when = known.setdefault(tuple(numbers), f"k{len(known)}")
        rest = "" if numbers[-1] == len(moments) - 1 else ' visibility="hidden"'
        groups.append(f'<g class="{when}"{rest}>{line}</g>')
    for shown, when in known.items():
        rules += [f"@keyframes {when} {{{_key_frames(shown, starts)}}}", f".{when} {{animation-name: {when}}}"]
    head, body = frame[: frame.rindex('<g class="terminal-')], ""
    body = "\n".join(groups)
    styles = "\n".join(f".{name} {{{rule}}}" for rule, name in classes.items())
    motion = f'g[class^="k"] {{animation: {whole:.1f}s step-end infinite}}'
    still = '@media (prefers-reduced-motion: reduce) {g[class^="k"] {animation: none}}'
    matrix = re.search(r'class="(terminal-\d+-matrix)"', frame)
    assert matrix is not None
    head = re.sub(r"\.terminal-\d+-r\d+ \{.*?\}\n?", "", head)
    head = re.sub(r'<clipPath id="terminal-\d+-line-\d+">.*?</clipPath>\n?', "", head, flags=re.DOTALL)
    head = head.replace("</style>", "\n".join([styles, motion, *rules, still]) + "\n</style>", 1)
    return f'{head}<g class="{matrix[1]}">\n{body}\n</g>\n</g>\n</svg>\n'


def _key_frames(shown: Sequence[int], starts: Sequence[float]) -> str:
    """When a line is seen: `visible` where one of its moments begins after another's, `hidden` where they end."""
    found, was_shown = [], None
    for number, start in enumerate(starts):
        is_shown = number in shown
        if is_shown is not was_shown:
            found.append(f"{start:.2f}% {{visibility: {'visible' if is_shown else 'hidden'}}}")
        was_shown = is_shown
    return " ".join(found)


def main() -> int:
    """Make the picture."""
    FOLDER.mkdir(exist_ok=True)
    text = animated(*asyncio.run(record(TOUR)))
    (FOLDER / NAME).write_text(text, encoding="utf-8")
    print(f"docs/{NAME} ({len(text) // 1024} KB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
