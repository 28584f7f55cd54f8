"""Any table: its columns are proposed from their headings, and the proposal can be edited and saved.

A table without a heading is read by what stands in its columns; a list of bar codes alone is one, too.
"""

import re
from collections.abc import Iterator, Mapping

import msgspec

from disctui.importers.builder import ReleaseBuilder
from disctui.importers.column_facts import judged
from disctui.importers.columns import ColumnMapping, ColumnTarget, take_row
from disctui.importers.encoding import head_of
from disctui.importers.foreign_values import barcode, minutes, names_a_disc
from disctui.importers.glued_titles import only_kinds, parted_line, put_parted, without_brackets
from disctui.importers.headings import key_of, plain, rank_of
from disctui.importers.importer import (
    DATES_HINT,
    GUESSED,
    Doubt,
    Imported,
    Progress,
    Unmapped,
    encoding_doubts,
    no_progress,
    said_of_file,
    unreadable,
)
from disctui.importers.table import Table, headings, read_table
from disctui.release.model import keys

_READS = {
    "rating10": "rating of 10", "extrafeatures": "features", "lengthof": "minutes", "sold": "sold if yes",
    "owned": "owned if yes", **dict.fromkeys(("wishlist", "onwishlist", "wanted"), "wishlist if yes"),
    **dict.fromkeys(("ordered", "onorder", "preordered"), "ordered if yes"),
}  # fmt: skip
_ONLY_BEST = frozenset({"collection.rating", "collection.status"})
"""Keys that a second column of the same meaning never fills: what others think is not the owner's word."""
_IDS = frozenset({"id", "clzmovieid", "clzid", "mediaid", "itemid", "uuid", "guid"})
"""Headings of ids that a program gives once for all."""
_BESIDE = frozenset({"year", "specs.discs", "release.date"})
"""Keys of what people write behind a title, where a table has no columns for them."""
_FILM_YEARS = frozenset({"year", "filmyear", "moviereleaseyear", "productionyear", "jahr"})


def propose(table: Table, known: Mapping[str, ColumnTarget | None] | None = None) -> ColumnMapping:
    """A mapping for a table by its headings.

    Of two columns that mean the same, the one that says so more plainly comes first; the other fills what it leaves.

    Args:
        table: The table.
        known: What a program's own plain headings mean; None for a column that has no key of ours.
    """
    known = known or {}
    ranked: list[tuple[int, int, str, ColumnTarget]] = []
    plainly = {plain(name) for name in table.header}
    for number, name in enumerate(table.header):
        bare = plain(re.sub(r" \(\d+\)$", "", name))
        if bare in known or plain(name) in known:
            target = known.get(bare, known.get(plain(name)))
            if target is not None:
                ranked.append((-1, number, name, target))
            continue
        key = name if name in keys() else key_of(name)
        if bare == "releaseyear" and plainly & _FILM_YEARS:
            key = "release.date"
        if key is not None:
            rank = -1 if name in keys() else rank_of(name)
            ranked.append((rank, number, name, ColumnTarget(key, _READS.get(bare, ""))))
    columns: dict[str, ColumnTarget] = {}
    taken: set[str] = set()
    for _, _, name, target in sorted(ranked, key=lambda entry: entry[:2]):
        if target.key in taken and target.key in _ONLY_BEST and not target.reads.endswith("if yes"):
            continue
        taken.add(target.key)
        columns[name] = target
    if not table.has_heading:
        columns = _by_content(table)
    return ColumnMapping(columns, table.delimiter)


def _by_content(table: Table) -> dict[str, ColumnTarget]:
    """Which columns of a table without a heading are what: by the values in them."""
    found: dict[str, ColumnTarget] = {}
    title, most = None, 0
    for number, name in enumerate(table.header):
        texts = [text for row in table.rows if number < len(row.cells) and (text := row.cells[number].strip())]
        if not texts:
            continue
        key = None
        if all(barcode(text) for text in texts) or (
            len(table.header) == 1 and sum(map(_is_code, texts)) * 2 > len(texts)
        ):
            key = "release.upc"
        elif all(re.fullmatch(r"(?:18[7-9]|19|20)\d\d?", text) and len(text) == 4 for text in texts):
            key = "year"
        elif sum(map(names_a_disc, texts)) * 2 >= len(texts) and all(len(text) < 40 for text in texts):
            key = "specs.discs"
        elif all(re.search(r"\d\s?(?:min|h\b)|\d:\d", text) and minutes(text) for text in texts):
            key = "specs.length"
        if key is not None:
            if key not in {target.key for target in found.values()}:
                found[name] = ColumnTarget(key)
        elif (words := sum(any(sign.isalpha() for sign in text) for text in texts)) > most:
            title, most = name, words
    return found if title is None else {title: ColumnTarget("title"), **found}


def _is_code(text: str) -> bool:
    return re.fullmatch(r"[\d\s-]{8,20}(?:\.0)?", text) is not None


class GenericCsv:
    """Reads any table that has a column of titles or of bar codes.

    Args:
        mapping: Which column goes where; without one, the proposed one.
        day_first: Whether 3/4/2020 is in April; found out where it is None.
    """

    name = "csv"
    title = "CSV"

    def __init__(self, mapping: ColumnMapping | None = None, day_first: bool | None = None) -> None:
        self.mapping = mapping
        self.day_first = day_first

    def recognises(self, data: bytes, name: str, /) -> float:
        """By a heading that holds a title or a bar code; never surer than a program's own format."""
        head = head_of(data, 65536)
        if data.startswith(b"PK") or re.match(r"\s*[<{\[]", head) or head.count("\0") > 8:
            return 0.0
        names = headings(data)
        found = {key_of(cell) or cell for cell in names}
        if "title" in found and len(names) > 1:
            return 0.5
        if "release.upc" in found:
            return 0.4
        is_table_name = name.lower().endswith((".csv", ".tsv"))
        if "title" in found:
            return 0.35 if is_table_name else 0.0
        if names and not is_table_name:
            return 0.0
        if not names:
            keys_found = {target.key for target in propose(read_table(data[:65536])).columns.values()}
            if keys_found == {"release.upc"}:
                return 0.4
            return 0.35 if {"title"} < keys_found else 0.0
        return 0.2

    def proposal_text(self, data: bytes) -> bytes:
        """The mapping that would be used as a file, with a sample of every column."""
        table = read_table(data)
        return judged(propose(table), table, self.day_first).mapping.to_toml(table.samples())

    def proposal(self, data: bytes) -> ColumnMapping:
        """The mapping that would be used, to be shown and edited."""
        table = read_table(data)
        return judged(propose(table), table, self.day_first).mapping

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each row."""
        table = read_table(data, self.mapping.delimiter or None if self.mapping else None)
        is_said = self.mapping is not None
        mapping = self.proposed(table) if self.mapping is None else _as_named(self.mapping, table)
        yield from read_rows(table, mapping, name, self.title, on_progress, day_first=self.day_first, is_said=is_said)

    def proposed(self, table: Table) -> ColumnMapping:
        """The mapping that is used unless there is another."""
        return propose(table)


def _as_named(mapping: ColumnMapping, table: Table) -> ColumnMapping:
    """A mapping for a table without a heading, whose columns may be called by their number or by their first cells."""
    if table.has_heading or not table.rows:
        return mapping
    first = table.rows[0].cells
    columns = {
        f"column {first.index(name) + 1}" if name in first else name: target for name, target in mapping.columns.items()
    }
    return msgspec.structs.replace(mapping, columns=columns)


def read_rows(
    table: Table,
    mapping: ColumnMapping,
    name: str,
    title: str,
    on_progress: Progress = no_progress,
    *,
    day_first: bool | None = None,
    is_said: bool = False,
) -> Iterator[Imported]:
    """The releases that the rows of a table are, by a mapping; what holds for the whole file comes first.

    Args:
        table: The table.
        mapping: Which column goes where.
        name: Name of the file.
        title: Title of the format.
        on_progress: Told how many rows are done.
        day_first: Whether 3/4/2020 is in April; found out where it is None.
        is_said: Whether the owner said what the columns are.
    """
    facts = judged(mapping, table, day_first, is_said=is_said)
    yield from remarks(table, name, title, facts.doubts)
    mended = {mend.line: mend.message for mend in table.mends}
    id_column = _id_column(table)
    title_column = next((name for name, target in facts.mapping.columns.items() if target == ColumnTarget("title")), "")
    is_alone = not _BESIDE & {target.key for target in facts.mapping.columns.values()}
    heading: list[str] = []
    for number, row in enumerate(table.rows):
        cells = table.cells(row)
        if kinds := _heading_kinds(cells, title_column) if len(table.header) > 1 else []:
            heading = kinds
            kept = Unmapped(f"line {row.line}", " ".join(filter(None, row.cells)))
            yield Imported(document={}, kept=(kept,), source=name, format=title, line=row.line, of_file=True)
            continue
        builder = ReleaseBuilder(name, title, row.line)
        if row.line in mended:
            builder.warn("table", mended[row.line])
        builder.source_id = cells.get(id_column or "", "").strip()
        take_row(builder, cells, facts.mapping)
        if title_column:
            _part_title(builder, title_column, cells.get(title_column, ""), is_alone=is_alone)
        if heading and not builder.get("specs.discs"):
            builder.put("specs.discs", heading)
        yield builder.finish()
        if number % 200 == 0:
            on_progress(number, len(table.rows))
    on_progress(len(table.rows), len(table.rows))
    if not table.rows:
        yield unreadable(name, title, 1, "the table has no rows")


def _heading_kinds(cells: Mapping[str, str], title_column: str) -> list[str]:
    """The kinds of disc that the rows below are on, where a row is no more than a heading that says so."""
    title = cells.get(title_column, "")
    kinds = only_kinds(title.rstrip(": ")) if title else []
    is_alone = kinds and not any(cell.strip() for name, cell in cells.items() if name != title_column)
    return kinds if is_alone else []


def _part_title(builder: ReleaseBuilder, column: str, text: str, *, is_alone: bool) -> None:
    """Take year, kind of disc and edition off a title that has them; a kind is kept as it was.

    Args:
        builder: The release.
        column: The column of titles.
        text: Its cell.
        is_alone: Whether the table has no columns of its own for them; then they are taken without brackets, too.
    """
    title = builder.get("title")
    if not isinstance(title, str):
        return
    parted = parted_line(title) if is_alone else without_brackets(title)
    if parted.title != title and put_parted(builder, parted) and parted.discs:
        builder.keep(column, text)


def _id_column(table: Table) -> str | None:
    """The column of the source's own ids; None where there is none, or it names two rows alike."""
    for at, name in enumerate(table.header):
        if plain(name) in _IDS:
            ids = [row.cells[at].strip() for row in table.rows if at < len(row.cells)]
            if len(set(ids)) == len(ids) == len(table.rows):
                return name
    return None


def remarks(table: Table, name: str, title: str, doubts: tuple[str, ...] = ()) -> Iterator[Imported]:
    """What a table says above its heading, and what was guessed of it as a whole."""
    lines = {row.line for row in table.rows}
    said = encoding_doubts(table.doubt)
    said += [Doubt(GUESSED, doubt, DATES_HINT if "first" in doubt else None) for doubt in doubts]
    said += [Doubt("table", mend.message, None, mend.line) for mend in table.mends if mend.line not in lines]
    if not table.has_heading and len(table.header) > 1:
        said.append(Doubt(GUESSED, "the table has no heading; its columns were told by what is in them"))
    kept = (Unmapped(f"line {row.line}", " ".join(cell for cell in row.cells if cell)) for row in table.preamble)
    return said_of_file(name, title, said, kept)
