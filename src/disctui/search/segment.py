"""A part of the index: some documents as array columns, ready to be searched, with a cache of the last answers."""

import threading
from collections import OrderedDict
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.fields import CODES, FIELDS, NAMES, OWN_WEIGHT
from disctui.search.segment_columns import POSITION_BITS, SegmentColumns
from disctui.search.set_titles import SetTitles
from disctui.search.term_dictionary import TermDictionary
from disctui.search.tokenizer import ARTICLES
from disctui.search.word_list import WordList

_ARTICLE_AND_WORD = 2
Answer = TypeVar("Answer")
_CACHE_BYTES = 8 << 20
"""Bytes of answers that a segment caches."""


class Segment:
    """Documents as columns. Nothing about it ever changes but its cache."""

    def __init__(self, columns: SegmentColumns, own: tuple[str, ...]) -> None:
        """Take columns as they are kept.

        Args:
            columns: The columns.
            own: The owner's own keys, in the order of their field codes.
        """
        self.columns = columns
        self.own = own
        self.terms = TermDictionary(columns.terms)
        self.words = self.terms.words
        self.postings = columns.postings
        self.values, self.value_postings, self.doc_values = columns.values, columns.value_postings, columns.doc_values
        self.long_texts, self.numbers, self.documents = columns.long_texts, columns.numbers, columns.documents
        self.long_words = WordList.of_strings(columns.long_texts.words)
        self.films = columns.films
        self.weights = np.zeros(256, np.float32)
        """By field code what a match in the field counts; float32, shape (256,)."""
        self.weights[: len(NAMES)] = [FIELDS[name].weight for name in NAMES]
        self.weights[len(NAMES) : len(NAMES) + len(own)] = OWN_WEIGHT
        self.letter_answers: dict[str, Any] = {}
        """The answers to queries of a single letter, which are kept for good."""
        self._cache: OrderedDict[object, tuple[Any, int]] = OrderedDict()
        self._cached_bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.documents.by_id)

    @cached_property
    def codes(self) -> dict[str, int]:
        """The code of each field, the owner's own included."""
        return dict(CODES) | {name: len(NAMES) + place for place, name in enumerate(self.own)}

    @cached_property
    def most_letters(self) -> int:
        """How many letters the longest value has."""
        return int(self.values.letters.max(initial=0))

    @cached_property
    def article_letters(self) -> Array:
        """By value how many letters do not count because it begins with an article, 0 where it does not; uint8.

        One letter of the article does, so that a title without it comes first.
        """
        letters = np.zeros(len(self.values.positions), np.uint8)
        for article in ARTICLES:
            number = self.words.find(article.encode())
            if number is not None:
                low, high = self.postings.offsets[number : number + 2].tolist()
                keys = self.postings.keys[low:high]
                letters[keys[(keys & np.uint32((1 << POSITION_BITS) - 1)) == 0] >> POSITION_BITS] = max(
                    len(article) - 1, 1
                )
        letters[self.values.positions < _ARTICLE_AND_WORD] = 0
        return letters

    @cached_property
    def first_positions(self) -> Array:
        """By value the last position that counts as its beginning: that after an article, 1, and otherwise 0; uint8."""
        return (self.article_letters > 0).astype(np.uint8)

    @cached_property
    def bare_letters(self) -> Array:
        """By value how many letters it has, but for those of an article that do not count; uint16."""
        letters: Array = self.values.letters - self.article_letters
        return letters

    @property
    def has_films(self) -> bool:
        """Whether any document is a film of a box set."""
        return len(self.films.docs) > 0

    @cached_property
    def has_numbered_names(self) -> bool:
        """Whether the id of any release has a `#` in it, so that it may be that of a film of a box set too."""
        return bool((self.documents.ids.data == ord("#")).any())

    @cached_property
    def film_numbers(self) -> Array:
        """By document which film of its set it is, from 1; 0 for a release; uint16."""
        numbers = np.zeros(len(self), np.uint16)
        numbers[self.films.docs] = self.films.numbers
        return numbers

    @cached_property
    def owners(self) -> Array:
        """By document that of the release it belongs to: of a film its set's, of any other its own; int64."""
        owners = np.arange(len(self))
        owners[self.films.docs] = self.films.sets
        return owners

    def releases_of(self, mask: Array) -> Array:
        """Which releases have a document among some, both as masks of documents: a film of a box set stands for it."""
        if not self.has_films:
            return mask
        found = np.zeros(len(self), np.bool_)
        found[self.owners[np.flatnonzero(mask)]] = True
        return found

    def films_of(self, doc: int) -> list[int]:
        """The documents of the films of a set; none for any other release."""
        found: list[int] = self.films.docs[self.films.sets == doc].tolist()
        return found

    @cached_property
    def set_titles(self) -> SetTitles:
        """The words in the titles of box sets and their films."""
        return SetTitles.of(self.columns)

    def rows(self, *, by_film: bool) -> Array:
        """Whether each document is a row of the library: a release, or by film a film; bool, shape (documents,)."""
        kept = np.ones(len(self), np.bool_)
        kept[self.films.sets if by_film else self.films.docs] = False
        return kept

    @cached_property
    def by_checksum(self) -> Array:
        """The numbers of the values sorted by their checksums, int64."""
        return np.argsort(self.values.checksums)

    def document(self, release_id: str) -> int | None:
        """The number of the document with an id; None where there is none."""
        sought, low, high = release_id.encode(errors="surrogateescape"), 0, len(self)
        by_id, ids = self.documents.by_id.data, self.documents.ids
        while low < high:
            middle = (low + high) // 2
            if ids[by_id[middle]] < sought:
                low = middle + 1
            else:
                high = middle
        if low < len(self) and ids[by_id[low]] == sought:
            return int(by_id[low])
        return None

    def cache_get(self, key: object) -> Any:
        """The answer cached under `key`, or None."""
        with self._lock:
            if key not in self._cache:
                return None
            self._cache.move_to_end(key)
            return self._cache[key][0]

    def cache_put(self, key: object, answer: Answer, size: int) -> Answer:
        """Cache an answer of `size` bytes, and drop those that were not asked for the longest; the answer."""
        with self._lock:
            if key not in self._cache:
                self._cache[key] = (answer, size)
                self._cached_bytes += size
            while self._cached_bytes > _CACHE_BYTES and len(self._cache) > 1:
                self._cached_bytes -= self._cache.popitem(last=False)[1][1]
        return answer

    def number_column(self, field: str) -> tuple[Array, Array]:
        """The documents that have a number for a field, uint32, and the numbers, float32; several have several."""
        code = self.codes.get(field)
        if code is None:
            return self.numbers.docs[:0], self.numbers.values[:0]
        low, high = cast("list[int]", self.numbers.offsets[code : code + 2].tolist())
        return self.numbers.docs[low:high], self.numbers.values[low:high]
