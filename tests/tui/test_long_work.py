"""In the browser, too, long work says how far it is, and esc stops it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from conftest import contents, write_library
from disctui.exporters.exporter import Entry, Options
from disctui.library import catalogue, workers
from disctui.tui import deferred, session
from disctui.tui.flows import working
from disctui.tui.screens.working import WorkScreen
from tui.driving import opened

FILMS = {f"{year}.toml": f'title = "Ferry {year}"\nyear = {year}\n' for year in (1971, 1972, 1973)}


async def test_an_export_and_a_check_show_how_far_they_are_and_esc_ends_them_with_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = write_library(tmp_path / "library", FILMS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(working, "PATIENCE", 0)
    monkeypatch.setattr(session, "CHECKED_LIMIT", 2)
    go_on = threading.Event()

    class Slow:
        """Writes JSON, and waits after the second release."""

        name, title, ending = "json", "JSON", ".json"

        def export(self, entries: Iterator[Entry], _options: Options) -> Iterator[bytes]:
            for number, _ in enumerate(entries):
                yield b"one\n"
                if number == 1:
                    go_on.wait(20)

    monkeypatch.setattr("disctui.tui.flows.transfer.EXPORTERS", {"json": Slow()})
    async with opened(library, size=(80, 24)) as browser:
        before = contents(library)
        await browser.press("enter", "X", "j", "enter")
        await browser.wait_for(lambda: isinstance(browser.app.screen, WorkScreen), "it is written")
        await browser.wait_for("writing 1 of 3")
        await browser.wait_for("esc stops: nothing is written")
        await browser.press("escape")
        await browser.wait_for("stopping")
        go_on.set()
        await browser.wait_for_toast("Stopped: nothing was written.")
        assert [file.name for file in tmp_path.iterdir()] == ["library"]
        assert contents(library) == before

        checked, go_on = deferred.report, threading.Event()
        ends: list[str] = []

        def slow(catalogue: object, tell: Callable[[str, int, int], None]) -> object:
            """Checks, and waits after the second release; what is read anew meanwhile is checked in its place."""
            last, end = "", "stopped"

            def told(what: str, done: int, total: int) -> None:
                nonlocal last
                last = f"{what} {done} of {total}"
                tell(what, done, total)
                while (what, done) == ("checking", 2) and not go_on.wait(0.01):
                    tell(what, done, total)

            try:
                found = checked(catalogue, told)  # type: ignore[arg-type]
                end = "through"
                return found
            finally:
                ends.append(f"{end} after {last}")

        monkeypatch.setattr(deferred, "report", slow)
        await browser.press("p")
        await browser.wait_for("checking 2 of 3")
        await browser.press("escape")
        await browser.wait_for(lambda: browser.app.screen is browser.main, "left")
        await browser.press("p")  # while the first check still ends
        await browser.wait_for(lambda: ends[-1:] == ["stopped after checking 2 of 3"], "the end of the first check")
        await browser.wait_for("checking 2 of 3")
        go_on.set()
        await browser.wait_for("No problems")
        await browser.wait_for(lambda: ends[-1] == "through after checking 3 of 3", "the second check is through")


async def test_reading_that_esc_stops_shows_what_was_read_and_capital_r_reads_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = write_library(tmp_path / "library", FILMS)
    go_on = threading.Event()
    read_many = workers.read_many

    def slow(root: str, paths: Sequence[str], spellings: Any, **named: Any) -> Iterator[Any]:
        """Reads file by file, and waits after the first."""
        for number, path in enumerate(paths):
            while number and not go_on.wait(0.01):
                if named["cancelled"]():
                    return
            yield from read_many(root, [path], spellings, **named)

    monkeypatch.setattr(catalogue, "read_many", slow)
    monkeypatch.setattr(catalogue, "_FIRST_STEP", 1)
    async with opened(library, size=(80, 24), wait=False) as browser:
        await browser.wait_for("reading 1 of 3")
        await browser.press("escape", "escape")
        await browser.wait_for_toast("Stopped: 1 of 3 files are read; R reads on.")
        await browser.wait_for(lambda: len(browser.rows) == 1 and "reading" not in browser.text(), "what was read")
        go_on.set()
        await browser.press("R")
        await browser.wait_for(lambda: len(browser.rows) == 3, "all of it")
