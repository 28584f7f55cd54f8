"""How scrollbars are drawn: a block of its own letter, which is seen without any colour too."""

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

_THUMB = "\u2590"
_DEFAULT = Color.default()


class BlockScrollBar(ScrollBarRender):
    """A scrollbar that is a block and nothing else, in place of Textual's, which is one ground upon another."""

    @classmethod
    def render_bar(  # noqa: PLR0917 - as Textual calls it
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = _DEFAULT,
        bar_color: Color = _DEFAULT,
    ) -> Segments:
        """The bar from its first cell to its last; blank where everything is in view."""
        if not vertical:
            return ScrollBarRender.render_bar(
                size, virtual_size, window_size, position, thickness, vertical, back_color, bar_color
            )
        blank = Style(bgcolor=back_color)
        if not window_size or not size or virtual_size <= window_size:
            return Segments([Segment(" " * thickness, blank)] * size, new_lines=True)
        length = max(1, round(size * window_size / virtual_size))
        start = round((size - length) * position / (virtual_size - window_size))
        thumb = Style(color=bar_color, bgcolor=back_color, meta={"@mouse.down": "grab"})
        cells = [Segment(" " * thickness, blank + Style(meta={"@mouse.down": "scroll_up"}))] * start
        cells += [Segment(_THUMB * thickness, thumb)] * length
        cells += [Segment(" " * thickness, blank + Style(meta={"@mouse.down": "scroll_down"}))] * (size - len(cells))
        return Segments(cells[:size], new_lines=True)
