"""What has no key of ours, as comments at the end of a release file: where it comes from and, line by line, its fields.

The first line of a block also says under which id and title the release stood in its source, so that a later import
finds it again though its owner has mended title, year or bar code. A newer export of the same source renews the block.
"""

import json
import re
from collections.abc import Iterable
from typing import NamedTuple

from disctui.importers.importer import Imported, Unmapped
from disctui.release.model import TOML

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]|[\u0085\u2028\u2029]")
_NAMES = {"\n": r"\n", "\t": r"\t", "\r": r"\r", "\\": r"\\"}
INDENT = "#   "
_MANY = "; the format has no key for:"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_HEAD = re.compile(
    rf"^# (?:Imported|Unmapped) from (?P<format>.+?), (?P<source>.+), line (?P<line>\d+)"
    rf"(?:, id (?P<id>{_QUOTED}))?(?:, as (?P<title>{_QUOTED}))?(?:;.*|:)?\s*$"
)


class Origin(NamedTuple):
    """Where a release file says that it was imported from."""

    format: str
    source: str
    """Name of the file."""
    line: int
    source_id: str = ""
    title: str = ""
    """Title and year, as the source had them."""


class _Block(NamedTuple):
    """A comment block of a file: its first line, and the lines after it that belong to it."""

    origin: Origin
    begin: int
    end: int
    """The line after it."""


def _escaped(text: str) -> str:
    if text.isprintable() and "\\" not in text:
        return text
    return _UNSAFE.sub(lambda found: _NAMES.get(found[0]) or f"\\u{ord(found[0]):04x}", text)


def line_of(unmapped: Unmapped) -> str:
    """One field as a comment: no text of a source can end it and begin a key."""
    field, value = unmapped
    line = f"{INDENT}{field}: {value}"
    return line if line.isprintable() and "\\" not in line else f"{INDENT}{_escaped(field)}: {_escaped(value)}"


def titled(document: dict[str, TOML]) -> str:
    """Title and year of a document, as `Origin.title` has them."""
    title, year = document.get("title"), document.get("year")
    return f"{title} ({year})" if title and year else str(title or "")


def origin_of(imported: Imported) -> Origin:
    """Where something imported comes from."""
    title = titled(imported.document)
    return Origin(imported.format, imported.source, imported.line, imported.source_id, title)


def _head(origin: Origin) -> str:
    head = f"# Imported from {_escaped(origin.format)}, {_escaped(origin.source)}, line {origin.line}"
    for word, text in (("id", origin.source_id), ("as", origin.title)):
        if text:
            head += f", {word} {json.dumps(_UNSAFE.sub(' ', text), ensure_ascii=False)}"
    return head


def block(imported: Imported, unmapped: Iterable[Unmapped]) -> bytes:
    """The comment block of a release: its origin, and what was kept."""
    unmapped = tuple(unmapped)
    lines = [f"{INDENT}{field}: {value}" for field, value in unmapped]
    together = "".join(lines)
    if not together.isprintable() or "\\" in together:
        lines = [line_of(one) for one in unmapped]
    head = _head(origin_of(imported)) + (_MANY if lines else "")
    return "\n".join([head, *lines, ""]).encode("utf-8", "replace")


def begun(text: bytes, imported: Imported) -> bytes:
    """The text of a new file with the comment block of its import."""
    return text + b"\n" + block(imported, imported.kept) if text else block(imported, imported.kept)


def origins(text: bytes) -> tuple[Origin, ...]:
    """Where a release file says that it was imported from."""
    if b" from " not in text or (b"# Imported" not in text and b"# Unmapped" not in text):
        return ()
    return tuple(found.origin for found in _blocks(text.decode("utf-8", "replace").splitlines()))


def _blocks(lines: list[str]) -> list[_Block]:
    found = []
    for at, line in enumerate(lines):
        match = _HEAD.match(line) if line.startswith("# ") else None
        if match:
            end = at + 1
            while end < len(lines) and lines[end].startswith(INDENT):
                end += 1
            source_id, title = (json.loads(match[name]) if match[name] else "" for name in ("id", "title"))
            origin = Origin(match["format"], match["source"], int(match["line"]), source_id, title)
            found.append(_Block(origin, at, end))
    return found


def _own_block(blocks: list[_Block], imported: Imported) -> _Block | None:
    """The block that an earlier import of the same thing left."""
    mine = origin_of(imported)
    same = [one for one in blocks if one.origin.format == _escaped(mine.format)]
    at_line = [one for one in same if one.origin.source == _escaped(mine.source)]
    found = [one for one in same if mine.source_id and one.origin.source_id == mine.source_id]
    found += [one for one in at_line if one.origin.line == mine.line]
    found += [one for one in same if mine.title and one.origin.title == mine.title]
    return next(iter(found + at_line), None)


def of_own_block(text: bytes, imported: Imported) -> tuple[Unmapped, ...]:
    """What the block that an earlier import of the same thing left says: each field as it stands there."""
    lines = text.decode("utf-8", "replace").splitlines()
    own = _own_block(_blocks(lines), imported)
    said = [line.removeprefix(INDENT).partition(": ") for line in lines[own.begin + 1 : own.end]] if own else []
    return tuple(Unmapped(field, value) for field, _, value in said)


def unsaid(text: bytes, imported: Imported) -> tuple[Unmapped, ...]:
    """What of an import no comment of a release file says yet: all where its block is out of date."""
    if not imported.kept:
        return ()
    lines = text.decode("utf-8", "replace").splitlines()
    present = {line.strip() for line in lines if line.startswith("#")}
    missing = tuple(one for one in imported.kept if line_of(one).strip() not in present)
    return imported.kept if missing and _own_block(_blocks(lines), imported) is not None else missing


def with_block(text: bytes, imported: Imported, unmapped: Iterable[Unmapped]) -> bytes:
    """`text` with the comment block of an import: in place of the one that it has, or after a blank line at its end."""
    ending = b"\r\n" if b"\r\n" in text else b"\n"
    added = block(imported, unmapped).replace(b"\n", ending)
    lines = text.decode("utf-8", "surrogateescape").splitlines(keepends=True)
    own = _own_block(_blocks([line.rstrip("\r\n") for line in lines]), imported)
    if own is None or own.end == own.begin:
        gap = ending if text.endswith(b"\n") else ending * 2
        return text + (gap + added if text else added)
    before, after = "".join(lines[: own.begin]), "".join(lines[own.end :])
    return before.encode("utf-8", "surrogateescape") + added + after.encode("utf-8", "surrogateescape")
