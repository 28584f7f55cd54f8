"""The texts that careful edits are tried on: our own corpus, and the valid files of toml-test where at hand."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import tomli

from disctui.release.model import TOML
from disctui.release_file.layout import KeyPath

BOM = b"\xef\xbb\xbf"
CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.toml"))
TOML_TEST = sorted((Path(__file__).parents[3] / "shared/data/toml-test/valid").rglob("*.toml"))


def document_of(data: bytes) -> dict[str, TOML]:
    return tomli.loads(data.removeprefix(BOM).decode())


def places(value: TOML, path: KeyPath = ()) -> Iterator[tuple[KeyPath, TOML]]:
    """Every key, table and list item of a document."""
    if path:
        yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, item in items:
        yield from places(item, (*path, part))


def tables(value: TOML, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every table of a document, the whole of it first."""
    if isinstance(value, dict):
        yield path
    for place, item in places(value, path):
        if place != path and isinstance(item, dict):
            yield place


def put(document: dict[str, TOML], path: KeyPath, value: TOML) -> dict[str, TOML]:
    """A copy of `document` with `value` at `path`, made without any of the code under test."""
    if not path:
        return value  # type: ignore[no-any-return]
    copied: TOML = dict(document) if isinstance(document, dict) else list(document)
    below = copied[path[0]] if not isinstance(copied, dict) or path[0] in copied else {}
    copied[path[0]] = put(below, path[1:], value)
    return copied  # type: ignore[no-any-return]


def without(document: dict[str, TOML], path: KeyPath) -> dict[str, TOML]:
    """A copy of `document` without `path`, made without any of the code under test."""
    copied: TOML = dict(document) if isinstance(document, dict) else list(document)
    if len(path) == 1:
        del copied[path[0]]
    else:
        copied[path[0]] = without(copied[path[0]], path[1:])
    return copied  # type: ignore[no-any-return]


def frozen(value: TOML) -> str:
    """What a value says, types and NaN included, order of keys aside."""
    if isinstance(value, dict):
        return f"{{{','.join(f'{name!r}:{frozen(value[name])}' for name in sorted(value))}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(frozen, value))}]"
    said = value.isoformat() if isinstance(value, datetime.date | datetime.time) else repr(value)
    return f"{type(value).__name__}:{said}"


def pruned(value: TOML) -> TOML:
    """`value` without empty tables, for edits that take the last key of a table made by dotted keys."""
    if isinstance(value, dict):
        kept = {name: pruned(item) for name, item in value.items()}
        return {name: item for name, item in kept.items() if item not in ({}, [])}
    return [pruned(item) for item in value] if isinstance(value, list) else value


def changed_stretch(old: bytes, new: bytes) -> tuple[int, int, int, int]:
    """The bytes that differ, from the first to the last: start and end in `old`, start and end in `new`."""
    limit = min(len(old), len(new))
    start = next((at for at in range(limit) if old[at] != new[at]), limit)
    left = limit - start
    end = next((at for at in range(left) if old[-1 - at] != new[-1 - at]), left)
    return start, len(old) - end, start, len(new) - end
