"""Pictures that the terminal draws itself, in the places of cells that are ordinary text: kitty's protocol.

The picture is sent once. A cell that shows a part of it is a private letter with two marks, which number its row and
column; the colour of the letter is the picture's number. So what draws, crops or covers text does so with pictures.
"""

import base64
import os

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from disctui.tui.covers.pictures import Picture

_LETTER = "\U0010eeee"
_MARKS = (
    "\u0305\u030d\u030e\u0310\u0312\u033d\u033e\u033f\u0346\u034a\u034b\u034c\u0350\u0351\u0352\u0357"
    "\u035b\u0363\u0364\u0365\u0366\u0367\u0368\u0369\u036a\u036b\u036c\u036d\u036e\u036f\u0483\u0484"
    "\u0485\u0486\u0487\u0592\u0593\u0594\u0595\u0597\u0598\u0599\u059c\u059d\u059e\u059f\u05a0\u05a1"
    "\u05a8\u05a9\u05ab\u05ac\u05af\u05c4\u0610\u0611\u0612\u0613\u0614\u0615\u0616\u0617\u0657\u0658"
)
"""The marks of the first rows and columns, in the order of the protocol."""
MOST = len(_MARKS)
"""Rows and columns of a picture, at most."""
_CHUNK = 4096
"""Letters of base64 that one sequence carries at most."""


def number(count: int) -> int:
    """The number of a picture: of this process alone, as another disctui may draw in the same terminal.

    Args:
        count: Pictures that this process sent before.
    """
    return ((os.getpid() & 0x7FFF) + 1) << 8 | (count % 255 + 1)


def sent(image: int, picture: Picture) -> str:
    """What the terminal is sent once for a picture; it is told to answer nothing."""
    data = base64.b64encode(picture.png).decode("ascii")
    pieces = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    first = f"a=T,U=1,i={image},f=100,c={picture.columns},r={picture.rows},q=2,"
    return "".join(
        f"\x1b_G{first if number == 0 else 'q=2,'}m={int(number + 1 < len(pieces))};{piece}\x1b\\"
        for number, piece in enumerate(pieces)
    )


def forgotten(image: int) -> str:
    """What lets the terminal forget a picture."""
    return f"\x1b_Ga=d,d=I,i={image},q=2\x1b\\"


def strips(image: int, picture: Picture) -> list[Strip]:
    """The cells of a picture."""
    style = Style(color=Color.from_rgb(image >> 16 & 255, image >> 8 & 255, image & 255))
    return [
        Strip(
            [Segment("".join(_LETTER + _MARKS[row] + mark for mark in _MARKS[: picture.columns]), style)],
            picture.columns,
        )
        for row in range(picture.rows)
    ]
