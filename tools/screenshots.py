"""Makes the README's pictures by running the program on the sample library.

Each is an SVG file, and a PNG file beside it for pages that show no SVG; for that `rsvg-convert` must be installed.
"""

import asyncio
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.cells import cell_len
from textual.pilot import Pilot

from disctui.library.locations import sample_library
from disctui.settings import Settings
from disctui.tui.app import DisctuiApp
from disctui.tui.widgets.release_list import ReleaseList

FOLDER = Path(__file__).parents[1] / "docs"
SHOTS: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "browser": ((120, 34), tuple("kalatazov")),
    "specs": ((120, 34), (*"seven samurai", "enter", "3")),
}
"""Name of a picture to the size of the terminal and the keys pressed."""

FONTS = "DejaVu Sans Mono, Menlo, Consolas, Liberation Mono, monospace"
_TEXT = re.compile(
    r'x="(?P<x>[\d.]+)"(?P<before>[^>]*?) textLength="(?P<length>[\d.]+)"(?P<rest>[^>]*)>(?P<letters>[^<]*)</text>'
)


async def loaded(app: DisctuiApp, pilot: Pilot[None]) -> None:
    """Wait until the list shows the library."""
    while app.browser.query("#reading.-shown") or not any(rows.row_count for rows in app.browser.query(ReleaseList)):
        await pilot.pause(0.05)


async def take(name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """Run the browser on a copy of the sample library, press the keys, and write what it shows as an SVG file."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home  # what the frame names is nobody's own folder
        library = shutil.copytree(sample_library(), Path(home) / "discs")
        await _take_of(library, name, size, keys)


async def _take_of(library: Path, name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    app = DisctuiApp(str(library), Settings(), is_cached=False)
    async with app.run_test(size=size) as pilot:
        await loaded(app, pilot)
        await pilot.press(*("space" if key == " " else key for key in keys))
        await pilot.pause(0.5)
        (FOLDER / f"{name}.svg").write_text(on_a_grid(app.export_screenshot(title="disctui")), encoding="utf-8")


def on_a_grid(svg: str) -> str:
    """A picture in which each word has its own place, so that it holds together in any font; none is fetched."""
    svg = re.sub(r"@font-face \{.*?\n    \}\n", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code, monospace", f"font-family: {FONTS}")
    return _TEXT.sub(_spread, svg)


def _spread(found: re.Match[str]) -> str:
    letters = html.unescape(found["letters"])
    cell = float(found["length"]) / max(1, cell_len(letters))
    words = []
    for word in re.finditer(r"[^ \xa0]+", letters):
        x, length = float(found["x"]) + cell * cell_len(letters[: word.start()]), cell * cell_len(word[0])
        words.append(f'<tspan x="{x:g}" textLength="{length:g}">{html.escape(word[0], quote=False)}</tspan>')
    return f"{found['before'].strip()}{found['rest']}>{''.join(words)}</text>"


def draw(name: str) -> bool:
    """Draw the PNG file beside an SVG file; False where there is no program to do it."""
    program = shutil.which("rsvg-convert")
    if program is None:
        return False
    command = [program, str(FOLDER / f"{name}.svg"), "-o", str(FOLDER / f"{name}.png")]
    subprocess.run(command, check=True)  # noqa: S603 - our own picture
    return True


def main() -> int:
    """Make every picture."""
    FOLDER.mkdir(exist_ok=True)
    is_whole = True
    for name, (size, keys) in SHOTS.items():
        asyncio.run(take(name, size, keys))
        print(f"docs/{name}.svg")
        is_whole = draw(name) and is_whole
    if not is_whole:
        print("no PNG files were drawn: rsvg-convert is not installed", file=sys.stderr)
    return int(not is_whole)


if __name__ == "__main__":
    sys.exit(main())
