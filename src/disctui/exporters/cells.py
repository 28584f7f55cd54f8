"""One value as a cell of a table and back: what the CSV export writes, and what its import reads.

A spreadsheet takes a cell that begins with = + - @ for a formula and runs it. Such texts get a ' before them, and a
text that has a ' there already gets another, so that exactly the one that was added can be taken off again. Numbers
are left alone: by their type, not by their look.
"""

import datetime
import json
import re

from disctui.exporters import json_values
from disctui.release.model import LISTS_OF_TABLES, TOML, Kind, keys

_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n\0]")
_LISTS = {Kind.TEXTS, Kind.DATES}
_NUMBERS = {Kind.NUMBER, Kind.AMOUNT, Kind.WHOLE}
_ITEM = re.compile(r"(?:[^;\\]|\\.)*", re.DOTALL)


def escape_formula(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """The text that `escape_formula` made this of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def encode(key: str, value: TOML, *, raw: bool = False) -> str:
    """The value of a dotted key as a cell; `raw` leaves formulas as they are."""
    if value is None:
        return ""
    of_format = keys().get(key)
    kind = of_format.kind if of_format else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) and kind is not Kind.TEXT_OR_WHOLE:
        return f"{value:.0f}" if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if kind in _LISTS and isinstance(value, list | tuple):
        text = "; ".join(_item(item) for item in value)
    elif kind is Kind.TEXT_OR_WHOLE:
        text = f'"{value}"' if isinstance(value, str) and re.fullmatch(r'-?\d+|".*"', value, re.DOTALL) else str(value)
    elif isinstance(value, str):
        text = value
    else:
        text = json.dumps(json_values.encode(value), ensure_ascii=False)
    return text if raw else escape_formula(text)


def decode(key: str, cell: str) -> TOML:
    """The value of a dotted key that a cell holds; None where the cell is empty.

    Raises:
        ValueError: the cell is none that `encode` makes for this key.
    """
    if cell == "":
        return None
    kind = keys()[key].kind if key in keys() else None
    if kind in _NUMBERS or (kind is Kind.TARGET and "%" not in cell):
        return int(cell) if re.fullmatch(r"-?\d+", cell) else float(cell)
    if kind is Kind.BOOLEAN:
        if cell.lower() not in {"true", "false"}:
            raise ValueError(cell)
        return cell.lower() == "true"
    if kind is Kind.DATE:
        return datetime.date.fromisoformat(cell)
    cell = restored(cell)
    if kind is Kind.PARTIAL_DATE:
        return datetime.date.fromisoformat(cell) if len(cell) == 10 else cell
    if kind is Kind.DATES:
        return [datetime.date.fromisoformat(item) if len(item) == 10 else item for item in _items(cell)]
    if kind is Kind.TEXTS:
        return _items(cell)
    if kind in LISTS_OF_TABLES:
        return json_values.decode(json.loads(cell))
    if kind is Kind.TEXT_OR_WHOLE:
        if re.fullmatch(r"-?\d+", cell):
            return int(cell)
        return cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
    return cell


def _item(item: TOML) -> str:
    text = item.isoformat() if isinstance(item, datetime.date) else str(item)
    return re.sub(r"[\\;]", r"\\\g<0>", text) or r"\-"


def _items(cell: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at <= len(cell):
        match = _ITEM.match(cell, at)
        text = match[0] if match else ""
        found.append("" if text == r"\-" else re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL))
        at += len(text) + 1
        if at <= len(cell) and cell[at : at + 1] == " ":
            at += 1
        if not match or (text == "" and at > len(cell)):
            break
    return found
