"""Covers of the main screen: which one is shown how large, and the wall of them."""

import asyncio
import functools
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.reactive import reactive

from disctui.tui.messages import CoversRead
from disctui.tui.results import Shown
from disctui.tui.screens.films_screen import FilmsScreen
from disctui.tui.textual_patches import send_terminal
from disctui.tui.widgets.details import Body
from disctui.tui.widgets.progress_line import ProgressLine

if TYPE_CHECKING:
    from disctui.library.catalogue import Progress
    from disctui.tui.covers.gallery import Gallery
    from disctui.tui.covers.painter import Painter
    from disctui.tui.covers.pictures import Wanted
    from disctui.tui.widgets.cover_view import CoverView
    from disctui.tui.widgets.wall import Wall

REST = 0.12
"""Seconds that the cursor rests before a cover is decoded."""
ON, LARGE, OFF = "on", "large", "off"
_NEXT = {ON: LARGE, LARGE: OFF, OFF: ON}
LOOK = 1.0
"""Seconds between two looks at whether the files of covers have changed."""
_LEAST = 50
"""Cells of the details from which on there is room for a cover beside the text."""
_LEAST_TEXT = 26
"""Cells that a large cover leaves for the text."""
_SMALLEST, _WIDEST = 14, 30
"""Columns of a cover that is not large."""


class CoverScreen(FilmsScreen):
    """Has the covers of its releases, where the terminal can show pictures."""

    cover_size: reactive[str] = reactive(ON, repaint=False)
    """How the cover of the release under the cursor is shown."""

    @functools.cached_property
    def _troubles(self) -> dict[tuple[str, str], str]:
        """Why the covers of some files can't be shown: by the file and its cover; those take no room."""
        return {}

    _asked: tuple[tuple[str, str], str] | None = None
    """The file and the cover that the key asked for before it was tried, and how covers were shown until then."""

    @functools.cached_property
    def gallery(self) -> "Gallery":
        """The pictures that are shown."""
        from disctui.tui.covers.gallery import Gallery  # noqa: PLC0415 - no part of the first picture

        made = Gallery(self.session.root, self._painter(), functools.partial(send_terminal, self.app))
        self.app.theme_changed_signal.subscribe(self, lambda _: self._paint_anew())
        # at once: what waits for its turn is called when the editor has ended
        self.app.app_suspend_signal.subscribe(self, lambda _: made.leave(), immediate=True)
        self.app.app_resume_signal.subscribe(self, lambda _: made.come_back(), immediate=True)
        self.set_interval(LOOK, self._mind_covers)
        return made

    def _painter(self) -> "Painter":
        """How pictures are painted with the theme of now."""
        from disctui.tui.covers.painter import painter_for  # noqa: PLC0415 - no part of the first picture

        setting = self.session.settings.covers or "auto"
        return painter_for(self.session.environ, setting, is_colourless=self.app.native_ansi_color)

    def _paint_anew(self) -> None:
        """Show covers, or none, as another theme allows."""
        self.gallery.painter = self._painter()
        if self.is_wall:
            self.wall.look()
        else:
            self.show_cover(self.shown)

    @work(group="changed-covers", exclusive=True)
    async def _mind_covers(self) -> None:
        """Show covers anew whose files were changed by another program."""
        changed = await self.gallery.forget_changed()
        for wanted in changed:
            self._troubles.pop(wanted[:2], None)
        if changed and self.is_wall:
            self.wall.look()
        elif changed:
            self.show_cover(self.shown)

    def stop_covers(self) -> None:
        """Let the terminal forget what it was sent, and the thread end."""
        if "gallery" in vars(self):
            self.gallery.stop()

    # -- the cover in the details

    def show_release(self, shown: Shown) -> None:
        """Show a release; its text is wrapped once, beside the cover."""
        wanted = self._make_room(shown)
        self.shown = shown
        self._show_wanted(wanted)

    def _make_room(self, shown: Shown) -> "Wanted | None":
        """Leave room for the cover of a release, which the text about it is then drawn beside; which cover that is."""
        wanted = self._wanted(shown)
        if wanted is not None and wanted[:2] in self._troubles:
            wanted = None
        if wanted is not None or "_view" in vars(self):
            self._view.reserve(wanted.columns if wanted is not None else 0)
        self.details.leave(wanted.columns if wanted is not None else 0)
        return wanted

    def show_cover(self, shown: Shown) -> None:
        """Show the cover of a release once the cursor has rested on it; make room for it at once."""
        self._show_wanted(self._make_room(shown))

    def _show_wanted(self, wanted: "Wanted | None") -> None:
        """Show a cover that there is room for, or the text alone."""
        self.details.settle()
        if wanted is not None:
            self._load_cover(wanted)

    @functools.cached_property
    def _view(self) -> "CoverView":
        """Where the cover is shown; made when there is one."""
        from disctui.tui.widgets.cover_view import CoverView  # noqa: PLC0415 - no part of the first picture

        view = CoverView()
        self.details.query_one("#page").mount(view)
        return view

    @on(Body.Resized)
    def _page_resized(self) -> None:
        """Fit the cover into another size of the details."""
        self.show_cover(self.shown)

    def _wanted(self, shown: Shown) -> "Wanted | None":
        release, entry = shown.release, shown.entry
        width, rows = self.details.size.width, self.details.page
        if release is None or not release.cover or entry is None or self.cover_size == OFF or width < _LEAST:
            return None
        if not self.gallery.painter.kind or self.is_wall:
            return None
        from disctui.tui.covers.pictures import Wanted  # noqa: PLC0415 - no part of the first picture

        if self.cover_size == LARGE:
            return Wanted(entry.path, release.cover, min(width - _LEAST_TEXT, max(_SMALLEST, 2 * rows)), rows)
        columns = max(_SMALLEST, min(_WIDEST, width // 3))
        return Wanted(entry.path, release.cover, columns, min(rows, columns))

    @work(group="cover", exclusive=True)
    async def _load_cover(self, wanted: "Wanted") -> None:
        known = self.gallery.known(wanted)
        if known is None:
            self._view.show(None)
            await asyncio.sleep(REST)
            known = await self.gallery.ready(wanted)
        if known.trouble:
            self._leave_out(wanted, known.trouble)
        else:
            self._asked = None
            self._view.show(known)

    def _leave_out(self, wanted: "Wanted", trouble: str) -> None:
        """Give the text the room of a cover that can't be shown; its key says why."""
        self._troubles[wanted[:2]] = trouble
        if self._asked is not None and self._asked[0] == wanted[:2]:
            self.cover_size = self._asked[1]
            self.set_class(self.cover_size == LARGE, "-large-cover")
            self._say_none(trouble)
        self._make_room(self.shown)
        self.details.settle()

    def _say_none(self, reason: str) -> None:
        self._asked = None
        self.say(f"cover can't be shown: {reason}", seconds=4)

    def action_cover(self) -> None:
        """Show the cover large, not at all, or beside the text; where none can be shown, say why."""
        shown = self.shown_now()
        reason = self.gallery.painter.reason
        key = (shown.entry.path if shown.entry else "", (shown.release.cover if shown.release else None) or "")
        if not reason and not key[1]:
            reason = 'this file names no picture: cover = "covers/name.jpg" does'
        reason = reason or self._troubles.get(key, "")
        if not reason and self.details.size.width < _LEAST:
            reason = "the details are too narrow here"
        if reason:
            self._say_none(reason)
            return
        if self._asked is None or self._asked[0] != key:
            self._asked = key, self.cover_size
        self.cover_size = _NEXT[self.cover_size]
        self.set_class(self.cover_size == LARGE, "-large-cover")
        self.show_cover(shown)
        self.say(f"cover: {self.cover_size}", seconds=1.5)

    # -- the wall

    @property
    def is_wall(self) -> bool:
        """Whether the wall is shown in the place of list and details."""
        return self.has_class("-wall")

    @functools.cached_property
    def wall(self) -> "Wall":
        """The wall; made when it is first asked for."""
        from disctui.tui.widgets.wall import Wall  # noqa: PLC0415 - no part of the first picture

        return Wall(self.shelf, self.gallery, self.session)

    async def action_wall(self) -> None:
        """Show covers in a grid, or the list again."""
        if self.is_wall:
            self.leave_wall()
            return
        if not self.wall.is_attached:
            await self.query_one("#panes").mount(self.wall)
        self.add_class("-wall")
        self.call_after_refresh(self.wall.look)
        self.refresh_hints()

    def leave_wall(self) -> None:
        """Show list and details again."""
        self.wall.stop()
        self.remove_class("-wall")
        self.call_after_refresh(self._focus_the_list)
        self.show_cover(self.shown_now())
        self.refresh_hints()

    @on(CoversRead)
    def _covers_read(self, event: CoversRead) -> None:
        """Say how many covers of the wall are ready, where that takes a while."""
        if not self.session.is_reading:
            line = self.query_one("#reading", ProgressLine)
            line.progress = ("covers", event.done, event.total)
            line.set_class(event.done < event.total, "-shown")

    def show_reading(self, progress: "Progress") -> None:
        """Say how far reading the library has come, or where it was stopped."""
        line = self.query_one("#reading", ProgressLine)
        line.set_class(self.session.is_reading, "-shown")
        line.progress = ("reading", progress.done, progress.total)
        if self.session.is_halted:
            self.say(f"Stopped: {progress.done:,} of {progress.total:,} files are read; R reads on.", seconds=6)

    def _focus_the_list(self) -> None:
        """Give it the focus, which it lost to nobody when the wall took its place."""
        if self.focused is None and not self.is_wall:
            self.set_focus(self.shelf)

    @property
    def cursor_owner(self) -> Any:
        """The part in which the movement keys move the cursor."""
        if self.place == "details":
            return self.details
        return self.wall if self.is_wall else self.shelf

    def action_turn_tab(self, step: int) -> None:
        """Open the next tab, or the one before; on the wall, go to the next card."""
        if self.is_wall:
            self.shelf.move(step)
        else:
            super().action_turn_tab(step)
