"""The progress of reading the library: in figures, and as a bar."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class ProgressLine(Widget):
    """One line, seen while a library is read."""

    DEFAULT_CSS = """
    ProgressLine { height: 1; }
    """

    progress: reactive[tuple[int, int]] = reactive((0, 0))
    """Files that are read, and files that there are."""

    def render(self) -> Content:
        """The figures, then the bar as wide as there is room."""
        done, total = self.progress
        words = f"reading {done:,} of {total:,}  "
        room = max(0, self.content_size.width - len(words))
        full = round(room * done / total) if total else 0
        return Content.assemble(words, ("━" * full, "$primary"), ("━" * (room - full), "$panel-lighten-2"))
