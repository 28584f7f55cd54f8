"""A text cut into the words it can be found by, each at its place.

Several words may stand at one place: `Müller` is there as `muller` and `mueller`, `Spider-Man` as `spider`, `man`
and `spiderman`. Scripts without spaces give one word a character, so that a part of a title is found inside it.
"""

import re
from collections.abc import Iterator

from disctui.search.folding import bare, fold, prepared

PLACES = 250
"""Words of one text that are counted; what follows belongs to the next piece of it."""
CHARACTERS = 500
"""Characters of one text that are matched as a unit; a longer one is cut into pieces."""

IDEOGRAPHS = "\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECES = re.compile(rf"[{IDEOGRAPHS}]+|[^\W_{IDEOGRAPHS}](?:[^\W_{IDEOGRAPHS}]|[\u0300-\u036f])*|&")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_IDEOGRAPHS = re.compile(f"[{IDEOGRAPHS}]+")
_JOINERS = re.compile(r"[-'.·•*:∙⋅・]+")
_WORD = re.compile(r"[a-z0-9]+")
_ROMAN = re.compile(r"(?<=\S )(?:II|III|IV|V|VI|VII|VIII|IX|X|XI|XII|XIII)\b")
_MAY_HAVE_NUMBER = re.compile(r"[0-9]| [IVX]+\b")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_ENDINGS = frozenset({"s", "t", "d", "m", "ll", "re", "ve"})
_AFTER_APOSTROPHE = re.compile("(?<=[a-z])'(?:s|t|d|m|ll|re|ve)(?![a-z0-9])")
_JOINED_AT_MOST = 8

ARTICLES = frozenset("a an the der die das le la les l el los las il".split())  # noqa: SIM905 - as below
"""Words at the beginning of a title that may be left out."""
_MOST_INITIALS = 12

_NUMBER_WORDS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty
""".split()  # noqa: SIM905 - a list of words reads best as words
_ORDINAL_WORDS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth twentieth
""".split()  # noqa: SIM905 - as above
_NUMERALS = ("ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
_ORDINALS = {
    f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }": word for number, word in enumerate(_ORDINAL_WORDS, 1)
}
_SAID = {word: str(number) for number, word in enumerate(_NUMBER_WORDS, 1)}
_OTHERS = _SAID | {digits: word for word, digits in _SAID.items()}
_OTHERS |= _ORDINALS | {word: digits for digits, word in _ORDINALS.items()}
_OTHER_NUMERALS = {numeral: str(number) for number, numeral in enumerate(_NUMERALS, 2)}
_DIGIT_NUMERALS = {digits: numeral for numeral, digits in _OTHER_NUMERALS.items()}

_PIECE_NAMES = (
    ("part", "pt"), ("volume", "vol"), ("episode", "ep"), ("chapter",), ("number", "no"), ("teil",), ("parte",),
    ("partie",), ("tome",), ("kapitel",), ("folge",),
)  # fmt: skip
_PIECES_OF = {name: names for names in _PIECE_NAMES for name in names}
"""What a film of several is called before its number, each in full and short; need not be typed."""
_FIRST = "i"
"""The Roman numeral that is a word of its own but after one of them."""
_MOST_DIGITS = 3

WITH_OTHERS = frozenset(word.encode() for word in (*_OTHERS, *_OTHER_NUMERALS, *_PIECES_OF, "half"))
_NEEDS_CARE = re.compile(r"[A-Za-z0-9][-'.*:][A-Za-z0-9]|&|0\d{11}")
TO_WORDS = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))
"""Of ASCII text: capitals made small, all but letters and digits made spaces."""

Token = tuple[int, str]
"""A word and its place in the text, counted from 0."""


def careful_places(text: str) -> list[int]:
    """Where ASCII text has what can be spelt in other ways than as it stands; numbers are not among it."""
    return [match.start() for match in _NEEDS_CARE.finditer(text)]


def plain_words(text: str) -> list[bytes] | None:
    """The words of a text that has no other spellings, as most have; None where it needs `tokenize`."""
    if not text.isascii() or _NEEDS_CARE.search(text):
        return None
    words = text.encode().translate(TO_WORDS).split()
    return words if WITH_OTHERS.isdisjoint(words) else None


def tokenize(text: str) -> tuple[list[Token], int]:
    """The words of `text`, each at its place, and how many places there are."""
    words = plain_words(text)
    if words is not None:
        return [(place, word.decode()) for place, word in enumerate(words[:PLACES])], min(len(words), PLACES)
    return _with_aliases(text)


def initials_of(text: str) -> list[bytes]:
    """What a title or name is called in short: the first letters of its words, with and without a leading article.

    Where it has a number, as that of a part, that number whole, too: `kb2` of *Kill Bill: Vol. 2*. None where few would
    type them.
    """
    folded = fold(text)
    words = _WORD.findall(_AFTER_APOSTROPHE.sub("", folded) if "'" in folded else folded)
    article = words[0][0] if words and words[0] in ARTICLES else ""
    words = words[1:] if article else words
    short = ["".join(word[0] for word in words)]
    if _MAY_HAVE_NUMBER.search(text):
        short.append("".join(_with_numbers(words, text)))
    ways = dict.fromkeys([*short, *(article + rest for rest in short)] if article else short)
    return [way.encode() for way in ways if 1 < len(way) <= _MOST_INITIALS]


def _with_numbers(words: list[str], text: str) -> Iterator[str]:
    """The first letters of words, but numbers whole; nothing for the word before that of a part."""
    numbers = _OTHER_NUMERALS if _ROMAN.search(text) else {}
    said = [numbers.get(word, word if word.isdecimal() and len(word) <= _MOST_DIGITS else word[0]) for word in words]
    for word, one, following in zip(words, said, [*said[1:], ""], strict=True):
        if not (word in _PIECES_OF and following.isdecimal()):
            yield one


def query_words(text: str) -> list[list[str]]:
    """The words of a query text, one list each; a list of several is a run that must stand together."""
    words: list[list[str]] = []
    ready = prepared(text)
    end = 0
    for match in _PIECES.finditer(ready):
        piece, between = match[0], ready[end : match.start()]
        end = match.end()
        if _IDEOGRAPH.match(piece):
            words.append(list(piece))
        elif between == "'" and piece in _ENDINGS and words and words[-1][0].isascii() and len(words[-1]) == 1:
            words[-1] = [words[-1][0] + piece]
        else:
            words.extend([word] for word in _latin_words(piece))
    return words


def text_words(text: str) -> list[bytes]:
    """The words of a long text in their order, without any other spelling of them."""
    if not text.isascii():
        text = _IDEOGRAPHS.sub(_apart, prepared(text))
        if _IDEOGRAPH.search(text):
            return [part.encode() for piece in text.split() for part in _long_words(piece)]
        text = bare(text)
    return text.encode().translate(TO_WORDS).split()


def _apart(run: re.Match[str]) -> str:
    return f" {' '.join(run[0])} "


def _long_words(piece: str) -> list[str]:
    return [piece] if _IDEOGRAPH.match(piece) else _WORD.findall(bare(piece))


def _latin_words(piece: str) -> list[str]:
    if piece.isascii():
        return ["and"] if piece == "&" else [piece]
    return _WORD.findall(bare(piece))


def _with_aliases(text: str) -> tuple[list[Token], int]:
    found: list[Token] = []
    place = 0
    ready = prepared(text)
    for chunk in ready.split():
        if place >= PLACES:
            break
        if chunk.isascii() and chunk.isalnum():
            _add(found, place, chunk)
            place += 1
        else:
            place = _add_chunk(found, place, chunk)
    _add_numerals(text, found)
    if "1/2" in ready or "half" in ready:
        _add_halves(found)
    found, joined = _with_pieces_joined(found)
    return [item for item in found if item[0] < PLACES], min(place - joined, PLACES)


def _add(found: list[Token], place: int, word: str) -> None:
    found.append((place, word))
    if word in _OTHERS:
        found.append((place, _OTHERS[word]))
    if len(word) >= 12 and word[0] == "0" and word.isdecimal():
        found.append((place, word.lstrip("0")))  # of a bar code written with and without leading zeros
    if place and (numeral := _DIGIT_NUMERALS.get(_SAID.get(word, word))):
        found.append((place, numeral))


def _add_chunk(found: list[Token], place: int, chunk: str) -> int:
    """Add the words between two spaces; the place after them."""
    first, end, joined = place, 0, ""
    for match in _PIECES.finditer(chunk):
        piece = match[0]
        between = chunk[end : match.start()]
        end = match.end()
        if joined and not _JOINERS.fullmatch(between):
            _add_joined(found, first, place, joined)
            joined = ""
        if not joined:
            first = place
        if _IDEOGRAPH.match(piece):
            place = _add_ideographs(found, place, piece)
            joined, first = "", place
            continue
        for word in _latin_words(piece):
            if between == "'" and word in _ENDINGS and found and place > first:
                found.append((place - 1, joined + word))
                found.append((place - 1, word))
                joined += word
                continue
            _add(found, place, word)
            if not piece.isascii():
                _add_umlauts(found, place, piece, word)
            place += 1
            joined += word
    _add_joined(found, first, place, joined)
    return place


def _add_joined(found: list[Token], first: int, after: int, joined: str) -> None:
    """Add the joined spelling at the first and the last of its parts, so that its neighbours stand next to it."""
    if 1 < after - first <= _JOINED_AT_MOST:
        found.append((first, joined))
        found.append((after - 1, joined))


def _add_umlauts(found: list[Token], place: int, piece: str, word: str) -> None:
    spelt = bare(piece.translate(_UMLAUTS))
    if spelt != word and spelt.isalnum():
        found.append((place, spelt))


def _add_ideographs(found: list[Token], place: int, run: str) -> int:
    whole = fold(run)
    if whole.isalnum() and len(run) > 1:
        found.append((place, whole[:60]))
    for character in run:
        found.append((place, character))
        reading = fold(character)
        if reading.isalnum():
            found.append((place, reading))
        place += 1
    return place


def _add_numerals(text: str, found: list[Token]) -> None:
    """A Roman numeral after another word is also found by its digits and its word."""
    if not _ROMAN.search(text):
        return
    for place, word in list(found):
        if place and word in _OTHER_NUMERALS:
            digits = _OTHER_NUMERALS[word]
            found += [(place, digits), (place, _OTHERS[digits])]


def _add_halves(found: list[Token]) -> None:
    """`½` is also found as `and a half`, and the other way round."""
    words: dict[int, str] = {}
    for place, word in found:
        words.setdefault(place, word)
    for place in range(1, len(words)):
        if (words.get(place), words.get(place + 1)) == ("1", "2"):
            found += [(place, "and"), (place, "a"), (place + 1, "half")]
        elif (words.get(place - 1), words.get(place), words.get(place + 1)) == ("and", "a", "half"):
            found += [(place, "1"), (place + 1, "2")]


def _with_pieces_joined(found: list[Token]) -> tuple[list[Token], int]:
    """Words of which those before the number of a part stand at its place, and how many places fewer that makes.

    `Vol. 2` has one place, as `2` has. Not at the beginning: there `Part 2` is all there is to go by.
    """
    by_place: dict[int, list[str]] = {}
    for place, word in found:
        by_place.setdefault(place, []).append(word)
    joined: list[Token] = []
    piece, shift, is_named = "", 0, False
    for place, spellings in sorted(by_place.items()):
        words = spellings
        if piece and _is_number(words[0]):
            shift += 1
            joined = [token for token in joined if token[0] < place - shift]
            others = ["1", "one"] if words[0] == _FIRST else []
            words = [*words, *others, *_PIECES_OF[piece]]
        joined += [(place - shift, word) for word in words]
        piece = words[0] if is_named and words[0] in _PIECES_OF else ""
        is_named = is_named or words[0] not in ARTICLES
    return joined, shift


def _is_number(word: str) -> bool:
    """Whether a word is a number as films are counted by."""
    is_short = word.isdecimal() and len(word) <= _MOST_DIGITS
    return is_short or word in _SAID or word in _OTHER_NUMERALS or word == _FIRST


def other_numerals(word: str) -> list[str]:
    """The other ways to write a number: `2` and `ii` of `two`."""
    digits = _SAID.get(word) or _OTHER_NUMERALS.get(word) or word
    ways = (digits, _OTHERS.get(digits), _DIGIT_NUMERALS.get(digits))
    return [way for way in ways if way and way != word]


def without_pieces(runs: list[list[str]]) -> list[list[str]]:
    """The words of a query without those that only say that a number is that of a part: `kill bill vol 2`."""
    kept: list[list[str]] = []
    for run, following in zip(runs, [*runs[1:], [""]], strict=False):
        is_piece = len(run) == 1 and run[0] in _PIECES_OF and _is_number(following[0])
        if not (is_piece and any(one[0] not in ARTICLES for one in kept)):
            kept.append(run)
    return kept
