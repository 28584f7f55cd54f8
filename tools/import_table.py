"""Write the table of docs/importing.md: what becomes of each small sample in tests/importers/samples.

Run it with `python -m tools.import_table`; with `--check` it only says whether the table is up to date.
"""

import contextlib
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from defusedxml.ElementTree import fromstring

from disctui.importers.foreign_dates import date
from disctui.importers.foreign_values import minutes, minutes_of, truth
from disctui.importers.importer import Imported
from disctui.importers.page_labels import is_furniture, label_of
from disctui.importers.registry import importers, recognise
from disctui.importers.table import read_table

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "tests" / "importers" / "samples"
PAGE = ROOT / "docs" / "importing.md"
_BEGIN, _END = "<!-- table: python -m tools.import_table -->", "<!-- end of the table -->"
_SAID_OTHERWISE = frozenset({"-1", "0715515242615", "0012345678905", "owned", "Director", "Actor"})
"""Values that say nothing new: a site's "not known", an EAN that is its UPC with a zero, the list a name stands in."""


class Outcome(NamedTuple):
    """What became of one sample."""

    file: str
    title: str
    rows: int
    releases: int
    under_keys: int
    as_comments: int
    lost: tuple[str, ...]


def values_in(path: Path) -> tuple[int, list[str]]:
    """How many rows a sample has, and every value in it."""
    data = path.read_bytes()
    if path.suffix == ".csv":
        table = read_table(data)
        return len(table.rows), [cell.strip() for row in table.rows for cell in row.cells if cell.strip()]
    if path.suffix == ".db":
        return _values_in_database(path)
    if path.suffix in {".xml", ".nfo", ".gcs"}:
        root = fromstring(data)
        texts = [(element.text or "").strip() for element in root.iter()]
        texts += [value for element in root.iter() for value in element.attrib.values()]
        return 1, [text for text in texts if text]
    text = data.decode()
    if path.suffix == ".json":
        return 1, [value for value in re.findall(r"(?<=: )\"?([^\",{}\[\]]+)", text) if value.strip()]
    if path.stem == "titles":
        items = [line for line in text.splitlines() if line.startswith("- ")]
        return len(items), re.findall(r"[\w']+", text)
    pieces = [piece.strip() for line in text.splitlines() for piece in re.split(r"[|]|: ", line)]
    return 1, [piece for piece in pieces if piece and not label_of(piece).key and not is_furniture(piece)]


def _values_in_database(path: Path) -> tuple[int, list[str]]:
    """How many films Griffith's database has, and every value in it but the numbers by which its tables are joined."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as base:
        base.row_factory = sqlite3.Row
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for name in tables for row in base.execute(f'SELECT * FROM "{name}"')]  # noqa: S608 - our sample
        films = base.execute("SELECT count(*) FROM movies").fetchone()[0]
    named = [(name, row[name]) for row in rows for name in row.keys()]  # noqa: SIM118 - a row is no dict
    return films, [
        str(value) for name, value in named if value not in {None, ""} and not name.endswith(("_id", "type"))
    ]


def texts_in(value: Any) -> Iterator[str]:
    """Every text and number in a document."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)
    else:
        yield str(value)


def _tokens(texts: Iterable[str]) -> set[str]:
    return {token.lower() for text in texts for token in re.findall(r"\w+", text)}


def is_said(value: str, tokens: set[str], texts: set[str]) -> bool:
    """Whether a value of a source stands in what came of it, in our format's way of writing it."""
    value = re.sub(r"^\d{3} (?=[A-Z])|^Region ", "", value)  # numbers that lists are sorted by, and the word itself
    if truth(value) and "True" in texts:
        return True
    if value in _SAID_OTHERWISE or _tokens([value]) <= tokens or {f"0{value[:-2]}", f"0{value}"} & texts:
        return True
    value = {"true": "yes", "false": "no"}.get(value, re.sub(r"<[^<>]*>", "", value))
    if _tokens([value]) <= tokens:
        return True
    lengths = (minutes(value), minutes_of(value, 600_000_000) if len(value) > 9 else None)
    if any(f"{length:g}" in texts for length in lengths if length):
        return True
    if any(found in texts for found in (date(value), date(value, day_first=True)) if found):
        return True
    number = re.match(r"\d+(?:[.,]\d+)?", value.lstrip("$€ "))
    if number is None:
        return value.upper() in {"US", "DE"} and bool({"United States", "Germany"} & texts)
    plain = float(number[0].replace(",", "."))
    return any(f"{plain / scale:g}" in texts for scale in (1, 2))


def outcome(path: Path) -> Outcome:
    """What becomes of one sample."""
    data = path.read_bytes()
    importer = recognise(data, path.name, importers().importers)
    if importer is None:
        raise SystemExit(f"{path.name}: no importer knows it")
    found: list[Imported] = list(importer.read(data, path.name))
    texts = {text for imported in found for text in texts_in(imported.document)}
    comments = [text for imported in found for kept in imported.kept for text in kept]
    tokens = _tokens([*texts, *comments])
    rows, values = values_in(path)
    lost = tuple(value for value in values if not is_said(value, tokens, texts))
    made = [imported for imported in found if imported.document.get("title")]
    return Outcome(
        path.name,
        made[0].format if made else importer.title,
        rows,
        len(made),
        sum(1 for imported in made for _ in texts_in(imported.document)),
        sum(len(imported.kept) for imported in found),
        lost,
    )


def table() -> str:
    """The table in Markdown."""
    lines = [
        "| sample | read as | rows in | releases out | values under keys | kept as comments | lost |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for found in map(outcome, sorted(path for path in SAMPLES.iterdir() if path.is_file())):
        cells = (found.rows, found.releases, found.under_keys, found.as_comments, len(found.lost))
        lines.append(f"| {found.file} | {found.title} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def page() -> str:
    """The page with a fresh table."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(_BEGIN)
    return f"{before}{_BEGIN}\n\n{table()}\n\n{_END}{rest.partition(_END)[2]}"


if __name__ == "__main__":
    fresh = page()
    if "--check" in sys.argv:
        raise SystemExit(0 if fresh == PAGE.read_text(encoding="utf-8") else "docs/importing.md is out of date")
    PAGE.write_text(fresh, encoding="utf-8")
