"""Where every key and value of a TOML text stands, for problems, edits and editors that open at a line.

`tree-sitter-toml` gives the positions and nothing else: what a value *is*, `tomli` decides. Imported late, because
a file without problems needs no positions.
"""

import contextlib
import functools
from collections.abc import Container, Iterator
from typing import NamedTuple

import tomli
import tree_sitter
import tree_sitter_toml

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


@functools.cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))


def parse_tree(data: bytes) -> tree_sitter.Tree:
    """The concrete syntax tree of a TOML text."""
    return _parser().parse(data)


def key_names(node: tree_sitter.Node) -> tuple[str, ...]:
    """The names that a key node stands for: `a."b c"` gives `("a", "b c")`."""
    if node.type == "dotted_key":
        return tuple(name for child in node.named_children for name in key_names(child))
    text = (node.text or b"").decode("utf-8", "replace")
    if node.type == "bare_key":
        return (text,)
    try:
        return (str(tomli.loads(f"k = {text}")["k"]),)
    except tomli.TOMLDecodeError:
        return (text.strip("\"'"),)


def _value_of(pair: tree_sitter.Node) -> tree_sitter.Node | None:
    named = [child for child in pair.named_children if child.type != "comment"]
    return named[-1] if len(named) > 1 else None


def _items(array: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The items of a list, as far as their places are kept."""
    if array.child_count < ITEMS_LIMIT:
        yield from (child for child in array.named_children if child.type != "comment")
        return
    cursor, left = array.walk(), ITEMS_LIMIT
    is_there = cursor.goto_first_child()
    while is_there and left and cursor.node is not None:
        if cursor.node.is_named and cursor.node.type != "comment":
            yield cursor.node
            left -= 1
        is_there = cursor.goto_next_sibling()


def _inside(node: tree_sitter.Node, path: KeyPath) -> Iterator[tuple[KeyPath, Place]]:
    if node.type == "array":
        for number, item in enumerate(_items(node)):
            yield (*path, number), Place(None, Span(item.start_byte, item.end_byte))
            yield from _inside(item, (*path, number))
    elif node.type == "inline_table":
        for child in node.named_children:
            if child.type == "pair":
                yield from _pair(child, path)


def _pair(pair: tree_sitter.Node, table: KeyPath) -> Iterator[tuple[KeyPath, Place]]:
    key, value = pair.named_children[0] if pair.named_children else None, _value_of(pair)
    if key is None or value is None:
        return
    path = (*table, *key_names(key))
    yield path, Place(Span(key.start_byte, key.end_byte), Span(value.start_byte, value.end_byte))
    yield from _inside(value, path)


def _header(node: tree_sitter.Node, counts: dict[KeyPath, int]) -> tuple[KeyPath, Span] | None:
    """The path that a `[table]` or `[[table]]` header opens, through the last item of every list on the way."""
    key = next((child for child in node.named_children if child.type.endswith("key")), None)
    if key is None:
        return None
    path: KeyPath = ()
    names = key_names(key)
    for number, name in enumerate(names):
        path = (*path, name)
        is_last = number == len(names) - 1
        if is_last and node.type == "table_array_element":
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path, Span(key.start_byte, key.end_byte)


def _begins_with(pair: tree_sitter.Node, names: Container[str]) -> bool:
    key = pair.named_children[0] if pair.named_children else None
    return key is not None and key_names(key)[:1] != () and key_names(key)[0] in names


def spans(data: bytes, only: Container[str] | None = None) -> dict[KeyPath, Place]:
    """Every key, value, list item and table header of a UTF-8 text without byte-order mark; the first one wins.

    Args:
        data: The text.
        only: Names at the top of the document; what stands under others is passed over. None for all.
    """
    root = parse_tree(data).root_node
    if root.has_error:  # broken, or valid in a way that the grammar does not know: TOML 1.1, some multi-line strings
        from disctui.release_file.layout import places_of  # noqa: PLC0415 - it builds on this module

        with contextlib.suppress(ValueError):
            return places_of(data)
    found: dict[KeyPath, Place] = {}
    counts: dict[KeyPath, int] = {}
    for node in root.children:
        if node.type == "pair":
            if only is not None and not _begins_with(node, only):
                continue
            pairs = _pair(node, ())
        elif node.type in {"table", "table_array_element"}:
            header = _header(node, counts)
            if header is None:
                continue
            table, span = header
            if only is not None and table[0] not in only:
                continue
            found.setdefault(table, Place(span, span))
            pairs = (place for child in node.children if child.type == "pair" for place in _pair(child, table))
        else:
            continue
        for path, place in pairs:
            found.setdefault(path, place)
    return found


def line_and_column_at(data: bytes, offset: int) -> tuple[int, int]:
    """The place of a byte of a UTF-8 text: line and column from 1, the column in characters."""
    begin = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, len(data[begin:offset].decode("utf-8", "replace")) + 1
