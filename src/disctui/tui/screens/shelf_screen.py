"""What the main screen shows in which order: the shelf that is open, and the order of its rows."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on, work
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from disctui.nearest import suggestion
from disctui.safe_text import clean
from disctui.settings import Mistake
from disctui.tui import deferred
from disctui.tui.background.searcher import ResultsReady
from disctui.tui.commands import Command
from disctui.tui.messages import OrderChosen, ReleaseSought, RowsAsked, ShelfChosen
from disctui.tui.results import View
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.target import Target
from disctui.tui.widgets.query_line import QueryLine
from disctui.tui.widgets.release_list import ReleaseList

if TYPE_CHECKING:
    from textual.css.query import DOMQuery

    from disctui.library.catalogue import Catalogue
    from disctui.tui.widgets.shelf_bar import ShelfBar


class ShelfScreen(CommandScreen[None]):
    """Owns what is asked for; the main screen answers it."""

    _way_back: tuple[str, str, bool, Callable[[], object]] | None = None
    """The query of a bar of the statistics, what stood in the box before and whether films were listed, and what opens
    the statistics again."""
    view: reactive[View] = reactive(View(), repaint=False)
    """What the user asked to see."""

    @property
    def _bars(self) -> "DOMQuery[ShelfBar]":
        from disctui.tui.widgets.shelf_bar import ShelfBar  # noqa: PLC0415 - no part of the first picture

        return self.query(ShelfBar)

    def begin_as_set(self) -> None:
        """Open the shelf and take the columns that config.toml names; a name that is none becomes a problem."""
        settings, shelves = self.session.settings, self.session.catalogue.shelves
        self.view = self.view._replace(usual=settings.columns)
        mistakes = [
            Mistake(("columns",), f"there is no column {name}", suggestion(name, deferred.COLUMNS))
            for name in settings.columns
            if name not in deferred.COLUMNS
        ]
        shelf = shelves.named(settings.start) if settings.start else None
        if shelf is not None and not self.view.shelf:
            self.view = self.view.on_shelf(shelf)
        elif settings.start and shelf is None:
            names = [one.name for one in shelves.shelves]
            mistakes.append(
                Mistake(("start",), f"there is no shelf {settings.start}", suggestion(settings.start, names))
            )
        if mistakes:
            self.session.add_mistakes(mistakes)
            self.say("; ".join(one.message for one in mistakes), "warning", title="config.toml", seconds=8)

    def with_view(self, target: Target) -> Target:
        """What a command is about, with what is asked for."""
        view = self.view
        return target._replace(
            query=view.query.text,
            orders=view.sort_orders,
            sorting=view.sorting,
            is_reversed=view.is_reversed,
            shelf=view.shelf,
            columns=view.columns,
            by_film=view.by_film,
        )

    def title_of(self, item: Command) -> str:
        """What the footer says that a command does now: a second `z` leads back to releases, say."""
        if item.id == "accept" and self.unknown_code:
            return "new release"
        return "by release" if item.id == "by-film" and self.view.by_film else super().title_of(item)

    @property
    def unknown_code(self) -> str:
        """The bar code that is asked for where no release has it; else ""."""
        found = self.query_one(ReleaseList).results
        return "" if found is None else found.unknown_code

    # -- shelves

    @on(ShelfChosen)
    def _shelf_chosen(self, event: ShelfChosen) -> None:
        self.view = self.view.on_shelf(event.shelf)

    def on_shelf_bar_clicked(self, event: "ShelfBar.Clicked") -> None:
        """Open the shelf that was clicked."""
        shelf = self.session.catalogue.shelves.named(event.name)
        if shelf is not None:
            self.view = self.view.on_shelf(shelf)

    def leave_shelf(self) -> None:
        """Show all releases again."""
        self.view = self.view.off_shelf()

    def follow_shelf(self) -> None:
        """Show the open shelf with the columns that it has now; leave one that searches.toml no longer has."""
        name = self.view.shelf
        shelf = self.session.catalogue.shelves.named(name) if name else None
        if shelf is not None:
            self.view = self.view._replace(shelf=shelf.name, columns=shelf.columns)
        elif name:
            self.leave_shelf()
            self.say(f"There is no shelf {name} any more: these are all.")

    def action_turn_shelf(self, step: int) -> None:
        """Open the next shelf of the bar, or the one before."""
        shelves = [shelf for shelf in self.session.catalogue.shelves.shelves if not shelf.hidden]
        names = [shelf.name.casefold() for shelf in shelves]
        now = self.view.shelf.casefold()
        at = names.index(now) if now in names else 0
        self.view = self.view.on_shelf(shelves[(at + step) % len(shelves)])

    def show_shelf(self) -> None:
        """Say which shelf is open, before the search box and in the bar."""
        name = self.view.shelf
        prompt, words = self.query_one("#prompt", Static), f"{clean(name, 30)} /".strip()
        if str(prompt.content) != words:  # another text has the screen laid out anew
            prompt.update(Content(words))
        for bar in self._bars:
            bar.open_now = name or "All"
        rows, order = self.query_one("#rows"), f"sorted by {self.view.sorted_by}"
        if rows.border_subtitle != order:
            rows.border_subtitle = Content(order)

    @on(ResultsReady)
    def _say_whether_found(self, event: ResultsReady) -> None:
        for line in self.query(QueryLine):
            found = event.results.found
            line.is_found = found is None or found.exact_count > 0

    @work(group="editions", exclusive=True)
    async def merge_editions(self, catalogue: "Catalogue") -> None:
        """Find out which films are one, beside the screen, and show each once."""
        await asyncio.to_thread(lambda: catalogue.editions)
        if catalogue is self.session.catalogue:
            self.search()

    def search(self, *, is_begun: bool = False) -> None:
        """Search for what is wanted, as the main screen does."""
        raise NotImplementedError

    @work(group="shelves", exclusive=True)
    async def count_shelves(self) -> None:
        """Count what stands on each shelf, beside the screen; the bar shows it when it is known."""
        catalogue = self.session.catalogue
        counted = await asyncio.to_thread(deferred.counted_shelves, catalogue)
        if catalogue is self.session.catalogue:
            for bar in self._bars:
                bar.show(counted)

    # -- the rows of a bar of the statistics

    @on(RowsAsked)
    def _rows_asked(self, event: RowsAsked) -> None:
        """Show them; a step back leads to the bar again, as long as nothing else is typed."""
        box = self.query_one("SearchBox", Input)
        self._way_back = (event.query, box.value, self.view.by_film, event.way_back)
        self._turn(by_film=event.by_film)
        box.value = event.query

    def _turn(self, *, by_film: bool) -> None:
        """List films, or releases."""
        if self.view.by_film != by_film:
            self.view = self.view.turned()

    def clear_query(self) -> None:
        """Take the query away, and go back to the statistics where it is a bar of theirs."""
        box = self.query_one("SearchBox", Input)
        asked, before, by_film, way_back = self._way_back or ("", "", False, None)
        self._way_back = None
        if way_back is None or asked != box.value:
            box.value = ""
            return
        self._turn(by_film=by_film)
        box.value = before
        way_back()

    @on(ReleaseSought)
    def _release_sought(self, event: ReleaseSought) -> None:
        """Go to a release; where it is not among the rows, show all of them."""
        rows = self.query_one(ReleaseList)
        row = rows.results.row_of(event.release_id) if rows.results is not None else None
        if row is not None:
            rows.go_to(row)
            return
        rows.expect(event.release_id)
        self.query_one("SearchBox", Input).value = ""
        self.view = View()

    # -- the order

    @on(OrderChosen)
    def _order_chosen(self, event: OrderChosen) -> None:
        self.view = self.view._replace(sorting=event.sorting)
        self._say_order()

    def action_reverse(self) -> None:
        """Reverse the order."""
        self.view = self.view._replace(is_reversed=not self.view.is_reversed)
        self._say_order()

    def _say_order(self) -> None:
        """Say the order where there is no room for the header that does."""
        if self.has_class("-short"):
            self.app.clear_notifications()
            self.say(f"sorted by {self.view.sorted_by}", seconds=1.5)
