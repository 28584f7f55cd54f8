"""How a text that parses is laid out: every header, pair, list item and comma, by its bytes.

Careful edits need the exact extent of each piece, and problems the place of each key and value, in every dialect that
`tomli` reads. A text already known to be valid needs no grammar, only a reader that knows where each token ends.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import tomli

KeyPath = tuple[str | int, ...]
"""Names of tables and keys, and numbers of list items from 0: `("films", 0, "title")`."""
ITEMS_LIMIT = 10_000
"""Items of one list whose places are kept; a problem of a later one is shown at the list."""


class Span(NamedTuple):
    """A stretch of the UTF-8 bytes of a text."""

    start: int
    end: int


class Place(NamedTuple):
    """Where one key and its value stand. A list item has no key, and a table's value is its header."""

    key: Span | None
    value: Span


_GAP = re.compile(rb"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BLANK = re.compile(rb"[ \t]*+")
_PART = re.compile(rb"""[A-Za-z0-9_-]++|"(?:[^"\\]++|\\.)*+"|'[^']*+'""", re.DOTALL)
_TEXT = re.compile(
    rb'''"""(?:[^"\\]++|\\.|"(?!""))*+"""(?:"{0,2}+)'''
    rb"""|'''(?:[^']++|'(?!''))*+'''(?:'{0,2}+)"""
    rb"""|"(?:[^"\\]++|\\.)*+"|'[^']*+'""",
    re.DOTALL,
)
_FLAT = re.compile(rb"""(?:[^\[\]{}"'#]++|#[^\n]*+)*+""")
"""A stretch of a list without a text, list or table in it."""
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
    """Reads a text from its beginning.

    Args:
        data: The text, valid and without byte-order mark.
        limit: Items of one list that are kept, or None for all.
    """

    def __init__(self, data: bytes, limit: int | None = None) -> None:
        self.data = data
        self.at = 0
        self.limit = limit

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
            if value.kind == "list" and self.limit is not None and len(value.entries) >= self.limit:
                self._pass_over()
                continue
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

    def _pass_over(self) -> None:
        """Skip to the end of the next string, list or table of a list, or to the list's end."""
        begin = self.at
        self._skip(_FLAT)
        if self.at == begin:
            self._value()
            self._skip(_GAP)
            if self.data[self.at : self.at + 1] == b",":
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
    nodes: dict[KeyPath, Node] = {(): Node("root", 0)}
    for number, section in enumerate(sections):
        path = section.path
        for length in range(1, len(path)):
            is_list = isinstance(path[length], int)
            nodes.setdefault(path[:length], Node("tables" if is_list else "implied", number))
        if path and (path not in nodes or nodes[path].kind == "implied"):
            nodes[path] = Node("header", number)
        for pair in section.pairs:
            _outline_pair(nodes, path, pair, section=number)
    return nodes


def _outline_pair(
    nodes: dict[KeyPath, Node], table: KeyPath, pair: Pair, *, section: int, holder: Value | None = None, entry: int = 0
) -> None:
    for depth in range(1, len(pair.names)):
        path = (*table, *pair.names[:depth])
        known = nodes.get(path)
        if known is None or known.kind == "dotted" or (known.kind == "implied" and known.section >= section):
            nodes[path] = Node("dotted", section, pair, depth, holder=holder, entry=entry)
    path = (*table, *pair.names)
    nodes[path] = Node("value", section, pair, len(pair.names), pair.value, holder, entry)
    _outline_value(nodes, path, pair.value, section)


def _outline_value(nodes: dict[KeyPath, Node], path: KeyPath, value: Value, section: int) -> None:
    for number, entry in enumerate(value.entries):
        if entry.pair is not None:
            _outline_pair(nodes, path, entry.pair, section=section, holder=value, entry=number)
        else:
            nodes[(*path, number)] = Node("value", section, None, 0, entry.value, value, number)
            _outline_value(nodes, (*path, number), entry.value, section)


def places_of(data: bytes, only: Container[str] | None = None) -> dict[KeyPath, Place]:
    """Where every key, value, list item and table header of a valid UTF-8 text without byte-order mark stands.

    Args:
        data: The text.
        only: Names at the top of the document; what stands under others is left out. None for all.

    Raises:
        ValueError: the text is no TOML.
    """
    sections = list(_Reader(data, ITEMS_LIMIT).sections())
    places: dict[KeyPath, Place] = {}
    for path, node in outline_of(sections).items():
        if only is not None and path and path[0] not in only:
            continue
        header = sections[node.section].key
        if node.value is not None:
            key = Span(node.pair.start, node.pair.key_end) if node.pair is not None else None
            places[path] = Place(key, node.value.span)
        elif node.kind == "header" and header is not None:
            places[path] = Place(header, header)
    return places


def line_and_column_at(data: bytes, offset: int) -> tuple[int, int]:
    """The place of a byte of a UTF-8 text: line and column from 1, the column in characters."""
    begin = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, len(data[begin:offset].decode("utf-8", "replace")) + 1


def line_of(data: bytes, path: KeyPath) -> int:
    """The line, from 1, on which a table or key of a text begins; 1 where it has none, or is no TOML.

    Args:
        data: The text, with or without a byte-order mark.
        path: Which table or key.
    """
    text = data.removeprefix(b"\xef\xbb\xbf")
    try:
        place = places_of(text, {str(path[0])}).get(path)
    except ValueError:
        return 1
    span = place.key or place.value if place is not None else None
    return 1 if span is None else line_and_column_at(text, span.start)[0]
