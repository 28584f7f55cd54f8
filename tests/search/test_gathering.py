"""Words of many texts at once are the words of each."""

import hypothesis.strategies as st
import numpy as np
from hypothesis import example, given

from disctui.search.batch_tokenizer import Numbers, word_sequence, words_of
from disctui.search.doc_ids import DocIds
from disctui.search.tokenizer import text_words, tokenize
from search.shelf import doc, index

TITLES = [
    "", "Spider-Man", "8½", "Rocky IV", "Seven", "Ocean's Eleven", "攻殻機動隊 The Movie", "Müller & Sons", "a\nb",
    "x " * 300,
    "Летят журавли", "012345678905", "The Good, the Bad and the Ugly", "\n\n", "W.R.: Mysteries", "Alien³", "tab\there",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(TITLES), st.text(max_size=40)), max_size=12)


@given(texts)
@example(TITLES)
def test_texts_cut_together_have_the_words_they_have_alone(given_texts: list[str]) -> None:
    numbers = Numbers()
    found = words_of(given_texts, numbers)
    spelt = list(numbers)
    for number, text in enumerate(given_texts):
        placed, places = tokenize(text)
        own = found.texts == number
        words = zip(found.places[own].tolist(), (spelt[word] for word in found.words[own].tolist()), strict=True)
        assert sorted(words) == sorted((place, word.encode()) for place, word in placed)
        assert found.counts[number] == places
        lengths = {place: len(word) for place, word in reversed(placed)}
        assert found.letters[number] == sum(lengths.values())


@given(texts)
@example(TITLES)
def test_long_texts_cut_together_have_the_words_they_have_alone(given_texts: list[str]) -> None:
    numbers = Numbers()
    words, counts = word_sequence(given_texts, numbers)
    spelt = list(numbers)
    assert [spelt[word] for word in words.tolist()] == [word for text in given_texts for word in text_words(text)]
    assert counts.tolist() == [len(text_words(text)) for text in given_texts]


def test_ids_in_an_order_behave_as_a_list_of_them() -> None:
    shelf = index(a="Alien", b="Brazil", c="Cure", d="Dune")
    slots = DocIds(shelf, shelf.in_order()[::-1])
    assert list(slots) == ["d", "c", "b", "a"]
    assert (len(slots), slots[1], slots[1:3]) == (4, "c", ["c", "b"])
    assert slots.index("b") == 2
    assert "e" not in slots
    assert list(slots.among(np.array([shelf.slot_of("a"), shelf.slot_of("c")]))) == ["c", "a"]


def test_the_order_is_the_same_in_however_many_parts() -> None:
    parts = index(b="Brazil").updated([doc("d", "Dune")]).updated([doc("a", "Alien")], ["b"])
    assert list(DocIds(parts, parts.in_order())) == ["a", "d"]
