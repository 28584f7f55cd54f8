"""Words by their sound: what the usual ways to write a foreign name in Latin letters have in common."""

import re
from functools import lru_cache

_ONE_FOR_ANOTHER = str.maketrans("yjq", "iik")
_COMMON = (
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
_W_IN_LONG = re.compile(r"(?<=[a-z]{3})w(?=[a-z]{2})|(?<![a-z])w(?=[a-z]{5})")


def phonetic_keys(words: list[str]) -> list[str]:
    """What the usual transliterations of each name have in common: `tatyana` and `tatiana`, `alexei` and `aleksey`.

    Meant to be careful: a pair of different names should seldom share it.
    """
    if not words:
        return []
    together = "\n".join(words).translate(_ONE_FOR_ANOTHER)
    for spelling, common in _COMMON:
        together = together.replace(spelling, common)
    return _DOUBLED.sub("", _W_IN_LONG.sub("v", together)).split("\n")


@lru_cache(maxsize=8192)
def phonetic_key(word: str) -> str:
    """The same of one word."""
    return phonetic_keys([word])[0]
