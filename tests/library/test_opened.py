"""How often releases were opened, kept between runs and shared by two programs."""

from pathlib import Path

import pytest

from disctui.library.opened import Opened


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return str(tmp_path)


def test_what_was_opened_is_counted_for_the_next_run_by_two_programs_at_once(library: str) -> None:
    one, other = Opened(library), Opened(library)
    for name in ("ran", "ran", "m"):
        one.note(name)
    other.note("ran")
    assert one.counts == {"ran": 2, "m": 1}
    one.keep()
    other.keep()
    one.keep()
    assert Opened(library).counts == {"ran": 3, "m": 1}
    assert Opened(library + "/other").counts == {}


def test_damage_or_a_folder_that_cannot_be_written_costs_the_counts_alone(library: str, tmp_path: Path) -> None:
    opened = Opened(library)
    opened.note("ran")
    opened.keep()
    (file,) = (tmp_path / "state").rglob("*.json")
    file.write_text('{"ran": "often"')
    assert Opened(library).counts == {}
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("in the way")
    again = Opened(library)
    again.note("ran")
    again.keep()
    assert again.counts == {"ran": 1}
