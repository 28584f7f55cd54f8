from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest

from disctui.importers import registry
from disctui.importers.importer import Imported, Progress, no_progress
from disctui.importers.registry import BUILT_IN, importers, recognise


class Other:
    name = "other"
    title = "Another program"

    def recognises(self, data: bytes, _name: str, /) -> float:
        return float(data.startswith(b"OTHER"))

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        on_progress(1, 1)
        yield Imported(document={"title": data.decode()[6:]}, source=name, format=self.title)


def test_every_importer_of_ours_is_found_under_its_name() -> None:
    found = importers()
    assert found.problems == ()
    assert {name: importer.name for name, importer in found.importers.items()} == {name: name for name in BUILT_IN}


def test_another_packages_importer_is_found_and_a_broken_one_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        EntryPoint("other", f"{__name__}:Other", registry.GROUP),
        EntryPoint("gone", "no.such.module:Thing", registry.GROUP),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda **_: points)
    found = importers()
    assert [problem.code for problem in found.problems] == ["importer"]
    chosen = recognise(b"OTHER Film", "x", found.importers)
    assert chosen is not None
    assert [one.document for one in chosen.read(b"OTHER Film", "x")] == [{"title": "Film"}]


@pytest.mark.parametrize(
    "data", [b"", b"\0\1\2", b"PK\3\4broken", b"hello there", b"%PDF-1.4", b"\xff\xfe", b"<html></html>"]
)
def test_what_is_no_export_is_taken_by_no_one(data: bytes) -> None:
    assert recognise(data, "file") is None


@pytest.mark.parametrize("name", list(BUILT_IN))
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\1\2",
        b"PK\3\4broken",
        b"<a",
        b"{",
        b'{"id": 1, "document": 3}',
        b"\xff\xfe\0",
        b'a,b\n"',
        b"<a>&x;</a>",
    ],
)
def test_no_importer_raises_for_what_a_file_holds(name: str, data: bytes) -> None:
    for imported in importers().importers[name].read(data, "file"):
        assert imported.document.get("title") or imported.problems or imported.kept or imported.document
