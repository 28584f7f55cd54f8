"""Items of several lists brought together where they are the same in other words: features, tracks, subtitles.

`Deleted scenes` of one edition is `Deleted scenes, with an alternate ending` of another; a commentary in French is not
one in English, nor 5.1 the same as 2.0.
"""

import re
from collections.abc import Sequence

import msgspec
import numpy as np
from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import cdist

from disctui.search.folding import fold

ALIKE = 85
"""Percent of likeness of two sets of words from which on they mean the same."""
MOST_ITEMS = 200
"""Items of one list that are compared; those after them count as found nowhere else."""
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")


class Shared(msgspec.Struct, frozen=True):
    """One item, as each list has it."""

    items: tuple[str | None, ...]
    """By list its words; None where the list does not have it."""

    @property
    def is_alone(self) -> bool:
        """Whether only one list has it."""
        return sum(item is not None for item in self.items) == 1

    @property
    def is_everywhere(self) -> bool:
        """Whether every list has it."""
        return None not in self.items

    @property
    def is_equal(self) -> bool:
        """Whether all lists that have it say it in the same words."""
        return len({_folded(item) for item in self.items if item is not None}) == 1


def shared_items(lists: Sequence[Sequence[str]], *, are_tracks: bool = False) -> list[Shared]:
    """The items of several lists, each once, in the order in which the lists have them.

    Args:
        lists: The lists.
        are_tracks: Whether what stands before a colon is a language, which must be the same.
    """
    found: list[list[str | None]] = []
    known: dict[tuple[str, int], int] = {}
    for column, items in enumerate(lists):
        times: dict[str, int] = {}
        for item in items:
            words = _folded(item)
            times[words] = times.get(words, 0) + 1
            place = known.setdefault((words, times[words]), len(found))
            if place == len(found):
                found.append([None] * len(lists))
            found[place][column] = item
    _join_alike(found, [set(items[:MOST_ITEMS]) for items in lists], are_tracks=are_tracks)
    return [Shared(tuple(items)) for items in found if any(item is not None for item in items)]


def _join_alike(found: list[list[str | None]], compared: Sequence[set[str]], *, are_tracks: bool) -> None:
    """Join items that mean the same, those most alike first; one that was joined to another is left empty."""
    places = [
        place
        for place, items in enumerate(found)
        if None in items and any(item in own for item, own in zip(items, compared, strict=True))
    ]
    texts = [next(item for item in found[place] if item is not None) for place in places]
    if len(texts) < 2:
        return
    scores = cdist([_folded(text) for text in texts], [_folded(text) for text in texts], scorer=token_set_ratio)
    scores = np.triu(scores, 1)
    pairs = np.argwhere(scores >= ALIKE)
    for one, other in pairs[np.argsort(-scores[pairs[:, 0], pairs[:, 1]], kind="stable")].tolist():
        first, second = found[places[one]], found[places[other]]
        is_free = all(a is None or b is None for a, b in zip(first, second, strict=True))
        if is_free and any(first) and any(second) and _may_be_one(texts[one], texts[other], are_tracks=are_tracks):
            first[:] = [a if a is not None else b for a, b in zip(first, second, strict=True)]
            second[:] = [None] * len(second)


def _may_be_one(one: str, other: str, *, are_tracks: bool) -> bool:
    """Whether neither says a number, or a language, that the other contradicts."""
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    if not (numbers <= others or others <= numbers):
        return False
    languages = [_folded(text.partition(":")[0]) for text in (one, other) if ":" in text]
    return not are_tracks or len(languages) < 2 or languages[0] == languages[1]


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(fold(text))) or text
