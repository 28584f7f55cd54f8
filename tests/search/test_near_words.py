"""Which words of a library a typed one may mean."""

import string

import hypothesis.strategies as st
import numpy as np
from hypothesis import given
from rapidfuzz.distance import OSA

from conftest import examples
from disctui.columns.ragged import ByteStrings
from disctui.search.levels import Level, edits_allowed, level_of, prefix_edits_allowed
from disctui.search.near_words import NearWords, letter_masks
from disctui.search.word_list import WordList

from .shelf import ids, index

words = st.text(alphabet="abc", min_size=1, max_size=12)
lists = st.lists(
    st.one_of(words, st.text(alphabet="a1é", min_size=1, max_size=9)), unique=True, min_size=1, max_size=40
)


def word_list(spelt: list[str]) -> WordList:
    return WordList.of_strings(ByteStrings.of(sorted(word.encode() for word in spelt)))


def near(known: WordList, typed: str, *, wide: bool) -> dict[bytes, Level]:
    """The words of the first letter of `typed` that are found, each with the best of its levels."""
    span = known.prefix_range(typed[0].encode())
    lengths = np.diff(known.offsets)[slice(*span)]
    whole = (lengths.argsort(kind="stable") + span[0]).astype(np.uint32)
    masks = letter_masks(known.data, known.offsets[whole], lengths[whole - span[0]])
    found = NearWords(known, known.data.tobytes(), span, whole, masks).of(
        typed, edits_allowed(typed, wide=wide), prefix_edits_allowed(typed)
    )
    best: dict[bytes, Level] = {}
    for first, after, level in zip(*(column.tolist() for column in found), strict=True):
        for number in range(first, after):
            best[known[number]] = max(best.get(known[number], Level.NONE), Level(level))
    return best


@given(lists, words.filter(lambda word: len(word) > 2), st.booleans())
@examples(200)
def test_words_a_few_letters_off_and_those_that_begin_so_are_found_and_no_others(
    spelt: list[str], typed: str, wide: bool
) -> None:
    edits, prefix_edits = edits_allowed(typed, wide=wide), prefix_edits_allowed(typed)
    expected: dict[bytes, Level] = {}
    size = len(typed)
    for word in (word.encode() for word in spelt if word[0] == typed[0]):
        levels = [Level.NONE]
        distance = OSA.distance(typed.encode(), word)
        if 0 < distance <= edits and len(word) > 2:
            levels.append(level_of(size, distance, is_prefix=False))
        for length in range(max(size - 1, 5), size + 2):
            distance = OSA.distance(typed.encode(), word[:length])
            if prefix_edits and len(word) >= length and distance <= prefix_edits and word != typed.encode():
                levels.append(level_of(size, distance, is_prefix=True))
        if max(levels):
            expected[word] = max(levels)
    found = near(word_list(spelt), typed, wide=wide)
    assert {word: level for word, level in found.items() if word != typed.encode()} == expected


@given(lists, st.text(alphabet="abcé", max_size=12))
@examples(200)
def test_a_word_is_found_as_it_is_and_by_its_beginning(spelt: list[str], typed: str) -> None:
    known = word_list(spelt)
    plain, word = ByteStrings(known.data, known.offsets), typed.encode()
    assert known.find(word) == plain.find(word)
    low, high = known.prefix_range(word)
    assert list(known)[low:high] == [one for one in known if one.startswith(word)]


@given(lists, words)
@examples(200)
def test_the_words_that_a_word_begins_with_are_found(spelt: list[str], typed: str) -> None:
    known = word_list(spelt)
    found = [(known[number], size) for number, size in known.begun_by(typed.encode())]
    assert found == [(word, len(word)) for word in known if typed.encode().startswith(word)]


@given(lists, words.filter(lambda word: len(word) > 1))
@examples(200)
def test_slips_in_the_first_letter_are_found(spelt: list[str], typed: str) -> None:
    known = word_list(spelt)
    swapped = {typed[1] + typed[0] + typed[2:], typed[1:]} if typed[0] != typed[1] else set[str]()
    others = set(string.ascii_lowercase) - {typed[0]}
    meant = swapped | {letter + rest for letter in others for rest in (typed, typed[1:])}
    assert {known[number].decode() for number in known.first_letter_slips(typed)} == meant & set(spelt)


def test_a_word_of_forty_letters_is_looked_for_as_any_other() -> None:
    long = "abcdefghij" * 4
    shelf = index(long=long, other="Cranes")
    assert ids(shelf, long[:-3] + "xyz") == ["long"]
    assert ids(shelf, long + "x") == []
