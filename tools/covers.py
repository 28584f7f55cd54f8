"""Draw covers for the sample library: a word and a plain shape in the colours of a palette, no one's artwork.

    python -m tools.covers

Writes a small PNG for each release named below into `library/covers/`. Needs pillow. All of it stands on a grid as wide
and high as a cover is in half blocks, so that its letters are as sharp there as in a terminal that draws pictures.
"""

import random
from pathlib import Path

from PIL import Image, ImageDraw

LIBRARY = Path(__file__).parents[1] / "library"
ACROSS, DOWN = 17, 24
"""Units of the grid: the pixels of a cover beside the details, and of one on the wall."""
UNIT = 16
"""Pixels of a unit."""
COVERS = {
    "2001-a-space-odyssey-4k": ("2001", "disc"),
    "akira-4k": ("AKI RA", "stripes"),
    "alien-4k": ("AL IEN", "beam"),
    "amelie": ("AMÉ LIE", "dots"),
    "battleship-potemkin": ("1925", "stairs"),
    "blade-runner-2049-4k": ("2049", "beam"),
    "i-am-cuba-4k": ("CUBA", "waves"),
    "in-the-mood-for-love": ("LOVE", "stripes"),
    "m": ("M", "disc"),
    "playtime": ("PLAY TIME", "grid"),
    "seven-samurai": ("7", "seven"),
    "stalker": ("STAL KER", "waves"),
    "the-cranes-are-flying": ("CRA NES", "wedge"),
    "tokyo-story": ("TO KYO", "stairs"),
}
"""By id: the word, its lines parted by blanks, and the shape."""
PALETTES = (
    ("#14213d", "#fca311", "#f4f1e8"),
    ("#6b0f1a", "#f2a65a", "#fff8ef"),
    ("#0b3c49", "#e1bb80", "#fff9ec"),
    ("#2d1e2f", "#e0435a", "#f5e9e2"),
    ("#1b4332", "#7cc79a", "#f4fff7"),
    ("#22223b", "#8d86b8", "#f7f2ea"),
    ("#3a2e39", "#f15152", "#f9e9e2"),
)
"""Ground, shape and word."""
LETTERS = {
    "0": "### #.# #.# #.# ###",
    "1": ".#. ##. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "7": "### ..# ..# .#. .#.",
    "9": "### #.# ### ..# ###",
    "A": "### #.# ### #.# #.#",
    "B": "##. #.# ##. #.# ###",
    "C": "### #.. #.. #.. ###",
    "E": "### #.. ##. #.. ###",
    "I": "# # # # #",
    "K": "#.# #.# ##. #.# #.#",
    "L": "#.. #.. #.. #.. ###",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#..# ##.# #.## #..# #..#",
    "O": "### #.# #.# #.# ###",
    "P": "### #.# ### #.. #..",
    "R": "##. #.# ##. #.# #.#",
    "S": "### #.. ### ..# ###",
    "T": "### .#. .#. .#. .#.",
    "U": "#.# #.# #.# #.# ###",
    "V": "#.# #.# #.# #.# .#.",
    "Y": "#.# #.# ### .#. .#.",
}
"""The letters that are needed, line by line."""
HEIGHT = 5
"""Lines of a letter."""


def shapes(pen: ImageDraw.ImageDraw, kind: str, colour: str, floor: int, chance: random.Random) -> None:  # noqa: C901, PLR0912
    """Draw the shape of a cover above `floor`, in units."""
    width, bottom = ACROSS * UNIT, floor * UNIT
    if kind == "disc":
        size = min(bottom - 4 * UNIT, 9 * UNIT)
        pen.ellipse(((width - size) // 2, 2 * UNIT, (width + size) // 2, 2 * UNIT + size), fill=colour)
    elif kind == "stripes":
        for number in range(6):
            pen.rectangle(
                (UNIT * (1 + 3 * number), 0, UNIT * (2 + 3 * number + number % 2) - 1, bottom - 1), fill=colour
            )
    elif kind == "beam":
        pen.polygon(
            ((width // 2 - 8, UNIT), (width // 2 + 8, UNIT), (width - UNIT, bottom), (UNIT, bottom)), fill=colour
        )
    elif kind == "dots":
        for _ in range(16):
            x, y, size = chance.randrange(1, ACROSS - 2), chance.randrange(1, floor - 2), chance.choice((1, 1, 2))
            pen.ellipse((x * UNIT, y * UNIT, (x + size) * UNIT - 1, (y + size) * UNIT - 1), fill=colour)
    elif kind == "stairs":
        for number in range(6):
            left = UNIT * (1 + 3 * number)
            pen.rectangle((left, bottom - UNIT * (1 + 2 * number), width, bottom - 2 * UNIT * number - 1), fill=colour)
    elif kind == "waves":
        for number in range(floor // 3):
            for x in range(ACROSS):
                y = 1 + 3 * number + (x // 3 + number) % 2
                pen.rectangle((x * UNIT, y * UNIT, (x + 1) * UNIT - 1, (y + 1) * UNIT - 1), fill=colour)
    elif kind == "grid":
        for x in range(1, ACROSS - 2, 4):
            for y in range(1, floor - 2, 4):
                pen.rectangle((x * UNIT, y * UNIT, (x + 3) * UNIT - 1, (y + 3) * UNIT - 1), fill=colour)
    elif kind == "seven":
        for number in range(7):
            left, top = UNIT * (2 + 2 * number), UNIT * (1 + number % 3)
            pen.rectangle((left, top, left + UNIT - 1, bottom - UNIT - 1), fill=colour)
    else:
        for number in range(7):
            left, top = UNIT * (8 - number), UNIT * (2 + number)
            pen.rectangle((left, top, left + 2 * UNIT - 1, top + UNIT - 1), fill=colour)
            left = UNIT * (8 + number)
            pen.rectangle((left, top, left + 2 * UNIT - 1, top + UNIT - 1), fill=colour)


def write(pen: ImageDraw.ImageDraw, place: tuple[int, int], line: str, scale: int, colour: str) -> None:
    """Write a line; an acute accent stands above its letter.

    Args:
        pen: Draws.
        place: Units before it and above it.
        line: The letters.
        scale: Units of a letter's dot.
        colour: Of the letters.
    """
    left, top = place
    for letter in line:
        rows = LETTERS["E" if letter == "É" else letter].split()
        dots = [(x, y) for y, row in enumerate(rows) for x, dot in enumerate(row) if dot == "#"]
        for x, y in [*dots, *([(1, -2)] if letter == "É" else ())]:
            box = left + x * scale, top + y * scale, left + (x + 1) * scale, top + (y + 1) * scale
            pen.rectangle((box[0] * UNIT, box[1] * UNIT, box[2] * UNIT - 1, box[3] * UNIT - 1), fill=colour)
        left += (len(rows[0]) + 1) * scale


def cover(word: str, kind: str, colours: tuple[str, str, str], seed: str) -> Image.Image:
    """One cover."""
    ground, shape, text = colours
    picture = Image.new("RGB", (ACROSS * UNIT, DOWN * UNIT), ground)
    pen = ImageDraw.Draw(picture)
    lines = word.split()
    scale = 2 if len(word) == 1 else 1
    floor = DOWN - 3 - len(lines) * (HEIGHT + 1) * scale - ("É" in word)
    shapes(pen, kind, shape, floor, random.Random(seed))  # noqa: S311 - dots, no secret
    pen.rectangle((0, floor * UNIT, ACROSS * UNIT, DOWN * UNIT), fill=ground)
    for number, line in enumerate(lines):
        top = DOWN - 1 - (len(lines) - number) * (HEIGHT + 1) * scale + scale - 1
        write(pen, (1, top), line, scale, text)
    return picture


def main() -> None:
    """Draw them all."""
    folder = LIBRARY / "covers"
    folder.mkdir(exist_ok=True)
    for number, (release, (word, kind)) in enumerate(COVERS.items()):
        picture = cover(word, kind, PALETTES[number % len(PALETTES)], release)
        picture.quantize(16, dither=Image.Dither.NONE).save(folder / f"{release}.png", optimize=True)


if __name__ == "__main__":
    main()
