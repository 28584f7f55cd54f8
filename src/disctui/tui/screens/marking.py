"""Marks on the main screen: which releases an action is for."""

from typing import TYPE_CHECKING

from disctui.tui.screens.command_screen import CommandScreen, after_search

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue
    from disctui.tui.widgets.release_list import ReleaseList


class MarkingActions(CommandScreen[None]):
    """The actions of the main screen that give marks and take them away."""

    marked: frozenset[str] = frozenset()
    """Ids of the marked releases."""
    _range_from: int | None = None

    if TYPE_CHECKING:

        @property
        def _catalogue(self) -> Catalogue:
            """What is known of the library."""

        @property
        def shelf(self) -> ReleaseList:
            """The list of releases."""

    def _show_marks(self, marked: frozenset[str]) -> None:
        self.marked = marked
        self.shelf.marked = marked
        self.show_count()
        self.refresh_hints()

    def show_count(self) -> None:
        """Show how many were found and how many are marked."""
        raise NotImplementedError

    @after_search
    def action_mark(self) -> None:
        """Mark the release under the cursor, or take its mark away, and go on to the next."""
        chosen = self.shelf.chosen
        if chosen is not None:
            self._show_marks(self.marked ^ {chosen})
            self.shelf.move(1)

    def action_mark_range(self) -> None:
        """Begin a range at the cursor; the second time, mark all from there to the cursor."""
        results = self.shelf.results
        if results is None or not len(results):
            return
        if self._range_from is None:
            self._range_from = self.shelf.cursor
            self.notify("range: move to its other end, and v again", timeout=3, markup=False)
            return
        first, last = sorted((self._range_from, self.shelf.cursor))
        self._range_from = None
        self._show_marks(self.marked | {results.id_at(row) for row in range(first, min(last + 1, len(results)))})

    def action_mark_all(self) -> None:
        """Mark all that is found, or take all marks away where all are marked."""
        results = self.shelf.results
        if results is None:
            return
        found = {results.id_at(row) for row in range(len(results)) if not results.is_near(row)}
        self._show_marks(self.marked - found if found <= self.marked else self.marked | found)

    def _targets(self) -> list[str]:
        """Ids of the releases that an action is for: the marked ones, else the one under the cursor."""
        listed = [name for name in self.marked if name in self._catalogue.listings]
        return sorted(listed) or ([self.shelf.chosen] if self.shelf.chosen else [])
