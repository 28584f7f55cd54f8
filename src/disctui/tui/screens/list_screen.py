"""What is done with the list and the tabs of the details: marks, and which tab is open."""

import functools

from textual import on

from disctui.tui.messages import TabChosen
from disctui.tui.screens.shelf_screen import ShelfScreen
from disctui.tui.widgets.details import Details
from disctui.tui.widgets.release_list import ReleaseList
from disctui.tui.widgets.tab_bar import TAB_COUNT


class ListScreen(ShelfScreen):
    """Has a list of releases, and the details of the one under its cursor."""

    @functools.cached_property
    def shelf(self) -> ReleaseList:
        """The list of releases."""
        return self.query_one(ReleaseList)

    @functools.cached_property
    def details(self) -> Details:
        """The details of the release under the cursor."""
        return self.query_one(Details)

    # -- marks

    def action_mark(self) -> None:
        """Mark the release under the cursor, or take its mark away, and go on to the next."""
        self.shelf.toggle_mark()

    def action_mark_range(self) -> None:
        """Begin a range at the cursor; the second time, mark all from there to the cursor."""
        if not self.shelf.mark_range():
            self.say("range: move to its other end, and v again", seconds=3)

    def action_mark_all(self) -> None:
        """Mark all that is found, or take all marks away where all are marked."""
        self.shelf.mark_all()

    # -- the details

    def action_scroll_details(self, lines: int) -> None:
        """Scroll the details, wherever the focus is."""
        self.details.scroll_lines(lines)

    def action_open_tab(self, number: int) -> None:
        """Open a tab, counted from 0."""
        self.details.tab = number

    def action_turn_tab(self, step: int) -> None:
        """Open the next tab, or the one before."""
        self.details.tab = (self.details.tab + step) % TAB_COUNT

    @on(TabChosen)
    def _tab_chosen(self, event: TabChosen) -> None:
        self.details.tab = event.number
