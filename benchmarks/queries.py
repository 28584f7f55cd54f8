"""Queries as people type them, drawn by a seed from real films, each with the films it may mean.

A query is drawn again where it would be as right for another film, for then it decides nothing about an engine: a
beginning that several titles share, two words that another film has too, a slip that turns a word into another
film's, whole or begun. `strict=False` leaves those slips in. A title that several films have is typed with its year.
"""

import bisect
import random
import re
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from benchmarks.films import Item, plain

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"\w+")
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u3040-\uffdc]")
_TRIES = 4000


class Drawn(NamedTuple):
    """A query and the ids any of which is right."""

    kind: str
    text: str
    right: frozenset[str]


class Made(NamedTuple):
    """A query, the ids any of which is right, and the query without its slips."""

    text: str
    right: frozenset[str]
    meant: str = ""


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text))


def _typo(word: str, pick: random.Random) -> str:
    """The word with one slip of the finger, seldom in its first letter."""
    place = pick.randrange(0 if pick.random() < 0.1 else 1, len(word))
    slip = pick.randrange(4)
    if slip == 0:
        return word[:place] + word[place + 1 :]
    if slip == 1:
        return word[:place] + pick.choice(_LETTERS) + word[place:]
    if slip == 2 and place + 1 < len(word) and word[place] != word[place + 1]:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + pick.choice(_LETTERS.replace(word[place], "") or "x") + word[place + 1 :]


def _long(words: list[str], least: int) -> list[int]:
    return [place for place, word in enumerate(words) if len(word) >= least and word.isascii() and word.isalpha()]


_SPELLINGS = (("y", "i"), ("i", "y"), ("ks", "x"), ("x", "ks"), ("kh", "h"), ("ph", "f"), ("sch", "sh"), ("tz", "ts"))
_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("å", "aa"))


class Drawer:
    """Draws queries from a set of releases."""

    def __init__(self, items: list[Item], seed: int, *, strict: bool = True) -> None:
        self.items, self.strict = items, strict
        self.pick = random.Random(seed)
        self.titles: dict[str, list[Item]] = defaultdict(list)
        self.people: dict[str, set[str]] = defaultdict(set)
        self.with_word: dict[str, set[int]] = defaultdict(set)
        self.anywhere: dict[str, set[int]] = defaultdict(set)
        self.with_surname: dict[str, set[int]] = defaultdict(set)
        for number, item in enumerate(items):
            self.titles[" ".join(_words(item.release.title))].append(item)
            for name in item.people:
                self.people[plain(name)].add(item.id)
                self.with_surname[(_words(name) or [""])[-1]].add(number)
            for word in self._title_words(item):
                self.with_word[word].add(number)
            names = {word for name in item.people for word in _words(name)}
            for word in self._title_words(item) | names | {str(item.release.year)}:
                self.anywhere[word].add(number)
        self.sorted_titles = sorted(self.titles)
        self.all_words = sorted(self.anywhere)

    @staticmethod
    def _title_words(item: Item) -> set[str]:
        return set(_words(item.release.title) + _words(item.release.original_title or ""))

    def draw(self, kind: str, count: int) -> list[Drawn]:
        """`count` queries of a kind, or as many as the releases give."""
        make: Callable[[Item], Made | None] = getattr(self, "_" + kind.replace(" ", "_").replace("+", "and"))
        found: list[Drawn] = []
        for _ in range(_TRIES * 4):
            if len(found) == count:
                break
            made = make(self.pick.choice(self.items))
            if made and made.text.strip() and not (self.strict and kind in _MAY_BE_ANOTHER and self._is_another(made)):
                found.append(Drawn(kind, made.text, made.right))
        return found

    def _is_another(self, made: Made) -> bool:
        """Whether another film has every word just as typed, whole or begun, or every word as it was meant."""
        return any(
            self.items[number].id not in made.right
            for text, begun in ((made.text, True), (made.meant, False))
            for number in self._having(text, begun=begun)
        )

    def _having(self, text: str, *, begun: bool) -> set[int]:
        """The releases that have all words of a text."""
        found: set[int] | None = None
        for word in _words(text):
            own = self.anywhere.get(word, set())
            if begun:
                low, high = (bisect.bisect_left(self.all_words, end) for end in (word, word + "\U0010ffff"))
                own = set().union(*(self.anywhere[other] for other in self.all_words[low:high]))
            found = own if found is None else found & own
        return found or set()

    def _same(self, item: Item) -> frozenset[str]:
        key = " ".join(_words(item.release.title))
        return frozenset(other.id for other in self.titles[key] if other.release.year == item.release.year)

    def _year(self, item: Item) -> str:
        """The year, typed where the title alone names several films."""
        namesakes = self.titles[" ".join(_words(item.release.title))]
        return f" {item.release.year}" if len({one.release.year for one in namesakes}) > 1 else ""

    def _exact(self, item: Item) -> Made | None:
        return Made(item.release.title.lower() + self._year(item), self._same(item))

    def _begun(self, item: Item) -> Made | None:
        title = " ".join(_words(item.release.title))
        if len(title) < 8:
            return None
        text = title[: self.pick.randrange(max(6, len(title) // 2), len(title))].rstrip()
        low = bisect.bisect_left(self.sorted_titles, text)
        if sum(other.startswith(text) for other in self.sorted_titles[low : low + 2]) != 1:
            return None
        return Made(text + self._year(item), self._same(item))

    def _misspelt(self, item: Item, typos: int) -> Made | None:
        words = _words(item.release.title)
        places = _long(words, 4)
        if len(places) < typos and not (places and max(len(words[place]) for place in places) >= 8):
            return None
        if len(places) >= typos:
            chosen = self.pick.sample(places, typos)
        else:
            chosen = [max(places, key=lambda place: len(words[place]))] * typos
        meant = " ".join(words) + self._year(item)
        for place in chosen:
            words[place] = _typo(words[place], self.pick)
        return Made(" ".join(words) + self._year(item), self._same(item), meant)

    def _one_typo(self, item: Item) -> Made | None:
        return self._misspelt(item, 1)

    def _two_typos(self, item: Item) -> Made | None:
        return self._misspelt(item, 2)

    def _shuffled(self, item: Item) -> Made | None:
        words = _words(item.release.title)
        if len(words) < 3:
            return None
        self.pick.shuffle(words)
        if " ".join(words) in self.titles:
            return None
        return Made(" ".join(words) + self._year(item), self._same(item))

    def _word_beginnings(self, item: Item) -> Made | None:
        words = [word for word in _words(item.release.title) if len(word) >= 5]
        if len(words) < 2:
            return None
        parts = [word[: self.pick.randrange(3, len(word))] for word in words[:3]]
        others = [title for title in self.titles if all(f" {part}" in f" {title}" for part in parts)]
        if len(others) != 1:
            return None
        return Made(" ".join(parts) + self._year(item), self._same(item))

    def _person(self, names: tuple[str, ...], *, typo: bool) -> Made | None:
        name = plain(self.pick.choice(names))
        words = _words(name)
        if len(words) < 2:
            return None
        meant = " ".join(words)
        if typo:
            places = _long(words, 5)
            if not places:
                return None
            place = self.pick.choice(places)
            words[place] = _typo(words[place], self.pick)
            if " ".join(words) in self.people:
                return None
        return Made(" ".join(words), frozenset(self.people[name]), meant)

    def _director(self, item: Item) -> Made | None:
        return self._person(item.release.directors, typo=False)

    def _director_typo(self, item: Item) -> Made | None:
        return self._person(item.release.directors, typo=True)

    def _cast_typo(self, item: Item) -> Made | None:
        return self._person(item.release.cast, typo=True)

    def _word_and_surname(self, item: Item, names: tuple[str, ...]) -> tuple[str, str] | None:
        words = [word for word in _words(item.release.title) if len(word) >= 5]
        surname = (_words(self.pick.choice(names)) or [""])[-1]
        if not words or len(surname) < 4:
            return None
        word = self.pick.choice(words)
        both = [self.items[number] for number in self.with_word[word] & self.with_surname[surname]]
        return (word, surname) if len({one.release.title for one in both}) == 1 else None

    def _surname_and_title_word(self, item: Item) -> Made | None:
        found = self._word_and_surname(item, item.people)
        return Made(f"{found[1]} {found[0]}", self._same(item)) if found else None

    def _misspelt_title_word_and_director(self, item: Item) -> Made | None:
        found = self._word_and_surname(item, item.release.directors)
        if not found or not _long([found[0]], 5):
            return None
        return Made(f"{_typo(found[0], self.pick)} {found[1]}", self._same(item), " ".join(found))

    def _accents(self, item: Item) -> Made | None:
        title = item.release.title
        if title.isascii() or _OTHER_SCRIPT.search(title):
            return None
        typed = title.lower()
        if self.pick.random() < 0.5:
            for letter, spelt in _UMLAUTS:
                typed = typed.replace(letter, spelt)
        typed = " ".join(_words(typed))
        return Made(typed + self._year(item), self._same(item)) if typed.isascii() else None

    def _other_scripts(self, item: Item) -> Made | None:
        title = item.release.original_title or item.release.title
        if not _OTHER_SCRIPT.search(title):
            return None
        return Made(title + self._year(item), self._same(item))

    def _transliteration(self, item: Item) -> Made | None:
        name = plain(self.pick.choice(item.people))
        words = _words(name)
        spelling, other = self.pick.choice(_SPELLINGS)
        if len(words) < 2 or len(words[-1]) < 5 or spelling not in words[-1][1:]:
            return None
        typed = " ".join([*words[:-1], words[-1][0] + words[-1][1:].replace(spelling, other)])
        return None if typed in self.people else Made(typed, frozenset(self.people[name]), name)

    def _codes(self, item: Item) -> Made | None:
        if not item.upc:
            return None
        code = item.upc if self.pick.random() < 0.5 else item.upc.zfill(13)
        return Made(code, frozenset({item.id}))


_MAY_BE_ANOTHER = frozenset(
    {
        "one typo",
        "two typos",
        "director typo",
        "cast typo",
        "surname + title word",
        "misspelt title word + director",
        "transliteration",
    }
)
KINDS = (
    "exact",
    "begun",
    "one typo",
    "two typos",
    "shuffled",
    "word beginnings",
    "director",
    "director typo",
    "cast typo",
    "surname + title word",
    "misspelt title word + director",
    "accents",
    "other scripts",
    "transliteration",
    "codes",
)


def draw(items: list[Item], seed: int, each: int, *, strict: bool = True) -> list[Drawn]:
    """`each` queries of every kind."""
    drawer = Drawer(items, seed, strict=strict)
    return [one for kind in KINDS for one in drawer.draw(kind, each)]
