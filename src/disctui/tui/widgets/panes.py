"""The list and the details of the release under its cursor; or in their place the wall of covers."""

import functools
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from disctui.tui import deferred
from disctui.tui.messages import CommandsChanged
from disctui.tui.target import Target
from disctui.tui.textual_patches import send_terminal
from disctui.tui.widgets.details import LARGE, Details
from disctui.tui.widgets.list_pane import ListPane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disctui.release.details import Field
    from disctui.tui.covers.gallery import Gallery
    from disctui.tui.covers.painter import Painter
    from disctui.tui.results import Shown
    from disctui.tui.session import Session
    from disctui.tui.widgets.wall import Wall

LOOK = 1.0
"""Seconds between two looks at whether the files of covers have changed."""


class Panes(Horizontal):
    """Side by side, or one above the other.

    Args:
        session: What all screens share.
    """

    def __init__(self, session: "Session") -> None:
        super().__init__(id="panes")
        self._session = session

    def compose(self) -> ComposeResult:
        """The list and the details."""
        yield ListPane(self._session)
        yield Details(self._beside, lambda: self.gallery)

    def on_mount(self) -> None:
        """Follow what the list and the details tell of themselves."""
        self.watch(self.list_pane, "page", self._page_opened, init=False)
        self.watch(self.details, "cover_size", self._make_room_for_cover, init=False)

    async def mount_rest(self) -> None:
        """Add what says nothing before the library is read."""
        self.list_pane.show_order()
        await self.details.mount_rest()

    def on_unmount(self) -> None:
        """Let the thread that reads covers end."""
        self.stop_covers()

    @functools.cached_property
    def list_pane(self) -> ListPane:
        """The list, with what is asked for."""
        return self.query_one(ListPane)

    @functools.cached_property
    def details(self) -> Details:
        """The details of the release under the cursor."""
        return self.query_one(Details)

    @property
    def doers(self) -> tuple[object, ...]:
        """Who does commands, as `CommandScreen.doers` says it."""
        return self, self.list_pane, self.details

    # -- the release under the cursor

    @property
    def is_in_details(self) -> bool:
        """Whether the details have the focus."""
        return self.is_attached and self.screen.focused is self.details.body

    @property
    def cursor_owner(self) -> Any:
        """The part in which the movement keys move the cursor."""
        if self.is_in_details:
            return self.details.body
        return self.wall if self.is_wall else self.list_pane.rows

    @property
    def target(self) -> Target:
        """What a command is about: the release under the cursor, the marked ones and what is asked for."""
        field = self.details.body.chosen if self.is_in_details else None
        key, marked = field.key if field is not None else "", self.list_pane.rows.marked
        about = Target.of_release(self.list_pane.shown_now(), self._session.catalogue, key, marked)
        return about.asked(self.list_pane.view)

    def show_chosen(self) -> None:
        """Show the release under the cursor, read anew where the cursor or the library has changed since."""
        self.details.show(self.list_pane.shown_now())

    def open_details(self) -> None:
        """Go to the details of the release under the cursor, which counts as opened."""
        if self.list_pane.rows.chosen is not None:
            self._session.opened.note(self.list_pane.rows.chosen)
        self._take_wall_away()
        self.details.body.focus()

    def close_page(self) -> bool:
        """From a film's page back to the films of its set; False where none is open that can be closed."""
        film = self.details.shown.film
        if not film or self.list_pane.view.by_film:
            return False
        self.list_pane.open_page(0)
        self.details.tab = 0
        self.details.body.cursor = film - 1
        return True

    def _page_opened(self) -> None:
        if self.list_pane.page is not None:
            self.details.shown = self.list_pane.shown_now()
            self.post_message(CommandsChanged())

    def _beside(self, shown: "Shown", tab: int) -> "Sequence[Field]":
        """What the details show beside what the file says; called in a thread."""
        if shown.release_id is None:
            return ()
        name = deferred.film_id(shown.release_id, shown.film)
        return self._session.asides.fields(self._session.catalogue, name, tab)

    # -- covers

    @functools.cached_property
    def gallery(self) -> "Gallery":
        """The pictures that are shown."""
        from disctui.tui.covers.gallery import Gallery  # noqa: PLC0415 - no part of the first picture

        made = Gallery(self._session.root, self._painter(), functools.partial(send_terminal, self.app))
        self.app.theme_changed_signal.subscribe(self, lambda _: self._paint_anew())
        # at once: what waits for its turn is called when the editor has ended
        self.app.app_suspend_signal.subscribe(self, lambda _: made.leave(), immediate=True)
        self.app.app_resume_signal.subscribe(self, lambda _: made.come_back(), immediate=True)
        self.set_interval(LOOK, self._mind_covers)
        return made

    def _painter(self) -> "Painter":
        """How pictures are painted with the theme of now."""
        from disctui.tui.covers.painter import painter_for  # noqa: PLC0415 - no part of the first picture

        setting = self._session.settings.covers or "auto"
        return painter_for(self._session.environ, setting, is_colourless=self.app.native_ansi_color)

    def _paint_anew(self) -> None:
        """Show covers, or none, as another theme allows."""
        self.gallery.painter = self._painter()
        if self.is_wall:
            self.wall.look()
        else:
            self.details.show_cover()

    @work(group="changed-covers", exclusive=True)
    async def _mind_covers(self) -> None:
        """Show covers anew whose files were changed by another program."""
        changed = await self.gallery.forget_changed()
        if changed:
            self.details.show_changed([wanted[:2] for wanted in changed])
        if changed and self.is_wall:
            self.wall.look()

    def stop_covers(self) -> None:
        """Let the terminal forget what it was sent, and the thread end."""
        if "gallery" in vars(self):
            self.gallery.stop()

    def _make_room_for_cover(self, size: str) -> None:
        """Leave a large cover more room than the list where one stands above the other."""
        self.set_class(size == LARGE, "-large-cover")

    def action_cover(self) -> None:
        """Show the cover large, not at all, or beside the text; where none can be shown, say why."""
        self.show_chosen()
        self.details.turn_cover()

    # -- the wall

    @property
    def is_wall(self) -> bool:
        """Whether the wall is shown in the place of list and details."""
        return self.has_class("-wall")

    @functools.cached_property
    def wall(self) -> "Wall":
        """The wall; made when it is first asked for."""
        from disctui.tui.widgets.wall import Wall  # noqa: PLC0415 - no part of the first picture

        return Wall(self.list_pane.rows, self.gallery, self._session)

    async def action_wall(self) -> None:
        """Show covers in a grid, or the list again."""
        if self.is_wall:
            self.leave_wall()
            return
        if not self.wall.is_attached:
            await self.mount(self.wall)
        self.add_class("-wall")
        self.details.is_behind = True
        self.call_after_refresh(self.wall.look)
        self.post_message(CommandsChanged())

    def leave_wall(self) -> None:
        """Show list and details again."""
        self.wall.stop()
        self._take_wall_away()
        self.call_after_refresh(self._focus_list)
        self.show_chosen()
        self.post_message(CommandsChanged())

    def _take_wall_away(self) -> None:
        self.remove_class("-wall")
        self.details.is_behind = False

    def _focus_list(self) -> None:
        """Give it the focus, which it lost to nobody when the wall took its place."""
        if self.screen.focused is None and not self.is_wall:
            self.screen.set_focus(self.list_pane.rows)

    def action_turn_tab(self, step: int) -> None:
        """Open the next tab, or the one before; on the wall, go to the next card."""
        if self.is_wall:
            self.list_pane.rows.move(step)
        else:
            self.details.action_turn_tab(step)
