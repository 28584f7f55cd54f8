"""From the bytes of an export to its text, whatever encoding it has, declares, or pretends to have."""

import codecs
import re
from typing import NamedTuple

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNDEFINED = dict.fromkeys((0x81, 0x8D, 0x8F, 0x90, 0x9D))


class Decoded(NamedTuple):
    """Text and how it was read."""

    text: str
    encoding: str
    doubt: str | None = None
    """Why the text may be wrong, in words."""


def windows_1252(data: bytes) -> str:
    """Text in Windows-1252; the five bytes that it leaves undefined are dropped."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.translate(None, bytes(_UNDEFINED)).decode("cp1252")


def decode(data: bytes) -> Decoded:
    """The text of a file: by byte-order mark, by its zero bytes, by its XML declaration, as UTF-8, as Windows-1252."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(data[len(bom) :].decode(encoding, "replace"), encoding)
    head = data[:400]
    if head.count(0) > len(head) // 4:
        encoding = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        return Decoded(data.decode(encoding, "replace"), encoding)
    declared = _DECLARED.match(data[:400])
    named = _known(declared[1].decode("ascii")) if declared else None
    if named and not named.startswith(("utf-16", "utf-32", "utf-8")):  # a wide one would have shown zero bytes
        return Decoded(windows_1252(data) if named == "cp1252" else data.decode(named, "replace"), named)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        doubt = "it says it is UTF-8 and is not; read as Windows-1252" if named == "utf-8" else None
        return Decoded(windows_1252(data), "cp1252", doubt)


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
    except LookupError:
        return None
    if not found._is_text_encoding:  # noqa: SLF001 - "hex" and "zip" are no encodings of text
        return None
    # Files that say Latin-1 hold Windows-1252, as every browser knows.
    return "cp1252" if found.name in {"iso8859-1", "ascii"} else found.name


def head_of(data: bytes, size: int = 4096) -> str:
    """The beginning of a file as text, to recognise it by."""
    return decode(data[: size - size % 4]).text if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else decode(data[:size]).text


def xml_head(data: bytes, size: int = 4096) -> str:
    """The beginning of an XML file; "" where the file begins otherwise, such as a table that speaks of XML."""
    head = head_of(data, size)
    return head if head.lstrip("\ufeff \t\r\n\0").startswith("<") else ""
