"""The kind of a disc as a badge: a word on a ground of its own, and what else is in the case behind it."""

import re
from functools import lru_cache
from typing import NamedTuple

from disctui.safe_text import clean
from disctui.tui.widgets.row_list import fitted

CELLS = 5
"""Cells of a badge."""
WHOLE = 9
"""Cells of a badge and what may stand behind it."""
BEST, FILM_DISC, OTHER = KINDS = ("best", "film-disc", "other")
_WORDS = {
    "4K": ("4K", BEST),
    "BD": ("BD", FILM_DISC),
    "Blu-ray": ("BD", FILM_DISC),
    "DVD": ("DVD", OTHER),
    "LaserDisc": ("LD", OTHER),
    "VCD": ("VCD", OTHER),
    "CD": ("CD", OTHER),
}
_PARTS = re.compile(rf"({'|'.join(_WORDS)})(?=[+ ]|\Z)(.*)", re.DOTALL)


class Badge(NamedTuple):
    """A badge, and what stands behind it."""

    word: str
    """With blanks around it, `CELLS` wide; "" where no badge is made of this kind."""
    rest: str
    kind: str
    """One of `KINDS`; "" without a badge."""

    @classmethod
    @lru_cache(maxsize=256)  # there are few kinds of discs, and each row shows one at every key
    def of(cls, disc: str, width: int = WHOLE) -> "Badge":
        """The badge of a kind of disc as the list names it, "4K+BD" or "BD x7", in `width` cells."""
        match = _PARTS.match(disc)
        if match is None:
            return cls("", fitted(clean(disc, 60), width), "")
        word, kind = _WORDS[match[1]]
        rest = clean(match[2], 60).strip()
        return cls(f" {word:<{CELLS - 1}}", fitted(rest, width - CELLS) if width > CELLS else "", kind)
