"""Text that stands as it is, and does not scroll by itself."""

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Static


class PlainText(Static):
    """A text that another part scrolls, if anything does.

    Textual lays the whole screen out once more whenever what a widget could scroll over has another size. Of a text
    that does not scroll that is its own size, which the layout has just settled: a move of the cursor cost two layouts.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
