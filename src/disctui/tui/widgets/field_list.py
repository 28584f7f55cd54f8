"""The fields of a tab, one of them under the cursor: they scroll by fields, by lines and by pages."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.containers import VerticalScroll
from textual.message import Message
from textual.reactive import reactive

if TYPE_CHECKING:
    from disctui.release.details import Field


class Place(NamedTuple):
    """Where a field stands."""

    field: "Field"
    first: int
    """Its first line, from 0."""
    after: int
    """The line after its last."""


class FieldList(VerticalScroll, can_focus=True, inherit_bindings=False):
    """What scrolls under the tabs. Whoever draws the fields tells it where they stand, and draws the cursor."""

    DEFAULT_CSS = """
    FieldList {
        width: 1fr; height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; padding: 1 0 0 1;
        scrollbar-background: $background; scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
    }
    """
    BINDINGS: ClassVar = []

    cursor: reactive[int] = reactive(0, repaint=False)
    """Which of the fields is under the cursor."""

    class Resized(Message):
        """There is another width for the lines."""

    def __init__(self) -> None:
        super().__init__()
        self.places: Sequence[Place] = ()
        self._is_at_end = False
        """Whether the last step led to the end: what is found beside the file later is part of it."""

    def on_resize(self) -> None:
        """Post `Resized`."""
        self.post_message(self.Resized())

    @property
    def chosen(self) -> "Field | None":
        """The field under the cursor."""
        return self.places[self.cursor].field if self.cursor < len(self.places) else None

    @property
    def page(self) -> int:
        """Lines in view."""
        return max(1, self.size.height)

    def begin_anew(self) -> None:
        """Go to the top, for other fields; nothing is drawn."""
        self.set_reactive(FieldList.cursor, 0)
        self.scroll_home(animate=False, immediate=True)

    def leave_end(self) -> None:
        """Stay at the line in view, whatever is found beside the file next: it says something else by now."""
        self._is_at_end = False

    def stay_at_end(self) -> None:
        """Go to the new end if the last step led to the one before, where fields were added since."""
        if self._is_at_end:
            self._scroll(sum(after - first for _, first, after in self.places))

    def scroll_lines(self, lines: int) -> None:
        """Scroll while another part has the focus: the cursor stays, and at most a page goes by."""
        room = self.page
        self.scroll_relative(y=max(-room, min(lines, room)), animate=False, immediate=True)

    def move(self, rows: int) -> None:
        """Move the cursor by a field, or scroll by so many lines with the cursor going along."""
        self._is_at_end = False
        if abs(rows) == 1:
            self._step(rows)
        else:
            self._scroll(rows)

    def _step(self, step: int) -> None:
        """Move the cursor by a field; through one that is longer than the view by a line."""
        top, height = round(self.scroll_y), max(1, self.size.height - 2)
        if self.cursor < len(self.places):
            _, first, after = self.places[self.cursor]
            if step > 0 and after > top + height:
                self.scroll_to(y=top + 1, animate=False, immediate=True)
                return
            if step < 0 and first < top:
                self.scroll_to(y=top - 1, animate=False, immediate=True)
                return
        self.cursor = max(0, min(self.cursor + step, len(self.places) - 1))
        if self.places:
            _, first, after = self.places[self.cursor]
            if first < top or after - first >= height:
                self.scroll_to(y=first, animate=False, immediate=True)
            elif after > top + height:
                self.scroll_to(y=after - height, animate=False, immediate=True)

    def _scroll(self, rows: int) -> None:
        """Scroll by so many lines; the cursor goes along, so that it is never out of view."""
        before = round(self.scroll_y)
        self.scroll_to(y=max(0, min(before + rows, self.max_scroll_y)), animate=False, immediate=True)
        top = round(self.scroll_y)
        if rows > 0 and top >= round(self.max_scroll_y):
            self.cursor = max(0, len(self.places) - 1)
            self._is_at_end = True
            self.call_after_refresh(self._scroll_on, top, before + rows)
            return
        if rows < 0 and top == 0:
            self.cursor = 0
            return
        in_view = (number for number, place in enumerate(self.places) if place.after > top)
        self.cursor = next(in_view, self.cursor)

    def _scroll_on(self, top: int, wanted: int) -> None:
        """Go on to the line that a key led to, if it came before the text that reaches so far was laid out."""
        if round(self.scroll_y) == top:
            self.scroll_to(y=min(wanted, self.max_scroll_y), animate=False, immediate=True)
