"""A short round of fuzzing in every test run; `python -m tests.hostile.fuzz 600` goes on for ten minutes."""

import pytest
from hypothesis import example, given

from conftest import examples

from .properties import holds_for_commands, holds_for_editing, holds_for_mending, holds_for_reading
from .strategies import TEXTS, files


@examples(60)
@given(files())
def test_any_file_is_read(data: bytes) -> None:
    holds_for_reading(data)


@examples(30)
@given(files())
def test_any_file_is_mended(data: bytes) -> None:
    holds_for_mending(data)


@examples(30)
@given(files())
def test_any_file_is_edited_or_refused(data: bytes) -> None:
    holds_for_editing(data)


@pytest.mark.slow
@examples(20)
@given(files(), TEXTS)
@example(data=b"", query=" ")
def test_any_file_goes_through_every_command(data: bytes, query: str) -> None:
    holds_for_commands(data, query)
