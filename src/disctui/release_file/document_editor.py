"""The text of a document while it is changed: every step changes as little as it can, then the layout is read anew."""

import functools
from bisect import bisect_left
from typing import NamedTuple

from disctui.release.model import ITEMS, TABLES, TOML, item_keys, keys
from disctui.release_file.commented import commented_lines, head_of
from disctui.release_file.differences import differences
from disctui.release_file.layout import KeyPath, Node, Pair, Section, Span, Value, outline_of, sections_of
from disctui.release_file.literals import INDENT, Style, key_text, literal
from disctui.release_file.text_edits import (
    TextEdit,
    apply_edits,
    indent_at,
    inserted,
    line_end,
    line_start,
    merged,
    next_line,
    removed,
)

_STEPS_LIMIT = 200
"""Edits of single items in one list, past which the whole list is rewritten."""


_ON_A_LINE = frozenset({("collection", "loans")})
"""Lists of small tables that are made as one line of their table, each item in braces."""


class DocumentEditor:
    """Changes one text; every method that changes returns the text as it is then."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._read()

    def _read(self) -> None:
        self.sections: list[Section] = sections_of(self.data)
        self.spots: dict[KeyPath, Node] = outline_of(self.sections)
        self._pairs: list[Pair] | None = None

    def _apply(self, *edits: TextEdit) -> bytes:
        self.data = apply_edits(self.data, list(edits))
        self._read()
        return self.data

    def _eol_at(self, at: int) -> bytes:
        """The line end in use around `at`: that of its line, else the first of the text."""
        found = self.data.find(b"\n", at)
        found = found if found >= 0 else self.data.find(b"\n")
        return b"\r\n" if found > 0 and self.data[found - 1 : found] == b"\r" else b"\n"

    def change(self, document: dict[str, TOML], path: KeyPath, value: TOML) -> bytes:
        """The text with `value` at `path` of `document`, which is what the text says now."""
        old: TOML = document
        for depth, part in enumerate(path):
            if isinstance(old, list) and part == len(old):
                return self._set(path[:depth], old, [*old, _nested(path[depth + 1 :], value)])
            if isinstance(old, dict) and part not in old:
                rest = path[depth:]
                cut = next((number for number, name in enumerate(rest) if isinstance(name, int)), len(rest))
                return self._insert(path[:depth], tuple(map(str, rest[:cut])), _nested(rest[cut:], value))
            old = old[part]
        return self._set(path, old, value)

    def _set(self, path: KeyPath, old: TOML, new: TOML) -> bytes:
        spot = self.spots[path]
        is_list = spot.value is not None and spot.value.kind == "list"
        if _key(old) == _key(new):
            return self.data
        if isinstance(old, dict) and isinstance(new, dict):
            return self._set_table(path, old, new)
        if is_list and isinstance(new, list | tuple):
            return self._set_list(path, old, list(new))
        if spot.kind == "tables" and new and _are_tables(new):
            return self._set_list(path, old, list(new))
        if spot.value is not None:
            return self._replace(path, spot.value, new)
        self.remove(path)
        return self._insert(*self._nearest(path), new)

    def _nearest(self, path: KeyPath) -> tuple[KeyPath, tuple[str, ...]]:
        """The longest part of `path` that is there, and the names that are missing below it."""
        depth = len(path) - 1
        while path[:depth] not in self.spots:
            depth -= 1
        return path[:depth], tuple(map(str, path[depth:]))

    def _replace(self, path: KeyPath, value: Value, new: TOML) -> bytes:
        spot = self.spots[path]
        manner = self._manner(value.span, inline=spot.holder is not None)
        return self._apply(TextEdit(value.start, value.end, literal(new, manner).encode()))

    def _manner(self, span: Span, *, inline: bool = False) -> Style:
        begin = line_start(self.data, span.start)
        return Style(
            self._eol_at(span.start).decode(),
            inline,
            self.data[span.start : span.end].decode(),
            INDENT,
            span.start - begin,
        )

    def _set_table(self, path: KeyPath, old: dict[str, TOML], new: dict[str, TOML]) -> bytes:
        for name, value in new.items():
            if name in old:
                self._set((*path, name), old[name], value)
            else:
                parent, names = self._nearest((*path, name))
                self._insert(parent, names, value)
        for name in old.keys() - new.keys():
            self.remove((*path, name))
        if path not in self.spots:  # it was made by what is gone now
            self._insert(*self._nearest(path), new)
        return self.data

    def _set_list(self, path: KeyPath, old: list[TOML], new: list[TOML]) -> bytes:
        steps = differences([*map(_key, old)], [*map(_key, new)])
        value = self.spots[path].value
        if value is not None and sum(max(step.end - step.start, step.new_end - step.new_start) for step in steps) > (
            _STEPS_LIMIT
        ):
            return self._replace(path, value, new)
        for start, end, new_start, new_end in reversed(steps):
            kept = min(end - start, new_end - new_start)
            for number in reversed(range(start + kept, end)):
                self.remove((*path, number))
            for item in reversed(new[new_start + kept : new_end]):
                self._insert_item(path, start + kept, item)
            for number in range(kept):
                self._set((*path, start + number), old[start + number], new[new_start + number])
        return self.data

    def _insert_item(self, path: KeyPath, index: int, item: TOML) -> bytes:
        spot = self.spots[path]
        if spot.value is not None:
            value = spot.value
            if not value.entries and "\n" not in self.data[value.start : value.end].decode():
                return self._replace(path, value, [item])
            like = value.entries[min(index, len(value.entries) - 1)].value.span if value.entries else None
            manner = self._manner(like, inline=True) if like else Style(inline=True)
            eol = self._eol_at(value.start)
            return self._apply(*inserted(self.data, value, index, literal(item, manner).encode(), eol))
        if index:
            return self._add_section(self._end_of((*path, index - 1)), path, item, is_list=True)
        header = self.sections[self.spots[(*path, 0)].section].header
        assert header is not None
        return self._add_section(self._lead(header.start), path, item, is_list=True)

    def _insert(self, parent: KeyPath, names: tuple[str, ...], value: TOML) -> bytes:
        """Add `names` with `value` to the table `parent`, which is there and has no such key."""
        spot = self.spots[parent]
        if spot.kind == "dotted" or spot.value is not None:
            return self._insert_pair_like(spot, names, value)
        is_tables = _are_tables(value) and bool(value) and (*parent, *names) not in _ON_A_LINE
        if len(names) == 1 and not isinstance(value, dict) and not is_tables:
            if spot.kind == "implied":
                first = self.sections[spot.section].header
                assert first is not None
                return self._add_section(self._lead(first.start), parent, {names[0]: value})
            return self._insert_line(self.sections[spot.section], names[0], value)
        if isinstance(value, dict) or is_tables:
            return self._add_section(self._place_for(parent, names[0]), (*parent, *names), value, is_list=is_tables)
        return self._add_section(self._place_for(parent, names[0]), (*parent, *names[:-1]), {names[-1]: value})

    def _insert_pair_like(self, spot: Node, names: tuple[str, ...], value: TOML) -> bytes:
        """Add a pair to a table within braces, or beside the last pair of a dotted table."""
        key = ".".join(map(key_text, names)).encode()
        if spot.kind == "dotted" and spot.pair is not None:
            parts = spot.pair.parts
            key = self.data[parts[0].start : parts[spot.depth - 1].end] + b"." + key
        holder = spot.holder if spot.kind == "dotted" else spot.value
        if holder is None:
            assert spot.pair is not None
            return self._line_below(self.sections[spot.section], spot.pair, key, value)
        equals = b" = "
        if holder.entries and (pair := holder.entries[-1].pair) and self.data[pair.key_end : pair.equals] == b"":
            equals = self.data[pair.equals : pair.value.start]
        index = spot.entry + 1 if spot.kind == "dotted" else len(holder.entries)
        body = key + equals + literal(value, Style(inline=True)).encode()
        return self._apply(*inserted(self.data, holder, index, body, self._eol_at(holder.start)))

    def _insert_line(self, section: Section, name: str, value: TOML) -> bytes:
        """Add a line for a key: below a comment of it, or in the place of one that nobody has written anything in."""
        key, at = key_text(name).encode(), None
        if (comment := self._comment_of(section, name)) is not None:
            head = head_of(self.data[comment.start : comment.end].decode(), ".".join([*map(str, section.path), name]))
            if head is not None:
                text = head + literal(value, Style(self._eol_at(comment.start).decode(), taken=len(head)))
                return self._apply(TextEdit(comment.start, comment.end, text.encode()))
            at = comment.end
        if section.pairs:
            return self._line_below(section, _neighbour(section, name), key, value, at)
        if at is None and section.header is not None:
            at = line_end(self.data, section.header.end)
        eol = self._eol_at(at or 0)
        line = key + b" = " + literal(value, Style(eol.decode(), taken=len(key) + 3)).encode()
        if at is not None:
            return self._apply(TextEdit(at, at, eol + line))
        if len(self.sections) > 1:
            header = self.sections[1].header
            assert header is not None
            at = self._lead(header.start) or line_start(self.data, header.start)
            return self._apply(TextEdit(at, at, line + eol + eol))
        needs_eol = self.data and not self.data.endswith(b"\n")
        return self._apply(TextEdit(len(self.data), len(self.data), eol + line if needs_eol else line + eol))

    def _comment_of(self, section: Section, name: str) -> Span | None:
        """The last line of a section that has a key as a comment."""
        number = self.sections.index(section) + 1
        after = self.sections[number].header if number < len(self.sections) else None
        end = len(self.data) if after is None else after.start
        within = Span(section.header.end if section.header else 0, end)
        lines = reversed(commented_lines(self.data, within, name))
        return next((line for line in lines if not self._is_in_value(line.start)), None)

    def _line_below(self, section: Section, pair: Pair, key: bytes, value: TOML, at: int | None = None) -> bytes:
        """Add a line below that of `pair`, or at the end of another, its `=` where those of the neighbours stand."""
        at = line_end(self.data, pair.value.end) if at is None else at
        eol = self._eol_at(pair.start)
        indent = indent_at(self.data, pair.start) or b""
        before = self.data[pair.key_end : pair.equals]
        column = self._column(pair)
        is_aligned = len(before) > 1 or any(
            self._column(other) == column and other.equals - other.key_end > 1 for other in section.pairs
        )
        if is_aligned:
            taken = len((indent + key).decode())
            before = b" " * max(column - taken, 1)
        after = self.data[pair.equals + 1 : pair.value.start]
        head = indent + key + before + b"=" + (after if not after.strip(b" \t") else b" ")
        text = literal(value, Style(eol.decode(), taken=len(head.decode())))
        return self._apply(TextEdit(at, at, eol + head + text.encode()))

    def _column(self, pair: Pair) -> int:
        return len(self.data[line_start(self.data, pair.start) : pair.equals].decode())

    def _lead(self, header: int) -> int:
        """Where the comments begin that stand right above a header and so belong to it."""
        at = line_start(self.data, header)
        while at > 0:
            above = line_start(self.data, at - 1)
            if not self.data[above:at].lstrip(b" \t").startswith(b"#") or self._is_in_value(above):
                break
            at = above
        return at

    def _is_in_value(self, at: int) -> bool:
        """Whether a place is within a pair, as a line of a long text is."""
        if self._pairs is None:
            self._pairs = [pair for section in self.sections for pair in section.pairs]
        before = bisect_left(self._pairs, at, key=lambda pair: pair.start)
        return before > 0 and at < self._pairs[before - 1].value.end

    def _end_of(self, table: KeyPath) -> int:
        """Where a new section may follow the last one of `table`."""
        last = max(number for number, section in enumerate(self.sections) if section.path[: len(table)] == table)
        if last + 1 == len(self.sections):
            return len(self.data)
        header = self.sections[last + 1].header
        assert header is not None
        return self._lead(header.start)

    def _place_for(self, parent: KeyPath, name: str) -> int:
        """Where a new section below `parent` goes: in the order of the format, else after its last relative."""
        if parent:
            return self._end_of(parent)
        order = [*TABLES, "films"]
        later = order[order.index(name) + 1 :] if name in order else []
        for section in self.sections:
            if section.header is not None and section.path[0] in later:
                return self._lead(section.header.start)
        return len(self.data)

    def _add_section(self, at: int, path: KeyPath, value: TOML, *, is_list: bool = False) -> bytes:
        eol = self._eol_at(at)
        names = tuple(part for part in path if isinstance(part, str))
        tables = value if isinstance(value, list | tuple) else [value]
        lines: list[str] = []
        for table in tables:
            lines += [""] * bool(lines) + _section_lines(names, table, eol.decode(), is_list=is_list)
        text = eol.join(line.encode() for line in lines)
        before = self.data[:at]
        if at < len(self.data):
            return self._apply(TextEdit(at, at, text + eol + eol))
        if not before.strip(b" \t\r\n"):
            return self._apply(TextEdit(at, at, text + eol))
        if not before.endswith(b"\n"):
            return self._apply(TextEdit(at, at, eol + eol + text))
        is_apart = before.endswith((b"\n\n", b"\n\r\n"))
        return self._apply(TextEdit(at, at, (b"" if is_apart else eol) + text + eol))

    def remove(self, path: KeyPath) -> bytes:
        """The text without the key, table or list item at `path`, wherever its pieces stand."""
        depth = len(path)
        edits: list[TextEdit] = []
        for section in self.sections:
            if section.header is not None and section.path[:depth] == path:
                edits.append(self._without_section(section))
            else:
                below = [pair for pair in section.pairs if (*section.path, *pair.names)[:depth] == path]
                edits += [self._without_lines(pair.start, pair.value.end) for pair in below]
        if edits:
            self._apply(*merged(edits))
        while (found := self._entry_at(path)) is not None:
            self._apply(*removed(self.data, *found))
            if isinstance(path[-1], int):
                break
        return self.data

    def _entry_at(self, path: KeyPath) -> tuple[Value, int] | None:
        spot = self.spots.get(path)
        return (spot.holder, spot.entry) if spot is not None and spot.holder is not None else None

    def _without_lines(self, start: int, end: int) -> TextEdit:
        begin, stop = line_start(self.data, start), next_line(self.data, end)
        if stop == len(self.data) and not self.data.endswith(b"\n") and begin:
            begin = line_end(self.data, line_start(self.data, begin - 1))
        return TextEdit(begin, stop)

    def _without_section(self, section: Section) -> TextEdit:
        """A header with its pairs, and the blank lines that would be left double or at the end."""
        assert section.header is not None
        last = section.pairs[-1].value.end if section.pairs else section.header.end
        cut = self._without_lines(section.header.start, last)
        after = self.data[cut.end :]
        above = self.data[: cut.start].rstrip(b" \t\r\n")
        is_apart = not above or self.data.count(b"\n", len(above), section.header.start) > 1
        if is_apart and after.strip(b" \t\r\n"):
            return TextEdit(cut.start, cut.end + len(after) - len(after.lstrip(b"\r\n")))
        if is_apart and above:
            end = line_end(self.data, len(above))
            return TextEdit(next_line(self.data, end) if self.data.endswith(b"\n") else end, cut.end)
        return cut


class _Rank(NamedTuple):
    rank: int
    pair: Pair


@functools.cache
def _order(table: str) -> dict[str, int]:
    names = item_keys(table) if table in ITEMS else [key.name for key in keys().values() if key.table == table]
    return {name.rpartition(".")[2]: rank for rank, name in enumerate(names)}


def _neighbour(section: Section, name: str) -> Pair:
    """The pair below which a new key goes: the nearest before it in the order of the format, or the section's last."""
    order = _order(".".join(part for part in section.path if isinstance(part, str)))
    if name not in order:
        return section.pairs[-1]
    ranked = [_Rank(order[pair.names[0]], pair) for pair in section.pairs if pair.names[0] in order]
    before = [item for item in ranked if item.rank < order[name]]
    return max(before, key=lambda item: item.rank).pair if before else section.pairs[-1]


def _section_lines(names: tuple[str, ...], table: dict[str, TOML], eol: str, *, is_list: bool) -> list[str]:
    key = ".".join(map(key_text, names))
    lines = [f"[[{key}]]" if is_list else f"[{key}]"]
    below = {
        name: item
        for name, item in table.items()
        if isinstance(item, dict) or (item and _are_tables(item) and (*names, name) not in _ON_A_LINE)
    }
    for name, item in table.items():
        if name not in below:
            head = f"{key_text(name)} = "
            lines.append(head + literal(item, Style(eol, taken=len(head))))
    for name, item in below.items():
        for inner in [item] if isinstance(item, dict) else item:
            lines += ["", *_section_lines((*names, name), inner, eol, is_list=not isinstance(item, dict))]
    return lines


def _nested(rest: KeyPath, value: TOML) -> TOML:
    for part in reversed(rest):
        value = [value] if isinstance(part, int) else {part: value}
    return value


def _are_tables(value: TOML) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, dict) for item in value)


def _key(value: TOML) -> str:
    """A key that is equal for equal values of one type alone; the order of keys does not count."""
    if isinstance(value, dict):
        inside = ",".join(f"{name!r}:{_key(value[name])}" for name in sorted(value))
        return f"{{{inside}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_key, value))}]"
    return f"{type(value).__name__}:{value!r}"
