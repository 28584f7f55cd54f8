"""What docs/importing.md says of the samples is so, and nothing in them is lost."""

import pytest
from tools.import_table import PAGE, SAMPLES, outcome, page


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_every_value_of_a_sample_arrives_under_a_key_or_in_a_comment(name: str) -> None:
    found = outcome(SAMPLES / name)
    assert found.lost == ()
    assert found.releases == found.rows


def test_the_table_of_the_documentation_is_what_the_importers_do() -> None:
    assert page() == PAGE.read_text(encoding="utf-8")
