"""Makes the README's pictures by running the program on the sample library."""

import asyncio
from pathlib import Path

from disctui.library.locations import sample_library
from disctui.settings import Settings
from disctui.tui.app import DisctuiApp

FOLDER = Path(__file__).parents[1] / "docs"
SHOTS: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "browser": ((120, 34), tuple("kalatazov")),
    "specs": ((120, 34), (*"seven samurai", "enter", "3")),
}
"""Name of a picture to the size of the terminal and the keys pressed."""


async def take(name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """Run the browser, press the keys, and write what it shows as an SVG file."""
    app = DisctuiApp(str(sample_library()), Settings(), is_cached=False)
    async with app.run_test(size=size) as pilot:
        while not app.session.catalogue.listings or app.browser.query_one("#reading").has_class("-shown"):
            await pilot.pause(0.05)
        await pilot.press(*("space" if key == " " else key for key in keys))
        await pilot.pause(0.5)
        (FOLDER / f"{name}.svg").write_text(app.export_screenshot(title="disctui"), encoding="utf-8")


def main() -> None:
    """Make every picture."""
    FOLDER.mkdir(exist_ok=True)
    for name, (size, keys) in SHOTS.items():
        asyncio.run(take(name, size, keys))
        print(f"docs/{name}.svg")


if __name__ == "__main__":
    main()
