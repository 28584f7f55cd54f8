"""A short run of the monkey in every test run; `make fuzz` lets it press 20,000 keys."""

import pytest

from .monkey import run


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_a_monkey_presses_the_browser_goes_on(seed: int) -> None:
    run(300, seed)
