"""What a half-typed query may become: names of fields and their values, most likely first."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec
import numpy as np

from disctui.search.fields import CODES, FIELDS, NAMES, QUERY_NAMES, STATUSES, Takes
from disctui.search.folding import fold
from disctui.search.index import Index
from disctui.search.segment import Segment

MOST = 20
"""Completions that are offered."""
_FIRST = ("director", "actor", "year", "genre", "studio", "country", "format", "status", "tag", "location", "rating")
"""Names that are offered before the others that begin alike."""


class Completion(msgspec.Struct, frozen=True):
    """One way to go on."""

    start: int
    end: int
    """The part of the query that it replaces."""
    replacement: str
    hint: str = ""
    """A word about it, e.g. how many releases it finds."""


def complete(index: Index, text: str, cursor: int) -> list[Completion]:
    """What the part of `text` before `cursor` may become, most likely first."""
    start = _start(text[:cursor])
    part = text[start:cursor].removeprefix("-")
    start = cursor - len(part)
    name, colon, value = part.partition(":")
    if not colon:
        names = [known for known in _names(index) if part and known.startswith(part.casefold())]
        names.sort(key=lambda known: (known not in _FIRST, "." in known, known))
        return [Completion(start, cursor, f"{known}:") for known in names[:MOST]]
    begun = value.strip('"')
    return [
        Completion(start, cursor, f"{name}:{_quoted(one)}", f"{count:,}" if count else "")
        for one, count in values(index, name, begun)
    ]


def values(index: Index, name: str, begun: str = "", most: int = MOST) -> list[tuple[str, int]]:
    """Values that the library has for a field, with their numbers of uses, most used first.

    Args:
        index: The library's index.
        name: Of a field, as a query has it.
        begun: How the value begins, or one of its words.
        most: How many at most.
    """
    fields = QUERY_NAMES.get(name.casefold(), (name,))
    if "collection.status" in fields:
        return [(status, 0) for status in STATUSES if status.startswith(begun.casefold())]
    if any(field in FIELDS and FIELDS[field].takes is Takes.YES_NO for field in fields):
        return [(answer, 0) for answer in ("yes", "no") if answer.startswith(begun.casefold())]
    counted: Counter[str] = Counter()
    for segment, _ in index.segments:
        for text, count in _uses(segment, fields):
            counted[text] += count
    wanted = fold(begun)
    fitting = (pair for pair in counted.items() if not wanted or _begins(pair[0], wanted))
    return sorted(fitting, key=lambda pair: (-pair[1], pair[0]))[:most]


def _start(typed: str) -> int:
    """Where the word under the cursor begins; blanks within quotes are part of it."""
    is_quoted = False
    start = 0
    for at, letter in enumerate(typed):
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == " " and not is_quoted:
            start = at + 1
    return start


def _names(index: Index) -> Iterable[str]:
    return (*QUERY_NAMES, *index.own_fields)


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return fold(text)


def _begins(text: str, wanted: str) -> bool:
    folded = _folded(text)
    return folded.startswith(wanted) or f" {wanted}" in folded


def _uses(segment: Segment, fields: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """The texts that a segment has in some fields, each with its number of uses."""
    own = {name: len(NAMES) + place for place, name in enumerate(segment.own)}
    codes = [CODES[field] if field in CODES else own[field] for field in fields if field in CODES or field in own]
    arrays = segment.arrays
    places = np.flatnonzero(np.isin(arrays.use_fields, np.array(codes, np.uint8)))
    if not len(places):
        return
    texts = np.searchsorted(arrays.use_bounds, places, side="right") - 1
    numbers, counts = np.unique(texts, return_counts=True)
    for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
        first, after = int(arrays.text_bounds[number]), int(arrays.text_bounds[number + 1])
        shown = bytes(arrays.text_bytes[first:after]).decode(errors="replace")
        if shown:
            yield shown, count
