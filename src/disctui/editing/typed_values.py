"""Parses what a person types for a key into a valid value, the same way in forms and on the command line."""

import datetime
import re
from typing import Any

import msgspec
import tomli

from disctui.nearest import CERTAIN, nearest_name
from disctui.problem import Refused
from disctui.release.model import (
    ITEMS,
    LISTS_OF_TABLES,
    PARTIAL_DATE,
    TABLES,
    TOML,
    Key,
    Kind,
    as_read,
    item_keys,
    keys,
)
from disctui.release_file.layout import KeyPath
from disctui.release_file.reading import SYNONYMS
from disctui.release_file.value_checks import check_value, kind_of, wrong_type

LISTS = frozenset({Kind.TEXTS, Kind.DATES}) | LISTS_OF_TABLES
"""Kinds whose values are lists: they can be added to and removed from."""

_NATIVE = (datetime.date, datetime.datetime, datetime.time)
_PLAIN = frozenset(
    {
        Kind.TEXT,
        Kind.LONG_TEXT,
        Kind.TEXT_OR_WHOLE,
        Kind.PARTIAL_DATE,
        Kind.CHOICE,
        Kind.CURRENCY,
        Kind.UPC,
        Kind.URL,
        Kind.PICTURE,
    }
)
_PART = re.compile(
    r"""(?P<dot>\.)?(?:(?P<bare>[A-Za-z0-9_-]+)|(?P<quoted>"(?:[^"\\]|\\.)*"|'[^']*'))|\[(?P<number>\d+)\]"""
)


class ChangeError(Refused):
    """A change that is not valid; `message` names the key."""


class NearMissError(ChangeError):
    """An unknown key that looks like a misspelling of a known one."""


def key_path(text: str) -> KeyPath:
    """The path of a dotted key as one types it; items of a list count from 1: `films[2].title`.

    Raises:
        ChangeError: it isn't a key.
    """
    path: list[str | int] = []
    at = 0
    while at < len(text):
        found = _PART.match(text, at)
        if found is None or (found["number"] is None and bool(path) != bool(found["dot"])):
            raise ChangeError(f"{text} is not a key", "write it as in the file, e.g. release.studio")
        if found["number"] is not None:
            path.append(int(found["number"]) - 1)
        else:
            path.append(found["bare"] if found["bare"] is not None else _unquoted(found["quoted"]))
        at = found.end()
    if not path or path[0] == -1 or -1 in path:
        raise ChangeError(f"{text or 'nothing'} is not a key", "write it as in the file; the first film is films[1]")
    return tuple(path)


def _unquoted(text: str) -> str:
    try:
        return str(tomli.loads(f"v = {text}")["v"])
    except tomli.TOMLDecodeError:
        raise ChangeError(f"{text} is not a key", "write it as in the file") from None


def key_for(path: KeyPath, *, is_own: bool = False) -> Key | None:
    """The key of the format at `path`, or None for one of the owner's own.

    Args:
        path: Where.
        is_own: Whether a key that is a near miss of one of the format is meant as it is written.

    Raises:
        NearMissError: it is one, and not meant so.
        ChangeError: it is a table.
    """
    name = ".".join(str(part) for part in path)
    for items in ITEMS:
        depth = items.count(".") + 1
        number = path[depth] if len(path) > depth else None
        if isinstance(number, int) and ".".join(map(str, path[:depth])) == items:
            found = item_keys(items).get(str(path[-1])) if len(path) == depth + 2 else None
            return found and msgspec.structs.replace(found, name=f"{items}[{number + 1}].{found.name}")
    if name in keys():
        return keys()[name]
    if name in TABLES:
        example = next(key for key in keys() if key.startswith(f"{name}."))
        raise ChangeError(f"{name} is a table, and holds no value itself", f"write one of its keys, e.g. {example}")
    meant = None if is_own else _meant(name)
    if meant is not None:
        raise NearMissError(f"{name} is not a key of the format", f"did you mean {meant}?")
    return None


def _meant_in(table: str, last: str) -> str | None:
    """The key that is meant by a name in a table that is misspelt."""
    name = f"{table}.{last}"
    return name if name in keys() else _meant(name)


def _meant(name: str) -> str | None:
    table, _, last = name.rpartition(".")
    if table and table not in TABLES:
        near_table = nearest_name(table, TABLES, CERTAIN)
        return _meant_in(near_table, last) if near_table is not None else None
    homes = [key for key in keys() if key.rpartition(".")[2] == last]
    if homes:
        return homes[0]
    if last.lower() in SYNONYMS:
        return SYNONYMS[last.lower()]
    by_last = {
        key.rpartition(".")[2]: key for key in reversed(list(keys())) if not table or key.startswith(f"{table}.")
    }
    near = nearest_name(last, by_last, CERTAIN)
    return by_last[near] if near is not None else None


def typed(key: Key | None, text: str) -> TOML:
    """What `text` stands for as a value of `key`: TOML, or plain text where the key takes text.

    Raises:
        ChangeError: it stands for nothing.
    """
    if not text.strip():
        name = key.name if key else "the key"
        raise ChangeError(f"{name} would be empty", "write key! to remove it")
    value = _toml(text)
    if key is None:
        return text if value is None else value
    if key.kind in _PLAIN:
        return _plain(key, text, value)
    if key.kind in LISTS:
        if value is None and text.lstrip().startswith("["):
            raise ChangeError(f"{key.name} is no TOML list: {text}", 'write ["...", "..."]')
        if isinstance(value, list):
            return [_part_or_day(item) for item in value] if key.kind is Kind.DATES else value
        if key.kind is Kind.DATES and re.match(PARTIAL_DATE, text.strip()):
            return [_part_or_day(text.strip() if value is None or isinstance(value, int | float) else value)]
        is_text = value is None or (key.kind is Kind.TEXTS and not isinstance(value, str))
        return [text.strip() if is_text else value]
    return text.strip() if value is None else value


def _part_or_day(item: TOML) -> TOML:
    """A year typed as a number as a part of a date; anything else as it is."""
    return str(item) if type(item) is int and re.match(PARTIAL_DATE, str(item)) else item


def _plain(key: Key, text: str, value: TOML) -> TOML:
    if isinstance(value, str):
        return value
    if key.kind is Kind.TEXT_OR_WHOLE and type(value) is int and str(value) == text.strip():
        return value
    if key.kind is Kind.PARTIAL_DATE and type(value) is datetime.date:
        return value
    return text if key.kind is Kind.LONG_TEXT else text.strip()


def _toml(text: str) -> TOML:
    try:
        document = tomli.loads(f"v = {text.strip()}\n")
    except (ValueError, RecursionError):
        return None
    return document["v"] if len(document) == 1 else None


def checked(key: Key | None, value: TOML) -> TOML:
    """`value`, once the model takes it for `key`; anything goes for a key of the owner's own.

    Raises:
        ChangeError: the model does not take it.
    """
    try:
        str(value).encode()
    except UnicodeEncodeError:
        raise ChangeError("the text holds half a character", "type it again") from None
    except ValueError:
        raise ChangeError("the number is too large", "put long strings of digits in quotes") from None
    if key is None:
        return value
    plain: Any = as_read(key.kind, value)
    if key.kind in LISTS_OF_TABLES and isinstance(value, list):
        value = [_checked_item(key.name, item) for item in value]
        plain = [_item_as_read(key.name, item) for item in value]
    try:
        msgspec.convert(plain, key.type, builtin_types=_NATIVE)
    except (msgspec.ValidationError, OverflowError, ValueError, RecursionError):
        raise _mistake(key, value) from None
    mistake = check_value(key.name, plain)
    if mistake is not None:
        raise ChangeError(mistake.message, mistake.hint)
    return value


def _checked_item(items: str, item: TOML) -> TOML:
    """A table of a list of tables, each of its values checked."""
    needed = next(iter(item_keys(items)))
    if not isinstance(item, dict):
        raise ChangeError(f"each of {items} must be a table", f'write [{{ {needed} = "..." }}]')
    if needed not in item:
        one = "a film has no title" if items == "films" else "a loan has nobody it was lent to"
        raise ChangeError(one, f'write [{{ {needed} = "..." }}]')
    return {name: checked(item_keys(items).get(name), inner) for name, inner in item.items()}


def _item_as_read(items: str, item: dict[str, TOML]) -> dict[str, TOML]:
    known = item_keys(items)
    return {name: as_read(known[name].kind, inner) if name in known else inner for name, inner in item.items()}


def _mistake(key: Key, value: TOML) -> ChangeError:
    if isinstance(value, list) and key.kind in {Kind.TEXTS, Kind.DATES}:
        right = (str,) if key.kind is Kind.TEXTS else (datetime.date,)
        wrong = next((item for item in value if type(item) not in right and not _is_part(key, item)), None)
        if wrong is not None:
            mistake = wrong_type(key, wrong, of_list=True)
            return ChangeError(f"{mistake.message}: {_shown(wrong)}", mistake.hint)
    mistake = wrong_type(key, value)
    return ChangeError(f"{mistake.message}: {_shown(value)}", mistake.hint)


def _is_part(key: Key, item: TOML) -> bool:
    """Whether an item of a list of dates is a part of one."""
    return key.kind is Kind.DATES and isinstance(item, str) and re.match(PARTIAL_DATE, item) is not None


def _shown(value: TOML) -> str:
    return value if isinstance(value, str) else f"{value} ({kind_of(value)})" if value is not None else ""
