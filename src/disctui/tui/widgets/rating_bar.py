"""The bar over the footer in which digits give stars; every other key ends it."""

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from disctui.safe_text import clean
from disctui.tui.commands import RATING_BAR
from disctui.tui.keys import typed_character

_MOST = 5
_HALF = 0.5

_LEAST = 8
"""Cells of the title, whatever else there is."""


class RatingBar(Widget, can_focus=True, inherit_bindings=False):
    """Stars of one film, or of many; the screen shows it with `open` and it hides itself."""

    DEFAULT_CSS = """
    RatingBar {
        display: none; dock: bottom; height: 1; margin-bottom: 1; padding: 0 1; background: $surface; color: $text;
        &.-shown { display: block; }
    }
    """

    stars: reactive[float] = reactive(0.0)
    """What it shows, in halves; 0 for none."""

    def __init__(self) -> None:
        super().__init__(id=RATING_BAR)
        self._about = ""
        self._before = 0.0
        self._has_typed = False
        self._return_to: Widget | None = None
        self._take: Callable[[float], bool] | None = None

    def open(self, about: str, before: float, take: Callable[[float], bool]) -> None:
        """Show it, and give it the keys.

        Args:
            about: What is rated.
            before: The rating that it has, 0 for none.
            take: Takes the stars once other keys are pressed, where digits were; whether such a key still counts.
        """
        self._about, self._before, self._take = about, before, take
        self._has_typed = False
        self._return_to = self.screen.focused
        self.stars = before
        self.add_class("-shown")
        self.screen.set_focus(self, scroll_visible=False)

    def render(self) -> Content:
        """The stars, the figure, the title, what it was, and the keys; the keys go first where there is no room."""
        whole, is_half = int(self.stars), bool(self.stars % 1)
        drawn = "★" * whole + "½" * is_half + "☆" * (_MOST - whole - is_half)
        figure = f"{self.stars:g}" if self.stars else "none"
        was = f"   was {self._before:g}" if self._before and self.stars != self._before else ""
        keys = ""
        left = self.content_size.width - len(f"{drawn}  {figure:<4}  {was}") - _LEAST
        for told in ("1-5, again: half less", "0 none", "esc leaves"):
            keys += f"   {told}" * (len(keys) + len(told) + 3 <= left)
        room = max(_LEAST, self.content_size.width - len(f"{drawn}  {figure:<4}  {was}{keys}"))
        return Content.assemble(
            (drawn, "bold $text-warning"),
            f"  {figure:<4} ",
            (clean(self._about, room), "bold"),
            was,
            (keys, "$text-muted"),
        )

    async def on_key(self, event: events.Key) -> None:
        """A digit gives stars; esc leaves them as they were; any other key saves, and does what it does elsewhere."""
        character = typed_character(event)
        if character is not None and character in "012345":
            self._give(int(character))
        elif event.key == "escape":
            self._close()
        elif self._finish() and event.key != "enter":
            return  # it goes on to the part that has the focus now
        event.stop()
        event.prevent_default()

    def _give(self, digit: int) -> None:
        is_again = self._has_typed and digit > 0 and self.stars == digit
        self.stars = digit - _HALF if is_again else float(digit)
        self._has_typed = True

    def on_blur(self) -> None:
        """Save when another part takes the focus, as when it is clicked."""
        if self.has_class("-shown"):
            self._return_to = None
            self._finish()

    def _finish(self) -> bool:
        """Hide it and hand the stars on; whether the key that ended it still counts."""
        take, self._take = self._take, None
        has_typed = self._has_typed
        self._close()
        return take is None or not has_typed or take(self.stars)

    def _close(self) -> None:
        self.remove_class("-shown")
        if self._return_to is not None:
            self.screen.set_focus(self._return_to, scroll_visible=False)
