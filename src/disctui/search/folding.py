"""Text brought down to what people type: no capitals, no accents, every script in Latin letters."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_FRACTIONS = "¼½¾⅓⅔⅛⅜⅝⅞"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_BEFORE = str.maketrans(
    {sign: " " + unicodedata.normalize("NFKC", sign).replace("⁄", "/") for sign in _FRACTIONS}
    | {sign: f" {digit}" for digit, sign in enumerate(_SUPERSCRIPTS)}
    | dict.fromkeys("’‘‛ʼʹ´`′＇", "'")
    | dict.fromkeys("‐‑‒−", "-")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad")
)
_TO_REPLACE = re.compile(f"[{''.join(map(chr, _BEFORE))}]")
_LATIN = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "ĸ": "k",
        "ə": "e",
        "ɛ": "e",
        "ɔ": "o",
        "ƒ": "f",
    }
)
_MARKS = re.compile("[\u0300-\u036f]+")
_OTHER_SCRIPTS = re.compile("[^\u0000-\u024f\u0259\u025b\u0254\u0300-\u036f\u1e00-\u1eff]+")
_CLUSTER = re.compile(".[\u0300-\u036f\u3099\u309a]*", re.DOTALL)


def _in_latin(match: re.Match[str]) -> str:
    import anyascii  # noqa: PLC0415 - its tables cost time to load, and most libraries are in Latin letters

    return anyascii.anyascii(match[0]).lower().replace("'", "").replace("`", "")


def prepared(text: str) -> str:
    """`text` casefolded and composed, with one sign for each apostrophe and hyphen and fractions spelt with a slash."""
    if text.isascii():
        return text.lower()
    if _TO_REPLACE.search(text):
        text = text.translate(_BEFORE)
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Prepared text without accents, in Latin letters."""
    latin = _OTHER_SCRIPTS.sub(_in_latin, text)
    return _MARKS.sub("", unicodedata.normalize("NFKD", latin)).translate(_LATIN)


def fold(text: str) -> str:
    """`text` as people type it: casefolded, accents off, other scripts in Latin letters.

    Examples:
        >>> fold("Letjat Žuravli"), fold("Летят журавли"), fold("8½")
        ('letjat zuravli', 'letyat zhuravli', '8 1/2')
    """
    if text.isascii():
        return text.lower()
    return bare(prepared(text))


@lru_cache(maxsize=8192)
def _folded_cluster(cluster: str) -> str:
    return fold(cluster)


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """`text` folded, and for each character of the result the place in `text` that it came from.

    The places have one more entry than the result has characters: the end of `text`.
    """
    pieces: list[str] = []
    places: list[int] = []
    for start, cluster in _clusters(text):
        folded = _folded_cluster(cluster)
        pieces.append(folded)
        places.extend([start] * len(folded))
    places.append(len(text))
    return "".join(pieces), places


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    for match in _CLUSTER.finditer(text):
        yield match.start(), match[0]
