"""A whole library as exporters take it, read from its files: no search, so no index and no cache."""

from collections.abc import Sequence

from disctui.exporters.exporter import Entry
from disctui.library.files import Unreadable, read_file, release_id, scan_library
from disctui.library.listing import sort_key_of
from disctui.library.uncollected import uncollected
from disctui.long_work import Tell, told, untold
from disctui.problem import Problem
from disctui.release_file.parsing import Broken, decode, parse
from disctui.release_file.reading import to_release


def library_entries(root: str, tell: Tell = untold) -> tuple[list[Entry], list[Problem]]:
    """Every release of a library, by title; and why some files are left out.

    Args:
        root: The library's folder.
        tell: Told how many files are read.

    Raises:
        LibraryUnreadable: it can't be listed.
    """
    with uncollected():
        found = scan_library(root)
        entries, problems = read_entries(root, sorted(found.paths), tell)
    entries.sort(key=lambda entry: sort_key_of(entry.release, entry.release_id))
    return entries, [*found.problems, *problems]


def read_entries(root: str, paths: Sequence[str], tell: Tell = untold) -> tuple[list[Entry], list[Problem]]:
    """The releases that these files hold, in their order; and why some are left out."""
    entries, problems = [], []
    for path in told(paths, "reading", len(paths), tell):
        try:
            data, _ = read_file(root, path)
            document = parse(decode(data, path), path)
        except (Unreadable, Broken) as error:
            problems.append(error.problem)
            continue
        release = to_release(document)
        if release is not None:
            comments = sum(line.lstrip().startswith(b"#") for line in data.splitlines()) if b"#" in data else 0
            entries.append(Entry(release_id(path), release, document, comments))
    return entries, problems
