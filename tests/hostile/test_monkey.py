"""A short run of the monkey in every test run; `make fuzz` lets it press 20,000 keys."""

import pytest

from .monkey import run


@pytest.mark.slow
def test_whatever_a_monkey_presses_the_browser_goes_on() -> None:
    run(500, seed=1)
