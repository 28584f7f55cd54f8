"""A release while an importer puts it together: a value goes in only if our format takes it as it is.

Whatever is refused, or would stand in the way of what is there already, is kept, so that no value of a source can be
lost by an importer's oversight.
"""

import datetime
import functools
from collections.abc import Iterable
from typing import Any

import msgspec

from disctui.importers.foreign_amounts import amount
from disctui.importers.foreign_values import barcodes, lines, plain_text
from disctui.importers.importer import Imported, Spelling, Unmapped
from disctui.problem import Problem
from disctui.release.model import TOML, Key, Kind, as_read, film_keys, keys
from disctui.release_file.value_checks import check_value

_LISTS = {Kind.TEXTS, Kind.DATES}
_NATIVE = (datetime.date, datetime.datetime, datetime.time)


def _text(value: str) -> str:
    """A text of one line without what a page left in it."""
    bare = plain_text(value)
    return value if bare is value else " ".join(bare.split())


@functools.cache
def _any_text_of(name: str) -> type[str] | type[list[Any]] | None:
    """What a key takes of which any is good: `str` where any text is, `list` where any texts are; None elsewhere."""
    wanted = msgspec.inspect.type_info(keys()[name].type)
    if isinstance(wanted, msgspec.inspect.Metadata):
        wanted = wanted.type
    is_list = isinstance(wanted, msgspec.inspect.VarTupleType)
    text = wanted.item_type if isinstance(wanted, msgspec.inspect.VarTupleType) else wanted
    is_any = isinstance(text, msgspec.inspect.StrType) and text.pattern is None and text.max_length is None
    if not is_any or keys()[name].kind not in {Kind.TEXT, Kind.LONG_TEXT, Kind.TEXTS}:
        return None
    return list if is_list else str


def is_good(key: Key, value: TOML) -> bool:
    """Whether our format takes `value` for `key` without a word."""
    plain = _any_text_of(key.name)
    if type(value) is plain and (plain is str or {type(item) for item in value} <= {str}):
        return True  # most values are, and need no validator
    if isinstance(value, bool) and key.kind is not Kind.BOOLEAN:
        return False
    value = as_read(key.kind, value)
    try:
        msgspec.convert(value, key.type, builtin_types=_NATIVE)
    except (msgspec.ValidationError, OverflowError, ValueError):
        return False
    return check_value(key.name, value) is None


class ReleaseBuilder:
    """One release in the making."""

    def __init__(self, source: str, title: str, line: int = 1) -> None:
        self.source = source
        self.title = title
        self.line = line
        self.document: dict[str, TOML] = {}
        self.kept: list[Unmapped] = []
        self.problems: list[Problem] = []
        self.spellings: list[Spelling] = []
        self.source_id = ""
        """The source's own id for the release."""
        self.percent_off: int | None = None
        """What a page says is off the list price; compared and let go."""

    def get(self, key: str) -> TOML:
        """The value of a dotted key so far, or None."""
        table, name = _place(key)
        inside = self.document.get(table, {}) if table else self.document
        return inside.get(name)

    def put(self, key: str, value: Any) -> bool:
        """Set a dotted key, or add to it where it is a list; False where the value can't be placed there."""
        if value is None or value in ("", [], ()):
            return False
        of_format = keys()[key]
        if of_format.kind in _LISTS:
            values = value if isinstance(value, list) else [value]
            return self._add(of_format, [_text(item) if isinstance(item, str) else item for item in values])
        if of_format.kind is Kind.LONG_TEXT:
            value = lines(str(value))
        elif isinstance(value, str) and of_format.kind in {Kind.TEXT, Kind.TEXT_OR_WHOLE}:
            value = _text(value)
        if not is_good(of_format, value):
            return False
        present = self.get(key)
        if present is not None:
            return bool(present == value) or (key == "release.upc" and present.zfill(14) == value.zfill(14))
        self._table(key)[_place(key)[1]] = value
        return True

    def replace(self, key: str, value: Any) -> None:
        """Set a dotted key whatever it was; None removes it."""
        table, name = self._table(key), key.rpartition(".")[2]
        table.pop(name, None)
        if value is not None:
            table[name] = value

    def put_amount(self, key: str, text: str, home: str | None = None) -> bool:
        """Set an amount from text, with its currency unless another one is set; zero is an amount.

        Args:
            key: A key of an amount.
            text: The amount.
            home: The code of the currency of amounts that name none of their own.
        """
        found = amount(text, home)
        if found is None:
            return False
        present = self.get("price.currency")
        if found.currency and present and found.currency != present and not found.may_be_in(present):
            return False
        return self.put(key, found.value) and (
            present is not None or not found.currency or self.put("price.currency", found.currency)
        )

    def film(self, values: dict[str, TOML]) -> bool:
        """Add a film of a box set; False, and nothing added, where one of its values can't be."""
        known = film_keys()
        if "title" not in values or any(name not in known for name in values):
            return False
        films = self.document.setdefault("films", [])
        if values not in films:
            films.append(values)
        return True

    def keep(self, field: str, value: str) -> None:
        """Keep what has no key of ours."""
        if value.strip():
            self.kept.append(Unmapped(field, value))

    def warn(self, code: str, message: str, hint: str | None = None, key: str | None = None) -> None:
        """Say what was assumed or looks wrong."""
        self.problems.append(
            Problem(
                path=self.source, line=self.line, severity="warning", code=code, key=key, message=message, hint=hint
            )
        )

    def warn_of_code(self, name: str, text: str) -> None:
        """Say that a bar code is none; nothing is said where it is another than the one that the release has."""
        if not barcodes(text):
            message = f"{name} {text} is not a bar code with a right check digit; it is kept as a comment"
            self.warn("upc", message, "copy the digits under the bars", "release.upc")

    def finish(self, *, of_film: bool = False, needs_release: bool = False, release_id: str | None = None) -> Imported:
        """The release, with its problem where it has neither a title nor anything to know it by."""
        if not self.document.get("title") and not self.get("release.upc"):
            self.problems.append(
                Problem(path=self.source, line=self.line, code="no-title", message="there is no title to file it under")
            )
        if self.get("collection.watched"):
            self.document["collection"].pop("seen", None)  # the day says it
        return Imported(
            document=self._ordered(),
            kept=tuple(self.kept),
            source=self.source,
            format=self.title,
            line=self.line,
            problems=tuple(self.problems),
            spellings=tuple(self.spellings),
            source_id=self.source_id,
            release_id=release_id,
            of_film=of_film,
            needs_release=needs_release,
        )

    def _add(self, key: Key, values: Iterable[Any]) -> bool:
        values = list(values)
        if not values or "" in values or not is_good(key, values):
            return False
        present = self._table(key.name).setdefault(_place(key.name)[1], [])
        if key.name == "specs.audio":  # a second track of the same kind is a track: the commentary
            present.extend(values)
        else:
            known = set(present)
            present.extend(value for value in dict.fromkeys(values) if value not in known)
        return True

    def _table(self, key: str) -> dict[str, TOML]:
        table = _place(key)[0]
        found: dict[str, TOML] = self.document.setdefault(table, {}) if table else self.document
        return found

    def _ordered(self) -> dict[str, TOML]:
        """The document with its keys in the order of the format, tables last."""
        ordered: dict[str, TOML] = {}
        for table, name in _places():
            inside = self.document.get(table) if table else self.document
            if inside and (value := inside.get(name)) is not None and value != []:
                (ordered.setdefault(table, {}) if table else ordered)[name] = value
        films = ordered.pop("films", None)
        return ordered if films is None else ordered | {"films": films}


@functools.cache
def _places() -> tuple[tuple[str, str], ...]:
    """The table and the name in it of each key, in the order of the format."""
    return tuple(map(_place, keys()))


@functools.cache
def _place(key: str) -> tuple[str, str]:
    table, _, name = key.rpartition(".")
    return table, name
