"""Whole screens as they are. `UPDATE_SNAPSHOTS=1 pytest tests/tui/test_whole_screen.py` writes them anew."""

import os
from pathlib import Path

import pytest

from tui.driving import Opener

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)], ids=["120x36", "80x24", "40x12"])
async def test_the_screen_is_as_it_was(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("HOME", str(shelf.parent))
    (shelf / "broken.toml").write_text('title = "Broken')
    async with open_browser(shelf, size=size) as browser:
        browser.box.value = "year:1921..1963"
        await browser.wait_for(lambda: browser.count.startswith("5"), "five of seven")
        await browser.press("enter", "g")
        for _ in range(5):
            if browser.chosen != "the-cranes-are-flying":
                await browser.press("j")
        text = browser.text() + "\n"
    snapshot = SNAPSHOTS / f"{size[0]}x{size[1]}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        snapshot.write_text(text, encoding="utf-8")
    assert text == snapshot.read_text(encoding="utf-8")
