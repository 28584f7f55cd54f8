"""The text of an XML file piece by piece, decoded and mended so that a parser takes it; a file of any size fits.

Bare ampersands, HTML's names for letters and control characters are common in exports; comments and CDATA are left.
"""

import codecs
import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from disctui.importers.encoding import Detected, detect, windows_1252

CHUNK = 1 << 20
"""Bytes that are read at a time."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?:#([xX]?[0-9a-fA-F]{1,8});|(\w{1,32});)?")
_SECTION = re.compile(r"<!\[CDATA\[|<!--|<!DOCTYPE")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<!DOCTYPE": ">"}


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time, from its beginning."""
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def detected(file: BinaryIO) -> Detected:
    """The encoding of a file."""
    return detect(chunks_of(file))


def texts_of(file: BinaryIO, found: Detected) -> Iterator[str]:
    """The mended text of a file, piece by piece."""
    held = ""
    ending = ""
    is_first = True
    for text in _decoded(file, found):
        text = held + text  # noqa: PLW2901 - what was held back comes first
        if is_first:
            text = _DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), text, count=1).lstrip("\ufeff\0")  # noqa: PLW2901
            is_first = False
        cut = _safe_end(text)
        piece, held = text[:cut], text[cut:]
        mended, ending = _mended(piece, ending)
        yield mended
    mended, _ = _mended(held, ending)
    yield mended


def _decoded(file: BinaryIO, found: Detected) -> Iterator[str]:
    chunks = chunks_of(file)
    first = next(chunks, b"")[found.mark :]
    if found.encoding == "cp1252":
        yield windows_1252(first)
        for chunk in chunks:
            yield windows_1252(chunk)
        return
    decoder = codecs.getincrementaldecoder(found.encoding)("replace")
    yield decoder.decode(first)
    for chunk in chunks:
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _safe_end(text: str) -> int:
    """Where a piece may end without cutting an entity, or the beginning or end of a section, in two: at a blank."""
    blank = max(text.rfind(" "), text.rfind("\n"))
    return (blank if blank > 0 else text.rfind(">")) + 1 or len(text)


def _has_illegal(text: str) -> bool:
    """Whether a piece holds a character that XML forbids; a look at its bytes is far quicker than the pattern."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return True
    return len(data.translate(None, _CONTROLS)) != len(data) or "\ufffe" in text or "\uffff" in text


def _mended(text: str, ending: str) -> tuple[str, str]:
    """A piece as XML takes it, and what ends the section that is still open at its end."""
    if _has_illegal(text):
        text = _ILLEGAL.sub("\ufffd", text)
    if not ending and "<!" not in text:
        return (_AMPERSAND.sub(_repair, text) if "&" in text else text), ""
    parts: list[str] = []
    position = 0
    while position < len(text):
        if ending:
            end = text.find(ending, position)
            if end < 0:
                parts.append(text[position:])
                return "".join(parts), ending
            parts.append(text[position : end + len(ending)])
            position, ending = end + len(ending), ""
            continue
        match = _SECTION.search(text, position)
        stop = match.start() if match else len(text)
        parts.append(_AMPERSAND.sub(_repair, text[position:stop]))
        position = stop
        if match:
            ending = _ENDS[match[0]]
            parts.append(match[0])
            position = match.end()
    return "".join(parts), ending


def _repair(match: "re.Match[str]") -> str:
    """An ampersand as XML takes it: HTML's names, bare ones and impossible characters are common in exports."""
    number, name = match[1], match[2]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number) if number.isdigit() else 0
        is_legal = code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0xFFFF < code < 0x110000
        return match[0] if is_legal else "\ufffd"
    if name:
        found = html.unescape(match[0])
        return html.escape(found) if found != match[0] else f"&amp;{name};"
    return "&amp;"
