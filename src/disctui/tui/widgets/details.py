"""The details of one release: its heading, the tabs, and the fields under the one that is open."""

import asyncio
import functools
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from disctui.safe_text import clean
from disctui.tui import deferred
from disctui.tui.messages import TabChosen
from disctui.tui.results import Shown
from disctui.tui.saying import say
from disctui.tui.widgets.field_list import FieldList, Place
from disctui.tui.widgets.plain_text import PlainText
from disctui.tui.widgets.row_list import fitted
from disctui.tui.widgets.tab_bar import TAB_COUNT, TabBar
from disctui.tui.widgets.wrapping import hanging

if TYPE_CHECKING:
    from textual.timer import Timer

    from disctui.release.details import Field
    from disctui.release.model import Release
    from disctui.tui.covers.gallery import Gallery
    from disctui.tui.widgets.cover_view import CoverTried, CoverView, Key

_LABEL = 16
"""Cells of the column of labels where there is room."""
_ROOMY = 50
"""Cells of a line above which there is."""
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
ON, LARGE, OFF = "on", "large", "off"
_NEXT = {ON: LARGE, LARGE: OFF, OFF: ON}
_LEAST = 50
"""Cells from which on there is room for a cover beside the text."""


def cover_key(shown: Shown) -> "Key | None":
    """The cover of a release: its file and the picture that it names; None where it names none."""
    if shown.entry is None or shown.release is None or not shown.release.cover:
        return None
    return shown.entry.path, shown.release.cover


def with_beside(fields: "Sequence[Field]", beside: "Sequence[Field]") -> "list[Field]":
    """The fields of a tab, and behind its last price, or at its end, what is found beside them."""
    prices = [number for number, field in enumerate(fields, 1) if field.key.startswith("price.")]
    end = prices[-1] if prices else len(fields)
    return [*fields[:end], *beside, *fields[end:]]


class Details(Vertical):
    """All that is known of one release, under tabs, with its cover beside it.

    Args:
        beside: Finds, in a thread, the fields of a release and a tab that are not in its file.
        gallery: The pictures; asked for once there is one to be shown.
    """

    DEFAULT_CSS = """
    Details {
        border-title-color: $text-accent; border-title-style: bold; border-subtitle-color: $text-muted;
        & > #heading { height: auto; max-height: 2; text-style: bold; }
        & > #subheading { height: auto; max-height: 4; color: $text-muted; }
        & > #page { height: 1fr; layers: text cover; }
        & #fields { width: 1fr; height: auto; min-height: 100%; }
    }
    """

    shown: reactive[Shown] = reactive(Shown(), repaint=False)
    """The release."""
    tab: reactive[int] = reactive(0)
    """Which tab is open, from 0."""
    cover_size: reactive[str] = reactive(ON, repaint=False)
    """How the cover is shown: `ON`, beside the text, `LARGE` or `OFF`."""
    is_framed: reactive[bool] = reactive(False)
    """Whether it has a frame of its own, and not a rule above it."""

    def __init__(self, beside: "Callable[[Shown, int], Sequence[Field]]", gallery: "Callable[[], Gallery]") -> None:
        super().__init__(id="details")
        self.is_behind = False
        """Whether another part stands in its place, so that no cover need be decoded."""
        self._beside = beside
        self._gallery = gallery
        self._found_beside: tuple[Field, ...] = ()
        self._rest: Timer | None = None
        self._is_complete = False
        self._taken, self._is_stale = 0, False
        self._asked: tuple[Key, str] | None = None
        """The cover that the key asked for before it was tried, and how covers were shown until then."""
        self._found: list[Field] = []

    def on_mount(self) -> None:
        """Draw the cursor wherever it goes."""
        self.watch(self.body, "cursor", self._draw, init=False)

    def on_descendant_focus(self) -> None:
        """Show the cursor."""
        self._draw()

    def on_descendant_blur(self) -> None:
        """Hide the cursor."""
        self._draw()

    def compose(self) -> ComposeResult:
        """What takes the focus; the rest is added by `mount_rest`."""
        with Horizontal(id="page"):
            yield FieldList()

    async def mount_rest(self) -> None:
        """Add heading, tabs and fields, which say nothing as long as no release is shown."""
        bar = TabBar()
        bar.display = False  # its names are no part of the first screen
        parts = PlainText(id="heading", markup=False), PlainText(id="subheading", markup=False), bar
        await self.mount(*parts, before=self.query_one("#page"))
        await self.body.mount(PlainText(id="fields", markup=False))
        self._is_complete = True
        self._draw()

    @functools.cached_property
    def body(self) -> FieldList:
        """What scrolls."""
        return self.query_one(FieldList)

    # -- which release is shown

    def show(self, shown: Shown) -> None:
        """Show a release; its text is wrapped once, beside its cover."""
        self._make_room(shown)
        self.shown = shown
        self._show_cover()

    def watch_shown(self, before: Shown, now: Shown) -> None:
        """Show a release: another one from its top, the same one read again where it was scrolled to."""
        if before._replace(is_near=now.is_near) == now:
            return
        if (before.release_id, before.film) != (now.release_id, now.film):
            self.body.begin_anew()
            self._found_beside = ()
        self._draw()
        self._look_beside()

    # -- the cover

    @functools.cached_property
    def _cover_view(self) -> "CoverView":
        """Where the cover is shown; made when there is one."""
        from disctui.tui.widgets.cover_view import CoverView  # noqa: PLC0415 - no part of the first picture

        view = CoverView(self._gallery())
        self.query_one("#page").mount(view)
        return view

    def show_cover(self) -> None:
        """Show the cover once the cursor has rested; make room for it at once, or take the room away."""
        self._make_room(self.shown)
        self._show_cover()

    def show_changed(self, keys: "Collection[Key]") -> None:
        """Show the cover anew where its file has changed."""
        self._cover_view.forget_troubles(keys)
        self.show_cover()

    def _make_room(self, shown: Shown) -> None:
        """Leave room for the cover of a release; the text about it is drawn beside it from then on."""
        is_room = self.cover_size != OFF and not self.is_behind and self.size.width >= _LEAST
        key = cover_key(shown) if is_room else None
        if key is not None and not self._gallery().painter.kind:
            key = None
        taken = 0
        if key is not None or "_cover_view" in vars(self):
            self._cover_view.make_room(key, self.size.width, self.body.page, is_large=self.cover_size == LARGE)
            taken = self._cover_view.columns
        self._is_stale = self._is_stale or taken != self._taken
        self._taken = taken

    def _show_cover(self) -> None:
        """Wrap the lines again where that was not done since there was other room for them; then show the cover."""
        if self._is_stale:
            self._draw()
        if self._taken:
            self._cover_view.show()

    def on_cover_tried(self, event: "CoverTried") -> None:
        """Give the text the room of a cover that can't be shown; its key says why."""
        event.stop()
        if not event.trouble:
            self._asked = None
            return
        if self._asked is not None and self._asked[0] == event.key:
            self.cover_size = self._asked[1]
            self._say_none(event.trouble)
        self._make_room(self.shown)
        if self._is_stale:
            self._draw()

    def _say_none(self, reason: str) -> None:
        self._asked = None
        say(self, f"cover can't be shown: {reason}", seconds=4)

    def turn_cover(self) -> None:
        """Show the cover large, not at all, or beside the text; where none can be shown, say why."""
        key, reason = cover_key(self.shown), self._gallery().painter.reason
        if not reason and key is None:
            reason = 'this file names no picture: cover = "covers/name.jpg" does'
        reason = reason or (self._cover_view.troubles.get(key, "") if key is not None else "")
        if not reason and self.size.width < _LEAST:
            reason = "the details are too narrow here"
        if reason or key is None:
            self._say_none(reason)
            return
        if self._asked is None or self._asked[0] != key:
            self._asked = key, self.cover_size
        self.cover_size = _NEXT[self.cover_size]
        self.show_cover()
        say(self, f"cover: {self.cover_size}", seconds=1.5)

    # -- the tabs

    def action_scroll_details(self, lines: int) -> None:
        """Scroll, wherever the focus is."""
        self.body.scroll_lines(lines)

    def action_open_tab(self, number: int) -> None:
        """Open a tab, counted from 0."""
        self.tab = number

    def action_turn_tab(self, step: int) -> None:
        """Open the next tab, or the one before."""
        self.tab = (self.tab + step) % TAB_COUNT

    @on(TabChosen)
    def _tab_chosen(self, event: TabChosen) -> None:
        event.stop()
        self.tab = event.number

    def watch_is_framed(self) -> None:
        """Write the title into another line."""
        self._draw()

    def watch_tab(self) -> None:
        """Show another tab from its top."""
        self._found_beside = ()
        self.body.begin_anew()
        self._draw()
        self._look_beside()

    def _look_beside(self) -> None:
        """Look for what is not in the file, once the cursor has rested."""
        self.body.leave_end()
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
            self.body.stay_at_end()

    @on(FieldList.Resized)
    def _body_resized(self, event: FieldList.Resized) -> None:
        """Wrap the lines again, and fit the cover into another size."""
        event.stop()
        self._make_room(self.shown)
        self._draw()
        self._show_cover()

    # -- drawing

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
        labels = _LABEL if width > _ROOMY else _LABEL - 1
        lines: list[Content] = []
        places: list[Place] = []
        found = deferred.fields(release, self.tab, self.shown.film, self.shown.editions)
        found = self._found = with_beside(found, self._found_beside)
        for number, field in enumerate(found):
            is_apart = field.style == "heading" or not field.label or not found[number - 1].label
            if number and is_apart and field.style not in _LINES:
                lines.append(Content(""))
            begin = len(lines)
            lines += self._lines(field, width, labels)
            places.append(Place(field, begin, len(lines)))
            if number == self.body.cursor and self.body.has_focus and field.key:
                lines[begin] = lines[begin].stylize("reverse", 0, labels if field.label else None)
        self.body.places = places
        return Content("\n").join(lines) if found else Content(_EMPTY[self.tab]).stylize("$text-muted")

    def _lines(self, field: "Field", width: int, room: int) -> list[Content]:
        if field.style == "item":
            return hanging(Content("• "), self._marked(field.text), width)
        if field.style == "film":
            lines = [one.text.split(deferred.COLUMN) for one in self._found if one.style == "film"]
            widths = [max(map(cell_len, texts)) for texts in zip(*lines, strict=True)]
            return [self._film_line(field.text.split(deferred.COLUMN), width, widths)]
        if not field.label:
            style = "bold" if field.style == "heading" else "$text-muted" if field.style == "quiet" else ""
            text = self._marked(field.text)
            return (text.stylize_before(style) if style else text).wrap(width)
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
