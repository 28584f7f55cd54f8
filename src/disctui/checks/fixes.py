"""Fixes problems that have one safe remedy: a key's slip, a value in the wrong quotes, a key below the wrong header.

Each change goes through the careful writer, and is kept only where the file then has one problem less and no new
one. What would lose a comment is left to a person.
"""

import datetime
import re
from typing import NamedTuple

from disctui.checks.suppressions import Suppressions, is_suppressed
from disctui.problem import Problem
from disctui.release.model import ITEMS, TOML, Key, Kind, item_keys, keys
from disctui.release_file.layout import KeyPath, Place, line_and_column_at, places_of
from disctui.release_file.parsing import BOM, Broken, decode, parse
from disctui.release_file.reading import near_miss, read_release
from disctui.release_file.value_checks import check_digit_is_right
from disctui.release_file.writing import EditRefused, remove_key, set_value, value_at

_ROUNDS = 100
_TEXTS = {Kind.TEXT, Kind.LONG_TEXT, Kind.PICTURE, Kind.TEXTS, Kind.TEXT_OR_WHOLE}


class Fixed(NamedTuple):
    """A file after fixing."""

    data: bytes
    problems: list[Problem]
    """Problems that were fixed."""


def fix_all(data: bytes, path: str, suppressions: Suppressions) -> Fixed:
    """The bytes of the file at `path` with every problem fixed that has one safe remedy and isn't silenced."""
    done: list[Problem] = []
    for _ in range(_ROUNDS):
        problems = read_release(data, path).problems
        lines = data.decode("utf-8", "replace").split("\n")
        for problem in problems:
            new = None if is_suppressed(problem, lines, suppressions) else _fix(data, path, problem)
            if new is not None and _is_better(new, path, problems):
                data = new
                done.append(problem)
                break
        else:
            break
    return Fixed(data, done)


def _is_better(new: bytes, path: str, before: tuple[Problem, ...]) -> bool:
    after = read_release(new, path).problems
    known = {(problem.code, problem.key) for problem in before}
    return len(after) < len(before) and all((problem.code, problem.key) in known for problem in after)


def _fix(data: bytes, path: str, problem: Problem) -> bytes | None:
    fix = {"unknown-key": _rename, "wrong-table": _move, "wrong-type": _retype}.get(problem.code)
    if fix is None:
        return None
    try:
        document = parse(decode(data, path), path)
        where, place = _place_of(data, problem)
        return fix(data, document, where, place) if where else None
    except (Broken, EditRefused, LookupError):
        return None


def _place_of(data: bytes, problem: Problem) -> tuple[KeyPath, Place]:
    text = data.removeprefix(BOM)
    for where, place in places_of(text).items():
        span = place.value if problem.code == "wrong-type" or place.key is None else place.key
        if line_and_column_at(text, span.start) == (problem.line, problem.column):
            return where, place
    raise LookupError(problem.place)


def _rename(data: bytes, document: dict[str, TOML], where: KeyPath, place: Place) -> bytes | None:
    """Write the key of the format in the place of the slip."""
    *above, name = where
    table = ".".join(part for part in above if isinstance(part, str))
    known = near_miss(table, str(name))
    if known is None or place.key is None or known.rpartition(".")[0] != ("" if table in ITEMS else table):
        return None
    key = known.rpartition(".")[2]
    if value_at(document, (*above, key)) is not None:
        return None
    skipped = len(data) - len(data.removeprefix(BOM))
    begin, end = place.key.start + skipped, place.key.end + skipped
    if data[begin:end].decode() != name:  # a dotted or quoted key
        return None
    return data[:begin] + key.encode() + data[end:]


def _move(data: bytes, document: dict[str, TOML], where: KeyPath, place: Place) -> bytes | None:
    """Put a key where it belongs, if it belongs in one place only and nothing stands there."""
    name = str(where[-1])
    homes = [key for key in keys().values() if key.name.rpartition(".")[2] == name]
    if len(homes) != 1 or any(isinstance(part, int) for part in where) or place.key is None:
        return None
    target = tuple(homes[0].name.split("."))
    text = data.removeprefix(BOM)
    stop = text.find(b"\n", place.value.end)
    if b"#" in text[place.value.start : stop if stop >= 0 else len(text)] or value_at(document, target) is not None:
        return None
    return set_value(remove_key(data, where), target, value_at(document, where))


def _retype(data: bytes, document: dict[str, TOML], where: KeyPath, place: Place) -> bytes | None:
    """Take the quotes off a number, a date or a truth value, or put them around what is text."""
    key = _key_of(where)
    if key is None:
        return None
    value = value_at(document, where)
    source = data.removeprefix(BOM)[place.value.start : place.value.end].decode("utf-8", "replace")
    new = _meant(key.kind, value, source)
    return None if new is None else set_value(data, where, new)


def _key_of(where: KeyPath) -> Key | None:
    names = [part for part in where if isinstance(part, str)]
    above = ".".join(names[:-1])
    return item_keys(above).get(names[-1]) if above in ITEMS else keys().get(".".join(names))


def _meant(kind: Kind, value: TOML, source: str) -> TOML:
    """The value of the right kind that can only be meant, or None."""
    if isinstance(value, str):
        return _meant_by_text(kind, value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if kind is Kind.UPC:
        return source if re.fullmatch(r"\d{8}|\d{12,14}", source) and check_digit_is_right(source) else None
    return source if kind in _TEXTS and re.fullmatch(r"\d+(\.\d+)?", source) else None


def _meant_by_text(kind: Kind, text: str) -> TOML:
    if kind is Kind.WHOLE and re.fullmatch(r"[1-9]\d{0,9}", text, re.ASCII):
        return int(text)
    if kind in {Kind.NUMBER, Kind.AMOUNT} and re.fullmatch(r"\d{1,9}(\.\d+)?", text, re.ASCII):
        return float(text) if "." in text else int(text)
    if kind is Kind.BOOLEAN and text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if kind in {Kind.DATE, Kind.DATES} and re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            return None
    return None
