"""A picture of what a terminal shows, as a PNG; needs pillow and the font DejaVu Sans Mono, for CJK Noto Sans CJK."""

from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from wcwidth import wcwidth

_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono%s.ttf"
_WIDE_FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
_SIZE, _HEIGHT = 16, 20
_NAMED = {
    "black": "000000", "red": "cd0000", "green": "00cd00", "brown": "cdcd00", "blue": "1e6fff", "magenta": "cd00cd",
    "cyan": "00cdcd", "white": "e5e5e5", "brightblack": "7f7f7f", "brightred": "ff0000", "brightgreen": "00ff00",
    "brightbrown": "ffff00", "brightyellow": "ffff00", "brightblue": "5c5cff", "brightmagenta": "ff00ff",
    "bfightmagenta": "ff00ff", "brightcyan": "00ffff", "brightwhite": "ffffff",
}  # fmt: skip
"""The colours of a terminal by pyte's names, one of which it spells like this."""
_TEXT, _GROUND = "d0d0d0", "000000"
_BLOCKS = {"▀": (0, 0.5), "▄": (0.5, 1), "█": (0, 1), "▁": (0.875, 1), "▂": (0.75, 1), "▔": (0, 0.125)}
"""Letters that fill a part of their cell's height, from where to where: fonts leave gaps between them."""


def can_draw() -> bool:
    """Whether the font is there."""
    return Path(_FONT % "").exists()


def draw(screen: Any, path: Path) -> None:
    """Draw a screen of pyte's.

    Raises:
        OSError: the file can't be written, or the font is not there.
    """
    plain, bold = (ImageFont.truetype(_FONT % kind, _SIZE) for kind in ("", "-Bold"))
    wide = ImageFont.truetype(str(_WIDE_FONT), _SIZE) if _WIDE_FONT.exists() else plain
    width = round(plain.getlength("M"))
    picture = Image.new("RGB", (screen.columns * width, screen.lines * _HEIGHT), _rgb("default", _GROUND))
    pen = ImageDraw.Draw(picture)
    for y in range(screen.lines):
        top = y * _HEIGHT
        for x in range(screen.columns):
            _, ground = colours(screen.buffer[y][x])
            pen.rectangle((x * width, top, (x + 1) * width - 1, top + _HEIGHT - 1), fill=ground)
        for x in range(screen.columns):
            cell = screen.buffer[y][x]
            ink, _ = colours(cell)
            if cell.data in _BLOCKS:
                start, end = (round(part * _HEIGHT) for part in _BLOCKS[cell.data])
                pen.rectangle((x * width, top + start, (x + 1) * width - 1, top + end - 1), fill=ink)
            elif cell.data.strip():
                is_wide = wcwidth(cell.data[0]) == 2
                font = wide if is_wide else bold if cell.bold else plain
                pen.text((x * width, top - 2 * is_wide), cell.data, font=font, fill=ink)
            if cell.underscore:
                pen.line((x * width, top + _HEIGHT - 2, (x + 1) * width, top + _HEIGHT - 2), fill=ink)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path)


def colours(cell: Any) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Of a cell of pyte's, the colours of its letter and of its ground, each from 0 to 255."""
    ink, ground = _rgb(cell.fg, _TEXT), _rgb(cell.bg, _GROUND)
    return (ground, ink) if cell.reverse else (ink, ground)


def _rgb(colour: str, default: str) -> tuple[int, int, int]:
    colour = default if colour == "default" else colour
    colour = _NAMED.get(colour, colour)
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue
