"""The details of one release: its heading, the tabs, and the fields under the one that is open."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from disctui.safe_text import clean
from disctui.tui import deferred
from disctui.tui.results import Shown
from disctui.tui.widgets.plain_text import PlainText
from disctui.tui.widgets.row_list import fitted
from disctui.tui.widgets.tab_bar import TAB_COUNT, TabBar
from disctui.tui.widgets.wrapping import hanging

if TYPE_CHECKING:
    from textual.timer import Timer

    from disctui.release.details import Field
    from disctui.release.model import Release

_LABEL = 16
"""Cells of the column of labels."""
_WIDEST = 72
"""Cells of the longest line of text: the eye finds the next one no better in a wider terminal."""
_CORNERS = 4
"""Cells of a frame's line that have no room for a title."""
RESTED = 0.12
"""Seconds for which the cursor rests before more is looked for than what the file says."""
_NARROW, _CLOSE = 30, 35
"""Cells below which labels stand on lines of their own, and below which those do whose text would be broken."""
_EMPTY = (
    "There is no synopsis in this file yet.",
    "There are no release details in this file yet.",
    "There are no specs in this file yet.",
    "There are no special features in this file.",
    "Nothing here is of your own yet: a [collection] table or keys of your own would show here.",
)
_UNKNOWN = "no director and no disc in this file"
"""Said under the title where neither is known, so that the tabs stand where they always do."""
_BEFORE_LENGTH = 7
"""Cells of the year of a film in the list of a set, and of the blanks before it."""
_LINES = ("item", "film")
"""Styles of fields that stand one under the other without a blank line."""
_APART = 2
"""Cells between the text and the cover beside it."""


def with_beside(fields: "Sequence[Field]", beside: "Sequence[Field]") -> "list[Field]":
    """The fields of a tab, and behind its last price, or at its end, what is found beside them."""
    prices = [number for number, field in enumerate(fields, 1) if field.key.startswith("price.")]
    end = prices[-1] if prices else len(fields)
    return [*fields[:end], *beside, *fields[end:]]


class Body(VerticalScroll, can_focus=True, inherit_bindings=False):
    """What scrolls under the tabs."""

    BINDINGS: ClassVar = []

    class Resized(Message):
        """There is another width for the lines."""

    def on_resize(self) -> None:
        """Post `Resized`."""
        self.post_message(self.Resized())


class Details(Vertical):
    """All that is known of one release, under tabs."""

    DEFAULT_CSS = """
    Details {
        border-title-color: $text-accent; border-title-style: bold; border-subtitle-color: $text-muted;
        & > #heading { height: auto; max-height: 2; text-style: bold; }
        & > #subheading { height: auto; max-height: 4; color: $text-muted; }
        & > #page { height: 1fr; layers: text cover; }
        & Body {
            width: 1fr; height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; padding: 1 0 0 1;
            scrollbar-background: $background; scrollbar-background-hover: $background;
            scrollbar-background-active: $background;
        }
        & #fields { width: 1fr; height: auto; min-height: 100%; }
    }
    """

    shown: reactive[Shown] = reactive(Shown(), repaint=False)
    """The release."""
    tab: reactive[int] = reactive(0)
    """Which tab is open, from 0."""
    cursor: reactive[int] = reactive(0)
    """Which of the fields is under the cursor."""

    is_framed: reactive[bool] = reactive(False)
    """Whether it has a frame of its own, and not a rule above it."""

    def __init__(self, beside: "Callable[[Shown, int], Sequence[Field]]", **arguments: str) -> None:
        """Take what finds, in a thread, the fields of a release and a tab that are not in its file."""
        super().__init__(id=arguments.get("id"))
        self._beside = beside
        self._found_beside: tuple[Field, ...] = ()
        self._rest: Timer | None = None
        self._is_complete = False
        self._taken, self._is_stale = 0, False
        self._is_at_end = False
        """Whether the last step led to the end: what is found beside the file later is part of it."""
        self._found: list[Field] = []
        self._places: list[tuple[Field, int, int]] = []  # each field with its first line and the one after its last

    @property
    def chosen_field(self) -> "Field | None":
        """The field under the cursor."""
        return self._places[self.cursor][0] if self.cursor < len(self._places) else None

    @property
    def page(self) -> int:
        """Lines in view."""
        return max(1, self.body.size.height)

    def scroll_lines(self, lines: int) -> None:
        """Scroll while another part has the focus: the cursor stays, and at most a page goes by."""
        room = self.page
        self.body.scroll_relative(y=max(-room, min(lines, room)), animate=False, immediate=True)

    def move(self, rows: int) -> None:
        """Move the cursor by a field, or scroll by so many lines with the cursor going along."""
        self._is_at_end = False
        if abs(rows) == 1:
            self._step(rows)
        else:
            self._scroll(rows)

    def _step(self, step: int) -> None:
        """Move the cursor by a field; through one that is longer than the view by a line."""
        body = self.body
        top, height = round(body.scroll_y), max(1, body.size.height - 2)
        if self.cursor < len(self._places):
            _, first, after = self._places[self.cursor]
            if step > 0 and after > top + height:
                body.scroll_to(y=top + 1, animate=False, immediate=True)
                return
            if step < 0 and first < top:
                body.scroll_to(y=top - 1, animate=False, immediate=True)
                return
        self.cursor = max(0, min(self.cursor + step, len(self._places) - 1))
        if self._places:
            _, first, after = self._places[self.cursor]
            if first < top or after - first >= height:
                body.scroll_to(y=first, animate=False, immediate=True)
            elif after > top + height:
                body.scroll_to(y=after - height, animate=False, immediate=True)

    def _scroll(self, rows: int) -> None:
        """Scroll by so many lines; the cursor goes along, so that it is never out of view."""
        body = self.body
        before = round(body.scroll_y)
        body.scroll_to(y=max(0, min(before + rows, body.max_scroll_y)), animate=False, immediate=True)
        top = round(body.scroll_y)
        if rows > 0 and top >= round(body.max_scroll_y):
            self.cursor = max(0, len(self._places) - 1)
            self._is_at_end = True
            self.call_after_refresh(self._scroll_on, top, before + rows)
            return
        if rows < 0 and top == 0:
            self.cursor = 0
            return
        in_view = (number for number, (_, _, after) in enumerate(self._places) if after > top)
        self.cursor = next(in_view, self.cursor)

    def _scroll_on(self, top: int, wanted: int) -> None:
        """Go on to the line that a key led to, if it came before the text that reaches so far was laid out."""
        if round(self.body.scroll_y) == top:
            self.body.scroll_to(y=min(wanted, self.body.max_scroll_y), animate=False, immediate=True)

    def watch_cursor(self) -> None:
        """Redraw the cursor, and bring it into view."""
        self._draw()

    def on_descendant_focus(self) -> None:
        """Show the cursor."""
        self._draw()

    def on_descendant_blur(self) -> None:
        """Hide the cursor."""
        self._draw()

    def compose(self) -> ComposeResult:
        """What takes the focus; the rest is added by `mount_rest`."""
        with Horizontal(id="page"):
            yield Body()

    async def mount_rest(self) -> None:
        """Add heading, tabs and fields, which say nothing as long as no release is shown."""
        bar = TabBar()
        bar.display = False  # its names are no part of the first screen
        parts = PlainText(id="heading", markup=False), PlainText(id="subheading", markup=False), bar
        await self.mount(*parts, before=self.query_one("#page"))
        await self.body.mount(PlainText(id="fields", markup=False))
        self._is_complete = True
        self._draw()

    @property
    def body(self) -> Body:
        """What scrolls."""
        return self.query_one(Body)

    def watch_shown(self, before: Shown, now: Shown) -> None:
        """Show a release: another one from its top, the same one read again where it was scrolled to."""
        if before._replace(is_near=now.is_near) == now:
            return
        if (before.release_id, before.film) != (now.release_id, now.film):
            self.set_reactive(Details.cursor, 0)
            self.body.scroll_home(animate=False, immediate=True)
            self._found_beside = ()
        self._draw()
        self._look_beside()

    def leave(self, columns: int) -> None:
        """Leave so many columns at the right to a cover from the next drawing on."""
        self._is_stale = self._is_stale or columns != self._taken
        self._taken = columns

    def settle(self) -> None:
        """Wrap the lines again where that was not done since the cover's room has changed."""
        if self._is_stale:
            self._draw()

    def watch_is_framed(self) -> None:
        """Write the title into another line."""
        self._draw()

    def watch_tab(self) -> None:
        """Show another tab from its top."""
        self.set_reactive(Details.cursor, 0)
        self._found_beside = ()
        self._draw()
        self.body.scroll_home(animate=False, immediate=True)
        self._look_beside()

    def _look_beside(self) -> None:
        """Look for what is not in the file, once the cursor has rested."""
        self._is_at_end = False
        if self._rest is not None:
            self._rest.stop()
        if self.shown.release is not None:
            self._rest = self.set_timer(RESTED, self._find_beside)

    @work(group="beside", exclusive=True)
    async def _find_beside(self) -> None:
        shown, tab = self.shown, self.tab
        found = tuple(await asyncio.to_thread(self._beside, shown, tab))
        if (shown, tab) == (self.shown, self.tab) and found != self._found_beside:
            self._found_beside = found
            self._draw()
            if self._is_at_end:
                self._scroll(sum(after - first for _, first, after in self._places))

    @on(Body.Resized)
    def _body_resized(self) -> None:
        """Wrap the lines again."""
        self._draw()

    def _draw(self) -> None:
        if not self._is_complete:
            return
        self._is_stale = False
        bar, release, film = self.query_one(TabBar), self.shown.release, self.shown.film
        bar.active = self.tab
        if release is None:
            bar.counted = (0,) * TAB_COUNT
            for part in ("#heading", "#subheading", "#fields"):
                self.query_one(part, Static).update("")
            bar.display = False
            self.border_title = None
            return
        bar.display = True
        bar.counted = deferred.counts(release, film)
        bar.names = deferred.tab_names(release, film)
        heading = self._marked(deferred.heading(release, film))
        self.border_title = heading if self.is_framed else Content.assemble(" ", heading, " ")
        own_line = self.query_one("#heading", Static)
        own_line.update(heading, layout=own_line.display)  # the frame has it, where there is one
        self.set_class(heading.cell_length > self.size.width - _CORNERS, "-long")
        subheading = self.query_one("#subheading", Static)
        subheading.update(self._subheading(release))
        subheading.set_class(bool(self.shown.trouble), "-trouble")
        self.query_one("#fields", Static).update(self._fields(release))

    def _subheading(self, release: "Release") -> Content:
        if self.shown.trouble:
            return Content.assemble((clean(self.shown.trouble, 300), "bold $text-error"))
        return self._marked(deferred.subheading(release, self.shown.film) or _UNKNOWN)

    def _fields(self, release: "Release") -> Content:
        room = (self.body.scrollable_content_region.width or self.body.size.width - 2) - 1  # a blank before the bar
        width = min(_WIDEST, max(8, room - (self._taken + _APART if self._taken else 0)))
        lines: list[Content] = []
        found = deferred.fields(release, self.tab, self.shown.film, self.shown.editions)
        found = self._found = with_beside(found, self._found_beside)
        self._places = []
        if not found:
            return Content(_EMPTY[self.tab]).stylize("$text-muted")
        for number, field in enumerate(found):
            is_apart = field.style == "heading" or not field.label or not found[number - 1].label
            if number and is_apart and field.style not in _LINES:
                lines.append(Content(""))
            begin = len(lines)
            lines += self._lines(field, width)
            self._places.append((field, begin, len(lines)))
            if number == self.cursor and self.body.has_focus and field.key:
                lines[begin] = lines[begin].stylize("reverse", 0, _LABEL if field.label else None)
        return Content("\n").join(lines)

    def _lines(self, field: "Field", width: int) -> list[Content]:
        if field.style == "item":
            return hanging(Content("• "), self._marked(field.text), width)
        if field.style == "film":
            lines = [one.text.split(deferred.COLUMN) for one in self._found if one.style == "film"]
            widths = [max(map(cell_len, texts)) for texts in zip(*lines, strict=True)]
            return [self._film_line(field.text.split(deferred.COLUMN), width, widths)]
        if not field.label:
            style = "bold" if field.style == "heading" else "$text-muted" if field.style == "quiet" else ""
            return (
                self._marked(field.text).stylize_before(style).wrap(width)
                if style
                else self._marked(field.text).wrap(width)
            )
        room = _LABEL if width > 50 else _LABEL - 1
        label = Content(field.label).stylize("$text-muted")
        longest = max(map(cell_len, field.text.split("\n")))
        if width < _NARROW or (width < _CLOSE and longest > width - room):
            return [*label.wrap(width), *hanging(Content("  "), self._marked(field.text), width)]
        if label.cell_length >= room:
            return [*label.wrap(width), *hanging(Content(" " * room), self._marked(field.text), width)]
        return hanging(label.pad_right(room - label.cell_length), self._marked(field.text), width)

    def _film_line(self, columns: Sequence[str], width: int, widths: Sequence[int]) -> Content:
        """A film of a box set in one line: number, title, year, length and how it stands with its owner.

        Args:
            columns: The texts.
            width: Cells of the line.
            widths: The most cells that a text has in each column, over all films of the set.
        """
        number, title, year, *others = columns
        length, standing = widths[3:]
        kept = [
            text for text, most in ((f"{others[0]:>{length}}", length), (f"{others[1]:<{standing}}", standing)) if most
        ]
        if sum(len(text) + 2 for text in kept) + widths[0] + widths[1] + _BEFORE_LENGTH > width:
            kept = kept[1:]  # the length is the first to go
        rest = "  ".join((f" {year:>4}", *kept)).rstrip() if kept else f" {year:>4}"
        taken = len("  ".join((" 0000", *(" " * most for most in widths[5 - len(kept) :]))))
        room = max(8, min(width - widths[0] - taken - 2, widths[1]))
        return Content.assemble((f" {number:>{widths[0]}} ", "dim"), self._marked(fitted(title, room)), rest)

    def _marked(self, text: str) -> Content:
        content, query = Content(text), self.shown.query
        if query is not None and not query.is_empty and len(text) < 5_000:
            for start, end in deferred.highlighted(query, text, is_near=self.shown.is_near):
                content = content.stylize("bold underline $text-accent", start, end)
        return content
