"""Text that can be read in every theme: a letter too close in tone to its ground is drawn lighter or darker.

Themes are chosen for their looks: of the twenty that Textual has, none keeps every quiet text, match and cursor at the
4.5:1 that WCAG 2 asks for (its AA level). Here the hue of a theme stays, and the tone moves as far as it must.
"""

import functools
import re

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

RATIO = 4.5
"""Contrast that text has at least to its ground, from 1 to 21."""
_STEPS = 20
"""Tones that are tried on the way to white or black."""
_NO_TEXT = re.compile(r"(?:[\s\u2500-\u259f]*|\U0010eeee.*)\Z", re.DOTALL)
"""Blanks, lines and blocks, and the cells of pictures, whose colour is their number: what is drawn and not read."""
RGB = tuple[int, int, int]


def luminance(color: RGB) -> float:
    """How light a colour is, from 0 to 1, as WCAG 2 reckons it."""
    parts = (part / 255 for part in color)
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RGB, other: RGB) -> float:
    """The contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(text: RGB, ground: RGB) -> RGB:
    """The tone nearest to `text` that can be read on `ground`: away from it where there is room, else across it."""
    if contrast(text, ground) >= RATIO:
        return text
    ends = [(255, 255, 255), (0, 0, 0)]
    if luminance(text) < luminance(ground):
        ends.reverse()
    end = next((end for end in ends if contrast(end, ground) >= RATIO), ends[0])
    for step in range(1, _STEPS):
        red, green, blue = (
            round(start + (stop - start) * step / _STEPS) for start, stop in zip(text, end, strict=True)
        )
        if contrast((red, green, blue), ground) >= RATIO:
            return red, green, blue
    return end


@functools.lru_cache(4096)
def _readable_style(style: Style) -> Style:
    """A style whose text can be read; the same where it can, or where the terminal chooses the colours."""
    front, back = style.color, style.bgcolor
    if front is None or back is None:
        return style
    text, ground = (back, front) if style.reverse else (front, back)
    if text.triplet is None or ground.triplet is None:
        return style
    after = readable(text.triplet, ground.triplet)
    if after == text.triplet:
        return style
    color = RichColor.from_rgb(*after)
    return style + (Style(bgcolor=color) if style.reverse else Style(color=color))


class Readable(LineFilter):
    """Textual puts each line that it draws through this."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - as Textual calls it
        """The same segments, their text in tones that can be read."""
        return [
            segment
            if segment.style is None or _NO_TEXT.match(segment.text)
            else Segment(segment.text, _readable_style(segment.style), segment.control)
            for segment in segments
        ]
