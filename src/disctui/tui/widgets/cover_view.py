"""The cover beside the text of the details: decoded once the cursor has rested on its release."""

import asyncio
from collections.abc import Collection

from rich.segment import Segment
from textual import work
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from disctui.tui.covers.gallery import Gallery, Shown
from disctui.tui.covers.pictures import Wanted

REST = 0.12
"""Seconds that the cursor rests before a cover is decoded."""
_LEAST_TEXT = 26
"""Cells that a large cover leaves for the text."""
_SMALLEST, _WIDEST = 14, 30
"""Columns of a cover that is not large."""
Key = tuple[str, str]
"""A release's file, and the picture that it names."""


class CoverTried(Message):
    """A cover was decoded, or can't be."""

    def __init__(self, key: Key, trouble: str) -> None:
        super().__init__()
        self.key = key
        self.trouble = trouble
        """Why it can't be shown; "" where it can."""


class CoverView(Widget):
    """A picture; nothing while it is not ready.

    Args:
        gallery: The pictures.
    """

    DEFAULT_CSS = """
    CoverView {
        display: none; layer: cover; dock: right; width: auto; height: 1fr; margin-right: 2; color: $text-muted;
        &.-shown { display: block; }
    }
    """

    def __init__(self, gallery: Gallery) -> None:
        super().__init__()
        self._gallery = gallery
        self._shown = Shown()
        self._wanted: Wanted | None = None
        self.troubles: dict[Key, str] = {}
        """Why some covers can't be shown; those take no room."""

    @property
    def columns(self) -> int:
        """The cells that it takes at the right, before the text's scrollbar."""
        return self._wanted.columns if self._wanted is not None else 0

    def make_room(self, key: Key | None, width: int, rows: int, *, is_large: bool) -> None:
        """Take the room of a cover, if it can be shown; None takes none.

        Args:
            key: The cover.
            width: Cells of the details, from left to right.
            rows: Lines that there are for it.
            is_large: Whether it may take all the room but what text needs.
        """
        before = self.columns
        if key is None or key in self.troubles:
            self._wanted = None
        elif is_large:
            self._wanted = Wanted(*key, min(width - _LEAST_TEXT, max(_SMALLEST, 2 * rows)), rows)
        else:
            columns = max(_SMALLEST, min(_WIDEST, width // 3))
            self._wanted = Wanted(*key, columns, min(rows, columns))
        if self.columns != before:
            self.styles.width = self.columns
            self.set_class(bool(self.columns), "-shown")

    def show(self) -> None:
        """Show the cover that there is room for, once the cursor has rested; `CoverTried` follows."""
        if self._wanted is not None:
            self._load(self._wanted)

    @work(group="cover", exclusive=True)
    async def _load(self, wanted: Wanted) -> None:
        known = self._gallery.known(wanted)
        if known is None:
            self._draw(Shown())
            await asyncio.sleep(REST)
            known = await self._gallery.ready(wanted)
        if known.trouble:
            self.troubles[wanted[:2]] = known.trouble
        else:
            self._draw(known)
        self.post_message(CoverTried(wanted[:2], known.trouble))

    def forget_troubles(self, keys: Collection[Key]) -> None:
        """Try covers again whose files have changed."""
        for key in keys:
            self.troubles.pop(key, None)

    def _draw(self, shown: Shown) -> None:
        self._shown = shown
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the picture."""
        width, style = self.size.width, self.rich_style
        if y >= len(self._shown.strips):
            return Strip.blank(width, style)
        beside = max(0, width - self._shown.columns)
        return Strip([Segment(" " * beside, style), *self._shown.strips[y]]).adjust_cell_length(width, style)
