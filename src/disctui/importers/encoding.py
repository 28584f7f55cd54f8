"""From the bytes of an export to its text, whatever encoding it has, declares, or pretends to have.

What the bytes are counts for more than what the file declares: text that is UTF-8 through and through is UTF-8. Where
neither a byte-order mark nor the bytes settle it, the encoding is guessed, and whoever imports the file is told so.
"""

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

import charset_normalizer

from disctui.importers.headings import KEY_OF_NAME, plain

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_TEXT = (b"PK", b"\xd0\xcf\x11\xe0", b"SQLite format 3\0")
"""How archives, workbooks and databases begin."""
_UNDEFINED = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""The bytes that Windows-1252 has no character for."""
_SAMPLE = 1 << 16
"""Bytes of lines with accented letters that a guess is made from, at most."""
_WESTERN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøœùúûüÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜ“”‘’„‚‹›«»–—…•€£©®™°·¡¿\u00a0ªº½²³×§")
_WESTERN_ENCODINGS = ("cp1252", "mac_roman", "cp850")
_GUESSED = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp932", "gb18030", "euc_kr", "big5", "euc_jp", "koi8_r",
]  # fmt: skip
_TITLES = {
    "utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16, big-endian",
    "cp1252": "Windows-1252", "cp1250": "Windows-1250 (Central European)", "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)", "cp1254": "Windows-1254 (Turkish)", "cp932": "Shift-JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)", "euc_kr": "EUC-KR (Korean)", "big5": "Big5 (Chinese)",
    "euc_jp": "EUC-JP (Japanese)", "koi8_r": "KOI8-R (Cyrillic)", "mac_roman": "Mac Roman",
    "cp850": "DOS (code page 850)",
}  # fmt: skip


class Detected(NamedTuple):
    """The encoding of a file and how it was found."""

    encoding: str
    mark: int = 0
    """Bytes of the byte-order mark."""
    doubt: str | None = None
    """Why the text may be wrong, in words; None where there is no doubt."""


class Decoded(NamedTuple):
    """Text and how it was read."""

    text: str
    encoding: str
    doubt: str | None = None
    """Why the text may be wrong, in words."""


class Reading(NamedTuple):
    """How a file reads in one encoding."""

    encoding: str
    title: str
    """What the encoding is called."""
    sample: str
    """The first line in which encodings differ; a sign that is none in this one is shown as \ufffd."""


def readings(head: bytes) -> list[Reading]:
    """How a file reads in each encoding that people's files are in; none where all read it alike, or it is no text.

    Args:
        head: Its beginning.
    """
    found = _by_mark_or_zeros(head)
    if head.startswith(_NO_TEXT) or (head.isascii() and found is None):
        return []
    wide = found is not None and found.encoding.startswith("utf-16")
    names = [name for name in _TITLES if name.startswith("utf-16") == wide]
    line = head[:400] if wide else _accented_lines(head, 400).strip().split(b"\n")[0]
    return [Reading(name, _TITLES[name], decoded_as(line, name).lstrip("\ufeff")) for name in names]


def title_of(encoding: str) -> str:
    """What an encoding is called."""
    return _TITLES.get(encoding, encoding)


def detect(chunks: Iterable[bytes]) -> Detected:
    """The encoding of a file that is given piece by piece; every piece is looked at, none is held.

    Found by the byte-order mark, by zero bytes, as UTF-8, by the XML declaration, and else guessed.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    first: bytes | None = None
    sample = bytearray()
    for chunk in chunks:
        if first is None:
            first = chunk[:4096]
            if (found := _by_mark_or_zeros(first)) is not None:
                return found
        text = decoder.decode(chunk)
        if not chunk.isascii():
            bad_here = _bad_bytes(text)
            bad += bad_here
            good += len(text) - len(text.encode("ascii", "ignore")) - bad_here
            if len(sample) < _SAMPLE:
                sample += _accented_lines(chunk, _SAMPLE - len(sample))
    bad += _bad_bytes(decoder.decode(b"", final=True))
    return _judged(first or b"", good, bad, bytes(sample))


def _bad_bytes(text: str) -> int:
    """How many bytes of a text, decoded with `surrogateescape`, were not of its encoding."""
    return len(text.encode("utf-8", "surrogateescape")) - len(text.encode("utf-8", "ignore"))


def _by_mark_or_zeros(head: bytes) -> Detected | None:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return Detected(encoding, len(mark))
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd > len(head) // 4 or (max(even, odd) > max(8, len(head) // 20) and min(even, odd) == 0):
        return Detected("utf-16-le" if odd >= even else "utf-16-be")
    return None


def _accented_lines(chunk: bytes, most: int) -> bytes:
    """Those lines of `chunk` that hold more than ASCII, `most` bytes of them."""
    found = b"\n".join(line for line in re.split(rb"[\r\n]+", chunk[: 4 * _SAMPLE]) if not line.isascii())
    return found[:most] + b"\n"


def _judged(head: bytes, good: int, bad: int, sample: bytes) -> Detected:
    declared = _DECLARED.match(head)
    named = _known(declared[1].decode("ascii")) if declared else None
    if not bad:
        is_escaped = named is not None and named.startswith("iso2022") and b"\x1b" in head
        return Detected(named if named and is_escaped else "utf-8")
    if good > 2 * bad or (named == "utf-8" and good and good >= bad):
        times = "one byte is" if bad == 1 else f"{bad:,} bytes are"
        return Detected("utf-8", doubt=f"{times} not UTF-8 as the rest is; each is shown as \ufffd")
    if named and not named.startswith(("utf-", "utf_")):
        return Detected(named)
    guess = _guess(sample)
    is_said = "says it is UTF-8 and is not" if named == "utf-8" else "does not say in which encoding it is written"
    return Detected(guess, doubt=f"the file {is_said}; it was read as {_TITLES.get(guess, guess)}, which is a guess")


def _by_headings(sample: bytes) -> str | None:
    """The encoding in which the first line has most headings of tables that are known, if it is more than in others."""
    line = sample.split(b"\n")[0]
    found: dict[str, int] = {}
    for encoding in _GUESSED:
        cells = re.split(r"[;,\t|]", decoded_as(line, encoding))
        found[encoding] = sum(not cell.isascii() and plain(cell) in KEY_OF_NAME for cell in cells)
    best = max(found.values())
    return next(name for name, count in found.items() if count == best) if best else None


def _guess(sample: bytes) -> str:
    if (named := _by_headings(sample)) is not None:
        return named
    for encoding in _WESTERN_ENCODINGS:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_western(text, strictly=encoding != "cp1252"):
            return encoding
    best = charset_normalizer.from_bytes(sample, cp_isolation=_GUESSED).best()
    return best.encoding if best is not None else "cp1252"


def _is_western(text: str, *, strictly: bool) -> bool:
    """Whether accented letters stand singly among plain ones, as in the languages of Western Europe.

    Args:
        text: Lines with accented letters.
        strictly: Whether signs that are no letters speak against it, as for encodings that are seldom met.
    """
    others = [at for at, letter in enumerate(text) if ord(letter) > 127]
    if not others or any(text[at] not in _WESTERN or (strictly and not text[at].isalpha()) for at in others):
        return False
    odd = 0
    for at in others:
        before = text[at - 1] if at else " "
        odd += (
            text[at].isalpha() and before.isalpha() and (ord(before) > 127 or (before.islower() and text[at].isupper()))
        )
    return odd * 5 <= len(others)


def windows_1252(data: bytes) -> str:
    """Text in Windows-1252; the five bytes that it leaves undefined are dropped."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.translate(None, _UNDEFINED).decode("cp1252")


def decode(data: bytes) -> Decoded:
    """The text of a whole file."""
    found = detect([data])
    return Decoded(decoded_as(data[found.mark :], found.encoding), found.encoding, found.doubt)


def decoded_as(data: bytes, encoding: str) -> str:
    """Text in a known encoding; a byte that it does not have costs that letter alone."""
    return windows_1252(data) if encoding == "cp1252" else data.decode(encoding, "replace")


def known_encoding(name: str) -> str | None:
    """Python's name of an encoding of text; None where there is no such encoding."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # "hex" and "zip" are codecs, but no encodings of text.
    return found.name if found._is_text_encoding else None  # noqa: SLF001 - there is no public way to ask


def _known(name: str) -> str | None:
    found = known_encoding(name)
    # Files that say Latin-1 hold Windows-1252, as every browser knows.
    return "cp1252" if found in {"iso8859-1", "ascii"} else found


def head_of(data: bytes, size: int = 4096) -> str:
    """The beginning of a file as text, to recognise it by; no letter is cut in half at its end."""
    head = data[: size - size % 4]
    if len(head) == len(data):
        return decode(head).text
    found = _by_mark_or_zeros(head)
    encoding = found.encoding if found else "utf-8"
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head[found.mark if found else 0 :])
    except UnicodeDecodeError:
        return decode(head).text


def xml_head(data: bytes, size: int = 4096) -> str:
    """The beginning of an XML file; "" where the file begins otherwise, such as a table that speaks of XML."""
    head = head_of(data, size)
    return head if head.lstrip("\ufeff \t\r\n\0").startswith("<") else ""
