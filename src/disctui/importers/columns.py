"""Which column of a table is which key of ours: proposed from the headings, shown, edited, saved, applied.

Every table, CLZ's and blu-ray.com's as well as a collector's own, goes through one `ColumnMapping`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
import tomli

from disctui.importers import foreign_amounts, foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.foreign_dates import has_time, is_bare_year
from disctui.importers.foreign_names import names_of, says_more_than_names
from disctui.importers.foreign_values import names_a_disc, number_of, plain_text
from disctui.importers.page_lists import aspect_ratios, films, tracks
from disctui.release.model import Kind, keys
from disctui.release_file.literals import Style, key_text, literal

PEOPLE = frozenset({"directors", "cast", "writers"})
LISTS = frozenset({Kind.TEXTS, Kind.DATES})
DATES = frozenset({Kind.DATE, Kind.DATES, Kind.PARTIAL_DATE})
_DEFAULTS = {
    Kind.LONG_TEXT: "lines", Kind.WHOLE: "year", Kind.NUMBER: "minutes", Kind.AMOUNT: "amount",
    Kind.BOOLEAN: "true or false", Kind.DATE: "day", Kind.DATES: "date", Kind.PARTIAL_DATE: "date",
    Kind.UPC: "barcode", Kind.URL: "address", Kind.CHOICE: "status", Kind.TEXT_OR_WHOLE: "spine",
}  # fmt: skip
INVERTED = "Last, First"
"""The reader of a column of names that stand turned around."""
_AMOUNT_IN = re.compile(r"amount in ([A-Z]{3})")
READERS = (*foreign_values.READERS, "amount", "currency", INVERTED)
"""Every name that a column's `reads` may have, beside those of `amount_in`."""
_SLASHED = frozenset({"genres", "countries", "specs.discs", "specs.subtitles", "also_known_as", "specs.hdr"})
"""Lists that a slash parts where nothing else does."""
_MARKS = (";", "|", "\n", "\u2028")
_SECONDS = 3600
"""A bare number from which a length among minutes can only be seconds: no disc runs sixty hours."""
_NO_VALUE = re.compile(r"[-\u2013\u2014?]{1,3}|n/?a\b\.?|n\.a\.|k\.\s?a\.|null|nan|\\n", re.IGNORECASE)
"""What people and programs write into a cell that has no value."""
_NOBODY = {"no", "none", "false", "nobody", "-", "nein", "n/a"}


class ColumnTarget(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a column goes."""

    key: str
    """A dotted key of our format."""
    reads: str = ""
    """How a value is read, one of `READERS` or of `amount_in`; empty for what the key asks for."""
    splits: str = ""
    """What parts the values of a list; empty to find out: semicolon, bar, line end, else comma."""

    def with_day_first(self) -> "ColumnTarget":
        """The same, where it is a date and nothing is said of how it is read: 3/4/2020 is in April."""
        kind = keys()[self.key].kind
        if self.reads or kind not in DATES:
            return self
        return msgspec.structs.replace(self, reads="day, day first" if kind is Kind.DATE else "date, day first")


class ColumnMapping(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which columns go where; a column that is not in it is kept as a comment."""

    columns: dict[str, ColumnTarget]
    delimiter: str = ""

    def to_toml(self, samples: Mapping[str, str] | None = None) -> bytes:
        """The mapping as a file to edit and to use again.

        Args:
            samples: Every column of the table with a value of it; one that goes nowhere stands there as a comment.
        """
        samples = samples or {}
        lines = [f"# Column of the table -> key of the release. Reads: {', '.join(READERS)}, amount in EUR."]
        if self.delimiter:
            lines += [f"delimiter = {literal(self.delimiter, Style())}"]
        for name in dict.fromkeys((*samples, *self.columns)):
            column, sample = self.columns.get(name), samples.get(name)
            shown = [f"# e.g. {literal(' '.join(sample.split())[:60], Style())}"] if sample else []
            if column is None:
                lines += ["", f"# [columns.{key_text(name)}]  # is kept as a comment", *shown, '# key = ""']
                continue
            fields = msgspec.to_builtins(column)
            lines += ["", f"[columns.{key_text(name)}]", *shown]
            lines += [f"{field} = {literal(text, Style())}" for field, text in fields.items()]
        return ("\n".join(lines) + "\n").encode()

    @classmethod
    def load(cls, data: bytes) -> "ColumnMapping":
        """A saved mapping, TOML or JSON.

        Raises:
            ValueError: it is neither, or names a key or a reader that does not exist; the message says which.
        """
        text = data.decode("utf-8-sig")
        try:
            document = msgspec.json.decode(text) if text.lstrip().startswith("{") else tomli.loads(text)
            mapping = msgspec.convert(document, cls)
        except (msgspec.MsgspecError, tomli.TOMLDecodeError) as error:
            raise ValueError(f"not a mapping of columns: {error}") from error
        for name, column in mapping.columns.items():
            if column.key not in keys():
                raise ValueError(f"column {name}: there is no key {column.key}")
            if column.reads and column.reads not in READERS and not _AMOUNT_IN.fullmatch(column.reads):
                raise ValueError(f"column {name}: nothing reads as {column.reads!r}")
        return mapping


def amount_in(currency: str) -> str:
    """The reader of amounts that are in a currency, by its code, where they name no other."""
    return f"amount in {currency}"


def reader_of(column: ColumnTarget) -> Callable[[str], Any]:
    """The function that reads one value of the column."""
    key = keys()[column.key]
    name = column.reads
    if not name:
        name = {"specs.discs": "disc", "collection.seen": "seen", "release.country": "country"}.get(column.key, "")
        name = name or ("rating of 5" if column.key == "collection.rating" else _DEFAULTS.get(key.kind, "text"))
    return foreign_values.READERS.get(name, foreign_values.one_line)


def split(text: str, marks: str, key: str) -> list[str]:
    """The values of a list in one cell; a mark in brackets parts nothing."""
    if not marks:
        marks = next((mark for mark in _MARKS if mark in text), "")
        if not marks and key in _SLASHED and "/" in text and "," not in text:
            marks = "/"
        marks = marks or ("" if key == "special_features" else ",")
    if marks.strip() and marks != marks.strip() and len(marks.strip()) == 1:
        parts = text.split(marks)  # a dash between blanks
    else:
        parts = foreign_values.split_outside(text, marks) if marks else [text]
    return [" ".join(part.split()) for part in parts if part.strip()]


def put_cell(builder: ReleaseBuilder, column: ColumnTarget, text: str) -> bool:
    """Put a cell where the mapping says; False where it can't be read so, or says more than what was put."""
    if column.key not in {"special_features", "synopsis", "note", "collection.notes"} and column.reads != "features":
        text = plain_text(text)
    key = keys()[column.key]
    if key.kind is Kind.AMOUNT or column.reads == "amount":
        home = _AMOUNT_IN.fullmatch(column.reads)
        return builder.put_amount(column.key, text, home[1] if home else None)
    if key.kind is Kind.FILMS:
        titles = split(text, column.splits, column.key)
        return _all(builder.film(film) for film in films(titles if len(titles) > 1 else [text.strip()]))
    if key.kind is Kind.UPC and (codes := foreign_values.barcodes(text)):
        return builder.put(column.key, codes[0]) and len(codes) == 1
    if column.reads == "currency" or key.kind is Kind.CURRENCY:
        return builder.put(column.key, foreign_amounts.currency(text))
    if key.kind in LISTS:
        return _put_list(builder, column, text)
    if column.key == "collection.loaned_to" and text.strip().lower() in _NOBODY:
        return False
    if column.key == "specs.length" and not column.reads and (number_of(text) or 0) >= _SECONDS:
        builder.put("specs.length", foreign_values.seconds(text.strip()))
        return False
    is_placed = builder.put(column.key, reader_of(column)(text))
    return is_placed and not _says_more(column, text)


def _says_more(column: ColumnTarget, text: str) -> bool:
    """Whether a single value says more than its key takes: a time of day, the day of a premiere, a guess."""
    kind = keys()[column.key].kind
    if kind in DATES:
        return has_time(text)
    if column.key == "year":
        return not is_bare_year(text)
    if column.key == "collection.seen":
        return foreign_values.truth(text) is None
    return column.key == "specs.length" and foreign_values.is_hours_and_minutes(text)


def _put_list(builder: ReleaseBuilder, column: ColumnTarget, text: str) -> bool:
    key = column.key
    if key in PEOPLE:
        names = split(text, column.splits, key) if column.splits else [text]
        found = [name for part in names for name in names_of(part, is_inverted=column.reads == INVERTED)]
        return builder.put(key, found) and not says_more_than_names(text)
    if column.reads == "features" or (key == "special_features" and "\n" in text and not column.splits):
        return builder.put(key, foreign_values.feature_list(text))
    if key == "specs.discs" and not column.reads:
        discs = [part for one in split(text, column.splits, key) for part in foreign_values.disc_list(one)]
        return names_a_disc(text) and builder.put(key, discs) and not foreign_values.says_how_many(text)
    if key == "release.regions" and not column.reads:
        bare = re.sub(r"\([^)]*\)", "", text).strip()  # "B (locked)", "2 (PAL)"
        return builder.put(key, foreign_values.region_list(bare)) and bare == text.strip()
    if key == "specs.audio" and not column.splits and not any(mark in text for mark in _MARKS):
        return builder.put(key, tracks(text))
    if key == "specs.aspect_ratios" and not column.splits:
        return builder.put(key, aspect_ratios(text))
    if key == "specs.video" and re.search(r"\.(?:jpe?g|png|gif|webp|bmp)$", text.strip(), re.IGNORECASE):
        return False  # "Picture" may be a file
    if key == "collection.watched" and foreign_values.truth(text) is not None:
        return bool(foreign_values.truth(text)) and builder.put("collection.seen", True)
    read = reader_of(column)
    parts = split(text, column.splits, key)
    if keys()[key].kind is Kind.DATES and not column.splits and read(text) is not None:
        parts = [text]  # "March 3, 2021" is one date
    return _all(builder.put(key, read(part)) for part in parts) and not (
        keys()[key].kind is Kind.DATES and has_time(text)
    )


def _all(placed: Iterable[bool]) -> bool:
    """Whether every one was placed; none is passed over for one that was not."""
    found = list(placed)
    return bool(found) and not found.count(False)


def take_row(builder: ReleaseBuilder, cells: dict[str, str], mapping: ColumnMapping) -> None:
    """Put a row's cells where the mapping says, in the mapping's order, and keep the others."""
    left: set[str] = set()
    for name, column in mapping.columns.items():
        text = cells.get(name, "")
        says_nothing = _NO_VALUE.fullmatch(text.strip()) is not None and column.key != "title"
        if text.strip() and (says_nothing or not put_cell(builder, column, text)):
            left.add(name)
            if column.key == "release.upc" and not says_nothing:
                builder.warn_of_code(name, text)
    for name, text in cells.items():
        if name in left or name not in mapping.columns:
            builder.keep(name, text)
