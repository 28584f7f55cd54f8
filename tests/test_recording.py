"""The moving picture shows at every moment the lines that the terminal had then, and nothing else."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

pytest.importorskip("textual")

from tools.recording import Moment, animated

DOCS = Path(__file__).parents[1] / "docs"
SVG = "{http://www.w3.org/2000/svg}"
FRAME = """<svg xmlns="http://www.w3.org/2000/svg"><style>
    .terminal-7-matrix { font-size: 20px }
    .terminal-7-r1 { fill: #fff }
</style><g><g class="terminal-7-matrix"><text class="terminal-7-r1" x="0" y="20">old</text></g></g></svg>"""


def lines_at(picture: Element, percent: float) -> list[str]:
    """The lines that are visible after a part of the whole time has passed."""
    style = "".join(node.text or "" for node in picture.iter(f"{SVG}style"))
    found = []
    for group in picture.iter(f"{SVG}g"):
        text = group.find(f"{SVG}text")
        if text is None:
            continue
        name = group.get("class")
        if name is not None:
            frames = re.search(rf"@keyframes {name} {{(.*)}}$", style, re.MULTILINE)
            assert frames is not None
            steps = re.findall(r"([\d.]+)% {visibility: (\w+)}", frames[1])
            if [shown for start, shown in steps if float(start) <= percent][-1] == "hidden":
                continue
        found.append("".join(group.itertext()).strip())
    return found


def test_each_moment_shows_its_own_lines() -> None:
    a, b, c = (f'<text class="s0" x="0" y="{20 + 24.4 * n}">{word}</text>' for n, word in enumerate("abc"))
    moments = [Moment((a, b), 1), Moment((a, c), 2), Moment((a, b), 1)]
    picture = fromstring(animated(moments, {"fill: #fff": "s0"}, FRAME))
    assert [lines_at(picture, percent) for percent in (0, 20, 30, 70, 80)] == [
        ["a", "b"], ["a", "b"], ["a", "c"], ["a", "c"], ["a", "b"],
    ]  # fmt: skip


def test_where_nothing_moves_the_last_moment_is_seen() -> None:
    lines = [f'<text class="s0" x="0" y="20">{word}</text>' for word in "ab"]
    picture = fromstring(animated([Moment((line,), 1) for line in lines], {"fill: #fff": "s0"}, FRAME))
    shown = [group for group in picture.iter(f"{SVG}g") if group.get("visibility") != "hidden"]
    assert [text.text for group in shown for text in group.findall(f"{SVG}text")] == ["b"]


def test_the_picture_of_the_manual_is_whole_and_fetches_nothing() -> None:
    text = (DOCS / "tour.svg").read_text("utf-8")
    picture = fromstring(text)
    assert "kalatazov" in text
    assert not re.search(r"href|url\((?!#)|@import|@font-face", text)
    assert lines_at(picture, 0) != lines_at(picture, 99)
