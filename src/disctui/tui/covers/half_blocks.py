"""Pictures out of half blocks: the colour of the letter is the upper pixel, that of its ground the lower one."""

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from disctui.tui.covers.pictures import Picture

_UPPER = "\u2580"


def strips(picture: Picture) -> list[Strip]:
    """The cells of a picture."""
    across, pixels = picture.columns, picture.pixels
    lines = []
    for row in range(picture.rows):
        upper = pixels[2 * row * across : (2 * row + 1) * across]
        lower = pixels[(2 * row + 1) * across : (2 * row + 2) * across]
        cells = [
            Segment(_UPPER, Style(color=Color.from_rgb(*over), bgcolor=Color.from_rgb(*under)))
            for over, under in zip(upper, lower, strict=True)
        ]
        lines.append(Strip(cells, across))
    return lines
