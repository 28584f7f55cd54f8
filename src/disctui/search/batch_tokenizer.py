"""The words of many texts at once, as arrays: a library has millions of words, and a step in Python for each is slow.

Texts that have no other spellings, as most have, are cut into words together; the others one by one.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.tokenizer import (
    PLACES,
    TO_WORDS,
    WITH_OTHERS,
    careful_places,
    text_words,
    tokenize,
)

_KEEPING_LINES = TO_WORDS[:10] + b"\n" + TO_WORDS[11:]
_SPACE, _LINE_END = 32, 10
_MOST_LETTERS = 65_535


class Numbers(dict[bytes, int]):
    """Numbers words as they come."""

    def __missing__(self, word: bytes) -> int:
        number = self[word] = len(self)
        return number


class Words(NamedTuple):
    """The words of texts."""

    words: Array
    """The number of each word, in no order."""
    texts: Array
    """Which of the texts each stands in."""
    places: Array
    """And where in it."""
    letters: Array
    """By text how many letters its words have."""
    counts: Array
    """By text how many places for words it has."""


def words_of(texts: Sequence[str], numbers: Numbers) -> Words:
    """The words of texts with all their spellings; new ones are added to `numbers`."""
    careful = _careful(texts)
    lines = [b"" if is_careful else text.encode() for text, is_careful in zip(texts, careful.tolist(), strict=True)]
    data = _lines(lines, _KEEPING_LINES)
    words = _numbered(data, numbers)
    letters, counts, owners = _counted(data, len(texts))
    others = [numbers[word] for word in WITH_OTHERS if word in numbers]
    careful[owners[np.isin(words, others)]] = True
    careful |= counts > PLACES
    places = np.arange(len(words)) - np.repeat(np.cumsum(counts) - counts, counts)
    plain = ~careful[owners]
    found = [(words[plain], owners[plain], places[plain])]
    more: list[tuple[int, int, int]] = []
    for text in np.flatnonzero(careful).tolist():
        placed, counts[text] = tokenize(texts[text])
        more.extend((numbers[word.encode()], text, place) for place, word in placed)
        lengths = {place: len(word) for place, word in reversed(placed)}  # of several at one place the first counts
        letters[text] = min(sum(lengths.values()), _MOST_LETTERS)
    if more:
        found.append(tuple(np.array(column) for column in zip(*more, strict=True)))  # type: ignore[arg-type]
    columns = [np.concatenate(parts) for parts in zip(*found, strict=True)]
    return Words(columns[0], columns[1], columns[2], letters, counts)


def word_sequence(texts: Sequence[str], numbers: Numbers) -> tuple[Array, Array]:
    """The numbers of the words of long texts, one text after the other, and by text how many it has."""
    lines = [text.encode().translate(TO_WORDS) if text.isascii() else b" ".join(text_words(text)) for text in texts]
    data = b"\n".join(lines)
    words = _numbered(data, numbers)
    return words, _counted(data, len(texts))[1]


def _careful(texts: Sequence[str]) -> Array:
    """Which texts must be cut into words one by one."""
    careful = np.fromiter((not text.isascii() for text in texts), np.bool_, len(texts))
    joined = "\n".join(text if text.isascii() else "" for text in texts)
    if joined.count("\n") >= len(texts):
        joined = "\n".join(text.replace("\n", " ") if text.isascii() else "" for text in texts)
    ends = np.flatnonzero(np.frombuffer(joined.encode(), np.uint8) == _LINE_END)
    careful[np.searchsorted(ends, careful_places(joined))] = True
    return careful


def _lines(texts: Sequence[bytes], table: bytes) -> bytes:
    """Texts made words, one on each line."""
    joined = b"\n".join(texts)
    if joined.count(b"\n") >= len(texts):
        joined = b"\n".join(text.replace(b"\n", b" ") for text in texts)
    return joined.translate(table)


def _numbered(data: bytes, numbers: Numbers) -> Array:
    words = data.split()
    return np.fromiter(map(numbers.__getitem__, words), np.uint32, len(words))


def _counted(data: bytes, lines: int) -> tuple[Array, Array, Array]:
    """By line how many letters and words it has, and by word its line."""
    signs = np.frombuffer(data, np.uint8)
    line_of = np.cumsum(signs == _LINE_END, dtype=np.uint32)
    is_letter = signs > _SPACE
    begins = is_letter.copy()
    begins[1:] &= ~is_letter[:-1]
    owners = line_of[begins]
    letters = np.bincount(line_of[is_letter], minlength=lines)
    return letters, np.bincount(owners, minlength=lines), owners
