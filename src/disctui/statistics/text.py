"""Panels as lines of text: a label, a bar of block elements, a number."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from disctui.release.details import money
from disctui.safe_text import clean
from disctui.statistics.panel import Bar, Panel

_PARTS = "▏▎▍▌▋▊▉█"
"""A cell filled from the left by one to eight eighths."""
_LEVELS = "▁▂▃▄▅▆▇█"
"""A cell filled from below by one to eight eighths."""
_NOTHING = "–"
_INDENT = 2
_LEAST_BAR = 8
"""Cells of a bar at least; labels are cut before it gets shorter."""
_WIDEST_LABEL = 32


class Columns(NamedTuple):
    """How wide the columns of a panel are, in cells."""

    label: int
    bar: int
    number: int

    @classmethod
    def of(cls, panel: Panel, width: int) -> "Columns":
        """Those of a panel that is so many cells wide."""
        number = max((len(shown_number(bar, panel)) for bar in panel.lines), default=1)
        room = max(width - _INDENT - number - 3, 2)
        longest = max((cells(clean(bar.label, 200)) for bar in panel.lines), default=0)
        label = max(1, min(longest, _WIDEST_LABEL, room - _LEAST_BAR))
        return cls(label, max(room - label, 1), number)


def heading(panel: Panel) -> str:
    """The line above a panel."""
    return f"{panel.title.upper()}  {panel.note}".rstrip()


def shown_number(bar: Bar, panel: Panel) -> str:
    """The number behind a bar: a count, or an amount."""
    if bar.amount is None:
        return f"{bar.count:,}" if bar.count or bar is panel.without else _NOTHING
    return money(bar.amount, panel.currency) if bar.count else _NOTHING


def shown_bar(bar: Bar, panel: Panel, width: int) -> str:
    """A bar, so many cells long at most; none for what has no value, and for others that are more than any one."""
    if bar is panel.without or not 0 < bar.size <= panel.largest:
        return ""
    full, part = divmod(max(1, round(8 * width * bar.size / panel.largest)), 8)
    return "█" * full + (_PARTS[part - 1] if part else "")


def shown_label(bar: Bar, width: int) -> str:
    """A label in just so many cells."""
    return fitted(clean(bar.label, 200), width)


def series(panel: Panel) -> str:
    """The bars of a panel in one line, a cell each; a lowest line is a month without anything."""
    if not panel.largest:
        return " " * len(panel.bars)
    steps = len(_LEVELS) - 1
    return "".join(
        _LEVELS[max(1, round(steps * bar.size / panel.largest))] if bar.size else _LEVELS[0] for bar in panel.bars
    )


def lines_of(panel: Panel, width: int) -> Iterator[str]:
    """A panel as lines that are so many cells wide at most."""
    yield heading(panel)
    if panel.is_series and panel.bars:
        yield f"{' ' * _INDENT}{series(panel)}"
        yield f"{' ' * _INDENT}{panel.bars[0].label} to {panel.bars[-1].label}"
        return
    columns = Columns.of(panel, width)
    for bar in panel.lines:
        shown = f"{shown_bar(bar, panel, columns.bar):<{columns.bar}} {shown_number(bar, panel):>{columns.number}}"
        yield f"{' ' * _INDENT}{shown_label(bar, columns.label)}  {shown}"
    if panel.foot:
        yield f"{' ' * _INDENT}{panel.foot}"


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def fitted(text: str, width: int) -> str:
    """A text filled to so many cells, or cut to them with an ellipsis."""
    if cells(text) > width:
        while text and cells(text) >= width:
            text = text[:-1]
        text += "…"
    return text + " " * (width - cells(text))
