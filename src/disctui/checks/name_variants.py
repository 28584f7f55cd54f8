"""Names spelt two ways across the library.

Meant to be believed, so it stays silent in doubt. Two names are held for one where they differ in accents,
capitals and punctuation alone; where they differ as transliterations do and share a film or a rare surname; or
where two releases of one film differ in a letter or two. Never where one film lists both, and never what
people.toml has joined or told apart.

Every name is folded once and put into buckets, so the time grows with the number of names, not with its square.
"""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import chain, combinations
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from disctui.checks.loaded_library import LoadedLibrary
from disctui.release.model import Film, Release
from disctui.release_file.diagnostics import Finding
from disctui.release_file.layout import KeyPath
from disctui.safe_text import clean
from disctui.search.folding import fold

ALIKE = 88
"""Per cent of letters in common from which two names of one film are held for one."""
_SHORTEST = 8
_CREDITS_LIMIT = 80
"""Names of one film past which its credits are not compared pair by pair."""
_BUCKET_LIMIT = 8
_RELEASES_LIMIT = 50
_LONGEST = 200
_NOT_LETTER = re.compile(r"[\W_]+")
_TRANSLITERATION = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("ph", "f"), ("tz", "c"), ("ts", "c"), ("ks", "x"),
    ("w", "v"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_GLIDE = re.compile("i([aeou])")
_DOUBLE = re.compile(r"(.)\1+")


_Title = tuple[str, int | None]
_Credited = Release | Film


class _People:
    """Every name that the credits of a library hold, and who is credited for what."""

    def __init__(self, releases: Mapping[str, Release]) -> None:
        self.counts: Counter[str] = Counter()
        self.by_film: dict[_Title, list[_Credited]] = defaultdict(list)
        for release in releases.values():
            films: list[_Credited] = [release, *release.films]
            for film in films:
                for names in (film.directors, film.cast, film.writers):
                    self.counts.update(names)
                self.by_film[film.title, film.year].append(film)


def spelt_two_ways(library: LoadedLibrary) -> Iterator[tuple[str, Finding]]:
    """The spellings that another one outnumbers, each where it first stands."""
    people = _People(library.releases)
    known = library.people
    pairs = [
        _Pair(people.counts, one, other, ", or join them in people.toml")
        for one, other in _pairs_of_people(people)
        if not known.is_one(one, other) and frozenset((one, other)) not in known.different
    ]
    for field in ("studio", "country"):
        values = (getattr(release.release, field) for release in library.releases.values())
        counts = Counter(value for value in values if value is not None)
        pairs += [_Pair(counts, one, other, "") for one, other in _same_letters(_folded(counts))]
    yield from _reported(pairs, library.releases)


def _folded(names: Iterable[str]) -> dict[str, str]:
    return {name: fold(name) for name in names if len(name) <= _LONGEST}


def _letters(text: str) -> str:
    return text if text.isalnum() else _NOT_LETTER.sub("", text)


def _same_letters(folded: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    buckets: dict[str, list[str]] = defaultdict(list)
    for name, text in folded.items():
        buckets[_letters(text)].append(name)
    for letters, bucket in buckets.items():
        if letters and 1 < len(bucket) <= _BUCKET_LIMIT:
            yield from combinations(bucket, 2)


def _pairs_of_people(people: _People) -> Iterator[tuple[str, str]]:
    folded = _folded(people.counts)
    yield from _same_letters(folded)
    sounding = list(_same_sounds(folded))
    alike = list(_alike_in_a_film(people.by_film, folded))
    together = _Together(
        people.by_film, {name for one, other, _ in sounding for name in (one, other)} | {*chain(*alike)}
    )
    for one, other, is_rare in sounding:
        if not together.holds(one, other) and (is_rare or together.share_a_film(one, other)):
            yield one, other
    for one, other in alike:
        if not together.holds(one, other):
            yield one, other


class _Together:
    """Which of a few names stand in the credits of one film: two persons, or two spellings in two releases of it."""

    def __init__(self, by_film: Mapping[_Title, list[_Credited]], names: Set[str]) -> None:
        self._credits: dict[str, set[int]] = defaultdict(set)
        self._films: dict[str, set[_Title]] = defaultdict(set)
        if not names:
            return
        for title, releases in by_film.items():
            for release in releases:
                for name in _of(release, names):
                    self._credits[name].add(id(release))
                    self._films[name].add(title)

    def holds(self, one: str, other: str) -> bool:
        """Whether one release lists both for one film, so that they are two persons."""
        return not self._credits[one].isdisjoint(self._credits[other])

    def share_a_film(self, one: str, other: str) -> bool:
        """Whether both are credited for one film, be it in two releases."""
        return not self._films[one].isdisjoint(self._films[other])


def _of(film: _Credited, names: Set[str]) -> Iterator[str]:
    return (name for listed in (film.directors, film.cast, film.writers) for name in listed if name in names)


@functools.lru_cache(maxsize=131_072)
def _sounds(word: str) -> str:
    """A folded word in the one spelling that its transliterations share: Tatyana and Tatiana give `tatana`."""
    word = _letters(word)
    for sign, plain in _TRANSLITERATION:
        word = word.replace(sign, plain)
    return _DOUBLE.sub(r"\1", _GLIDE.sub(r"\1", word))


def _same_sounds(folded: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    """Names that differ as two transliterations of one name do, and whether the surname is rare besides."""
    buckets: dict[tuple[str, ...], list[str]] = defaultdict(list)
    surnames: Counter[str] = Counter()
    for name, text in folded.items():
        words = tuple(map(_sounds, text.split()))
        if len(words) > 1:
            buckets[words].append(name)
            surnames[words[-1]] += 1
    for words, bucket in buckets.items():
        if 1 < len(bucket) <= _BUCKET_LIMIT:
            is_rare = surnames[words[-1]] == len(bucket) and len(words[-1]) >= 6 and len(words[0]) >= 4
            for one, other in combinations(bucket, 2):
                if _letters(folded[one]) != _letters(folded[other]):
                    yield one, other, is_rare


def _alike_in_a_film(by_film: Mapping[_Title, list[_Credited]], folded: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names in which two releases of one film differ by a letter or two."""
    for releases in by_film.values():
        if len(releases) < 2:
            continue
        listed: list[set[str]] = [
            {*release.directors, *release.cast, *release.writers} for release in releases[:_RELEASES_LIMIT]
        ]
        differing = sorted(listed[0].union(*listed) - listed[0].intersection(*listed))
        if len(differing) <= _CREDITS_LIMIT:
            for a, b in combinations(differing, 2):
                one, other = folded.get(a, ""), folded.get(b, "")
                is_long = min(len(one), len(other)) >= _SHORTEST and one.count(" ") == other.count(" ")
                if is_long and one != other and ratio(one, other, score_cutoff=ALIKE):
                    yield a, b


class _Pair(NamedTuple):
    """Two spellings of one name."""

    counts: Counter[str]
    one: str
    other: str
    or_else: str


def _reported(pairs: Iterable[_Pair], releases: Mapping[str, Release]) -> Iterator[tuple[str, Finding]]:
    """A finding for the rarer spelling of each pair, one for each spelling."""
    found: dict[str, _Pair] = {}
    for pair in pairs:
        rarer, usual = sorted((pair.one, pair.other), key=lambda name: (pair.counts[name], name))
        found.setdefault(rarer, pair._replace(one=rarer, other=usual))
    for path, where, rarer in _first_places(releases, found.keys()):
        pair = found[rarer]
        times = f"{pair.counts[pair.other]:,} times" if pair.counts[pair.other] > 1 else "once"
        message = f"{clean(rarer, 80)} is spelt {clean(pair.other, 80)} elsewhere, {times}"
        yield path, Finding(where, "spelt-two-ways", message, f"write it the same{pair.or_else}", "warning")


def _first_places(releases: Mapping[str, Release], names: Set[str]) -> Iterator[tuple[str, KeyPath, str]]:
    wanted = set(names)
    for path, release in releases.items():
        if not wanted:
            return
        for where, name in _named(release):
            if name in wanted:
                wanted.discard(name)
                yield path, where, name


def _named(release: Release) -> Iterator[tuple[KeyPath, str | None]]:
    films: list[tuple[KeyPath, _Credited]] = [((), release)]
    films += [(("films", number), film) for number, film in enumerate(release.films)]
    for above, film in films:
        for role, names in (("directors", film.directors), ("cast", film.cast), ("writers", film.writers)):
            yield from (((*above, role, number), name) for number, name in enumerate(names))
    yield ("release", "studio"), release.release.studio
    yield ("release", "country"), release.release.country
