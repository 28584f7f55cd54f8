"""The cover beside the text of the details."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from disctui.tui.covers.gallery import Shown


class CoverView(Widget):
    """A picture; nothing while it is not ready."""

    DEFAULT_CSS = """
    CoverView {
        display: none; layer: cover; dock: right; width: auto; height: 1fr; margin-right: 2; color: $text-muted;
        &.-shown { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown = Shown()
        self._columns = 0

    def reserve(self, columns: int) -> None:
        """Take so many cells at the right, before the text's scrollbar; none takes it away."""
        if columns != self._columns:
            self._columns = columns
            self.styles.width = columns
            self.set_class(bool(columns), "-shown")

    def show(self, shown: Shown | None) -> None:
        """Show a picture; None while it is not ready."""
        self._shown = shown or Shown()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the picture."""
        width, style = self.size.width, self.rich_style
        if y >= len(self._shown.strips):
            return Strip.blank(width, style)
        beside = max(0, width - self._shown.columns)
        return Strip([Segment(" " * beside, style), *self._shown.strips[y]]).adjust_cell_length(width, style)
