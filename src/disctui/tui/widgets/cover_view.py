"""The cover beside the text of the details."""

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from disctui.tui.covers.gallery import Shown


class CoverView(Widget):
    """A picture, or the words that say why there is none."""

    DEFAULT_CSS = """
    CoverView {
        display: none; width: auto; height: 1fr; color: $text-muted;
        &.-shown { display: block; }
        &.-trouble { dock: bottom; height: 2; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown = Shown()
        self._columns = 0

    def reserve(self, columns: int) -> None:
        """Take so many cells of the details' width, and one between; none takes it away."""
        if columns != self._columns:
            self._columns = columns
            self._fit()
            self.set_class(bool(columns), "-shown")

    def show(self, shown: Shown | None) -> None:
        """Show a picture; None while it is not ready."""
        self._shown = shown or Shown()
        self._fit()
        self.refresh()

    def _fit(self) -> None:
        """Stand beside the text; words that say why there is no picture stand below it, and take no width of it."""
        is_trouble = bool(self._shown.trouble)
        self.styles.width = "100%" if is_trouble else self._columns + 1
        self.set_class(is_trouble, "-trouble")

    def render_line(self, y: int) -> Strip:
        """One line of the picture, or of the words."""
        width, style = self.size.width, self.rich_style
        if self._shown.trouble:
            words = Content(f"cover can't be shown: {self._shown.trouble}").wrap(max(1, width - 1))
            text = words[y].plain if y < len(words) else ""
            return Strip([Segment(text, style)]).adjust_cell_length(width, style)
        if y >= len(self._shown.strips):
            return Strip.blank(width, style)
        beside = max(0, width - 1 - self._shown.columns)
        return Strip([Segment(" " * beside, style), *self._shown.strips[y]]).adjust_cell_length(width, style)
