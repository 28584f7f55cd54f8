"""TOML values as JSON and back without a loss.

A date stands as text where the format has a date, as every program expects it. Wherever else a value has no like in
JSON, or a text could be taken for a date, it says what it is: `{"$date": "2020-03-24"}`.
"""

import datetime
import math
from typing import Any

from disctui.release.model import ITEMS, TOML, Kind, item_keys, keys

_DATES = {Kind.DATE, Kind.DATES, Kind.PARTIAL_DATE}
_DATED = frozenset(
    [key.name for key in keys().values() if key.kind in _DATES]
    + [f"{items}.{key.name}" for items in ITEMS for key in item_keys(items).values() if key.kind in _DATES]
)


def encode(value: TOML, key: str = "") -> Any:
    """A TOML value as JSON takes it; `key` is the dotted key it stands under."""
    if isinstance(value, dict):
        table = {name: encode(item, f"{key}.{name}" if key else name) for name, item in value.items()}
        return {"$table": table} if any(name.startswith("$") for name in table) else table
    if isinstance(value, list | tuple):
        return [encode(item, key) for item in value]
    if isinstance(value, datetime.datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, datetime.date):
        return value.isoformat() if key in _DATED else {"$date": value.isoformat()}
    if isinstance(value, datetime.time):
        return {"$time": value.isoformat()}
    if isinstance(value, float) and not math.isfinite(value):
        return {"$number": str(value)}
    if isinstance(value, str) and key in _DATED and _date(value) is not None:
        return {"$text": value}
    return value


def decode(value: Any, key: str = "") -> TOML:
    """The TOML value that `encode` made this of.

    Raises:
        ValueError: it says it is something that it isn't.
    """
    if isinstance(value, list):
        return [decode(item, key) for item in value]
    if isinstance(value, str):
        found = _date(value) if key in _DATED else None
        return value if found is None else found
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((sign, inner),) = value.items()
        if sign == "$table" and isinstance(inner, dict):
            return _table(inner, key)
        if sign in _SIGNS and isinstance(inner, str):
            return _SIGNS[sign](inner)
    return _table(value, key)


def _table(value: dict[str, Any], key: str) -> dict[str, TOML]:
    return {name: decode(item, f"{key}.{name}" if key else name) for name, item in value.items() if item is not None}


def _date(text: str) -> datetime.date | None:
    try:
        found = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None


_SIGNS: dict[str, Any] = {
    "$date": datetime.date.fromisoformat,
    "$datetime": datetime.datetime.fromisoformat,
    "$time": datetime.time.fromisoformat,
    "$number": float,
    "$text": str,
}
