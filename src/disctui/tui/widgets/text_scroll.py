"""Text that scrolls by lines or pages."""

from textual.containers import VerticalScroll


class TextScroll(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Scrolls where a list would move its cursor."""

    DEFAULT_CSS = """
    TextScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    """

    @property
    def page(self) -> int:
        """Lines in view."""
        return max(1, self.scrollable_content_region.height)

    def move(self, rows: int) -> None:
        """Scroll by so many lines, or as far as there are."""
        self.scroll_relative(y=rows, animate=False, immediate=True)
