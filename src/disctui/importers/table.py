"""Tables as text: delimiter and heading found, a spreadsheet's damage undone, and every row accounted for."""

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from disctui.importers.encoding import decode, head_of
from disctui.importers.foreign_values import barcode
from disctui.importers.headings import key_of
from disctui.importers.records import NO_DELIMITER, Mend, Records, TableRow

_DELIMITERS = (",", ";", "\t", "|")
_EXCEL = re.compile(r"""^"?sep=(.)"?[ ,;\t|]*\r?\n""", re.IGNORECASE)
_RULE = re.compile(r":?(?:-{2,}|={2,}):?")
_SAMPLE = 1 << 16
"""Characters from which the delimiter is found."""
_SAMPLE_ROWS = 60
_PREAMBLE = 30
"""Rows among which the heading is looked for."""


class Table(NamedTuple):
    """A table with its heading."""

    header: list[str]
    rows: list[TableRow]
    delimiter: str
    mends: list[Mend]
    """Lines that had to be mended, and how."""
    preamble: tuple[TableRow, ...] = ()
    """Rows above the heading."""
    has_heading: bool = True
    """False where the file has none, so that the columns are called by their number."""
    doubt: str | None = None
    """Why the text may be wrong, in words."""

    def cells(self, row: TableRow) -> dict[str, str]:
        """A row by column; cells past the heading by their number, missing ones left out."""
        named = dict(zip(self.header, row.cells, strict=False))
        named |= {f"column {number}": cell for number, cell in enumerate(row.cells, 1) if number > len(self.header)}
        return named

    def samples(self) -> dict[str, str]:
        """A value of each column, "" where its first rows have none."""
        found: dict[str, str] = dict.fromkeys(self.header, "")
        for row in self.rows[:_SAMPLE_ROWS]:
            found |= {name: text for name, text in self.cells(row).items() if text.strip() and not found.get(name)}
        return found


def delimiter_of(text: str) -> str:
    """What parts the cells of a table: the one that its rows agree on; `NO_DELIMITER` for a single column."""
    best, most = NO_DELIMITER, 0.0
    for delimiter in _DELIMITERS:
        widths = [len(row.cells) for row in _sample(text, delimiter)]
        width, count = _usual_width(widths)
        if width > 1:
            score = count / len(widths) * 2 + min(width, 40) / 40
            if score > most:
                best, most = delimiter, score
    return best


def _sample(text: str, delimiter: str) -> list[TableRow]:
    records = Records(text[:_SAMPLE], delimiter)
    return [row for row, _ in zip(records, range(_SAMPLE_ROWS), strict=False)]


def _usual_width(widths: list[int]) -> tuple[int, int]:
    """The number of cells that most rows have, and how many have it; more cells where as many rows have them."""
    return max(Counter(widths).items(), key=lambda entry: (entry[1], entry[0]), default=(0, 0))


def headings(data: bytes) -> list[str]:
    """The heading of a table, to recognise it by; quick, whatever the size of the file. Empty where there is none."""
    head = head_of(data, _SAMPLE)
    if "\n" in head and len(data) > _SAMPLE:
        head = head[: head.rfind("\n") + 1]
    return list(_heading_of(head))


@functools.lru_cache(maxsize=2)  # every importer of tables asks for the heading of the same file
def _heading_of(text: str) -> tuple[str, ...]:
    table = _table_of(text, None, exact=False, is_heading_alone=True)
    return tuple(table.header) if table.has_heading else ()


def read_table(data: bytes, delimiter: str | None = None, *, exact: bool = False) -> Table:
    """The table that the bytes of a file are.

    Args:
        data: The bytes.
        delimiter: What parts the cells; found out where it is None.
        exact: Whether blanks and NULs belong to the cells, as in a table that we wrote.
    """
    decoded = decode(data)
    return _table_of(decoded.text, delimiter, exact=exact)._replace(doubt=decoded.doubt)


def _table_of(text: str, delimiter: str | None, *, exact: bool, is_heading_alone: bool = False) -> Table:
    """The table that a text is; with `is_heading_alone`, the rows below its heading are left unread."""
    text = text.lstrip("\ufeff") if exact else text.lstrip("\ufeff").replace("\0", "")
    offset = 0
    if declared := _EXCEL.match(text):
        delimiter = delimiter or declared[1]
        text = text[declared.end() :]
        offset = 1
    delimiter = delimiter_of(text) if delimiter is None else delimiter
    mends: list[Mend] = []
    if delimiter == NO_DELIMITER and (found := _unwrapped(text)) is not None:
        text, delimiter = found
        mends.append(Mend(1, "every row stood in one pair of quotes; they were taken off"))
    sample = _sample(text, delimiter)
    width, _ = _usual_width([len(row.cells) for row in sample])
    at = _heading_at(sample, width)
    width = len(sample[at].cells) if at is not None else width
    records = Records(text, delimiter, exact=exact, width=width)
    line = sample[at].line if at is not None else 0
    rows = list(itertools.takewhile(lambda row: row.line <= line, records) if is_heading_alone else records)
    mends += records.mends
    if not exact:
        rows = [_unwrapped_row(row, width, delimiter, mends) for row in rows]
    table = _headed(rows, at, sample, width)
    return Table(
        table.header,
        [TableRow(row.line + offset, row.cells) for row in table.rows],
        delimiter,
        [Mend(mend.line + offset, mend.message) for mend in mends],
        table.preamble,
        table.has_heading,
    )


def _headed(rows: list[TableRow], at: int | None, sample: list[TableRow], width: int) -> Table:
    """The rows parted into what stands above the heading, the heading, and what stands below."""
    if at is None:
        return Table([f"column {number}" for number in range(1, width + 1)], rows, "", [], has_heading=False)
    line = sample[at].line
    position = next((number for number, row in enumerate(rows) if row.line == line), None)
    if position is None:
        return Table([], [], "", [])
    header = unique([" ".join(cell.split()) for cell in rows[position].cells])
    below = position + 2 if position + 1 < len(rows) and _is_rule(rows[position + 1]) else position + 1
    return Table(header, rows[below:], "", [], tuple(rows[:position]))


def _is_rule(row: TableRow) -> bool:
    """Whether a row is no more than the line between heading and rows, as in Markdown."""
    cells = [cell.strip() for cell in row.cells if cell.strip()]
    return len(row.cells) > 1 and bool(cells) and all(map(_RULE.fullmatch, cells))


def _heading_at(rows: list[TableRow], width: int) -> int | None:
    """Which of the first rows is the heading: the first that names most columns; None where none is one."""
    best, most = None, 0
    for number, row in enumerate(rows[:_PREAMBLE]):
        if len(row.cells) < min(width, 2):
            continue
        named = len({key for cell in row.cells if (key := key_of(cell))}) * 2 - _data_cells(row.cells)
        if named > most:
            best, most = number, named
    if best is not None and (most > 2 or width == 1 or len(rows[best].cells) == width):
        return best
    first = next((number for number, row in enumerate(rows) if len(row.cells) == width), None)
    if first is None:
        return None
    return None if is_headless(rows[first:]) or (width == 1 and barcode(rows[first].cells[0])) else first


def _data_cells(cells: Iterable[str]) -> int:
    """How many cells hold what no heading does: numbers, dates, bar codes."""
    return sum(bool(re.match(r"^[$€£]?\d[\d.,:/ -]*(?:min|mins|p|i)?$", cell.strip())) for cell in cells)


def is_headless(rows: list[TableRow]) -> bool:
    """Whether the first row is a row like the others: numbers stand in it where they stand below."""
    if not rows or len(rows[0].cells) < 2:
        return False
    first = rows[0].cells
    if any(key_of(cell) for cell in first) and _data_cells(first) < 2:
        return False
    return _data_cells(first) > 0 and all(first[at].strip() for at in range(min(2, len(first))))


def _unwrapped(text: str) -> tuple[str, str] | None:
    """A table whose rows were each put in one pair of quotes, and its delimiter; None where they were not.

    Only where what stands inside the quotes has the same number of cells in nearly every row.
    """
    lines = [row.cells[0] for row in Records(text, NO_DELIMITER)]
    if not text.lstrip().startswith('"') or len(lines) < 2:
        return None
    inner = "\n".join(line.replace("\r\n", " ").replace("\n", " ").replace("\r", " ") for line in lines)
    delimiter = delimiter_of(inner)
    if delimiter == NO_DELIMITER:
        return None
    widths = [len(row.cells) for row in Records(inner, delimiter)]
    width, _ = _usual_width(widths)
    is_table = widths[0] == width and sum(found <= width for found in widths) >= len(widths) * 0.8
    return (inner, delimiter) if is_table and len(widths) == len(lines) else None


def _unwrapped_row(row: TableRow, width: int, delimiter: str, mends: list[Mend]) -> TableRow:
    """A row that stands in the first cell alone, quotes doubled, beneath a heading of its own."""
    first = row.cells[0]
    if width < 3 or not delimiter or delimiter not in first or any(cell.strip() for cell in row.cells[1:]):
        return row
    inner = list(Records(first.replace("\n", " "), delimiter, width=width))
    if len(inner) != 1 or not 1 < len(inner[0].cells) <= width or (len(inner[0].cells) < width and '"' not in first):
        return row
    mends.append(Mend(row.line, "the row stood in one pair of quotes; they were taken off"))
    return TableRow(row.line, inner[0].cells)


def unique(header: list[str]) -> list[str]:
    """A heading in which no two columns have one name, and none has none."""
    names: list[str] = []
    taken: set[str] = set()
    times: Counter[str] = Counter()
    for number, name in enumerate(header, 1):
        wanted = base = name or f"column {number}"
        while wanted in taken:
            times[base] += 1
            wanted = f"{base} ({times[base] + 1})"
        taken.add(wanted)
        names.append(wanted)
    return names
