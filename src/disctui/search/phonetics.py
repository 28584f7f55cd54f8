"""Words by their sound: what the usual ways to write a foreign name in Latin letters have in common."""

import re
from functools import lru_cache

_ONE_FOR_ANOTHER = str.maketrans("yjq", "iik")
_COMMON = (
    ("dsch", "i"),
    ("dzh", "i"),
    ("tch", "ch"),
    ("shch", "sh"),
    ("sch", "sh"),
    ("ks", "x"),
    ("kh", "h"),
    ("ph", "f"),
    ("ck", "k"),
    ("tz", "ts"),
    ("oie", "oe"),
    ("aie", "ae"),
    ("eie", "ee"),
    ("uie", "ue"),
)
_DOUBLED = re.compile(r"(?<=([a-z]))\1+")
_W_IN_LONG = re.compile(r"(?<=[a-z]{3})w(?=[a-z]{2})|(?<![a-z])w(?=[a-z]{4})|(?<=[a-z]{5}[oe])w(?![a-z])")
_HARD_C = re.compile(r"c(?=[aoulrt])")


def phonetic_keys(words: list[str]) -> list[str]:
    """What the usual transliterations of each name have in common: `tatyana` and `tatiana`, `alexei` and `aleksey`.

    Meant to be careful: a pair of different names should seldom share it.
    """
    if not words:
        return []
    together = "\n".join(words).translate(_ONE_FOR_ANOTHER)
    for spelling, common in _COMMON:
        together = together.replace(spelling, common)
    together = _HARD_C.sub("k", _W_IN_LONG.sub("v", together))
    return _DOUBLED.sub("", together).split("\n")


@lru_cache(maxsize=8192)
def phonetic_key(word: str) -> str:
    """The same of one word."""
    return phonetic_keys([word])[0]


_VOWELS = bytes.maketrans(b"aeiouy", b"aaaaaa")
_SOUND_OF = (
    (rb"\d+", b""), (rb"(?<![a-z])(?:kn|gn)", b"n"), (rb"(?<![a-z])wr", b"r"), (rb"ph", b"f"),
    (rb"tsch|tch|ch|ck|q", b"k"), (rb"shch|sch|sh|sz|cz|zh", b"s"), (rb"c(?=[eiy])", b"s"), (rb"c", b"k"),
    (rb"x", b"ks"), (rb"[vw]", b"f"), (rb"(?<=[aeiouy])gh", b""), (rb"h", b""), (rb"j", b"y"),
    (rb"dz|ts|tz|z", b"s"), (rb"d", b"t"),
)  # fmt: skip
"""Letters in any of several languages, and the sound they stand for, in the order of replacing."""
_SOUNDS = tuple((re.compile(pattern), by) for pattern, by in _SOUND_OF)
_INNER_VOWELS = re.compile(rb"(?<=[a-z])a+")
_FIRST_VOWELS = re.compile(rb"(?<![a-z])a+")
_AGAIN = re.compile(rb"([a-z])\1+")
_NO_SOUND = re.compile(rb"[^a-z\n]")
_SHORTEST_SOUND = 3


def sounds(words: list[bytes]) -> list[bytes]:
    """How words sound to an ear that knows several languages: the consonants in few classes, and a vowel in front.

    `hiddleston` and `huttleston` sound alike, and so do `wahlberg` and `walburgh`. Empty for words of few sounds, which
    too many would share, and for those that are not of Latin letters.
    """
    if not words:
        return []
    together = b"\n".join(words)
    for pattern, by in _SOUNDS:
        together = pattern.sub(by, together)
    together = _AGAIN.sub(rb"\1", together.translate(_VOWELS))
    together = _FIRST_VOWELS.sub(b"A", together)
    together = _INNER_VOWELS.sub(b"", together.replace(b"a", b""))
    heard = _AGAIN.sub(rb"\1", together).lower().split(b"\n")
    return [sound if len(sound) >= _SHORTEST_SOUND and sound.isalpha() else b"" for sound in heard]
