"""Modules that are loaded in a thread while the first screen is used."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from disctui.tui import deferred


def test_a_key_that_needs_a_part_of_what_a_thread_loads_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "loaded_in_halves"
    package.mkdir()
    wait = "import sys, time\nfor _ in range(50):\n    time.sleep(0.01)\n"
    (package / "__init__.py").write_text(f"began = True\n{wait}from loaded_in_halves.part import value\n")
    (package / "part.py").write_text("import loaded_in_halves\nvalue = 7\n")
    monkeypatch.syspath_prepend(tmp_path)

    with ThreadPoolExecutor() as pool:
        whole = pool.submit(deferred.load, ("loaded_in_halves",))
        while "loaded_in_halves" not in sys.modules:
            pass
        part = pool.submit(deferred.module, "loaded_in_halves.part")
        whole.result()
        assert part.result().value == 7
