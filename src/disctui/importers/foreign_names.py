"""Names of people as lists in one cell: parted by many signs, turned around, with the part played in brackets."""

import re
from itertools import pairwise

_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|m\.?d|ph\.?d|esq)\.?$", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_STRONG = ";|\n\u2028"
"""Signs that part names and stand in none."""
_PARTICLE = re.compile(r"^(?:von|van|de|del|della|der|den|la|le|di|da|dos|du|des|ten|ter|zu|mac|st\.?) ", re.IGNORECASE)
_AS = re.compile(r"\s+(?:\.\.\.|…|as|als)\s+.*$|\s*::.*$")


def person(text: str) -> str | None:
    """One person's name in the order it is spoken: `Lester, Richard` is Richard Lester."""
    parts = [" ".join(part.split()) for part in text.split(",")]
    parts = [part for part in parts if part]
    if len(parts) == 2 and not _SUFFIX.match(parts[1]):
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3 and _SUFFIX.match(parts[2]):
        return f"{parts[1]} {parts[0]} {parts[2]}"
    if len(parts) == 3 and _SUFFIX.match(parts[1]):
        return f"{parts[2]} {parts[0]} {parts[1]}"
    return " ".join(text.split()) or None


def names_of(text: str, *, is_inverted: bool = False) -> list[str]:
    """The names in one cell.

    Args:
        text: The cell.
        is_inverted: Whether other cells of the column show that names stand as `Last, First`.
    """
    bare = _BRACKETS.sub("", text)
    parts = [bare]
    for mark in _STRONG:
        parts = [piece for part in parts for piece in part.split(mark)]
    if len(parts) == 1 and "/" in bare and "," not in bare:
        parts = bare.split("/")
    if len(parts) == 1 and "," not in bare and _parts_with_dash(bare):
        parts = bare.split(" - ")
    found: list[str] = []
    for part in parts:
        for name in _of_commas(_AS.sub("", part), is_inverted=is_inverted):
            found.extend(_of_and(name))
    return list(dict.fromkeys(found))


def says_more_than_names(text: str) -> bool:
    """Whether a cell says something beside the names: parts played, jobs, numerals in brackets."""
    return _BRACKETS.search(text) is not None or any(_AS.search(part) for part in re.split("[;|\n\u2028]", text))


def is_turned_around(text: str) -> bool:
    """Whether a cell shows beyond doubt that names stand as `Last, First`."""
    for part in re.split("[;|\n\u2028]", _BRACKETS.sub("", text)):
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        words = [len(piece.split()) for piece in pieces]
        if words == [1, 1] or (len(words) == 2 and words[1] == 1 and _PARTICLE.match(pieces[0])):
            return True
    return False


def _parts_with_dash(text: str) -> bool:
    parts = text.split(" - ")
    return len(parts) > 1 and all(len(part.split()) > 1 for part in parts)


def _of_commas(text: str, *, is_inverted: bool) -> list[str]:
    """The names of a text that only commas part, or that holds one name turned around."""
    pieces: list[str] = []
    for piece in (" ".join(piece.split()) for piece in text.split(",")):
        if _SUFFIX.match(piece) and pieces:
            pieces[-1] = f"{pieces[-1]} {piece}" if len(pieces[-1].split()) == 1 else f"{pieces[-1]}, {piece}"
        elif piece:
            pieces.append(piece)
    words = [sum(not _SUFFIX.match(word) for word in piece.replace(",", " ").split()) for piece in pieces]
    if len(pieces) == 2 and _is_last_first(pieces, words, is_inverted=is_inverted):
        return [_joined(pieces[0], pieces[1])]
    if len(pieces) > 2 and len(pieces) % 2 == 0 and all(count == 1 for count in words):
        return [_joined(last, first) for last, first in list(pairwise(pieces))[::2]]
    return [piece.replace(", ", " ") if _SUFFIX.match(piece.rpartition(", ")[2]) else piece for piece in pieces]


def _joined(last: str, first: str) -> str:
    last, _, suffix = last.partition(" ") if _SUFFIX.match(last.rpartition(" ")[2]) else (last, "", "")
    first, _, late = first.partition(", ")
    given, _, late_word = first.rpartition(" ")
    if given and _SUFFIX.match(late_word):
        first, late = given, late_word
    return " ".join(part for part in (first, last, suffix or late) if part)


def _is_last_first(pieces: list[str], words: list[int], *, is_inverted: bool) -> bool:
    last, first = words
    if last == 1:
        is_initial = re.search(r"\b[A-Z]\.?$", pieces[1]) is not None
        return first == 1 or is_inverted or (first == 2 and is_initial)
    return first == 1 and (is_inverted or _PARTICLE.match(pieces[0]) is not None)


def _of_and(name: str) -> list[str]:
    """`Ann Lee & Bob Roe` is two; `Joel & Ethan Coen`, whose first has no last name, is left as it stands."""
    parts = re.split(r"\s+(?:&|and|und|et|y|e)\s+", name)
    if len(parts) > 1 and all(len(part.split()) > 1 for part in parts):
        return parts
    return [" ".join(name.split())] if name.strip() else []
