"""What docs/importing.md says of the samples is so, and nothing in them is lost."""

import json
from pathlib import Path

import pytest
from tools.import_table import PAGE, SAMPLES, outcome, page

from disctui.editing.editor import Editor
from disctui.importers.apply import apply
from disctui.importers.existing import existing, text_reader
from disctui.importers.plan import Plan, plan
from disctui.importers.sources import Choices, read_sources, sources_at


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_every_value_of_a_sample_arrives_under_a_key_or_in_a_comment(name: str) -> None:
    found = outcome(SAMPLES / name)
    assert found.lost == ()
    assert found.releases == found.rows


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_every_kind_of_source_imported_twice_changes_no_byte(name: str, tmp_path: Path) -> None:
    """What is said of films becomes a wish, or is joined to a disc that is there."""

    def planned() -> Plan:
        sources = sources_at(SAMPLES / name, Choices(wishes=True))
        return plan(read_sources(sources, lambda *_: None), existing(str(tmp_path)), text_reader(str(tmp_path)))

    def run() -> dict[str, bytes]:
        list(apply(planned(), Editor(str(tmp_path))))
        return {path.name: path.read_bytes() for path in tmp_path.glob("*.toml")}

    for row in planned().of("can't read"):
        (tmp_path / f"disc-{row.number}.toml").write_text(f"title = {json.dumps(row.title)}\n")
    first = run()
    assert any(b"# Imported from" in text for text in first.values())
    assert run() == first


def test_the_table_of_the_documentation_is_what_the_importers_do() -> None:
    assert page() == PAGE.read_text(encoding="utf-8")
