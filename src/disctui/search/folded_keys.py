"""Many texts folded at once, each to one number: the same number, the same letters and digits.

A hundred thousand titles are compared with one another in a few hundredths of a second. What is folded is what
`folding.fold` does, letter by letter; spaces and punctuation do not count, so that `Spider-Man` is `Spiderman`.
"""

import unicodedata

import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import offsets_of, row_members
from disctui.search.folding import fold

_SPELT = {"&": "and"}
"""Signs that are read as words."""


def folded_keys(texts: list[bytes]) -> Array:
    """A number for each text in UTF-8: uint64, shape of `texts`.

    Texts without a letter or digit differ wherever they are spelt otherwise.
    """
    if not texts:
        return np.zeros(0, np.uint64)
    whole = b"\0".join(texts)
    if whole.count(b"\0") >= len(texts):
        whole = b"\0".join(text.replace(b"\0", b" ") for text in texts)
    joined = whole.decode(errors="replace")
    if not unicodedata.is_normalized("NFKC", joined):
        joined = unicodedata.normalize("NFKC", joined)
    points = np.frombuffer(joined.encode("utf-32-le", errors="replace"), np.uint32)
    letters, text_of = _folded(points)
    counts = np.bincount(text_of, minlength=len(texts))
    starts = np.cumsum(counts) - counts
    weights = _mixed(letters.astype(np.uint64)) * (_mixed(np.arange(len(letters)) - starts[text_of]) | np.uint64(1))
    sums = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum(weights, out=sums[1:])
    keys: Array = sums[starts + counts] - sums[starts]
    for number in np.flatnonzero(counts == 0).tolist():
        keys[number] = hash_of(texts[number])
    return keys


def hash_of(text: bytes) -> np.uint64:
    """A number for one text as it is spelt."""
    numbers = np.frombuffer(text, np.uint8).astype(np.uint64)
    weights = _mixed(numbers + np.uint64(256)) * (_mixed(np.arange(len(text))) | np.uint64(1))
    return np.uint64(weights.sum(dtype=np.uint64))


def combined(one: Array, other: Array) -> Array:
    """A number for each pair of two, uint64."""
    found: Array = _mixed(one.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + _mixed(other))
    return found


def _folded(points: Array) -> tuple[Array, Array]:
    """The folded letters and digits of texts, uint8, and by letter which text it is of.

    Args:
        points: The code points of the texts, a zero between each two.
    """
    is_there = np.zeros(int(points.max(initial=0)) + 1, np.bool_)
    is_there[points] = True
    distinct = np.flatnonzero(is_there)
    spelt = [_spelt(chr(point)) for point in distinct.tolist()]
    lengths = np.array([len(letters) for letters in spelt], np.int64)
    is_single = lengths == 1
    single, number = np.zeros(len(is_there), np.uint8), np.zeros(len(is_there), np.int32)
    single[distinct[is_single]] = np.frombuffer(b"".join(text for text in spelt if len(text) == 1), np.uint8)
    number[distinct] = np.arange(len(distinct))
    text_of = np.cumsum(points == 0, dtype=np.int32)
    if int(lengths.max(initial=0)) <= 1:
        letters = single[points]
        return letters[letters > 0], text_of[letters > 0]
    places = number[points]
    table = np.frombuffer(b"".join(spelt) or b"\0", np.uint8)
    letters = table[row_members(offsets_of(lengths), places)]
    return letters, np.repeat(text_of, lengths[places])


def _spelt(character: str) -> bytes:
    """The letters and digits that one character is folded to."""
    folded = _SPELT.get(character) or fold(character)
    return "".join(letter for letter in folded if letter.isascii() and letter.isalnum()).encode()


def _mixed(numbers: Array) -> Array:
    """Numbers whose bits all depend on all bits of the ones given, uint64."""
    mixed = numbers.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    found: Array = mixed ^ (mixed >> np.uint64(31))
    return found
