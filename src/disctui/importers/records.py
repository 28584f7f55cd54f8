"""The records of delimited text, one cell after the other, with every line accounted for.

A quote that is opened and not closed as the rules ask must never swallow the rows after it. So a record is first read
by the rules; where its number of cells is not the table's, or its quotes break the rules, the line is read on its own,
or with its inner quotes taken as text, whichever gives the table's number of cells. What had to be mended is reported
with its line.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

NO_DELIMITER = ""
"""What parts the cells of a table that has one column."""
_LONGEST_RECORD = 2000
"""Lines of one record at most; more means that a quote was opened and never closed."""
_LONGEST_MEND = 40
"""Lines that are looked at to mend a record with quotes inside a quoted cell."""
_CHOICES = 2000
"""Ways to close the quotes of one record that are tried at most."""


class TableRow(NamedTuple):
    """One row and the line it begins on."""

    line: int
    cells: list[str]


class Mend(NamedTuple):
    """A line that had to be mended, and how."""

    line: int
    message: str


class _Read(NamedTuple):
    """The cells of a record and the line after it."""

    cells: list[str]
    after: int


class Records:
    """Reads the records of a text.

    Args:
        text: The whole table.
        delimiter: What parts the cells; `NO_DELIMITER` where each line is one cell.
        exact: Whether blanks around cells belong to them, as in a table that we wrote.
        width: Cells that a row should have; 0 where that is not known yet.
    """

    def __init__(self, text: str, delimiter: str, *, exact: bool = False, width: int = 0) -> None:
        self.lines = lines_of(text)
        self.delimiter = delimiter
        self.width = width
        self.mends: list[Mend] = []
        self._exact = exact
        self._blank = "" if exact else " \t\u00a0" if delimiter != "\t" else " \u00a0"

    def __iter__(self) -> Iterator[TableRow]:
        """Every row that says something, in order; `mends` grows with it."""
        at = 0
        while at < len(self.lines):
            if '"' not in self.lines[at]:
                cells, after = self._plain(self.lines[at]), at + 1
            else:
                cells, after = self._quoted(at)
            if any(cell.strip() for cell in cells):
                if self.width and len(cells) > self.width and any(cell.strip() for cell in cells[self.width :]):
                    self._report(at, f"{len(cells)} cells stand under {self.width} headings")
                yield TableRow(at + 1, cells)
            at = after

    def _report(self, at: int, message: str) -> None:
        self.mends.append(Mend(at + 1, message))

    def _plain(self, line: str) -> list[str]:
        line = line.rstrip("\r\n")
        cells = line.split(self.delimiter) if self.delimiter else [line]
        return cells if self._exact else [cell.strip() for cell in cells]

    def _quoted(self, at: int) -> _Read:
        """A record that holds a quote."""
        strict = self._strict(at)
        if strict is not None and (self._fits(strict.cells) or strict.after == at + 1):
            if strict.after - at > 1:
                self._report_swallowed(at, strict.after)
            return strict
        alone = self._plain(self.lines[at])
        if self.width > 1 and len(alone) == self.width:
            self._report(at, "a quote is opened and never closed; the line was read on its own")
            return _Read([_unquoted(cell) for cell in alone], at + 1)
        if strict is not None:
            return strict
        mended = self._lenient(at)
        if mended is not None:
            self._report(at, "quotes inside a quoted cell are not doubled; they were taken as text")
            return mended
        if self._opens(at):
            self._report(at, "a quote is opened and never closed; the line was read on its own")
        return _Read([_unquoted(cell) for cell in alone], at + 1)

    def _fits(self, cells: list[str]) -> bool:
        return not self.width or len(cells) == self.width

    def _opens(self, at: int) -> bool:
        return any(cell.lstrip().startswith('"') for cell in self._plain(self.lines[at]))

    def _report_swallowed(self, at: int, after: int) -> None:
        """Tell of a cell whose lines look like rows of their own: its quote may have been meant otherwise."""
        look_alike = [len(self._plain(line)) >= self.width for line in self.lines[at:after]]
        if self.width > 1 and (any(look_alike[1:-1]) or all(look_alike)):
            message = f"one quoted cell goes on from line {at + 1} to line {after} and holds what looks like rows"
            self._report(at, message)

    def _strict(self, at: int) -> _Read | None:
        """A record by the rules; None where a quoted cell is not followed by a delimiter or a line end."""
        cells: list[str] = []
        number, line, position = at, self.lines[at], 0
        while True:
            start = self._skip(line, position)
            if line[start : start + 1] != '"':
                end = line.find(self.delimiter, position) if self.delimiter else -1
                cell = line[position:end] if end >= 0 else line[position:].rstrip("\r\n")
                cells.append(cell if self._exact else cell.strip())
                if end < 0:
                    return _Read(cells, number + 1)
                position = end + len(self.delimiter)
                continue
            quoted = self._quoted_cell(number, start + 1, at)
            if quoted is None:
                return None
            cell, number, position = quoted
            cells.append(cell)
            line = self.lines[number]
            position = self._skip(line, position)
            if not line[position:].rstrip("\r\n"):
                return _Read(cells, number + 1)
            if not self.delimiter or not line.startswith(self.delimiter, position):
                return None
            position += len(self.delimiter)

    def _quoted_cell(self, number: int, position: int, begin: int) -> tuple[str, int, int] | None:
        """The text of a quoted cell, and the line and place behind its closing quote; None where it has none.

        Args:
            number: The line in which it is opened.
            position: The place behind the opening quote.
            begin: The line in which its record begins.
        """
        parts: list[str] = []
        line = self.lines[number]
        while True:
            end = line.find('"', position)
            if end < 0:
                parts.append(line[position:])
                number += 1
                if number >= len(self.lines) or number - begin > _LONGEST_RECORD:
                    return None
                line, position = self.lines[number], 0
            elif line[end + 1 : end + 2] == '"':
                parts.append(line[position : end + 1])
                position = end + 2
            else:
                parts.append(line[position:end])
                return "".join(parts), number, end + 1

    def _skip(self, line: str, position: int) -> int:
        while position < len(line) and line[position] in self._blank:
            position += 1
        return position

    def _lenient(self, at: int) -> _Read | None:
        """A record in which quotes inside a quoted cell are text: the way to close them that fits the table."""
        if self.width < 2 or not self.delimiter or not self._opens(at):
            return None
        text = ""
        for after in range(at, min(at + _LONGEST_MEND, len(self.lines))):
            text += self.lines[after]
            if len(text) > 100_000:
                return None
            cells = self._closed(text.rstrip("\r\n"))
            if cells is not None:
                return _Read([_text_of(cell) for cell in cells], after + 1)
        return None

    def _closed(self, text: str) -> list[str] | None:
        """The cells of `text` if it can be cut into as many as the table has, quoted cells from quote to quote."""
        tries = 0
        stack: list[tuple[int, tuple[str, ...]]] = [(0, ())]
        while stack and tries < _CHOICES:
            tries += 1
            position, cells = stack.pop()
            if len(cells) == self.width:
                if position > len(text):
                    return list(cells)
                continue
            if position > len(text):
                continue
            stack.extend(reversed(list(self._next_cells(text, position, cells))))
        return None

    def _next_cells(self, text: str, position: int, cells: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The ways in which the next cell may end, the shortest first."""
        start = self._skip(text, position)
        mark = re.escape(self.delimiter)
        if text[start : start + 1] == '"':
            for found in re.finditer(rf'"[ \t]*(?={mark}|$)', text[start + 1 :]):
                end = start + 1 + found.start()
                cell = text[start + 1 : end]
                after = start + 1 + found.end()
                yield after + len(self.delimiter) if after < len(text) else len(text) + 1, (*cells, cell)
            return
        end = text.find(self.delimiter, position)
        if end < 0:
            if "\n" not in text[position:] and "\r" not in text[position:]:
                yield len(text) + 1, (*cells, text[position:].strip())
        elif "\n" not in text[position:end] and "\r" not in text[position:end]:
            yield end + len(self.delimiter), (*cells, text[position:end].strip())


def _unquoted(cell: str) -> str:
    """A cell read on its own line, without the quotes at its ends."""
    bare = cell.strip()
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        return bare[1:-1].replace('""', '"')
    return bare[1:] if bare.startswith('"') and bare.count('"') == 1 else bare


def _text_of(cell: str) -> str:
    return cell.replace('""', '"').replace('\\"', '"')


def lines_of(text: str) -> list[str]:
    r"""Lines with their ends, cut at \\n, \\r\\n and \\r alone, and nowhere else."""
    return [line for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", text) if line]
