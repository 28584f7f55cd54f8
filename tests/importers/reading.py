"""Reads a file written in a test as an import would: by content alone."""

from typing import Any

from disctui.importers.importer import Imported
from disctui.importers.registry import importers, recognise
from disctui.release_file.reading import read_release
from disctui.release_file.writing import new_file

ALL = importers().importers


def read(data: bytes | str, name: str, expected: str | None = None) -> list[Imported]:
    """What the importer that recognises the file reads; every document must be a release file without a problem."""
    data = data.encode() if isinstance(data, str) else data
    importer = recognise(data, name, ALL)
    assert importer is not None
    assert expected is None or importer.name == expected
    found = list(importer.read(data, name))
    for imported in found:
        if imported.document.get("title"):
            assert read_release(new_file(imported.document), "x.toml").problems == ()
    return found


def releases(found: list[Imported]) -> list[dict[str, Any]]:
    """The documents that became releases."""
    return [imported.document for imported in found if imported.document.get("title")]


def kept(imported: Imported) -> dict[str, str]:
    """What was kept, by field."""
    return dict(imported.kept)
