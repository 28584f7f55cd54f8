"""A few tasks over a line that hands over keys in bunches; `python -m tests.hostile.slow_line` goes on for longer."""

import pytest

from .slow_line import run


@pytest.mark.slow
def test_whatever_is_typed_ahead_over_a_slow_line_does_what_it_means() -> None:
    assert sum(run(5, seed=3, tasks=4).values()) == 4
