"""Names that may be one person's: proposed, and joined only where the owner accepts it.

Three signs, each weak alone: two names sound the same once scripts, accents and ways to transliterate are set aside;
one is the other with initials or turned round; or they are close and share a film or a surname that few have.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations

import msgspec
from rapidfuzz import fuzz

from disctui.library.people_file import People
from disctui.search.folding import fold

RARE = 3
"""Persons of one surname up to which a surname counts as rare."""
MOST_IN_A_FILM = 60
"""Names of one film that are compared with each other; a longer cast is compared by its first."""
CLOSE = 86.0
"""Likeness from which two names of one film may be one: one letter in seven."""
_SOUNDS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"shch|sch|tsch|tch", "c"), (r"sh|zh|cz|sz|z", "s"), (r"kh|ch|gh", "h"), (r"ck|q", "k"), (r"ph", "f"),
        (r"x", "ks"),
        (r"w", "v"), (r"ts|tz", "c"), (r"y|j", "i"), (r"ou", "u"), (r"ae|oe", "e"), (r"(?<=[aeiou])i(?=[aeiou])", ""),
        (r"i+", "i"), (r"(.)\1+", r"\1"), (r"ei\b|ii\b|iy\b", "i"),
    )
)  # fmt: skip
_WORDS = re.compile(r"[^\W\d_]+")


class Proposal(msgspec.Struct, frozen=True):
    """Two names that may be one person's."""

    name: str
    """The spelling more releases have."""
    also: str
    reason: str
    score: float
    """From 0 to 1."""
    films: tuple[str, ...] = ()
    """Some that they share."""


@lru_cache(maxsize=200_000)
def words(name: str) -> list[str]:
    """The words of a name, folded, in the order in which it is spoken."""
    last, comma, first = name.partition(",")
    return _WORDS.findall(fold(f"{first} {last}" if comma else name).replace("'", "").replace(".", " "))


@lru_cache(maxsize=200_000)
def sound(name: str) -> str:
    """What is left of a name when the ways to transliterate it are set aside."""
    text = " ".join(words(name))
    for pattern, by in _SOUNDS:
        text = pattern.sub(by, text)
    return text


def reason_for(one: str, other: str) -> tuple[str, float] | None:
    """Why two different names may be one person's by their look alone, and how sure that is."""
    first, second = words(one), words(other)
    if not first or not second or one == other:
        return None
    if first == second:
        return ("the same but for accents, case or order", 0.99) if one != other else None
    if sorted(first) == sorted(second):
        return "the same words in another order", 0.9
    if len(first) > 1 and len(second) > 1 and sound(one) == sound(other):
        return "two transliterations", 0.95
    if first[-1] == second[-1] and _is_initialled(first[:-1], second[:-1]):
        return "initials", 0.7
    return None


def _is_initialled(one: list[str], other: list[str]) -> bool:
    """Whether one has initials where the other has names; a middle name may be missing."""
    if not one or not other:
        return False
    short, long = (one, other) if sum(map(len, one)) <= sum(map(len, other)) else (other, one)
    if not any(len(word) == 1 for word in short) and not (len(short) < len(long) and short[0] == long[0]):
        return False
    rest = iter(long)
    return all(any(word == whole or (len(word) == 1 and whole.startswith(word)) for whole in rest) for word in short)


def proposals(credited: Mapping[str, Iterable[str]], people: People, limit: int = 500) -> list[Proposal]:
    """Pairs to show, surest first, without those that people.toml has settled.

    Args:
        credited: Each name as it is written to the films it is credited in.
        people: What is settled.
        limit: How many at most.
    """
    films = {name: frozenset(its) for name, its in credited.items() if name.strip()}
    found: dict[frozenset[str], Proposal] = {}
    for one, other in _candidates(films):
        pair = frozenset((one, other))
        if len(pair) == 2 and pair not in found and pair not in people.different and not people.is_one(one, other):
            proposal = _judged(one, other, films)
            if proposal is not None:
                found[pair] = proposal
    return sorted(found.values(), key=lambda one: (-one.score, one.name, one.also))[:limit]


def _candidates(films: Mapping[str, frozenset[str]]) -> Iterable[tuple[str, str]]:
    by_sound, by_words, by_surname, by_film = (defaultdict[str, list[str]](list) for _ in range(4))
    for name in sorted(films):
        parts = words(name)
        if not parts:
            continue
        by_sound[sound(name)].append(name)
        by_words[" ".join(sorted(parts))].append(name)
        by_surname[sound(parts[-1])].append(name)
        for film in films[name]:
            by_film[film].append(name)
    for group in (*by_sound.values(), *by_words.values()):
        yield from combinations(group[:20], 2)
    for group in by_surname.values():
        if len(group) <= RARE:
            yield from combinations(group, 2)
        else:
            yield from _initialled(group)
    for group in by_film.values():
        for one, other in combinations(group[:MOST_IN_A_FILM], 2):
            if fuzz.ratio(sound(one), sound(other), score_cutoff=60):  # initials and order have their own groups
                yield one, other


def _initialled(group: list[str]) -> Iterable[tuple[str, str]]:
    """Of a common surname, only names of which one has an initial and both begin alike."""
    by_initial = defaultdict[str, list[str]](list)
    for name in group:
        by_initial[words(name)[0][:1]].append(name)
    for names in by_initial.values():
        short = [name for name in names if any(len(word) == 1 for word in words(name)[:-1])]
        yield from ((one, other) for one in short[:20] for other in names[:50] if one != other)


def _judged(one: str, other: str, films: Mapping[str, frozenset[str]]) -> Proposal | None:
    shared = tuple(sorted(films[one] & films[other])[:3])
    reason = reason_for(one, other)
    similarity = fuzz.ratio(sound(one), sound(other))
    if reason is None:
        if similarity < CLOSE or not _given_names_agree(one, other):
            return None
        reason = (
            ("close, and in one film", similarity / 110) if shared else ("close, with a rare surname", similarity / 130)
        )
    text, score = reason
    if text == "initials" and not shared and similarity < CLOSE:
        score -= 0.2
    name, also = sorted((one, other), key=lambda spelling: (-len(films[spelling]), "," in spelling, spelling))
    return Proposal(name, also, text, round(min(score + 0.03 * bool(shared), 1), 3), shared)


def _given_names_agree(one: str, other: str) -> bool:
    """Whether the given names may be one; brothers share all but these."""
    first, second = words(one), words(other)
    if len(first) < 2 or len(second) < 2:
        return False
    middle = [{word for word in parts[1:-1] if len(word) == 1} for parts in (first, second)]
    if all(middle) and not middle[0] & middle[1]:  # James E. is not James R.
        return False
    return fuzz.ratio(sound(first[0]), sound(second[0])) >= 75 and fuzz.ratio(sound(first[-1]), sound(second[-1])) >= 75
