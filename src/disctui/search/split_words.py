"""A typed word that is several words in a text: `madmaxfuryroad`."""

from collections.abc import Iterator

import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import isin_sorted, sorted_unique
from disctui.search.segment import Segment
from disctui.search.segment_columns import POSITION_BITS

_POSITION = np.uint32((1 << POSITION_BITS) - 1)
_SPLIT_FROM = 5
"""Letters from which on a typed word may be two words of a text."""
_LETTER_WORDS = "aioey0123456789"
"""Letters and digits that are words of their own in a glued word."""
_NOTHING = np.zeros(0, np.uint32)


def split_words(segment: Segment, word: str, *, is_known: bool) -> list[Array]:
    """Postings of the first of neighbouring words that are `word` when joined.

    Args:
        segment: Where to look.
        word: What was typed.
        is_known: Whether some word begins so: then it may be two words, otherwise any number.
    """
    if len(word) < _SPLIT_FROM or not word.isascii():
        return []
    found = _in_two(segment, word) if is_known else _in_many(segment, word)
    return [sorted_unique(np.concatenate(found)) if len(found) > 1 else found[0]] if found else []


def _in_two(segment: Segment, word: str) -> list[Array]:
    found = []
    for end, number in _words_from(segment, word, 0):
        second = segment.words.find(word[end:].encode())
        if second is not None:
            together = next_to(postings_of(segment, number), postings_of(segment, second), 1)
            if len(together):
                found.append(together)
    return found


def _in_many(segment: Segment, word: str) -> list[Array]:
    size = len(word)
    pieces: dict[int, list[tuple[int, int]]] = {}  # by letter the words that `word` has from there on
    reached = [0]
    for start in reached:
        pieces[start] = list(_words_from(segment, word, start))
        reached += [end for end, _ in pieces[start] if end < size and end not in reached]
    rests: dict[int, list[Array]] = {}  # by letter the postings of words that together are the rest from there on
    for start in sorted(pieces, reverse=True):
        found = rests[start] = []
        for end, number in pieces[start]:
            if end == size:
                found.append(postings_of(segment, number))
            elif rests.get(end):
                after = sorted_unique(np.concatenate(rests[end]))
                together = next_to(postings_of(segment, number), after, 1)
                if len(together):
                    found.append(together)
    return rests[0]


def _words_from(segment: Segment, word: str, start: int) -> Iterator[tuple[int, int]]:
    """The words that `word` has from a letter on, but for itself: the letter after each, and its number."""
    for number, size in segment.words.begun_by(word[start:].encode()):
        if (size > 1 or word[start] in _LETTER_WORDS) and (start or size < len(word)):
            yield start + size, number


def next_to(keys: Array, others: Array, distance: int) -> Array:
    """Those sorted `keys` for which there is one of the sorted `others` so many places after them."""
    if not len(keys) or not len(others):
        return _NOTHING
    sought = keys + np.uint32(distance)
    sought = sought[(keys & _POSITION) + distance <= _POSITION]
    found: Array = sought[isin_sorted(sought, others)] - np.uint32(distance)
    return found


def postings_of(segment: Segment, word: int) -> Array:
    """The postings of a word, given by its number: a key each, uint32."""
    return postings_between(segment, word, word + 1)


def postings_between(segment: Segment, low: int, high: int) -> Array:
    """The postings of the words from one number up to another."""
    offsets = segment.postings.offsets
    return segment.postings.keys[offsets[low] : offsets[high]]
