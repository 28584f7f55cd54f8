"""What only a whole column, or the whole table, can tell of a cell.

Whether days or months come first, of how much a rating is, whether lengths are seconds, whose date a date is, whether
names stand turned around. It is settled once for a file, and what was guessed is said.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from disctui.importers.columns import DATES, INVERTED, PEOPLE, ColumnMapping, ColumnTarget, amount_in
from disctui.importers.foreign_amounts import CROWNS, currency, heading_of_amounts, is_in_kr
from disctui.importers.foreign_dates import date, day_and_month, order_of, release_date, year
from disctui.importers.foreign_names import is_turned_around
from disctui.importers.foreign_values import is_all_discs, names_a_disc, number_of, seen, star_rating
from disctui.importers.headings import plain
from disctui.importers.table import Table
from disctui.release.model import Kind, keys

_FIRST_DISC = 1996
"""The year of the first DVD; what came out before is a film, or a tape."""
_OLDER_MEDIA = re.compile(r"laser ?disc|\blds?\b|vhs|betamax|\bced\b|vcd|super ?8|\b\d+ ?mm\b", re.IGNORECASE)
_OWNERS_RATING = re.compile(r"my|mine|your|user|personal|own|meine|note|score|stars|10$")
_PREMIERES = {
    "releasedate", "released", "releasedon", "datedesortie", "sortie", "parution", "erscheinungsdatum", "erschienen",
    "veröffentlichung", "veröffentlichungsdatum", "fechadelanzamiento", "datadiuscita", "releasedatum", "datawydania",
    "fechadesalida", "datauscita",
}  # fmt: skip
"""Headings that say of a film what they say of a disc."""
_MONTH_FIRST_WORDS = {
    "title", "year", "movie", "purchasedate", "releasedate", "runtime", "watched", "dateadded", "notes",
}  # fmt: skip
"""English headings; `Director`, `Genre` and `Format` stand in Spanish, German and French tables as well."""
_SE, _NO, _DK = CROWNS
_NORDIC_WORDS = {
    (_SE,): "köp utgåv hylla betyg regissör skådespel längd speltid undertext beskrivning anteckning streckkod plats",
    (_NO,): "tittel kjøp sjanger utgivelse hylle lengde varighet strekkode butikk plass produksjon",
    (_DK,): "køb udgiv sprog hylde længde varighed bemærkning stregkode udlån plads",
    (_SE, _NO): "språk utlån",
    (_SE, _DK): "titel",
    (_NO, _DK): "instruktør regissør skuespiller undertekst beskrivelse spilletid vurdering",
}
"""By currencies, parts of headings that only the languages of their countries have."""
_STANDARDS = re.compile(r"NTSC|PAL|SECAM", re.IGNORECASE)
_SCORE = re.compile(r"\d{1,2}(?:[.,]\d)?(?: ?/ ?(?:5|10|20|100))?|★{1,5}½?☆{0,4}")
"""What stands in a column `Note` whose notes are marks, as in French and German."""
_SECONDS_FROM = 1000
_LONGEST_KIND = 40


class Facts(NamedTuple):
    """A mapping with what its columns show, and what of it was guessed."""

    mapping: ColumnMapping
    doubts: tuple[str, ...] = ()


class _Columns:
    """The cells of a table by column."""

    def __init__(self, table: Table) -> None:
        self.header = table.header
        self._at = {name: number for number, name in enumerate(table.header)}
        self._rows = table.rows

    def cells(self, name: str) -> list[str]:
        """The cells of a column that say something."""
        at = self._at.get(name)
        if at is None:
            return []
        return [text for row in self._rows if at < len(row.cells) and (text := row.cells[at].strip())]

    def pairs(self, one: str, other: str) -> list[tuple[str, str]]:
        """The cells of two columns, row by row."""
        first, second = self._at[one], self._at[other]
        most = max(first, second)
        return [(row.cells[first], row.cells[second]) for row in self._rows if most < len(row.cells)]


def judged(mapping: ColumnMapping, table: Table, day_first: bool | None = None, *, is_said: bool = False) -> Facts:
    """A mapping with what only the whole table can tell.

    Args:
        mapping: The columns by their headings.
        table: All rows.
        day_first: Whether days come before months; found out where it is None.
        is_said: Whether the owner said so, and no column goes elsewhere, whatever is in it.
    """
    cells = _Columns(table)
    doubts: list[str] = []
    columns = dict(mapping.columns)
    if not is_said and all(column.key != "specs.discs" for column in columns.values()):
        columns |= _discs_by_content(columns, cells)
    for name, column in mapping.columns.items():
        if column.reads:
            continue
        found = _judged_column(name, column, columns, cells, [] if is_said else doubts)
        if is_said and (found is None or found.key != column.key):
            continue
        if found is None:
            del columns[name]
        else:
            columns[name] = found
    _settle_dates(columns, cells, day_first, doubts)
    columns = dict(sorted(columns.items(), key=lambda entry: entry[1].key != "price.currency"))  # before the amounts
    return Facts(msgspec.structs.replace(mapping, columns=columns), tuple(doubts))


def _discs_by_content(columns: Mapping[str, ColumnTarget], cells: _Columns) -> dict[str, ColumnTarget]:
    """The column whose heading says nothing and whose cells name kinds of disc, in a table that has no other."""
    for name in cells.header:
        texts = cells.cells(name) if name not in columns else []
        if len(texts) > 1 and all(len(text) < _LONGEST_KIND and is_all_discs(text) for text in texts):
            return {name: ColumnTarget("specs.discs")}
    return {}


def _judged_column(
    name: str, column: ColumnTarget, columns: dict[str, ColumnTarget], cells: _Columns, doubts: list[str]
) -> ColumnTarget | None:
    """Where a column goes by what is in it; None where it is not what its heading says."""
    key = column.key
    texts = cells.cells(name)
    if key == "specs.discs":
        if texts and all(map(_STANDARDS.fullmatch, texts)):
            return ColumnTarget("specs.video")
        return column if not texts or sum(map(names_a_disc, texts)) * 2 >= len(texts) else None
    if key == "collection.notes" and plain(name) == "note" and texts and all(map(_SCORE.fullmatch, texts)):
        column, key = ColumnTarget("collection.rating"), "collection.rating"
    if key == "collection.rating":
        return _rating(name, column, texts, doubts)
    if key in PEOPLE and any(map(is_turned_around, texts)):
        return msgspec.structs.replace(column, reads=INVERTED)
    if key == "collection.seen" and any(
        date(part.strip()) for text in texts if not seen(text) for part in re.split("[,;|]", text)
    ):
        return ColumnTarget("collection.watched")
    if keys()[key].kind is Kind.AMOUNT:
        has_currencies = any(other.key == "price.currency" for other in columns.values())
        return _amounts(name, column, [] if has_currencies else texts, cells, doubts)
    if key == "specs.length":
        numbers = [number for text in texts if (number := number_of(text)) is not None and number > 10]
        if numbers and min(numbers) > _SECONDS_FROM:
            return msgspec.structs.replace(column, reads="seconds")
    if key == "release.date" and plain(name) in _PREMIERES and _are_premieres(name, columns, cells):
        doubts.append(f"{name}: the dates are the films' premieres, not those of discs; they are kept as comments")
        has_year = any(other.key == "year" for other in columns.values())
        return None if has_year else ColumnTarget("year")
    return column


def _amounts(name: str, column: ColumnTarget, texts: Sequence[str], cells: _Columns, doubts: list[str]) -> ColumnTarget:
    """What the amounts of a column are in that name no currency, or one of several: by its heading, or its texts."""
    sign = heading_of_amounts(name).sign
    if is_in_kr(sign) or (not sign and any(map(is_in_kr, texts))):
        home: str | None = _crowns(name, cells, doubts)
    else:
        home = currency(sign)
    return msgspec.structs.replace(column, reads=amount_in(home)) if home else column


def _crowns(name: str, cells: _Columns, doubts: list[str]) -> str:
    """Whose "kr" the amounts of a column are in, by the language of the headings; the first that they may be in."""
    headings = "\n".join(cells.header).casefold()
    left = set(CROWNS)
    for currencies, words in _NORDIC_WORDS.items():
        if any(word in headings for word in words.split()):
            left &= set(currencies)
    found = next(code for code in CROWNS if code in (left or CROWNS))
    if len(left) != 1:
        doubts.append(
            f"{name}: kr is taken for {found}; a heading such as “{heading_of_amounts(name).name} ({found})” settles it"
        )
    return found


def _rating(name: str, column: ColumnTarget, texts: Sequence[str], doubts: list[str]) -> ColumnTarget | None:
    """Of how much a rating is; None where it is the public's, or a film board's."""
    numbers = [number for text in texts if (number := number_of(text)) is not None]
    if not numbers:
        return column
    most = max(numbers)
    scale = 5 if most <= 5 else 10 if most <= 10 else 100
    reads = "" if scale == 5 else f"rating of {scale}"
    is_owners = _OWNERS_RATING.search(plain(name)) is not None
    is_exact = all(number == 0 or star_rating(f"{number:g}", scale) is not None for number in numbers)
    if not is_owners and not is_exact and scale <= 10:
        doubts.append(f"{name}: these are no stars or halves of stars of the owner's; they are kept as comments")
        return None
    return msgspec.structs.replace(column, reads=reads)


def _are_premieres(name: str, columns: dict[str, ColumnTarget], cells: _Columns) -> bool:
    """Whether dates are those of films: before there were discs, or always in the year of the film."""
    media = next((other for other, column in columns.items() if column.key == "specs.discs"), None)
    texts = cells.pairs(name, media) if media else [(text, "") for text in cells.cells(name)]
    for text, medium in texts:
        found = release_date(text)
        if found is not None and int(str(found)[:4]) < _FIRST_DISC and not _OLDER_MEDIA.search(medium):
            return True
    years = next((other for other, column in columns.items() if column.key == "year"), None)
    if years is None:
        return False
    both = [(year(one), year(other)) for one, other in cells.pairs(name, years)]
    known = [(one, other) for one, other in both if one and other]
    return len(known) > 2 and all(one == other for one, other in known)


def _settle_dates(columns: dict[str, ColumnTarget], cells: _Columns, day_first: bool | None, doubts: list[str]) -> None:
    """Read 3/4/2020 the same way in every column of the file."""
    dated = [name for name, column in columns.items() if keys()[column.key].kind in DATES and not column.reads]
    unsettled = any(day_and_month(text) for name in dated for text in cells.cells(name))
    if not unsettled:
        return
    if day_first is None:
        day_first, doubt = _order_of(cells)
        if doubt:
            doubts.append(doubt)
    if day_first:
        for name in dated:
            columns[name] = columns[name].with_day_first()


def _order_of(cells: _Columns) -> tuple[bool, str | None]:
    """Whether days come first in a table, and what has to be said about it."""
    texts = (text for name in cells.header for text in cells.cells(name))
    return order_of(texts, is_english=bool({plain(name) for name in cells.header} & _MONTH_FIRST_WORDS))
