"""Draw covers for the sample library: words and plain shapes in the colours of a palette, no one's artwork.

    python -m tools.covers

Writes a small PNG for each release named below into `library/covers/`. Needs pillow.
"""

import random
import textwrap
import unicodedata
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

LIBRARY = Path(__file__).parents[1] / "library"
WIDTH, HEIGHT = 320, 448
COVERS = {
    "2001-a-space-odyssey-4k": ("2001", "A Space Odyssey", "disc"),
    "akira-4k": ("AKIRA", "1988", "stripes"),
    "alien-4k": ("ALIEN", "1979", "beam"),
    "amelie": ("Amélie", "2001", "dots"),
    "battleship-potemkin": ("Potemkin", "1925", "stairs"),
    "blade-runner-2049-4k": ("Blade Runner", "2049", "beam"),
    "i-am-cuba-4k": ("I Am Cuba", "1964", "waves"),
    "in-the-mood-for-love": ("In the Mood for Love", "2000", "stripes"),
    "m": ("M", "1931", "disc"),
    "playtime": ("Playtime", "1967", "grid"),
    "seven-samurai": ("Seven Samurai", "1954", "seven"),
    "stalker": ("Stalker", "1979", "waves"),
    "the-cranes-are-flying": ("The Cranes Are Flying", "1957", "wedge"),
    "tokyo-story": ("Tokyo Story", "1953", "stairs"),
}
"""By id: the words large and small, and the shape."""
PALETTES = (
    ("#14213d", "#fca311", "#e5e5e5"),
    ("#6b0f1a", "#f2d0a4", "#fff8ef"),
    ("#0b3c49", "#e1bb80", "#fff9ec"),
    ("#2d1e2f", "#d7263d", "#f5e9e2"),
    ("#1b4332", "#b7e4c7", "#f4fff7"),
    ("#22223b", "#9a8c98", "#f2e9e4"),
    ("#3a2e39", "#f4d8cd", "#f15152"),
)
Colours = tuple[str, str, str]


def shapes(pen: ImageDraw.ImageDraw, kind: str, colour: str, chance: random.Random) -> None:  # noqa: C901, PLR0912
    """Draw the shape of a cover into its upper two thirds."""
    middle, floor = WIDTH // 2, HEIGHT * 2 // 3
    if kind == "disc":
        pen.ellipse((middle - 90, 60, middle + 90, 240), fill=colour)
    elif kind == "stripes":
        for number in range(7):
            pen.rectangle((24 + number * 40, 0, 24 + number * 40 + 8 + 3 * number, floor), fill=colour)
    elif kind == "beam":
        pen.polygon(((middle, 30), (middle + 16, 30), (WIDTH - 30, floor), (30, floor)), fill=colour)
    elif kind == "dots":
        for _ in range(60):
            x, y, size = chance.randrange(WIDTH), chance.randrange(floor), chance.randrange(3, 16)
            pen.ellipse((x, y, x + size, y + size), fill=colour)
    elif kind == "stairs":
        for number in range(8):
            pen.rectangle((number * 40, floor - 34 * number, WIDTH, floor - 34 * number + 10), fill=colour)
    elif kind == "waves":
        for number in range(9):
            pen.arc((-60, 20 + number * 32, WIDTH + 60, 160 + number * 32), 190, 350, fill=colour, width=5)
    elif kind == "grid":
        for x in range(20, WIDTH - 20, 44):
            for y in range(30, floor - 20, 44):
                pen.rectangle((x, y, x + 30, y + 30), outline=colour, width=4)
    elif kind == "seven":
        for number in range(7):
            pen.line((30 + number * 43, floor, 52 + number * 40, 50 + 22 * (number % 3)), fill=colour, width=7)
    else:
        for number in range(5):
            pen.line((40 + 50 * number, 200, 65 + 50 * number, 110 + 12 * number), fill=colour, width=6)
            pen.line((65 + 50 * number, 110 + 12 * number, 90 + 50 * number, 200), fill=colour, width=6)


def write(pen: ImageDraw.ImageDraw, place: tuple[int, int], line: str, size: int, colour: str) -> None:
    """Write a line; the font that comes with pillow has no acute accents, so that they are drawn."""
    font = ImageFont.load_default(size)
    plain = "".join(unicodedata.normalize("NFD", letter)[0] for letter in line)
    pen.text(place, plain, font=font, fill=colour)
    for number, letter in enumerate(line):
        if unicodedata.normalize("NFD", letter)[1:] == "\u0301":
            x = place[0] + round(font.getlength(plain[:number]) + font.getlength(plain[number]) / 2)
            y = place[1] + round(size * 0.32)
            pen.line((x - size // 20, y, x + size // 10, y - size // 7), fill=colour, width=max(2, size // 14))


def cover(title: str, below: str, kind: str, colours: Colours, seed: str) -> Image.Image:
    """One cover."""
    ground, shape, text = colours
    picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
    pen = ImageDraw.Draw(picture)
    shapes(pen, kind, shape, random.Random(seed))  # noqa: S311 - dots, no secret
    lines = textwrap.wrap(title, 11)
    size = 44 if len(lines) > 1 else max(44, min(96, 460 // max(4, len(title))))
    top = HEIGHT - 40 - 20 - round(size * 1.08) * len(lines)
    pen.rectangle((0, top - 14, WIDTH, HEIGHT), fill=ground)
    for number, line in enumerate(lines):
        write(pen, (22, top + round(size * 1.08) * number - 6), line, size, text)
    write(pen, (24, HEIGHT - 42), below, 20, shape)
    return picture


def main() -> None:
    """Draw them all."""
    folder = LIBRARY / "covers"
    folder.mkdir(exist_ok=True)
    for number, (release, (title, below, kind)) in enumerate(COVERS.items()):
        picture = cover(title, below, kind, PALETTES[number % len(PALETTES)], release)
        picture.quantize(16, dither=Image.Dither.NONE).save(folder / f"{release}.png", optimize=True)


if __name__ == "__main__":
    main()
