"""Names spelt two ways across the library.

Meant to be believed, so it stays silent in doubt. Two names are held for one where they differ in accents,
capitals and punctuation alone; where they differ as transliterations do and share a film or a rare surname; or
where two releases of one film differ in a letter or two. Never where one film lists both, and never what
people.toml has joined or told apart.

Every name is folded once and put into buckets, so the time grows with the number of names, not with its square.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from disctui.checks.shelf import Shelf
from disctui.release import Film, Release
from disctui.release_file.findings import Finding
from disctui.release_file.spans import KeyPath
from disctui.safe_text import clean
from disctui.search.folding import fold

ALIKE = 88
"""Per cent of letters in common from which two names of one film are held for one."""
_SHORTEST = 8
_CREDITS_LIMIT = 80
"""Names of one film past which its credits are not compared pair by pair."""
_BUCKET_LIMIT = 8
_ROLES = ("directors", "cast", "writers")
_NOT_LETTER = re.compile(r"[\W_]+")
_TRANSLITERATION = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("ph", "f"), ("tz", "c"), ("ts", "c"), ("ks", "x"),
    ("w", "v"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_GLIDE = re.compile("i([aeou])")
_DOUBLE = re.compile(r"(.)\1+")


class _Place(NamedTuple):
    path: str
    where: KeyPath


class _Credits(NamedTuple):
    """The names that one release gives to one film."""

    film: tuple[str, int | None]
    names: frozenset[str]


class _Names:
    """Every name of one sort in a library: how often, where first, and beside whom."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.first: dict[str, _Place] = {}
        self.credits: list[_Credits] = []

    def add(self, path: str, where: KeyPath, names: Iterable[str]) -> None:
        for number, name in enumerate(names):
            if name in self.counts:
                self.counts[name] += 1
            else:
                self.counts[name] = 1
                self.first[name] = _Place(path, (*where, number))


def spelt_two_ways(shelf: Shelf) -> Iterator[tuple[str, Finding]]:
    """The spellings that another one outnumbers, each where it first stands."""
    people, labels, countries = _Names(), _Names(), _Names()
    for path, release in shelf.releases.items():
        _add_people(people, path, release)
        labels.add(path, ("release", "studio"), [release.release.studio] if release.release.studio else [])
        countries.add(path, ("release", "country"), [release.release.country] if release.release.country else [])
    known = shelf.people
    seen: set[str] = set()
    for one, other in _pairs_of_people(people):
        if not known.is_one(one, other) and frozenset((one, other)) not in known.different:
            yield from _report(people, one, other, seen, ", or join them in people.toml")
    for names in (labels, countries):
        for pair in _same_letters(_folded(names)):
            yield from _report(names, *pair, seen, "")


def _add_people(people: _Names, path: str, release: Release) -> None:
    _add_credits(people, path, (), release)
    for number, film in enumerate(release.films):
        _add_credits(people, path, ("films", number), film)


def _add_credits(people: _Names, path: str, above: KeyPath, film: Release | Film) -> None:
    listed: set[str] = set()
    for role, names in zip(_ROLES, (film.directors, film.cast, film.writers), strict=True):
        people.add(path, (*above, role), names)
        listed.update(names)
    if listed:
        people.credits.append(_Credits((film.title, film.year), frozenset(listed)))


def _folded(names: _Names) -> dict[str, str]:
    return {name: fold(name) for name in names.counts if len(name) <= 200}


def _letters(text: str) -> str:
    return text if text.isalnum() else _NOT_LETTER.sub("", text)


def _same_letters(folded: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    buckets: dict[str, list[str]] = defaultdict(list)
    for name, text in folded.items():
        buckets[_letters(text)].append(name)
    for letters, bucket in buckets.items():
        if letters and 1 < len(bucket) <= _BUCKET_LIMIT:
            yield from combinations(bucket, 2)


def _pairs_of_people(people: _Names) -> Iterator[tuple[str, str]]:
    folded = _folded(people)
    together = _Together(people.credits)
    for one, other in _same_letters(folded):
        yield one, other
    for one, other in [*_same_sounds(folded, together), *_alike_in_a_film(people.credits, folded)]:
        if not together.holds(one, other):
            yield one, other


class _Together:
    """Which names stand in the credits of one film: what tells two persons apart, or a film they share."""

    def __init__(self, listed: Iterable[_Credits]) -> None:
        self._credits: dict[str, set[int]] = defaultdict(set)
        self._films: dict[str, set[tuple[str, int | None]]] = defaultdict(set)
        for number, one in enumerate(listed):
            for name in one.names:
                self._credits[name].add(number)
                self._films[name].add(one.film)

    def holds(self, one: str, other: str) -> bool:
        """Whether one release lists both for one film, so that they are two persons."""
        return not self._credits[one].isdisjoint(self._credits[other])

    def share_a_film(self, one: str, other: str) -> bool:
        """Whether both are credited for one film, be it in two releases."""
        return not self._films[one].isdisjoint(self._films[other])


@functools.lru_cache(maxsize=131_072)
def _sounds(word: str) -> str:
    """A folded word in the one spelling that its transliterations share: Tatyana and Tatiana give `tatana`."""
    word = _letters(word)
    for sign, plain in _TRANSLITERATION:
        word = word.replace(sign, plain)
    return _DOUBLE.sub(r"\1", _GLIDE.sub(r"\1", word))


def _same_sounds(folded: Mapping[str, str], together: _Together) -> Iterator[tuple[str, str]]:
    """Names that differ as two transliterations of one name do."""
    buckets: dict[tuple[str, ...], list[str]] = defaultdict(list)
    surnames: dict[str, int] = defaultdict(int)
    for name, text in folded.items():
        words = tuple(map(_sounds, text.split()))
        if len(words) > 1:
            buckets[words].append(name)
            surnames[words[-1]] += 1
    for words, bucket in buckets.items():
        if not 1 < len(bucket) <= _BUCKET_LIMIT:
            continue
        is_rare = surnames[words[-1]] == len(bucket) and len(words[-1]) >= 6 and len(words[0]) >= 4
        for one, other in combinations(bucket, 2):
            is_new = _letters(folded[one]) != _letters(folded[other])
            if is_new and (is_rare or together.share_a_film(one, other)):
                yield one, other


def _alike_in_a_film(listed: Iterable[_Credits], folded: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names in which two releases of one film differ by a letter or two."""
    films: dict[tuple[str, int | None], list[frozenset[str]]] = defaultdict(list)
    for listing in listed:
        films[listing.film].append(listing.names)
    for releases in films.values():
        if len(releases) < 2:
            continue
        common = frozenset.intersection(*releases)
        differing = sorted({name for names in releases for name in names} - common)
        if len(differing) <= _CREDITS_LIMIT:
            for a, b in combinations(differing, 2):
                one, other = folded.get(a, ""), folded.get(b, "")
                is_long = min(len(one), len(other)) >= _SHORTEST and one.count(" ") == other.count(" ")
                if is_long and one != other and ratio(one, other, score_cutoff=ALIKE):
                    yield a, b


def _report(names: _Names, one: str, other: str, seen: set[str], or_else: str) -> Iterator[tuple[str, Finding]]:
    rarer, usual = sorted((one, other), key=lambda name: (names.counts[name], name))
    if rarer in seen:
        return
    seen.add(rarer)
    place = names.first[rarer]
    times = names.counts[usual]
    where = f"{times:,} times" if times > 1 else f"in {clean(names.first[usual].path, 200)}"
    message = f"{clean(rarer, 80)} is spelt {clean(usual, 80)} elsewhere, {where}"
    yield place.path, Finding(place.where, "spelt-two-ways", message, f"write it the same{or_else}", "warning")
