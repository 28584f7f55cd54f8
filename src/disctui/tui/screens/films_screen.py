"""What the main screen shows of films: a row for each, or box sets whole, and the page of one film of a set."""

from typing import TYPE_CHECKING

from textual.reactive import reactive

from disctui.tui import deferred
from disctui.tui.results import Results, Shown
from disctui.tui.screens.list_screen import ListScreen

if TYPE_CHECKING:
    from disctui.tui.session import Session


class FilmsScreen(ListScreen):
    """Owns which film of a box set is looked at; the main screen shows it."""

    results: reactive[Results | None] = reactive(None, repaint=False)
    """The rows; None before the first search."""
    shown: reactive[Shown] = reactive(Shown(), repaint=False)
    """The release in the details; it changes once the rows are drawn."""

    def __init__(self, session: "Session", classes: str) -> None:
        super().__init__(session, classes)
        self._opened: tuple[str | None, int] | None = None
        """The row whose film was opened, and which, from 1; 0 for the whole set. None: the one that was found."""

    def shown_now(self) -> Shown:
        """The release under the cursor, as it is now."""
        row = self.shelf.chosen
        page = self._opened[1] if self._opened is not None and self._opened[0] == row else None
        return Shown.of(self.session.catalogue, self.results, row, self.shown, page)

    def open_page(self, film: int | None) -> None:
        """Open the page of a film of the set under the cursor, from 1; 0 shows the whole set, None what was found."""
        self._opened = None if film is None else (self.shelf.chosen, film)
        if film is not None:
            self.shown = self.shown_now()
            self.refresh_hints()

    def close_page(self) -> bool:
        """From a film's page back to the films of its set; False where none is open that can be closed."""
        film = self.shown.film
        if not film or self.view.by_film:
            return False
        self.open_page(0)
        self.details.tab = 0
        self.details.cursor = film - 1
        return True

    @property
    def film_count(self) -> int:
        """The films of the set under the cursor; 0 where it is none."""
        release = self.shown_now().release
        return len(release.films) if release is not None else 0

    def action_by_film(self) -> None:
        """A row for each film, or for each release again; the cursor stays on its film."""
        shown = self.shown_now()
        if shown.release_id is not None:
            self.shelf.expect(deferred.film_id(shown.release_id, shown.film))
        self.view = self.view.turned()

    def action_turn_film(self, step: int) -> None:
        """To the film after or before in the box set: its page, or by film its row."""
        shown, count = self.shown_now(), self.film_count
        film = min(max(shown.film + step, 1), count)
        if not count or film == shown.film:
            return
        if not self.view.by_film:
            self.open_page(film)
            return
        assert shown.release_id is not None
        row = self.results.row_of(deferred.film_id(shown.release_id, film)) if self.results is not None else None
        if row is None:
            self.say("That film of the set is not among these rows.", seconds=3)
        else:
            self.shelf.go_to(row)
