"""A few kills of each writing command, before calls that tracing found; `make fuzz` runs the whole matrix."""

from pathlib import Path

import pytest

from disctui.cli.command_list import COMMANDS

from .kill_matrix import OPERATIONS, Matrix, can_trace

READING = {
    *(
        "search",
        "show",
        "path",
        "open",
        "export",
        "history",
        "config",
        "fields",
        "keys",
        "schema",
        "completions",
        "sources",
        "man",
        "help",
    ),
    *("loans", "diary", "stats", "shelves", "editions", "compare", "prices", "pick"),
}
_KILLS = 3
"""Of each operation: before its first call, its last, and one between."""


def test_every_command_that_writes_is_in_the_matrix() -> None:
    assert {name.split()[0] for name in OPERATIONS} - {"rename", "delete"} == set(COMMANDS) - READING


@pytest.mark.slow
@pytest.mark.skipif(not can_trace(), reason="there is no strace here, or it may not trace")
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_kill_before_any_call_loses_nothing_and_can_be_taken_back(name: str, tmp_path: Path) -> None:
    matrix, operation = Matrix(tmp_path), OPERATIONS[name]
    places = matrix.places(operation)
    assert len(places) > _KILLS
    chosen = [places[number * (len(places) - 1) // (_KILLS - 1)] for number in range(_KILLS)]
    kills = [matrix.kill(operation, place) for place in chosen]
    assert any(kills)
