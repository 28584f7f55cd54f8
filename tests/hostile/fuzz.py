"""Fuzzing for as long as one likes: `python -m tests.hostile.fuzz [SECONDS]`, 300 without.

What it finds, hypothesis prints in its smallest form; make a test by name of it.
"""

import sys
import time
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .properties import holds_for_commands, holds_for_editing, holds_for_mending, holds_for_reading
from .strategies import TEXTS, files


def main() -> None:
    """Go round the properties until the time is up."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 300.0
    deadline = time.monotonic() + seconds
    rounds = 0
    while time.monotonic() < deadline:
        _explore(holds_for_reading, 400, files())
        _explore(holds_for_mending, 100, files())
        _explore(holds_for_editing, 100, files())
        _explore(holds_for_commands, 25, files(), TEXTS)
        rounds += 1
        print(f"round {rounds}: nothing found", flush=True)  # noqa: T201


def _explore(holds: Callable[..., None], examples: int, *made: st.SearchStrategy[object]) -> None:
    explored = settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    explored(given(*made)(holds))()


if __name__ == "__main__":
    main()
