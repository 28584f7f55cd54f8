"""Tables as text: delimiter found, a spreadsheet's damage undone, and no row swallowed by a quote never closed."""

import csv
import io
import re
import sys
from typing import NamedTuple

from disctui.importers.encoding import decode, head_of

_DELIMITERS = ",;\t|"
_EXCEL = re.compile(r"""^"?sep=(.)"?\r?\n""", re.IGNORECASE)
_LONGEST_ROW = 2000
"""Lines of one row; more means that a quote was opened and never closed."""


class TableRow(NamedTuple):
    """One row and the line it begins on."""

    line: int
    cells: list[str]


class Table(NamedTuple):
    """A table with its heading."""

    header: list[str]
    rows: list[TableRow]
    delimiter: str
    mistakes: list[tuple[int, str]]
    """Lines that had to be mended, and how."""

    def cells(self, row: TableRow) -> dict[str, str]:
        """A row by column; cells past the heading by their number, missing ones left out."""
        named = dict(zip(self.header, row.cells, strict=False))
        named |= {f"column {number}": cell for number, cell in enumerate(row.cells, 1) if number > len(self.header)}
        return named


def delimiter_of(text: str) -> str:
    """What parts the cells of a table: the one that its first lines agree on."""
    sample = text[:65536]
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        counts = []
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if row:
                counts.append(len(row))
            if len(counts) == 10:
                break
        if counts and counts[0] > 1:
            agreeing = sum(count == counts[0] for count in counts) / len(counts)
            score = agreeing * 2 + min(counts[0], 40) / 40
            if score > most:
                best, most = delimiter, score
    return best


def headings(data: bytes) -> list[str]:
    """The cells of the first line, to recognise a table by; quick, whatever the size of the file."""
    head = head_of(data, 65536)
    head = _EXCEL.sub("", head, count=1).lstrip("\ufeff\r\n")
    first = re.split(r"[\r\n]", head, maxsplit=1)[0]
    return [" ".join(cell.split()).strip('"').strip() for cell in first.split(delimiter_of(head))]


def read_table(data: bytes, delimiter: str | None = None, *, exact: bool = False) -> Table:
    """The table that the bytes of a file are.

    Args:
        data: The bytes.
        delimiter: What parts the cells; found out where it is None.
        exact: Whether blanks and NULs belong to the cells, as in a table that we wrote.
    """
    csv.field_size_limit(sys.maxsize)
    text = decode(data).text
    text = text if exact else text.replace("\0", "")
    if declared := _EXCEL.match(text):
        delimiter = delimiter or declared[1]
        text = text[declared.end() :]
    offset = 1 if declared else 0
    text, was_wrapped = _unwrapped(text)
    delimiter = delimiter or delimiter_of(text)
    mistakes: list[tuple[int, str]] = []
    rows = [TableRow(row.line + offset, row.cells) for row in _rows(text, delimiter, mistakes, exact=exact)]
    if was_wrapped:
        mistakes.append((1 + offset, "every row stood in one pair of quotes; they were taken off"))
    if not rows:
        return Table([], [], delimiter, mistakes)
    header = _unique([" ".join(cell.split()) for cell in rows[0].cells])
    return Table(header, rows[1:], delimiter, mistakes)


def _unwrapped(text: str) -> tuple[str, bool]:
    """A table whose rows were each put in one pair of quotes, theirs doubled, as some spreadsheets save it."""
    head = next(csv.reader(io.StringIO(text[:65536], newline="")), [])
    if len(head) != 1 or not text.lstrip().startswith('"') or not any(mark in head[0] for mark in ",;\t"):
        return text, False
    inner = [row[0] if len(row) == 1 else None for row in csv.reader(io.StringIO(text, newline="")) if row]
    lines = [line for line in inner if line is not None]
    return ("\n".join(lines), True) if len(lines) >= len(inner) * 0.8 else (text, False)


def _rows(text: str, delimiter: str, mistakes: list[tuple[int, str]], *, exact: bool) -> list[TableRow]:
    rows: list[TableRow] = []
    lines = _at_line_ends(text)
    start = 0
    while start < len(lines):
        reader = csv.reader(iter(lines[start:]), delimiter=delimiter, skipinitialspace=not exact)
        before = 0
        broken = None
        for cells in reader:
            first, before = before, reader.line_num
            is_last = start + before >= len(lines)
            is_open = is_last and before - first > 1 and _is_open(lines[start + first :], delimiter)
            if is_open or (before - first > _LONGEST_ROW and not exact):
                broken = start + first
                break
            if any(cell.strip() for cell in cells):
                rows.append(TableRow(start + first + 1, cells))
        if broken is None:
            return rows
        mistakes.append((broken + 1, "a quote is opened and never closed; the line was read on its own"))
        cells = next(csv.reader([lines[broken].rstrip("\r\n")], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
        rows.append(TableRow(broken + 1, [cell.strip().strip('"') for cell in cells]))
        start = broken + 1
    return rows


def _at_line_ends(text: str) -> list[str]:
    r"""Lines with their ends, cut at \\n, \\r\\n and \\r alone, and nowhere else."""
    return [line for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", text) if line]


def _is_open(lines: list[str], delimiter: str) -> bool:
    """Whether the rest of the file is one row only because its quote is never closed."""
    try:
        for _ in csv.reader(iter(lines), delimiter=delimiter, skipinitialspace=True, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _unique(header: list[str]) -> list[str]:
    """A heading in which no two columns have one name, and none has none."""
    names: list[str] = []
    for number, name in enumerate(header, 1):
        wanted = name or f"column {number}"
        times = 1
        while wanted in names:
            times += 1
            wanted = f"{name or f'column {number}'} ({times})"
        names.append(wanted)
    return names
