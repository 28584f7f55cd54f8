"""How far long work is: in figures, and as a bar."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from disctui.safe_text import clean


class ProgressLine(Widget):
    """One line, seen while something takes long."""

    DEFAULT_CSS = """
    ProgressLine { height: 1; }
    """

    progress: reactive[tuple[str, int, int]] = reactive(("", 0, 0))
    """What is being done, how much of it is, and how much there is; 0 where nobody knows."""

    def render(self) -> Content:
        """The figures, then the bar as wide as there is room."""
        what, done, total = self.progress
        if not total:
            return Content(clean(f"{what} {done:,}" if done else what or "…", 60))
        words = clean(f"{what} {done:,} of {total:,}", 60) + "  "
        room = max(0, self.content_size.width - len(words))
        full = round(room * min(done, total) / total)
        return Content.assemble(words, ("━" * full, "$primary"), ("━" * (room - full), "$panel-lighten-2"))
