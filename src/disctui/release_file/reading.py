"""Reads the bytes of a release file as a `Release`, and reports the problems in it.

A mistake in one field costs that field alone. A good file is converted in one step by msgspec; only a file that
fails it is gone through field by field, and only a file with problems is searched for positions.
"""

import datetime
import math
import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import msgspec

from disctui.nearest import CERTAIN, nearest_name
from disctui.problem import Problem
from disctui.release.model import EXTRA, ITEMS, PARTIAL_DATE, TABLES, TOML, Key, Kind, Release, as_read, item_keys, keys
from disctui.release_file.diagnostics import PROBLEMS_LIMIT, Finding, locate
from disctui.release_file.hidden import hidden_characters
from disctui.release_file.parsing import BOM, Broken, decode, parse
from disctui.release_file.value_checks import check_value, wrong_type

_NATIVE = (datetime.date, datetime.datetime, datetime.time)
_TOP = frozenset(Release.__struct_fields__) - {"extra"}
_INSIDE = {name: frozenset(struct.__struct_fields__) for name, struct in TABLES.items()}
_INSIDE_KEYS = {table: tuple(key for key in keys().values() if key.table == table) for table in ("", *TABLES)}
_INSIDE_KEYS |= {name: tuple(item_keys(name).values()) for name in ITEMS}


def _named(table: str, *kinds: Kind) -> tuple[tuple[str, Kind], ...]:
    return tuple((key.name.rpartition(".")[2], key.kind) for key in _INSIDE_KEYS[table] if key.kind in kinds)


_LISTS = {table: tuple(name for name, _ in _named(table, Kind.TEXTS)) for table in _INSIDE_KEYS}
_DATED = {table: _named(table, Kind.PARTIAL_DATE, Kind.DATES) for table in _INSIDE_KEYS}
_WIDE = {table: tuple(name for name, _ in _named(table, Kind.TEXT_OR_WHOLE)) for table in TABLES}
_ONE = MappingProxyType({"films": "a film", "collection.loans": "a loan"})
"""One table of each list of tables, in words."""
_LONGEST_KEY = 40
_WIDEST = 63
"""Bits of a whole number that msgpack and every other reader of TOML can hold."""
NEAR_LIMIT = 300
"""Keys of the owner's own in one file that are compared with those of the format at most."""
SYNONYMS = {
    "runtime": "specs.length", "running_time": "specs.length", "duration": "specs.length", "minutes": "specs.length",
    "director": "directors", "actors": "cast", "actor": "cast", "starring": "cast", "stars": "cast",
    "writer": "writers", "genre": "genres", "plot": "synopsis", "overview": "synopsis", "description": "synopsis",
    "extras": "special_features", "features": "special_features", "bonus": "special_features",
    "label": "release.studio", "distributor": "release.studio", "publisher": "release.studio",
    "barcode": "release.upc", "ean": "release.upc", "region": "release.regions", "format": "specs.discs",
    "disc": "specs.discs", "media": "specs.discs", "aspect_ratio": "specs.aspect_ratios", "subtitle": "specs.subtitles",
    "stars_rating": "collection.rating", "url": "price.store_url", "store": "price.store_url",
    "aka": "also_known_as", "picture": "cover", "poster": "cover", "image": "cover",
}  # fmt: skip
"""What people write for a key of the format."""


class Reading(msgspec.Struct, frozen=True):
    """The result of reading one file: its release, unless it has no title or does not parse, and its problems."""

    release: Release | None
    problems: tuple[Problem, ...]


def read_release(data: bytes, path: str) -> Reading:
    """Read the bytes of the release file at `path`; never raises, whatever they are."""
    try:
        document = parse(decode(data, path), path)
    except Broken as broken:
        return Reading(None, _every_problem(data, path, broken.problem))
    findings: list[Finding] = []
    release = to_release(document, findings)
    findings += hidden_characters(data, document)
    return Reading(release, locate(findings, data.removeprefix(BOM), path))


def _every_problem(data: bytes, path: str, first: Problem) -> tuple[Problem, ...]:
    """What is wrong with a file that does not parse: every syntax error, and the mistakes in what is left of it."""
    if first.code != "syntax":
        return (first,)
    from disctui.release_file.recovery import recovered  # noqa: PLC0415 - a good file needs no recovery

    left = recovered(decode(data, path), path, first)
    findings: list[Finding] = []
    if left.document is not None:
        to_release(left.document, findings)
    findings = [finding for finding in findings if finding.key_path or finding.code != "no-title"]
    problems = [*left.problems, *locate(findings, left.text.encode(), path)]
    return tuple(sorted(problems, key=lambda problem: problem.sort_key))


def to_release(document: dict[str, TOML], findings: list[Finding] | None = None) -> Release | None:
    """The release that a TOML document describes, or None where it has no title; `document` itself is not changed."""
    findings = [] if findings is None else findings
    ready = _ready(document, findings)
    release: Release | None
    try:
        release = msgspec.convert(ready, Release, builtin_types=_NATIVE)
    except (msgspec.ValidationError, OverflowError, ValueError, RecursionError):
        release = _field_by_field(ready, findings)
    if release is not None:
        _check_values(release, findings)
    return release


def _ready(document: dict[str, TOML], findings: list[Finding]) -> dict[str, TOML]:
    """The document with unknown keys set apart as the owner's own and single texts where lists belong as lists."""
    ready = dict(document)
    own: dict[str, TOML] = {}
    for name in ready.keys() - _TOP:
        value = ready.pop(name)
        own |= _flat(name, value)
        if len(own) <= NEAR_LIMIT:
            _unknown_at_top(name, value, findings)
    for table, known in _INSIDE.items():
        inside = ready.get(table)
        if isinstance(inside, dict):
            inside = ready[table] = dict(inside)
            for name in inside.keys() - known:
                own |= _flat(f"{table}.{name}", inside.pop(name))
                if len(own) <= NEAR_LIMIT:
                    _unknown(table, name, findings)
            _wrap(inside, table)
            _drop_wide(inside, table, findings)
            if "loans" in inside and table == "collection":
                inside["loans"] = _ready_items("collection.loans", inside["loans"], own, findings)
    _wrap(ready, "")
    if "films" in ready:
        ready["films"] = _ready_items("films", ready["films"], own, findings)
    if own:
        ready[EXTRA] = {name: own[name] for name in sorted(own) if not _is_too_wide(name, own[name], findings)}
    return ready


def _is_too_wide(name: str, value: TOML, findings: list[Finding]) -> bool:
    """Whether an owner's value holds a number that other programs can't; reports it."""
    if not _holds_wide(value):
        return False
    where = tuple(name.split("."))  # near enough to find its line; a name with dots or a list has its table's
    message = f"{name[:_LONGEST_KEY]} is past 64 bits, which few programs can read"
    findings.append(Finding(where, "out-of-range", message, "put long strings of digits in quotes"))
    return True


def _holds_wide(value: TOML) -> bool:
    if type(value) is int:
        return value.bit_length() > _WIDEST
    if isinstance(value, dict):
        return any(map(_holds_wide, value.values()))
    return isinstance(value, list) and any(map(_holds_wide, value))


def _drop_wide(inside: dict[str, TOML], table: str, findings: list[Finding]) -> None:
    """Take out whole numbers that no other program can hold, where text might have stood; report each."""
    for name in _WIDE[table]:
        value = inside.get(name)
        if type(value) is int and value.bit_length() > _WIDEST:
            del inside[name]
            mistake = wrong_type(keys()[f"{table}.{name}"], value)
            findings.append(Finding((table, name), mistake.code, mistake.message, mistake.hint))


def _ready_items(table: str, items: TOML, own: dict[str, TOML], findings: list[Finding]) -> TOML:
    """The tables of a list without unknown keys, which join the owner's own."""
    if not isinstance(items, list):
        return items
    ready = []
    for number, item in enumerate(items):
        if isinstance(item, dict):
            item = dict(item)  # noqa: PLW2901
            for name in item.keys() - item_keys(table).keys():
                own |= _flat(f"{table}[{number + 1}].{name}", item.pop(name))
                if len(own) <= NEAR_LIMIT:
                    _unknown(table, name, findings, (number,))
            _wrap(item, table)
        ready.append(item)
    return ready


def _wrap(inside: dict[str, TOML], table: str) -> None:
    """Put single texts into lists, and dates that may be parts of one as text."""
    for name in _LISTS[table]:
        if isinstance(inside.get(name), str):
            inside[name] = [inside[name]]
    for name, kind in _DATED[table]:
        if name in inside:
            inside[name] = as_read(kind, inside[name])


def _flat(name: str, value: TOML) -> dict[str, TOML]:
    if not isinstance(value, dict) or not value:
        return {name: value}
    return {inner: item for key, below in value.items() for inner, item in _flat(f"{name}.{key}", below).items()}


def _unknown(table: str, name: str, findings: list[Finding], below: tuple[int, ...] = ()) -> None:
    """Report an unknown key that looks like a known one, or a known one in the wrong table."""
    where: tuple[str | int, ...] = (*table.split("."), *below, name) if table else (name,)
    elsewhere = [key for key in keys().values() if key.name.rpartition(".")[2] == name and key.table != table]
    if elsewhere:
        home = elsewhere[0].table
        place = f"in [{home}]" if home else "at the top of the file"
        trap = f"after a [{table}] header every key belongs to that table; " if table else ""
        move = f"move the line under [{home}]" if home else "move the line above the first [header]"
        findings.append(
            Finding(
                where,
                "wrong-table",
                f"{name} belongs {place}, not {f'in [{table}]' if table else 'at the top of the file'}",
                trap + move,
                "warning",
                at_key=True,
            )
        )
        return
    known = SYNONYMS.get(name.lower()) or near_miss(table, name)
    if known is not None:
        home, _, key = known.rpartition(".")
        message = f"{name} is not a key of the format; did you mean {key}?"
        hint = f"write {key}" + (f" under [{home}]" if home and home != table else "")
        if table and not home:
            hint = f"write {key} above the first [header]"
        findings.append(Finding(where, "unknown-key", message, hint, "warning", at_key=True))


def _unknown_at_top(name: str, value: TOML, findings: list[Finding]) -> None:
    """Report an unknown key at the top, or a table whose name looks like a slip for one of the format."""
    if not isinstance(value, dict):
        _unknown("", name, findings)
        return
    near = nearest_name(name, (*TABLES, "films"), CERTAIN) if len(name) <= _LONGEST_KEY else None
    if near is not None:
        header = f"[[{near}]]" if near == "films" else f"[{near}]"
        message = f"[{name}] is not a table of the format; did you mean {header}?"
        findings.append(Finding((name,), "unknown-key", message, f"write {header}", "warning", at_key=True))


def near_miss(table: str, name: str) -> str | None:
    """The dotted key of the format in `table` that `name` looks like a slip for, or None."""
    if len(name) > _LONGEST_KEY:
        return None
    names = [key.name for key in _INSIDE_KEYS.get(table, ())]
    names += [] if table else list(TABLES)
    by_last = {key.rpartition(".")[2]: key for key in reversed(names)}
    near = nearest_name(name, by_last, CERTAIN)
    return by_last[near] if near is not None else None


def _field_by_field(ready: dict[str, TOML], findings: list[Finding]) -> Release | None:
    """The release without the fields that are wrong, each of them reported."""
    good: dict[str, Any] = {EXTRA: ready[EXTRA]} if EXTRA in ready else {}
    for name, value in ready.items():
        if name == EXTRA:
            continue
        if name == "films":
            good["films"] = _good_items("films", value, findings)
        elif name not in TABLES:
            _keep(good, keys()[name], name, value, (name,), findings)
        elif not isinstance(value, dict):
            findings.append(
                Finding(
                    (name,),
                    "wrong-type",
                    f"{name} must be a table",
                    f"write [{name}] on its own line, its keys below it",
                )
            )
        else:
            good[name] = {}
            for inner, item in value.items():
                dotted = f"{name}.{inner}"
                if dotted in ITEMS:
                    good[name][inner] = _good_items(dotted, item, findings)
                else:
                    _keep(good[name], keys()[dotted], inner, item, (name, inner), findings)
    if "title" not in good:
        if "title" not in ready:
            message = "the release has no title" if len(ready) else "the file says nothing"
            findings.append(Finding((), "no-title", message, 'write title = "..." at the top'))
        return None
    return msgspec.convert(good, Release, builtin_types=_NATIVE)


def _good_items(table: str, items: TOML, findings: list[Finding]) -> list[dict[str, TOML]]:
    """The tables of a list without the values that are wrong, each of them reported."""
    path = tuple(table.split("."))
    write = f"write [[{table}]] above each {_ONE[table].split()[-1]}"
    if not isinstance(items, list):
        findings.append(Finding(path, "wrong-type", f"{table} must be a list of tables", write))
        return []
    known = item_keys(table)
    needed, code = ("title", "no-title") if table == "films" else ("to", "no-name")
    good = []
    for number, item in enumerate(items):
        if not isinstance(item, dict):
            findings.append(Finding((*path, number), "wrong-type", f"{_ONE[table]} must be a table", write))
            continue
        kept: dict[str, TOML] = {}
        for name, value in item.items():
            _keep(kept, known[name], name, value, (*path, number, name), findings)
        if needed in kept:
            good.append(kept)
        elif needed not in item:
            message = "the film has no title" if needed == "title" else "the loan has nobody it was lent to"
            findings.append(Finding((*path, number), code, message, f'write {needed} = "..."'))
    return good


def _keep(  # noqa: PLR0917 - each is one thing
    good: dict[str, Any],
    key: Key,
    name: str,
    value: TOML,
    where: tuple[str | int, ...],
    findings: list[Finding],
) -> None:
    try:
        msgspec.convert(value, key.type, builtin_types=_NATIVE)
    except (msgspec.ValidationError, OverflowError, ValueError, RecursionError):
        if isinstance(value, list) and key.kind in {Kind.TEXTS, Kind.DATES}:
            good[name] = list(_good_values(key, value, where, findings))
            return
        mistake = wrong_type(key, value)
        findings.append(Finding(where, mistake.code, mistake.message, mistake.hint))
        if mistake.value is not None:
            good[name] = mistake.value
    else:
        good[name] = value


def _good_values(key: Key, items: list[TOML], where: tuple[str | int, ...], findings: list[Finding]) -> Iterator[TOML]:
    for number, item in enumerate(items):
        if type(item) is str and (key.kind is Kind.TEXTS or re.match(PARTIAL_DATE, item)):
            yield item
        else:
            mistake = wrong_type(key, item, of_list=True)
            findings.append(Finding((*where, number), mistake.code, mistake.message, mistake.hint))
            if len(findings) > PROBLEMS_LIMIT:  # a million wrong items are one mistake
                return


def _check_values(release: Release, findings: list[Finding]) -> None:
    """Report values of the right type that can't be: a wrong check digit, an address that isn't http(s)."""
    edition, price, mine = release.release, release.price, release.collection
    checked: list[tuple[str, TOML]] = [
        ("release.upc", edition.upc),
        ("release.date", edition.date),
        ("price.currency", price.currency),
        ("price.store_url", price.store_url),
        ("collection.rating", mine.rating),
        ("collection.watched", mine.watched or None),
    ]
    for number, film in enumerate(release.films):
        checked += [(f"films.{number}.rating", film.rating), (f"films.{number}.watched", film.watched or None)]
    for name, value in checked:
        if value is not None and (mistake := check_value(name, value)):
            where = tuple(int(part) if part.isdecimal() else part for part in name.split("."))
            findings.append(Finding(where, mistake.code, mistake.message, mistake.hint, mistake.severity))
    numbers = (
        ("price.list", price.list),
        ("price.sale", price.sale),
        ("price.third_party", price.third_party),
        ("price.target", None if isinstance(price.target, str) else price.target),
        ("specs.length", release.specs.length),
        ("collection.paid", mine.paid),
        ("collection.sold_for", mine.sold_for),
    )
    for name, amount in numbers:
        if amount is not None and not math.isfinite(amount):
            where = tuple(name.split("."))
            findings.append(Finding(where, "out-of-range", f"{name} must be a real number", "write the number"))
