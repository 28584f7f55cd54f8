"""How a text that parses is laid out: every header, pair, list item, comma and comment-free stretch, by its bytes.

Careful edits need the exact extent of each piece, in every dialect that `tomli` reads. The grammar of
tree-sitter-toml loses its way in TOML 1.1 and in some multi-line strings; a text already known to be valid needs no
grammar, only a reader that knows where each token ends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import tomli

from disctui.release_file.spans import KeyPath, Place, Span

_GAP = re.compile(rb"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BLANK = re.compile(rb"[ \t]*+")
_PART = re.compile(rb"""[A-Za-z0-9_-]++|"(?:[^"\\]++|\\.)*+"|'[^']*+'""", re.DOTALL)
_TEXT = re.compile(
    rb'''"""(?:[^"\\]++|\\.|"(?!""))*+"""(?:"{0,2}+)'''
    rb"""|'''(?:[^']++|'(?!''))*+'''(?:'{0,2}+)"""
    rb"""|"(?:[^"\\]++|\\.)*+"|'[^']*+'""",
    re.DOTALL,
)
_PLAIN = re.compile(rb"\d{4}-\d\d-\d\d[Tt ]\d\d:[^\s,\]}#]*+|[^\s,\]}#]++")


@dataclass(slots=True)
class Value:
    """One value of a text: a text, a plain token (number, date, true), a list, or a table within braces."""

    kind: Literal["text", "plain", "list", "table"]
    start: int
    end: int
    entries: "list[Entry]" = field(default_factory=list)
    """What a list or table holds."""

    @property
    def span(self) -> Span:
        """Its bytes."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class Entry:
    """One item of a list, or one pair of a table within braces, with the comma behind it."""

    start: int
    value: Value
    pair: "Pair | None" = None
    comma: int | None = None
    """Where its comma stands, if it has one."""

    @property
    def end(self) -> int:
        """Where its value ends, before any comma."""
        return self.value.end


@dataclass(slots=True)
class Pair:
    """A key and its value."""

    names: tuple[str, ...]
    parts: tuple[Span, ...]
    """The bytes of each name, quotes included."""
    equals: int
    value: Value

    @property
    def start(self) -> int:
        """Where its key begins."""
        return self.parts[0].start

    @property
    def key_end(self) -> int:
        """Where its key ends."""
        return self.parts[-1].end


@dataclass(slots=True)
class Section:
    """A header and the pairs below it; the first of a text is the part above all headers, and has no header."""

    path: KeyPath
    """The table, through the last item of every list on the way."""
    header: Span | None
    key: Span | None
    is_list: bool
    pairs: list[Pair] = field(default_factory=list)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def _skip(self, pattern: re.Pattern[bytes]) -> None:
        found = pattern.match(self.data, self.at)
        assert found is not None
        self.at = found.end()

    def _take(self, pattern: re.Pattern[bytes]) -> Span:
        found = pattern.match(self.data, self.at)
        if found is None:
            raise ValueError(f"no TOML at byte {self.at}")
        self.at = found.end()
        return Span(*found.span())

    def _key(self) -> tuple[tuple[str, ...], tuple[Span, ...]]:
        names, parts = [], []
        while True:
            self._skip(_BLANK)
            span = self._take(_PART)
            parts.append(span)
            names.append(_name(self.data[span.start : span.end]))
            self._skip(_BLANK)
            if self.data[self.at : self.at + 1] != b".":
                return tuple(names), tuple(parts)
            self.at += 1

    def _pair(self) -> Pair:
        names, parts = self._key()
        equals = self.at
        if self.data[equals : equals + 1] != b"=":
            raise ValueError(f"no = at byte {equals}")
        self.at += 1
        self._skip(_BLANK)
        return Pair(names, parts, equals, self._value())

    def _value(self) -> Value:
        start, first = self.at, self.data[self.at : self.at + 1]
        if first in (b'"', b"'"):
            return Value("text", *self._take(_TEXT))
        if first in (b"[", b"{"):
            value = Value("list" if first == b"[" else "table", start, start)
            self._entries(value, b"]" if first == b"[" else b"}")
            return value
        return Value("plain", *self._take(_PLAIN))

    def _entries(self, value: Value, closing: bytes) -> None:
        self.at += 1
        while True:
            self._skip(_GAP)
            if self.data[self.at : self.at + 1] == closing:
                self.at += 1
                value.end = self.at
                return
            start = self.at
            if value.kind == "list":
                entry = Entry(start, self._value())
            else:
                pair = self._pair()
                entry = Entry(start, pair.value, pair)
            value.entries.append(entry)
            self._skip(_GAP)
            if self.data[self.at : self.at + 1] == b",":
                entry.comma = self.at
                self.at += 1

    def sections(self) -> Iterator[Section]:
        section = Section((), None, None, is_list=False)
        counts: dict[KeyPath, int] = {}
        self._skip(_GAP)
        while self.at < len(self.data):
            if self.data[self.at : self.at + 1] == b"[":
                yield section
                section = self._header(counts)
            else:
                section.pairs.append(self._pair())
            self._skip(_GAP)
        yield section

    def _header(self, counts: dict[KeyPath, int]) -> Section:
        start = self.at
        is_list = self.data[start : start + 2] == b"[["
        self.at += 2 if is_list else 1
        names, parts = self._key()
        self.at += 2 if is_list else 1
        path: KeyPath = ()
        for number, name in enumerate(names):
            path = (*path, name)
            if is_list and number == len(names) - 1:
                counts[path] = counts.get(path, -1) + 1
            if path in counts:
                path = (*path, counts[path])
        return Section(path, Span(start, self.at), Span(parts[0].start, parts[-1].end), is_list)


def _name(part: bytes) -> str:
    if part[:1] not in (b'"', b"'"):
        return part.decode("ascii")
    return next(iter(tomli.loads(f"{part.decode('utf-8')} = 0")))


def sections_of(data: bytes) -> list[Section]:
    """The sections of a valid UTF-8 TOML text without byte-order mark, in its order.

    Raises:
        ValueError: the text is no TOML.
    """
    return list(_Reader(data).sections())


@dataclass(slots=True)
class Node:
    """Where one table, list or value of a document is made."""

    kind: Literal["root", "header", "implied", "dotted", "value", "tables"]
    """`implied`: a table that only headers of its own tables speak of; `dotted`: a table made by dotted keys;
    `tables`: a list made by `[[headers]]`; `value`: whatever stands behind a `=` or within brackets."""
    section: int
    pair: Pair | None = None
    """The pair it stands in; of a dotted table, the last one."""
    depth: int = 0
    """How many names of the pair's key lead to it."""
    value: Value | None = None
    holder: Value | None = None
    """The list or braces around it."""
    entry: int = 0
    """Its number in the holder."""


def outline_of(sections: list[Section]) -> dict[KeyPath, Node]:
    """Where every table, list and value of a document is made, by its path."""
    spots: dict[KeyPath, Node] = {(): Node("root", 0)}
    for number, section in enumerate(sections):
        path = section.path
        for length in range(1, len(path)):
            is_list = isinstance(path[length], int)
            spots.setdefault(path[:length], Node("tables" if is_list else "implied", number))
        if path and (path not in spots or spots[path].kind == "implied"):
            spots[path] = Node("header", number)
        for pair in section.pairs:
            _outline_pair(spots, path, pair, section=number)
    return spots


def _outline_pair(
    spots: dict[KeyPath, Node], table: KeyPath, pair: Pair, *, section: int, holder: Value | None = None, entry: int = 0
) -> None:
    for depth in range(1, len(pair.names)):
        path = (*table, *pair.names[:depth])
        known = spots.get(path)
        if known is None or known.kind == "dotted" or (known.kind == "implied" and known.section >= section):
            spots[path] = Node("dotted", section, pair, depth, holder=holder, entry=entry)
    path = (*table, *pair.names)
    spots[path] = Node("value", section, pair, len(pair.names), pair.value, holder, entry)
    _outline_value(spots, path, pair.value, section)


def _outline_value(spots: dict[KeyPath, Node], path: KeyPath, value: Value, section: int) -> None:
    for number, entry in enumerate(value.entries):
        if entry.pair is not None:
            _outline_pair(spots, path, entry.pair, section=section, holder=value, entry=number)
        else:
            spots[(*path, number)] = Node("value", section, None, 0, entry.value, value, number)
            _outline_value(spots, (*path, number), entry.value, section)


def places_of(data: bytes) -> dict[KeyPath, Place]:
    """Where every key, value, list item and header of a valid text stands, as `spans.spans` has it.

    Raises:
        ValueError: the text is no TOML.
    """
    sections = sections_of(data)
    places: dict[KeyPath, Place] = {}
    for path, spot in outline_of(sections).items():
        header = sections[spot.section].key
        if spot.value is not None:
            key = Span(spot.pair.start, spot.pair.key_end) if spot.pair is not None else None
            places[path] = Place(key, spot.value.span)
        elif spot.kind == "header" and header is not None:
            places[path] = Place(header, header)
    return places
