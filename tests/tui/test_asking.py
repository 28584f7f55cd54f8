"""A source on the network is asked in the browser: nothing unasked, and with a way to stop."""

import threading
from pathlib import Path

import pytest

from conftest import contents, write_library
from disctui.tui.screens.filling import FillScreen
from disctui.tui.screens.working import WorkScreen
from sources.test_tmdb import FILM, Server, server
from tui.driving import opened

__all__ = ["server"]  # the fixture

pytest.importorskip("httpx", reason="it is the extra `online`")


async def test_marked_rows_are_asked_about_one_by_one_until_esc_and_the_plan_is_of_what_was_answered(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = write_library(
        tmp_path / "library",
        {f"{year}.toml": f'title = "Ferry {year}"\nyear = {year}\n' for year in (1971, 1972, 1973)},
    )
    server.films = [
        FILM | {"id": year, "title": f"Ferry {year}", "release_date": f"{year}-01-01"} for year in (1971, 1972, 1973)
    ]
    answered, asked, go_on = server.answer, threading.Event(), threading.Event()

    def late(path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if len(server.asked) == 2:  # of the second film
            asked.set()
            go_on.wait(20)
        return answered(path, headers)

    monkeypatch.setattr(server, "answer", late)
    async with opened(library, size=(80, 24)) as browser:
        await browser.press("enter", "ctrl+a", "i")
        await browser.wait_for(lambda: isinstance(browser.app.screen, WorkScreen), "it asks")
        await browser.wait_for(asked.is_set, "the second is asked about")
        await browser.wait_for("answered 1 of 3")
        await browser.wait_for("esc stops: what was answered is kept")
        await browser.press("escape")
        await browser.wait_for("stopping")
        go_on.set()
        await browser.wait_for(lambda: isinstance(browser.app.screen, FillScreen), "the plan")
        assert len(server.asked) == 4, "the third is not asked about"
        text = browser.text()
        assert ("Ferry 1971" in text, "Ferry 1972" in text, "Ferry 1973" in text) == (True, True, False)
        await browser.press("escape")
        await browser.wait_for(lambda: browser.app.screen is browser.main, "left")
        server.answers = [(401, {}, b"{}")]
        await browser.press("i")
        await browser.wait_for_toast("TMDb does not take the key (answer 401); mend the key in config.toml")


async def test_while_a_title_is_typed_the_network_is_asked_only_by_its_own_line(server: Server, tmp_path: Path) -> None:
    library = write_library(tmp_path / "library", {"else.toml": 'title = "Somewhere Else"\n'})
    async with opened(library) as browser:
        await browser.press("enter", "n", *"north ferry")
        await browser.wait_for("ask TMDb, who get this title")
        assert server.asked == []
        await browser.press("down", "enter")
        await browser.wait_for("The North Ferry (1971) · Nordfergen · TMDb")
        assert server.asked == ["/3/search/movie?query=north+ferry&include_adult=false"]
        before = contents(library)
        await browser.press("down", "enter")
        await browser.wait_for(lambda: isinstance(browser.app.screen, FillScreen), "the plan")
        assert contents(library) == before
        await browser.press("enter")
        await browser.wait_for(lambda: browser.chosen == "the-north-ferry-1971", "made")
