"""What a screen over the main one is about, at its top."""

from textual.visual import VisualType
from textual.widgets import Static


class TitleLine(Static):
    """One line, whose words change without anything being laid out anew.

    Args:
        words: What stands in it at first.
    """

    DEFAULT_CSS = """
    TitleLine { height: 1; background: $panel; text-style: bold; padding: 0 1; }
    """

    def __init__(self, words: str = "") -> None:
        super().__init__(words, id="title", markup=False)

    def update(self, content: VisualType = "", *, layout: bool = False) -> None:
        """Show other words."""
        super().update(content, layout=layout)
