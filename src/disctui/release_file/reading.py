"""From the bytes of a release file to a `Release` and the problems met on the way.

A mistake in one field costs that field alone. A good file is converted in one step by msgspec; only a file that
fails it is gone through field by field, and only a file with problems is searched for positions.
"""

import datetime
import math
from collections.abc import Iterator
from typing import Any

import msgspec

from disctui.nearest import CERTAIN, nearest_name
from disctui.problem import Problem
from disctui.release.model import EXTRA, TABLES, TOML, Film, Key, Kind, Release, film_keys, keys
from disctui.release_file.diagnostics import PROBLEMS_LIMIT, Finding, locate
from disctui.release_file.hidden import hidden_characters
from disctui.release_file.parsing import BOM, Broken, decode, parse
from disctui.release_file.value_checks import check_value, wrong_type

_NATIVE = (datetime.date, datetime.datetime, datetime.time)
_TOP = frozenset(Release.__struct_fields__) - {"extra"}
_INSIDE = {name: frozenset(struct.__struct_fields__) for name, struct in TABLES.items()}
_OF_FILM = frozenset(Film.__struct_fields__)
_LISTS = {
    table: tuple(
        key.name.rpartition(".")[2] for key in keys().values() if key.table == table and key.kind is Kind.TEXTS
    )
    for table in ("", *TABLES)
}
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
    """What came of one file: a release unless it has no title or does not parse, and what is wrong with it."""

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
            _wrap(inside, _LISTS[table])
    edition = ready.get("release")
    if isinstance(edition, dict):
        if type(edition.get("date")) is datetime.date:
            edition["date"] = edition["date"].isoformat()
        spine = edition.get("spine")
        if type(spine) is int and spine.bit_length() > _WIDEST:
            del edition["spine"]
            mistake = wrong_type(keys()["release.spine"], spine)
            findings.append(Finding(("release", "spine"), mistake.code, mistake.message, mistake.hint))
    _wrap(ready, _LISTS[""])
    if "films" in ready:
        ready["films"] = _ready_films(ready["films"], own, findings)
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


def _ready_films(films: TOML, own: dict[str, TOML], findings: list[Finding]) -> TOML:
    if not isinstance(films, list):
        return films
    ready = []
    for number, film in enumerate(films):
        if isinstance(film, dict):
            film = dict(film)  # noqa: PLW2901
            for name in film.keys() - _OF_FILM:
                own |= _flat(f"films[{number + 1}].{name}", film.pop(name))
                if len(own) <= NEAR_LIMIT:
                    _unknown("films", name, findings, (number,))
            _wrap(film, ("directors", "cast", "writers", "genres", "countries"))
        ready.append(film)
    return ready


def _wrap(table: dict[str, TOML], lists: tuple[str, ...]) -> None:
    for name in lists:
        if isinstance(table.get(name), str):
            table[name] = [table[name]]


def _flat(name: str, value: TOML) -> dict[str, TOML]:
    if not isinstance(value, dict) or not value:
        return {name: value}
    return {inner: item for key, below in value.items() for inner, item in _flat(f"{name}.{key}", below).items()}


def _unknown(table: str, name: str, findings: list[Finding], below: tuple[int, ...] = ()) -> None:
    """Report an unknown key that is a near miss of a known one, or a known one in the wrong table."""
    where: tuple[str | int, ...] = (table, *below, name) if table else (name,)
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
    names = list(film_keys()) if table == "films" else [key.name for key in keys().values() if key.table == table]
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
            good["films"] = _good_films(value, findings)
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
                _keep(good[name], keys()[f"{name}.{inner}"], inner, item, (name, inner), findings)
    if "title" not in good:
        if "title" not in ready:
            message = "the release has no title" if len(ready) else "the file says nothing"
            findings.append(Finding((), "no-title", message, 'write title = "..." at the top'))
        return None
    return msgspec.convert(good, Release, builtin_types=_NATIVE)


def _good_films(films: TOML, findings: list[Finding]) -> list[dict[str, TOML]]:
    if not isinstance(films, list):
        findings.append(
            Finding(("films",), "wrong-type", "films must be a list of tables", "write [[films]] above each film")
        )
        return []
    good = []
    for number, film in enumerate(films):
        if not isinstance(film, dict):
            findings.append(
                Finding(("films", number), "wrong-type", "a film must be a table", "write [[films]] above each film")
            )
            continue
        kept: dict[str, TOML] = {}
        for name, value in film.items():
            _keep(kept, film_keys()[name], name, value, ("films", number, name), findings)
        if "title" in kept:
            good.append(kept)
        elif "title" not in film:
            findings.append(Finding(("films", number), "no-title", "the film has no title", 'write title = "..."'))
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
            good[name] = list(_good_items(key, value, where, findings))
            return
        mistake = wrong_type(key, value)
        findings.append(Finding(where, mistake.code, mistake.message, mistake.hint))
        if mistake.value is not None:
            good[name] = mistake.value
    else:
        good[name] = value


def _good_items(key: Key, items: list[TOML], where: tuple[str | int, ...], findings: list[Finding]) -> Iterator[TOML]:
    wanted: type = str if key.kind is Kind.TEXTS else datetime.date
    for number, item in enumerate(items):
        if type(item) is wanted:
            yield item
        else:
            mistake = wrong_type(key, item, of_list=True)
            findings.append(Finding((*where, number), mistake.code, mistake.message, mistake.hint))
            if len(findings) > PROBLEMS_LIMIT:  # a million wrong items are one mistake
                return


def _check_values(release: Release, findings: list[Finding]) -> None:
    """Report values of the right type that can't be: a wrong check digit, an address that isn't http(s)."""
    edition, price, mine = release.release, release.price, release.collection
    checked = (
        ("release.upc", edition.upc),
        ("release.date", edition.date),
        ("price.currency", price.currency),
        ("price.store_url", price.store_url),
        ("collection.rating", mine.rating),
    )
    for name, value in checked:
        if value is not None and (mistake := check_value(name, value)):
            where = tuple(name.split("."))
            findings.append(Finding(where, mistake.code, mistake.message, mistake.hint, mistake.severity))
    numbers = (
        ("price.list", price.list),
        ("price.sale", price.sale),
        ("price.third_party", price.third_party),
        ("specs.length", release.specs.length),
        ("collection.paid", mine.paid),
    )
    for name, number in numbers:
        if number is not None and not math.isfinite(number):
            where = tuple(name.split("."))
            findings.append(Finding(where, "out-of-range", f"{name} must be a real number", "write the number"))
