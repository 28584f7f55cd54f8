"""The lines of a typed list: which are its items, which are headings, and what is said below an item.

Where half of the lines or more have a mark, which is a bullet, a box or a number, a line without one is

- said of the item above it, where it is indented deeper than that item's mark;
- a heading, where no item stands above it, or none below it though a blank line parts it from those above;
- a heading, where it names a kind of disc, a genre or a status alone, ends with a colon or is marked or underlined
  as one, is written in capitals, says how many items follow, or is one of the lines that part the list: with a blank
  line above it (unless most lines have one), less indented than the items, or with numbers that begin anew below it;
- else an item whose mark was forgotten, which costs a row of the plan where it is wrong; the other way a film is lost.

Where more lines have no mark, all are items but those that name a kind of disc alone, end with a colon, or are marked
or underlined as headings.
"""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from disctui.importers import foreign_values
from disctui.importers.glued_titles import only_kinds
from disctui.importers.importer import Unmapped

_DASH = r"\-\u2013\u2014"
_BULLET = re.compile(rf"[{_DASH}*+\u2022\u25e6\u25aa\u2023\u00b7]\s+(?=\S)")
_BOX = re.compile(r"\[(?P<mark>[ xX\u2713\u2714]?)\]\s+(?=\S)")
_NUMBER = re.compile(r"#?(?P<number>\d{1,5})\s*[.):]\s+(?=\S)")
_RULE = re.compile(rf"[=_*~#\s{_DASH}]{{3,}}")
_HEADING = re.compile(r"#{1,6}\s+(?P<hash>.+?)(?:\s+#+)?|=+\s*(?P<rule>[^=]+?)\s*=+|(?P<colon>.+):")
_COUNT = re.compile(r"\s*[(\[](?P<count>\d{1,5})(?:\s+[^\W\d]+)?[)\]]$")
_GENRES = frozenset(
    {
        "action", "adventure", "animation", "anime", "biography", "cartoons", "children", "comedies", "comedy", "crime",
        "documentaries", "documentary", "drama", "dramas", "family", "fantasy", "film noir", "foreign", "horror",
        "martial arts", "musicals", "music", "mystery", "noir", "romance", "sci-fi", "science fiction", "silent films",
        "thriller", "thrillers", "tv", "tv series", "tv shows", "westerns", "box sets", "boxsets", "steelbooks",
        "abenteuer", "dokumentarfilme", "dokumentation", "komödie", "komödien", "krimi", "krimis", "liebesfilme",
        "serien", "zeichentrick", "boxen",
        "aventure", "comédie", "comédies", "dessins animés", "documentaires", "drame", "horreur", "policier",
        "science-fiction", "séries", "coffrets",
        "acción", "animación", "aventuras", "ciencia ficción", "comedia", "comedias", "documentales", "series",
        "suspense", "terror",
        "azione", "avventura", "animazione", "commedia", "fantascienza", "orrore", "serie",
    }
)  # fmt: skip
"""Headings of lists that would hardly be a film between two others."""
_DEEPER = 2
"""Columns from which a line is indented deeper than another."""
_LEAST_CAPITALS = 4
"""Letters from which capitals tell a heading; a shorter title may be written in them."""


class Entry(NamedTuple):
    """A line of the list that is a film."""

    line: int
    text: str
    heading: str = ""
    """What stands above it, "" where nothing does."""
    mark: str = ""
    """What is ticked off before it."""
    below: tuple[str, ...] = ()
    """What is said of it in lines of their own."""


class Parts(NamedTuple):
    """What a list consists of."""

    entries: list[Entry]
    headings: tuple[Unmapped, ...]


class _Line(NamedTuple):
    number: int
    text: str
    is_item: bool
    """Whether a bullet, a box or a number stood before it."""
    mark: str
    ordinal: int
    """The number before it, 0 where it has none."""
    indent: int
    is_apart: bool
    """Whether the next line is blank."""
    is_below_blank: bool
    """Whether the line above is blank."""
    goes_on: bool
    """Whether it stands below an item and is indented deeper."""


class _Around(NamedTuple):
    """The nearest items above and below a line."""

    above: _Line | None
    below: _Line | None


def parts_of(text: str) -> Parts:
    """The films of a list, and its headings; rules are passed over."""
    lines = _lines(text)
    items = sum(line.is_item for line in lines)
    are_items = items > 1 and items * 2 >= len(lines) - sum(line.goes_on for line in lines)
    is_spaced = _are_spaced(lines)
    apart = sum(line.is_apart for line in lines)
    letters = sum(len(line.text) == 1 and line.text.isalpha() for line in lines)
    heading = ""
    entries: list[Entry] = []
    headings = []
    around = _items_around(lines)
    for at, line in enumerate(lines):
        if _RULE.fullmatch(line.text):
            continue
        if are_items and line.goes_on and entries:
            entries[-1] = entries[-1]._replace(below=(*entries[-1].below, line.text))
            continue
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        is_letter = letters > 2 and len(line.text) == 1 and line.text.isalpha()
        match = None if line.is_item else _HEADING.fullmatch(line.text)
        is_head = not line.is_item and (
            is_letter
            or (len(below) > 2 and _RULE.fullmatch(below) is not None)
            or bool(only_kinds(line.text))
            or (at == 0 and line.is_apart and apart * 3 <= len(lines))
        )
        if are_items and not (line.is_item or is_head or match):
            is_head = _is_heading_among_items(lines, at, around[at], is_spaced=is_spaced)
        if not (is_head or is_letter or match):
            entries.append(Entry(line.number, line.text, heading, line.mark))
            continue
        headings.append(Unmapped(f"line {line.number}", line.text))
        if not is_letter:
            heading = next(filter(None, match.groups()), "") if match else line.text
    return Parts(entries, tuple(headings))


def bare_heading(text: str) -> str:
    """A heading without how many items it says it has."""
    return _COUNT.sub("", text)


def _lines(text: str) -> list[_Line]:
    texts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = []
    are_numbered = _are_numbered(texts)
    deeper = -1
    for number, line in enumerate(texts, 1):
        bare = line.strip()
        if not bare:
            deeper = -1
            continue
        rest = _BULLET.sub("", bare, count=1) if _BULLET.match(bare) else bare
        box = _BOX.match(rest)
        rest = rest[box.end() :] if box else rest
        count = _NUMBER.match(rest) if are_numbered else None
        rest = rest[count.end() :] if count else rest
        indent = _indent(line)
        is_item = rest != bare
        goes_on = not is_item and 0 <= deeper <= indent
        deeper = indent + _DEEPER if is_item else deeper if goes_on else -1
        found.append(
            _Line(
                number=number,
                text=rest,
                is_item=is_item,
                mark=box["mark"].strip() if box else "",
                ordinal=int(count["number"]) if count else 0,
                indent=indent,
                is_apart=number < len(texts) and not texts[number].strip(),
                is_below_blank=number > 1 and not texts[number - 2].strip(),
                goes_on=goes_on,
            )
        )
    return found


def _are_numbered(texts: Sequence[str]) -> bool:
    """Whether most lines begin with a number, those aside that are indented deeper."""
    numbered = [_indent(line) for line in texts if _NUMBER.match(line.strip())]
    deeper = min(numbered, default=0) + _DEEPER
    return len(numbered) * 2 > sum(_indent(line) < deeper for line in texts if line.strip())


def _indent(line: str) -> int:
    """The columns before a line's text."""
    wide = line.expandtabs()
    return len(wide) - len(wide.lstrip())


def _are_spaced(lines: Sequence[_Line]) -> bool:
    """Whether a blank line stands between most items, or between most lines where no two items follow one another."""
    pairs = [below.is_below_blank for above, below in itertools.pairwise(lines) if above.is_item and below.is_item]
    between = pairs or [line.is_below_blank for line in lines[1:]]
    return sum(between) * 2 > len(between)


def _items_around(lines: Sequence[_Line]) -> list[_Around]:
    """The nearest items around each line."""
    above: list[_Line | None] = [None]
    for line in lines:
        above.append(line if line.is_item else above[-1])
    below: list[_Line | None] = [None]
    for line in reversed(lines):
        below.append(line if line.is_item else below[-1])
    return list(map(_Around, above[:-1], reversed(below[:-1])))


def _is_heading_among_items(lines: Sequence[_Line], at: int, around: _Around, *, is_spaced: bool) -> bool:
    """Whether a line without a mark is a heading, in a list whose other lines have one.

    Args:
        lines: The list.
        at: Which line of it.
        around: The items around it.
        is_spaced: Whether a blank line stands between most lines.
    """
    line, (above, below) = lines[at], around
    parts_the_list = line.is_below_blank and not is_spaced
    if above is None or below is None:
        return above is None or parts_the_list
    bare = bare_heading(line.text)
    return (
        parts_the_list
        or (bool(only_kinds(bare)) or bare.casefold() in _GENRES or foreign_values.status(bare) is not None)
        or (sum(map(str.isalpha, bare)) >= _LEAST_CAPITALS and bare.isupper() and not above.text.isupper())
        or _says_how_many(lines, at)
        or line.indent + _DEEPER <= min(above.indent, below.indent)
        or (below.ordinal == 1 and above.ordinal > 0)
    )


def _says_how_many(lines: Sequence[_Line], at: int) -> bool:
    """Whether a line ends with the number of the items that follow it."""
    match = _COUNT.search(lines[at].text)
    if match is None:
        return False
    following = itertools.takewhile(lambda number: lines[number].is_item, range(at + 1, len(lines)))
    return int(match["count"]) == sum(1 for _ in following)
