"""Careful edits of the text of a release file: one change touches one place, and everything else stays byte for byte.

A change is made in the text itself. The result is parsed and compared with the intended document before anybody
sees it; what differs is refused, never written. Only a file that does not exist yet is written by `tomli_w`.
"""

import copy
import functools
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec
import tomli_w

from disctui.problem import Refused
from disctui.release.model import TABLES, TOML, film_keys, keys
from disctui.release_file.document_editor import DocumentEditor
from disctui.release_file.layout import KeyPath
from disctui.release_file.literals import CannotWrite
from disctui.release_file.new_text import new_text
from disctui.release_file.parsing import BOM, Broken, decode, parse

_RAW = re.compile("[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class EditRefused(Refused):
    """An edit that can't be made without harm; the text is untouched."""


def set_value(text: bytes, key_path: Sequence[str | int], value: TOML) -> bytes:
    """`text` with `value` at `key_path`; tables on the way are made where they are missing.

    Args:
        text: The bytes of a file, with or without byte-order mark.
        key_path: Names, and numbers of list items from 0. One past the end of a list adds to it.
        value: What TOML can hold; a list or table is changed item by item, so that what stays keeps its lines.

    Raises:
        EditRefused: the text does not parse, has no such place, or the result would not say what was meant.
    """
    path = tuple(key_path)
    document, data = _document(text)
    intended = copy.deepcopy(document)
    _put(intended, path, value)
    if same(document, intended):
        return text
    return _verified(text, [intended], lambda: DocumentEditor(data).change(document, path, value))


def remove_key(text: bytes, key_path: Sequence[str | int]) -> bytes:
    """`text` without the key, table or list item at `key_path`; unchanged where there is none.

    Raises:
        EditRefused: the text does not parse, or the result would not say what was meant.
    """
    path = tuple(key_path)
    document, data = _document(text)
    if not path or value_at(document, path) is None:
        return text
    return _verified(text, list(_without(document, path)), lambda: DocumentEditor(data).remove(path))


def add_to_list(text: bytes, key_path: Sequence[str | int], values: Sequence[TOML]) -> bytes:
    """`text` with those of `values` at the end of the list at `key_path` that it does not have yet.

    A single text is read as a list of one, as the format has it; a missing list is made.

    Raises:
        EditRefused: as for `set_value`, or something else than a list stands there.
    """
    old = _list_at(text, key_path)
    new = list(old)
    for value in values:
        if not any(same(value, item) for item in new):
            new.append(value)
    return text if len(new) == len(old) else set_value(text, key_path, new)


def remove_from_list(text: bytes, key_path: Sequence[str | int], values: Sequence[TOML]) -> bytes:
    """`text` without `values` in the list at `key_path`; without its last item it is `[]`.

    Raises:
        EditRefused: as for `set_value`, or something else than a list stands there.
    """
    old = _list_at(text, key_path)
    new = [item for item in old if not any(same(value, item) for value in values)]
    return text if len(new) == len(old) else set_value(text, key_path, new)


def new_file(document: dict[str, TOML]) -> bytes:
    """The bytes of a new release file: keys in the order of the format, the owner's own after them.

    Raises:
        EditRefused: TOML can't hold a value of it.
    """
    ordered = _ordered(document)
    films = ordered.pop("films") if _are_films(ordered.get("films")) else None  # tomli_w would put them on one line
    try:
        written = new_text(ordered)
        if written is None or "\\r" in written:  # tomli_w would turn \r\n in text of several lines into \n
            has_returns = "\\r" in repr(document)
            written = tomli_w.dumps(ordered, multiline_strings=not has_returns)
        data = _RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", written).encode("utf-8")
        if films is not None:
            data = DocumentEditor(data).change(ordered, ("films",), films)
    except (TypeError, ValueError, RecursionError) as error:
        raise EditRefused(f"this can't be written as TOML: {error}") from None
    return _verified(data, [document], lambda: data)


def value_at(document: TOML, path: Sequence[str | int]) -> TOML:
    """The value at `path` of a document, or None where there is none."""
    for part in path:
        is_there = part in document if isinstance(document, dict) else part in range(_length(document))
        if not is_there:
            return None
        document = document[part]
    return document


def _length(value: TOML) -> int:
    return len(value) if isinstance(value, list) else 0


def same(one: TOML, other: TOML) -> bool:
    """Whether two values are the same to TOML: of one type, NaN equal to NaN, 1 unequal to 1.0 and to true."""
    if type(one) is not type(other):
        return isinstance(one, list | tuple) and isinstance(other, list | tuple) and same(list(one), list(other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(item, other[name]) for name, item in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float):
        return repr(one) == repr(other) or (math.isnan(one) and math.isnan(other))
    return bool(one == other) and (not hasattr(one, "tzinfo") or one.utcoffset() == other.utcoffset())


def _surely_same(one: dict[str, TOML], other: dict[str, TOML]) -> bool:
    """Whether two documents are beyond doubt the same to TOML, found out at once; `same` is slower and sees more."""
    try:
        encoded = msgspec.json.encode(one, order="deterministic")  # tells 1 from 1.0 and true, which are equal
        return one == other and encoded == msgspec.json.encode(other, order="deterministic")  # tells days from texts
    except (OverflowError, TypeError, ValueError):
        return False


def _document(text: bytes) -> tuple[dict[str, TOML], bytes]:
    try:
        return parse(decode(text, "file"), "file"), text.removeprefix(BOM)
    except Broken as broken:
        problem = broken.problem
        place = f"line {problem.line}, column {problem.column}"
        raise EditRefused(
            f"the file does not parse ({place}: {problem.message}), so no single field of it can be changed",
            "edit its text: E here, or e in your editor",
        ) from None


def _verified(text: bytes, intended: list[dict[str, TOML]], edit: Callable[[], bytes]) -> bytes:
    """The result of `edit`, with the byte-order mark of `text`, once it says what one of `intended` says."""
    try:
        result = edit()
        new = parse(decode(result, "file"), "file")
    except CannotWrite as error:
        raise EditRefused(str(error)) from None
    except (Broken, ValueError, LookupError, RecursionError, AssertionError):
        new = None
    if new is None or not any(_surely_same(new, wanted) or same(new, wanted) for wanted in intended):
        raise EditRefused(
            "the text is written in a way that this change can't be fitted into without harm",
            "edit its text: E here, or e in your editor",
        )
    return BOM + result if text.startswith(BOM) and not result.startswith(BOM) else result


def _put(document: dict[str, TOML], path: KeyPath, value: TOML) -> None:
    holder: TOML = document
    for number, part in enumerate(path):
        is_last = number == len(path) - 1
        if isinstance(part, str) and isinstance(holder, dict):
            if is_last:
                holder[part] = value
            holder = holder.setdefault(part, [] if not is_last and path[number + 1] == 0 else {})
        elif isinstance(part, int) and isinstance(holder, list) and 0 <= part <= len(holder):
            if part == len(holder):
                holder.append(value if is_last else {})
            elif is_last:
                holder[part] = value
            holder = holder[part]
        else:
            where = ".".join(map(str, path[:number])) or "the file"
            raise EditRefused(f"{where} has no place for {part}", "edit its text: E here, or e in your editor")


def _without(document: dict[str, TOML], path: KeyPath) -> Iterator[dict[str, TOML]]:
    """The document without `path`, then without the tables that this empties: dotted keys leave none behind."""
    while path:
        document = copy.deepcopy(document)
        del value_at(document, path[:-1])[path[-1]]
        yield document
        path = path[:-1]
        if value_at(document, path) not in ({}, []):
            return


def _list_at(text: bytes, key_path: Sequence[str | int]) -> list[TOML]:
    value = value_at(_document(text)[0], key_path)
    if isinstance(value, str):
        return [value]
    if value is not None and not isinstance(value, list):
        raise EditRefused(f"{'.'.join(map(str, key_path))} is not a list", "set it as a whole: key=value")
    return value or []


def _ordered(document: dict[str, TOML]) -> dict[str, TOML]:
    ordered = _sorted(document, _ranks("top"))
    for table in TABLES:
        if isinstance(ordered.get(table), dict):
            ordered[table] = _sorted(ordered[table], _ranks("table"))
    if _are_films(ordered.get("films")):
        ordered["films"] = [_sorted(film, _ranks("film")) for film in ordered["films"]]
    return ordered


@functools.cache
def _ranks(place: Literal["top", "table", "film"]) -> Mapping[str, int]:
    """Where each name stands in the order of the format: at the top, in a table, in a film."""
    names = {
        "top": [key.name for key in keys().values() if not key.table and key.name != "films"] + [*TABLES, "films"],
        "table": [key.name.partition(".")[2] for key in keys().values()],
        "film": list(film_keys()),
    }[place]
    return {name: rank for rank, name in enumerate(names)}


def _are_films(value: TOML) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(film, dict) for film in value)


def _sorted(table: dict[str, TOML], ranks: Mapping[str, int]) -> dict[str, TOML]:
    return {name: table[name] for name in sorted(table, key=lambda name: ranks.get(name, len(ranks)))}
