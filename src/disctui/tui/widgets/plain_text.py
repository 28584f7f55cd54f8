"""Text that stands as it is, and does not scroll by itself."""

from textual.geometry import Size
from textual.reactive import Reactive
from textual.visual import VisualType
from textual.widget import Widget
from textual.widgets import Static


class PlainText(Static):
    """A text that another part scrolls, if anything does.

    Textual lays the whole screen out once more whenever what a widget could scroll over has another size. Of a text
    that does not scroll that is its own size, which the layout has just settled: a move of the cursor cost two layouts.
    It costs none where the text fits into the place that the one before it had.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show another text.

        Args:
            content: What to show.
            layout: Whether the screen is laid out anew where the text needs another height.
        """
        super().update(content, layout=False)
        if layout and not self._fits():
            self.refresh(layout=True)

    def _fits(self) -> bool:
        """Whether the text is as high as its place, or lower where its place is as high as what scrolls it."""
        width, height = self.content_size
        if not width or not height:
            return False
        needed = self.get_content_height(self.container_size, self.app.size, width)
        if needed == height:
            return True
        room = self.parent.size.height if self.styles.min_height and isinstance(self.parent, Widget) else 0
        return needed < height <= room
