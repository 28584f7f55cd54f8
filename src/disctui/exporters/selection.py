"""From a library to what exporters take, and from what they give to a file: the same for both front doors."""

from collections.abc import Iterator
from pathlib import Path

from disctui.exporters.exporter import Entry
from disctui.library.catalogue import Catalogue
from disctui.library.files import Unreadable, read_file
from disctui.problem import Problem
from disctui.release_file.parsing import Broken, decode, parse
from disctui.release_file.reading import to_release
from disctui.safe_write.stream import write_pieces
from disctui.search.query import Query
from disctui.search.query import parse as parse_query


def entries_of(catalogue: Catalogue, query: str | Query) -> tuple[list[Entry], list[Problem]]:
    """The releases of a library, or those that a query finds exactly, by title; and why some are left out."""
    parsed = parse_query(query) if isinstance(query, str) else query
    if parsed.is_empty:
        names = [listing.id for listing in sorted(catalogue.listings.values(), key=lambda listing: listing.sort_key)]
    else:
        found = catalogue.index.search(parsed, is_fuzzy=False)
        names = [] if found.is_partial else found.exact_ids()
    entries, problems = [], []
    for name in names:
        path = catalogue.listings[name].path
        try:
            data, _ = read_file(catalogue.root, path)
            document = parse(decode(data, path), path)
        except (Unreadable, Broken) as error:
            problems.append(error.problem)
            continue
        release = to_release(document)
        if release is not None:
            comments = sum(line.lstrip().startswith(b"#") for line in data.splitlines()) if b"#" in data else 0
            entries.append(Entry(name, release, document, comments))
    return entries, problems


def write(pieces: Iterator[bytes], target: Path, library: str | None = None) -> int:
    """Write an export as a whole or not at all; its size in bytes.

    Args:
        pieces: The export.
        target: The file, a link to one, a pipe or a device.
        library: The library's folder, out of which no link in it is followed.

    Raises:
        LinkRefused: `target` is such a link.
        OSError: the file can't be written.
    """
    return write_pieces(pieces, target, strange=None if library is None else Path(library))
