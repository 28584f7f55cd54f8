"""Workbooks of spreadsheet programs (.xlsx, .ods, .xls), turned into the tables that their sheets are.

What a cell shows as a bar code or a date is read as one, whatever number stands behind it.
"""

import csv
import datetime
import io
import zipfile
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from python_calamine import CalamineError, CalamineWorkbook

from disctui.problem import Refused

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of the old .xls."""
_CELLS_LIMIT = 5_000_000
"""Cells of one sheet at most."""
_REPEATED_LIMIT = 1000
"""Columns that one cell may stand for."""
_UNPACKED_LIMIT = 256 * 1024 * 1024
"""Bytes that a workbook may unpack to."""


class Sheet(NamedTuple):
    """One sheet of a workbook as a table in text."""

    name: str
    data: bytes


class CannotOpen(Refused):
    """A workbook that can't be read."""


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are those of a workbook."""
    if data.startswith(_OLE):
        return True
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
                return True
            return "mimetype" in names and b"spreadsheet" in archive.read("mimetype")[:200]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return False


def sheets_of(data: bytes, name: str) -> list[Sheet]:
    """The sheets of a workbook that hold something.

    Raises:
        CannotOpen: the file is broken, locked or too large.
    """
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED_LIMIT:
                raise CannotOpen(f"{name} unpacks to more than a workbook should", "save the sheet as CSV")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = [
            Sheet(sheet, _as_table(workbook.get_sheet_by_name(sheet).to_python())) for sheet in workbook.sheet_names
        ]
    except (CalamineError, ValueError, OSError) as error:
        raise CannotOpen(f"{name} can't be opened: {error}", "save the sheet as CSV") from error
    found = [sheet for sheet in found if sheet.data.strip(b"\xef\xbb\xbf\r\n,")]
    if not found and data.startswith(b"PK"):
        found = _untyped_sheets(data)  # cells that some programs write without saying of what kind they are
    if not found:
        raise CannotOpen(f"{name} holds no row")
    return found


def _untyped_sheets(data: bytes) -> list[Sheet]:
    """The sheets of an OpenDocument file by the text that its cells show."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "content.xml" not in archive.namelist():
            return []
        try:
            root = fromstring(archive.read("content.xml"), forbid_dtd=True)
        except (ParseError, DefusedXmlException):
            return []
    sheets = []
    for table in root.iter(f"{_TABLE}table"):
        rows = [_untyped_row(row) for row in table.iter(f"{_TABLE}table-row")]
        if any(any(row) for row in rows):
            sheets.append(Sheet(table.get(f"{_TABLE}name", "sheet"), _as_table(rows)))
    return sheets


def _untyped_row(row: Element) -> list[Any]:
    cells: list[Any] = []
    blanks = 0
    for cell in row:
        repeated = cell.get(f"{_TABLE}number-columns-repeated", "1")
        times = min(int(repeated), _REPEATED_LIMIT) if repeated.isdigit() else 1
        text = "\n".join("".join(line.itertext()) for line in cell if line.tag == f"{_TEXT}p")
        if text:
            cells += [""] * blanks + [text] * times
        blanks = 0 if text else min(blanks + times, _REPEATED_LIMIT)  # those at the end of a row are thousands
    return cells


def _as_table(rows: list[list[Any]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    count = 0
    for row in rows:
        count += len(row)
        if count > _CELLS_LIMIT:
            raise CannotOpen(f"a sheet has more than {_CELLS_LIMIT:,} cells", "save it as CSV")
        writer.writerow([_text(cell) for cell in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace")


def _text(cell: Any) -> str:
    """A cell as it is read from a table: whole numbers without a point, dates in their order."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    if isinstance(cell, datetime.timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)
