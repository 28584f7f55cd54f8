"""The watcher survives what ends other watchers: an event is only a hint to look again."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import watchfiles

from conftest import SHELF, write_library
from disctui.library.catalogue import Reader
from disctui.tui.background import watcher
from tui.driving import Browser, opened, watching


async def seen(browser: Browser, text: str) -> None:
    """Wait for a text on the screen."""
    await browser.wait_for(lambda: text in browser.text(), text)


async def test_a_folder_that_is_deleted_and_made_again_is_watched_again(shelf: Path, told: list[str]) -> None:
    async with watching(shelf) as browser:
        shutil.rmtree(shelf)
        await browser.wait_for(lambda: "stillshown" in browser.toasts, "a message")
        assert browser.count == "7 releases"
        write_library(shelf, {"brazil.toml": 'title = "Brazil"\n'})
        await browser.wait_for(lambda: browser.count == "1 release" and "Brazil" in browser.text(), "the new folder")
        await browser.wait_for(lambda: len(browser.watches) > 1, "another watch")
        told.clear()
        write_library(shelf, {"delicatessen.toml": 'title = "Delicatessen"\n'})
        await browser.wait_for(lambda: browser.count == "2 releases", "a later file in it")
        assert "delicatessen.toml" in told, "it is watched, not only looked at now and then"


async def test_a_folder_that_is_swapped_for_another_is_watched(shelf: Path, tmp_path: Path) -> None:
    other = write_library(tmp_path / "other", {"brazil.toml": 'title = "Brazil"\n'})
    async with watching(shelf) as browser:
        shelf.rename(tmp_path / "old")
        other.rename(shelf)
        await browser.wait_for(lambda: browser.count == "1 release" and "Brazil" in browser.text(), "the other folder")
        await browser.wait_for(lambda: len(browser.watches) > 1, "another watch")
        write_library(shelf, {"delicatessen.toml": 'title = "Delicatessen"\n'})
        await browser.wait_for(lambda: browser.count == "2 releases", "a later file in it")


async def test_a_burst_of_two_thousand_files_gives_few_reloads(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    for name in ("read_paths", "read_changes"):
        original = getattr(Reader, name)

        def counted(*arguments: Any, _name: str = name, _original: Any = original, **options: Any) -> Any:
            reads.append(_name)
            return _original(*arguments, **options)

        monkeypatch.setattr(Reader, name, counted)

    files = {f"burst-{number:04}.toml": f'title = "Burst {number:04}"\n' for number in range(2000)}
    aside = write_library(tmp_path / "aside", files)
    async with watching(shelf) as browser:
        reads.clear()
        tool = subprocess.Popen(["cp", "-r", f"{aside}/.", str(shelf)])
        await browser.wait_for(lambda: browser.count == "2,007 releases", "all of them")
        assert tool.wait() == 0
        assert 1 <= len(reads) <= 40, "each look takes in many files"
        await browser.press("down")
        assert browser.is_running


async def test_a_file_that_is_replaced_by_a_folder_is_told_and_the_rest_stays(shelf: Path) -> None:
    async with watching(shelf) as browser:
        (shelf / "m.toml").unlink()
        (shelf / "m.toml").mkdir()
        await browser.wait_for("! 1 problem")
        assert {"8½", "Alien", "The Cranes Are Flying"} <= {title.strip() for title in browser.titles}
        write_library(shelf, {"brazil.toml": 'title = "Brazil"\n'})
        await browser.wait_for(lambda: "Brazil" in browser.text(), "a later file")
        (shelf / "m.toml").rmdir()
        (shelf / "m.toml").write_text('title = "M is back"\n')
        await browser.wait_for(lambda: "M is back" in browser.text(), "a file again")
        assert "problem" not in browser.top


async def test_a_release_whose_name_is_no_text_is_seen_to_come_and_go(shelf: Path) -> None:
    async with watching(shelf) as browser:
        path = shelf / "caf\udce9.toml"
        path.write_text('title = "Café Lumière"\n', encoding="utf-8")
        await seen(browser, " Café Lumière ")
        path.unlink()
        await seen(browser, " 7 releases")
        write_library(shelf, {"brazil.toml": 'title = "Brazil"\n'})
        await seen(browser, " 8 releases")


async def test_an_edit_through_a_linked_file_shows_at_the_next_look(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher, "RECONCILE_SECONDS", 0.2)
    monkeypatch.setattr(watcher, "_CHECK_MS", 50)
    (shelf / "m.toml").rename(tmp_path / "elsewhere.toml")
    (shelf / "m.toml").symlink_to(tmp_path / "elsewhere.toml")
    async with watching(shelf) as browser:
        (tmp_path / "elsewhere.toml").write_text(SHELF["m.toml"].replace("1931", "1932"))
        await browser.wait_for(lambda: "1932" in browser.text(), "the change of its target")


async def test_what_the_system_never_told_shows_at_the_next_look(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher, "RECONCILE_SECONDS", 0.2)
    monkeypatch.setattr(watcher, "_CHECK_MS", 50)
    monkeypatch.setattr(watcher.Watcher, "_announce", lambda *_: None)
    async with watching(shelf) as browser:
        write_library(shelf, {"brazil.toml": 'title = "Brazil"\n'})
        await browser.wait_for(lambda: browser.count == "8 releases", "the new file")


async def test_without_watches_left_it_says_so_once_and_looks_now_and_then(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> Iterator[Any]:
        raise OSError("OS file watch limit reached. about [...]")

    monkeypatch.setattr(watcher, "watch", refused)
    monkeypatch.setattr(watcher, "POLL_SECONDS", 0.2)
    async with opened(shelf) as browser:
        await browser.wait_for(lambda: "limitofwatchedfoldersisreached" in browser.toasts, "a message")
        assert "lookedforevery0.2s" in browser.toasts
        for count, name in (("8 releases", "brazil"), ("9 releases", "delicatessen")):
            write_library(shelf, {f"{name}.toml": f'title = "{name}"\n'})
            await seen(browser, count)
        assert browser.toasts.count("limitofwatchedfolders") == 1


async def test_a_watch_that_breaks_off_once_is_begun_again_without_a_word(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def breaking(*arguments: Any, **options: Any) -> Iterator[Any]:
        calls.append(1)
        if len(calls) == 1:
            raise ExceptionGroup("rust", [UnicodeDecodeError("utf-8", b"\xe9", 0, 1, "name")])
        yield from watchfiles.watch(*arguments, **options)

    monkeypatch.setattr(watcher, "watch", breaking)
    async with watching(shelf) as browser:
        assert len(calls) == 2, "the second watch"
        write_library(shelf, {"brazil.toml": 'title = "Brazil"\n'})
        await browser.wait_for(lambda: browser.count == "8 releases", "the new file")
        assert browser.toasts == ""


def test_once_it_is_told_to_end_no_thread_is_left_that_python_would_end_on(shelf: Path) -> None:
    looked = threading.Event()
    watching_it = watcher.Watcher(str(shelf), lambda _: None, looked.set, lambda _: None)
    watching_it.start()
    assert looked.wait(60)
    watching_it.stop()
    assert not any(thread.name == "watcher" for thread in threading.enumerate())
