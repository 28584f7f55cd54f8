"""New release files as people write them: a commented template, and a file name from title and year."""

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from anyascii import anyascii

from disctui.release.model import TABLES, TOML, Key, keys
from disctui.release_file.commented import commented
from disctui.release_file.literals import Style, key_text, literal
from disctui.search.folding import fold

NAME_LIMIT = 80
"""Characters of a file name at most, before its extension."""
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|people)$")
"""Names that Windows keeps for devices, and the one that is no release at a library's root."""


def file_name(title: str, year: int | None = None) -> str:
    """A file name for a release, in ASCII: `Летят журавли`, 1957 gives `letyat-zhuravli-1957.toml`."""
    return f"{_stem(_slug(fold(title)), year)}.toml"


def name_fits(path: str, title: str, year: int | None = None) -> bool:
    """Whether the file at `path` is called as its title and year would have it, but for a number behind it.

    A name that an earlier version of the program gave fits too: `81-2-1963` for `8½`.
    """
    stem = PurePath(path).stem
    fitting = {_stem(_slug(fold(title)), year), _stem(_slug(anyascii(title).lower()), year)}
    return any(stem == wanted or re.fullmatch(re.escape(wanted) + r"-\d{1,3}", stem) for wanted in fitting)


def _slug(latin: str) -> str:
    return _NOT_IN_NAMES.sub("-", latin.replace("'", "")).strip("-")


def _stem(slug: str, year: int | None) -> str:
    tail = "" if year is None else f"-{year}"
    if tail and slug.endswith(tail):
        tail = ""
    slug = slug[: NAME_LIMIT - len(tail)].rstrip("-") or "untitled"
    return f"disc-{slug}{tail}" if _RESERVED.match(slug + tail) else slug + tail


def template(values: Mapping[str, TOML] | None = None) -> bytes:
    """A new release file with `values` by dotted key, and every other key of the format as a comment.

    Raises:
        CannotWrite: TOML can't hold a value.
    """
    given: dict[str, Any] = {"title": "", **(values or {})}
    lines = _section("", given)
    for table in TABLES:
        lines += ["", f"[{table}]", *_section(table, given)]  # a header left out would send its keys elsewhere
    own = {name: value for name, value in given.items() if name not in keys()}
    if own:
        lines[0:0] = [f"{key_text(name)} = {literal(value, Style())}" for name, value in own.items()]
    return ("\n".join(lines) + "\n").encode()


def _section(table: str, given: Mapping[str, TOML]) -> list[str]:
    known = [key for key in keys().values() if key.table == table]
    width = max(len(_last(key)) for key in known)
    return [_line(key, width, given) for key in known]


def _line(key: Key, width: int, given: Mapping[str, TOML]) -> str:
    head = f"{_last(key):<{width}} = "
    if key.name in given:
        return head + literal(given[key.name], Style(taken=len(head)))
    return commented(key, head)


def _last(key: Key) -> str:
    return key.name.rpartition(".")[2]
