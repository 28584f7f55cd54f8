"""How one moves on the main screen: through the rows and the fields, from pane to pane and from tab to tab."""

from typing import TYPE_CHECKING

from disctui.tui.commands import BROWSER
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.widgets.details import TAB_COUNT

if TYPE_CHECKING:
    from disctui.tui.widgets.details import Details
    from disctui.tui.widgets.release_list import ReleaseList
    from disctui.tui.widgets.search_box import SearchBox


class MovingActions(CommandScreen[None]):
    """The actions of the main screen that change what is looked at, and nothing else."""

    if TYPE_CHECKING:

        @property
        def box(self) -> SearchBox:
            """The search box."""

        @property
        def shelf(self) -> ReleaseList:
            """The list of releases."""

        @property
        def details(self) -> Details:
            """The details of the release under the cursor."""

    def _move(self, rows: int) -> None:
        if self.place != "details":
            self.shelf.move(rows)
        elif abs(rows) == 1:
            self.details.move(rows)
        else:
            self.details.scroll_by(rows)

    def action_down(self) -> None:
        """One row down."""
        self._move(1)

    def action_up(self) -> None:
        """One row up."""
        self._move(-1)

    def _page(self) -> int:
        return max(1, self.details.body.size.height - 1 if self.place == "details" else self.shelf.page - 1)

    def action_half_down(self) -> None:
        """Half a page down."""
        self._move(max(1, self._page() // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self._move(-max(1, self._page() // 2))

    def action_page_down(self) -> None:
        """A page down."""
        self._move(self._page())

    def action_page_up(self) -> None:
        """A page up."""
        self._move(-self._page())

    def action_top(self) -> None:
        """To the first row."""
        self._move(-10_000_000)

    def action_bottom(self) -> None:
        """To the last row."""
        self._move(10_000_000)

    def _some_lines(self) -> int:
        return min(2, max(1, self.details.body.size.height))

    def action_scroll_down(self) -> None:
        """Scroll the details."""
        self.details.body.scroll_relative(y=self._some_lines(), animate=False)

    def action_scroll_up(self) -> None:
        """Scroll the details back."""
        self.details.body.scroll_relative(y=-self._some_lines(), animate=False)

    def action_next_pane(self) -> None:
        """Focus the next of search, list and details."""
        self._focus_pane(1)

    def action_previous_pane(self) -> None:
        """Focus the one before."""
        self._focus_pane(-1)

    def _focus_pane(self, step: int) -> None:
        places = list(BROWSER)
        place = places[(places.index(self.place) + step) % len(places)]
        self.set_focus({"search": self.box, "list": self.shelf, "details": self.details.body}[place])

    def _open_tab(self, number: int) -> None:
        self.details.tab = number

    def action_tab_1(self) -> None:
        """Synopsis."""
        self._open_tab(0)

    def action_tab_2(self) -> None:
        """Release."""
        self._open_tab(1)

    def action_tab_3(self) -> None:
        """Specs."""
        self._open_tab(2)

    def action_tab_4(self) -> None:
        """Special features."""
        self._open_tab(3)

    def action_tab_5(self) -> None:
        """My copy."""
        self._open_tab(4)

    def action_next_tab(self) -> None:
        """The next tab."""
        self._open_tab((self.details.tab + 1) % TAB_COUNT)

    def action_previous_tab(self) -> None:
        """The tab before."""
        self._open_tab((self.details.tab - 1) % TAB_COUNT)
