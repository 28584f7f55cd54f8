"""A new file of a plain document is written as `tomli_w` writes it, letter by letter."""

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from disctui.release_file.new_text import new_text

TEXTS = st.text(st.sampled_from('ab\n\t"\\\x7f\x01\x85é'), max_size=6)
LEAVES = TEXTS | st.integers() | st.floats() | st.booleans() | st.dates() | st.times()
VALUES = LEAVES | st.lists(LEAVES, max_size=3) | st.lists(st.lists(TEXTS, max_size=1), max_size=1)
KEYS = st.sampled_from(["title", "a-b", "own key", "", "é"])


@settings(max_examples=150)
@given(st.dictionaries(KEYS, VALUES | st.dictionaries(KEYS, VALUES, max_size=2), max_size=3))
def test_a_plain_document_is_written_as_tomli_w_writes_it(document: dict[str, object]) -> None:
    written = new_text(document)
    if written is not None:
        assert written == tomli_w.dumps(document, multiline_strings=True)


def test_what_is_plain_is_written_at_once() -> None:
    plain = {
        "title": 'A "b" \\ c',
        "year": 1957,
        "cast": ["Ann Example"],
        "synopsis": "One\n\ttwo",
        "specs": {"length": 90.5},
    }
    assert new_text(plain) == tomli_w.dumps(plain, multiline_strings=True)
