"""The engines that are measured side by side, each set up as well as its own documentation says for this task."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from importlib.metadata import version
from typing import NamedTuple

from benchmarks.films import Item, documents, plain
from disctui.search.index import Index
from disctui.search.query import parse

HITS = 10


class Engine(NamedTuple):
    """Something that finds releases."""

    name: str
    search: Callable[[str], list[str]]
    """A query to the ids of the first hits."""
    share: float = 1.0
    """The part of the queries it is asked; the slow ones get fewer."""


def own(index: Index) -> Engine:
    """The program's own search, all of it: true and near matches, ranked."""
    return Engine("disctui", lambda text: index.search(parse(text)).ids(0, HITS))


def index_of(items: list[Item]) -> Index:
    """The program's index of them, made ready as the program does once a library is loaded."""
    index = Index.build(documents(items))
    index.warm()
    return index


def tantivy(items: list[Item]) -> Engine | None:
    """Each word exact, begun or a letter off, titles above people; all words must be found."""
    try:
        import tantivy as library
    except ImportError:
        return None
    builder = library.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("title", "people", "rest"):
        builder.add_text_field(field)
    schema = builder.build()
    index = library.Index(schema)
    writer = index.writer(200_000_000, 1)
    for item in items:
        titles = f"{item.release.title} {item.release.original_title or ''}"
        rest = f"{item.release.year or ''} {item.upc} {' '.join(item.release.genres)}"
        writer.add_document(
            library.Document(id=item.id, title=plain(titles), people=plain(" ".join(item.people)), rest=plain(rest))
        )
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    should, must = library.Occur.Should, library.Occur.Must

    def search(text: str) -> list[str]:
        words = "".join(sign if sign.isalnum() else " " for sign in plain(text)).split()
        parts = []
        for word in words:
            ways = []
            edits = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
            for field, weight in (("title", 2.0), ("people", 1.0), ("rest", 0.5)):
                exact = library.Query.term_query(schema, field, word)
                ways.append((should, library.Query.boost_query(exact, 4.0 * weight)))
                fuzzy = library.Query.fuzzy_term_query(schema, field, word, distance=edits, prefix=True)
                ways.append((should, library.Query.boost_query(fuzzy, weight)))
            parts.append((must, library.Query.boolean_query(ways)))
        if not parts:
            return []
        found = searcher.search(library.Query.boolean_query(parts), HITS).hits
        return [searcher.doc(address)["id"][0] for _, address in found]

    return Engine(f"tantivy-py {version('tantivy')}", search)


def sqlite_trigram(items: list[Item]) -> Engine:
    """SQLite FTS5 with the trigram tokenizer: any trigram of the query, ranked by bm25."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE films USING fts5(id UNINDEXED, text, tokenize='trigram')")
    connection.executemany("INSERT INTO films VALUES (?, ?)", ((item.id, plain(item.row)) for item in items))

    def search(text: str) -> list[str]:
        typed = plain(text).replace('"', " ")
        grams = {typed[place : place + 3] for place in range(len(typed) - 2)}
        if not grams:
            return []
        asked = " OR ".join(f'"{gram}"' for gram in sorted(grams))
        rows = connection.execute("SELECT id FROM films WHERE films MATCH ? ORDER BY rank LIMIT 10", (asked,))
        return [row[0] for row in rows]

    return Engine(f"SQLite {sqlite3.sqlite_version} trigram", search, 0.1)


def rapidfuzz_rows(items: list[Item]) -> Engine:
    """The edit distance of the query to the best part of each row."""
    from rapidfuzz import __version__, fuzz, process

    rows = [plain(item.row) for item in items]

    def search(text: str) -> list[str]:
        found = process.extract(plain(text), rows, scorer=fuzz.partial_ratio, limit=HITS)
        return [items[place].id for _, _, place in found]

    return Engine(f"rapidfuzz {__version__} partial_ratio", search, 0.05)


def fzf(items: list[Item]) -> Engine | None:
    """The fuzzy finder, asked as a filter: a process for each query, reading all rows."""
    if shutil.which("fzf") is None:
        return None
    rows = "\n".join(f"{item.id}\t{plain(item.row)}" for item in items)

    def search(text: str) -> list[str]:
        done = subprocess.run(
            ["fzf", "--filter", plain(text), "--delimiter", "\t", "--nth", "2.."],
            input=rows, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return [line.partition("\t")[0] for line in done.stdout.splitlines()[:HITS]]

    return Engine("fzf", search, 0.1)


PEERS: tuple[Callable[[list[Item]], Engine | None], ...] = (tantivy, sqlite_trigram, rapidfuzz_rows, fzf)
